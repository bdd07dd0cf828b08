"""Finds who signed a report, and when."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import regex

from pipeline.metadata.agencies import is_agency
from pipeline.metadata.rules import metadata_rules
from pipeline.model import Text
from pipeline.rulebook import one_of
from pipeline.text import in_region
from pipeline.values import DateMention

_AGENCY_BEFORE_RE = regex.compile(r"(?:^|[\s。;)])(?P<agency>[\p{Unified_Ideograph}·()]{2,32})[ \n(]*$")
_ENDED_BEFORE_RE = regex.compile(r"(?:^|[。;!?)”\n])[ \n(]*$")


@cache
def _after() -> "regex.Pattern[str]":
    """What may follow the day of a signature."""
    words = one_of(metadata_rules().behind_signature)
    return regex.compile(rf"\)?(?:\n|\s*$|\s+\(?(?:{words}|[^\s,。;]{{2,30}}表))")


class Signature(NamedTuple):
    """Who signed a report, and when; each is null if not stated."""

    agency: str | None
    day: date | None


def find_signature(text: Text, mentions: Sequence[DateMention], published: date | None = None) -> Signature:
    """The last day on its own after an agency or a complete sentence, and the agency before it.

    The day of publication does not count, unless an agency precedes it.

    >>> from pipeline.values import find_dates
    >>> plain = "一、概述 公开3条。 某县财政局 二○一○年四月十日 附表: 某表"
    >>> find_signature(Text(plain, plain), find_dates(plain))
    Signature(agency='某县财政局', day=datetime.date(2010, 4, 10))
    """
    plain = text.plain
    for mention in reversed(mentions):
        if mention.precision != "day" or mention.first != mention.last or not _after().match(plain, mention.end):
            continue
        if in_region(text, mention.start):
            continue
        before = plain[max(0, mention.start - 60) : mention.start]
        named = _AGENCY_BEFORE_RE.search(before)
        if named and is_agency(named["agency"]):
            return Signature(named["agency"], mention.first)
        if mention.first != published and _ENDED_BEFORE_RE.search(before):
            return Signature(None, mention.first)
    return Signature(None, None)
