"""Finds the figures that hold at a moment: stocks by what they count, and figures listed beside one.

A report on a year counts stocks at its end (在册人员30名); these have a last day and no first day. So have the parts of
a stock, even in the following sentences, and the further items of a list.
"""

from collections.abc import Sequence
from datetime import date

import regex
from msgspec.structs import replace

from pipeline.figures.time_refusals import mark_in_clause, period_pattern
from pipeline.language import Sense, having
from pipeline.model import Figure, Metadata, Modality, Role

# The characters of a clause examined before its figure.
REACH = 40
CLAUSE_SIGNS = ",;:。!()"
SENTENCE_RE = regex.compile(r"[。!?\n]")
# The most figures of other units within a list, which does not continue with sums over years.
REACH_BACK = 6
TOTAL = "累计"


def hold_at_moments(plain: str, figures: Sequence[Figure], metadata: Metadata) -> tuple[Figure, ...]:
    """The figures, those at a moment without a first day: 年末人口9万人;男5万人 are both as of the last day."""
    firsts, last = _own_days(metadata)
    held: list[Figure] = []
    for figure in figures:
        is_own = figure.period_start in firsts and figure.period_end == last
        at_moment = _is_stretch(figure) and ((is_own and _is_stock(plain, figure)) or _is_beside(plain, figure, held))
        held.append(replace(figure, period_start=None) if at_moment else figure)
    return tuple(held)


def _own_days(metadata: Metadata) -> tuple[tuple[date | None, ...], date | None]:
    """The first days that a period of the document may have (its own, and that of its last year), and its last day."""
    year = metadata.period_end.year if metadata.period_end else metadata.report_year
    if year is None:
        return (), None
    return (metadata.period_start, date(year, 1, 1)), metadata.period_end or date(year, 12, 31)


def _is_stretch(figure: Figure) -> bool:
    """Whether a figure is for a period of at most one year, and is no change."""
    first, last = figure.period_start, figure.period_end
    level = figure.role in (Role.LEVEL, Role.SHARE) and figure.modality is Modality.ACTUAL
    return level and first is not None and last is not None and first.year == last.year


def _is_stock(plain: str, figure: Figure) -> bool:
    """Whether the words of a figure say that it counts what exists; something that is acted on is no stock."""
    match = period_pattern("stock").search(_mark(plain, figure))
    return match is not None and (_is_still(figure) or (figure.action or "") in match[0])


def _is_beside(plain: str, figure: Figure, before: Sequence[Figure]) -> bool:
    """Whether a figure is a part of one at a moment, or continues a list of them.

    对现有206件清理,废止25件: what became of the parts happened during the year.
    """
    if period_pattern("flow").search(_mark(plain, figure)):
        return False
    whole = figure.of_id if figure.role is Role.SHARE else figure.parent_id
    if whole is not None and whole < figure.figure_id:
        named = (figure.action or "") in (figure.measure or "")
        return _is_at(before[whole], figure.period_end) and (_is_still(figure) or named)
    alike = [one for one in before[-REACH_BACK:] if (one.kind, one.unit) == (figure.kind, figure.unit)]
    if not alike or figure.role is not Role.LEVEL or figure.action is not None:
        return False
    one = alike[-1]
    listed = SENTENCE_RE.search(plain, one.end, figure.start) is None and TOTAL not in _mark(plain, one)
    return listed and _is_still(one) and _is_at(one, figure.period_end)


def _is_still(figure: Figure) -> bool:
    """Whether nothing is done to what a figure counts."""
    return figure.action is None or figure.action in having(Sense.STATE)


def _is_at(one: Figure, last: date | None) -> bool:
    """Whether a figure is as of a day."""
    return one.period_start is None and one.period_end is not None and one.period_end == last


def _mark(plain: str, figure: Figure) -> str:
    """The clause before a figure, and the figure in 【】."""
    floor = max(figure.sentence_start, figure.start - REACH)
    return mark_in_clause(plain, (figure.start, figure.end), floor, CLAUSE_SIGNS)
