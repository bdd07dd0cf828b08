"""Finds the tables of a text whose cells are separated by bars, as most page converters write them.

``| 规章 | 0 |`` with or without a rule of dashes below the header, the same without outer bars, and, as some crawlers
leave it, one cell per line with a bar after it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.ingest.plain.page_ends import is_parted
from pipeline.model import CellState, Grid, GridCell
from pipeline.values import may_end_page, read_cell

SEPARATOR_RE = re.compile(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")
_RULE_RE = re.compile(r":?-{2,}:?")
_BAR_RE = re.compile(r"(?<!\\)\|")
_BREAK_RE = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_BARS_RE = re.compile(r"[| \t]*\|[| \t]*")
# A line with a bar may be a sentence or a menu: so many rows of the same number of cells are a table.
FEWEST_OPEN = 3
# With so many cells in every row, two numbers in one of the rows are enough.
FEWEST_WIDE = 4
# With so many cells per row, a header over a single row of values is enough.
FEWEST_HEADED = 3
# The fewest lines of one cell each that show the width of their table.
FEWEST_LONE = 6


def split_bars(lines: Sequence[str]) -> Iterator[tuple[str, ...] | Grid]:
    """The lines in order: lines between tables as one tuple, each table as a grid.

    >>> parts = list(split_bars(["一、概况", "| 项目 | 数量 |", "| 申请 |  |"]))
    >>> parts[0], [(cell.row, cell.column, cell.text) for cell in parts[1].cells][2:]
    (('一、概况',), [(1, 0, '申请'), (1, 1, '')])
    """
    runs = [(closed, tuple(group)) for closed, group in groupby(close_rows(lines), key=_is_closed)]
    for index, (closed, rows) in enumerate(runs):
        if closed and (len(rows) > 1 or is_parted(runs, index, _split_line)):
            yield from read_tables(rows)
        else:
            yield rows


def read_tables(lines: Sequence[str]) -> Iterator[Grid]:
    """The tables in rows between bars; the row above a rule of dashes is the header of a new table."""
    rows: list[list[str]] = []
    for line in lines:
        if not SEPARATOR_RE.fullmatch(line.strip()):
            rows.append(split_row(line))
        elif len(rows) > 1:
            yield _grid(rows[:-1])
            rows = rows[-1:]
    if rows:
        yield _grid(rows)


def split_row(line: str) -> list[str]:
    """Splits a line of a table into its cells.

    >>> split_row("| 规章 | 22 ||"), split_row("规章 | 22")
    (['规章', '22', ''], ['规章', '22'])
    """
    parts = _BAR_RE.split(_BREAK_RE.sub(" ", line.strip().removeprefix("|")))
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [" ".join(part.split()) for part in parts]


def close_rows(lines: Sequence[str]) -> list[str]:
    """Gives the rows of tables a bar at both ends; other lines are unchanged.

    >>> close_rows(["指标 | 数", "---|---", "申请 | 3", "公开 | 20"])
    ['| 指标 | 数 |', '| --- | --- |', '| 申请 | 3 |', '| 公开 | 20 |']
    """
    closed: list[str] = []
    width = 0  # of the rows of the previous table, which a page end may have split
    runs = [(barred, list(group)) for barred, group in groupby(lines, key=_has_bar)]
    for index, (barred, run) in enumerate(runs):
        if not barred:
            width = width if may_end_page("".join(run)) else 0
            closed += run
        elif all(map(_is_closed, run)) and not _are_open(run, width):
            closed += run
        elif (rows := _split_open(run, width)) and (_is_open_table(rows) or is_parted(runs, index, _split_line)):
            closed += map(_write_row, rows)
            width = len(rows[0])
        else:
            closed += _close_lone(run)
    return closed


def _has_bar(line: str) -> bool:
    return "|" in line and _BAR_RE.search(line) is not None


def _is_closed(line: str) -> bool:
    """Whether a line is a row between two bars."""
    bare = line.strip()
    return len(bare) > 1 and bare[0] == "|" == bare[-1] and not _BARS_RE.fullmatch(bare[:-1] if len(bare) < 3 else "x")


def _are_open(lines: Sequence[str], width: int) -> bool:
    """Whether rows that begin and end with a bar have blank outer cells and continue an open table.

    Only then do they have as many cells as its rows.

    >>> _are_open([" | 1 | | 1 | "], 5), _are_open(["| 1 | | 1 |"], 3)
    (True, False)
    """
    return all(len(_BAR_RE.findall(line)) + 1 == width for line in lines)


def _write_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _split_open(lines: Sequence[str], width: int = 0) -> list[list[str]]:
    """The cells of the lines of a table, the same number in each; empty if they are not a table.

    A bar at an end of the line closes a cell if every one of several lines has it; otherwise it is next to a blank
    cell. It is also next to a blank cell if the rows are as wide as those of the previous table, from which a page
    end may have separated them.

    >>> (
    ...     _split_open(["规章 | 3 | ", "合计 | | 3"]),
    ...     _split_open(["规章|3|", "合计|3|"]),
    ...     _split_open(["甲|3|", "乙|3|"], 3),
    ... )
    ([['规章', '3', ''], ['合计', '', '3']], [['规章', '3'], ['合计', '3']], [['甲', '3', ''], ['乙', '3', '']])
    """
    rows = [[" ".join(part.split()) for part in _BAR_RE.split(_BREAK_RE.sub(" ", line))] for line in lines]
    if len({len(row) for row in rows}) > 1:
        return []
    for end in (0, -1) if len(rows) > 1 and len(rows[0]) != width else ():
        if all(not row[end] for row in rows):
            for row in rows:
                row.pop(end)
    return rows if len(rows[0]) > 1 else []


def _split_line(line: str) -> list[str]:
    """The cells of a line, which may lack bars at its ends."""
    bare = line.strip()
    inner = bare[1:-1] if _is_closed(line) else bare
    return [" ".join(part.split()) for part in _BAR_RE.split(inner)]


def _is_open_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows without outer bars are a table: there is a rule below the header, or there are numbers in cells.

    A title across all columns, repeated in each, is a row of a table too.
    """
    if len(rows) > 1 and all(_RULE_RE.fullmatch(cell) for cell in rows[1]):
        return True
    if len(rows) < FEWEST_OPEN:
        return _is_head_over_values(rows)
    values = [sum(_is_value(cell) for cell in row[1:]) for row in rows]
    valued = sum(value > 0 or not row[-1] or len({*row}) == 1 for value, row in zip(values, rows, strict=True))
    return 2 * valued >= len(rows) or (len(rows[0]) >= FEWEST_WIDE and max(values) > 1)


