"""Tells the numbers of statutory tables that cannot be the counts that their places are for: -3, 1.234."""

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.forms.label_match import AMOUNT
from pipeline.model import Cell, CellState, Problem

# 本年增/减: the one column of numbers that may be negative.
CHANGE = "items_change"


def leave_odd_counts(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells with those that are no counts as texts, which no indicator takes, and a problem for each of these."""
    odd = [cell for cell in cells if _is_odd(cell)]
    if not odd:
        return tuple(cells), ()
    left = {cell.cell_id for cell in odd}
    kept = (replace(cell, state=CellState.TEXT, value=None) if cell.cell_id in left else cell for cell in cells)
    return tuple(kept), tuple(map(_problem, odd))


def _problem(cell: Cell) -> Problem:
    message = f"A count in a statutory table is negative or no whole number: {cell.raw}; no indicator takes it."
    return Problem("odd_count", message, cell.start, cell.end)


def _is_odd(cell: Cell) -> bool:
    """Whether a cell counts something by its place, and prints a number that counts nothing."""
    if cell.value is None or not (cell.form and cell.row and cell.column):
        return False
    if cell.column == AMOUNT or (cell.unit or "").endswith("元"):
        return False
    return cell.value % 1 != 0 or (cell.value < 0 and cell.column != CHANGE)
