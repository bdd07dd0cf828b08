"""Reads branches, a city's offices for its districts: 公安局和平分局, which is also called 和平区公安分局.

Both are the branch in the district; the bureau of the district itself (和平区公安局) is another office.
"""

from collections.abc import Sequence

import regex

from pipeline.register.divisions import COUNTY, Division, full_name, lies_within, load_divisions, nearest, units_of
from pipeline.register.places import decide_by_text, fits
from pipeline.register.rules import register_rules, write_out_office
from pipeline.register.zones import Place

BRANCH, BUREAU = "分局", "局"
# 公安局|和平|分局, 规划和自然资源委员会|朝阳区|分局, 市场监督管理局|宝安|监管局.
_BRANCH_RE = regex.compile(
    r"(?P<office>\p{Han}{2,14}?(?:局|委员会))(?P<where>\p{Han}{2,8}?)(?:分局|监管局|管理局|监管分局)"
)


def read_branch(place: Place, year: int | None, text: str = "") -> Place:
    """The place of a branch, if its name gives the district; else the place unchanged.

    >>> from pipeline.register.places import read_place
    >>> found = read_branch(read_place("沈阳市公安局和平分局", 2019), 2019)
    >>> found.division.code, found.rest
    ('210102', '公安分局')
    """
    if place.zone or place.town or place.unlisted or place.candidates:
        return place
    split = _split_branch(place)
    if split is None:
        return place
    office, where = split
    city = place.division
    named = [nearest(unit, year) for unit in units_of(_find_districts(where))]
    of_city = [district for district in named if _is_of(district, city)]
    found = [district for district in of_city if fits(district, year)]
    if not found:
        return place if not of_city or city is None else Place(place.rest, candidates=tuple(of_city))
    rest = write_out_branch(office + BRANCH)
    district = found[0] if len(found) == 1 and city else decide_by_text(found, text)
    if district is None:
        return Place(rest, candidates=tuple(found))
    readings = (*place.readings, f"{place.rest}: {full_name(district)}{rest}")
    return Place(rest, district, by_text=city is None, readings=readings)


def _split_branch(place: Place) -> tuple[str, str] | None:
    """The bureau of a branch and its district; 昆山生态环境局 is a branch if only the city has such bureaus."""
    match = _BRANCH_RE.fullmatch(place.rest)
    if match:
        return match["office"], match["where"]
    city = place.division
    if city is None or city.rank == COUNTY or not city.name.endswith("市"):
        return None
    for bureau in register_rules().city_bureaus:
        where = place.rest.removesuffix(bureau + BUREAU)
        if where != place.rest and any(_is_of(district, city) for district in load_divisions().by_stem.get(where, ())):
            return bureau + BUREAU, where
    return None


def _find_districts(where: str) -> Sequence[Division]:
    table = load_divisions()
    named = (*table.by_name.get(where, ()), *table.by_stem.get(where, ()), *table.by_name.get(f"{where}新区", ()))
    return [division for division in named if division.rank == COUNTY]


def _is_of(district: Division, city: Division | None) -> bool:
    """Whether only the city can be meant: a province has several districts and prefectures with one stem."""
    return city is None or (lies_within(district, city) and (city.rank > 1 or city.name.endswith("市")))


def write_out_branch(office: str) -> str:
    """The name of a branch with its bureau written out, without the word 局: 环保局分局, 环保分局.

    >>> write_out_branch("环保分局"), write_out_branch("公安局分局"), write_out_branch("环保局")
    ('环境保护分局', '公安分局', '环保局')
    """
    if not office.endswith(BRANCH) or office == BRANCH:
        return office
    bureau = office.removesuffix(BRANCH)
    written, _ = write_out_office(bureau if bureau.endswith((BUREAU, "委员会")) else bureau + BUREAU)
    return written.removesuffix(BUREAU) + BRANCH
