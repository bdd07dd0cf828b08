"""Audits the documents of one report against each other, from the merged tables of a run of any size.

Only reports with several documents are audited, with the witnesses that the panel may take: one for each document and
indicator.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.audits import Stated, audit_documents
from pipeline.run.pieces import read_rows_of
from pipeline.tables import MAIN, Row, audit_row, read_columns

_STATED = ["document_id", "indicator", "value", "low", "high", "unit", "figure_id", "cell_id", "taken"]
_KEYS = ["document_id", "report_id", "report_part", "cells"]


def find_document_rows(folder: Path, wanted: pa.Array | None = None) -> Iterator[Row]:
    """The rows of ``audits`` between the documents of a report, by document; only for ``wanted``, if given."""
    reports = _find_several(read_columns(folder / "documents.parquet", _KEYS), wanted)
    ids = pa.array([document_id for documents in reports for document_id in documents], pa.string())
    stated = _read_stated(folder, ids)
    asked = None if wanted is None else {*wanted.to_pylist()}
    rows = [
        audit_row(document_id, audit)
        for documents in reports
        for document_id, audit in audit_documents([stated[key] for key in documents if key in stated])
        if asked is None or document_id in asked
    ]
    yield from sorted(rows, key=itemgetter("document_id"))


def find_joined_anew(new: Path, old: Path, kept: pa.Array) -> pa.Array:
    """The documents of ``new`` whose report, now or before, had a document added, removed, read or reassigned."""
    now, previous = (_read_parts(folder) for folder in (new, old))
    same = {*now.items()} & {*previous.items()}
    read_before = {*kept.to_pylist()}
    touched = {
        report
        for documents in (now, previous)
        for document_id, (report, part) in documents.items()
        if document_id not in read_before or (document_id, (report, part)) not in same
    }
    found = (key for key in now if now[key][0] in touched or (key in previous and previous[key][0] in touched))
    return pa.array(sorted(found), pa.string())


def _read_parts(folder: Path) -> dict[str, tuple[str, str]]:
    """The report and the part of each document."""
    columns = read_columns(folder / "documents.parquet", _KEYS[:3])
    ids, reports, parts = (columns[name].to_pylist() for name in _KEYS[:3])
    return dict(zip(ids, zip(reports, parts, strict=True), strict=True))


def _find_several(documents: pa.Table, wanted: pa.Array | None) -> list[list[str]]:
    """The documents of each report with several: the main one first, then by how much they print."""
    if wanted is not None:
        asked = documents["report_id"].filter(pc.is_in(documents["document_id"], wanted))
        documents = documents.filter(pc.is_in(documents["report_id"], asked.combine_chunks()))
    counts = pc.value_counts(documents["report_id"])
    several = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    by_report: defaultdict[str, list[Row]] = defaultdict(list)
    for row in documents.filter(pc.is_in(documents["report_id"], several)).to_pylist():
        by_report[row["report_id"]].append(row)
    ranked = (sorted(rows, key=_rank) for rows in by_report.values())
    return [[row["document_id"] for row in rows] for rows in ranked]


def _rank(row: Row) -> tuple[bool, int, str]:
    return row["report_part"] != MAIN, -row["cells"], row["document_id"]


def _read_stated(folder: Path, ids: pa.Array) -> dict[str, list[Stated]]:
    """The witnesses that the panel may take from each of some documents."""
    stated: defaultdict[str, list[Stated]] = defaultdict(list)
    for batch in read_rows_of(folder / "indicators.parquet", "indicators", ids, _STATED):
        for row in batch.filter(batch["taken"]).to_pylist():
            stated[row["document_id"]].append(_to_stated(row))
    return dict(stated)


def _to_stated(row: Row) -> Stated:
    value, low, high = (None if row[name] is None else Decimal(repr(row[name])) for name in ("value", "low", "high"))
    origin = f"figure:{row['figure_id']}" if row["cell_id"] is None else f"cell:{row['cell_id']}"
    return Stated(row["document_id"], row["indicator"], value, low, high, row["unit"], origin)
