"""Reads the author in a title: an agency, a region, or an agency without its place."""

from functools import cache
from typing import NamedTuple

import regex

from pipeline.characters import squeeze, to_plain
from pipeline.metadata.agencies import (
    administration_of,
    agency_pattern,
    is_agency,
    is_full_name,
    is_placeless,
    read_region,
    region_rules,
    whole_region,
)
from pipeline.metadata.rules import compiled, metadata_rules
from pipeline.rulebook import one_of
from pipeline.values import find_dates

# In characters: an author is sought within these; no printed one is nearly as long.
LONGEST_TITLE = 200
# The most characters that an agency's office adds to its name: 办公室.
MOST_OFFICE = 3


class Author(NamedTuple):
    """The author in a title: an agency, only a region, or an agency without its place (县财政局)."""

    agency: str | None
    region: str | None
    placeless: str | None = None


def read_author(title: str) -> Author:
    """The agency or region at the beginning of a title.

    >>> read_author("沈阳市政务服务办2016年政务公开年度报告"), read_author("2026年甘肃省政府工作报告")
    ... # doctest: +NORMALIZE_WHITESPACE
    (Author(agency='沈阳市政务服务办', region='沈阳市', placeless=None),
     Author(agency=None, region='甘肃省', placeless=None))
    """
    heard = compiled("heard").sub("", squeeze(to_plain(title))[:LONGEST_TITLE], count=1)
    plain = compiled("passed_on").sub("", heard, count=1)
    years = [(mention.start, mention.end) for mention in find_dates(plain)]
    start = years[0][1] if years and years[0][0] == 0 else 0
    offsets = [first for first, _ in years if first > start]
    offsets += [m.start() for pattern in (_subject_re(), compiled("plan")) for m in pattern.finditer(plain, start)]
    cuts = sorted(set(offsets))
    names = [plain[start:cut].removesuffix("关于").strip("的") for cut in cuts]
    names = [name for name in names if not find_dates(name)]
    agency = next(filter(is_agency, names), None)
    if agency:
        return Author(agency, read_region(agency))
    town = next(filter(None, map(administration_of, names)), None)
    if town:
        return Author(town, read_region(town))
    leading = _leading_agency(plain[start:])
    if leading and leading.endswith(region_rules().self_named):
        # 柳溪海关|关区2021年: no region, although it ends like one.
        return Author(leading, read_region(leading))
    regions = map(whole_region, names)
    region = next((name for name in regions if name and read_region(name) == name), None)
    if region:
        return Author(None, region)
    if leading:
        return Author(leading, read_region(leading))
    return Author(None, None, next(filter(is_placeless, names), None))


def _leading_agency(words: str) -> str | None:
    """The full name of an agency at the beginning of some words, with its office if that follows.

    >>> _leading_agency("某县农业农村局春季造林总结"), _leading_agency("某市人民政府办公室督查情况")
    ('某县农业农村局', '某市人民政府办公室')
    """
    first = _agency_begin_re().match(words)
    if not first or not is_full_name(first["agency"]):
        return None
    ends = range(first.end() + MOST_OFFICE, first.end(), -1)
    office = next((words[:end] for end in ends if end <= len(words) and is_agency(words[:end])), None)
    return office or first["agency"]


@cache
def _agency_begin_re() -> "regex.Pattern[str]":
    return regex.compile(agency_pattern(), regex.VERBOSE)


@cache
def _subject_re() -> "regex.Pattern[str]":
    return regex.compile(one_of(metadata_rules().subjects), regex.VERBOSE)
