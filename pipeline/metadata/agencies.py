"""Recognises the names of agencies, and the region in such a name."""

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.model import ReportType
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Regex, Rules, one_of, one_of_many, read_rules

LONGEST_NAME = 32
# The name of a town has at least two characters before 镇; so do names of schools and prisons.
SHORTEST_TOWN = 2

# Every ideograph of Unicode, since names have rare ones (㵲阳镇), but not 〇.
IDEOGRAPH = r"\p{Unified_Ideograph}"
_IDEOGRAPH_RE = regex.compile(IDEOGRAPH)
# The most ideographs of an omitted place before its last one (市).
LONGEST_PLACE = 7


class RegionRules(Rules):
    """The structure of ``rules/regions.toml``."""

    provinces: tuple[str, ...]
    levels: tuple[str, ...]
    not_names: tuple[str, ...]
    parents: tuple[str, ...]
    zone_kinds: tuple[str, ...]
    national: tuple[str, ...]
    national_begins: tuple[str, ...]
    not_followed: tuple[str, ...]
    zones: tuple[str, ...]
    short_regions: dict[str, str]
    towns: dict[str, str]
    not_towns: tuple[str, ...]
    not_begins: tuple[str, ...]
    lead_ins: tuple[str, ...]
    organs: tuple[str, ...]
    corps: Regex
    self_named: tuple[str, ...]
    not_agencies: tuple[str, ...]
    begin_alike: tuple[str, ...]
    not_within: tuple[str, ...]
    placeless: tuple[str, ...]
    bodies: dict[ReportType, tuple[str, ...]]


@cache
def region_rules() -> RegionRules:
    """The rules, read once."""
    rules: RegionRules = read_rules("regions", RegionRules)
    return rules


def read_region(name: str) -> str | None:
    """The region at the beginning of a name, after the parent body if there is one.

    >>> [read_region(name) for name in ("沈阳市政务服务办", "淮安市洪泽区人民政府", "上海市城市管理局", "国务院")]
    ['沈阳市', '淮安市洪泽区', '上海市', None]
    >>> read_region("国家税务总局某市税务局"), read_region("共青团某县委员会")
    ('某市', '某县')
    """
    parent = next((parent for parent in region_rules().parents if name.startswith(parent)), "")
    match = _region_re().match(name, len(parent))
    return match[0] if match and match[0] else None


def whole_region(region: str) -> str:
    """The full name of a region for which reports use a shorter one.

    >>> whole_region("西藏"), whole_region("某市")
    ('西藏自治区', '某市')
    """
    return region_rules().short_regions.get(region, region)


