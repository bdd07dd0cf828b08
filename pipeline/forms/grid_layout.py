"""Tells for every cell of a printed table what stands at its left and above it: its row's labels and its column's.

A head is a row without a number; heads may stand anywhere in a table, and hold down to the next ones.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from pipeline.model import CellState, PlacedCell, PlacedGrid
from pipeline.values import may_be_value, read_cell, says_none

# So many labels nest beside a value at the most; a row of thousands of cells has them all at its left.
MOST_LABELS = 6

_WRITTEN_RE = re.compile(r"[^\W\d_]")


class LaidCell(Struct, frozen=True):
    """A cell of a table with the labels beside it, the outermost first, and whether it stands in a head.

    ``is_value`` where it stands for a value, and is neither head nor label: a number, a blank, or a text in its place.
    """

    placed: PlacedCell
    state: CellState
    left: tuple[str, ...]
    above: tuple[str, ...]
    in_head: bool
    is_value: bool


# Whether a text stands in the place of a number: by the text, the labels at its left and the heads above it.
IsPlace = Callable[[str, Sequence[str], Sequence[str]], bool]
# Whether labels before so many blanks name a row, and head nothing.
IsRow = Callable[[Sequence[str], int], bool]


def lay_out(
    grid: PlacedGrid, is_place: IsPlace | None = None, is_row: IsRow = lambda *_: False
) -> tuple[LaidCell, ...]:
    """The cells of a table in its order, each with its labels.

    Where a form knows its own places, a text in one of them is no label: neither of the values beside it nor below.
    A row of blanks is no head where its labels are those of a row.

    >>> from pipeline.model import Grid, GridCell
    >>> from pipeline.text.compose import place_grid
    >>> cells = [(0, 0, "项目"), (0, 1, "数量"), (1, 0, "申请"), (1, 1, "3")]
    >>> laid = lay_out(place_grid(Grid(tuple(GridCell(*cell) for cell in cells)), 0)[0])
    >>> laid[-1].left, laid[-1].above
    (('申请',), ('数量',))
    """
    states = [read_cell(placed.cell.text).state for placed in grid.cells]
    values = _find_values(grid.cells, states, with_texts=is_place is not None)
    rows = _by_row(grid.cells)
    heads = _find_heads(grid.cells, states, values)
    heads -= {row for row in heads if is_row(*_labels_before_blanks(grid.cells, rows.starting[row]))}
    filled = _fill_heads(grid.cells, rows.starting, heads)
    widths = _widths(grid.cells, rows.starting)
    above: defaultdict[int, Heads] = defaultdict(tuple)  # the heads of each column, while the rows go by
    closed: set[int] = set()  # the columns that have had a number since their last head
    laid: dict[int, LaidCell] = {}
    for row, starting in enumerate(rows.starting):
        labels = _labels_in(grid.cells, values, rows.covering[row])
        own = {grid.cells[index].cell.column for index in starting}
        for index in starting:
            placed = grid.cells[index]
            end = bisect_left(labels, placed.cell.column, key=lambda label: label[0])
            # A label from a row above is the outer one, also where wrong spans put it behind the label of the row.
            left = sorted(labels[max(0, end - MOST_LABELS) : end], key=lambda label: label[0] in own)
            column = _best_column(placed, above)
            texts = tuple(text for _, text in left)
            over = tuple(text for text, width in above[column] if width == widths[row])
            if is_place and row not in heads and index not in values and is_place(placed.cell.text, texts, over):
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


# The heads over a column, each with the width of its row where that matters.
Heads = tuple[tuple[str, int], ...]


def row_widths(cells: Sequence[PlacedCell]) -> list[int]:
    """The number of cells of each row, where they differ and no cell is merged; else 0 for all.

    A text has no merged cells: a label that the print merges takes one cell there, so that the columns of rows of
    different widths do not stand under each other.

    >>> from pipeline.model import GridCell
    >>> row_widths([PlacedCell(GridCell(*at, ""), 0, 0) for at in ((0, 0), (0, 1), (1, 0))])
    [2, 1]
    """
    return _widths(cells, _by_row(cells).starting)


def _widths(cells: Sequence[PlacedCell], starting: Sequence[Sequence[int]]) -> list[int]:
    widths = [len(row) for row in starting]
    merged = any(placed.cell.columns > 1 or placed.cell.rows > 1 for placed in cells)
    return [0] * len(widths) if merged or len(set(widths)) < 2 else widths


class _Rows(Struct, frozen=True):
    """For each row the places of the cells that start in it, and of those that cover it."""

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
    """The cells that are no labels by what they print; with the texts that may be values in the table of a form."""
    return {
        index
        for index, (placed, state) in enumerate(zip(cells, states, strict=True))
        if state is not CellState.TEXT or says_none(placed.cell.text) or (with_texts and may_be_value(placed.cell.text))
    }


def _find_heads(cells: Sequence[PlacedCell], states: Sequence[CellState], values: Collection[int]) -> frozenset[int]:
    """The rows without a number, a text for one, or a sign for none; where no row has one, the first rows are heads."""
    rows = {placed.cell.row for placed in cells}
    valued = {
        placed.cell.row
        for index, (placed, state) in enumerate(zip(cells, states, strict=True))
        if index in values and state is not CellState.BLANK
    }
    return frozenset(rows - valued) if valued else frozenset(range(_count_first_heads(cells)))


def _labels_before_blanks(cells: Sequence[PlacedCell], starting: Sequence[int]) -> tuple[list[str], int]:
    """The labels of a row behind which nothing but blanks stands, and how many; no labels where something else does."""
    printed = [cells[index].cell.text.strip() for index in starting]
    labels = [text for text in printed if text]
    first = next((place for place, text in enumerate(printed) if text), 0)
    blanks = len(printed) - first - len(labels)
    is_closed = printed[first : first + len(labels)] == labels
    return (labels, blanks) if is_closed and blanks else ([], 0)


def _count_first_heads(cells: Sequence[PlacedCell]) -> int:
    """How many rows of a table without a number are heads: the first, and those under its corner or its title.

    A title is the only label of its row. What stands under a corner goes on with it, or is blank there. Such heads
    reach further right than any label of the rows below them, whose cells are blank.
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
    """The text of the heads that a blank goes on with, where a table cannot merge cells (| 行政复议 | | | 行政诉讼 |).

    A blank is a part of the head at its left if a head stands below it, before the next number.
    """
    filled: dict[int, str] = {}
    if any(placed.cell.columns > 1 for placed in cells):
        return filled
    below: set[int] = set()  # the columns with a head further down
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
    """The column under whose head most of a cell stands; of two as good ones the first."""
    columns = range(placed.cell.column, placed.cell.column + placed.cell.columns)
    heads = [above[column] for column in columns]
    return columns[max(range(len(heads)), key=lambda place: (bool(heads[place]), heads.count(heads[place]), -place))]


def _labels_in(cells: Sequence[PlacedCell], values: Collection[int], covering: Sequence[int]) -> list[tuple[int, str]]:
    """The labels that stand in a row, or reach into it from above, by their column."""
    labels = [
        (cells[index].cell.column, cells[index].cell.text)
        for index in covering
        if index not in values and _is_label(cells[index].cell.text)
    ]
    return sorted(labels)


def _is_label(text: str) -> bool:
    return _WRITTEN_RE.search(text) is not None
