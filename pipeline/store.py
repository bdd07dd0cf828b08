"""Writes the tables as Parquet, each beside its place and then renamed into it.

The same rows give the same bytes: no time stamps, a fixed compression, fixed row groups, and rows
ordered by document whatever order they came in.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.datapackage import datapackage_json, file_schema
from pipeline.schema import TABLES, Table, parquet_schema
from pipeline.tables import Rows

# Rows in a row group. A row of documents holds a whole text, some 25 kB: 4096 of them are 100 MB.
ROW_GROUP = {"documents": 4096}
ROW_GROUP_OTHERWISE = 131_072


class UnwritableError(Exception):
    """The tables cannot be written; the message names the path and the reason."""


def write_tables(out: Path, files: Iterable[Rows]) -> None:
    """Writes every table of ``schema.TABLES`` into the folder ``out``, which is made if need be.

    ``files`` are the rows of one file each (``tables.tabulate``). Every table is written before the first
    is renamed, so that a run that fails leaves the tables of the run before.

    Raises:
        UnwritableError: if ``out`` cannot be made or written into, which shows before the first file is read.
    """
    parts = {table.name: out / f"{table.name}.parquet.part" for table in TABLES}
    try:
        _claim(out, parts.values())
        batches = [batch for _, batch in sorted(((_place(rows), _batch(rows)) for rows in files), key=itemgetter(0))]
        for table in TABLES:
            with _naming(parts[table.name].with_suffix("")):
                pq.write_table(
                    _join(table, batches),
                    parts[table.name],
                    compression="zstd",
                    row_group_size=ROW_GROUP.get(table.name, ROW_GROUP_OTHERWISE),
                )
        with _naming(out / "datapackage.json"):
            (out / "datapackage.json").write_text(datapackage_json(), encoding="utf-8")
        for part in parts.values():
            with _naming(part.with_suffix("")):
                part.replace(part.with_suffix(""))
    finally:
        for part in parts.values():
            # A part that cannot be removed has its name already, or was never made.
            with suppress(OSError):
                part.unlink()


def _claim(out: Path, parts: Iterable[Path]) -> None:
    """Makes the folder and every part in it, empty: a long run must not end in a folder that takes no file."""
    with _naming(out):
        out.mkdir(parents=True, exist_ok=True)
    for part in parts:
        with _naming(part.with_suffix("")):
            if part.with_suffix("").is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            part.open("wb").close()


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Names the path in what the system says against writing it: pyarrow's own words run over lines."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UnwritableError(f"{path} cannot be written: {reason}") from error


def _place(rows: Rows) -> tuple[bool, str]:
    """Documents by their id, and with them what is added of them; behind them, by path, the files that are none."""
    for table in ("documents", "audits"):
        if rows.get(table):
            return False, rows[table][0]["document_id"]
    return True, rows["problems"][0]["source"]


def _batch(rows: Rows) -> dict[str, pa.RecordBatch]:
    """The rows of a file, by table, in columns: a tenth of the memory that the rows take."""
    return {
        table.name: pa.RecordBatch.from_pylist(rows[table.name], parquet_schema(table))
        for table in TABLES
        if rows.get(table.name)
    }


def _join(table: Table, batches: list[dict[str, pa.RecordBatch]]) -> pa.Table:
    parts = [batch[table.name] for batch in batches if table.name in batch]
    joined = pa.Table.from_batches(parts, parquet_schema(table)).combine_chunks()
    return joined.replace_schema_metadata(file_schema(table).metadata)
