"""Finds the tables in a folder that ``gongkai run`` wrote, and reads them piece by piece."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.i18n import render, say
from pipeline.tables.parquet import NoTablesError, missing_tables
from pipeline.tables.schema import TABLES

# Rows held at once. A row of documents holds a whole text, some 25 kB: 128 of them are 3 MB, and rows of the other
# tables some 200 bytes.
BATCH = {"documents": 128}
BATCH_OTHERWISE = 8192

ORDER = {table.name: place for place, table in enumerate(TABLES)}


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as it lies, with the schema that its file states."""

    name: str
    path: Path
    schema: pa.Schema
    rows: int


def find_tables(out: Path) -> tuple[TableFile, ...]:
    """The tables of a folder in the order of the schema, behind them by name those that the schema does not know.

    Raises:
        NoTablesError: if there is none, or one cannot be read.
    """
    try:
        paths = sorted(out.glob("*.parquet"), key=lambda path: (ORDER.get(path.stem, len(ORDER)), path.stem))
        tables = tuple(_read_head(path) for path in paths)
    except OSError as error:
        raise NoTablesError(say("cannot_read", path=out, reason=render(error.strerror or str(error)))) from error
    if not any(table.name == "documents" for table in tables):
        raise missing_tables(out)
    return tables


def _read_head(path: Path) -> TableFile:
    try:
        with pq.ParquetFile(path) as opened:
            return TableFile(path.stem, path, opened.schema_arrow, opened.metadata.num_rows)
    except pa.ArrowInvalid as error:
        raise NoTablesError(say("no_parquet", path=path)) from error


def iterate_batches(table: TableFile, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of a table, in batches that memory holds easily."""
    with pq.ParquetFile(table.path) as opened:
        size = BATCH.get(table.name, BATCH_OTHERWISE)
        yield from opened.iter_batches(batch_size=size, columns=columns, use_threads=False)


def iterate_rows(table: TableFile, columns: list[str] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as tuples, in the order of its columns or of ``columns``."""
    for batch in iterate_batches(table, columns):
        chosen = batch if columns is None else batch.select(columns)
        yield from zip(*(column.to_pylist() for column in chosen.columns), strict=True)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Where a file can be written that takes the place of ``path`` when it is whole, and is gone otherwise.

    A folder that is not there is made.

    Raises:
        OSError: if it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with _named_as(path):
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
            part.open("wb").close()  # says why where it cannot be written: not every library does
        yield part
        with _named_as(path):
            part.replace(path)
    finally:
        with suppress(OSError):  # what was raised already says it
            part.unlink(missing_ok=True)


@contextmanager
def _named_as(path: Path) -> Iterator[None]:
    """Names the file in what the system says as the user named it."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise
