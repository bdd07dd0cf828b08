"""Decides whether a number of the prose is for the whole reporting year.

A quarter's number, a sum over years and the number of another year are not. A number counted up to a day
(截至12月31日收到申请3件) has no stated beginning: it is the year's own only if the report says that its numbers are for
a period ending on that day, if it is compared with the year before, or if the day of a request needs no year.
"""

from datetime import date

from pipeline.indicators.figure_contexts import Context
from pipeline.model import Figure, Metadata
from pipeline.rulebook import compiled, indicator_rules

# The fewest days from the first to the last day of a year, which many reports give as the 30th.
DAYS_OF_A_YEAR = 363


def is_of_report(figure: Figure, context: Context, metadata: Metadata, *, a_day_will_do: bool, is_stock: bool) -> bool:
    """Whether a figure is for the period of its report; a stock is as of its end, whenever it began."""
    is_from_day = not is_stock and _counts_to_a_day(context) and not _is_own(figure, context, metadata)
    if not figure.negated and (is_from_day or _is_sum(context, metadata)):
        return False
    return not _is_partly(context) and _is_of_year(
        figure, context, metadata, a_day_will_do=a_day_will_do, is_stock=is_stock
    )


def is_beside(figure: Figure, metadata: Metadata) -> bool:
    """Whether a figure is for the whole of the year before that of the report, or of the year after it."""
    start, end, year = figure.period_start, figure.period_end, metadata.report_year
    if year is None or start is None or end is None:
        return False
    return start.year == end.year and abs(start.year - year) == 1 and (end - start).days >= DAYS_OF_A_YEAR


def _is_sum(context: Context, metadata: Metadata) -> bool:
    """Whether words call a number a sum over years, and none says that it was added in one year."""
    is_summed = _matches("since", context.clause) or (
        _matches("summed", context.clause) and not _sums_the_stretch(context, metadata)
    )
    return is_summed and not _matches("added", context.clause) and not _matches("anew", context.spelled)


def _sums_the_stretch(context: Context, metadata: Metadata) -> bool:
    """Whether a cumulative number (累计) is for the period that the report states for all its numbers."""
    has_stretch = metadata.period_start is not None and metadata.period_end is not None
    return has_stretch and _matches("summed", context.clause) and not _matches("ever", context.clause)


def _matches(rule: str, words: str) -> bool:
    """Whether words match the pattern of a key of ``rules/indicators.toml``."""
    return compiled(getattr(indicator_rules(), rule)).search(words) is not None


def _is_partly(context: Context) -> bool:
    """Whether a number is for a part of the year, an average or a plan, or is superseded by another."""
    return _matches("part_of_year", context.clause) or _matches("began", context.after)


def _counts_to_a_day(context: Context) -> bool:
    """Whether a number was counted up to a day, and no word limits it to what a year added."""
    return _matches("as_of", context.clause) and not _matches("added", context.clause)


def _is_own(figure: Figure, context: Context, metadata: Metadata) -> bool:
    """Whether a number counted up to a day began with the year, or with the report's period."""
    end = figure.period_end
    if end is None or metadata.report_year is None or _matches("ever", context.clause):
        return False
    if metadata.period_start is not None and end == metadata.period_end:
        # The report says that all its numbers are of this stretch, those that it adds up among them.
        return True
    if _matches("total", context.clause):
        return False
    if end != date(metadata.report_year, 12, 31):
        return False
    is_stated = _matches("asked_to_a_day", context.clause) or _matches("published_to_a_day", context.clause)
    return is_stated or _matches("compared", context.after)


def _is_of_year(figure: Figure, context: Context, metadata: Metadata, *, a_day_will_do: bool, is_stock: bool) -> bool:
    """Whether a figure is for the whole reporting year, or for the part of it that the report is for."""
    if _is_denied_anew(figure, context, metadata):
        return True
    start, end = figure.period_start, figure.period_end
    if end is not None and (
        figure.negated
        or _matches("added", context.clause)
        or _is_since_new_year(figure, context, metadata)
        or (end == metadata.period_end and _sums_the_stretch(context, metadata))
    ):
        # None since the beginning is none in the year; what was added until a day was added in its year.
        first = date(end.year, 1, 1)
        start = first if start is None or start < first else start
    if metadata.report_year is None or (start, end) == (metadata.period_start, metadata.period_end):
        return True
    if is_stock and end is not None and end.year == metadata.report_year:
        return start is None or start.year <= end.year
    if start is None or end is None or not start.year == end.year == metadata.report_year:
        return False
    return (a_day_will_do and start == end) or (end - start).days >= DAYS_OF_A_YEAR


def _is_denied_anew(figure: Figure, context: Context, metadata: Metadata) -> bool:
    """Whether a sentence without a time denies something, whatever year the previous sentence names."""
    return figure.negated and is_beside(figure, metadata) and not _matches("timed", context.sentence)


def _is_since_new_year(figure: Figure, context: Context, metadata: Metadata) -> bool:
    return figure.period_start is None and _counts_to_a_day(context) and _is_own(figure, context, metadata)
