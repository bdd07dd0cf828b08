"""Tells whose the number of a group of bodies in an area is: 全县各部门、各乡镇, 县乡两级, 镇村两级.

A government reports for all that are in its area; what a bureau says of them is not its own, unless they are of its
field. Villages, schools and hospitals are part of no government: whether the number of a group with them is the
agency's, nothing says.
"""

from enum import Enum, auto

from pipeline.indicators.agency_names import is_own_system, level_of
from pipeline.rulebook import statement_rules

# Words that make a group of those of one field no other: 全县各级水务部门 are 全县水务部门.
ALL_TIERS = "各级"


class Whose(Enum):
    """Whose a number is."""

    OWN = auto()
    ANOTHER = auto()
    UNKNOWN = auto()


def whose_area(who: str, agency: str) -> Whose | None:
    """Whose the number of a group of bodies in an area is; null where words name no such group.

    >>> [str(whose_area(who, "柳溪县人民政府")) for who in ("全县各部门、各乡镇", "全县各乡镇", "县教育局")]
    ['Whose.OWN', 'Whose.ANOTHER', 'None']
    >>> [
    ...     whose_area("全县各部门", name).name
    ...     for name in ("柳溪县水务局", "柳溪县人民政府办公室", "柳溪县新店镇人民政府")
    ... ]
    ['ANOTHER', 'OWN', 'ANOTHER']
    >>> [whose_area(who, "柳溪县水务局").name for who in ("全县各级水务部门", "县乡两级", "市县两级")]
    ['OWN', 'UNKNOWN', 'ANOTHER']
    >>> [whose_area(who, "柳溪县新店镇人民政府").name for who in ("镇村两级", "全镇各单位、各村", "全镇各村")]
    ['UNKNOWN', 'UNKNOWN', 'ANOTHER']
    """
    rules = statement_rules()
    area, tiers = rules.area.compile().match(who), rules.tiers.compile().match(who)
    if area is not None:
        place = area["place"]
    elif tiers is not None:
        place = tiers["first"]
    else:
        return None
    if not _is_level_of(place, agency):
        return Whose.ANOTHER
    if rules.governing.compile().search(agency) is None:
        is_own = is_own_system(who.replace(ALL_TIERS, ""), agency)
        return Whose.OWN if is_own else Whose.UNKNOWN if tiers else Whose.ANOTHER
    if area and rules.branches.compile().search(area["group"]) is None:
        return Whose.ANOTHER
    return Whose.UNKNOWN if rules.villages.compile().search(who) else Whose.OWN


def _is_level_of(place: str, agency: str) -> bool:
    """Whether an area is on the level of an agency; 区 of an autonomous region is."""
    levels, level = statement_rules().levels, level_of(agency)
    return levels[place] == level or (place == "区" and level == levels["省"])
