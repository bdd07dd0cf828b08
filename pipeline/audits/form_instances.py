"""Groups the cells of each statutory table that a report prints, by row and column."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from pipeline.audits.make_audits import is_sound
from pipeline.i18n import Message, Value
from pipeline.model import Cell, CellState
from pipeline.rulebook import UNIT_COLUMN, Each, columns_of, name_of, rows_of, strip_numbering

# The column code of a table with a single column of numbers; the column beside it, in F14, prints units.
SINGLE = "value"

Coordinate = tuple[str, str]  # row and column


class _Gathering(Struct):
    """The cells of a form instance while they are collected, and the ids of the printed tables they come from."""

    tables: set[int] = field(default_factory=set)
    cells: dict[Coordinate, list[Cell]] = field(default_factory=dict)
    strays: list[Cell] = field(default_factory=list)


class FormInstance(Struct, frozen=True, gc=False):
    """A statutory table as a report prints it once, on one page or several.

    ``cells`` are its cells by row and column, ``strays`` the numbers in rows that the form does not have.
    """

    form: str
    table: str
    cells: Mapping[Coordinate, tuple[Cell, ...]]
    strays: tuple[Cell, ...]

    def lines(self, each: Each) -> tuple[str, ...]:
        """The codes of its columns, or of its rows, in the order of the form, as far as they are printed."""
        if each == "single":
            return (SINGLE,)
        printed = {coordinate[each == "column"] for coordinate in self.cells}
        labels = columns_of(self.form, self.table) if each == "column" else rows_of(self.form, self.table)
        return tuple(label.code for label in labels if label.code in printed)

    def cells_at(self, each: Each, line: str, code: str) -> tuple[Cell, ...]:
        """The cells where a line crosses the row or column of a code; exactly one in a sound table."""
        return self.cells.get((line, code) if each == "row" else (code, line), ())


def find_form_instances(cells: Sequence[Cell]) -> tuple[FormInstance, ...]:
    """The statutory tables of a report, each as often as it is printed.

    A table that continues over pages is one instance. If a row and column of the form occur again in another printed
    table, that begins another instance.
    """
    gathered: dict[tuple[str, str], list[_Gathering]] = {}
    for cell in cells:
        if cell.form is None or cell.table is None or cell.column in {None, UNIT_COLUMN}:
            continue
        if cell.row is None and cell.state is not CellState.NUMBER:
            continue  # a header
        instances = gathered.setdefault((cell.form, cell.table), [_Gathering()])
        coordinate = _coordinate_of(cell)
        last = instances[-1]
        if coordinate in last.cells and cell.table_id not in last.tables:
            last = _Gathering()
            instances.append(last)
        last.tables.add(cell.table_id)
        if coordinate is None:
            last.strays.append(cell)
        else:
            last.cells.setdefault(coordinate, []).append(cell)
    return tuple(
        FormInstance(
            form,
            table,
            {coordinate: tuple(found) for coordinate, found in instance.cells.items()},
            tuple(instance.strays),
        )
        for (form, table), instances in gathered.items()
        for instance in instances
        if instance.cells
    )


def _coordinate_of(cell: Cell) -> Coordinate | None:
    """Row and column of a cell; in a form with a single column of numbers, whatever its label, ``SINGLE``."""
    if cell.row is None or cell.column is None:
        return None
    return cell.row, SINGLE if cell.form == "F14" else cell.column


def name_line(instance: FormInstance, each: Each, line: str, cells: Iterable[Cell]) -> str:
    """The name of a line: from the form, else as printed."""
    name = name_of(instance.form, instance.table, line)
    labels = (cell.column_label if each == "column" else cell.row_label for cell in cells)
    return name if name != line else next(filter(None, labels), line)


def name_cell(cell: Cell, *, by_row: bool) -> str:
    """The name of a cell's row or column: from the form, else its own label.

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


def say_unread(cell: Cell) -> Message | None:
    """Why a cell has no number to compute with; null if it has one.

    >>> from pipeline.i18n import write
    >>> from pipeline.model import CellRule
    >>> write(say_unread(Cell(1, 0, "／", CellState.SLASH, CellRule.GRID)), "zh")
    '印作“／”'
    """
    if cell.state is CellState.BLANK:
        return Message("blank")
    if cell.state is not CellState.NUMBER or cell.value is None:
        return Message("printed_as", raw=cell.raw.strip()[:12])
    return None if is_sound(cell.value) else Message("too_many_digits")


def say_term(name: Value, cell: Cell) -> Message:
    """A cell with its name as a term of a sum: its number, or why it has none."""
    unread = say_unread(cell)
    if cell.value is None or unread:
        return Message("term_unread", name=name, reason=unread or Message("blank"))
    return Message("term", name=name, number=cell.value)


def add_term(sum_: Message | None, term: Message, *, negative: bool) -> Message:
    """A sum in words with one more term."""
    if sum_ is None:
        return Message("term_negative", term=term) if negative else term
    return Message("minus", first=sum_, next=term) if negative else Message("plus", first=sum_, next=term)
