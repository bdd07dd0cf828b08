"""Writes the rows of a shard as a piece, a folder that appears only when complete, and reads pieces in order."""

import os
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables import STORED, naming, table_files, write_table

# Rows of a batch when reading; a row of documents holds a whole text.
BATCH = {"documents": 128}
BATCH_OTHERWISE = 16_384


def write_piece(work: Path, name: str, batches: Sequence[Mapping[str, pa.RecordBatch]]) -> None:
    """Writes the tables that have rows; the piece gets its name when it is complete.

    Raises:
        UnwritableError: if it cannot be written.
    """
    half = work / f"{name}.{os.getpid()}.half"
    try:
        with naming(half):
            half.mkdir()
        for table in STORED:
            rows = [batch[table.name] for batch in batches if table.name in batch]
            if rows:
                write_table(half / f"{table.name}.parquet", table, rows, described=False)
        # It already exists if the worker of a killed run went on for a moment.
        with naming(work / name):
            if not is_whole(work / name):
                shutil.rmtree(work / name, ignore_errors=True)
                half.rename(work / name)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def is_whole(piece: Path) -> bool:
    """Whether a piece exists and every file of it can be read; after a power failure, it may not."""
    with suppress(OSError, pa.ArrowInvalid):
        files = list(piece.iterdir())
        return bool(files) and all(pq.read_metadata(file).num_rows for file in files)
    return False


def has_refusals(piece: Path, *, lasting: bool) -> bool:
    """Whether a piece refuses a file that has to be tried again: one without a fingerprint, or, if ``lasting``, any."""
    for batch in read_pieces([piece], "problems"):
        again = pc.is_null(batch["document_id"])
        if not lasting:
            again = pc.and_(again, pc.is_null(batch["fingerprint"]))
        if pc.any(again).as_py():
            return True
    return False


def remove_piece(piece: Path) -> None:
    """Removes a piece that must not be used.

    Raises:
        UnwritableError: if it cannot be removed.
    """
    with naming(piece), suppress(FileNotFoundError):
        shutil.rmtree(piece)


def read_pieces(pieces: Iterable[Path], table: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of one table in all pieces, one piece after the other."""
    for piece in pieces:
        file = piece / f"{table}.parquet"
        if file.exists():
            yield from read_batches(file, table, columns)


def read_batches(path: Path, table: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of a table in batches that fit in memory."""
    for file in table_files(path):
        with pq.ParquetFile(file) as opened:
            yield from _iterate(opened, table, columns, range(opened.num_row_groups))


def read_rows_of(
    path: Path, table: str, ids: pa.Array, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of some documents; files and row groups that can contain none of them are not read."""
    ordered = ids.sort()
    for file in table_files(path) if len(ordered) else ():
        with pq.ParquetFile(file) as opened:
            groups = [group for group in range(opened.num_row_groups) if _may_hold(opened, group, ordered)]
            for batch in _iterate(opened, table, columns, groups):
                rows = batch.filter(pc.is_in(batch["document_id"], ordered))
                if rows.num_rows:
                    yield rows


def _iterate(
    opened: pq.ParquetFile, table: str, columns: Sequence[str] | None, groups: Sequence[int]
) -> Iterator[pa.RecordBatch]:
    size = BATCH.get(table, BATCH_OTHERWISE)
    yield from opened.iter_batches(batch_size=size, row_groups=list(groups), columns=columns, use_threads=False)


def _may_hold(opened: pq.ParquetFile, group: int, ids: pa.Array) -> bool:
    """Whether a row group's range of ids contains one of the sorted ids."""
    column = opened.metadata.row_group(group).column(opened.schema_arrow.get_field_index("document_id"))
    if not column.is_stats_set or not column.statistics.has_min_max:
        return True
    index = bisect_left(range(len(ids)), column.statistics.min, key=lambda index: ids[index].as_py())
    return index < len(ids) and ids[index].as_py() <= column.statistics.max
