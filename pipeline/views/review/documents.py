"""Reads the rows of one document after the other from the tables."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pyarrow as pa
from msgspec import Struct

Row = Mapping[str, Any]

# The tables of an output folder that a page shows.
READ = ("documents", "sections", "figures", "cells", "indicators", "audits", "citations", "problems")


class Document(Struct, frozen=True, gc=False):
    """A row of ``documents`` with its rows of the other tables, in their order."""

    row: Row
    sections: tuple[Row, ...] = ()
    figures: tuple[Row, ...] = ()
    cells: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()
    audits: tuple[Row, ...] = ()
    citations: tuple[Row, ...] = ()
    problems: tuple[Row, ...] = ()

    @property
    def document_id(self) -> str:
        """The id, which is safe as a file name: 16 hexadecimal digits."""
        return str(self.row["document_id"])

    @property
    def text(self) -> str:
        """The text that all offsets refer to."""
        return str(self.row["text"])


def split_documents(tables: Mapping[str, pa.Table]) -> Iterator[Document]:
    """The documents of the tables (see ``READ``), each with its rows; missing tables count as empty.

    >>> tables = {
    ...     "documents": pa.table({"document_id": ["a", "b"], "text": ["甲", "乙"]}),
    ...     "problems": pa.table({"document_id": ["b", None], "problem": ["numbering_gap", "cannot_open"]}),
    ... }
    >>> [(document.document_id, len(document.problems)) for document in split_documents(tables)]
    [('a', 0), ('b', 1)]
    """
    ranges = {name: _ranges(table) for name, table in tables.items()}
    for document_id, (start, length) in ranges["documents"].items():
        (row,) = tables["documents"].slice(start, length).to_pylist()
        rows = {
            name: tuple(tables[name].slice(*ranges[name][document_id]).to_pylist())
            for name in tables
            if name != "documents" and document_id in ranges[name]
        }
        yield Document(row, **rows)


def _ranges(table: pa.Table) -> dict[str, tuple[int, int]]:
    """The first row of each document in a table, and the number of its rows: rows are ordered by document."""
    ranges: dict[str, tuple[int, int]] = {}
    position = 0
    for document_id, rows in groupby(table["document_id"].to_pylist()):
        length = sum(1 for _ in rows)
        if document_id is not None:
            ranges[document_id] = (position, length)
        position += length
    return ranges
