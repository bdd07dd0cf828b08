"""Tells whose number a figure is, where its words name another place, office or group than the report's own."""

from functools import cache

import regex

from pipeline.language import Pos, cut_words, having, is_head
from pipeline.rulebook import Pattern, Rules, one_of, read_rules

# The longest names of the corpus, of branches of offices, have some twenty characters (2026-11).
LONGEST = 24


class EntityRules(Rules):
    """The shape of ``rules/entities.toml``."""

    places: tuple[str, ...]
    offices: tuple[str, ...]
    groups: tuple[str, ...]
    counting: tuple[str, ...]
    sorts: tuple[str, ...]
    within: str
    things: tuple[Pattern, ...]


@cache
def _patterns() -> "tuple[regex.Pattern[str], tuple[regex.Pattern[str], ...]]":
    """What a name ends in, and what is none."""
    rules = read_rules("entities", EntityRules)
    ends = regex.compile(rf"{one_of((*rules.places, *rules.offices))}(?:\([^()]*\))?$")
    within = regex.compile(rf"[{rules.within}]|率.?$")
    return ends, (within, *(thing.compile() for thing in rules.things))


def is_entity(name: str) -> bool:
    """Whether a name is that of a place or an office, or of several.

    >>> [is_entity(name) for name in ("甲县", "税务部门", "政务公开专区", "信息", "全市")]
    [True, True, False, False, False]
    """
    ends, others = _patterns()
    sorts = read_rules("entities", EntityRules).sorts
    if not 1 < len(name) <= LONGEST or name.startswith(sorts) or name in having(Pos.AGENT):
        return False
    return ends.search(name) is not None and not any(other.search(name) for other in others)


def is_counting(unit: str | None) -> bool:
    """Whether places and offices are counted themselves by a classifier (乡镇5个)."""
    return unit in read_rules("entities", EntityRules).counting


def is_bare_place(name: str) -> bool:
    """Whether a name is only what the name of a place ends in, cut off from it (西|镇).

    >>> is_bare_place("镇"), is_bare_place("西镇")
    (True, False)
    """
    rules = read_rules("entities", EntityRules)
    return len(name) == 1 and name in (*rules.places, *rules.offices)


def drop_entity(measure: str) -> str:
    """A measure without the owner that it names before the thing (甲县|产值).

    >>> drop_entity("甲县产值"), drop_entity("产值")
    ('产值', '产值')
    """
    ends = [word.end for word in cut_words(measure, 0, len(measure))][:-1]
    owned = measure[max((end for end in ends if is_entity(measure[:end])), default=0) :].removeprefix("的")
    group = group_of(owned)
    return owned.removeprefix(group) if group else owned


def split_owner(measure: str) -> tuple[str, str] | None:
    """The quantity and the owner of a measure that names one behind the other (优良率|东湖市).

    >>> split_owner("空气优良率东湖市"), split_owner("东湖市优良率")
    (('空气优良率', '东湖市'), None)
    """
    words = cut_words(measure, 0, len(measure))
    for word in words[:-1]:
        if is_head(word) and is_entity(measure[word.end :]):
            return measure[: word.end], measure[word.end :]
    return None


def is_own(name: str, agency: str | None) -> bool:
    """Whether a name is that of the agency itself, or a part of it.

    >>> is_own("湘江街道", "甲区湘江街道办事处"), is_own("乙镇", "甲区湘江街道办事处")
    (True, False)
    """
    if name in having(Pos.AGENT):
        return True
    return agency is not None and (name in agency or agency in name)


def group_of(measure: str) -> str | None:
    """The group of people whose income or number a measure names (农村居民人均可支配收入).

    >>> group_of("农村居民人均可支配收入"), group_of("公开信息")
    ('农村居民', None)
    """
    groups = read_rules("entities", EntityRules).groups
    return next((group for group in groups if measure.startswith(group)), None)
