"""Finds numbers in statutory tables that cannot be counts although their cells are for counts: -3, 1.234."""

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.forms.label_match import AMOUNT
from pipeline.model import Cell, CellState, Problem

# 本年增/减: the only column whose numbers may be negative.
CHANGE = "items_change"


def leave_odd_counts(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells, with impossible counts turned into texts (which no indicator uses), and a problem for each."""
    odd = [cell for cell in cells if _is_odd(cell)]
    if not odd:
        return tuple(cells), ()
    left = {cell.cell_id for cell in odd}
    kept = (replace(cell, state=CellState.TEXT, value=None) if cell.cell_id in left else cell for cell in cells)
    return tuple(kept), tuple(map(_problem, odd))


def _problem(cell: Cell) -> Problem:
    return Problem("odd_count", cell.start, cell.end, raw=cell.raw)


def _is_odd(cell: Cell) -> bool:
    """Whether a cell is for a count by its codes, but has a number that cannot be one."""
    if cell.value is None or not (cell.form and cell.row and cell.column):
        return False
    if cell.column == AMOUNT or (cell.unit or "").endswith("元"):
        return False
    return cell.value % 1 != 0 or (cell.value < 0 and cell.column != CHANGE)
