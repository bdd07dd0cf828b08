"""Audits each report against its agency's report of the year before, from the merged tables of a run of any size.

Only reports that have one of the year before are looked at. What they are compared by is set aside in buckets of a
few thousand reports, whole agencies together, so that memory holds one bucket at a time.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from operator import attrgetter, itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.audits import YearFacts, audit_years, find_year_facts, names_agency
from pipeline.characters import squeeze
from pipeline.model import (
    Basis,
    Cell,
    CellRule,
    CellState,
    Change,
    Figure,
    Indicator,
    Kind,
    Metadata,
    Qualifier,
    Witness,
)
from pipeline.rulebook import audit_rules
from pipeline.run.pieces import read_batches
from pipeline.tables import AUDITS, NOT_JUDGED, Row, audit_row, parquet_schema

# Reports of a bucket: some 40 kB each while they are compared.
BUCKET = 2_000
# Rows of a bucket's results that memory holds while the buckets, some fifty for 100,000 reports, are merged.
RESULTS = 128

# What a column of text is in the values.
_CELL = {"state": CellState, "rule": CellRule}
_INDICATOR = {"witness": Witness}
_FIGURE = {"qualifier": Qualifier, "kind": Kind, "change": Change, "basis": Basis}


# Behind the code of an agency there is room for a year.
YEARS = 10_000


def find_year_rows(folder: Path) -> Iterator[Row]:
    """The rows of ``audits`` between the years, by document, from the tables in a folder."""
    reports = _find_comparable(folder)
    if not reports.num_rows:
        return
    with TemporaryDirectory(prefix=".between-years-", dir=folder) as scratch:
        _set_aside(folder, Path(scratch), reports)
        results = [
            _audit_bucket(Path(scratch), bucket, reports.filter(pc.equal(reports["bucket"], bucket)))
            for bucket in pc.unique(reports["bucket"]).to_pylist()
        ]
        yield from heapq.merge(*map(_read_rows, results), key=itemgetter("document_id"))


def _find_comparable(folder: Path) -> pa.Table:
    """The reports whose agency has one of the year before or after, and their buckets; agencies stay together.

    They stay in columns, since nearly all documents of an archive may be among them.
    """
    columns = ["document_id", "agency", "report_year"]
    reports = pq.read_table(folder / "documents.parquet", columns=columns, use_threads=False)
    spelled = pc.unique(reports["agency"].drop_null())
    named = pa.array((_spell(agency.as_py()) for agency in spelled), pa.string())
    agencies = pc.take(named, pc.index_in(reports["agency"], spelled)).combine_chunks()
    reports = reports.set_column(1, "agency", agencies).filter(
        pc.and_(pc.is_valid(agencies), pc.is_valid(reports["report_year"]))
    )
    codes = pc.index_in(reports["agency"], pc.unique(named)).cast(pa.int64())
    known = pc.add(pc.multiply(codes, YEARS), reports["report_year"].cast(pa.int64()))
    beside = [pc.is_in(pc.add(known, by), known.combine_chunks()) for by in (1, -1)]
    reports = reports.filter(pc.or_(*beside)).sort_by([(name, "ascending") for name in (*columns[1:], columns[0])])
    return reports.append_column("bucket", pa.array(_fill_buckets(reports["agency"]), pa.int32()))


def _spell(agency: str) -> str | None:
    """The name of an agency as all its reports have it, null where it says none."""
    return squeeze(agency) if names_agency(agency) else None


def _fill_buckets(agencies: Iterable[Any]) -> Iterator[int]:
    """The bucket of each report, in the order of their agencies."""
    bucket, last = 0, None
    for place, agency in enumerate(agencies):
        if place >= (bucket + 1) * BUCKET and agency != last:
            bucket += 1
        last = agency
        yield bucket


def _set_aside(folder: Path, scratch: Path, reports: pa.Table) -> None:
    """Writes the rows that are compared into a file for each bucket and table."""
    ids, buckets = (reports[name].combine_chunks() for name in ("document_id", "bucket"))
    moved = _find_moved(folder, ids, reports["report_year"].cast(pa.int32()).combine_chunks())
    for table, wanted in (
        ("cells", _is_compared),
        ("indicators", None),
        ("figures", lambda rows: pc.is_in(rows["document_id"], moved)),
    ):
        with ExitStack() as stack:
            writers: dict[int, pa.ipc.RecordBatchFileWriter] = {}
            for batch in read_batches(folder / f"{table}.parquet", table):
                rows = batch.filter(pc.is_in(batch["document_id"], ids))
                rows = rows.filter(wanted(rows)) if wanted else rows
                places = pc.take(buckets, pc.index_in(rows["document_id"], ids))
                for bucket in pc.unique(places).to_pylist():
                    if bucket not in writers:
                        file = scratch / f"{table}.{bucket}.arrow"
                        writers[bucket] = stack.enter_context(pa.ipc.new_file(file, rows.schema))
                    writers[bucket].write_batch(rows.filter(pc.equal(places, bucket)))


def _is_compared(rows: pa.RecordBatch) -> pa.Array:
    """Whether a cell stands in a row or a column that a rule between the years names."""
    codes = pa.array(sorted({code for rule in audit_rules().years for code in rule.read().codes}))
    placed = pc.and_(pc.is_valid(rows["row"]), pc.is_valid(rows["column"]))
    named = pc.or_(pc.is_in(rows["row"], codes), pc.is_in(rows["column"], codes))
    return pc.and_(placed, named)


def _find_moved(folder: Path, ids: pa.Array, years: pa.Array) -> pa.Array:
    """The documents whose prose states a change on the year before, or a number for it."""
    moved: set[str] = set()
    for batch in read_batches(folder / "figures.parquet", "figures"):
        rows = batch.filter(pc.is_in(batch["document_id"], ids))
        own = pc.take(years, pc.index_in(rows["document_id"], ids))
        changed = pc.fill_null(pc.equal(rows["basis"], Basis.YEAR_ON_YEAR.value), fill_value=False)
        earlier = pc.fill_null(pc.equal(pc.year(rows["period_end"]), pc.subtract(own, 1)), fill_value=False)
        moved.update(rows["document_id"].filter(pc.or_(changed, earlier)).to_pylist())
    return pa.array(sorted(moved), pa.string())


def _audit_bucket(scratch: Path, bucket: int, reports: pa.Table) -> Path:
    """Writes the audits of the reports of a bucket into a file, by document."""
    cells = _revive(scratch / f"cells.{bucket}.arrow", partial(_value, Cell, _CELL))
    indicators = _revive(scratch / f"indicators.{bucket}.arrow", partial(_value, Indicator, _INDICATOR))
    figures = _revive(scratch / f"figures.{bucket}.arrow", partial(_value, Figure, _FIGURE))
    facts: list[YearFacts] = []
    for report in reports.to_pylist():
        document_id, said = report["document_id"], Metadata(agency=report["agency"], report_year=report["report_year"])
        found = find_year_facts(
            document_id, said, cells[document_id], _by_id(figures[document_id]), indicators[document_id]
        )
        facts += [found] if found else []
    audits = sorted(audit_years(sorted(facts, key=attrgetter("agency"))), key=itemgetter(0))
    rows = [audit_row(document_id, audit) for document_id, audit in audits]
    file = scratch / f"audits.{bucket}.arrow"
    schema = parquet_schema(AUDITS)
    with pa.ipc.new_file(file, schema) as writer:
        for start in range(0, len(rows), RESULTS):
            writer.write_batch(pa.RecordBatch.from_pylist(rows[start : start + RESULTS], schema))
    return file


def _by_id(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=attrgetter("figure_id"))


def _revive(file: Path, make: Callable[[Row], Any]) -> defaultdict[str, list[Any]]:
    """The values that the rows of a file were made of, by document."""
    values: defaultdict[str, list[Any]] = defaultdict(list)
    for row in _read_rows(file):
        values[row.pop("document_id")].append(make(row))
    return values


def _value(kind: Callable[..., Any], words: Mapping[str, Callable[[str], Any]], row: Row) -> Any:
    """A value from its row: numbers are Decimal again, and words the names that they were.

    What analysts said stands beside the value and is none of it.
    """
    fields: Row = {}
    for name, stored in row.items():
        if name in NOT_JUDGED:
            continue
        known = words.get(name) if stored is not None else None
        fields[name] = known(stored) if known else Decimal(repr(stored)) if isinstance(stored, float) else stored
    return kind(**fields)


def _read_rows(file: Path) -> Iterator[Row]:
    if file.exists():
        with pa.memory_map(str(file)) as opened, pa.ipc.open_file(opened) as reader:
            for place in range(reader.num_record_batches):
                yield from reader.get_batch(place).to_pylist()
