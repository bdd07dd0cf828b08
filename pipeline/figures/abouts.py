"""Finds the level that each change, share and completion is about (``figures.of_id``)."""

from collections.abc import Sequence
from itertools import groupby

import regex

from pipeline.figures.changes import distributed_row
from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, is_amount, states_ratio
from pipeline.figures.quantities import row_end
from pipeline.language import RESPECTIVELY, Pos, having
from pipeline.model import Kind, Role

# So many figures are looked back at for the levels of a row.
LOOK_BACK = 12
MARK_RE = regex.compile(r"[,、;:。()]")
CLAUSES_RE = regex.compile(r"[;。\n]")
# What the name of a number ends in, behind its classifier (死亡人|数).
NUMBER = "数"
# The rule of roles.toml for 签约606座(签约率97%): a rate of what was done right before.
OF_DEED = "of_deed"
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
                    named = _named_before(mentions, wholes, index)
                    found[index] = named if wholes[index] is None else wholes[index]
        # 同比分别下降3%、4%,未发生较大事故: a zero in words ends no row
        _distribute(plain, mentions, [i for i in indexes if not mentions[i].figure.negated], found)
    return found


def _about(
    plain: str, mentions: Sequence[Mention], indexes: Sequence[int], index: int, found: Sequence[int | None]
) -> int | None:
    """The level that a mention is about: by its name, else the one before it, else the one that the change reached."""
    mention = mentions[index]
    before = [back for back in indexes if back < index and _is_open(mentions[back], mention)]
    if mention.role_reading.rule == OF_DEED:
        return before[-1] if before and _is_target(mentions[before[-1]]) else None
    if mention.own and not gap("size").fullmatch(mention.figure.measure or ""):
        levels = [back for back in before if _is_target(mentions[back])]
        same = [back for back in levels if _named_alike(mentions[back], mention)]
        exact = [back for back in same if mentions[back].figure.measure == mention.figure.measure]
        level_after = _level_after(plain, mentions, indexes, index)
        counted = [back for back in levels if _named_by_unit(mentions[back], mention)]
        found_here = exact or ([level_after] if level_after is not None else same or counted)
        return found_here[-1] if found_here else None
    if mention.figure.role is Role.SHARE and mention.role_reading.rule == "of_things":
        return None
    level_after = _level_after(plain, mentions, indexes, index)
    for back in reversed(before):
        other = mentions[back]
        if is_gap(other) or _is_beside(plain, other, mention):
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


def _named_before(mentions: Sequence[Mention], wholes: Sequence[int | None], index: int) -> int | None:
    """The level of a sentence before that a share names, where the share is the one that it has in its whole.

    制作信息330条,其中主动公开信息90条。主动公开的信息占27.27%.
    """
    share, mention = mentions[index].figure, mentions[index]
    for back in range(index - 1, max(-1, index - LOOK_BACK), -1):
        level, whole = mentions[back], wholes[back]
        if level.figure.section_id != share.section_id:
            return None
        alike = _named_alike(level, mention) or (share.measure or "").endswith(level.figure.measure or "-")
        if whole is None or not _is_target(level) or not (mention.own and alike):
            continue
        if states_ratio(level.figure, mentions[whole].figure, share):
            return back
    return None


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


def _is_beside(plain: str, other: Mention, mention: Mention) -> bool:
    """Whether a change is not of a level: it tells how long (5年|提升2个百分点) or what was done (跨过3个大关,占9%)."""
    long = other.figure.kind is Kind.DURATION and not other.own
    long = long and MARK_RE.search(plain, other.figure.end, mention.figure.start) is None
    counted = mention.figure.role is Role.SHARE and mention.figure.measure_rule == "carried"
    counted = counted and other.figure.measure_rule == "behind" and mention.figure.measure != other.figure.measure
    return long or counted


