"""Makes grids of the tables of a page, and separates them from tables that only lay out prose."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.characters import PICTURED
from pipeline.ingest.html.markup import CELLS, Markup
from pipeline.ingest.html.tags import BREAKS
from pipeline.ingest.pictured import mark_cell
from pipeline.model import Grid, GridCell

# Spans wider than in any printed table are mistakes or malicious.
MOST_COLUMNS = 100
# A cell with a full stop is prose if it has so many characters or several paragraphs.
LEAST_PROSE = 100
LEAST_PARAGRAPHS = 2


class _Cell(NamedTuple):
    """A cell as the page writes it: its row, its attributes, its text and whether that is prose."""

    row: int
    attributes: Mapping[str, str]
    text: str
    is_prose: bool


def find_grids(markup: Markup) -> dict[int, Grid]:
    """The printed tables of a page by the index of their start tag; layout tables are left out.

    >>> from pipeline.ingest.html.markup import parse, walk
    >>> (grid,) = find_grids(walk(parse("<table><tr><td colspan=2>合计<td>3<tr><td>甲<td>乙<td>1").body)).values()
    >>> [(cell.row, cell.column, cell.text, cell.columns) for cell in grid.cells]
    [(0, 0, '合计', 2), (0, 2, '3', 1), (1, 0, '甲', 1), (1, 1, '乙', 1), (1, 2, '1', 1)]
    """
    tables = [index for index, tag in markup.tags.items() if tag.name == "table"]
    # A table that contains another is layout.
    inner = [table for table, after in pairwise((*tables, len(markup.words))) if after >= markup.ends[table]]
    read = ((table, *_read_table(markup, table)) for table in inner)
    return {table: place_cells(cells, rows) for table, cells, rows in read if _is_grid(cells, rows)}


def _is_grid(cells: Sequence[_Cell], rows: int) -> bool:
    """Whether a table is a grid: a single cell and cells full of prose are layout."""
    filled = sum(cell.text.strip(PICTURED + " ") != "" for cell in cells)
    if len(cells) < 2 or not filled:
        return False
    prose = sum(cell.is_prose for cell in cells)
    return not prose or (rows > 3 and 2 * prose < filled)


def _read_table(markup: Markup, start: int) -> tuple[list[_Cell], int]:
    """The cells of a table without the marks of its pictures' places, and the number of its rows."""
    tags, stops, end = markup.tags, markup.stops, markup.ends[start]
    cells: list[_Cell] = []
    row = -1
    for stop in stops[bisect_left(stops, start) : bisect_left(stops, end)]:
        tag = tags.get(stop)
        if tag is None:
            continue
        if tag.name == "tr":
            row += 1
        elif tag.name in CELLS:
            words = "".join(markup.words[stop : markup.ends[stop]])
            is_prose = "。" in words and _is_prose(markup, stop)
            cells.append(_Cell(row, tag.attributes, " ".join(words.split()), is_prose))
    return cells, row + 1


def _is_prose(markup: Markup, start: int) -> bool:
    """Whether a cell with a full stop is so long or has so many paragraphs that it is prose."""
    tags, end = markup.tags, markup.ends[start]
    paragraphs = sum(tags[index].name in BREAKS for index in range(start + 1, end) if index in tags)
    length = sum(len(markup.words[index].strip()) for index in range(start, end) if index not in tags)
    return length >= LEAST_PROSE or paragraphs >= LEAST_PARAGRAPHS


def place_cells(cells: Sequence[_Cell], rows: int) -> Grid:
    """The grid of the cells of a table with so many rows; each cell is at its upper left slot."""
    placed: list[GridCell] = []
    covered: dict[int, int] = {}  # columns that cells above still cover, and the row from which they are free
    row, column = -1, 0
    for cell_row, attributes, words, _ in cells:
        if cell_row != row:
            row, column = cell_row, 0
        while covered.get(column, 0) > row:
            column += 1
        height = width = 1
        if attributes:
            height = min(_span(attributes, "rowspan") or rows, rows - row) if column < MOST_COLUMNS else 1
            width = max(1, min(_span(attributes, "colspan"), MOST_COLUMNS - column))
        if width > 1:
            # Where spans overlap, which is a mistake of the page, the cell above keeps its slot.
            width = next((w for w in range(1, width) if covered.get(column + w, 0) > row), width)
        placed.append(GridCell(row, column, mark_cell(words).strip(), height, width))
        if height > 1:
            covered.update(dict.fromkeys(range(column, column + width), row + height))
        column += width
    return Grid(tuple(placed))


def _span(attributes: Mapping[str, str], name: str) -> int:
    """The value of a span attribute; 1 if it is not a number."""
    stated = attributes.get(name)
    if not stated:
        return 1
    digits = stated.strip()[:6]
    return int(digits) if digits.isascii() and digits.isdigit() else 1
