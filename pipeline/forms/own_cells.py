"""Keeps the cells that are for the year of the report, which indicators may use."""

from collections.abc import Sequence

from pipeline.forms.implausible_counts import leave_odd_counts
from pipeline.forms.table_years import leave_other_years
from pipeline.model import Cell, Problem, Text


def keep_own_cells(cells: Sequence[Cell], text: Text, year: int | None) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells without those of tables for another year, with impossible counts as texts, and the problems."""
    of_year, year_problems = leave_other_years(cells, text, year)
    counts, count_problems = leave_odd_counts(of_year)
    return counts, (*year_problems, *count_problems)
