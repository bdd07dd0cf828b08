"""Reads the files and documents of the previous run from its tables, and which files held no document."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.run.pieces import read_batches
from pipeline.tables import COPY, DERIVED, TABLES, file_schema, find_bits, read_columns, table_files


class Known(NamedTuple):
    """A document of the previous run."""

    document_id: str
    source: str
    fingerprint: str


class Refused(NamedTuple):
    """A file of the previous run that held no document, from its row in ``problems``."""

    source: str
    problem: str
    message: str
    message_zh: str
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class Copies:
    """The further files of a document, whose first file is ``source``."""

    document_id: str
    source: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviousRun:
    """What the previous run knew of its files, without the rows of the documents.

    ``documents`` has the columns of ``Known``, by id. ``copies`` maps document ids to the sources of their copies.
    ``unreadable`` are the files that held no document.
    """

    folder: Path | None
    documents: pa.Table
    copies: Mapping[str, tuple[str, ...]]
    unreadable: tuple[Refused, ...]

    def known(self) -> Iterator[Known]:
        """The documents in the order of their ids."""
        for batch in self.documents.to_batches(max_chunksize=4096):
            yield from map(Known, *(batch[name].to_pylist() for name in Known._fields))


def read_previous_run(folder: Path) -> PreviousRun:
    """Reads the tables in a folder; if one is missing, broken or has another schema, all count as missing."""
    if not _are_sound(folder):
        nothing = pa.table({name: pa.array([], pa.string()) for name in Known._fields})
        return PreviousRun(None, nothing, {}, ())
    columns = list(Known._fields)
    documents = read_columns(folder / "documents.parquet", columns)
    copies: dict[str, list[str]] = {}
    unreadable = []
    for batch in read_batches(folder / "problems.parquet", "problems"):
        for row in batch.filter(pc.equal(batch["problem"], COPY)).to_pylist():
            copies.setdefault(row["document_id"], []).append(row["source"])
        none = batch.filter(pc.is_null(batch["document_id"])).to_pylist()
        unreadable += [Refused(*(row[name] for name in Refused._fields)) for row in none]
    return PreviousRun(folder, documents, {key: tuple(names) for key, names in copies.items()}, tuple(unreadable))


def _are_sound(folder: Path) -> bool:
    """Whether all tables exist, are divided in the same way, and have the current schema in every file."""
    paths = {table: folder / f"{table.name}.parquet" for table in TABLES}
    bits = {find_bits(path, table) for table, path in paths.items() if table not in DERIVED}
    if len(bits) > 1 or None in bits or not all(paths[table].is_file() for table in DERIVED):
        return False
    return all(_has_schema(path, file_schema(table)) for table, path in paths.items())


def _has_schema(path: Path, schema: pa.Schema) -> bool:
    with suppress(OSError, pa.ArrowInvalid):
        return all(pq.read_schema(file).equals(schema, check_metadata=True) for file in table_files(path))
    return False
