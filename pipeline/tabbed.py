"""Finds the tables of a plain text whose cells stand between tabs: there a blank cell is still a cell."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.model import Grid, GridCell

# Prose that is indented by a tab, or has one by mistake, is no table: a table has so many rows, and short cells.
FEWEST_ROWS = 3
LONGEST_CELL = 60


def split_tables(lines: Sequence[str]) -> Iterator[tuple[str, ...] | Grid]:
    """The lines in order: those between two tables together, and each table.

    >>> parts = list(split_tables(["一、概况", "项目\\t上年\\t本年", "申请\\t\\t3", "复议\\t1\\t"]))
    >>> parts[0], [(cell.row, cell.column, cell.text) for cell in parts[1].cells if cell.row == 1]
    (('一、概况',), [(1, 0, '申请'), (1, 1, ''), (1, 2, '3')])
    """
    held: list[str] = []
    for tabbed, group in groupby(lines, key=_is_row):
        rows = list(group)
        if tabbed and len(rows) >= FEWEST_ROWS:
            if held:
                yield tuple(held)
                held = []
            yield _grid(rows)
        else:
            held += rows
    if held:
        yield tuple(held)


def _is_row(line: str) -> bool:
    cells = line.split("\t")
    return len(cells) > 1 and any(map(str.strip, cells)) and all(len(cell) <= LONGEST_CELL for cell in cells)


def _grid(rows: Sequence[str]) -> Grid:
    return Grid(
        tuple(
            GridCell(row, column, " ".join(cell.split()))
            for row, line in enumerate(rows)
            for column, cell in enumerate(line.split("\t"))
        )
    )
