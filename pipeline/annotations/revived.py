"""Makes the values of a document of its rows again: what was read of it, without the file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields

from pipeline.audits import passed_cells
from pipeline.model import (
    Audit,
    Basis,
    Cell,
    CellRule,
    CellState,
    Change,
    Figure,
    Indicator,
    Kind,
    Metadata,
    Modality,
    Outcome,
    Qualifier,
    ReportType,
    Role,
    Section,
    Text,
    Witness,
)
from pipeline.text import make_plain

Row = Mapping[str, Any]
Value = TypeVar("Value", Audit, Cell, Figure, Indicator, Metadata, Section)

# What a column of words is in the values.
NAMES: Mapping[type, Mapping[str, Any]] = MappingProxyType(
    {
        Audit: {"outcome": Outcome, "evidence": tuple},
        Cell: {"state": CellState, "rule": CellRule},
        Figure: {
            "qualifier": Qualifier,
            "kind": Kind,
            "change": Change,
            "basis": Basis,
            "role": Role,
            "modality": Modality,
        },
        Indicator: {"witness": Witness},
        Metadata: {"report_type": ReportType},
        Section: {},
    }
)


class Revived(Struct, frozen=True):
    """What indicators are found in; ``confirmed`` are the ids of the cells that an audit proves."""

    text: Text
    metadata: Metadata
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    cells: tuple[Cell, ...]
    confirmed: frozenset[int]


def revive_document(rows: Mapping[str, Iterable[Row]]) -> Revived:
    """A document as it was read; ``rows`` are its rows, by table."""
    (document,) = rows["documents"]
    text = str(document["text"])
    return Revived(
        text=Text(text, make_plain(text)),
        metadata=revive_row(Metadata, document),
        sections=tuple(revive_row(Section, row) for row in rows.get("sections", ())),
        figures=tuple(revive_row(Figure, row) for row in rows.get("figures", ())),
        cells=tuple(revive_row(Cell, row) for row in rows.get("cells", ())),
        confirmed=passed_cells(revive_row(Audit, row) for row in rows.get("audits", ())),
    )


def revive_row(kind: type[Value], row: Row) -> Value:
    """The value that a row was made of: numbers are Decimal again, and words the names that they were.

    What the row says besides, what analysts said and what the panel takes, is none of the value.

    >>> numbers = dict.fromkeys(("value", "low", "high"), 0.5)
    >>> revive_row(Indicator, {"indicator": "requests", "witness": "text", "rank": 1, "taken": True} | numbers).value
    Decimal('0.5')
    """
    return kind(
        **{field.name: _revive(kind, field.name, row[field.name]) for field in fields(kind) if field.name in row}
    )


def _revive(kind: type, name: str, stored: Any) -> Any:
    made = NAMES[kind].get(name) if stored is not None else None
    if made is not None:
        return made(stored)
    return Decimal(repr(stored)) if isinstance(stored, float) else stored
