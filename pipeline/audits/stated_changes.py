"""Recomputes the stated changes on the year before (同比增长5.2%) from the numbers of both years."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.audits.make_audits import Side, is_sound, make_audit, say_bounds
from pipeline.audits.shares import HUNDRED, reproduces, say_percent
from pipeline.i18n import Message
from pipeline.model import Audit, Basis, Change, Figure, Kind, Metadata

# The number of figures on either side of a level among which that of the year before is sought.
NEAR = 8


class YearChange(Struct, frozen=True, gc=False):
    """A change on the year before, and the figure for the level that it led to."""

    change: Figure
    level: Figure


def find_year_changes(figures: Sequence[Figure]) -> Iterator[YearChange]:
    """Every change on the year before that directly follows its level, in its sentence."""
    level: Figure | None = None
    for figure in figures:
        if figure.change is None:
            level = figure if _is_level(figure) else None
        elif figure.basis is Basis.YEAR_ON_YEAR and level is not None and _can_compare(figure, level):
            yield YearChange(figure, level)


def _is_level(figure: Figure) -> bool:
    return figure.kind not in {Kind.PERCENT, Kind.PERCENTAGE_POINT} and is_sound(figure.value) and not figure.negated


def _can_compare(change: Figure, level: Figure) -> bool:
    """Whether a change is a percentage, or an amount of what the level counts, with sound numbers."""
    same = change.kind is Kind.PERCENT or (change.kind, change.unit) == (level.kind, level.unit)
    return same and change.sentence_start == level.sentence_start and is_sound(change.value)


def find_last_level(figures: Sequence[Figure], index: int, report_year: int) -> Figure | None:
    """The figure of the year before in the level's own sentence, if only one is possible."""
    level = figures[index]
    beside = [
        figure
        for figure in figures[max(0, index - NEAR) : index + NEAR + 1]
        if figure.sentence_start == level.sentence_start
        and figure.change is None
        and is_last_year(figure, report_year)
        and (figure.unit, figure.kind, figure.measure) == (level.unit, level.kind, level.measure)
    ]
    found = len(beside) == 1 and is_sound(beside[0].value) and not is_last_year(level, report_year)
    return beside[0] if found else None


def is_last_year(figure: Figure, report_year: int) -> bool:
    """Whether a figure is for the whole of the year before."""
    start, end = figure.period_start, figure.period_end
    if start is None or end is None:
        return False
    return (start.year, start.month, end.year, end.month) == (report_year - 1, 1, report_year - 1, 12)


def audit_changes(figures: Sequence[Figure], metadata: Metadata) -> Iterator[Audit]:
    """An audit for each change whose two years the report itself states."""
    year = metadata.report_year
    if year is None:
        return
    indices = {figure.figure_id: index for index, figure in enumerate(figures)}
    for found in find_year_changes(figures):
        last = find_last_level(figures, indices[found.level.figure_id], year)
        if last is not None and last.value:
            evidence = (f"figure:{found.level.figure_id}", f"figure:{last.figure_id}")
            yield compare_change("change_recomputed", found, last.value, evidence)


def compare_change(code: str, found: YearChange, last: Decimal, evidence: tuple[str, ...]) -> Audit:
    """The audit of a change against the level of the year before, which must not be zero."""
    change, level = found.change, found.level
    low, high = (bound if bound is not None else level.value or Decimal(0) for bound in (level.low, level.high))
    sign = -1 if change.change is Change.DECREASE else 1
    if change.kind is Kind.PERCENT:
        bounds = sorted(sign * (now - last) / last * HUNDRED for now in (low, high))
        holds = reproduces(change, bounds[0], bounds[1])
        words = say_percent(bounds[0], bounds[1])
    else:
        bounds = sorted(sign * (now - last) for now in (low, high))
        holds = (change.low is None or change.low <= bounds[1]) and (change.high is None or bounds[0] <= change.high)
        words = say_bounds(bounds[0], bounds[1])
    surface = change.surface
    printed = Message("fall", surface=surface) if sign < 0 else Message("rise", surface=surface)
    return make_audit(
        code,
        level.measure or level.surface,
        Side(change.value, printed, (f"figure:{change.figure_id}",)),
        Side(
            bounds[0] if bounds[0] == bounds[1] else None,
            Message("change_from_to", change=words, last=last, level=level.surface),
            evidence,
        ),
        holds=holds,
    )
