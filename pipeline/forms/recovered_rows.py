"""Recovers the rows of grids that lost their heads or their labels, as far as the form leaves one reading.

A row that has just as many cells as the form has columns, and adds up as the form says, has one reading. A row without
a label is one of those that the form has between the labelled rows before and behind it; it is told only where they
are as many as the rows that are missing there, and where then every column of the table adds up.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.forms.grid_codes import Coded
from pipeline.forms.label_match import normalize, table_named
from pipeline.forms.row_sums import Printed, adds_up, is_proved, place_rows
from pipeline.model import CellState
from pipeline.rulebook import DISPUTES, REQUESTS, Table, label_pieces
from pipeline.values import read_cell, says_none

Grids = list[list[Coded]]

# So many rows of a grid that add up show in which order its columns stand.
FEWEST_SOUND = 5


class _Row(Struct, frozen=True):
    """A row of a grid: under which code, the places of its values, and whether each has its column.

    ``is_strange`` where it has a label that the form does not know.
    """

    grid: int
    code: str | None
    cells: tuple[int, ...]
    is_placed: bool
    is_strange: bool = False


def recover_rows(grids: Grids, tables: Sequence[str]) -> Grids:
    """The grids with the codes that only the form gives; these cells are marked as recovered."""
    recovered = [list(grid) for grid in grids]
    for name in tables:
        number = table_named(name).table
        _recover_torn_heads(recovered, name)
        if number == REQUESTS and any(coded.table == name for grid in grids for coded in grid):
            _recover_requests(recovered, name)
        elif number == DISPUTES:
            _recover_disputes(recovered, name)
    return recovered


def _recover_torn_heads(grids: Grids, name: str) -> None:
    """Codes the values of rows under heads of which only a piece is left (本年新 for 本年新制作数量).

    Only where a row has a head for each of its columns in the form, a piece of its label, and one at least is whole.
    """
    table = table_named(name)
    labels = {column.code: "\n".join(map(normalize, column.wordings())) for column in table.columns}
    for number, grid in enumerate(grids):
        for cells in _by_row(grid):
            values = [place for place in cells if grid[place].laid.is_value and grid[place].table == name]
            headed = [place for place in values if grid[place].laid.above]
            codes = {grid[place].row for place in headed}
            code = codes.pop() if len(codes) == 1 else None
            columns = table.columns_of(code) if code else ()
            if len(headed) != len(columns) or len({grid[place].column for place in headed}) in (1, len(columns)):
                continue
            places = [(code, column) for column in columns]
            pieces = [normalize(grid[place].laid.above[-1]) for place in headed]
            torn = all(
                len(piece) > 1 and piece in labels[column] for piece, column in zip(pieces, columns, strict=True)
            )
            row = _Row(number, code, tuple(headed), is_placed=False)
            if torn and _agrees(grids, row, places):
                _code(grids, row, name, places)


def _recover_requests(grids: Grids, name: str) -> None:
    table = table_named(name)
    columns = [column.code for column in table.columns]
    rows = [row for row in _fitting_rows(grids, name) if len(row.cells) == len(columns)]
    printed = [_printed(grids, number, row) for number, row in enumerate(rows)]
    fitting = [row.is_placed or adds_up(values, len(columns)) for row, values in zip(rows, printed, strict=True)]
    # A row that does not add up, in a grid of rows that do: its cells are certain, and the report added up wrongly.
    sound = Counter(row.grid for row, fits in zip(rows, fitting, strict=True) if fits)
    fitting = [
        fits or (row.code is not None and sound[row.grid] >= FEWEST_SOUND)
        for row, fits in zip(rows, fitting, strict=True)
    ]
    known = {
        row.code: values.values for row, values, fits in zip(rows, printed, fitting, strict=True) if row.code and fits
    }
    bare = [v for row, v, fits in zip(rows, printed, fitting, strict=True) if fits and not row.is_strange]
    placed = place_rows(name, bare, known)
    for number, (row, fits) in enumerate(zip(rows, fitting, strict=True)):
        code = row.code or placed.get(number)
        places = [(code, column) for column in columns]
        if not (code or row.is_strange) or not fits or row.is_placed:
            continue
        if _agrees(grids, row, places) or (
            row.code and is_proved(printed[number]) and _heads_in_order(grids, row, table)
        ):
            _code(grids, row, name, places)


def _recover_disputes(grids: Grids, name: str) -> None:
    """Codes the one row of 表四 under heads that were torn: it has the columns of all three disputes."""
    table = table_named(name)
    places = [(row.code, column.code) for row in table.rows for column in table.columns]
    pieces = "\n".join(table.texts())
    heads: list[str] = []
    for number, grid in enumerate(grids):
        # A grid without words may be torn from its heads.
        heads = [_bare(coded) for coded in grid if not coded.laid.is_value] or heads
        if not heads or not all(head in pieces for head in heads) or not _stand_in_order(heads, table):
            continue
        # A blank row over the heads is what a converter writes where a table has no heads of its own.
        last = max((coded.laid.placed.cell.row for coded in grid if not coded.laid.is_value), default=-1)
        for cells in (cells for cells in _by_row(grid) if grid[cells[0]].laid.placed.cell.row > last):
            row = _Row(number, None, cells, is_placed=all(grid[place].row and grid[place].column for place in cells))
            whole = len(cells) == len(places) and not row.is_placed
            if whole and adds_up(_printed(grids, 0, row), len(table.columns)) and _agrees(grids, row, places):
                _code(grids, row, name, places)


def _stand_in_order(heads: Sequence[str], table: Table) -> bool:
    """Whether the heads of the disputes that were not torn follow each other as in the form."""
    first, *others = (row.label for row in table.rows)
    found = [heads.index(name) for name in (first, *table.groups, *others) if name in heads]
    return found == sorted(found)


def _by_row(grid: Sequence[Coded]) -> list[tuple[int, ...]]:
    """The places of the cells of each row."""
    rows: dict[int, list[int]] = {}
    for place, coded in enumerate(grid):
        rows.setdefault(coded.laid.placed.cell.row, []).append(place)
    return [tuple(places) for places in rows.values()]


def _rows(grids: Grids, name: str) -> Iterator[_Row]:
    """The rows of values of a table, in the order of the document, from its first known row or head to its last."""
    width = len(table_named(name).columns)
    inside = [number for number, grid in enumerate(grids) if any(coded.table == name for coded in grid)]
    for number in range(inside[0], inside[-1] + 1):
        for places in _by_row(grids[number]):
            cells = [grids[number][place] for place in places]
            if any(coded.table not in (None, name) for coded in cells):
                continue
            values = _values_behind(places, cells)
            codes = {row for place in values if (row := grids[number][place].row)}
            written = any(not coded.laid.is_value and _bare(coded) not in label_pieces() for coded in cells)
            if values and len(codes) < 2:
                # A label that takes two columns leaves a blank behind it, which is no value.
                under_heads = tuple(place for place in values if grids[number][place].column)
                placed = len(under_heads) in (len(values), width)
                cells_of = under_heads if placed else values
                yield _Row(number, next(iter(codes), None), cells_of, placed, is_strange=written and not codes)


def _fitting_rows(grids: Grids, name: str) -> Iterator[_Row]:
    """The rows of a table without the blanks that are too many: then the others must add up, or they may be others."""
    for row in _rows(grids, name):
        trimmed = _trim(grids, row, len(table_named(name).columns))
        if trimmed is row or is_proved(_printed(grids, 0, trimmed)):
            yield trimmed


def _values_behind(places: Sequence[int], cells: Sequence[Coded]) -> tuple[int, ...]:
    """The places of the values of a row: what stands behind its last label, where blanks before it are merged cells."""
    labels = [number for number, coded in enumerate(cells) if not coded.laid.is_value]
    return tuple(places[labels[-1] + 1 if labels else 0 :])


def _bare(coded: Coded) -> str:
    """What a cell prints, to be looked for among the pieces of labels: pages and lines tear them."""
    return squeeze(coded.laid.placed.cell.text).rstrip("、,")


def _trim(grids: Grids, row: _Row, width: int) -> _Row:
    """A row without the blanks that are more than the form has columns, if they stand at one of its ends only."""
    states = [grids[row.grid][place].laid.state for place in row.cells]
    more = len(states) - width
    if more <= 0:
        return row
    before, behind = (set(part) == {CellState.BLANK} for part in (states[:more], states[-more:]))
    if before == behind:
        return row
    return replace(row, cells=row.cells[more:] if before else row.cells[:-more])


def _printed(grids: Grids, number: int, row: _Row) -> Printed:
    cells = [grids[row.grid][place] for place in row.cells]
    values = tuple(read_cell(coded.laid.placed.cell.text).value for coded in cells)
    # A word for nothing counts nothing, as a sign does.
    states = (CellState.SLASH if says_none(coded.laid.placed.cell.text) else coded.laid.state for coded in cells)
    return Printed(number, row.code, values, tuple(states))


def _agrees(grids: Grids, row: _Row, places: Sequence[tuple[str | None, str]]) -> bool:
    """Whether the heads that were read stand where the form has them: where one does not, its neighbours need not."""
    columns = [grids[row.grid][place].column for place in row.cells]
    return all(read in (None, column) for read, (_, column) in zip(columns, places, strict=True))


def _heads_in_order(grids: Grids, row: _Row, table: Table) -> bool:
    """Whether the heads over a row are those of all columns of its form, from left to right.

    Then a row of as many cells may stand beside them: a label above it reaches into too many rows or too few.
    """
    first = grids[row.grid][row.cells[0]].laid.placed.cell.row
    heads = {
        coded.column: coded.laid.placed.cell.column
        for coded in grids[row.grid]
        if coded.table == table.name and coded.laid.in_head and coded.column and coded.laid.placed.cell.row < first
    }
    return list(dict(sorted(heads.items(), key=lambda head: head[1]))) == [column.code for column in table.columns]


def _code(grids: Grids, row: _Row, name: str, places: Sequence[tuple[str | None, str]]) -> None:
    for place, (code, column) in zip(row.cells, places, strict=True):
        coded = grids[row.grid][place]
        grids[row.grid][place] = replace(coded, table=name, row=code, column=column, is_recovered=True)
