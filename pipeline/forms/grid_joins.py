"""Joins printed tables that continue in another grid without headers, because of page breaks or editing.

The second grid must be as wide as the last row of the first, or have as many values as that has heads, follow it
directly, and begin with a plausible row.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.forms.grid_fits import fit_below
from pipeline.forms.label_match import is_group, match_columns, match_rows, table_named
from pipeline.forms.local_forms import LOCAL_HEADS, local_heads
from pipeline.model import CellState, PlacedCell, PlacedGrid
from pipeline.rulebook import DISPUTES, form_rules
from pipeline.values import may_end_page, prints_value, read_cell


class _Printed(Struct, frozen=True, gc=False):
    """The content of a table that decides what may continue it, computed once per grid.

    ``local`` are its headers of a local form, ``units`` its columns of units, and ``bottoms``, by table name, the rows
    below the last header.
    """

    height: int
    local: frozenset[str]
    units: frozenset[int]
    bottoms: Mapping[str, int]


def join_grids(text: str, grids: Sequence[PlacedGrid], tables: Sequence[str]) -> tuple[PlacedGrid, ...]:
    """The grids of a text, with continuations joined to the previous grid."""
    runs: list[list[PlacedGrid]] = []
    printed: _Printed | None = None  # of the last run, if computed
    for printed_grid in grids:
        fitted = _fit(text, runs[-1], printed_grid, tables) if runs else None
        if fitted is None:
            runs.append([printed_grid])
            printed = None
            continue
        run, grid = fitted
        first, second = printed or _list_heads(runs[-1][-1], tables), _list_heads(grid, tables)
        if _goes_on(first, second, grid, tables):
            runs[-1] = [*run, grid]
            printed = _stack(first, second)
        else:
            runs.append([printed_grid])
            printed = second
    return tuple(map(_join, runs))


def _join(run: Sequence[PlacedGrid]) -> PlacedGrid:
    first, *others = run
    cells = list(first.cells)
    height = _height(first)
    for grid in others:
        cells += (replace(placed, cell=replace(placed.cell, row=placed.cell.row + height)) for placed in grid.cells)
        height += _height(grid)
    return PlacedGrid(tuple(cells), first.start, run[-1].end) if others else first


def _list_heads(grid: PlacedGrid, tables: Sequence[str]) -> _Printed:
    units = form_rules().local.units
    texts = tuple(placed.cell.text for placed in grid.cells)
    return _Printed(
        _height(grid),
        local_heads(texts, texts),
        frozenset(placed.cell.column for placed in grid.cells if squeeze(placed.cell.text) in units),
        {
            name: placed.cell.row + placed.cell.rows
            for placed in grid.cells
            for name in tables
            if match_columns(name, placed.cell.text)
        },
    )


def _stack(first: _Printed, second: _Printed) -> _Printed:
    lower = {name: first.height + bottom for name, bottom in second.bottoms.items()}
    return _Printed(
        first.height + second.height,
        first.local | second.local,
        first.units | second.units,
        {**first.bottoms, **lower},
    )


def _fit(
    text: str, run: Sequence[PlacedGrid], second: PlacedGrid, tables: Sequence[str]
) -> tuple[list[PlacedGrid], PlacedGrid] | None:
    """A run and a grid that may continue it; ``None`` where none may.

    It directly follows, and is as wide as the last one or its last row (rows of a text vary in width), or has as many
    values as there are heads.
    """
    above = run[-1]
    if not may_end_page(text[above.end : second.start]):
        return None
    if _width(second) in (_width(above), _last_width(above)):
        return list(run), second
    return fit_below(run, second, tables)


def _goes_on(first: _Printed, second: _Printed, grid: PlacedGrid, tables: Sequence[str]) -> bool:
    row = _row(grid, 0)
    if first.local >= LOCAL_HEADS:
        return _has_unit_in(first.units, row) and not second.local >= LOCAL_HEADS
    return any(_follows(name, first, grid, row) for name in tables if name in first.bottoms)


def _row(grid: PlacedGrid, number: int) -> list[PlacedCell]:
    return [placed for placed in grid.cells if placed.cell.row == number]


def _follows(name: str, first: _Printed, grid: PlacedGrid, row: Sequence[PlacedCell]) -> bool:
    """Whether a table with a header of a form is followed by one of the form's rows rather than a header."""
    labels = [placed.cell.text for placed in row if read_cell(placed.cell.text).state is CellState.TEXT]
    if any(match_columns(name, label) and not match_rows(name, label) for label in labels):
        return False
    if table_named(name).table == DISPUTES:
        is_bare = all(prints_value(placed.cell.text) for placed in grid.cells)
        return is_bare and first.bottoms[name] == first.height
    if labels and (match_rows(name, labels[0]) or is_group(name, labels[0])):
        return True
    # A group without a number, or a row that the report added, before a row of the form.
    below = [placed.cell.text for placed in _row(grid, 1)]
    return len(labels) == 1 and bool(match_rows(name, below[0])) if below else False


def _has_unit_in(columns: Collection[int], row: Sequence[PlacedCell]) -> bool:
    """Whether a row has a unit in one of the unit columns of a local form."""
    units = form_rules().stretches.units
    return any(placed.cell.column in columns and squeeze(placed.cell.text) in units for placed in row)


def _height(grid: PlacedGrid) -> int:
    return max((placed.cell.row + placed.cell.rows for placed in grid.cells), default=0)


def _last_width(grid: PlacedGrid) -> int:
    height = _height(grid)
    last = (placed.cell for placed in grid.cells if placed.cell.row + placed.cell.rows == height)
    return max((cell.column + cell.columns for cell in last), default=0)


def _width(grid: PlacedGrid) -> int:
    return max((placed.cell.column + placed.cell.columns for placed in grid.cells), default=0)
