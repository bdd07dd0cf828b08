"""Defines columns, tables and rows, the types of columns, and the columns that several tables share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``unit`` is the unit of its numbers unless another column states it."""

    name: str
    type: pa.DataType
    nullable: bool
    description: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the meaning of a row, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]


# A row by the names of its columns, and rows by the name of their table.
Row = dict[str, Any]
Rows = Mapping[str, list[Row]]

TEXT, FLAG, DAY = pa.string(), pa.bool_(), pa.date32()
TEXTS = pa.list_(pa.field("element", pa.string(), nullable=False))  # the name that Parquet uses
INT8, INT16, INT32, FLOAT = pa.int8(), pa.int16(), pa.int32(), pa.float64()

NEVER, MAYBE = False, True  # is it null?

DOCUMENT_ID = Column(
    "document_id",
    TEXT,
    NEVER,
    "First 16 hex digits of the SHA-256 of the document's bytes, wherever the file is stored. For a row that states a "
    "title, agency or day of publication, the hash covers these as well. For one of several reports in a file, the "
    "last four digits are the report's number",
)
START = Column("start", INT32, NEVER, "Where it begins in documents.text (half-open range)", "characters")
END = Column("end", INT32, NEVER, "Where it ends in documents.text (half-open range)", "characters")
# The last columns of figures and cells, in addition to the extracted values, which they never replace.
VERDICT = Column("verdict", TEXT, MAYBE, "right or wrong, where the verdict of an analyst fits the row; else null")
VERDICT_VALUE = Column("verdict_value", FLOAT, MAYBE, "The right number as the analyst states it; value stays as read")
VERDICT_OTHER = Column(
    "verdict_other",
    TEXT,
    MAYBE,
    "What the verdict says is right besides the number, joined by ';', as in measure=新收申请;entity=none, where there "
    "is none; null where it says nothing more",
)
