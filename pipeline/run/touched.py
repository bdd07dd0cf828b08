"""Finds the parts of tables that a run has to write, so that all others can be linked.

A part is written if a document in it was added, removed or read again. Parts of ``documents`` and ``problems`` are also
written if a document was renamed or its copies changed, and parts of tables with stages over all documents if rows
differ.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.run.pieces import read_pieces
from pipeline.run.previous import Copies
from pipeline.tables import (
    DOCUMENTS,
    PROBLEMS,
    Row,
    Table,
    count_bits,
    find_bits,
    part_names,
    part_of,
    read_columns,
    table_files,
)


class Named(NamedTuple):
    """The name of a document, and the container that it lies in, if any."""

    source: str
    container: str | None
    member: str | None


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows that are carried over from the previous run: those of ``kept``, in its order, under their new sources.

    ``copies`` are the copies that a document had then; the rows of its present copies are written anew.
    """

    folder: Path | None
    kept: pa.Array
    renamed: Mapping[str, Named]
    copies: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Touched:
    """The division of the tables into parts, and the parts that are written.

    ``previous`` is the folder whose other parts are linked; if null, all parts are written. ``read`` are the parts with
    documents that were added, removed or read, ``renamed`` those with documents that have another name or other copies.
    """

    bits: int
    previous: Path | None
    read: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()

    def names(self, table: Table, further: Iterable[str] = ()) -> frozenset[str]:
        """The parts of a table that are written, including those of some ``further`` documents."""
        if self.previous is None:
            return frozenset(part_names(table, self.bits))
        found = self.read | (self.renamed if table in {DOCUMENTS, PROBLEMS} else frozenset())
        found |= {part_of(None, self.bits)} if table is PROBLEMS else frozenset()
        return found | {part_of(document_id, self.bits) for document_id in further}


def find_touched(carried: Carried, pieces: Sequence[Path], copies: Iterable[Copies]) -> Touched:
    """Finds the parts to write from the kept rows, the rows just read, and the present copies."""
    read = [batch["document_id"] for batch in read_pieces(pieces, "documents", ["document_id"])]
    bits = count_bits(len(carried.kept) + sum(map(len, read)))
    if carried.folder is None or not _is_laid_out_so(carried.folder / "documents.parquet", bits):
        return Touched(bits, None)
    previous = read_columns(carried.folder / "documents.parquet", ["document_id"])["document_id"]
    removed = previous.filter(pc.invert(pc.is_in(previous, carried.kept)))
    changed = pa.chunked_array([*read, *removed.chunks], pa.string()).to_pylist()
    now = {copied.document_id: copied.names for copied in copies}
    recounted = [key for key in {*now, *carried.copies} if now.get(key) != carried.copies.get(key)]
    return Touched(bits, carried.folder, _parts(changed, bits), _parts([*carried.renamed, *recounted], bits))


def _is_laid_out_so(path: Path, bits: int) -> bool:
    """Whether a table has these parts and was written by the same pyarrow; another version may write other bytes."""
    if find_bits(path, DOCUMENTS) != bits:
        return False
    writer = str(pq.read_metadata(table_files(path)[0]).created_by)
    return writer.endswith(f" {pa.cpp_version}")


def _parts(ids: Iterable[str], bits: int) -> frozenset[str]:
    return frozenset(part_of(document_id, bits) for document_id in ids)


def find_different(old: Iterable[Row], new: Iterable[Row]) -> list[str]:
    """The documents whose rows differ; both inputs are sorted by document.

    >>> rows = [{"document_id": "a", "n": 1}, {"document_id": "b", "n": 1}, {"document_id": "b", "n": 2}]
    >>> find_different(rows, rows), find_different(rows, rows[:2]), find_different(rows[1:], rows)
    ([], ['b'], ['a'])
    """
    before, after = (dict(_group(rows)) for rows in (old, new))
    return [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]


def _group(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    return ((key, list(some)) for key, some in groupby(rows, key=itemgetter("document_id")))
