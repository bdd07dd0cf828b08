"""Compares the year in a report's title with the period that it covers and with the years that its tables print."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from pipeline.audits.outcomes import Side, judge
from pipeline.characters import to_plain
from pipeline.forms import find_table_years
from pipeline.metadata import SPOKEN
from pipeline.model import Audit, Cell, Metadata, Text

_TITLE_RE = regex.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年")


def audit_title_year(metadata: Metadata, cells: Sequence[Cell], text: Text) -> Iterator[Audit]:
    """The audits of the year in the title; none where it names no year, or more than one.

    The title of a report that a congress heard names the year of its session, and is no witness.
    """
    if metadata.report_type in SPOKEN:
        return
    years = {match["year"] for match in _TITLE_RE.finditer(to_plain(metadata.title or ""))}
    if len(years) != 1:
        return
    title = Side(Decimal(years.pop()), "")
    title = Side(title.value, f"{title.value}年")
    first, last = metadata.period_start, metadata.period_end
    if first is not None and last is not None and title.value is not None:
        right = Side(Decimal(last.year), f"{first.isoformat()}至{last.isoformat()}")
        yield judge("year_title_period", "", title, right, holds=first.year <= title.value <= last.year)
    for year, evidence in find_table_years(cells, text):
        yield judge(
            "year_title_table", "", title, Side(Decimal(year), f"{year}年", evidence), holds=title.value == year
        )
