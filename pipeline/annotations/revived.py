"""Restores the values of a document from its rows, without reading the file again."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields

from pipeline.audits import passed_cells
from pipeline.i18n import Message
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
Value = TypeVar("Value", Cell, Figure, Indicator, Metadata, Section)

# Enumerations by the type and field whose columns hold their values.
NAMES: Mapping[type, Mapping[str, Any]] = MappingProxyType(
    {
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


class Revived(Struct, frozen=True, gc=False):
    """The inputs of the indicators; ``confirmed`` are the ids of the cells that an audit confirms."""

    text: Text
    metadata: Metadata
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    cells: tuple[Cell, ...]
    confirmed: frozenset[int]


def revive_document(rows: Mapping[str, Iterable[Row]]) -> Revived:
    """Restores a document from its rows, given by table."""
    (document,) = rows["documents"]
    text = str(document["text"])
    return Revived(
        text=Text(text, make_plain(text)),
        metadata=revive_row(Metadata, document),
        sections=tuple(revive_row(Section, row) for row in rows.get("sections", ())),
        figures=tuple(revive_row(Figure, row) for row in rows.get("figures", ())),
        cells=tuple(revive_row(Cell, row) for row in rows.get("cells", ())),
        confirmed=passed_cells(_revive_audit(row) for row in rows.get("audits", ())),
    )


def _revive_audit(row: Row) -> Audit:
    """An audit with what is needed of it; its message is only a sentence."""
    detail = Message("reasons", reasons=row["detail"])
    return Audit(row["rule"], row["severity"], Outcome(row["outcome"]), detail, evidence=tuple(row["evidence"]))


def revive_row(kind: type[Value], row: Row) -> Value:
    """Restores the value of a row: numbers become Decimal, words enumeration members.

    Columns that do not belong to the value, such as verdicts and ``taken``, are dropped.

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
