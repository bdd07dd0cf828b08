"""Finds the rows of statutory grids that have a cell too many or too few, so that their numbers stand shifted.

Which number is under which head nobody can say then: these rows lose their columns, and are a problem. A row fits its
heads where each of its numbers stands under one of them, and none of its heads is without a cell.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.forms.column_years import is_other_time
from pipeline.forms.grid_codes import Coded, is_named_above
from pipeline.forms.grid_layout import row_widths
from pipeline.forms.label_match import is_subtotal, table_named
from pipeline.forms.local_forms import counts_nothing
from pipeline.forms.row_sums import TOTAL
from pipeline.model import CellState, Problem
from pipeline.rulebook import DISPUTES
from pipeline.values import read_cell


class _Head(Struct, frozen=True):
    """A head that names a column of a table: the columns of the grid that it stands over, and the width of its row."""

    table: str
    code: str
    start: int
    end: int
    width: int


class _Row(Struct, frozen=True):
    """A row of values: their places in the grid, the columns that its cells take, the heads over them, what it is.

    ``code`` is null where heads name the row (行政复议 over 结果维持): such a row is of several rows of its form. It is
    empty where the row is the report's own.
    """

    places: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    heads: tuple[_Head, ...]
    width: int
    table: str
    code: str | None


def unplace_ragged(grids: Sequence[Sequence[Coded]]) -> tuple[list[list[Coded]], tuple[Problem, ...]]:
    """The grids without the columns of their ragged rows, and a problem for each of these rows."""
    problems: list[Problem] = []
    kept: list[list[Coded]] = []
    for grid in grids:
        cells = list(grid)
        for row in _rows(grid):
            if not _is_ragged([grid[place] for place in row.places], row):
                continue
            placed = [cells[place].laid.placed for place in row.places]
            problems.append(Problem("ragged_row", placed[0].start, placed[-1].end))
            for place in row.places:
                cells[place] = replace(cells[place], column=None)
        kept.append(cells)
    return kept, tuple(problems)


def _rows(grid: Sequence[Coded]) -> Iterator[_Row]:
    """The rows of values of a grid, each with the heads that hold for it: those since the last row of values."""
    if not any(coded.table for coded in grid):
        return
    widths = row_widths([coded.laid.placed for coded in grid])
    heads: list[_Head] = []
    is_open = False
    for number, covering in enumerate(_by_row(grid, len(widths))):
        places = [place for place in covering if grid[place].laid.placed.cell.row == number]
        if any(grid[place].laid.in_head for place in places):
            if any(grid[place].laid.is_value for place in places):
                # A row of blanks is no head, though its label may head a column too (其他, 总计).
                is_open = False
                continue
            found = [head for place in places for head in _head(grid[place], widths[number])]
            heads = [*(heads if is_open else ()), *found] if found else heads
            is_open = is_open or bool(found)
            continue
        is_open = False
        for table, code, values in _values(grid, places):
            first = grid[values[0]].laid.placed.cell.column
            # Values before the first are those of another row, in a half of the table at the left.
            spans = tuple(
                _span(grid[place])
                for place in covering
                if not grid[place].laid.in_head and (grid[place].laid.is_value or _span(grid[place])[1] > first)
            )
            yield _Row(values, spans, tuple(heads), widths[number], table, code)


def _by_row(grid: Sequence[Coded], height: int) -> list[list[int]]:
    """The places of the cells that stand in each row, or reach into it from above."""
    covering: list[list[int]] = [[] for _ in range(height)]
    for place, coded in enumerate(grid):
        cell = coded.laid.placed.cell
        for row in range(cell.row, min(height, cell.row + cell.rows)):
            covering[row].append(place)
    return covering


def _span(coded: Coded) -> tuple[int, int]:
    cell = coded.laid.placed.cell
    return cell.column, cell.column + cell.columns


def _head(coded: Coded, width: int) -> Iterator[_Head]:
    if coded.table and coded.column and not coded.laid.is_value:
        yield _Head(coded.table, coded.column, *_span(coded), width)


def _values(grid: Sequence[Coded], places: Sequence[int]) -> Iterator[tuple[str, str | None, tuple[int, ...]]]:
    """The values of a row of a grid by the row of the form that they are of; as one where heads name the rows."""
    values = [place for place in places if grid[place].laid.is_value]
    by_head = tuple(place for place in values if is_named_above(grid[place].laid))
    named = {table for place in by_head if grid[place].row and (table := grid[place].table)}
    if len(named) == 1:
        yield named.pop(), None, by_head
        return
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place in values:
        coded = grid[place]
        if coded.table and coded.row:
            rows[coded.table, coded.row].append(place)
    if not rows and (table := _own_table(grid, values)):
        rows[table, ""] = values
    yield from ((table, code, tuple(of_row)) for (table, code), of_row in rows.items())


def _own_table(grid: Sequence[Coded], values: Sequence[int]) -> str | None:
    """The table of the form that a row of the report's own stands in, under a head of it and behind a label.

    In 表四 the rows are named by heads, and other years stand beside.
    """
    known = {coded.table for coded in grid if coded.row}
    headed = (grid[place] for place in values if grid[place].column and grid[place].laid.left)
    tables = (coded.table for coded in headed if coded.table in known)
    return next((table for table in tables if table and table_named(table).table != DISPUTES), None)


def _is_ragged(cells: Sequence[Coded], row: _Row) -> bool:
    """Whether a number of a row stands under no head or under several, or a head of it has no cell or two numbers."""
    numbers = [coded for coded in cells if coded.laid.state is CellState.NUMBER]
    columns = table_named(row.table).columns_of(row.code or "")
    heads = [head for head in row.heads if head.table == row.table and head.code in columns]
    if _is_shuffled(cells, columns):
        return True
    if not numbers or _follows(cells, heads):
        return False
    over = [head for head in heads if head.width == row.width]
    is_short = any(not any(_overlap((head.start, head.end), span) for span in row.spans) for head in over)
    if columns[-1] not in {head.code for head in heads}:
        # Under half of the heads of a form no number is too many.
        return is_short or (not heads and _repeats(numbers))
    if is_short or any(coded.column is None and not _stands_beside(coded, row.table) for coded in numbers):
        return True
    under = ({head.code for head in over if _overlap((head.start, head.end), _span(coded))} for coded in numbers)
    return any(len(codes) > 1 for codes in under) or _repeats(numbers)


def _is_shuffled(cells: Sequence[Coded], columns: Sequence[str]) -> bool:
    """Whether values stand under heads in another order than the form's, and their total is no sum of the others.

    Wrong spans set a total before the columns of its parts; where a report prints it there itself, it is their sum.
    """
    rows: defaultdict[str | None, list[Coded]] = defaultdict(list)
    for coded in cells:
        if coded.column in columns:
            rows[coded.row].append(coded)
    for row in rows.values():
        printed = {coded.column or "": read_cell(coded.laid.placed.cell.text).value or Decimal(0) for coded in row}
        in_order = sorted(printed, key=columns.index) == list(printed)
        if not in_order and TOTAL in printed and 2 * printed[TOTAL] != sum(printed.values()):
            return True
    return False


def _repeats(numbers: Sequence[Coded]) -> bool:
    """Whether different numbers stand at one place of the form."""
    printed: defaultdict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for coded in numbers:
        printed[coded.row, coded.column].add(coded.laid.placed.cell.text)
    return any(column and len(texts) > 1 for (_, column), texts in printed.items())


def _follows(cells: Sequence[Coded], heads: Sequence[_Head]) -> bool:
    """Whether a row has just as many cells as heads, each under its own: pages merge too many columns, or too few.

    What only the form gave a place has been found to add up.
    """
    in_order = sorted(heads, key=lambda head: head.start)
    return any(coded.is_recovered for coded in cells) or (
        [coded.column for coded in cells] == [head.code for head in in_order]
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _stands_beside(coded: Coded, table: str) -> bool:
    """Whether a number without a column has a head all the same: 上年数, 历年累计, 代码, or the sum of some columns."""
    return counts_nothing(coded.laid) or any(
        is_other_time(head, None) or is_subtotal(table, head) for head in coded.laid.above[-1:]
    )