def parts_of(region: str) -> list[str]:
    """A region, and its name without the regions around it.

    >>> parts_of("某市青禾县"), parts_of("青禾县")
    (['某市青禾县', '青禾县'], ['青禾县'])
    """
    parts = [region]
    while (outer := _outer_re().match(region)) and outer.end() < len(region):
        region = region[outer.end() :]
        parts.append(region)
    return parts


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency, including its place if it has one.

    >>> [is_agency(name) for name in ("河北省教育厅", "国务院", "我办", "市营商局", "市场监管局", "河北省")]
    [True, True, False, False, True, False]
    >>> [is_agency(name) for name in ("贵州省水利厅", "贵局", "本溪市财政局", "全州县人民政府", "全县各局")]
    [True, False, True, True, False]
    """
    return _agency_re().fullmatch(name) is not None and (
        name in region_rules().national or name not in region_rules().organs
    )


def is_full_name(name: str) -> bool:
    """Whether a name alone identifies an agency: by a region, as a national body, or by a proper name.

    >>> [is_full_name(name) for name in ("某县水务局", "水利部", "国家统计局", "白石街道办事处", "水务局", "学院")]
    [True, True, True, True, False, False]
    """
    rules = region_rules()
    if not is_agency(name):
        return False
    if read_region(name) or name in rules.national or name.startswith((*rules.national_begins, *rules.parents)):
        return True
    return any(name.endswith(end) and len(name) >= len(end) + SHORTEST_TOWN for end in rules.self_named)


def is_placeless(name: str) -> bool:
    """Whether a name is that of an agency without its place.

    >>> [is_placeless(name) for name in ("县财政局", "某县财政局", "市场监管局", "我局", "县城")]
    [True, False, False, False, False]
    """
    return _placeless_re().match(name) is not None and name.endswith(region_rules().organs)


def government_of(region: str) -> str:
    """The government of a region; zones and leagues, which have their own administrations, keep their names.

    >>> government_of("甘肃省"), government_of("平潭综合实验区")
    ('甘肃省人民政府', '平潭综合实验区')
    """
    return region if region.endswith(region_rules().zones) else region + "人民政府"


def administration_of(town: str) -> str | None:
    """The administration of a town or a street; ``None`` for other names.

    >>> administration_of("某县清溪镇"), administration_of("白石街道"), administration_of("某县推进城镇")
    ('某县清溪镇人民政府', '白石街道办事处', None)
    >>> administration_of("我街道"), administration_of("唐村镇")
    (None, '唐村镇人民政府')
    """
    rules = region_rules()
    organ = next((organ for level, organ in rules.towns.items() if town.endswith(level)), None)
    # 推进村镇 is none, 唐村镇 is one: a name of two characters before 镇, whatever its last one is.
    is_name = len(town) > SHORTEST_TOWN and not town.endswith(
        tuple(w for w in rules.not_towns if len(w) < len(town) - 1)
    )
    speaks = town.startswith(rules.not_agencies) and not town.startswith(rules.begin_alike)
    is_name = is_name and not speaks and not town.startswith(rules.not_towns)
    return town + organ if organ and is_name else None


def agency_pattern() -> str:
    """The pattern of an agency's name in a sentence, for verbose mode; the caller decides where it may begin.

    >>> regex.search("由" + agency_pattern() + "编制", "由某县水务局编制", regex.VERBOSE)["agency"]
    '某县水务局'
    """
    rules = region_rules()
    return rf"""
        (?P<agency>
            (?! {_nobody()} | {_placeless()} | {"|".join(rules.not_begins)} )
            {_in_a_name()}{{1,{LONGEST_NAME - 4}}}? {one_of_many(rules.organs)} {_ends()}
        )
    """


def _ends() -> str:
    """Lookaheads that reject the end of a name: 部|门, 院|长, 委|会, and for a zone's name 政府|信息公开."""
    zone = one_of(region_rules().zones)
    return rf"(?! [门长员理] | (?<= {zone} 政府 ) 信息 | (?<= 委 ) 会 (?! [同商] ) )"


def short_pattern() -> str:
    """The same for a name without its place: 市统计局."""
    name = rf"{_in_a_name()}{{1,{LONGEST_NAME - 4}}}? {one_of_many(region_rules().organs)} {_ends()}"
    return rf"(?P<agency> {_placeless()} {name} )"


def town_pattern() -> str:
    """The same for a town or a street that stands for its administration: 某县清溪镇|认真落实."""
    rules = region_rules()
    first = rf"(?! {_nobody()} | {_placeless()} | {'|'.join(rules.not_begins)} )"
    return rf"(?P<agency> {first} {_in_a_name()}{{2,12}}? {one_of(tuple(rules.towns))} )"


def region_pattern() -> str:
    """The same for a region that stands for its government: 柳溪县|认真落实."""
    rules = region_rules()
    first = rf"(?! {_nobody()} | {_placeless()} | 自治 | {'|'.join(rules.not_begins)} )"
    return rf"(?P<agency> {first} {_in_a_name()}{{1,12}}? {one_of((*rules.levels, '自治区', '省'))} )"


def _nobody() -> str:
    """The beginning of a name that only refers to the speaker: 我局, but not 贵州省."""
    rules = region_rules()
    return rf"(?: (?! {one_of_many(rules.begin_alike)} ) {one_of_many(rules.not_agencies)} )"


