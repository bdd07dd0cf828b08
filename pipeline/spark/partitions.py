"""What the Spark workers do: read files, and compare the years of agencies; what they give are Arrow batches.

A partition is a local run in small, over the files that the partition holds, so its rows are those of a local run by
construction: the same bisecting of what crashes, the same limits, the same order.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from pipeline.run import File, Hashed, Options, current_folder, digest_source, find_year_rows, run_files
from pipeline.spark.nested_rows import fold_tables, unfold_table
from pipeline.tables import AUDITS, TABLES, Row, parquet_schema, write_table

# Tables that the years of an agency are compared by.
COMPARED = tuple(table for table in TABLES if table.name in {"documents", "cells", "indicators", "figures"})
# The column by which the rows of a document are put in order.
PLACE = "_place"
# Rows of audits with their place behind the other audits of a document.
YEAR_SCHEMA = pa.schema([*(field.remove_metadata() for field in parquet_schema(AUDITS)), (PLACE, pa.int32())])
# A document has fewer audits of its own than this.
BEHIND = 1_000_000


def hash_files(batches: Iterable[pa.RecordBatch], root: str) -> Iterator[pa.RecordBatch]:
    """The digest of each file of a folder that every worker sees: files with the same bytes are read together.

    What cannot be opened has none; why that is, is found where it is to be read.
    """
    for batch in batches:
        digests = [_digest(File(root, os.fsdecode(name))) for name in batch["name"].to_pylist()]
        yield pa.RecordBatch.from_arrays([batch["name"], pa.array(digests, pa.string())], ["name", "digest"])


def _digest(file: File) -> str | None:
    found = digest_source(file, follow_links=True)
    return found.digest.hex() if isinstance(found, Hashed) else None


def read_partition(
    batches: Iterable[pa.RecordBatch], root: str | None, scratch: str, options: Options
) -> Iterator[pa.RecordBatch]:
    """Reads the files of a partition and gives a nested row for each document.

    The files lie under ``root``, which every worker sees, or come with their bytes, which are laid down in a
    scratch folder first, since a reader that crashes takes its memory with it.
    """
    with TemporaryDirectory(prefix="gongkai-", dir=scratch) as folder:
        files = [file for batch in batches for file in _locate(batch, root, Path(folder))]
        if not files:
            return
        files = sorted(files, key=lambda file: file.name)
        out = Path(folder, "out")
        run_files(files, out, options=options, across=())
        yield from fold_tables(current_folder(out))


def _locate(batch: pa.RecordBatch, root: str | None, folder: Path) -> Iterator[File]:
    names = [os.fsdecode(name) for name in batch["name"].to_pylist()]
    if root is not None:
        yield from (File(root, name) for name in names)
        return
    laid = folder / "files"
    laid.mkdir(exist_ok=True)
    free = count(sum(1 for _ in laid.iterdir()))
    for name, data, size in zip(names, batch["content"], batch["length"].to_pylist(), strict=True):
        kept = str(next(free))
        with (laid / kept).open("wb") as opened:
            if data.is_valid:
                opened.write(data.as_buffer())
            else:  # too large to be fetched: a file of its size that takes no room, refused as any such file is
                opened.truncate(size)
        yield File(str(laid), name, kept)


def compare_years(rows: pa.Table, scratch: str) -> pa.Table:
    """The audits between the years over the nested rows of some agencies, whole agencies together."""
    with TemporaryDirectory(prefix="gongkai-", dir=scratch) as folder:
        for table in COMPARED:
            write_table(Path(folder, f"{table.name}.parquet"), table, [unfold_table(rows, table)])
        return pa.Table.from_pylist(list(_number(find_year_rows(Path(folder)))), YEAR_SCHEMA)


def _number(rows: Iterable[Row]) -> Iterator[Row]:
    return ({**row, PLACE: place} for place, row in enumerate(rows, BEHIND))
