"""Finds the level that each change, share and completion is about (``figures.of_id``)."""

from collections.abc import Sequence
from itertools import groupby

import regex

from pipeline.figures.changes import dealt_row
from pipeline.figures.mentions import Mention, is_amount
from pipeline.figures.quantities import ROW_RE
from pipeline.model import Kind, Role

# 增幅10.95%, 增速7%: they name the change and not what changed.
SIZES_RE = regex.compile(r"(?:同比|环比)?(?:增幅|增速|降幅|减幅|涨幅|升幅|跌幅|增长率|占比|比重|比例|幅度)")
# 增长6%,达到50亿元: the level stands behind.
REACHED_RE = regex.compile(r"\s*[,]?\s*(?:已|共|总量|总数)?(?:达到?|为|至|到|增至|升至|降至|减至|恢复到)")
DEALT = "分别"


def find_abouts(plain: str, mentions: Sequence[Mention], wholes: Sequence[int | None]) -> list[int | None]:
    """The place of the mention that each mention is about; null for a level and a base, and where none is stated."""
    found: list[int | None] = [None] * len(mentions)
    for _, sentence in groupby(range(len(mentions)), key=lambda i: mentions[i].figure.sentence_start):
        places = list(sentence)
        for index in places:
            if mentions[index].figure.role in {Role.CHANGE, Role.SHARE, Role.COMPLETION}:
                found[index] = _about(plain, mentions, places, index, found)
                if found[index] is None and mentions[index].figure.role is Role.SHARE:
                    found[index] = wholes[index]
        _deal(plain, mentions, places, found)
    return found


def _about(
    plain: str, mentions: Sequence[Mention], places: Sequence[int], index: int, found: Sequence[int | None]
) -> int | None:
    """What one mention is about: by its own name, else the level said before, else the one that the change reached."""
    mention = mentions[index]
    before = [back for back in places if back < index and _is_open(mentions[back], mention)]
    if mention.own and not SIZES_RE.fullmatch(mention.figure.measure or ""):
        same = [back for back in before if mentions[back].is_level and _named_alike(mentions[back], mention)]
        return same[-1] if same else _level_behind(plain, mentions, places, index)
    if mention.figure.role is Role.SHARE and mention.place.rule == "of_things":
        return None
    behind = _level_behind(plain, mentions, places, index)
    for back in reversed(before):
        other = mentions[back]
        if mention.figure.kind is Kind.PERCENTAGE_POINT and other.figure.kind is Kind.PERCENT:
            return back
        if other.is_level and (is_amount(other.figure) or mention.figure.role is not Role.SHARE):
            return back
        if other.own and other.figure.role is not Role.BASE:
            # 城乡居民收入分别增长8%和10%, 企业净增9家、增长6%: what the one before is about.
            return found[back]
    if behind is None and not before and mention.figure.role is Role.COMPLETION:
        return _level_of_sentence_before(plain, mentions, index)
    return behind


def _is_open(level: Mention, mention: Mention) -> bool:
    """Whether a mention stands in no bracket that has closed before another."""
    return mention.brackets[: len(level.brackets)] == level.brackets and not level.figure.negated


def _level_of_sentence_before(plain: str, mentions: Sequence[Mention], index: int) -> int | None:
    """The last level of the sentence that ends where a mention's begins (支出决算9万元。完成预算的90%)."""
    back = index - 1
    if back < 0 or not mentions[back].is_level:
        return None
    between = plain[mentions[back].figure.end : mentions[index].figure.sentence_start]
    return back if not between.strip("。\n ") else None


def _named_alike(level: Mention, mention: Mention) -> bool:
    """Whether a level is of the thing that a mention names (财政收入50亿元 … 收入增长6%)."""
    first, second = level.figure.measure or "", mention.figure.measure or ""
    return bool(first and second) and (first.endswith(second) or second.endswith(first))


def _level_behind(plain: str, mentions: Sequence[Mention], places: Sequence[int], index: int) -> int | None:
    """The level right behind that a change reached."""
    following = index + 1
    if following not in places or not mentions[following].is_level or mentions[following].own:
        return None
    start, end = mentions[index].figure.end, mentions[following].figure.start
    return following if REACHED_RE.match(plain, start, end) else None


def _deal(plain: str, mentions: Sequence[Mention], places: Sequence[int], found: list[int | None]) -> None:
    """Deals a row of changes to as many levels before (收入3亿元、支出4亿元,分别增长5%、6%).

    Without 分别 too, where nothing but the levels stands before, and the changes share one verb.
    """
    start = 0
    while start < len(places):
        floor = mentions[places[start - 1]].figure.end if start else mentions[places[0]].figure.sentence_start
        first = mentions[places[start]]
        deals = DEALT in plain[floor : first.figure.start]
        end = _row_end(plain, mentions, places, start, dealt_row() if deals else ROW_RE)
        row = places[start:end]
        if len(row) > 1 and all(mentions[i].figure.role in {Role.CHANGE, Role.SHARE} for i in row):
            levels = [i for i in places[:start] if mentions[i].is_level][-len(row) :]
            # 居民收入分别增长8%、10%: by a name of their own they are of no level before.
            free = not first.own or SIZES_RE.fullmatch(first.figure.measure or "") is not None
            told = deals or (not first.own and levels == list(places[start - len(row) : start]))
            if free and told and len(levels) == len(row):
                found[row[0] : row[-1] + 1] = levels
        start = end


def _row_end(
    plain: str, mentions: Sequence[Mention], places: Sequence[int], start: int, join: "regex.Pattern[str]"
) -> int:
    """Where the row ends that begins at ``start``: numbers with nothing but joins between them."""
    end = start + 1
    while end < len(places):
        before, following = mentions[places[end - 1]].figure, mentions[places[end]].figure
        if not join.fullmatch(plain, before.end, following.start):
            break
        end += 1
    return end
