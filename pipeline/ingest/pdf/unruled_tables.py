"""Finds tables without ruling lines: pieces of text lines aligned in columns.

Only a certain table is returned: three or more consecutive lines, each piece in one column, no overlapping columns,
and at least one column of numbers.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.ruled_tables import Table
from pipeline.model import CellState, GridCell
from pipeline.values import read_cell

FEWEST_LINES = 3
# The largest distance between lines of a table, in font sizes.
WIDEST_STEP = 3.0
# The least distance between columns, in font sizes.
LEAST_APART = 0.5

Row = Sequence[Line]


def find_columns(lines: Sequence[Line]) -> Iterator[Table | Line]:
    """The lines of a page in order, with those of a table replaced by the table."""
    run: list[Row] = []
    for line in lines:
        pieces = line.columns
        if run and not _follows(run[-1], pieces):
            yield from _close(run)
            run = []
        if len(pieces) > 1:
            run.append(pieces)
        else:
            yield line
    yield from _close(run)


def _follows(above: Row, pieces: Row) -> bool:
    return len(pieces) > 1 and pieces[0].baseline - above[0].baseline <= WIDEST_STEP * above[0].size


def _close(run: Sequence[Row]) -> Iterator[Table | Line]:
    table = read_columns(run)
    if table:
        yield table
    else:
        yield from (Line(row[0].page, tuple(c for piece in row for c in piece.characters)) for row in run)


def read_columns(run: Sequence[Row]) -> Table | None:
    """The table formed by rows of pieces; ``None`` unless it is certain.

    >>> from pipeline.ingest.pdf.pages import Character
    >>> def piece(text, left):
    ...     return Line(
    ...         1, tuple(Character(c, left + 10 * i, left + 10 * i + 10, 0.0, 10.0) for i, c in enumerate(text))
    ...     )
    >>> rows = [
    ...     [piece("指标", 0), piece("数", 90)],
    ...     [piece("规章", 0), piece("3", 90)],
    ...     [piece("收费", 0), piece("12", 80)],
    ... ]
    >>> [(cell.row, cell.column, cell.text) for cell in read_columns(rows).cells][2:]
    [(1, 0, '规章'), (1, 1, '3'), (2, 0, '收费'), (2, 1, '12')]
    """
    if len(run) < FEWEST_LINES:
        return None
    extents = _extents(run)
    if len(extents) != max(map(len, run)):
        return None
    cells = []
    for row, pieces in enumerate(run):
        for piece in pieces:
            column = next(i for i, (left, right) in enumerate(extents) if left <= piece.left and piece.right <= right)
            cells.append(GridCell(row, column, piece.text, page=piece.page))
    if len({(cell.row, cell.column) for cell in cells}) != len(cells) or not _has_numbers(cells, len(run)):
        return None
    filled = {(cell.row, cell.column) for cell in cells}
    page = run[0][0].page
    blanks = [
        GridCell(row, column, "", page=page)
        for row in range(len(run))
        for column in range(len(extents))
        if (row, column) not in filled
    ]
    edges = (extents[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(extents)), extents[-1][1])
    box = (edges[0], run[0][0].baseline - run[0][0].size, edges[-1], run[-1][0].baseline)
    ordered = tuple(sorted([*cells, *blanks], key=lambda cell: (cell.row, cell.column)))
    return Table(page, box, edges, len(run), ordered)


def _extents(run: Sequence[Row]) -> list[tuple[float, float]]:
    """The left and right bounds of the columns: overlapping pieces belong to one column."""
    spans = sorted((piece.left, piece.right, piece.size) for row in run for piece in row)
    extents: list[tuple[float, float]] = []
    for left, right, size in spans:
        if extents and left < extents[-1][1] + LEAST_APART * size:
            extents[-1] = extents[-1][0], max(extents[-1][1], right)
        else:
            extents.append((left, right))
    return extents


def _has_numbers(cells: Sequence[GridCell], rows: int) -> bool:
    """Whether a column contains numbers below its header."""
    for column in range(1, max(cell.column for cell in cells) + 1):
        states = [read_cell(cell.text)[0] for cell in cells if cell.column == column and cell.row > 0]
        numbers = states.count(CellState.NUMBER)
        if numbers and numbers >= rows - 2 and CellState.TEXT not in states:
            return True
    return False
