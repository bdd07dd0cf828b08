"""Finds the level that each change, share and completion is about (``figures.of_id``)."""

from collections.abc import Sequence
from itertools import groupby

import regex

from pipeline.figures.changes import distributed_row
from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, is_amount
from pipeline.figures.quantities import ROW_RE, row_end
from pipeline.language import RESPECTIVELY
from pipeline.model import Kind, Role

# So many figures are looked back at for the levels of a row.
LOOK_BACK = 12
CLAUSES_RE = regex.compile(r"[;。\n]")
# The rule of roles.toml for 较均衡进度慢3%: how far one level is from another is a level of nothing.
GAP = "gap"


def find_abouts(plain: str, mentions: Sequence[Mention], wholes: Sequence[int | None]) -> list[int | None]:
    """The index of the mention that each mention is about; null for a level and a base, and where none is stated."""
    found: list[int | None] = [None] * len(mentions)
    for _, sentence in groupby(range(len(mentions)), key=lambda i: mentions[i].figure.sentence_start):
        indexes = list(sentence)
        for index in indexes:
            if mentions[index].figure.role in {Role.CHANGE, Role.SHARE, Role.COMPLETION}:
                found[index] = _about(plain, mentions, indexes, index, found)
                if found[index] is None and mentions[index].figure.role is Role.SHARE:
                    found[index] = wholes[index]
        _distribute(plain, mentions, indexes, found)
    return found


def _about(
    plain: str, mentions: Sequence[Mention], indexes: Sequence[int], index: int, found: Sequence[int | None]
) -> int | None:
    """The level that a mention is about: by its name, else the one before it, else the one that the change reached."""
    mention = mentions[index]
    before = [back for back in indexes if back < index and _is_open(mentions[back], mention)]
    if mention.own and not gap("size").fullmatch(mention.figure.measure or ""):
        levels = [back for back in before if _is_target(mentions[back])]
        same = [back for back in levels if _named_alike(mentions[back], mention)]
        exact = [back for back in same if mentions[back].figure.measure == mention.figure.measure]
        counted = [back for back in levels if _named_by_unit(mentions[back], mention)]
        found_here = exact or same or counted
        return found_here[-1] if found_here else _level_after(plain, mentions, indexes, index)
    if mention.figure.role is Role.SHARE and mention.role_reading.rule == "of_things":
        return None
    level_after = _level_after(plain, mentions, indexes, index)
    for back in reversed(before):
        other = mentions[back]
        if is_gap(other):
            continue
        if mention.figure.kind is Kind.PERCENTAGE_POINT and other.figure.kind is Kind.PERCENT:
            return back
        if _is_target(other) and (is_amount(other.figure) or mention.figure.role is not Role.SHARE):
            return back
        if other.own and other.figure.role is not Role.BASE:
            # 城乡居民收入分别增长8%和10%, 企业净增9家、增长6%: what the one before is about.
            return found[back]
    if level_after is None and not before and mention.figure.role is not Role.SHARE:
        return _level_of_sentence_before(plain, mentions, index)
    return level_after


def _is_open(level: Mention, mention: Mention) -> bool:
    """Whether a mention stands in no bracket that has closed before another."""
    return mention.brackets[: len(level.brackets)] == level.brackets and not level.figure.negated


def _level_of_sentence_before(plain: str, mentions: Sequence[Mention], index: int) -> int | None:
    """The last level of the sentence that ends where a mention's begins (支出决算9万元。完成预算的90%)."""
    back = index - 1
    if back < 0 or not _is_target(mentions[back]):
        return None
    between = plain[mentions[back].figure.end : mentions[index].figure.sentence_start]
    return back if not between.strip("。\n ") else None


def _is_target(mention: Mention) -> bool:
    """Whether a change or a share can be about a mention: it is a level, and not a distance between two levels."""
    return mention.is_level and not is_gap(mention)


def is_gap(mention: Mention) -> bool:
    """Whether a mention is the distance of a level from another one (超过时间进度6个百分点)."""
    points = mention.figure.kind is Kind.PERCENTAGE_POINT or mention.role_reading.rule == GAP
    return points and mention.figure.role is Role.LEVEL


