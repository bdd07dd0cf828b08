"""Fits a grid that continues another under its columns, where the two were not laid out in as many.

Word keeps no columns in which no cell begins, so that a table set in two has fewer of them in one part: of a label over
two columns one is left, and of a head over three. What stands to the right of the labels says what is under what.
"""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.forms.label_match import is_subtotal, match_columns
from pipeline.model import CellState, PlacedCell, PlacedGrid
from pipeline.values import read_cell


def fit_below(
    run: Sequence[PlacedGrid], second: PlacedGrid, tables: Sequence[str]
) -> tuple[list[PlacedGrid], PlacedGrid] | None:
    """The grids of a table and the one that continues it, in the same columns; ``None`` where nothing says which.

    The last row of the one has as many heads or values behind its labels as the first row of the other. The columns of
    a text, where no cells are merged, say nothing.
    """
    if not any(placed.cell.columns > 1 or placed.cell.rows > 1 for placed in run[0].cells):
        return None
    above = _bottom(run[-1])
    heads, values = _values(above) or _heads(above, tables), _values(_top(second))
    if not heads or not values or len(heads) != len(values):
        return None
    first, other = heads[0].cell.column, values[0].cell.column
    wide = max(first, other)
    ends = [*(p.cell.column + wide - first for p in heads), _end(heads[-1]) + wide - first]
    grid = _move(_widen(second, other, wide - other), [p.cell.column + wide - other for p in values], ends)
    return None if grid is None else ([_widen(part, first, wide - first) for part in run], grid)


def _top(grid: PlacedGrid) -> list[PlacedCell]:
    return sorted((p for p in grid.cells if p.cell.row == 0), key=lambda p: p.cell.column)


def _bottom(grid: PlacedGrid) -> list[PlacedCell]:
    """The cells that stand in the last row, also those that begin above it."""
    height = max((p.cell.row + p.cell.rows for p in grid.cells), default=0)
    last = (p for p in grid.cells if p.cell.row + p.cell.rows == height)
    return sorted(last, key=lambda p: p.cell.column)


def _values(row: Sequence[PlacedCell]) -> Sequence[PlacedCell]:
    """What stands behind the last label of a row; nothing where that is the end, or no value is among it."""
    texts = [index for index, p in enumerate(row) if read_cell(p.cell.text).state is CellState.TEXT]
    behind = row[texts[-1] + 1 :] if texts else ()
    return behind if any(p.cell.text.strip() for p in behind) else ()


def _heads(row: Sequence[PlacedCell], tables: Sequence[str]) -> Sequence[PlacedCell]:
    """The heads of a form at the end of a row, and of columns of sums among them."""
    start = len(row)
    while start and any(_is_head(name, row[start - 1].cell.text) for name in tables):
        start -= 1
    return row[start:]


def _is_head(table: str, text: str) -> bool:
    return bool(match_columns(table, text)) or is_subtotal(table, text)


def _widen(grid: PlacedGrid, column: int, more: int) -> PlacedGrid:
    """A grid with more columns of labels: what begins at a column moves right, and what ends there or later grows."""
    cells = []
    for placed in grid.cells if more else ():
        cell = placed.cell
        if cell.column >= column:
            cell = replace(cell, column=cell.column + more)
        elif cell.column + cell.columns >= column:
            cell = replace(cell, columns=cell.columns + more)
        cells.append(replace(placed, cell=cell))
    return replace(grid, cells=tuple(cells)) if more else grid


def _move(grid: PlacedGrid, starts: Sequence[int], ends: Sequence[int]) -> PlacedGrid | None:
    """A grid whose columns from the first start on become those that begin at ``ends``, its own end the last of them.

    ``None`` where a cell begins or ends between two of them.
    """
    bounds = [*starts, max(_end(placed) for placed in grid.cells)]
    cells = []
    for placed in grid.cells:
        edges = []
        for edge in (placed.cell.column, _end(placed)):
            index = bisect_left(bounds, edge)
            if edge >= bounds[0] and bounds[index] != edge:
                return None
            edges.append(ends[index] if edge >= bounds[0] else edge)
        cells.append(replace(placed, cell=replace(placed.cell, column=edges[0], columns=edges[1] - edges[0])))
    return replace(grid, cells=tuple(cells))


def _end(placed: PlacedCell) -> int:
    return placed.cell.column + placed.cell.columns
