"""Assigns a period to each figure, from the report itself and never from today's date."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

import regex

from pipeline.figures.quantities import ROW_RE, row_end
from pipeline.figures.time_expressions import Mention
from pipeline.figures.time_grammar import beside_time
from pipeline.figures.time_levels import fit_years
from pipeline.figures.time_reading import UNKNOWN, Anchor, Period, whole_year
from pipeline.figures.time_refusals import period_pattern
from pipeline.language import RESPECTIVELY

CLAUSE_RE = regex.compile(r"[,;:]")
OWN_REACH, CHANGE_REACH = 24, 8
END_RE = regex.compile(r"[;。]")
LISTED = "、"


def read_periods(
    plain: str, end: int, spans: Sequence[tuple[int, int]], anchor: Anchor, mentions: Sequence[Mention]
) -> list[Period]:
    """The first and last day that each figure of a sentence is for, given by their spans in rising order.

    The figure's own time takes precedence (由上年的35件, 40件(2022年)), then the last mention before it, then the
    period of the context.
    """
    if not spans:
        return []
    own_years = [beside_time("its_year").match(plain, stop, end) for _, stop in spans]
    bracketed = {offset for match in own_years if match for offset in range(match.end("year"), match.end())}
    owned = [_find_own(plain, end, span, mentions) for span in spans]
    owners = [owner for owner, _ in filter(None, owned)]
    holding = [m for m in mentions if not m.is_held and m.end not in bracketed and m not in owners]
    inherited = list(_inherit(plain, end, spans, holding, anchor.period))
    for index, period in _distribute(plain, end, spans, holding):
        inherited[index] = period
    periods = [
        whole_year(int(own_year["year"])) if own_year else own[1] if own else period
        for period, own_year, own in zip(inherited, own_years, owned, strict=True)
    ]
    return [fit_years(plain, end, span, period, anchor) for span, period in zip(spans, periods, strict=True)]


def _find_own(
    plain: str, end: int, span: tuple[int, int], mentions: Sequence[Mention]
) -> tuple[Mention, Period] | None:
    """The time expression that belongs to one figure alone, and its period: what it grew from, or is compared with."""
    start = span[0]
    mention = next((m for m in reversed(mentions) if m.end <= start), None)
    if mention is None or start - mention.end > OWN_REACH:
        return None
    if not beside_time("its_own").fullmatch(plain, mention.end, start):
        return _find_level(plain, end, span, mention) if mention.is_held else None
    between = plain[mention.end : start].strip()
    if beside_time("multiple").match(plain, start) or (
        not between and beside_time("more_than").search(plain, max(0, mention.start - 3), mention.start)
    ):
        return None
    owns = mention.is_held or beside_time("from").search(plain, max(0, mention.start - 2), mention.start)
    return (mention, mention.period) if owns else None


def _find_level(plain: str, end: int, span: tuple[int, int], mention: Mention) -> tuple[Mention, Period] | None:
    """The same if a noun is between the time and the figure (比上年同期完成数3万元减少, 上年结余3万元)."""
    start, stop = span
    named, after = plain[mention.start : mention.end], plain[stop : min(end, stop + CHANGE_REACH)]
    marked = f"〔{named}〕{plain[mention.end : start]}【{plain[start:stop]}】{after}"
    if period_pattern("held_level").search(marked):
        return mention, mention.period
    return (mention, (None, mention.period[1])) if period_pattern("carried_level").search(marked) else None


def _inherit(
    plain: str, end: int, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention], default: Period
) -> Iterator[Period]:
    """The period of the last mention before each figure that still applies there, else the default."""
    closings = [_find_closing(plain, mention, end, spans) for mention in mentions]
    near = [mention.is_near or _goes_back(mentions, index, spans) for index, mention in enumerate(mentions)]

    def is_over(index: int, span: tuple[int, int]) -> bool:
        """Whether a mention that applies to its clause alone has ended; a day also applies after its own comma."""
        mention = mentions[index]
        if mention.is_point and default == UNKNOWN:
            return False  # Where nothing else says when, the moment that was named does.
        if mention.is_single and LISTED in plain[mention.end : span[0]]:
            return True
        return near[index] and _leaves(plain, mention.end + 1, span, is_moment=mention.is_moment)

    holding: list[int] = []
    index = 0
    for span in spans:
        while index < len(mentions) and mentions[index].end <= span[0]:
            holding.append(index)
            index += 1
        # 8件(2022年为10件),其中公民7件: what a bracket says holds in it.
        while holding and (closings[holding[-1]] <= span[0] or is_over(holding[-1], span)):
            holding.pop()
        naming = [held for held in holding if not _flows(plain, mentions[held], span)]
        yield mentions[naming[-1]].period if naming else default
        if holding and mentions[holding[-1]].is_single:
            holding.pop()


def _leaves(plain: str, start: int, span: tuple[int, int], *, is_moment: bool) -> bool:
    """Whether a clause ends between a mention and a figure; a list at one moment continues (年末医院24家,诊所90家)."""
    if is_moment:
        return END_RE.search(plain, start, span[0]) is not None
    return CLAUSE_RE.search(plain, start, span[0]) is not None


def _flows(plain: str, mention: Mention, span: tuple[int, int]) -> bool:
    """Whether a clause is about a stretch of time, not about the moment that an earlier clause named.

    年末人口38万人,比上年减少2万人,其中城镇12万人: the change is of the year, the part of its end.
    """
    commas = [match.end() for match in CLAUSE_RE.finditer(plain, mention.end + 1, span[0])] if mention.is_moment else []
    if not commas or not mention.is_near:
        return False
    return period_pattern("flow").search(f"{plain[commas[-1] : span[0]]}【{plain[span[0] : span[1]]}】") is not None


def _goes_back(mentions: Sequence[Mention], index: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a mention names an earlier time than the one before it, so that it applies to its clause alone.

    2022年收到12件,2021年为10件,增长20%: the growth is that of 2022.
    """
    mention = mentions[index]
    last, before = mention.period[1], mentions[index - 1].period[1] if index else None
    if mention.is_point and not mention.is_near:
        return False
    if before is not None and not mention.is_span:
        return last is not None and last < before
    return (mention.is_back or mention.is_span) and spans[0][0] < mention.start


