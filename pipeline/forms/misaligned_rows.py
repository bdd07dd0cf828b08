"""Finds the rows of statutory grids with a cell too many or too few, whose numbers are shifted.

Their numbers cannot be assigned to headers, so the rows lose their column codes and become a problem. A row is aligned
if each of its numbers is under exactly one header, and each header has a cell.
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


class _Head(Struct, frozen=True, gc=False):
    """A column header: the grid columns that it covers, and the width of its row."""

    table: str
    code: str
    start: int
    end: int
    width: int


class _Row(Struct, frozen=True, gc=False):
    """A row of values: their indices in the grid, the columns of its cells, their headers, its table and code.

    ``code`` is ``None`` if headers name the row (行政复议 above 结果维持), so that it stands for several rows of the
    form. It is empty for a row that the report added.
    """

    indices: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    heads: tuple[_Head, ...]
    width: int
    table: str
    code: str | None


def uncode_misaligned(grids: Sequence[Sequence[Coded]]) -> tuple[list[list[Coded]], tuple[Problem, ...]]:
    """The grids, with the column codes of misaligned rows removed, and a problem for each of these rows."""
    problems: list[Problem] = []
    kept: list[list[Coded]] = []
    for grid in grids:
        cells = list(grid)
        for row in _rows(grid):
            if not _is_misaligned([grid[index] for index in row.indices], row):
                continue
            placed = [cells[index].laid.placed for index in row.indices]
            problems.append(Problem("ragged_row", placed[0].start, placed[-1].end))
            for index in row.indices:
                cells[index] = replace(cells[index], column=None)
        kept.append(cells)
    return kept, tuple(problems)


def _rows(grid: Sequence[Coded]) -> Iterator[_Row]:
    """The rows of values of a grid, each with its headers: those since the last row of values."""
    if not any(coded.table for coded in grid):
        return
    widths = row_widths([coded.laid.placed for coded in grid])
    heads: list[_Head] = []
    is_open = False
    for number, covering in enumerate(_by_row(grid, len(widths))):
        indices = [index for index in covering if grid[index].laid.placed.cell.row == number]
        if any(grid[index].laid.in_head for index in indices):
            if any(grid[index].laid.is_value for index in indices):
                # A row of blanks is not a header row, though its label may also be a header (其他, 总计).
                is_open = False
                continue
            found = [head for index in indices for head in _head(grid[index], widths[number])]
            heads = [*(heads if is_open else ()), *found] if found else heads
            is_open = is_open or bool(found)
            continue
        is_open = False
        for table, code, values in _values(grid, indices):
            first = grid[values[0]].laid.placed.cell.column
            # Values before the first are of another row, in the left half of the table.
            spans = tuple(
                _span(grid[index])
                for index in covering
                if not grid[index].laid.in_head and (grid[index].laid.is_value or _span(grid[index])[1] > first)
            )
            yield _Row(values, spans, tuple(heads), widths[number], table, code)


def _by_row(grid: Sequence[Coded], height: int) -> list[list[int]]:
    """The indices of the cells in each row, including those that extend into it from above."""
    covering: list[list[int]] = [[] for _ in range(height)]
    for index, coded in enumerate(grid):
        cell = coded.laid.placed.cell
        for row in range(cell.row, min(height, cell.row + cell.rows)):
            covering[row].append(index)
    return covering


def _span(coded: Coded) -> tuple[int, int]:
    cell = coded.laid.placed.cell
    return cell.column, cell.column + cell.columns


def _head(coded: Coded, width: int) -> Iterator[_Head]:
    if coded.table and coded.column and not coded.laid.is_value:
        yield _Head(coded.table, coded.column, *_span(coded), width)


def _values(grid: Sequence[Coded], indices: Sequence[int]) -> Iterator[tuple[str, str | None, tuple[int, ...]]]:
    """The values of a grid row by row of the form; as a single group if headers name the rows."""
    values = [index for index in indices if grid[index].laid.is_value]
    by_head = tuple(index for index in values if is_named_above(grid[index].laid))
    named = {table for index in by_head if grid[index].row and (table := grid[index].table)}
    if len(named) == 1:
        yield named.pop(), None, by_head
        return
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index in values:
        coded = grid[index]
        if coded.table and coded.row:
            rows[coded.table, coded.row].append(index)
    if not rows and (table := _table_of_unknown_row(grid, values)):
        rows[table, ""] = values
    yield from ((table, code, tuple(of_row)) for (table, code), of_row in rows.items())


def _table_of_unknown_row(grid: Sequence[Coded], values: Sequence[int]) -> str | None:
    """The table of a row that the report added, with a label and under a header of the form.

    In 表四 the rows are named by headers, and the labels are years.
    """
    known = {coded.table for coded in grid if coded.row}
    headed = (grid[index] for index in values if grid[index].column and grid[index].laid.left)
    tables = (coded.table for coded in headed if coded.table in known)
    return next((table for table in tables if table and table_named(table).table != DISPUTES), None)


def _is_misaligned(cells: Sequence[Coded], row: _Row) -> bool:
    """Whether a number of a row is under no header or several, or a header has no cell or two numbers."""
    numbers = [coded for coded in cells if coded.laid.state is CellState.NUMBER]
    columns = table_named(row.table).columns_of(row.code or "")
    heads = [head for head in row.heads if head.table == row.table and head.code in columns]
    if _is_shuffled(cells, columns) or (row.code and _is_shifted(cells, columns, row.table)):
        return True
    if row.code is None and _lacks_a_cell(cells, columns):
        return True
    if not numbers or _follows(cells, heads):
        return False
    over = [head for head in heads if head.width == row.width]
    is_short = any(not any(_overlap((head.start, head.end), span) for span in row.spans) for head in over)
    if columns[-1] not in {head.code for head in heads}:
        # With less than half of the headers of a form, no number is too many.
        return is_short or (not heads and _repeats(numbers))
    if is_short or any(coded.column is None and not _stands_beside(coded, row.table) for coded in numbers):
        return True
    under = ({head.code for head in over if _overlap((head.start, head.end), _span(coded))} for coded in numbers)
    return any(len(codes) > 1 for codes in under) or _repeats(numbers)


def _is_shuffled(cells: Sequence[Coded], columns: Sequence[str]) -> bool:
    """Whether the headers of values are in another order than on the form, and the total is not their sum.

    Wrong spans move a total before its parts; if the report itself prints it there, it is their sum.
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


