"""Writes the tables as Parquet, each beside its place and then renamed into it.

The same rows give the same bytes: no time stamps, a fixed compression, fixed row groups, and rows
ordered by document whatever order they came in.
"""

from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema import TABLES, Table, parquet_schema
from pipeline.tables import Rows

# Rows in a row group. A row of documents holds a whole text, some 25 kB: 4096 of them are 100 MB.
ROW_GROUP = {"documents": 4096}
ROW_GROUP_OTHERWISE = 131_072


def write_tables(out: Path, files: Iterable[Rows]) -> None:
    """Writes every table of ``schema.TABLES`` into the folder ``out``, which is made if need be.

    ``files`` are the rows of one file each (``tables.tabulate``). Every table is written before the first
    is renamed, so that a run that fails leaves the tables of the run before.
    """
    batches = [batch for _, batch in sorted(((_place(rows), _batch(rows)) for rows in files), key=itemgetter(0))]
    out.mkdir(parents=True, exist_ok=True)
    parts = {table.name: out / f"{table.name}.parquet.part" for table in TABLES}
    try:
        for table in TABLES:
            pq.write_table(
                _join(table, batches),
                parts[table.name],
                compression="zstd",
                row_group_size=ROW_GROUP.get(table.name, ROW_GROUP_OTHERWISE),
            )
        for part in parts.values():
            part.replace(part.with_suffix(""))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _place(rows: Rows) -> tuple[bool, str]:
    """Documents by their id; behind them, by path, the files that are none."""
    if rows.get("documents"):
        return False, rows["documents"][0]["document_id"]
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
    return pa.Table.from_batches(parts, parquet_schema(table)).combine_chunks()
