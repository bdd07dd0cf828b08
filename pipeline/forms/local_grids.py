"""Separates the grids of local forms from those of the form of 2014, whose headers are similar, and codes them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.characters import squeeze
from pipeline.forms.grid_codes import Coded
from pipeline.forms.local_forms import (
    column_of,
    counts_nothing,
    is_local_head,
    is_of_year,
    last_year,
    local_codes,
    numbers_columns,
)
from pipeline.model import CellState, Problem

# The most rows named in a message.
MOST_NAMED = 5


def leave_local(grid: Sequence[Coded]) -> list[Coded]:
    """The cells of a grid; those of a local form lose the codes of a form that shares labels with it."""
    return [Coded(coded.laid) for coded in grid] if is_local_grid(grid) else list(grid)


def is_local_grid(grid: Sequence[Coded]) -> bool:
    """Whether a grid is a local form. 指标名称 and 统计项目 are also headers of 表一 of 2014, whose rows are known."""
    heads = tuple(coded.laid.placed.cell.text for coded in grid if coded.laid.in_head)
    known = {coded.laid.placed.cell.row for coded in grid if coded.row and coded.column}
    rows = {coded.laid.placed.cell.row for coded in grid if coded.laid.state is CellState.NUMBER}
    labels = tuple(coded.laid.placed.cell.text for coded in grid if not coded.laid.in_head and not coded.laid.is_value)
    return is_local_head(heads, labels) and (2 * len(known & rows) <= len(rows) if rows else not known)


def local_codes_by_index(grid: Sequence[Coded]) -> dict[int, tuple[str, str]]:
    """The row and column of each value of a local form by its index in the grid, without rows of column numbers."""
    rows = _by_row(grid)
    numbering = {number for number, row in rows.items() if numbers_columns([coded.laid for coded in row])}
    year = last_year(head for coded in grid for head in coded.laid.above[-1:])
    values = ((index, coded) for index, coded in enumerate(grid) if coded.laid.placed.cell.row not in numbering)
    return {index: codes for index, coded in values if (codes := local_codes(coded.laid, year))}


def find_unmatched_local(grid: Sequence[Coded]) -> Iterator[Problem]:
    """A problem for the numbers of a local form under unknown headers, with the names of their rows."""
    placed = local_codes_by_index(grid)
    rows = _by_row(grid)
    year = last_year(head for coded in grid for head in coded.laid.above[-1:])
    lost = [
        coded
        for index, coded in enumerate(grid)
        if coded.laid.state is CellState.NUMBER and index not in placed and not counts_nothing(coded.laid)
        if not any(column_of(head) and not is_of_year(head, year) for head in coded.laid.above[-1:])
        if not numbers_columns([other.laid for other in rows[coded.laid.placed.cell.row]])
    ]
    if lost:
        names = list(dict.fromkeys(squeeze(coded.laid.left[0]) for coded in lost if coded.laid.left))
        cells = [coded.laid.placed for coded in lost]
        start, end = min(placed.start for placed in cells), max(placed.end for placed in cells)
        yield Problem("unplaced_numbers.local", start, end, rows=tuple(names[:MOST_NAMED]) or "-")


def _by_row(grid: Sequence[Coded]) -> dict[int, list[Coded]]:
    rows: defaultdict[int, list[Coded]] = defaultdict(list)
    for coded in grid:
        rows[coded.laid.placed.cell.row].append(coded)
    return rows
