"""The work of Spark's workers: reading files, and comparing the years of agencies. Results are Arrow batches.

A partition is a small local run over its files, so its rows are those of a local run by construction: the same
bisection of crashes, the same limits, the same order.
"""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pyarrow as pa

from pipeline.model import Unreadable
from pipeline.run import KnownList, Options, current_folder, find_year_rows, group_same, keep_files, run_files
from pipeline.spark.documents import Positioned, lay_down
from pipeline.spark.nested_rows import fold_tables, unfold_table
from pipeline.tables import AUDITS, TABLES, Row, parquet_schema, write_table

# Documents in a partition: ten seconds' work, so that starting its reader, half a second, hardly matters (2026-11).
PARTITION = 512
# The tables by which the years of an agency are compared.
COMPARED = tuple(table for table in TABLES if table.name in {"documents", "cells", "indicators", "figures"})
# The column by which the rows of a document are sorted.
ORDER = "_position"
# Rows of audits, numbered so that they follow the other audits of a document.
YEAR_SCHEMA = pa.schema([*(field.remove_metadata() for field in parquet_schema(AUDITS)), (ORDER, pa.int32())])
# More than the number of audits that a document has by itself.
FIRST_YEAR_AUDIT = 1_000_000


def read_partition(
    batches: Iterable[pa.RecordBatch], root: str | None, scratch: str, options: Options, listed: bytes | None = None
) -> Iterator[pa.RecordBatch]:
    """Reads the documents of a partition, which are in the order of their digests, and yields a nested row for each.

    ``listed`` are metadata lists, packed by ``KnownList.pack``.

    Documents that carry bytes are first written to a scratch folder, since a crashing reader loses its memory. However
    many documents a container holds, only as many as fill a partition are read at once.
    """
    with TemporaryDirectory(prefix="gongkai-", dir=scratch) as folder:
        laid = Path(folder, "files")
        laid.mkdir()
        lists = KnownList.unpack(listed) if listed else None
        for number, lot in enumerate(_cut(lay_down(batches, root, laid))):
            out = Path(folder, f"out{number}")
            known = {file: found for _, file, found in sorted(lot, key=itemgetter(0))}
            inputs = group_same(list(known), digest=known.__getitem__, describe=lists.tell if lists else keep_files)
            run_files(inputs, out, options=options, across=())
            yield from fold_tables(current_folder(out), lists.take_uses() if lists else "")
            rmtree(out)
            for file in known:
                if file.kept:
                    file.path.unlink(missing_ok=True)


def _cut(documents: Iterable[Positioned]) -> Iterator[list[Positioned]]:
    """Divides documents into batches; those with the same digest stay together."""
    lot: list[Positioned] = []
    for document in documents:
        if len(lot) >= PARTITION and (lot[-1][2] != document[2] or isinstance(document[2], Unreadable)):
            yield lot
            lot = []
        lot.append(document)
    if lot:
        yield lot


def compare_years(rows: pa.Table, scratch: str) -> pa.Table:
    """The year-on-year audits over the nested rows of some agencies, whole agencies together."""
    with TemporaryDirectory(prefix="gongkai-", dir=scratch) as folder:
        for table in COMPARED:
            write_table(Path(folder, f"{table.name}.parquet"), table, [unfold_table(rows, table)])
        return pa.Table.from_pylist(list(_number(find_year_rows(Path(folder)))), YEAR_SCHEMA)


def _number(rows: Iterable[Row]) -> Iterator[Row]:
    return ({**row, ORDER: number} for number, row in enumerate(rows, FIRST_YEAR_AUDIT))
