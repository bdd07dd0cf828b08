"""Writes a table as Parquet: the same rows give the same bytes, however they come in batches.

No time stamps, a fixed compression, and row groups of a fixed number of rows, each laid out at once.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.i18n import Message, MessageError, as_reason, say
from pipeline.tables.columns import Rows, Table
from pipeline.tables.datapackage import file_schema
from pipeline.tables.schema import STORED, parquet_schema

# Rows in a row group, of which one is held in memory, and written, each time once more. A row of documents holds a
# whole text, some 25 kB: 25 MB; one of the panel a number in each of 70 columns, one of audits two sentences. With
# 65,536 rows for both, a run over 100,000 short reports took 434 MB, and takes 305 (2026-11).
ROW_GROUP = {"documents": 1024, "panel": 8192, "panel_corrected": 8192, "audits": 16_384}
ROW_GROUP_OTHERWISE = 32_768


class UnwritableError(MessageError):
    """The tables cannot be written; the message names the path and the reason."""


class NoTablesError(Exception):
    """A folder holds no tables, or one that cannot be read; the message names the path and says what to do."""


def missing_tables(out: Path) -> NoTablesError:
    """What is wrong with a folder that holds no tables."""
    if out.is_dir():
        return NoTablesError(say("no_tables", path=out))
    return NoTablesError(say("no_folder_of_tables", path=out) if out.exists() else say("no_output", path=out))


def write_table(
    path: Path, table: Table, batches: Iterable[pa.RecordBatch | pa.Table], *, described: bool = True
) -> None:
    """Writes the rows of one table, in the order in which they come; ``described`` with the table's data package.

    Raises:
        UnwritableError: if the file cannot be written.
    """
    schema = file_schema(table) if described else parquet_schema(table)
    with naming(path):
        writer = pq.ParquetWriter(path, schema, compression="zstd")
    try:
        # Named one by one: an error of those who give the rows is none of the table.
        for group in _regroup(batches, schema, ROW_GROUP.get(table.name, ROW_GROUP_OTHERWISE)):
            with naming(path):
                writer.write_table(group, row_group_size=group.num_rows)
        with naming(path):
            writer.close()
    finally:
        with suppress(OSError):  # what was raised already says it
            writer.close()


def _regroup(batches: Iterable[pa.RecordBatch | pa.Table], schema: pa.Schema, size: int) -> Iterator[pa.Table]:
    """The rows in tables of ``size`` rows and a rest, each in one piece."""
    held: list[pa.Table] = []
    rows = 0
    for batch in batches:
        held.append(pa.Table.from_batches([batch], schema) if isinstance(batch, pa.RecordBatch) else batch)
        rows += batch.num_rows
        if rows < size:
            continue
        joined = pa.concat_tables(held)
        whole = rows - rows % size
        for start in range(0, whole, size):
            yield joined.slice(start, size).combine_chunks()
        # Copied, since a slice would keep what it is cut from.
        held, rows = [joined.slice(whole).combine_chunks()], rows - whole
    if rows:
        yield pa.concat_tables(held).combine_chunks()


def to_batches(files: Sequence[Rows]) -> dict[str, pa.RecordBatch]:
    """The rows of some files, by table, in columns: a tenth of the memory that the rows take."""
    rows = {table: [row for file in files for row in file.get(table.name, ())] for table in STORED}
    return {table.name: pa.RecordBatch.from_pylist(some, parquet_schema(table)) for table, some in rows.items() if some}


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Names the path in what the system says against writing it: pyarrow's own words run over lines."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UnwritableError(Message("cannot_write", path=str(path), reason=as_reason(reason))) from error


def refuse_folders(out: Path, names: Iterable[str]) -> None:
    """Refuses a folder in which a folder stands where a table would: a long run must not end so.

    Raises:
        UnwritableError: if one does.
    """
    for name in names:
        with naming(out / name):
            if (out / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
