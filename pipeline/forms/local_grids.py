"""Separates grids of local forms from those of 2014, which have similar headers, and gives their cells codes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.characters import squeeze, to_plain
from pipeline.forms.grid_codes import Coded
from pipeline.forms.label_match import is_group
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
from pipeline.rulebook import NUMBERING, form_rules

_NUMBERED_RE = re.compile(rf"其中|(?:{NUMBERING})[^、.]")
# A local form may have 主动公开情况 and 依申请公开情况 too.
FEWEST_GROUPS = 4
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
    if not is_local_head(heads, labels) or _has_groups(grid):
        return False
    return 2 * len(known & rows) <= len(rows) if rows else not known


def _has_groups(grid: Sequence[Coded]) -> bool:
    """Whether a grid has the groups of a form, which no local form has so many of, whatever became of its rows."""
    printed = {coded.laid.placed.cell.text for coded in grid}
    names = (table.name for table in form_rules().tables)
    return any(sum(is_group(name, text) for text in printed) >= FEWEST_GROUPS for name in names)


def local_codes_by_index(grid: Sequence[Coded]) -> dict[int, tuple[str, str]]:
    """The row and column of each value of a local form by its index in the grid, without rows of column numbers."""
    rows = _by_row(grid)
    left_out = {number for number, row in rows.items() if numbers_columns([coded.laid for coded in row])}
    left_out |= _find_doubtful(rows)
    year = last_year(head for coded in grid for head in coded.laid.above[-1:])
    values = ((index, coded) for index, coded in enumerate(grid) if coded.laid.placed.cell.row not in left_out)
    placed = {index: codes for index, coded in values if (codes := local_codes(coded.laid, year))}
    # Two columns of the year (2012年度, 合计): nothing tells which is meant.
    printed = [(_row(grid[index]), *codes) for index, codes in placed.items() if not _is_blank(grid[index])]
    again = {codes for codes, count in Counter(printed).items() if count > 1}
    return {index: codes for index, codes in placed.items() if (_row(grid[index]), *codes) not in again}


def _find_doubtful(rows: Mapping[int, Sequence[Coded]]) -> set[int]:
    """The rows whose label may be a piece of one, or whose values may stand under the headers of others.

    A label alone in a row above or below may be its other piece, unless it is a group (主动公开情况) or numbered. A
    value without any header, or under that of the units, says that the headers do not stand over their columns.
    """
    lone = {
        number: printed[0].laid.placed.cell.text
        for number, row in rows.items()
        if len(printed := [coded for coded in row if coded.laid.placed.cell.text.strip()]) == 1
        and printed[0].laid.state is CellState.TEXT
    }
    doubtful: set[int] = set()
    for number, row in rows.items():
        values = [coded.laid for coded in row if coded.laid.is_value and coded.laid.state is not CellState.BLANK]
        label = next((label for laid in values for label in laid.left), "")
        above, below = lone.get(number - 1), lone.get(number + 1)
        if not values:
            continue
        if above is not None and not _is_group_row(above) and not _is_numbered(label):
            doubtful.update((number - 1, number))
        if below is not None and not _is_group_row(below) and not _is_numbered(below):
            doubtful.update((number, number + 1))
        has_number = any(laid.state is CellState.NUMBER for laid in values)
        under_unit = has_number and any(
            squeeze(laid.above[-1]) in form_rules().local.units for laid in values if laid.above
        )
        if under_unit or (any(laid.above for laid in values) and not all(laid.above for laid in values)):
            doubtful.add(number)
    return doubtful


def _is_numbered(label: str) -> bool:
    return _NUMBERED_RE.match(squeeze(to_plain(label))) is not None


def _is_group_row(label: str) -> bool:
    return squeeze(label).rstrip(":：").endswith(form_rules().stretches.headings)


def _is_blank(coded: Coded) -> bool:
    return coded.laid.state is CellState.BLANK


def _row(coded: Coded) -> int:
    return coded.laid.placed.cell.row


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
