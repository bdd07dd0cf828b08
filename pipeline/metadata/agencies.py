"""Tells the names of agencies, and the region that such a name gives."""

from collections import Counter
from functools import cache

import regex

from pipeline.rulebook import Rules, one_of, read_rules

LONGEST_NAME = 32
# A town's name has two characters and more, with 镇 behind.
SHORTEST_TOWN = 2

_IDEOGRAPH = r"[\u4e00-\u9fff]"


class RegionRules(Rules):
    """The shape of ``rules/regions.toml``."""

    provinces: tuple[str, ...]
    levels: tuple[str, ...]
    not_names: tuple[str, ...]
    not_followed: tuple[str, ...]
    zones: tuple[str, ...]
    towns: dict[str, str]
    not_towns: tuple[str, ...]
    not_begins: tuple[str, ...]
    organs: tuple[str, ...]
    not_agencies: tuple[str, ...]
    placeless: tuple[str, ...]


@cache
def _rules() -> RegionRules:
    rules: RegionRules = read_rules("regions", RegionRules)
    return rules


def read_region(name: str) -> str | None:
    """The region that a name begins with.

    >>> [read_region(name) for name in ("沈阳市政务服务办", "淮安市洪泽区人民政府", "上海市城市管理局", "国务院")]
    ['沈阳市', '淮安市洪泽区', '上海市', None]
    """
    match = _region_re().match(name)
    return match[0] if match and match[0] else None


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency, with its place where it has one.

    >>> [is_agency(name) for name in ("河北省教育厅", "国务院", "我办", "市营商局", "河北省")]
    [True, True, False, False, False]
    """
    return _agency_re().fullmatch(name) is not None


def government_of(region: str) -> str | None:
    """The government of an ordinary region; a development zone has none.

    >>> government_of("甘肃省"), government_of("平潭综合实验区")
    ('甘肃省人民政府', None)
    """
    return None if region.endswith(_rules().zones) else region + "人民政府"


def administration_of(town: str) -> str | None:
    """The administration of a town or a street, ``None`` where a name is that of neither.

    >>> administration_of("某县清溪镇"), administration_of("白石街道"), administration_of("某县推进城镇")
    ('某县清溪镇人民政府', '白石街道办事处', None)
    """
    organ = next((organ for level, organ in _rules().towns.items() if town.endswith(level)), None)
    is_name = len(town) > SHORTEST_TOWN and not town.endswith(_rules().not_towns)
    return town + organ if organ and is_name else None


def named_agencies(plain: str) -> list[str]:
    """The agencies that a text names with their place, the most frequent first, of two as frequent the longer.

    >>> named_agencies("由河北省教育厅编制,送河北省人民政府。河北省教育厅办理3件。")
    ['河北省教育厅', '河北省人民政府']
    """
    names = Counter(match[0] for match in _named_re().finditer(plain))
    return sorted(names, key=lambda name: (-names[name], -len(name)))


@cache
def _named_re() -> "regex.Pattern[str]":
    provinces = one_of(_rules().provinces)
    begins = rf"(?<!{_IDEOGRAPH}) | (?<=(?<!{_IDEOGRAPH}){one_of(_rules().not_begins)})"
    place = rf"(?: {provinces} | (?: {begins} ) (?!{one_of(_rules().not_begins)}) {_IDEOGRAPH}{{2,6}}?[市县] )"
    organ = r"(?:厅|局|管委会|委员会|人民政府(?:办公[厅室])?)"
    return regex.compile(rf"{place} {_IDEOGRAPH}{{0,10}}? {organ} (?![长会])", regex.VERBOSE)


@cache
def _region_re() -> "regex.Pattern[str]":
    rules = _rules()
    level = rf"{one_of(rules.levels)} (?! {'|'.join(rules.not_followed)} )"
    place = rf"(?! {one_of(rules.not_names)} ) {_IDEOGRAPH}{{1,9}}? {level}"
    return regex.compile(rf"(?: {one_of(rules.provinces)} )? (?: {place} ){{0,3}}", regex.VERBOSE)


@cache
def _agency_re() -> "regex.Pattern[str]":
    rules = _rules()
    return regex.compile(
        rf"""
        (?! {one_of(rules.not_agencies)} )
        (?! {one_of(rules.placeless)} )
        [\u4e00-\u9fff·]{{0,{LONGEST_NAME}}} {one_of(rules.organs)}
        (?: \( [\u4e00-\u9fff]{{2,12}} \) )?
        """,
        regex.VERBOSE,
    )
