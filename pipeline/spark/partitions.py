"""What the Spark workers do: read files, and compare the years of agencies; what they give are Arrow batches.

A partition is a local run in small, over the files that the partition holds, so its rows are those of a local run by
construction: the same bisecting of what crashes, the same limits, the same order.
"""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pyarrow as pa

from pipeline.model import Unreadable
from pipeline.run import KnownList, Options, current_folder, find_year_rows, group_same, keep_files, run_files
from pipeline.spark.documents import Placed, lay_down
from pipeline.spark.nested_rows import fold_tables, unfold_table
from pipeline.tables import AUDITS, TABLES, Row, parquet_schema, write_table

# Documents of a partition: ten seconds' work, beside which the start of its reader, half a second, is little (2026-11).
PARTITION = 512
# Tables that the years of an agency are compared by.
COMPARED = tuple(table for table in TABLES if table.name in {"documents", "cells", "indicators", "figures"})
# The column by which the rows of a document are put in order.
PLACE = "_place"
# Rows of audits with their place behind the other audits of a document.
YEAR_SCHEMA = pa.schema([*(field.remove_metadata() for field in parquet_schema(AUDITS)), (PLACE, pa.int32())])
# A document has fewer audits of its own than this.
BEHIND = 1_000_000


def read_partition(
    batches: Iterable[pa.RecordBatch], root: str | None, scratch: str, options: Options, listed: bytes | None = None
) -> Iterator[pa.RecordBatch]:
    """Reads the documents of a partition, which come in the order of their digests, and gives a nested row for each.

    ``listed`` is what lists say of documents, as ``KnownList.pack`` gives it.

    Bytes that came along are laid down in a scratch folder first, since a reader that crashes takes its memory with it.
    However many documents a container held, so many are read at once as fill a partition.
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


def _cut(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Lots of documents; those of one digest stand together."""
    lot: list[Placed] = []
    for one in placed:
        if len(lot) >= PARTITION and (lot[-1][2] != one[2] or isinstance(one[2], Unreadable)):
            yield lot
            lot = []
        lot.append(one)
    if lot:
        yield lot


def compare_years(rows: pa.Table, scratch: str) -> pa.Table:
    """The audits between the years over the nested rows of some agencies, whole agencies together."""
    with TemporaryDirectory(prefix="gongkai-", dir=scratch) as folder:
        for table in COMPARED:
            write_table(Path(folder, f"{table.name}.parquet"), table, [unfold_table(rows, table)])
        return pa.Table.from_pylist(list(_number(find_year_rows(Path(folder)))), YEAR_SCHEMA)


def _number(rows: Iterable[Row]) -> Iterator[Row]:
    return ({**row, PLACE: place} for place, row in enumerate(rows, BEHIND))
