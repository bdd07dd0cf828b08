"""Joins tables printed side by side, either in one grid with repeated headers or as two grids.

The halves of one grid are put below each other. Two grids are joined if the second
has the columns that the first lacks, the same number of rows, and no labels: its rows continue those to their left.
Uncertain cases stay as printed.
"""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.forms.label_match import is_group, match_columns, match_rows, table_named
from pipeline.model import CellState, GridCell, PlacedCell, PlacedGrid
from pipeline.rulebook import DISPUTES
from pipeline.values import may_end_page, read_cell

# Repeated headers are in one of the first rows, below titles.
DEEPEST_HEAD = 3
# The fewest headers of a half: one for labels and one for numbers.
FEWEST_HEADS = 2


def stack_halves(grid: PlacedGrid) -> PlacedGrid:
    """A grid with its halves put below each other, if its headers are repeated side by side.

    >>> rows = ("项目", "数量", "项目", "数量"), ("许可", "3", "收费", "1"), ("处罚", "4", "", "")
    >>> cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    >>> stacked = stack_halves(PlacedGrid(tuple(PlacedCell(cell, 0, 0) for cell in cells), 0, 0))
    >>> [(placed.cell.row, placed.cell.column) for placed in stacked.cells if placed.cell.text in ("收费", "1")]
    [(4, 0), (4, 1)]
    """
    head, starts = _repeated_head(grid)
    if not starts:
        return grid
    height = _height(grid)
    ends = (*starts[1:], _width(grid))
    moved = []
    for placed in grid.cells:
        cell = placed.cell
        if cell.row >= head and (half := _half_of(starts, cell.column)):
            columns = min(cell.columns, ends[half] - cell.column)
            down = height + (half - 1) * (height - head) - head
            cell = replace(cell, row=cell.row + down, column=cell.column - starts[half], columns=columns)
        moved.append(replace(placed, cell=cell))
    return PlacedGrid(tuple(sorted(moved, key=_coordinates)), grid.start, grid.end)


def _coordinates(placed: PlacedCell) -> tuple[int, int]:
    return placed.cell.row, placed.cell.column


def _half_of(starts: Sequence[int], column: int) -> int:
    return bisect_right(starts, column) - 1


def _repeated_head(grid: PlacedGrid) -> tuple[int, tuple[int, ...]]:
    """The row that repeats the header of the first column, and the first columns of the halves; empty if none."""
    rows: dict[int, list[GridCell]] = {}
    for placed in grid.cells:
        rows.setdefault(placed.cell.row, []).append(placed.cell)
    for number in sorted(rows)[:DEEPEST_HEAD]:
        starts = _starts(rows[number])
        if starts and _is_parted(rows, number, starts):
            return number, starts
        if len(rows[number]) > 1:
            break  # not a title, but a header above headers, or a row of numbers
    return 0, ()


def _starts(heads: Sequence[GridCell]) -> tuple[int, ...]:
    """The columns at which a header row starts again, with further headers after each; empty if it does not.

    >>> _starts([GridCell(0, column, text) for column, text in enumerate(("项目", "单位", "数量", "项目", "数量"))])
    (0, 3)
    """
    first = squeeze(heads[0].text) if heads and heads[0].column == 0 else ""
    starts = tuple(cell.column for cell in heads if first and squeeze(cell.text) == first)
    words: dict[int, list[str]] = {}
    for cell in heads:
        if first and cell.text.strip():
            words.setdefault(_half_of(starts, cell.column), []).append(squeeze(cell.text))
    whole = all(len(half) >= FEWEST_HEADS and len(half) == len(set(half)) for half in words.values())
    return starts if whole and len(starts) > 1 else ()


def _is_parted(rows: dict[int, list[GridCell]], head: int, starts: tuple[int, ...]) -> bool:
    """Whether no cell below the headers spans two halves, and each half has a column of labels only."""
    texts, numbers = set[int](), set[int]()
    for cell in (cell for number, row in rows.items() if number > head for cell in row):
        is_note = len(rows[cell.row]) == 1 and cell.column == 0
        if _half_of(starts, cell.column) != _half_of(starts, cell.column + cell.columns - 1) and not is_note:
            return False
        state = read_cell(cell.text).state
        if state is CellState.TEXT and not is_note:
            texts.add(cell.column)
        elif state is not CellState.BLANK and not is_note:
            numbers.add(cell.column)
    return {_half_of(starts, column) for column in texts - numbers} == set(range(len(starts)))


def join_beside(text: str, grids: Sequence[PlacedGrid], tables: Sequence[str]) -> list[PlacedGrid]:
    """The grids of a text, with grids that contain the missing columns joined to the previous one."""
    joined: list[PlacedGrid] = []
    for grid in grids:
        above = joined[-1] if joined else None
        near = above is not None and may_end_page(text[above.end : grid.start])
        if above and near and _height(above) == _height(grid) and any(_completes(above, grid, n) for n in tables):
            right = _width(above)
            cells = [replace(p, cell=replace(p.cell, column=p.cell.column + right)) for p in grid.cells]
            joined[-1] = PlacedGrid(tuple(sorted([*above.cells, *cells], key=_coordinates)), above.start, grid.end)
        else:
            joined.append(grid)
    return joined


def _completes(left: PlacedGrid, right: PlacedGrid, name: str) -> bool:
    """Whether a grid has the columns of a table that another lacks, above numbers only."""
    table = table_named(name)
    if table.table == DISPUTES:
        return False
    heads = [placed for placed in right.cells if read_cell(placed.cell.text).state is CellState.TEXT]
    rows = {placed.cell.row for placed in heads}
    others = {p.cell.row for p in right.cells if read_cell(p.cell.text).state is not CellState.TEXT and p.cell.text}
    if not heads or rows & others or len(rows) == _height(right) or not all(_is_head(name, placed) for placed in heads):
        return False
    labelled = {p.cell.row for p in left.cells if match_rows(name, p.cell.text)}
    here, there = _columns(left, name), _columns(right, name)
    return bool(labelled) and not here & there and _all_columns(name, left) <= here | there


def _is_head(name: str, placed: PlacedCell) -> bool:
    return bool(match_columns(name, placed.cell.text)) or is_group(name, placed.cell.text)


def _columns(grid: PlacedGrid, name: str) -> set[str]:
    return {code for placed in grid.cells for code in match_columns(name, placed.cell.text)}


def _all_columns(name: str, grid: PlacedGrid) -> set[str]:
    """The columns, over all rows of a table, that have a label in its grid."""
    table = table_named(name)
    rows = {code for placed in grid.cells for code in match_rows(name, placed.cell.text)}
    return {column for row in rows for column in table.columns_of(row)}


def _height(grid: PlacedGrid) -> int:
    return max((placed.cell.row + placed.cell.rows for placed in grid.cells), default=0)


def _width(grid: PlacedGrid) -> int:
    return max((placed.cell.column + placed.cell.columns for placed in grid.cells), default=0)