def _named_by_unit(level: Mention, mention: Mention) -> bool:
    """Whether a mention is named by the classifier of a level (90批400人次,批次、人次分别增长5%、6%)."""
    unit = level.figure.unit
    return unit is not None and mention.figure.measure in (unit, f"{unit}次")


def _sentence_before(plain: str, mentions: Sequence[Mention], index: int) -> list[int]:
    """The mentions of the sentence that ends where that of a mention begins."""
    if not index or plain[mentions[index - 1].figure.end : mentions[index].figure.sentence_start].strip("。\n "):
        return []
    start = mentions[index - 1].figure.sentence_start
    return [i for i in range(max(0, index - LOOK_BACK), index) if mentions[i].figure.sentence_start == start]


def _named_alike(level: Mention, mention: Mention) -> bool:
    """Whether a level is of the thing that a mention names (财政收入50亿元 … 收入增长6%)."""
    first, second = level.figure.measure or "", mention.figure.measure or ""
    return bool(first and second) and (first.endswith(second) or second.endswith(first))


def _level_after(plain: str, mentions: Sequence[Mention], indexes: Sequence[int], index: int) -> int | None:
    """The level right behind that a change reached."""
    following = index + 1
    if following not in indexes or not mentions[following].is_level or mentions[following].own:
        return None
    start, end = mentions[index].figure.end, mentions[following].figure.start
    return following if gap("reached").match(plain, start, end) else None


def _distribute(plain: str, mentions: Sequence[Mention], indexes: Sequence[int], found: list[int | None]) -> None:
    """Distributes a row of changes over as many levels before (收入3亿元、支出4亿元,分别增长5%、6%).

    Without 分别 too, where nothing but the levels stands before, and the changes share one verb.
    """
    spans = [(mentions[i].figure.start, mentions[i].figure.end) for i in indexes]
    start = 0
    while start < len(indexes):
        floor = mentions[indexes[start - 1]].figure.end if start else mentions[indexes[0]].figure.sentence_start
        first = mentions[indexes[start]]
        stated = RESPECTIVELY in plain[floor : first.figure.start]
        end = row_end(plain, spans, start, distributed_row() if stated else ROW_RE)
        row = indexes[start:end]
        if len(row) > 1 and all(mentions[i].figure.role in {Role.CHANGE, Role.SHARE} for i in row):
            # 受理90件,审结80件。分别增长5%、6%: the levels of the sentence before.
            earlier = indexes[:start] or _sentence_before(plain, mentions, row[0])
            levels = _levels_for(plain, mentions, earlier, len(row), first)
            free = _is_free(plain, floor, mentions, row, levels)
            distributed = stated or (not first.own and levels == list(indexes[start - len(row) : start]))
            if free and distributed and len(levels) == len(row):
                found[row[0] : row[-1] + 1] = levels
        start = end


def _is_free(plain: str, floor: int, mentions: Sequence[Mention], row: Sequence[int], levels: Sequence[int]) -> bool:
    """Whether a row has no names but those of its levels (居民收入分别增长8%、10% has one)."""
    first = mentions[row[0]]
    name = first.figure.measure or ""
    if not first.own or gap("size").fullmatch(name):
        return True
    paired = first.figure.measure_rule == "dealt" and name not in plain[floor : first.figure.start]
    return paired or [mentions[i].figure.measure for i in row] == [mentions[i].figure.measure for i in levels]


def _levels_for(
    plain: str, mentions: Sequence[Mention], before: Sequence[int], count: int, first: Mention
) -> list[int]:
    """The last levels before a row, as many as it has numbers; amounts before rates (结案率93%,分别增长5%、6%)."""
    # 审结42件(含旧存5件),分别增长3%、5%: what a bracket tells that has closed is passed by
    levels = [i for i in before if _is_target(mentions[i]) and _is_open(mentions[i], first)]
    if levels:
        clauses = max((m.end() for m in CLAUSES_RE.finditer(plain, 0, mentions[before[-1]].figure.start)), default=0)
        near = [i for i in levels if mentions[i].figure.start >= clauses]
        amounts = [i for i in near if is_amount(mentions[i].figure)]
        if len(near) > count == len(amounts):
            return amounts
    return levels[-count:]