def _is_head_over_values(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two rows are a header and a label with only values, which no menu has.

    >>> _is_head_over_values([["内容", "上年", "本年"], ["收费", "4", ""]]), _is_head_over_values([["收费", "4", ""]])
    (True, False)
    """
    if len(rows) < 2 or len(rows[0]) < FEWEST_HEADED:
        return False
    (label, *values), heads = rows[1], rows[0]
    words = all(cell and read_cell(cell).state is CellState.TEXT for cell in (*heads, label))
    return words and any(map(_is_value, values)) and all(_is_value(cell) or not cell for cell in values)


def _is_value(cell: str) -> bool:
    return read_cell(cell).state not in (CellState.TEXT, CellState.BLANK)


def _close_lone(lines: Sequence[str]) -> list[str]:
    """The rows of a table with one cell per line, in which lines of several bars fill up rows with merged cells.

    Each such line ends a row, so the first shows the width of the table; empty if another contradicts it.
    """
    rows: list[list[str]] = []
    row: list[str] = []
    width = 0
    for line in lines:
        bars = len(_BAR_RE.findall(line))
        if bars > 1 and not _BARS_RE.fullmatch(line):
            return list(lines)
        if bars > 1:
            width = width or len(row) + bars
            if not row or len(row) + bars != width:
                return list(lines)
        else:
            row.append(" ".join(line.replace("|", "").split()))
        if bars > 1 or len(row) == width:
            rows.append(row)
            row = []
    if not width or len(lines) < FEWEST_LONE:
        return list(lines)
    return [_write_row(row) for row in [*rows, row] if row]


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    return Grid(
        tuple(GridCell(row, column, text) for row, cells in enumerate(rows) for column, text in enumerate(cells))
    )
