"""Joins the parts of a table that page breaks have cut: columns, repeated heads, merged cells and broken rows."""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.ingest.pdf.lines import glue
from pipeline.ingest.pdf.ruled_tables import Table
from pipeline.ingest.pdf.torn_rows import is_torn
from pipeline.model import CellState, GridCell
from pipeline.values import read_cell

# Sides of columns on two pages are the same, if they are this near, in points from the left side of the table.
SAME_SIDE = 5.0
# So many rows before and behind the end of a page show whether the table leaves rows blank.
NEAR_ROWS = 8


def continues(above: Table, below: Table) -> bool:
    """Whether a table at the head of a page can be the rest of that at the foot of the page before.

    It is as wide, and has no side of a column where the other has none.
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
    """Both as one table, with the columns of the one that has more, and a repeated head only once."""
    edges = max(above.edges, below.edges, key=len)
    upper = _drop_filler(_spread(above, edges))
    lower = _drop_head(upper, _spread(below, edges))
    width = len(edges) - 1
    unruled = len(upper.open_bottom) == width == len(lower.open_top)
    broken = (unruled and not _both_number(upper, lower)) or _is_torn(upper, lower)
    shift = upper.rows - broken
    kept = list(upper.cells)
    ends = {(cell.column, cell.columns): i for i, cell in enumerate(kept) if cell.row + cell.rows == upper.rows}
    for cell in lower.cells:
        place = ends.get((cell.column, cell.columns)) if cell.row == 0 else None
        if place is not None and (broken or _is_rest(kept[place], cell, upper, lower)):
            before = kept[place]
            words = before.text + glue(before.text, cell.text) + cell.text
            kept[place] = replace(before, text=words, rows=before.rows + cell.rows - broken)
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
    """Whether the last row above and the first below print a number in one column: then they are two rows."""
    above = {cell.column for cell in upper.cells if cell.row + cell.rows == upper.rows and _is_number(cell.text)}
    return any(cell.row == 0 and cell.column in above and _is_number(cell.text) for cell in lower.cells)


def _is_number(text: str) -> bool:
    return read_cell(text).state is CellState.NUMBER


def _is_torn(upper: Table, lower: Table) -> bool:
    """Whether the last row above and the first below are one; what merged cells cover in them is looked at no more."""
    last, first = upper.rows - 1, 0
    above = [cell for cell in upper.cells if cell.row == last and cell.rows == 1]
    below = [cell for cell in lower.cells if cell.row == first and cell.rows == 1]
    near = [[c for c in upper.cells if c.row == row and c.rows == 1] for row in range(max(0, last - NEAR_ROWS), last)]
    near += [[c for c in lower.cells if c.row == row] for row in range(1, min(lower.rows, 1 + NEAR_ROWS))]
    return is_torn(above, below, near)


def _drop_filler(table: Table) -> Table:
    """The table without the blank rest of the page at its foot, where its next row found no room."""
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
    """Whether a cell at the head of a page is the rest of the merged cell above it.

    No line is drawn between the two; or both are framed, as word processors do, and the rest of the label is blank.
    """
    columns = frozenset(range(cell.column, cell.column + cell.columns))
    if columns <= upper.open_bottom and columns <= lower.open_top:
        return not (before.text and cell.text) or before.rows + cell.rows > 2
    merged = before.rows > 1 or cell.rows > 1
    return merged and not cell.text and read_cell(before.text)[0] is CellState.TEXT


def _spread(table: Table, edges: Sequence[float]) -> Table:
    """The table with its cells at the places of the given sides."""
    if table.edges == edges:
        return table
    sides = [edge - edges[0] for edge in edges]
    places = [min(bisect_left(sides, side - SAME_SIDE), len(sides) - 1) for side in _sides(table)]
    cells = tuple(
        replace(cell, column=places[cell.column], columns=places[cell.column + cell.columns] - places[cell.column])
        for cell in table.cells
    )
    return replace(
        table,
        edges=tuple(edges),
        cells=tuple(cell for cell in cells if cell.columns),
        open_top=_spread_columns(table.open_top, places),
        open_bottom=_spread_columns(table.open_bottom, places),
    )


def _spread_columns(columns: frozenset[int], places: Sequence[int]) -> frozenset[int]:
    return frozenset(place for column in columns for place in range(places[column], places[column + 1]))


def _drop_head(above: Table, below: Table) -> Table:
    """The lower table without the rows at its head that repeat those of the upper one: labels, and no numbers."""
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
