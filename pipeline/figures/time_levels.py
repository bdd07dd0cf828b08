"""Chooses among several years: an average is over all of them, a level is as of the last.

In a report on one year, too, property, debts and population are as of its end.
"""

from pipeline.figures.time_reading import UNKNOWN, Anchor, Period, whole_year
from pipeline.figures.time_refusals import mark_in_clause, period_pattern

YEARLY_REACH = 16
CLAUSE_SIGNS = ",;:。!"
# The characters of a clause examined before and after its figure.
BEFORE, BEHIND = 40, 24


def fit_years(plain: str, end: int, span: tuple[int, int], period: Period, anchor: Anchor) -> Period:
    """The period of a figure whose sentence or section is about several years."""
    if averaged := _average(plain, span[0], period, anchor):
        return averaged
    start, stop = span
    after = plain[stop : min(end, stop + BEHIND)]
    clause = mark_in_clause(plain, span, max(0, start - BEFORE), CLAUSE_SIGNS) + after
    if period[1] is not None and period_pattern("budgeted").search(clause):
        return whole_year(period[1].year)
    first, last = period
    if first is None or last is None or last != anchor.document[1]:
        return period
    if first.year == last.year:
        return (None, last) if period == anchor.document and period_pattern("balance").search(clause) else period
    if period_pattern("level_of_last_year").search(clause):
        return last.replace(month=1, day=1), last
    return (None, last) if period_pattern("level_at_end").search(clause) else period


def _average(plain: str, start: int, period: Period, anchor: Anchor) -> Period | None:
    """The years of an average: those of the section, if the sentence names only the last of them."""
    first, last = anchor.around
    if anchor.around == UNKNOWN or first is None or last is None or last.year == first.year:
        return None
    inside = period[1] is not None and first <= period[1] <= last
    if not inside or (period[0] is not None and period[1] is not None and period[1].year > period[0].year):
        return None
    return anchor.around if period_pattern("yearly").search(plain, max(0, start - YEARLY_REACH), start) else None
