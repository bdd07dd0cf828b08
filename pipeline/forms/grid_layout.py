"""Associates every cell of a printed table with the labels of its row and the headers of its column.

A header row is a row without numbers; header rows may occur anywhere in a table, and apply down to the next ones.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from pipeline.model import CellState, GridCell, PlacedCell, PlacedGrid
from pipeline.values import may_be_value, read_cell, says_none

# The most nested labels of a value; in a row of thousands of cells all others are to its left.
MOST_LABELS = 6

_WRITTEN_RE = re.compile(r"[^\W\d_]")


class LaidCell(Struct, frozen=True, gc=False):
    """A cell of a table with its row labels and column headers, outermost first, and whether it is in a header row.

    ``is_value``: the cell is neither header nor label, but a number, a blank, or a text in place of a value.
    """

    placed: PlacedCell
    state: CellState
    left: tuple[str, ...]
    above: tuple[str, ...]
    in_head: bool
    is_value: bool


# Whether a text is in place of a value: by the text, the labels to its left and the headers above it.
IsValueText = Callable[[str, Sequence[str], Sequence[str]], bool]
# Whether labels before so many blanks name a row and are not headers.
IsRow = Callable[[Sequence[str], int], bool]

# A row with so many numbers, counted from one, may number the columns; 1, 2 and 3 are the values and the sum of a row.
FEWEST_NUMBERED = 4

# A dash of a typist, or a one.
STROKE = "一"


def lay_out(
    grid: PlacedGrid, is_value_text: IsValueText | None = None, is_row: IsRow = lambda *_: False
) -> tuple[LaidCell, ...]:
    """The cells of a table in order, each with its labels and headers.

    A text that ``is_value_text`` recognises in place of a value is not a label of the cells beside or below it. A row
    of blanks is not a header row if ``is_row`` recognises its labels.

    >>> from pipeline.model import Grid, GridCell
    >>> from pipeline.text.compose import place_grid
    >>> cells = [(0, 0, "项目"), (0, 1, "数量"), (1, 0, "申请"), (1, 1, "3")]
    >>> laid = lay_out(place_grid(Grid(tuple(GridCell(*cell) for cell in cells)), 0)[0])
    >>> laid[-1].left, laid[-1].above
    (('申请',), ('数量',))
    """
    states = [read_cell(placed.cell.text).state for placed in grid.cells]
    values = _find_values(grid.cells, states, with_texts=is_value_text is not None)
    rows = _by_row(grid.cells)
    values -= _find_column_numbers(grid.cells, rows.starting)
    heads = _find_heads(grid.cells, states, values)
    heads -= {row for row in heads if is_row(*_labels_before_blanks(grid.cells, rows.starting[row]))}
    filled = _fill_heads(grid.cells, rows.starting, heads)
    widths = _widths(grid.cells, rows.starting)
    above: defaultdict[int, Heads] = defaultdict(tuple)  # the current headers of each column
    closed: set[int] = set()  # the columns with a number since their last header
    laid: dict[int, LaidCell] = {}
    for row, starting in enumerate(rows.starting):
        first = min((grid.cells[index].cell.column for index in starting if index in values), default=0)
        labels = [
            (cell.column, cell.text)
            for cell in _labels_in(grid.cells, values, rows.covering[row])
            # A header that wrong spans extend into the rows below it is no label of what stands behind it.
            if cell.row == row or cell.row not in heads or cell.column <= first
        ]
        columns_of_row = {grid.cells[index].cell.column for index in starting}
        for index in starting:
            placed = grid.cells[index]
            end = bisect_left(labels, placed.cell.column, key=lambda label: label[0])
            # A label merged from a row above is the outer one, even if wrong spans put it after the row's own label.
            left = sorted(labels[max(0, end - MOST_LABELS) : end], key=lambda label: label[0] in columns_of_row)
            column = _best_column(placed, above)
            texts = tuple(text for _, text in left)
            over = tuple(text for text, width in above[column] if width == widths[row])
            if (
                is_value_text
                and row not in heads
                and index not in values
                and is_value_text(placed.cell.text, texts, over)
            ):
                values.add(index)
                if labels[end : end + 1] == [(placed.cell.column, placed.cell.text)]:
                    del labels[end]
            laid[index] = LaidCell(placed, states[index], texts, over, row in heads, index in values)
        for index in starting:
            cell = grid.cells[index].cell
            columns = range(cell.column, cell.column + cell.columns)
            if row not in heads:
                closed.update(columns)
            elif _is_label(text := filled.get(index, cell.text)):
                head = text, widths[row]
                for column in columns:
                    before = () if column in closed else above[column]
                    above[column] = before if before[-1:] == (head,) else (*before[-MOST_LABELS:], head)
                closed.difference_update(columns)
    return tuple(laid[index] for index in range(len(grid.cells)))


# The headers of a column, each with the width of its row where that matters.
Heads = tuple[tuple[str, int], ...]


def row_widths(cells: Sequence[PlacedCell]) -> list[int]:
    """The number of cells of each row, if they differ and no cell is merged; otherwise 0 for all.

    Plain text has no merged cells: a merged label takes one cell there, so the columns of rows of different widths are
    not aligned.

    >>> from pipeline.model import GridCell
    >>> row_widths([PlacedCell(GridCell(*at, ""), 0, 0) for at in ((0, 0), (0, 1), (1, 0))])
    [2, 1]
    """
    return _widths(cells, _by_row(cells).starting)


def _widths(cells: Sequence[PlacedCell], starting: Sequence[Sequence[int]]) -> list[int]:
    widths = [len(row) for row in starting]
    merged = any(placed.cell.columns > 1 or placed.cell.rows > 1 for placed in cells)
    return [0] * len(widths) if merged or len(set(widths)) < 2 else widths


class _Rows(Struct, frozen=True, gc=False):
    """For each row, the indices of the cells that start in it, and of those that cover it."""

    starting: list[list[int]]
    covering: list[list[int]]


def _by_row(cells: Sequence[PlacedCell]) -> _Rows:
    height = max((placed.cell.row for placed in cells), default=-1) + 1
    starting: list[list[int]] = [[] for _ in range(height)]
    covering: list[list[int]] = [[] for _ in range(height)]
    for index, placed in enumerate(cells):
        starting[placed.cell.row].append(index)
        for row in range(placed.cell.row, min(height, placed.cell.row + placed.cell.rows)):
            covering[row].append(index)
    return _Rows(starting, covering)


def _find_values(cells: Sequence[PlacedCell], states: Sequence[CellState], *, with_texts: bool) -> set[int]:
    """The cells that are not labels by their text; ``with_texts`` includes texts that may be values of a form."""
    values = {
        index
        for index, (placed, state) in enumerate(zip(cells, states, strict=True))
        if state is not CellState.TEXT or says_none(placed.cell.text) or (with_texts and may_be_value(placed.cell.text))
    }
    return values | _find_strokes(cells, values) if with_texts else values


def _find_strokes(cells: Sequence[PlacedCell], values: Collection[int]) -> set[int]:
    """The cells with nothing but 一, which is a one or a dash: several at the end of a row, where no label is among."""
    strokes = {index for index, placed in enumerate(cells) if placed.cell.text.strip() == STROKE}
    found: set[int] = set()
    for row in _by_row(cells).starting if len(strokes) > 1 else ():
        last = next((at for at in range(len(row) - 1, -1, -1) if row[at] not in strokes and row[at] not in values), -1)
        ends = strokes.intersection(row[last + 1 :])
        found |= ends if len(ends) > 1 or (ends and last >= 0) else set()
    return found


def _find_column_numbers(cells: Sequence[PlacedCell], starting: Sequence[Sequence[int]]) -> set[int]:
    """The cells of the rows that number the columns of a table: 1, 2, 3 and so on, and nothing else."""
    found: set[int] = set()
    for row in starting:
        printed = [text for index in row if (text := cells[index].cell.text.strip())]
        if len(printed) >= FEWEST_NUMBERED and printed == [str(number + 1) for number in range(len(printed))]:
            found.update(row)
    return found


def _find_heads(cells: Sequence[PlacedCell], states: Sequence[CellState], values: Collection[int]) -> frozenset[int]:
    """The header rows: those without values, or the first rows if no row has a value."""
    rows = {placed.cell.row for placed in cells}
    valued = {
        placed.cell.row
        for index, (placed, state) in enumerate(zip(cells, states, strict=True))
        if index in values and state is not CellState.BLANK
    }
    return frozenset(rows - valued) if valued else frozenset(range(_count_first_heads(cells)))


def _labels_before_blanks(cells: Sequence[PlacedCell], starting: Sequence[int]) -> tuple[list[str], int]:
    """The labels of a row followed only by blanks, and the number of blanks; no labels if other cells follow."""
    printed = [cells[index].cell.text.strip() for index in starting]
    labels = [text for text in printed if text]
    first = next((index for index, text in enumerate(printed) if text), 0)
    blanks = len(printed) - first - len(labels)
    is_closed = printed[first : first + len(labels)] == labels
    return (labels, blanks) if is_closed and blanks else ([], 0)


def _count_first_heads(cells: Sequence[PlacedCell]) -> int:
    """The number of header rows of a table without numbers: the first, and those below its corner or its title.

    A title is the only label of its row. Below a corner, cells continue it or are blank. Such headers extend further
    right than any label of the rows below, whose cells are blank.
    """
    reach: dict[int, int] = {}
    corner = next((placed.cell.text for placed in cells), "")
    leads: dict[int, str] = {}
    for placed in cells:
        cell = placed.cell
        leads.setdefault(cell.row, cell.text if cell.column == 0 else "")
        if _is_label(cell.text):
            reach[cell.row] = max(reach.get(cell.row, -1), cell.column)
    height = max(leads, default=0) + 1
    count = 2 if reach.get(0) == 0 and reach.get(1, 0) > 0 else 1
    while count in reach and leads.get(count, "").strip() in ("", corner.strip()):
        count += 1
    below = max((reach.get(row, -1) for row in range(count, height)), default=-1)
    return count if all(reach.get(row, -1) > below for row in range(1, count)) else 1


def _fill_heads(
    cells: Sequence[PlacedCell], starting: Sequence[Sequence[int]], heads: frozenset[int]
) -> dict[int, str]:
    """The headers that blanks continue, in tables that cannot merge cells (| 行政复议 | | | 行政诉讼 |).

    A blank continues the header to its left if there is a header below it before the next number.
    """
    filled: dict[int, str] = {}
    if any(placed.cell.columns > 1 for placed in cells):
        return filled
    below: set[int] = set()  # the columns with a header further down
    for row in range(len(starting) - 1, -1, -1):
        if row not in heads:
            below.clear()
            continue
        label = ""
        for index in starting[row]:
            cell = cells[index].cell
            label = cell.text if cell.text.strip() else label
            if not cell.text.strip() and label and cell.column in below:
                filled[index] = label
        below.update(cells[index].cell.column for index in starting[row] if _is_label(cells[index].cell.text))
    return filled


def _best_column(placed: PlacedCell, above: defaultdict[int, Heads]) -> int:
    """The column whose header covers most of a cell; the first of equals."""
    columns = range(placed.cell.column, placed.cell.column + placed.cell.columns)
    heads = [above[column] for column in columns]
    return columns[max(range(len(heads)), key=lambda index: (bool(heads[index]), heads.count(heads[index]), -index))]


def _labels_in(cells: Sequence[PlacedCell], values: Collection[int], covering: Sequence[int]) -> list[GridCell]:
    """The labels in a row, including those that extend into it from above, by column."""
    labels = (cells[index].cell for index in covering if index not in values and _is_label(cells[index].cell.text))
    return sorted(labels, key=lambda cell: (cell.column, cell.text))


def _is_label(text: str) -> bool:
    return _WRITTEN_RE.search(text) is not None
