"""Recognises whose number a figure is, if its words name another place, office or group than the report's agency."""

from functools import cache, lru_cache

import regex

from pipeline.characters import may_be_short_for
from pipeline.language import VERBAL, Pos, Sense, cut_words, having, is_head
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Pattern, Rules, one_of, read_rules
from pipeline.values import nouns

# The longest names of the corpus, of branches of offices, have some twenty characters (2026-11).
LONGEST = 24
# The rules of a measure that may begin with the name of the place that owns the number.
MAY_BEGIN_WITH_OWNER = frozenset(("object", "subject", "carried", "dealt"))
# A word for people of no more characters is no name of a group where it stands alone.
SHORT = 2


class EntityRules(Rules):
    """The structure of ``rules/entities.toml``."""

    places: tuple[str, ...]
    levels: tuple[str, ...]
    offices: tuple[str, ...]
    bodies: tuple[str, ...]
    leading: tuple[str, ...]
    groups: tuple[str, ...]
    sectors: tuple[str, ...]
    setting: tuple[str, ...]
    counting: tuple[str, ...]
    sorts: tuple[str, ...]
    terms: tuple[str, ...]
    within: str
    level: Pattern
    division: Pattern
    bare_levels: Pattern
    own: Pattern
    things: tuple[Pattern, ...]


def entity_rules() -> EntityRules:
    """The rules, read once."""
    rules: EntityRules = read_rules("entities", EntityRules)
    return rules


@cache
def _patterns() -> "tuple[regex.Pattern[str], tuple[regex.Pattern[str], ...]]":
    """The endings of such names, and names that only look like them."""
    rules = entity_rules()
    ends = compile_pattern(rf"{one_of((*rules.places, *rules.offices))}(?:\([^()]*\))?$", 0)
    within = regex.compile(rf"[{rules.within}]|率.?$")
    return ends, (within, *(thing.compile() for thing in rules.things))


# Asked of the same names by several rules for each figure; so are all that follow with a cache.
@lru_cache(maxsize=4096)
def is_entity(name: str) -> bool:
    """Whether a name is that of a place or an office, or of several.

    >>> [is_entity(name) for name in ("甲县", "税务部门", "政务公开专区", "信息", "全市")]
    [True, True, False, False, False]
    >>> [is_entity(name) for name in ("省政府", "各县", "办公室", "我局")]
    [True, True, False, False]
    """
    ends, others = _patterns()
    sorts = entity_rules().sorts
    if not 1 < len(name) <= LONGEST or name.startswith(sorts) or (name in having(Pos.AGENT) and not _is_named(name)):
        return False
    return ends.search(name) is not None and not any(other.search(name) for other in others)


def is_sector(name: str) -> bool:
    """Whether a name is that of a part of the economy that an amount belongs to (城镇, 批发和零售业).

    >>> is_sector("批发和零售业"), is_sector("零售总额")
    (True, False)
    """
    return is_entity(name) or name.endswith(entity_rules().sectors)


def is_counting(unit: str | None) -> bool:
    """Whether a classifier counts places and offices themselves (乡镇5个)."""
    return unit in entity_rules().counting


def is_bare_place(name: str) -> bool:
    """Whether a name is only the ending of a place name, cut off from it (西|镇).

    >>> is_bare_place("镇"), is_bare_place("西镇")
    (True, False)
    """
    rules = entity_rules()
    return len(name) == 1 and name in (*rules.places, *rules.offices)


@lru_cache(maxsize=4096)
def drop_entity(measure: str) -> str:
    """A measure without the owner that precedes the thing in it (甲县|产值).

    >>> drop_entity("甲县产值"), drop_entity("产值")
    ('产值', '产值')
    """
    ends = [word.end for word in cut_words(measure, 0, len(measure))][:-1]
    owned = measure[max((end for end in ends if is_entity(measure[:end])), default=0) :].removeprefix("的")
    group = group_of(owned)
    return owned.removeprefix(group) if group else owned


@lru_cache(maxsize=4096)
def split_owner(measure: str) -> tuple[str, str] | None:
    """The quantity and the owner of a measure that names one after the other (优良率|东湖市).

    >>> split_owner("空气优良率东湖市"), split_owner("东湖市优良率")
    (('空气优良率', '东湖市'), None)
    """
    words = cut_words(measure, 0, len(measure))
    for word in words[:-1]:
        if is_head(word) and is_entity(measure[word.end :]):
            return measure[: word.end], measure[word.end :]
    return None


