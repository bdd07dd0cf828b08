"""Lays out a table: one file, or for many documents a folder of files whose documents' ids begin alike.

``figures.parquet`` then is a folder that pandas, Polars, DuckDB and Spark read as they read the file, its rows in the
same order. What changes in a few documents is written into the files that hold them; all others are linked. The number
of files follows the number of documents alone, so the same rows lie in the same files, whatever came before::

    figures.parquet/0.parquet  …  figures.parquet/f.parquet
    problems.parquet/unreadable.parquet     the rows of files that are no document, behind all others
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

# Up to so many documents a table is one file, as most archives are; beyond them a file of a table has 400 to 1,000:
# 900 at most on the average, since ids are spread by chance.
ONE_FILE = 1_000
MOST = 900

SUFFIX = ".parquet"
UNREADABLE = "unreadable"
# The one part of a table that is one file.
WHOLE = ""
# A hexadecimal digit has so many bits.
DIGIT = 4


def count_bits(documents: int) -> int:
    """By how many leading bits of their ids so many documents are told apart; 0 where a table is one file.

    >>> count_bits(1000), count_bits(1001), count_bits(10_000), count_bits(100_000), count_bits(10_000_000)
    (0, 1, 4, 7, 14)
    """
    bits = 0
    while documents > ONE_FILE and documents > MOST << bits:
        bits += 1
    return bits


def part_of(document_id: str | None, bits: int) -> str:
    """The part that holds the rows of a document, called by the least digits that an id in it begins with.

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
    """All parts of a table, in the order of their rows.

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
    """Where a part of the table at ``path`` lies."""
    return path / f"{name}{SUFFIX}" if name else path


def table_files(path: Path) -> tuple[Path, ...]:
    """The files of a table, in the order of their rows."""
    return tuple(sorted(path.glob(f"*{SUFFIX}"))) if path.is_dir() else (path,)


def find_bits(path: Path, table: Table) -> int | None:
    """By how many bits the table at ``path`` is laid out; null where it is none, or not all of it is there."""
    if not path.is_dir():
        return 0 if path.is_file() else None
    names = sorted(file.name for file in path.iterdir())
    bits = max(len(names) - (table is PROBLEMS), 1).bit_length() - 1
    return bits if bits and names == [f"{name}{SUFFIX}" for name in part_names(table, bits)] else None


def count_rows(path: Path) -> int:
    """How many rows a table has."""
    return sum(int(pq.read_metadata(file).num_rows) for file in table_files(path))


def read_columns(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Some columns of a table, or all of them, with all its rows.

    ``pyarrow.parquet.read_table`` starts threads for what it reads even where it is told not to, and waits for ever
    where the machine gives none; a ``ParquetFile`` reads on the thread that asks.
    """
    return pa.concat_tables(_read_file(file, columns) for file in table_files(path))


def _read_file(file: Path, columns: list[str] | None) -> pa.Table:
    with pq.ParquetFile(file) as opened:
        return opened.read(columns=columns, use_threads=False)


def write_parts(
    path: Path, table: Table, rows: Iterable[pa.Table], bits: int, names: Collection[str], former: Path | None = None
) -> None:
    """Writes the parts of a table that are named; ``rows`` are theirs alone, by document. All others are linked.

    ``former`` is the table that the others are those of. Where there is none, nothing lies at their places.

    Raises:
        UnwritableError: if it cannot be written.
        ValueError: if a row belongs into a part that is not to be written.
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
    """The rows, which come by document, each with the part that they belong into."""
    for rows in tables:
        start, ids = 0, rows["document_id"]
        while start < rows.num_rows:
            name = part_of(ids[start].as_py(), bits)
            end = bisect_right(range(rows.num_rows), name, start, key=lambda place: part_of(ids[place].as_py(), bits))
            yield name, rows.slice(start, end - start)
            start = end


def _link(old: Path, new: Path) -> None:
    """Gives a file another name, or copies it where its file system knows one name alone.

    Raises:
        UnwritableError: if neither can be done.
    """
    with naming(new):
        try:
            os.link(old, new)
        except OSError:
            shutil.copyfile(old, new)
