"""Resolves the rows of a Word table to a grid, and separates printed tables from those that only lay out prose."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.html import LEAST_PARAGRAPHS, LEAST_PROSE, MOST_COLUMNS
from pipeline.ingest.word.package import WORD
from pipeline.ingest.word.runs import DELETED, open_element
from pipeline.ingest.word.styles import read_int, read_value
from pipeline.model import Grid, GridCell


class RawCell(NamedTuple):
    """A cell as in the file: the columns that it covers, and whether it continues the cell above."""

    element: etree._Element
    column: int
    columns: int
    goes_on: bool


class CellText(Struct, frozen=True, gc=False):
    """The content of a cell: its paragraphs, and whether it contains a table."""

    paragraphs: tuple[str, ...]
    nested: bool

    @property
    def text(self) -> str:
        """The text of the cell on one line."""
        return " ".join(" ".join(self.paragraphs).split())

    @property
    def is_prose(self) -> bool:
        """Whether it contains sentences, which no cell of figures does."""
        text = "".join(self.paragraphs)
        return "。" in text and (len(text) >= LEAST_PROSE or len(self.paragraphs) >= LEAST_PARAGRAPHS)


def read_rows(table: etree._Element) -> list[list[RawCell]]:
    """The rows of a table and their cells, without those that are deleted."""
    rows = []
    for row in _find(table, "tr"):
        properties = row.find(f"{WORD}trPr")
        if properties is not None and any(properties.find(name) is not None for name in DELETED):
            continue
        rows.append(list(_read_cells(row, _read_span(properties, "gridBefore", 0))))
    return rows


def _find(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, including those in content controls and insertions."""
    waiting = open_element(element)
    while waiting:
        child = waiting.pop()
        if child.tag == WORD + name:
            yield child
        elif child.tag not in DELETED and child.tag not in (f"{WORD}tr", f"{WORD}tc", f"{WORD}tbl", f"{WORD}p"):
            waiting += open_element(child)


def _read_cells(row: etree._Element, column: int) -> Iterator[RawCell]:
    last: RawCell | None = None
    for element in _find(row, "tc"):
        properties = element.find(f"{WORD}tcPr")
        if properties is not None and properties.find(f"{WORD}cellDel") is not None:
            continue
        columns = min(_read_span(properties, "gridSpan", 1), MOST_COLUMNS)
        if last and _read_merge(properties, "hMerge") == "continue":
            last = last._replace(columns=last.columns + columns)
        else:
            if last:
                yield last
            last = RawCell(element, column, columns, _read_merge(properties, "vMerge") == "continue")
        column += columns
    if last:
        yield last


def _read_span(properties: etree._Element | None, name: str, least: int) -> int:
    return max(read_int(read_value(properties, name)) or least, least)


def _read_merge(properties: etree._Element | None, name: str) -> str | None:
    """``restart`` or ``continue`` (the default) of merged cells; ``None`` for others."""
    merge = None if properties is None else properties.find(WORD + name)
    return None if merge is None else merge.get(f"{WORD}val", "continue")


def is_printed(rows: Sequence[Sequence[RawCell]], cells: Sequence[CellText]) -> bool:
    """Whether a table is printed: a single cell, cells full of prose and nested tables are layout."""
    filled = sum(bool(cell.text) for cell in cells)
    if len(cells) < 2 or not filled or any(cell.nested for cell in cells):
        return False
    prose = sum(cell.is_prose for cell in cells)
    return not prose or (len(rows) > 3 and 2 * prose < filled)


def make_grid(rows: Sequence[Sequence[RawCell]], texts: Sequence[CellText]) -> Grid:
    """The grid of a table with the texts of its cells, in row order.

    Word prints no text in a cell that continues the one above. If its columns differ from the one above, it is a
    separate cell, since printed cells are rectangles.
    """
    cells: list[GridCell] = []
    touched: dict[int, int] = {}  # the first columns of the cells of the last row, and their indices in ``cells``
    following = iter(texts)
    for number, row in enumerate(rows):
        above, touched = touched, {}
        for raw in row:
            text = next(following).text
            index = above.get(raw.column)
            if raw.goes_on and index is not None and cells[index].columns == raw.columns:
                cells[index] = replace(cells[index], rows=cells[index].rows + 1)
            else:
                index = len(cells)
                cells.append(GridCell(number, raw.column, text, 1, raw.columns))
            touched[raw.column] = index
    return Grid(tuple(_close_up(cells)))


def _close_up(cells: Sequence[GridCell]) -> Iterator[GridCell]:
    """Removes grid lines at which no cell begins: Word keeps a line for each edge ever drawn."""
    edges = sorted({cell.column for cell in cells})
    for cell in cells:
        first, end = bisect_left(edges, cell.column), bisect_left(edges, cell.column + cell.columns)
        yield replace(cell, column=first, columns=end - first)
