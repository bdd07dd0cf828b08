"""Makes grids of the tables of a page, and separates them from tables that only lay out prose."""

from collections.abc import Mapping

from msgspec import Struct

from pipeline.characters import PICTURED
from pipeline.ingest.html.events import Markup
from pipeline.ingest.html.gaps import is_pictured
from pipeline.ingest.pictured import mark_cell
from pipeline.model import Grid, GridCell

# Spans wider than in any printed table are mistakes or malicious.
MOST_COLUMNS = 100
# A cell with a full stop is prose if it has so many characters or several paragraphs.
LEAST_PROSE = 100
LEAST_PARAGRAPHS = 2

CELLS = frozenset(("td", "th"))
# Elements that are on lines of their own within a cell.
_BREAKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"))
_COUNTED = CELLS | _BREAKS


class _Tally(Struct):
    """Counts of what the cells of one table contain, updated while the walk is in it."""

    start: int
    rows: int = 0
    cells: int = 0
    filled: int = 0
    prose: int = 0
    nested: bool = False
    length: int = 0
    paragraphs: int = 0
    stop: bool = False

    def count_text(self, text: str) -> None:
        """Takes one text into account."""
        self.length += len(text.strip())
        self.stop = self.stop or "。" in text

    def count_tag(self, kind: str, name: str) -> None:
        """Takes one tag into account."""
        if name in CELLS:
            if kind == "close":
                self.cells += 1
                self.filled += self.length > 0
                long = self.length >= LEAST_PROSE or self.paragraphs >= LEAST_PARAGRAPHS
                self.prose += self.stop and long
            self.length, self.paragraphs, self.stop = 0, 0, False
        elif kind == "open":
            self.rows += name == "tr"
            self.paragraphs += name in _BREAKS

    def is_grid(self) -> bool:
        """Whether the table is a grid: a single cell, cells full of prose and nested tables are layout."""
        if self.nested or self.cells < 2 or not self.filled:
            return False
        return not self.prose or (self.rows > 3 and 2 * self.prose < self.filled)


def find_grids(markup: Markup) -> dict[int, Grid]:
    """The printed tables of a page by the index of their start tag; layout tables are left out.

    >>> from pipeline.ingest.html.events import parse, walk
    >>> (grid,) = find_grids(walk(parse("<table><tr><td colspan=2>合计<td>3<tr><td>甲<td>乙<td>1").body)).values()
    >>> [(cell.row, cell.column, cell.text, cell.columns) for cell in grid.cells]
    [(0, 0, '合计', 2), (0, 2, '3', 1), (1, 0, '甲', 1), (1, 1, '乙', 1), (1, 2, '1', 1)]
    """
    return {tally.start: read_grid(markup, tally.start, tally.rows) for tally in _tally(markup) if tally.is_grid()}


def _tally(markup: Markup) -> list[_Tally]:
    done: list[_Tally] = []
    open_tables: list[_Tally] = []
    for index, (kind, name, _) in enumerate(markup.events):
        if kind == "open" and name == "table":
            if open_tables:
                open_tables[-1].nested = True
            open_tables.append(_Tally(index))
        elif kind == "close" and name == "table":
            done.append(open_tables.pop())
        elif not open_tables:
            continue
        elif kind != "text":
            if name in _COUNTED:
                open_tables[-1].count_tag(kind, name)
        elif not name.isspace():
            open_tables[-1].count_text(name)
    return done


def read_grid(markup: Markup, start: int, rows: int) -> Grid:
    """The grid of the table whose start tag is event ``start``; each cell is at its upper left slot."""
    cells: list[GridCell] = []
    covered: dict[int, int] = {}  # columns that cells above still cover, and the row from which they are free
    row, column = -1, 0
    events, last = markup.events, markup.ends[start]
    index = start + 1
    while index < last:
        kind, name, attributes = events[index]
        if kind != "open":
            pass
        elif name == "tr":
            row, column = row + 1, 0
        elif name in CELLS:
            while covered.get(column, 0) > row:
                column += 1
            end = markup.ends[index]
            height = min(_span(attributes, "rowspan") or rows, rows - row) if column < MOST_COLUMNS else 1
            width = max(1, min(_span(attributes, "colspan"), MOST_COLUMNS - column))
            if width > 1:
                # Where spans overlap, which is a mistake of the page, the cell above keeps its slot.
                width = next((w for w in range(1, width) if covered.get(column + w, 0) > row), width)
            cells.append(GridCell(row, column, read_cell(markup, index, end), height, width))
            if height > 1:
                covered.update(dict.fromkeys(range(column, column + width), row + height))
            column += width
            index = end
        index += 1
    return Grid(tuple(cells))


def read_cell(markup: Markup, start: int, end: int) -> str:
    """The text of a cell on one line, across inline markup; pictures among digits are marked."""
    pieces = []
    for event in markup.events[start:end]:
        if event.kind == "text":
            pieces.append(event.name)
        elif event.name in _BREAKS:
            pieces.append(" ")
        elif event.kind == "open" and is_pictured(event):
            pieces.append(PICTURED)
    return mark_cell(" ".join("".join(pieces).split())).strip()


def _span(attributes: Mapping[str, str | None], name: str) -> int:
    """The value of a span attribute; 1 if it is not a number."""
    if not attributes:
        return 1
    digits = (attributes.get(name) or "1").strip()[:6]
    return int(digits) if digits.isascii() and digits.isdigit() else 1
