"""Finds the tables of a plain text whose cells are separated by tabs, so that blank cells are kept."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.characters import to_plain
from pipeline.ingest.plain.page_ends import is_parted
from pipeline.model import Grid, GridCell
from pipeline.values import blank_pages, prints_value

# Prose may be indented by a tab or contain one by mistake: a table has at least so many rows or cells, all short.
FEWEST_ROWS = 3
FEWEST_CELLS = 3
LONGEST_CELL = 60

_WRITTEN_RE = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE_RE = re.compile(r"[。!?]|:$")


def split_tables(lines: Sequence[str]) -> Iterator[tuple[str, ...] | Grid]:
    """The lines in order: lines between tables as one tuple, each table as a grid.

    >>> parts = list(split_tables(["一、概况", "项目\\t上年\\t本年", "申请\\t\\t3", "复议\\t1\\t"]))
    >>> parts[0], [(cell.row, cell.column, cell.text) for cell in parts[1].cells if cell.row == 1]
    (('一、概况',), [(1, 0, '申请'), (1, 1, ''), (1, 2, '3')])
    """
    held: list[str] = []
    for is_table, rows in _runs(_open_ends(lines)):
        if is_table:
            if held:
                yield tuple(held)
                held = []
            yield _grid(rows)
        else:
            held += rows
    if held:
        yield tuple(held)


def _runs(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines in runs, each with whether it is a table."""
    runs = _keep_pieces([(tabbed, list(group)) for tabbed, group in groupby(lines, key=_is_row)])
    for index, (tabbed, rows) in enumerate(runs):
        is_table = tabbed and (_is_table(rows) or is_parted(runs, index, _split))
        if is_table and index + 1 < len(runs) and _is_blank(runs[index + 1][1], rows[-1]):
            # The blank row of 表四 of an agency without disputes.
            rows.append(runs[index + 1][1].pop(0))
        yield is_table, rows


def _keep_pieces(runs: list[tuple[bool, list[str]]]) -> list[tuple[bool, list[str]]]:
    """The runs, with a line alone between two rows as a row of one cell: a title, or a piece of a wrapped label.

    The row below has a label and, last, a value, so that it is none of heads, and as many cells as the one above.

    >>> rows, broken = ["公文\\t件\\t3"], ["公开数\\t件\\t1"]
    >>> [
    ...     len(lines)
    ...     for _, lines in _keep_pieces([(True, rows), (False, ["不同意"]), (True, broken), (False, ["完。"])])
    ... ]
    [3, 1]
    """
    kept: list[tuple[bool, list[str]]] = []
    for index, (tabbed, lines) in enumerate(runs):
        if len(kept) > 1 and tabbed and kept[-2][0] and _is_piece(kept[-1][1], kept[-2][1][-1], lines[0]):
            (line,) = runs[index - 1][1]
            kept.pop()
            kept[-1] = True, [*kept[-1][1], line, *lines]
        else:
            kept.append((tabbed, lines))
    return kept


def _is_piece(between: Sequence[str], above: str, below: str) -> bool:
    line = blank_pages(to_plain(between[0])).strip() if len(between) == 1 else ""
    cells = _split(below)
    is_words = 0 < len(line) <= LONGEST_CELL and _WRITTEN_RE.search(line) and not _SENTENCE_RE.search(line)
    last = next((cell for cell in reversed(cells[1:]) if cell.strip()), "")
    is_row = not prints_value(cells[0]) and bool(last) and prints_value(last)
    return bool(is_words) and is_row and len(_split(above)) == len(cells)


def _split(line: str) -> list[str]:
    return line.split("\t")


def _is_row(line: str) -> bool:
    cells = _split(line)
    return len(cells) > 1 and any(map(str.strip, cells)) and all(len(cell) <= LONGEST_CELL for cell in cells)


def _is_table(rows: Sequence[str]) -> bool:
    """Whether rows with tabs are a table: any three, or two with the same number of cells, more than two each.

    Two cells are enough if the second is blank, since prose does not end in a tab.
    """
    if len(rows) >= FEWEST_ROWS:
        return True
    first, *others = map(_split, rows)
    alike = len(others) == 1 and len(others[0]) == len(first)
    return alike and (len(first) >= FEWEST_CELLS or (all(map(str.strip, first)) and not others[0][-1].strip()))


def _is_blank(lines: Sequence[str], above: str) -> bool:
    """Whether lines begin with exactly one row of blank cells, at least as many as in the row above.

    Several blank rows are the space that a spreadsheet has below or between tables.
    """
    first, *others = lines
    blank = not first.strip() and first.count("\t") >= max(above.count("\t"), 1)
    return blank and (not others or bool(others[0].strip()) or not others[0].count("\t"))


def _open_ends(lines: Sequence[str]) -> list[str]:
    """Removes the tab after the last cell if every row has one.

    >>> _open_ends(["一、概况", "规章\\t3\\t", "收费\\t\\t", "许可\\t7\\t"])[1:3]
    ['规章\\t3', '收费\\t']
    """
    rows = [line for line in lines if _is_row(line)]
    closed = len(rows) >= FEWEST_ROWS and all(line.endswith("\t") for line in rows)
    return [line[:-1] if closed and line.endswith("\t") else line for line in lines]


def _grid(rows: Sequence[str]) -> Grid:
    return Grid(
        tuple(
            GridCell(row, column, " ".join(cell.split()))
            for row, line in enumerate(rows)
            for column, cell in enumerate(line.split("\t"))
        )
    )
