"""Finds the reports that are compared with another year's, and the comparisons that a run has to repeat.

A report is compared with its agency's report of the year before. A document that was added, removed or read again
affects the reports of its agency for its own year, of which there may now be several, and for the year after.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import read_columns

# Reports in a bucket; each takes some 40 kB while it is compared.
BUCKET = 2_000
# The code of a report is the index of its agency times this, plus its year.
YEARS = 10_000


def find_concerned(new: Path, old: Path, kept: pa.Array) -> pa.Array:
    """The ids of documents in ``new`` whose year-on-year audits may differ from those in ``old``.

    ``kept`` are the documents whose rows were carried over. All other documents were added, removed or read again,
    belong to another agency now, or to a report that another document represents now.
    """
    reports, previous = _read_reports(new), _read_reports(old)
    names = pc.unique(pa.chunked_array([*reports["agency"].chunks, *previous["agency"].chunks], pa.string()))
    touched = pa.concat_arrays(
        [_find_others(*some, names, kept) for some in ((reports, previous), (previous, reports))]
    )
    codes = _code(reports, names)
    concerned = pc.or_(*(pc.is_in(pc.subtract(codes, by), touched) for by in (0, 1)))
    silenced = previous["document_id"].filter(
        pc.invert(pc.is_in(previous["document_id"], _whole(reports["document_id"])))
    )
    return pa.concat_arrays([reports["document_id"].filter(concerned).combine_chunks(), silenced.combine_chunks()])


def find_comparable(folder: Path, wanted: pa.Array | None) -> pa.Table:
    """The reports whose agency has one for the year before or after, with their buckets; agencies stay together.

    Columns: document_id, agency (its key), report_year, wanted, bucket. If ``wanted`` is given, only those documents
    and the ones they are compared with. The result stays columnar, since it may include nearly all documents of an
    archive.
    """
    reports = _read_reports(folder)
    names = pc.unique(reports["agency"])
    if wanted is not None:
        asked = _code(reports.filter(pc.is_in(reports["document_id"], wanted)), names)
        codes = _code(reports, names)
        reports = reports.filter(pc.or_(*(pc.is_in(pc.add(codes, by), asked) for by in (0, 1))))
    codes = _code(reports, names)
    reports = reports.filter(pc.or_(*(pc.is_in(pc.add(codes, by), codes) for by in (1, -1))))
    reports = reports.sort_by([(name, "ascending") for name in ("agency", "report_year", "document_id")])
    asked_for = pc.is_valid(reports["document_id"])
    if wanted is not None:
        asked_for = pc.is_in(reports["document_id"], wanted)
    buckets = pa.array(_fill_buckets(reports["agency"]), pa.int32())
    return reports.append_column("wanted", asked_for).append_column("bucket", buckets)


def _read_reports(folder: Path) -> pa.Table:
    """The reports with a known agency and year, by id; of each, the documents that print cells, if there are any."""
    columns = ["document_id", "agency_id", "report_year", "report_id", "cells"]
    reports = read_columns(folder / "documents.parquet", columns)
    reports = reports.filter(pc.and_(pc.is_valid(reports["agency_id"]), pc.is_valid(reports["report_year"])))
    instance = reports["report_id"].filter(pc.greater(reports["cells"], 0))
    silent = pc.and_(pc.equal(reports["cells"], 0), pc.is_in(reports["report_id"], instance.combine_chunks()))
    reports = reports.filter(pc.invert(silent))
    return reports.select(columns[:3]).rename_columns(["document_id", "agency", "report_year"])


def _find_others(reports: pa.Table, beside: pa.Table, names: pa.Array, kept: pa.Array) -> pa.Array:
    """The codes of the reports that differ in, or are missing from, the other table."""
    codes = _code(reports, names)
    same = pc.equal(
        codes, pc.take(_code(beside, names), pc.index_in(reports["document_id"], _whole(beside["document_id"])))
    )
    as_before = pc.and_(pc.fill_null(same, fill_value=False), pc.is_in(reports["document_id"], kept))
    return codes.filter(_whole(pc.invert(as_before)))


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _code(reports: pa.Table, names: pa.Array) -> pa.Array:
    """A number for each report, from its agency and its year; the report of the year before has the number less one."""
    agencies = pc.index_in(reports["agency"], names).cast(pa.int64())
    codes = pc.add(pc.multiply(agencies, YEARS), reports["report_year"].cast(pa.int64()))
    return codes.combine_chunks()


def _fill_buckets(agencies: Iterable[Any]) -> Iterator[int]:
    """The bucket index of each report, in the order of their agencies."""
    bucket, last = 0, None
    for index, agency in enumerate(agencies):
        if index >= (bucket + 1) * BUCKET and agency != last:
            bucket += 1
        last = agency
        yield bucket
