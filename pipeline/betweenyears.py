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
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.auditrules import audit_rules
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
from pipeline.pieces import read_batches
from pipeline.schema import AUDITS, parquet_schema
from pipeline.tables import NOT_JUDGED, Row, audit_row
from pipeline.yearaudits import YearFacts, audit_years, find_year_facts, names_agency

# Reports of a bucket: some 40 kB each while they are compared.
BUCKET = 2_000
# More than any year is, so that an agency and a year make one number.
YEARS = 100_000
# Rows of a bucket's results that memory holds while the buckets are merged.
RESULTS = 1_024

# What a column of text is in the values.
_CELL = {"state": CellState, "rule": CellRule}
_INDICATOR = {"witness": Witness}
_FIGURE = {"qualifier": Qualifier, "kind": Kind, "change": Change, "basis": Basis}


class _Report(NamedTuple):
    """A report that can be compared, and its bucket."""

    agency: str
    year: int
    bucket: int


def find_year_rows(folder: Path) -> Iterator[Row]:
    """The rows of ``audits`` between the years, by document, from the tables in a folder."""
    reports = _find_comparable(folder)
    if not reports:
        return
    with TemporaryDirectory(prefix=".between-years-", dir=folder) as scratch:
        _set_aside(folder, Path(scratch), reports)
        by_bucket: defaultdict[int, list[str]] = defaultdict(list)
        for document_id, report in reports.items():
            by_bucket[report.bucket].append(document_id)
        results = [
            _audit_bucket(Path(scratch), bucket, {document_id: reports[document_id] for document_id in ids})
            for bucket, ids in sorted(by_bucket.items())
        ]
        yield from heapq.merge(*map(_read_rows, results), key=itemgetter("document_id"))


def _find_comparable(folder: Path) -> dict[str, _Report]:
    """The reports whose agency has one of the year before or after, by document; agencies stay together."""
    columns = ["document_id", "agency", "report_year"]
    table = pq.read_table(folder / "documents.parquet", columns=columns)
    table = _with_neighbours(table.set_column(1, "agency", _name_agencies(table["agency"])))
    reports: dict[str, _Report] = {}
    bucket, last = -1, ""
    for agency, year, document_id in sorted(
        zip(*(table[name].to_pylist() for name in (*columns[1:], columns[0])), strict=True)
    ):
        full = agency != last and len(reports) >= (bucket + 1) * BUCKET
        bucket, last = bucket + (full or bucket < 0), agency
        reports[document_id] = _Report(agency, year, bucket)
    return reports


def _name_agencies(agencies: pa.ChunkedArray) -> pa.Array:
    """The agencies without white space; null where the words name none."""
    printed = pc.unique(agencies.drop_null())
    names = ["".join(name.split()) if names_agency(name) else None for name in printed.to_pylist()]
    return pc.take(pa.array(names, pa.string()), pc.index_in(agencies, printed))


def _with_neighbours(table: pa.Table) -> pa.Table:
    """The rows whose agency has another of the year before or after.

    >>> rows = pa.table({"agency": ["甲", "甲", "乙", None], "report_year": [2020, 2021, 2021, 2020]})
    >>> _with_neighbours(rows).to_pylist()
    [{'agency': '甲', 'report_year': 2020}, {'agency': '甲', 'report_year': 2021}]
    """
    table = table.filter(pc.and_(pc.is_valid(table["agency"]), pc.is_valid(table["report_year"])))
    agency = pc.cast(pc.index_in(table["agency"], pc.unique(table["agency"])), pa.int64())
    key = pc.add(pc.multiply(agency, YEARS), table["report_year"])
    beside = [pc.is_in(pc.add(key, years), pc.unique(key)) for years in (-1, 1)]
    return table.filter(pc.or_(*beside))


def _set_aside(folder: Path, scratch: Path, reports: Mapping[str, _Report]) -> None:
    """Writes the rows that are compared into a file for each bucket and table."""
    ids = pa.array(reports)
    buckets = pa.array([report.bucket for report in reports.values()], pa.int32())
    years = pa.array([report.year for report in reports.values()], pa.int32())
    moved = _find_moved(folder, ids, years)
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


def _audit_bucket(scratch: Path, bucket: int, reports: Mapping[str, _Report]) -> Path:
    """Writes the audits of the reports of a bucket into a file, by document."""
    cells = _revive(scratch / f"cells.{bucket}.arrow", partial(_value, Cell, _CELL))
    indicators = _revive(scratch / f"indicators.{bucket}.arrow", partial(_value, Indicator, _INDICATOR))
    figures = _revive(scratch / f"figures.{bucket}.arrow", partial(_value, Figure, _FIGURE))
    facts: list[YearFacts] = []
    for document_id, report in reports.items():
        said = Metadata(agency=report.agency, report_year=report.year)
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
