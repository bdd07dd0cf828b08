"""Joins the printed tables that go on in another grid, which has no heads of its own: pages end, and editors cut.

The second grid must be as wide as the first, stand right behind it, and begin with what the first could go on with.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.characters import squeeze
from pipeline.forms.label_match import is_group, match_columns, match_rows, table_named
from pipeline.forms.local_forms import is_local_head
from pipeline.model import CellState, PlacedCell, PlacedGrid
from pipeline.rulebook import DISPUTES, form_rules
from pipeline.values import read_cell

# Between the two stands no more than a word for it: (续表), or the number of the page.
LONGEST_BETWEEN = 12


def join_grids(text: str, grids: Sequence[PlacedGrid], tables: Sequence[str]) -> tuple[PlacedGrid, ...]:
    """The grids of a text, those that go on with the one before them joined to it."""
    joined: list[PlacedGrid] = []
    for grid in grids:
        if joined and _goes_on(text, joined[-1], grid, tables):
            joined[-1] = _join(joined[-1], grid)
        else:
            joined.append(grid)
    return tuple(joined)


def _join(first: PlacedGrid, second: PlacedGrid) -> PlacedGrid:
    height = _height(first)
    lower = (replace(placed, cell=replace(placed.cell, row=placed.cell.row + height)) for placed in second.cells)
    return PlacedGrid((*first.cells, *lower), first.start, second.end)


def _goes_on(text: str, first: PlacedGrid, second: PlacedGrid, tables: Sequence[str]) -> bool:
    if len(squeeze(text[first.end : second.start])) > LONGEST_BETWEEN or _width(first) != _width(second):
        return False
    row = [placed for placed in second.cells if placed.cell.row == 0]
    if _is_local(first.cells):
        return _has_unit_in_place(first, row) and not _is_local(second.cells)
    return any(_follows(name, first, second, row) for name in tables)


def _follows(name: str, first: PlacedGrid, second: PlacedGrid, row: Sequence[PlacedCell]) -> bool:
    """Whether a grid that prints a head of a table is followed by one of its rows, and by no head right away."""
    heads = [placed for placed in first.cells if match_columns(name, placed.cell.text)]
    labels = [placed.cell.text for placed in row if read_cell(placed.cell.text).state is CellState.TEXT]
    if not heads or any(match_columns(name, label) and not match_rows(name, label) for label in labels):
        return False
    if table_named(name).table == DISPUTES:
        is_bare = all(read_cell(placed.cell.text).state is not CellState.TEXT for placed in second.cells)
        return is_bare and heads[-1].cell.row + heads[-1].cell.rows == _height(first)
    return bool(labels) and bool(match_rows(name, labels[0]) or is_group(name, labels[0]))


def _is_local(cells: Collection[PlacedCell]) -> bool:
    return is_local_head(tuple(placed.cell.text for placed in cells))


def _has_unit_in_place(first: PlacedGrid, row: Sequence[PlacedCell]) -> bool:
    """Whether a row prints a unit in the column of the units of a local form."""
    units, heads = form_rules().stretches.units, form_rules().local.units
    places = {placed.cell.column for placed in first.cells if squeeze(placed.cell.text) in heads}
    return any(placed.cell.column in places and squeeze(placed.cell.text) in units for placed in row)


def _height(grid: PlacedGrid) -> int:
    return max((placed.cell.row + placed.cell.rows for placed in grid.cells), default=0)


def _width(grid: PlacedGrid) -> int:
    return max((placed.cell.column + placed.cell.columns for placed in grid.cells), default=0)
