"""Audits each report against its agency's report of the year before, from the merged tables of a run of any size.

Only reports with a predecessor are audited. The rows to compare are written to buckets of a few thousand reports, whole
agencies together, so that memory holds one bucket at a time.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from operator import attrgetter, itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Basis, Cell, Figure, Indicator, Metadata, Witness
from pipeline.rulebook import audit_rules
from pipeline.run.comparable import find_comparable
from pipeline.run.pieces import read_rows_of
from pipeline.tables import AUDITS, Row, audit_row, parquet_schema

if TYPE_CHECKING:
    from pipeline.audits import YearFacts

# Rows of a bucket's results in memory while the buckets, some fifty for 100,000 reports, are merged.
RESULTS = 128

Value = TypeVar("Value", Cell, Figure, Indicator)


def find_year_rows(folder: Path, wanted: pa.Array | None = None) -> Iterator[Row]:
    """The rows of ``audits`` between the years, by document; only those of ``wanted``, if given."""
    reports = find_comparable(folder, wanted)
    if not reports.num_rows:
        return
    with TemporaryDirectory(prefix=".between-years-", dir=folder) as scratch:
        _set_aside(folder, Path(scratch), reports)
        results = [
            _audit_bucket(Path(scratch), bucket, reports.filter(pc.equal(reports["bucket"], bucket)))
            for bucket in pc.unique(reports["bucket"]).to_pylist()
        ]
        yield from heapq.merge(*map(_read_rows, results), key=itemgetter("document_id"))


def _set_aside(folder: Path, scratch: Path, reports: pa.Table) -> None:
    """Writes the rows to compare into a file for each bucket and table."""
    ids, buckets = (reports[name].combine_chunks() for name in ("document_id", "bucket"))
    moved = _find_moved(folder, ids, reports["report_year"].cast(pa.int32()).combine_chunks())
    for table, wanted in (
        ("cells", _is_compared),
        ("indicators", _is_printed),
        ("figures", lambda rows: pc.is_in(rows["document_id"], moved)),
    ):
        with ExitStack() as stack:
            writers: dict[int, pa.ipc.RecordBatchFileWriter] = {}
            for found in read_rows_of(folder / f"{table}.parquet", table, ids):
                rows = found.filter(wanted(found))
                bucket_of_rows = pc.take(buckets, pc.index_in(rows["document_id"], ids))
                for bucket in pc.unique(bucket_of_rows).to_pylist():
                    if bucket not in writers:
                        file = scratch / f"{table}.{bucket}.arrow"
                        writers[bucket] = stack.enter_context(pa.ipc.new_file(file, rows.schema))
                    writers[bucket].write_batch(rows.filter(pc.equal(bucket_of_rows, bucket)))


def _is_compared(rows: pa.RecordBatch) -> pa.Array:
    """Whether a cell is in a row or column that a year-on-year rule names."""
    codes = pa.array(sorted({code for rule in audit_rules().years for code in rule.read().codes}))
    coded = pc.and_(pc.is_valid(rows["row"]), pc.is_valid(rows["column"]))
    named = pc.or_(pc.is_in(rows["row"], codes), pc.is_in(rows["column"], codes))
    return pc.and_(coded, named)


def _is_printed(rows: pa.RecordBatch) -> pa.Array:
    """Whether an indicator is stated by the report, not by people."""
    return pc.not_equal(rows["witness"], Witness.VERDICT.value)


def _find_moved(folder: Path, ids: pa.Array, years: pa.Array) -> pa.Array:
    """The documents whose prose states a change on the year before, or a number for that year."""
    moved: set[str] = set()
    columns = ["document_id", "basis", "period_end"]
    for rows in read_rows_of(folder / "figures.parquet", "figures", ids, columns):
        report_years = pc.take(years, pc.index_in(rows["document_id"], ids))
        changed = pc.fill_null(pc.equal(rows["basis"], Basis.YEAR_ON_YEAR.value), fill_value=False)
        earlier = pc.fill_null(pc.equal(pc.year(rows["period_end"]), pc.subtract(report_years, 1)), fill_value=False)
        moved.update(rows["document_id"].filter(pc.or_(changed, earlier)).to_pylist())
    return pa.array(sorted(moved), pa.string())


def _audit_bucket(scratch: Path, bucket: int, reports: pa.Table) -> Path:
    """Audits the reports of a bucket and writes the results to a file, by document."""
    cells = _revive(scratch / f"cells.{bucket}.arrow", Cell)
    indicators = _revive(scratch / f"indicators.{bucket}.arrow", Indicator)
    figures = _revive(scratch / f"figures.{bucket}.arrow", Figure)
    # Of most changes no report has one of the year before: what audits them is loaded where one has.
    from pipeline.audits import audit_years, find_year_facts  # noqa: PLC0415

    facts: list[YearFacts] = []
    rows = reports.to_pylist()
    for report in rows:
        document_id, metadata = (
            report["document_id"],
            Metadata(agency=report["agency"], report_year=report["report_year"]),
        )
        found = find_year_facts(
            document_id, metadata, cells[document_id], _by_id(figures[document_id]), indicators[document_id]
        )
        facts += [found] if found else []
    audits = sorted(audit_years(sorted(facts, key=attrgetter("agency"))), key=itemgetter(0))
    wanted = {report["document_id"] for report in rows if report["wanted"]}
    rows = [audit_row(document_id, audit) for document_id, audit in audits if document_id in wanted]
    file = scratch / f"audits.{bucket}.arrow"
    schema = parquet_schema(AUDITS)
    with pa.ipc.new_file(file, schema) as writer:
        for start in range(0, len(rows), RESULTS):
            writer.write_batch(pa.RecordBatch.from_pylist(rows[start : start + RESULTS], schema))
    return file


def _by_id(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=attrgetter("figure_id"))


def _revive(file: Path, kind: type[Value]) -> defaultdict[str, list[Value]]:
    """Restores the values from the rows of a file, by document, without the columns that hold verdicts."""
    from pipeline.annotations import revive_row  # noqa: PLC0415

    values: defaultdict[str, list[Value]] = defaultdict(list)
    for row in _read_rows(file):
        values[row["document_id"]].append(revive_row(kind, row))
    return values


def _read_rows(file: Path) -> Iterator[Row]:
    if file.exists():
        with pa.memory_map(str(file)) as opened, pa.ipc.open_file(opened) as reader:
            for index in range(reader.num_record_batches):
                yield from reader.get_batch(index).to_pylist()
