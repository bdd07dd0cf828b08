"""Resolves the rows of a Word table to a grid, and tells printed tables from those that only lay out prose."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.grids import LEAST_PARAGRAPHS, LEAST_PROSE, MOST_COLUMNS
from pipeline.ingest.word.package import WORD
from pipeline.ingest.word.runs import DELETED, open_element
from pipeline.ingest.word.styles import read_int, read_value
from pipeline.model import Grid, GridCell


class RawCell(NamedTuple):
    """A cell as the file has it: the places that it covers in its row, and whether the cell above goes on in it."""

    element: etree._Element
    column: int
    columns: int
    goes_on: bool


class CellText(Struct, frozen=True):
    """What a cell holds: its paragraphs, and whether a table is among them."""

    paragraphs: tuple[str, ...]
    nested: bool

    @property
    def text(self) -> str:
        """The text of the cell on one line."""
        return " ".join(" ".join(self.paragraphs).split())

    @property
    def is_prose(self) -> bool:
        """Whether it holds sentences that no cell of figures does."""
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
    """The rows of a table or the cells of a row, also those in content controls and insertions."""
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
    """``restart`` or ``continue``, which is meant where nothing is said; none where cells are not merged."""
    merge = None if properties is None else properties.find(WORD + name)
    return None if merge is None else merge.get(f"{WORD}val", "continue")


def is_printed(rows: Sequence[Sequence[RawCell]], cells: Sequence[CellText]) -> bool:
    """Whether a table is one: one cell, cells full of prose and tables within tables are layout."""
    filled = sum(bool(cell.text) for cell in cells)
    if len(cells) < 2 or not filled or any(cell.nested for cell in cells):
        return False
    prose = sum(cell.is_prose for cell in cells)
    return not prose or (len(rows) > 3 and 2 * prose < filled)


def make_grid(rows: Sequence[Sequence[RawCell]], texts: Sequence[CellText]) -> Grid:
    """The grid of a table whose cells hold these texts, in the order of the rows.

    Of a cell that the one above goes on in, Word prints no text. Where it starts or ends elsewhere than the one above,
    it is a cell of its own, since no printed cell has corners.
    """
    cells: list[GridCell] = []
    touched: dict[int, int] = {}  # the columns at which cells of the last row begin, and their places among the cells
    following = iter(texts)
    for number, row in enumerate(rows):
        above, touched = touched, {}
        for raw in row:
            text = next(following).text
            place = above.get(raw.column)
            if raw.goes_on and place is not None and cells[place].columns == raw.columns:
                cells[place] = replace(cells[place], rows=cells[place].rows + 1)
            else:
                place = len(cells)
                cells.append(GridCell(number, raw.column, text, 1, raw.columns))
            touched[raw.column] = place
    return Grid(tuple(_close_up(cells)))


def _close_up(cells: Sequence[GridCell]) -> Iterator[GridCell]:
    """The cells without the lines of the grid at which none begins: Word keeps a line for each edge ever drawn."""
    edges = sorted({cell.column for cell in cells})
    for cell in cells:
        first, end = bisect_left(edges, cell.column), bisect_left(edges, cell.column + cell.columns)
        yield replace(cell, column=first, columns=end - first)
