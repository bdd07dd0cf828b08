"""Gathers the cells of each statutory table that a report prints, by row and column."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from pipeline.audits.outcomes import is_sound
from pipeline.model import Cell, CellState
from pipeline.rulebook import UNIT_COLUMN, Each, columns_of, name_of, rows_of, strip_numbering

# The column of a table that has one column of numbers; the column beside it, in F14, prints units.
SINGLE = "value"

Place = tuple[str, str]  # row and column


class _Gathering(Struct):
    """The cells of a printing while they are gathered, and the printed tables that they come from."""

    tables: set[int] = field(default_factory=set)
    places: dict[Place, list[Cell]] = field(default_factory=dict)
    strays: list[Cell] = field(default_factory=list)


class Printing(Struct, frozen=True):
    """A statutory table as a report prints it once, on one page or several.

    ``strays`` are the numbers in rows that the form does not know.
    """

    form: str
    table: str
    places: Mapping[Place, tuple[Cell, ...]]
    strays: tuple[Cell, ...]

    def lines(self, each: Each) -> tuple[str, ...]:
        """The codes of its columns, or of its rows, in the order of the form, as far as they are printed."""
        if each == "single":
            return (SINGLE,)
        printed = {place[each == "column"] for place in self.places}
        labels = columns_of(self.form, self.table) if each == "column" else rows_of(self.form, self.table)
        return tuple(label.code for label in labels if label.code in printed)

    def cells_at(self, each: Each, line: str, code: str) -> tuple[Cell, ...]:
        """The cells where a line crosses the row or column of a code: one in a sound table."""
        return self.places.get((line, code) if each == "row" else (code, line), ())


def find_printings(cells: Sequence[Cell]) -> tuple[Printing, ...]:
    """The statutory tables of a report, each as often as it is printed.

    A table that goes on over pages is one printing; where a place of the form comes again in another printed table,
    the form is printed again.
    """
    gathered: dict[tuple[str, str], list[_Gathering]] = {}
    for cell in cells:
        if cell.form is None or cell.table is None or cell.column in {None, UNIT_COLUMN}:
            continue
        if cell.row is None and cell.state is not CellState.NUMBER:
            continue  # a head
        printings = gathered.setdefault((cell.form, cell.table), [_Gathering()])
        place = _place_of(cell)
        last = printings[-1]
        if place in last.places and cell.table_id not in last.tables:
            last = _Gathering()
            printings.append(last)
        last.tables.add(cell.table_id)
        if place is None:
            last.strays.append(cell)
        else:
            last.places.setdefault(place, []).append(cell)
    return tuple(
        Printing(form, table, {place: tuple(found) for place, found in one.places.items()}, tuple(one.strays))
        for (form, table), printings in gathered.items()
        for one in printings
        if one.places
    )


def _place_of(cell: Cell) -> Place | None:
    """Row and column; of a form with one column of numbers, whatever that is called, ``SINGLE``."""
    if cell.row is None or cell.column is None:
        return None
    return cell.row, SINGLE if cell.form == "F14" else cell.column


def name_line(printing: Printing, each: Each, line: str, cells: Iterable[Cell]) -> str:
    """What a line is called: as the form calls it, else as it is printed."""
    name = name_of(printing.form, printing.table, line)
    labels = (cell.column_label if each == "column" else cell.row_label for cell in cells)
    return name if name != line else next(filter(None, labels), line)


def name_cell(cell: Cell, *, by_row: bool) -> str:
    """What the row, or the column, of a cell is called: by the form, else by its own label.

    >>> from decimal import Decimal
    >>> from pipeline.model import CellRule
    >>> cell = Cell(5, 0, "3", CellState.NUMBER, CellRule.GRID, form="F21", table="3", row="granted", column="total")
    >>> name_cell(cell, by_row=True), name_cell(cell, by_row=False)
    ('予以公开', '总计')
    """
    code, label = (cell.row, cell.row_label) if by_row else (cell.column, cell.column_label)
    if cell.form and cell.table and code and (name := name_of(cell.form, cell.table, code)) != code:
        return name
    printed = (label or code or "").split(" / ")[-1]
    return next(strip_numbering([printed]), printed)


def say_unread(cell: Cell) -> str | None:
    """Why a cell has no number to compute with; null where it has one.

    >>> from pipeline.model import CellRule
    >>> say_unread(Cell(1, 0, "／", CellState.SLASH, CellRule.GRID))
    '印作“／”'
    """
    if cell.state is CellState.BLANK:
        return "空白"
    if cell.state is not CellState.NUMBER or cell.value is None:
        return f"印作“{cell.raw.strip()[:12]}”"
    return None if is_sound(cell.value) else "数位过多"
