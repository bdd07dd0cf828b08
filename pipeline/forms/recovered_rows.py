"""Recovers the codes of rows in grids without headers or labels, if the form allows only one reading.

A row with exactly as many cells as the form has columns, which adds up as on the form, has one reading. A row without
a label is one of the form's rows between the labelled rows before and after it; it is recovered only if there are as
many such rows as are missing, and every column of the table then adds up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.forms.grid_codes import Coded
from pipeline.forms.label_match import normalize, table_named
from pipeline.forms.row_sums import Printed, adds_up, is_proved, rows_by_sums
from pipeline.model import CellState
from pipeline.rulebook import DISPUTES, REQUESTS, Table, label_pieces
from pipeline.values import read_cell, says_none

Grids = list[list[Coded]]

# The fewest rows that add up to confirm the order of a grid's columns.
FEWEST_SOUND = 5


class _Row(Struct, frozen=True, gc=False):
    """A row of a grid: its code, the indices of its values, and whether each has a column code.

    ``is_strange``: it has a label that the form does not have.
    """

    grid: int
    code: str | None
    cells: tuple[int, ...]
    is_placed: bool
    is_strange: bool = False


def recover_rows(grids: Grids, tables: Sequence[str]) -> Grids:
    """The grids with the codes recovered from the form; these cells are marked as recovered."""
    recovered = [list(grid) for grid in grids]
    for name in tables:
        number = table_named(name).table
        _recover_partial_heads(recovered, name)
        if number == REQUESTS and any(coded.table == name for grid in grids for coded in grid):
            _recover_requests(recovered, name)
        elif number == DISPUTES:
            _recover_disputes(recovered, name)
    return recovered


def _recover_partial_heads(grids: Grids, name: str) -> None:
    """Codes the values of rows under incomplete headers (本年新 for 本年新制作数量).

    A row must have a piece of the right header for each column of the form, and at least one complete header.
    """
    table = table_named(name)
    labels = {column.code: "\n".join(map(normalize, column.wordings())) for column in table.columns}
    for number, grid in enumerate(grids):
        for cells in _by_row(grid):
            values = [index for index in cells if grid[index].laid.is_value and grid[index].table == name]
            headed = [index for index in values if grid[index].laid.above]
            codes = {grid[index].row for index in headed}
            code = codes.pop() if len(codes) == 1 else None
            columns = table.columns_of(code) if code else ()
            if len(headed) != len(columns) or len({grid[index].column for index in headed}) in (1, len(columns)):
                continue
            codes_of_row = [(code, column) for column in columns]
            pieces = [normalize(grid[index].laid.above[-1]) for index in headed]
            are_pieces = all(
                len(piece) > 1 and piece in labels[column] for piece, column in zip(pieces, columns, strict=True)
            )
            row = _Row(number, code, tuple(headed), is_placed=False)
            if are_pieces and _agrees(grids, row, codes_of_row):
                _code(grids, row, name, codes_of_row)


def _recover_requests(grids: Grids, name: str) -> None:
    table = table_named(name)
    columns = [column.code for column in table.columns]
    rows = [row for row in _fitting_rows(grids, name) if len(row.cells) == len(columns)]
    printed = [_printed(grids, number, row) for number, row in enumerate(rows)]
    fitting = [row.is_placed or adds_up(values, len(columns)) for row, values in zip(rows, printed, strict=True)]
    # A row that does not add up among rows that do: its cells are certain, and the report added up wrongly.
    sound = Counter(row.grid for row, fits in zip(rows, fitting, strict=True) if fits)
    fitting = [
        fits or (row.code is not None and sound[row.grid] >= FEWEST_SOUND)
        for row, fits in zip(rows, fitting, strict=True)
    ]
    known = {
        row.code: values.values for row, values, fits in zip(rows, printed, fitting, strict=True) if row.code and fits
    }
    bare = [v for row, v, fits in zip(rows, printed, fitting, strict=True) if fits and not row.is_strange]
    placed = rows_by_sums(name, bare, known)
    for number, (row, fits) in enumerate(zip(rows, fitting, strict=True)):
        code = row.code or placed.get(number)
        codes_of_row = [(code, column) for column in columns]
        if not (code or row.is_strange) or not fits or row.is_placed or _are_shuffled(grids[row.grid], table):
            continue
        if _agrees(grids, row, codes_of_row) or (
            row.code and is_proved(printed[number]) and _heads_in_order(grids, row, table)
        ):
            _code(grids, row, name, codes_of_row)


def _recover_disputes(grids: Grids, name: str) -> None:
    """Codes the single row of 表四 under broken headers: it has the columns of all three kinds of dispute."""
    table = table_named(name)
    codes_of_row = [(row.code, column.code) for row in table.rows for column in table.columns]
    pieces = "\n".join(table.texts())
    heads: list[str] = []
    for number, grid in enumerate(grids):
        # A grid without words may have been separated from its headers.
        heads = [_bare(coded) for coded in grid if not coded.laid.is_value] or heads
        if not heads or not all(head in pieces for head in heads) or not _stand_in_order(heads, table):
            continue
        if _are_shuffled(grid, table):
            continue
        # Converters write a blank row above the headers if a table has no header row.
        last = max((coded.laid.placed.cell.row for coded in grid if not coded.laid.is_value), default=-1)
        for cells in (cells for cells in _by_row(grid) if grid[cells[0]].laid.placed.cell.row > last):
            row = _Row(number, None, cells, is_placed=all(grid[index].row and grid[index].column for index in cells))
            whole = len(cells) == len(codes_of_row) and not row.is_placed
            if whole and adds_up(_printed(grids, 0, row), len(table.columns)) and _agrees(grids, row, codes_of_row):
                _code(grids, row, name, codes_of_row)


def _stand_in_order(heads: Sequence[str], table: Table) -> bool:
    """Whether the intact headers of the disputes are in the order of the form."""
    first, *others = (row.label for row in table.rows)
    found = [heads.index(name) for name in (first, *table.groups, *others) if name in heads]
    return found == sorted(found)


def _are_shuffled(grid: Sequence[Coded], table: Table) -> bool:
    """Whether a row of headers names columns of the form in another order, so that it says what is under which.

    A total over two rows of headers comes before the lower ones. The headers of 表四 begin anew for each of its rows.
    """
    order = [column.code for column in table.columns]
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for coded in grid:
        if coded.table == table.name and coded.laid.in_head and coded.column in order:
            rows[coded.laid.placed.cell.row].append(order.index(coded.column))
    anew = len(table.rows) - 1 if table.table == DISPUTES else 0
    return any(sum(right < left for left, right in pairwise(row)) > anew for row in rows.values())


def _by_row(grid: Sequence[Coded]) -> list[tuple[int, ...]]:
    """The indices of the cells of each row."""
    rows: dict[int, list[int]] = {}
    for index, coded in enumerate(grid):
        rows.setdefault(coded.laid.placed.cell.row, []).append(index)
    return [tuple(indices) for indices in rows.values()]


def _rows(grids: Grids, name: str) -> Iterator[_Row]:
    """The rows of values of a table in document order, from its first known row or header to its last."""
    width = len(table_named(name).columns)
    inside = [number for number, grid in enumerate(grids) if any(coded.table == name for coded in grid)]
    for number in range(inside[0], inside[-1] + 1):
        for indices in _by_row(grids[number]):
            cells = [grids[number][index] for index in indices]
            if any(coded.table not in (None, name) for coded in cells):
                continue
            values = _values_behind(indices, cells)
            codes = {row for index in values if (row := grids[number][index].row)}
            written = any(not coded.laid.is_value and _bare(coded) not in label_pieces() for coded in cells)
            if values and len(codes) < 2:
                # A label over two columns leaves a blank after it, which is not a value.
                under_heads = tuple(index for index in values if grids[number][index].column)
                placed = len(under_heads) in (len(values), width)
                cells_of = under_heads if placed else values
                yield _Row(number, next(iter(codes), None), cells_of, placed, is_strange=written and not codes)


def _fitting_rows(grids: Grids, name: str) -> Iterator[_Row]:
    """The rows of a table without surplus blanks; the remaining cells must then add up."""
    for row in _rows(grids, name):
        trimmed = _trim(grids, row, len(table_named(name).columns))
        if trimmed is row or is_proved(_printed(grids, 0, trimmed)):
            yield trimmed


def _values_behind(indices: Sequence[int], cells: Sequence[Coded]) -> tuple[int, ...]:
    """The indices of the values of a row: the cells after its last label."""
    labels = [number for number, coded in enumerate(cells) if not coded.laid.is_value]
    return tuple(indices[labels[-1] + 1 if labels else 0 :])


def _bare(coded: Coded) -> str:
    """The text of a cell in the form used to look up pieces of labels broken by pages and lines."""
    return squeeze(coded.laid.placed.cell.text).rstrip("、,")


def _trim(grids: Grids, row: _Row, width: int) -> _Row:
    """A row without surplus blanks, if they are all at one end."""
    states = [grids[row.grid][index].laid.state for index in row.cells]
    more = len(states) - width
    if more <= 0:
        return row
    before, behind = (set(part) == {CellState.BLANK} for part in (states[:more], states[-more:]))
    if before == behind:
        return row
    return replace(row, cells=row.cells[more:] if before else row.cells[:-more])


def _printed(grids: Grids, number: int, row: _Row) -> Printed:
    cells = [grids[row.grid][index] for index in row.cells]
    values = tuple(read_cell(coded.laid.placed.cell.text).value for coded in cells)
    # A word for “none” counts as zero, as a sign does.
    states = (CellState.SLASH if says_none(coded.laid.placed.cell.text) else coded.laid.state for coded in cells)
    return Printed(number, row.code, values, tuple(states))


def _agrees(grids: Grids, row: _Row, codes: Sequence[tuple[str | None, str]]) -> bool:
    """Whether all known column codes agree with the form; if one does not, its neighbours are uncertain too."""
    columns = [grids[row.grid][index].column for index in row.cells]
    return all(read in (None, column) for read, (_, column) in zip(columns, codes, strict=True))


def _heads_in_order(grids: Grids, row: _Row, table: Table) -> bool:
    """Whether the headers of a row are those of all columns of the form, from left to right.

    A row of as many cells may then be shifted against them, because a label above spans too many rows or too few.
    """
    first = grids[row.grid][row.cells[0]].laid.placed.cell.row
    heads = {
        coded.column: coded.laid.placed.cell.column
        for coded in grids[row.grid]
        if coded.table == table.name and coded.laid.in_head and coded.column and coded.laid.placed.cell.row < first
    }
    return list(dict(sorted(heads.items(), key=lambda head: head[1]))) == [column.code for column in table.columns]


def _code(grids: Grids, row: _Row, name: str, codes: Sequence[tuple[str | None, str]]) -> None:
    for index, (code, column) in zip(row.cells, codes, strict=True):
        coded = grids[row.grid][index]
        grids[row.grid][index] = replace(coded, table=name, row=code, column=column, is_recovered=True)
