"""Keeps the cells that state something of the report's own year: what indicators may take."""

from collections.abc import Sequence

from pipeline.forms.implausible_counts import leave_odd_counts
from pipeline.forms.table_years import leave_other_years
from pipeline.model import Cell, Problem, Text


def keep_own_cells(cells: Sequence[Cell], text: Text, year: int | None) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells but those of tables of another year, impossible counts as texts, and a problem for each."""
    own, year_problems = leave_other_years(cells, text, year)
    counts, count_problems = leave_odd_counts(own)
    return counts, (*year_problems, *count_problems)
