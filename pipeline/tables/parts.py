"""Lays out a table: one file, or for many documents a folder of files, partitioned by prefix of the document id.

``figures.parquet`` is then a folder that pandas, Polars, DuckDB and Spark read like a file, with the rows in the same
order. If a few documents change, only the files that contain them are written; all others are linked. The number of
files depends only on the number of documents, so the same rows are in the same files, whatever came before::

    figures.parquet/0.parquet  …  figures.parquet/f.parquet
    problems.parquet/unreadable.parquet     the rows of files that yield no document, after all others
"""

import os
import shutil
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables.columns import Table
from pipeline.tables.parquet import naming, write_table
from pipeline.tables.schema import PROBLEMS

# Up to so many documents, as in most archives, a table is one file; beyond, each file has 400 to 1,000 documents.
ONE_FILE = 1_000
MOST = 900

SUFFIX = ".parquet"
UNREADABLE = "unreadable"
# The name of the only part of a table that is one file.
WHOLE = ""
# The bits of a hexadecimal digit.
DIGIT = 4


def count_bits(documents: int) -> int:
    """The number of leading bits of ids by which so many documents are partitioned; 0 for a single file.

    >>> count_bits(1000), count_bits(1001), count_bits(10_000), count_bits(100_000), count_bits(10_000_000)
    (0, 1, 4, 7, 14)
    """
    bits = 0
    while documents > ONE_FILE and documents > MOST << bits:
        bits += 1
    return bits


def part_of(document_id: str | None, bits: int) -> str:
    """The name of the part with the rows of a document: the smallest prefix of the ids in it.

    >>> part_of("9f00", 0), part_of("9f00", 1), part_of("9f00", 4), part_of("9f00", 5), part_of(None, 5)
    ('', '8', '9', '98', 'unreadable')
    """
    if not bits:
        return WHOLE
    if document_id is None:
        return UNREADABLE
    digits = -(-bits // DIGIT)
    free = digits * DIGIT - bits
    return f"{int(document_id[:digits], 16) >> free << free:0{digits}x}"


def part_names(table: Table, bits: int) -> tuple[str, ...]:
    """The names of all parts of a table, in row order.

    >>> part_names(PROBLEMS, 2), part_names(PROBLEMS, 0)
    (('0', '4', '8', 'c', 'unreadable'), ('',))
    """
    if not bits:
        return (WHOLE,)
    digits = -(-bits // DIGIT)
    step = 1 << (digits * DIGIT - bits)
    names = tuple(f"{first:0{digits}x}" for first in range(0, 1 << (digits * DIGIT), step))
    return (*names, UNREADABLE) if table is PROBLEMS else names


def part_file(path: Path, name: str) -> Path:
    """The path of a part of the table at ``path``."""
    return path / f"{name}{SUFFIX}" if name else path


def table_files(path: Path) -> tuple[Path, ...]:
    """The files of a table, in row order."""
    return tuple(sorted(path.glob(f"*{SUFFIX}"))) if path.is_dir() else (path,)


def find_bits(path: Path, table: Table) -> int | None:
    """The number of bits by which the table at ``path`` is partitioned; ``None`` if it is missing or incomplete."""
    if not path.is_dir():
        return 0 if path.is_file() else None
    names = sorted(file.name for file in path.iterdir())
    bits = max(len(names) - (table is PROBLEMS), 1).bit_length() - 1
    return bits if bits and names == [f"{name}{SUFFIX}" for name in part_names(table, bits)] else None


def count_rows(path: Path) -> int:
    """The number of rows of a table."""
    return sum(int(pq.read_metadata(file).num_rows) for file in table_files(path))


def read_columns(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Reads some columns of a table, or all of them.

    ``pyarrow.parquet.read_table`` starts threads even if told not to, and waits forever if the machine allows none; a
    ``ParquetFile`` reads on the calling thread.
    """
    return pa.concat_tables(_read_file(file, columns) for file in table_files(path))


def _read_file(file: Path, columns: list[str] | None) -> pa.Table:
    with pq.ParquetFile(file) as opened:
        return opened.read(columns=columns, use_threads=False)


def write_parts(
    path: Path, table: Table, rows: Iterable[pa.Table], bits: int, names: Collection[str], former: Path | None = None
) -> None:
    """Writes the named parts of a table and links all others; ``rows`` are those of the named parts, by document.

    ``former`` is the table whose parts are linked; without it the other parts are missing.

    Raises:
        UnwritableError: if it cannot be written.
        ValueError: if a row belongs to a part that is not named.
    """
    if bits:
        with naming(path):
            path.mkdir()
    cut = groupby(_cut(rows, bits), key=itemgetter(0))
    head = next(cut, None)
    for name in part_names(table, bits):
        if name in names:
            if head is not None and head[0] == name:
                write_table(part_file(path, name), table, (some for _, some in head[1]))
                head = next(cut, None)
            else:
                write_table(part_file(path, name), table, ())
        elif former is not None:
            _link(part_file(former, name), part_file(path, name))
    if head is not None:
        raise ValueError(f"rows of part {head[0]!r} of {table.name} come where none is to be written")


def _cut(tables: Iterable[pa.Table], bits: int) -> Iterator[tuple[str, pa.Table]]:
    """Splits the rows, sorted by document, by part."""
    for rows in tables:
        start, ids = 0, rows["document_id"]
        while start < rows.num_rows:
            name = part_of(ids[start].as_py(), bits)
            end = bisect_right(range(rows.num_rows), name, start, key=lambda index: part_of(ids[index].as_py(), bits))
            yield name, rows.slice(start, end - start)
            start = end


def _link(old: Path, new: Path) -> None:
    """Links a file, or copies it if its file system has no links.

    Raises:
        UnwritableError: if both fail.
    """
    with naming(new):
        try:
            os.link(old, new)
        except OSError:
            shutil.copyfile(old, new)