def _find_closing(plain: str, mention: Mention, end: int, spans: Sequence[tuple[int, int]]) -> int:
    """Where a mention stops applying: at the end of its bracket or sentence, or at the new level of what grew."""
    start = mention.end
    if beside_time("from").search(plain, max(0, mention.start - 2), mention.start) and not mention.is_span:
        stop = CLAUSE_RE.search(plain, start, end)
        grown = beside_time("grown").search(plain, start, min(end, start + OWN_REACH))
        if grown is not None and (mention.is_back or stop is None or grown.start() < stop.start()):
            return grown.start()
    closing = plain.find(")", start, end)
    opening = plain.find("(", start, end)
    if closing < 0 or 0 <= opening < closing:
        return end
    first = bisect_left(spans, start, key=itemgetter(0))
    return closing if first < len(spans) and spans[first][0] < closing else end


def _distribute(
    plain: str, end: int, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Iterator[tuple[int, Period]]:
    """The figures over which years in a row are distributed, each with its year.

    2021年、2022年分别为12件、15件: a year each. If there are more or fewer numbers than years, nothing says which is
    whose, and a single number is for the whole stretch.
    """
    for first, last in _find_runs(plain, mentions):
        run, limit = mentions[first : last + 1], mentions[last + 1].start if last + 1 < len(mentions) else end
        stop = END_RE.search(plain, run[-1].end, limit)
        begin = bisect_left(spans, run[-1].end, key=itemgetter(0))
        following = range(begin, bisect_left(spans, stop.start() if stop else limit, key=itemgetter(0)))
        if not following:
            continue
        between = plain[run[-1].end : spans[following[0]][0]]
        row = range(following[0], min(row_end(plain, spans, following[0]), following[-1] + 1))
        yield from _distribute_run(run, row, following, between)


def _distribute_run(
    run: Sequence[Mention], row: Sequence[int], following: Sequence[int], between: str
) -> Iterator[tuple[int, Period]]:
    periods = _years_of(run, len(row))
    distributed = RESPECTIVELY in between
    before = between.partition(RESPECTIVELY)[0]
    if len(row) == len(periods) and (distributed or len(row) > 1) and not ROW_RE.search(before.strip(" ,、")):
        yield from zip(row, periods, strict=True)
    elif distributed and len(row) > 1 and len(run) > 1:
        yield from ((index, UNKNOWN) for index in following)
    elif len(run) > 1:
        whole = run[0].period[0], run[-1].period[1]
        yield from ((index, whole) for index in following)


def _find_runs(plain: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """The first and last index of each run of mentions in a row, and of each stretch of years that 分别 may divide."""
    first = 0
    for index in range(len(mentions)):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following is not None and beside_time("listed").fullmatch(plain, mentions[index].end, following.start):
            continue
        if index > first or _is_years(mentions[index]):
            yield first, index
        first = index + 1


def _is_years(mention: Mention) -> bool:
    """Whether a mention is a stretch of several whole years."""
    start, end = mention.period
    whole = start is not None and end is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return whole and start is not None and end is not None and start.year < end.year


def _years_of(run: Sequence[Mention], count: int) -> list[Period]:
    """The periods of a run; one stretch of as many years as there are numbers is divided into its years."""
    start, end = run[0].period
    if len(run) == 1 and start is not None and end is not None and end.year - start.year + 1 == count:
        return [whole_year(year) for year in range(start.year, end.year + 1)]
    return [mention.period for mention in run]
