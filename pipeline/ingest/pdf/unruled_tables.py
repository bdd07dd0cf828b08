"""Finds tables that have no lines but those of print: pieces of lines that stand under each other in columns.

Only what is certain becomes a table: three lines or more one under the other, each piece of them in one column, no
two columns over each other, and a column of numbers among them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.ruled_tables import Table
from pipeline.model import CellState, GridCell
from pipeline.values import read_cell

FEWEST_LINES = 3
# Lines of a table are this near to each other, in sizes of a character.
WIDEST_STEP = 3.0
# Columns are apart, in sizes of a character.
LEAST_APART = 0.5

Row = Sequence[Line]


def find_columns(lines: Sequence[Line]) -> Iterator[Table | Line]:
    """The lines of a page in order, those that are a table as one."""
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
    """The table that rows of pieces are, if that is certain.

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
    """From where to where the columns reach: pieces that are over each other are of one column."""
    spans = sorted((piece.left, piece.right, piece.size) for row in run for piece in row)
    extents: list[tuple[float, float]] = []
    for left, right, size in spans:
        if extents and left < extents[-1][1] + LEAST_APART * size:
            extents[-1] = extents[-1][0], max(extents[-1][1], right)
        else:
            extents.append((left, right))
    return extents


def _has_numbers(cells: Sequence[GridCell], rows: int) -> bool:
    """Whether a column holds numbers, but for its head."""
    for column in range(1, max(cell.column for cell in cells) + 1):
        states = [read_cell(cell.text)[0] for cell in cells if cell.column == column and cell.row > 0]
        numbers = states.count(CellState.NUMBER)
        if numbers and numbers >= rows - 2 and CellState.TEXT not in states:
            return True
    return False