def _is_named(name: str) -> bool:
    """Whether the word for an agent names a body by its place or number, not only as seen from the agency."""
    return name.startswith(("各", *entity_rules().levels)) and len(name) > 1


def is_own(name: str, agency: str | None) -> bool:
    """Whether a name is that of the agency itself (perhaps shortened), of a part of it, or of its whole area.

    A short name has characters of the long one in the same order. If the agency is not known, an office that is named
    by its level alone (县政府) may be the agency.

    >>> is_own("湘江街道", "甲区湘江街道办事处"), is_own("乙镇", "甲区湘江街道办事处")
    (True, False)
    >>> [is_own("市中院", agency) for agency in ("东湖市中级人民法院", "东湖市人民政府", None)]
    [True, False, True]
    >>> [is_own(name, "东湖市中级人民法院") for name in ("全市法院", "全市各级机关", "云台县法院")]
    [False, True, False]
    >>> is_own("全市法院", None)
    True
    """
    rules = entity_rules()
    if rules.level.compile().fullmatch(name):
        return False
    own = rules.own.compile()
    levels = (end for end in range(2, len(name)) if name[:end].endswith(rules.levels) and name[:end] in (agency or ""))
    if own.search(name) or any(own.search(name[end:]) for end in levels):
        return True  # 我局, 东湖市|各级各部门
    if agency is None:
        # 全市检察机关 may be all that the agency reports for
        sure = not name.startswith((*rules.levels, *(f"全{level}" for level in (*rules.levels, "国"))))
        return not sure or name in (*having(Pos.AGENT), *rules.places, *rules.offices)
    # 甲县 reports for its government.
    full = f"{agency}人民政府" if agency.endswith(rules.levels) else agency
    # 市政府及其部门 are more than the agency
    several = regex.split("及其?|和", name)
    return all(any(_is_short_for(one, full) or agency in one for one in part.split("、")) for part in several)


def _is_short_for(name: str, agency: str) -> bool:
    """Whether a name has characters of the agency's in the same order, or begins with such an office."""
    offices = entity_rules().offices
    ends = (end for end in range(3, len(name) + 1) if end == len(name) or name[:end].endswith(offices))
    return any(may_be_short_for(name[:end], agency) for end in (*ends, len(name)))


@lru_cache(maxsize=4096)
def place_before(measure: str) -> str | None:
    """The place that owns the number, before the name of a quantity or a verb (海西州|达标).

    >>> place_before("定远县常住人口"), place_before("常住人口")
    ('定远县', None)
    """
    words = cut_words(measure, 0, len(measure))
    if len(words) < 2 or not (is_head(words[-1]) or words[-1].kind in VERBAL) or is_entity(measure):
        return None
    ends = [i for i in range(2, len(words) - 1, 2) if all(word.kind is Pos.JOIN for word in words[1:i:2])]
    places = [Sense.TOPONYM in word.senses for word in words[: ends[-1] + 1 : 2]] if ends else [False]
    if places[-1] and 2 * sum(places) > len(places):
        return measure[: words[ends[-1]].end]  # 太仓、昆山|财政收入
    named = next((i for i, word in enumerate(words) if word.kind not in (Pos.NOUN, Pos.AGENT)), len(words))
    ends = [word.end for word in words[: min(named, len(words) - 1)]]
    # 甲州机场旅客量: of the airport
    owner = next((measure[:end] for end in reversed(ends) if is_entity(measure[:end])), "")
    return owner if entity_rules().division.compile().search(owner) else None


def group_of(measure: str) -> str | None:
    """The group of people whose income or number a measure names (农村居民人均可支配收入).

    >>> group_of("农村居民人均可支配收入"), group_of("公开信息"), group_of("农民合作社")
    ('农村居民', None, None)
    """
    groups = entity_rules().groups
    group = next((group for group in groups if measure.startswith(group)), None)
    rest = cut_words(measure, len(group or ""), len(measure))
    # 农村居民3元: it stands alone in a list; 培训农民9人 counts them
    counted = (is_head(rest[-1]) or rest[-1].kind in VERBAL) if rest else len(group or "") > SHORT
    return group if counted else None


def leader_of(label: str) -> str | None:
    """The level of government that a quantity belongs to (省本级|收入), or the body in a label (人民团体|提案).

    >>> leader_of("省本级收入"), leader_of("有关人民团体提案"), leader_of("委员提案")
    ('省本级', '有关人民团体', None)
    """
    if (level := entity_rules().level.compile().match(label)) is not None:
        return level[0]
    names = (label.removesuffix(thing) for thing in nouns().brought if label.endswith(thing))
    return next((name for name in names if is_entity(name)), None)
