"""Compares the year in a report's title with the period that it covers and the years that its tables print."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from pipeline.audits.make_audits import Side, make_audit
from pipeline.characters import to_plain
from pipeline.forms import find_table_years
from pipeline.i18n import Message
from pipeline.metadata import SPOKEN
from pipeline.model import Audit, Cell, Metadata, Text

_TITLE_RE = regex.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年")


def audit_title_year(metadata: Metadata, cells: Sequence[Cell], text: Text) -> Iterator[Audit]:
    """The audits of the year in the title; none if it names no year, or several.

    A report to a congress is titled with the year of its session, which says nothing about its period.
    """
    if metadata.report_type in SPOKEN:
        return
    years = {match["year"] for match in _TITLE_RE.finditer(to_plain(metadata.title or ""))}
    if len(years) != 1:
        return
    titled = int(years.pop())
    title = Side(Decimal(titled), Message("year", year=titled))
    first, last = metadata.period_start, metadata.period_end
    if first is not None and last is not None:
        right = Side(Decimal(last.year), Message("from_to", low=first, high=last))
        yield make_audit("year_title_period", "", title, right, holds=first.year <= titled <= last.year)
    for year, evidence in find_table_years(cells, text):
        right = Side(Decimal(year), Message("year", year=year), evidence)
        yield make_audit("year_title_table", "", title, right, holds=titled == year)
