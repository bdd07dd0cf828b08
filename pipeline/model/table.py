"""What the printed tables state."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class CellState(StrEnum):
    """What a cell prints (``cells.state``)."""

    NUMBER = "number"
    BLANK = "blank"
    SLASH = "slash"
    TEXT = "text"


class CellRule(StrEnum):
    """How a cell was extracted (``cells.rule``).

    ``grid``: the document has the grid. ``lines``: it prints the table as text, each cell on a line or between spaces.
    ``recovered``: cells run together, and only one reading fits the form.
    """

    GRID = "grid"
    LINES = "lines"
    RECOVERED = "recovered"


class Cell(Struct, frozen=True, gc=False):
    """A printed cell of a table, with the codes of the statutory form if the table is one.

    ``table_id`` counts the printed tables of the document from 0; ``row`` and ``column`` are codes of the form, or
    null. A header or label cell has the code of what it names: a column's header has a ``column`` and no ``row``.
    """

    cell_id: int
    table_id: int
    raw: str
    state: CellState
    rule: CellRule
    form: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    row_label: str | None = None
    column_label: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
