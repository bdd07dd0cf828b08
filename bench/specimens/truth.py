"""The values of a specimen: what it prints, block by block, and what that states."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

# Row and column code of a printed cell; the row is null where the form has none for it.
Key = tuple[str | None, str]


class Bounds(NamedTuple):
    """A stated number and its bounds; null where the wording leaves one open."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: str


class StatedFigure(NamedTuple):
    """A quantity that a sentence states; ``measures`` are the names under which a reader may keep it."""

    surface: str
    bounds: Bounds
    unit: str | None
    kind: str
    measures: str
    negated: bool = False
    change: str | None = None


class PrintedCell(NamedTuple):
    """A cell of a statutory table as printed, and what it states; no form has a column for a sum of some columns."""

    form: str
    table: str
    row: str | None
    column: str | None
    raw: str
    value: Decimal | None
    state: str
    unit: str | None = None


class Heading(NamedTuple):
    """The heading of a section; ``marker`` is as printed (``一、``, ``（一）``)."""

    level: int
    number: int
    marker: str
    title: str


class Paragraph(NamedTuple):
    """A paragraph, with the figures that it states in their order."""

    text: str
    figures: tuple[StatedFigure, ...] = ()


class LayoutCell(NamedTuple):
    """A cell of a printed table: a label, or a value if it has a key; ``\\n`` breaks a label.

    ``unit`` is that of a value, where the form prints or fixes one.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    key: Key | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How a table is printed: its cells in reading order, and how many of its rows are heads.

    Layouts are made once and compared by identity, so that what is made of one can be kept beside it.
    """

    form: str
    table: str
    cells: tuple[LayoutCell, ...]
    heads: int
    width: int
    height: int


def make_layout(form: str, table: str, cells: tuple[LayoutCell, ...], heads: int) -> Layout:
    """A layout of cells, with its measures taken."""
    width, height = max(c.column + c.columns for c in cells), max(c.row + c.rows for c in cells)
    return Layout(form, table, cells, heads, width, height)


class Table(NamedTuple):
    """A printed table: a layout, and what stands in its value cells, by key."""

    layout: Layout
    raws: dict[Key, str]
    caption: str = ""


Block = Heading | Paragraph | Table

# 一是 … ；二是 …: points of an enumeration are sections too, below the heading over them.
_POINT_RE = re.compile(r"(?:^|(?<=[。；]))[一二三四五六七八九]是")


class StatedSection(NamedTuple):
    """A section: its level, its number, and its title, which a point of an enumeration does not have."""

    level: int
    number: int
    title: str | None


class Broken(NamedTuple):
    """A printed number that breaks an identity, and the one that would satisfy it."""

    form: str
    table: str
    row: str | None
    column: str
    printed: str
    right: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """A report with its truth, before it is written in a format."""

    number: int
    agency: str
    year: int
    form: str
    title: str
    published: str
    signed: str
    blocks: tuple[Block, ...]
    broken: tuple[Broken, ...] = ()

    @property
    def sections(self) -> tuple[StatedSection, ...]:
        """Every section that a marker opens, in its order."""
        found: list[StatedSection] = []
        level = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                level = block.level
                found.append(StatedSection(level, block.number, block.title))
            elif isinstance(block, Paragraph):
                points = enumerate(_POINT_RE.findall(block.text), 1)
                found += [StatedSection(level + 1, number, None) for number, _ in points]
        return tuple(found)

    @property
    def figures(self) -> tuple[StatedFigure, ...]:
        """Every figure of the prose in its order."""
        return tuple(figure for block in self.blocks if isinstance(block, Paragraph) for figure in block.figures)

    @property
    def cells(self) -> tuple[PrintedCell, ...]:
        """Every value cell of the tables in the order of their layout."""
        return tuple(cell for block in self.blocks if isinstance(block, Table) for cell in printed_cells(block))


def printed_cells(table: Table) -> list[PrintedCell]:
    """The value cells of a table with what they state."""
    form, name = table.layout.form, table.layout.table
    cells = []
    for cell in table.layout.cells:
        if cell.key:
            row, code = cell.key
            raw = table.raws[cell.key]
            value, state = stated(raw)
            unit = raw.lstrip("0123456789.,") if raw.endswith("元") else cell.unit
            column = None if code == SUBTOTAL else code
            cells.append(PrintedCell(form, name, row, column, raw, value, state, unit if value is not None else None))
    return cells


# What agencies print where there is nothing to count: signs, and a word that is no number.
SIGNS = ("/", "／", "-", "—", "——", "－", "\\", "＼", "*", "＊", "×", "✕")
NOTHING, ZERO = "无", "零"
# The code here of a column that no form has.
SUBTOTAL = "subtotal"


def stated(raw: str) -> tuple[Decimal | None, str]:
    """The value and the state of what a generated cell prints.

    >>> stated("1,024"), stated("12.5万元"), stated("/"), stated(""), stated("无")
    ((Decimal('1024'), 'number'), (Decimal('12.5'), 'number'), (None, 'slash'), (None, 'blank'), (None, 'text'))
    """
    if not raw:
        return None, "blank"
    if raw in SIGNS:
        return None, "slash"
    if raw == NOTHING:
        return None, "text"
    if raw == ZERO:
        return Decimal(0), "number"
    return Decimal(raw.removesuffix("元").removesuffix("万").replace(",", "")), "number"
