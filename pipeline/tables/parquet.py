"""Writes a table as Parquet: the same rows give the same bytes, whatever the batches.

There are no time stamps, the compression is fixed, and row groups have a fixed number of rows.
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

# The rows of a row group, which is held in memory twice while it is written. A row of documents contains a whole text,
# some 25 kB (25 MB a group), one of the panel 70 numbers, one of audits two sentences. With 65,536 rows for all, a run
# over 100,000 short reports took 434 MB instead of 305 (2026-11).
ROW_GROUP = {"documents": 1024, "panel": 8192, "panel_corrected": 8192, "audits": 16_384}
ROW_GROUP_OTHERWISE = 32_768


class UnwritableError(MessageError):
    """The tables cannot be written; the message names the path and the reason."""


class NoTablesError(Exception):
    """A folder has no tables, or an unreadable one; the message names the path and says what to do."""


def missing_tables(out: Path) -> NoTablesError:
    """The error for a folder without tables."""
    if out.is_dir():
        return NoTablesError(say("no_tables", path=out))
    return NoTablesError(say("no_folder_of_tables", path=out) if out.exists() else say("no_output", path=out))


def write_table(
    path: Path, table: Table, batches: Iterable[pa.RecordBatch | pa.Table], *, described: bool = True
) -> None:
    """Writes the rows of a table in the given order; ``described`` adds the table's data package.

    Raises:
        UnwritableError: if the file cannot be written.
    """
    schema = file_schema(table) if described else parquet_schema(table)
    with naming(path):
        writer = pq.ParquetWriter(path, schema, compression="zstd")
    try:
        # Named one by one, since errors of the iterable of rows are not errors of the table.
        for group in _regroup(batches, schema, ROW_GROUP.get(table.name, ROW_GROUP_OTHERWISE)):
            with naming(path):
                writer.write_table(group, row_group_size=group.num_rows)
        with naming(path):
            writer.close()
    finally:
        with suppress(OSError):  # the first error already says it
            writer.close()


def _regroup(batches: Iterable[pa.RecordBatch | pa.Table], schema: pa.Schema, size: int) -> Iterator[pa.Table]:
    """Regroups the rows into contiguous tables of ``size`` rows and a rest."""
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
        # Copied, since a slice would keep the whole table in memory.
        held, rows = [joined.slice(whole).combine_chunks()], rows - whole
    if rows:
        yield pa.concat_tables(held).combine_chunks()


def to_batches(files: Sequence[Rows]) -> dict[str, pa.RecordBatch]:
    """The rows of some files as one batch per table, which takes a tenth of the memory of rows."""
    rows = {table: [row for file in files for row in file.get(table.name, ())] for table in STORED}
    return {table.name: pa.RecordBatch.from_pylist(some, parquet_schema(table)) for table, some in rows.items() if some}


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Makes errors of writing name the path on one line, which pyarrow's do not."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UnwritableError(Message("cannot_write", path=str(path), reason=as_reason(reason))) from error


def refuse_folders(out: Path, names: Iterable[str]) -> None:
    """Refuses an output folder that has a folder in place of a table, before a long run fails because of it.

    Raises:
        UnwritableError: if there is one.
    """
    for name in names:
        with naming(out / name):
            if (out / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
