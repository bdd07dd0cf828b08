"""Joins the parts of a table split by page breaks: columns, repeated headers, merged cells and split rows."""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.ingest.pdf.lines import glue
from pipeline.ingest.pdf.ruled_tables import Table
from pipeline.ingest.pdf.split_rows import is_split_row
from pipeline.model import CellState, GridCell
from pipeline.values import read_cell

# Column edges on two pages are the same if so near, in points from the left side of the table.
SAME_SIDE = 5.0
# The number of rows before and after a page break that show whether the table has blank rows.
NEAR_ROWS = 8


def continues(above: Table, below: Table) -> bool:
    """Whether a table at the top of a page can continue the one at the bottom of the previous page.

    It must have the same width and no column edge that the other lacks.
    """
    if below.page <= above.page:
        return False
    first, second = _sides(above), _sides(below)
    if abs(first[-1] - second[-1]) > SAME_SIDE:
        return False
    few, many = sorted((first, second), key=len)
    return all(any(abs(side - other) <= SAME_SIDE for other in many) for side in few)


def _sides(table: Table) -> list[float]:
    return [edge - table.edges[0] for edge in table.edges]


def join_tables(above: Table, below: Table) -> Table:
    """Joins two tables, with the columns of the one that has more, and a repeated header only once."""
    edges = max(above.edges, below.edges, key=len)
    upper = _drop_filler(_spread(above, edges))
    lower = _drop_head(upper, _spread(below, edges))
    width = len(edges) - 1
    unruled = len(upper.open_bottom) == width == len(lower.open_top)
    broken = (unruled and not _both_number(upper, lower)) or _is_split(upper, lower)
    shift = upper.rows - broken
    kept = list(upper.cells)
    ends = {(cell.column, cell.columns): i for i, cell in enumerate(kept) if cell.row + cell.rows == upper.rows}
    for cell in lower.cells:
        index = ends.get((cell.column, cell.columns)) if cell.row == 0 else None
        if index is not None and (broken or _is_rest(kept[index], cell, upper, lower)):
            before = kept[index]
            words = before.text + glue(before.text, cell.text) + cell.text
            kept[index] = replace(before, text=words, rows=before.rows + cell.rows - broken)
        else:
            kept.append(replace(cell, row=cell.row + shift))
    cells = tuple(sorted(kept, key=lambda cell: (cell.row, cell.column)))
    return replace(
        upper,
        page=lower.page,
        edges=edges,
        rows=shift + lower.rows,
        cells=cells,
        open_bottom=lower.open_bottom,
    )


def _both_number(upper: Table, lower: Table) -> bool:
    """Whether the last row above and the first below have numbers in the same column, so that they are two rows."""
    above = {cell.column for cell in upper.cells if cell.row + cell.rows == upper.rows and _is_number(cell.text)}
    return any(cell.row == 0 and cell.column in above and _is_number(cell.text) for cell in lower.cells)


def _is_number(text: str) -> bool:
    return read_cell(text).state is CellState.NUMBER


def _is_split(upper: Table, lower: Table) -> bool:
    """Whether the last row above and the first below are one row, apart from cells merged with other rows."""
    last, first = upper.rows - 1, 0
    above = [cell for cell in upper.cells if cell.row == last and cell.rows == 1]
    below = [cell for cell in lower.cells if cell.row == first and cell.rows == 1]
    near = [[c for c in upper.cells if c.row == row and c.rows == 1] for row in range(max(0, last - NEAR_ROWS), last)]
    near += [[c for c in lower.cells if c.row == row] for row in range(1, min(lower.rows, 1 + NEAR_ROWS))]
    return is_split_row(above, below, near)


def _drop_filler(table: Table) -> Table:
    """Removes a blank last row, the space at the bottom of the page in which the next row did not fit."""
    last = [cell for cell in table.cells if cell.row + cell.rows == table.rows]
    filler = [cell for cell in last if cell.row == table.rows - 1 and not cell.text and cell.columns > 1]
    if len(filler) != 1 or any(cell.row == table.rows - 1 for cell in last if cell is not filler[0]):
        return table
    cells = tuple(
        replace(cell, rows=cell.rows - (cell.row + cell.rows == table.rows))
        for cell in table.cells
        if cell not in filler
    )
    return replace(table, rows=table.rows - 1, cells=cells, open_bottom=frozenset())


def _is_rest(before: GridCell, cell: GridCell, upper: Table, lower: Table) -> bool:
    """Whether a cell at the top of a page continues the merged cell above it.

    Either no line is drawn between the two, or both are framed, as in word processors, and the lower one is blank.
    """
    columns = frozenset(range(cell.column, cell.column + cell.columns))
    if columns <= upper.open_bottom and columns <= lower.open_top:
        return not (before.text and cell.text) or before.rows + cell.rows > 2
    merged = before.rows > 1 or cell.rows > 1
    return merged and not cell.text and read_cell(before.text)[0] is CellState.TEXT


def _spread(table: Table, edges: Sequence[float]) -> Table:
    """The table with its cells moved to the columns of the given edges."""
    if table.edges == edges:
        return table
    sides = [edge - edges[0] for edge in edges]
    moved = [min(bisect_left(sides, side - SAME_SIDE), len(sides) - 1) for side in _sides(table)]
    cells = tuple(
        replace(cell, column=moved[cell.column], columns=moved[cell.column + cell.columns] - moved[cell.column])
        for cell in table.cells
    )
    return replace(
        table,
        edges=tuple(edges),
        cells=tuple(cell for cell in cells if cell.columns),
        open_top=_spread_columns(table.open_top, moved),
        open_bottom=_spread_columns(table.open_bottom, moved),
    )


def _spread_columns(columns: frozenset[int], moved: Sequence[int]) -> frozenset[int]:
    return frozenset(number for column in columns for number in range(moved[column], moved[column + 1]))


def _drop_head(above: Table, below: Table) -> Table:
    """Removes the first rows of the lower table that repeat the header of the upper one (labels without numbers)."""
    rows = 0
    while rows < min(above.rows, below.rows - 1):
        row = _signature(below, rows)
        states = [read_cell(text)[0] for _, text, _, _ in row]
        if not row or row != _signature(above, rows) or CellState.TEXT not in states or CellState.NUMBER in states:
            break
        rows += 1
    while rows and any(cell.row < rows < cell.row + cell.rows for cell in below.cells):
        rows -= 1
    cells = tuple(replace(cell, row=cell.row - rows) for cell in below.cells if cell.row >= rows)
    return replace(below, rows=below.rows - rows, cells=cells, open_top=frozenset() if rows else below.open_top)


def _signature(table: Table, row: int) -> list[tuple[int, str, int, int]]:
    return [(cell.column, cell.text, cell.rows, cell.columns) for cell in table.cells if cell.row == row]