def _is_shifted(cells: Sequence[Coded], columns: Sequence[str], table: str) -> bool:
    """Whether headers do not stand over the values of a row, signs for “none” among them.

    A row with a value for each column of the form has each under its own header, or under none that is known; a row
    with more has none that is under no header at all.
    """
    printed = [coded for coded in cells if coded.laid.state is not CellState.BLANK and not _stands_beside(coded, table)]
    codes = [coded.column for coded in printed]
    if len(printed) == len(columns):
        is_partial = None in codes or len({*codes}) < len(codes)
        return is_partial and any(code not in (None, column) for code, column in zip(codes, columns, strict=True))
    return len(printed) > len(columns) and any(not coded.laid.above for coded in printed)


def _lacks_a_cell(cells: Sequence[Coded], columns: Sequence[str]) -> bool:
    """Whether the last cell of 表四 is blank and sums say that those behind a gap moved left."""
    if not cells or cells[-1].laid.state is not CellState.BLANK or cells[-1].column != columns[-1]:
        return False
    printed: defaultdict[str | None, dict[str | None, Decimal]] = defaultdict(dict)
    for coded in cells:
        printed[coded.row][coded.column] = read_cell(coded.laid.placed.cell.text).value or Decimal(0)
    *others, last = printed.values()
    *parts, total = list(last.values())[:-1] or [Decimal(0)]
    is_moved = total != 0 and total == sum(parts)
    return is_moved or any(2 * values.get(columns[-1], Decimal(0)) != sum(values.values()) for values in others)


def _repeats(numbers: Sequence[Coded]) -> bool:
    """Whether the same cell of the form has different numbers."""
    printed: defaultdict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for coded in numbers:
        printed[coded.row, coded.column].add(coded.laid.placed.cell.text)
    return any(column and len(texts) > 1 for (_, column), texts in printed.items())


def _follows(cells: Sequence[Coded], heads: Sequence[_Head]) -> bool:
    """Whether a row has exactly as many cells as headers, in the same order, even if pages merge columns wrongly.

    Recovered cells are known to add up.
    """
    in_order = sorted(heads, key=lambda head: head.start)
    return any(coded.is_recovered for coded in cells) or (
        [coded.column for coded in cells] == [head.code for head in in_order]
    )


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _stands_beside(coded: Coded, table: str) -> bool:
    """Whether a number without a column code has a header nevertheless: 上年数, 历年累计, 代码, or a subtotal."""
    return counts_nothing(coded.laid) or any(
        is_other_time(head, None) or is_subtotal(table, head) for head in coded.laid.above[-1:]
    )