@cache
def _in_a_name() -> str:
    """A character of a name, at which no verb and no particle begins."""
    return rf"(?: (?! [是的了把被这们我] | {one_of_many(region_rules().not_within)} ) [{IDEOGRAPH}·] )"


def whole_names(short: str, plain: str) -> list[str]:
    """The full names in a text for a name without its place.

    >>> whole_names("市统计局", "由安康市统计局编制,可从安康市统计局网站下载")
    ['安康市统计局']
    """
    places = {place for place in _find_places(short, plain) if place.endswith(short[0])}
    names = sorted(place + short[1:] for place in places if read_region(place) == place)
    # 可从|安康市统计局: words at the beginning of a clause may not belong to the name, which begins after a lead-in.
    return [name for name in names if not any(other != name and name.endswith(other) for other in names)]


def _find_places(short: str, plain: str) -> Iterator[str]:
    """The possible places of a name without its place: the longest from each beginning, provinces with priority.

    They are searched from the end, since compiling a pattern for each would take longer than reading.
    """
    provinces = sorted(region_rules().provinces, key=len)
    ends = list(_find_all(short[1:], plain))
    places: dict[int, str] = {}
    for end in ends:
        first = end - 1
        while first > max(0, end - 1 - LONGEST_PLACE) and _IDEOGRAPH_RE.match(plain, first - 1):
            first -= 1
        if plain[end - 1 : end] == short[0]:
            places |= {start: plain[start:end] for start in range(first, end - 2) if _begins_re().match(plain, start)}
    for end in ends:
        for province in provinces:
            if plain.endswith(province, 0, end):
                places[end - len(province)] = province
    yield from places.values()


def _find_all(words: str, plain: str) -> Iterator[int]:
    """The offset of every occurrence of some words."""
    offset = plain.find(words)
    while offset >= 0:
        yield offset
        offset = plain.find(words, offset + 1)


@cache
def _begins_re() -> "regex.Pattern[str]":
    return regex.compile(rf"{_begins()} (?! {'|'.join(region_rules().not_begins)} )", regex.VERBOSE)


def _begins() -> str:
    """Where a name may begin in a sentence: after a character that is no ideograph, or after a lead-in."""
    before = "|".join(rf"(?<={begin})" for begin in region_rules().lead_ins)
    return rf"(?: (?<!{IDEOGRAPH}) | {before} )"


def _placeless() -> str:
    rules = region_rules()
    return rf"{one_of(rules.placeless)} (?! {'|'.join(rules.not_followed)} )"


@cache
def _placeless_re() -> "regex.Pattern[str]":
    return regex.compile(_placeless(), regex.VERBOSE)


@cache
def _outer_re() -> "regex.Pattern[str]":
    rules = region_rules()
    level = rf"{one_of_many(rules.levels)} (?! {'|'.join(rules.not_followed)} )"
    return regex.compile(rf"{one_of_many(rules.provinces)} | {IDEOGRAPH}{{1,9}}? {level}", regex.VERBOSE)


@cache
def _region_re() -> "regex.Pattern[str]":
    rules = region_rules()
    level = rf"{one_of_many(rules.levels)} (?! {'|'.join(rules.not_followed)} )"
    kinds = rf"{IDEOGRAPH}{{1,9}}? (?: {one_of_many(rules.zone_kinds)} | {level} )"
    place = rf"(?! {one_of_many(rules.not_names)} ) {kinds}"
    return compile_pattern(rf"(?: {one_of_many(rules.provinces)} )? (?: {place} ){{0,3}}")


@cache
def _agency_re() -> "regex.Pattern[str]":
    rules = region_rules()
    return compile_pattern(
        rf"""
        (?! {_nobody()} )
        (?! {_placeless()} )
        (?: (?! {one_of_many(rules.not_within)} ) [{IDEOGRAPH}·〇○\d] ){{0,{LONGEST_NAME}}}
        (?: {one_of_many(rules.organs)} | {rules.corps} )
        (?: \( {IDEOGRAPH}{{2,12}} \) )?
        """
    )