def _is_target(mention: Mention) -> bool:
    """Whether a mention can be what a change or share refers to: a level, and no distance between two levels."""
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
    if second.endswith(NUMBER):  # 事故9起、死亡8人,事故起数、死亡人数分别减少2起、3人
        second = second.removesuffix(NUMBER).removesuffix(level.figure.unit or "")
    # 新能源汽车9万辆,新能源汽车|产量增长5%; but 汽车产量90万辆,新能源|汽车产量增长5% is of others
    head = second[len(first) :] if second.startswith(first) else ""
    headed = head in having(Pos.HEAD) and gap("size").fullmatch(head) is None
    return bool(first and second) and (first.endswith(second) or headed)


def _level_after(plain: str, mentions: Sequence[Mention], indexes: Sequence[int], index: int) -> int | None:
    """The level right behind that a change reached."""
    following = index + 1
    if following not in indexes or not mentions[following].is_level or mentions[following].own:
        return None
    if mentions[index].own and mentions[index].figure.measure != mentions[following].figure.measure:
        return None  # 城镇化率提高2个百分点,达到9万人
    start, end = mentions[index].figure.end, mentions[following].figure.start
    clause = max(start, plain.rfind(",", start, end), plain.rfind("、", start, end))  # 增长6%、增速第3,|达到9亿元
    return following if gap("reached").match(plain, clause, end) else None


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
        end = row_end(plain, spans, start, distributed_row())
        # 分别达9万元、8万元,增长4%、5%: the changes are another row; 增长4%、提高2个百分点: no row that nothing deals
        rows = [(mentions[i].is_level, None if stated else mentions[i].figure.kind) for i in indexes]
        end = next((i for i in range(start, end) if rows[i] != rows[start]), end)
        end = end if stated else next((i for i in range(start + 1, end) if plain[spans[i - 1][1]] == ","), end)
        row = indexes[start:end]
        if len(row) > 1 and all(mentions[i].figure.role in {Role.CHANGE, Role.SHARE} for i in row):
            # 受理90件,审结80件。分别增长5%、6%: the levels of the sentence before.
            earlier = indexes[:start] or _sentence_before(plain, mentions, row[0])
            pointed = mentions[row[-1]].figure.kind is Kind.PERCENTAGE_POINT
            levels = _levels_for(plain, mentions, earlier, len(row), first, pointed=pointed)
            free = _is_free(mentions, row, levels)
            distributed = stated or (not first.own and levels == list(indexes[start - len(row) : start]))
            if free and distributed and len(levels) == len(row):
                found[row[0] : row[-1] + 1] = levels
        start = end


def _is_free(mentions: Sequence[Mention], row: Sequence[int], levels: Sequence[int]) -> bool:
    """Whether a row has no names but those of its levels (居民收入分别增长8%、10% has one)."""
    first = mentions[row[0]]
    name = first.figure.measure or ""
    if not first.own or gap("size").fullmatch(name):
        return True
    return [mentions[i].figure.measure for i in row] == [mentions[i].figure.measure for i in levels]


def _levels_for(
    plain: str, mentions: Sequence[Mention], before: Sequence[int], count: int, first: Mention, *, pointed: bool
) -> list[int]:
    """The last levels before a row, as many as it has numbers; amounts before rates (结案率93%,分别增长5%、6%)."""
    # 审结42件(含旧存5件),分别增长3%、5%: what a bracket tells that has closed is passed by
    levels = [i for i in before if _is_target(mentions[i]) and _is_open(mentions[i], first)]
    # 进出口占比78%,出口占比62%,分别提高11、12个百分点: points are added to rates
    rates = [i for i in before if mentions[i].figure.kind is Kind.PERCENT and mentions[i].figure.change is None]
    if pointed and len(rates) >= count:
        return rates[-count:]
    if levels:
        clauses = max((m.end() for m in CLAUSES_RE.finditer(plain, 0, mentions[before[-1]].figure.start)), default=0)
        near = [i for i in levels if mentions[i].figure.start >= clauses]
        amounts = [i for i in near if is_amount(mentions[i].figure)]
        if len(near) > count == len(amounts):
            return amounts
    return levels[-count:]
