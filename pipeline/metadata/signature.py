"""Tells whose report a document is, and who signed it when."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import regex

from pipeline.characters import to_plain
from pipeline.ingest import Facts, values_of
from pipeline.metadata.agencies import government_of, is_agency, named_agencies, read_region
from pipeline.metadata.titles import read_author
from pipeline.model import ReportType, Text
from pipeline.text import in_region
from pipeline.values import DateMention

# Who opens a congress is named at the head; an agency that speaks names itself within so many characters.
OPENING = 1500
NAMING = 6000

_AGENCY_BEFORE_RE = regex.compile(r"(?:^|[\s。;)])(?P<agency>[\u4e00-\u9fff·()]{2,32})[ \n(]*$")
_ENDED_BEFORE_RE = regex.compile(r"(?:^|[。;!?)”\n])[ \n(]*$")
_AFTER_RE = regex.compile(r"\)?(?:\n|\s*$|\s+\(?(?:附|此件|主动公开|[^\s,。;]{2,30}表))")
_OFFICIAL_RE = regex.compile(
    r"(?:^|[\s上])(?P<office>国务院|[\u4e00-\u9fff]{2,8}?(?:省|市|县|区)|[\u4e00-\u9fff]{2,5}自治区)\s?(?:代?总理|代?省长|代?市长|代?县长|代?区长|主席)"
)
QUOTED_RE = regex.compile(r"《[^》\n]{0,80}》")


def find_agency(title: str | None, facts: Facts, signatory: str | None, text: Text, kind: ReportType) -> str | None:
    """The agency whose report it is.

    The title says it; where it names a region alone, the region's government is the author, and not the office that
    published. Else the page's issuer, who signed, who opened the congress, whom the text names most, or its source.
    """
    author = read_author(title) if title else None
    if author and author.agency:
        return author.agency
    issuers = [to_plain(name) for name in values_of(facts, "issuer")]
    if author and author.region:
        named = _government_in(text.plain, author.region)
        same = [name for name in [*issuers, signatory] if name and name.startswith(author.region) and is_agency(name)]
        return named or next(iter(same), None) or government_of(author.region)
    return next(filter(is_agency, [*issuers, *filter(None, [signatory])]), None) or _speaker(text, kind, facts)


def _speaker(text: Text, kind: ReportType, facts: Facts) -> str | None:
    """Who speaks where neither title, page nor signature says it."""
    if kind is ReportType.WORK_REPORT:
        match = _OFFICIAL_RE.search(text.plain[:OPENING])
        if match:
            office = match["office"]
            return office if is_agency(office) else government_of(office)
    sources = [to_plain(name) for name in values_of(facts, "source")]
    names = named_agencies(QUOTED_RE.sub("", text.plain[:NAMING])) if kind is ReportType.DISCLOSURE_ANNUAL else []
    return next(iter(names), None) or next((name for name in sources if is_agency(name) and read_region(name)), None)


def _government_in(plain: str, region: str) -> str | None:
    """The administration of a region, as the text names it.

    >>> _government_in("请与某实验区管委会办公室联系", "某实验区")
    '某实验区管委会'
    """
    match = regex.search(rf"{regex.escape(region)}(?:党工委)?(?P<organ>人民政府|管委会|管理委员会)", plain)
    return region + match["organ"] if match else None


class Signature(NamedTuple):
    """Who signed a report, and when; each null where it is not said."""

    agency: str | None
    day: date | None


def find_signature(text: Text, mentions: Sequence[DateMention], published: date | None = None) -> Signature:
    """The last day that stands alone behind an agency or a finished sentence, and the agency before it.

    The day of publication is none, unless an agency stands before it.

    >>> from pipeline.values.dates import find_dates
    >>> plain = "一、概述 公开3条。 某县财政局 二○一○年四月十日 附表: 某表"
    >>> find_signature(Text(plain, plain), find_dates(plain))
    Signature(agency='某县财政局', day=datetime.date(2010, 4, 10))
    """
    plain = text.plain
    for mention in reversed(mentions):
        if mention.precision != "day" or mention.first != mention.last or not _AFTER_RE.match(plain, mention.end):
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
