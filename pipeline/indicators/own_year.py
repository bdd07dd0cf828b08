"""Tells whether a number of the prose is for the whole of the year that is reported on.

A quarter's number, a sum over years and the number of another year are not. Of what was counted until a day
(截至12月31日收到申请3件) nothing says since when: it is the year's own only where the report says that its numbers are
those of a stretch that ends on this day, where it is compared with the year before, or where the day of a request needs
no year.
"""

from datetime import date

from pipeline.indicators.figure_places import Place
from pipeline.model import Figure, Metadata
from pipeline.rulebook import compiled, indicator_rules

# A year has at least so many days from its first to its last, which many call the 30th.
DAYS_OF_A_YEAR = 363


def is_of_report(figure: Figure, place: Place, metadata: Metadata, *, a_day_will_do: bool, is_stock: bool) -> bool:
    """Whether a figure is for the stretch that its report is on; a stock holds at its end, whenever it began."""
    is_from_day = not is_stock and _counts_to_a_day(place) and not _is_own(figure, place, metadata)
    if not figure.negated and (is_from_day or _is_sum(place, metadata)):
        return False
    return not _is_partly(place) and _is_of_year(
        figure, place, metadata, a_day_will_do=a_day_will_do, is_stock=is_stock
    )


def is_beside(figure: Figure, metadata: Metadata) -> bool:
    """Whether a figure is for the year before that of the report or the one behind it, as a whole."""
    start, end, year = figure.period_start, figure.period_end, metadata.report_year
    if year is None or start is None or end is None:
        return False
    return start.year == end.year and abs(start.year - year) == 1 and (end - start).days >= DAYS_OF_A_YEAR


def _is_sum(place: Place, metadata: Metadata) -> bool:
    """Whether words say that a number is a sum over years, and none that it was added in one."""
    is_summed = _says("since", place.clause) or (
        _says("summed", place.clause) and not _sums_the_stretch(place, metadata)
    )
    return is_summed and not _says("added", place.clause) and not _says("anew", place.spelled)


def _sums_the_stretch(place: Place, metadata: Metadata) -> bool:
    """Whether what a number adds up (累计) is of the stretch that the report says all its numbers are of."""
    is_told = metadata.period_start is not None and metadata.period_end is not None
    return is_told and _says("summed", place.clause) and not _says("ever", place.clause)


def _says(rule: str, words: str) -> bool:
    """Whether words have the pattern of a key of ``rules/indicators.toml`` in them."""
    return compiled(getattr(indicator_rules(), rule)).search(words) is not None


def _is_partly(place: Place) -> bool:
    """Whether a number is for a part of the year, an average or a plan, or is superseded by another."""
    return _says("part_of_year", place.clause) or _says("began", place.after)


def _counts_to_a_day(place: Place) -> bool:
    """Whether a number was counted until a day, and no word says that it was added within a year."""
    return _says("as_of", place.clause) and not _says("added", place.clause)


def _is_own(figure: Figure, place: Place, metadata: Metadata) -> bool:
    """Whether what was counted until a day was counted since the beginning of the year, or of the report's stretch."""
    end = figure.period_end
    if end is None or metadata.report_year is None or _says("ever", place.clause):
        return False
    if metadata.period_start is not None and end == metadata.period_end:
        # The report says that all its numbers are of this stretch, those that it adds up among them.
        return True
    if _says("total", place.clause):
        return False
    if end != date(metadata.report_year, 12, 31):
        return False
    said = _says("asked_to_a_day", place.clause) or _says("published_to_a_day", place.clause)
    return said or _says("compared", place.after)


def _is_of_year(figure: Figure, place: Place, metadata: Metadata, *, a_day_will_do: bool, is_stock: bool) -> bool:
    """Whether a figure is for the whole of the reporting year, or of the part of it that the report is for."""
    if _is_denied_anew(figure, place, metadata):
        return True
    start, end = figure.period_start, figure.period_end
    if end is not None and (
        figure.negated
        or _says("added", place.clause)
        or _is_since_new_year(figure, place, metadata)
        or (end == metadata.period_end and _sums_the_stretch(place, metadata))
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


def _is_denied_anew(figure: Figure, place: Place, metadata: Metadata) -> bool:
    """Whether a sentence that names no time denies something, whatever year the one before names."""
    return figure.negated and is_beside(figure, metadata) and not _says("timed", place.sentence)


def _is_since_new_year(figure: Figure, place: Place, metadata: Metadata) -> bool:
    return figure.period_start is None and _counts_to_a_day(place) and _is_own(figure, place, metadata)
