"""Applies analysts' verdicts to the merged tables before they are published.

Only documents with a verdict, now or in the previous run, become Python rows. All others are copied in batches, and
tables without changes are not rewritten.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.annotations import OWN_PROBLEMS, Verdict, apply_verdicts, merge_verdicts, read_verdicts
from pipeline.i18n import Message
from pipeline.model import Witness
from pipeline.run.merge import merge_sorted
from pipeline.run.pieces import read_batches, read_pieces, read_rows_of, write_piece
from pipeline.run.user_files import VerdictsError, open_user_file
from pipeline.tables import (
    PROBLEMS,
    TABLES,
    Row,
    Rows,
    Table,
    find_bits,
    naming,
    part_file,
    part_of,
    to_batches,
    write_parts,
)

# The tables that verdicts change, and those that indicators are derived from.
_CHANGED = {"documents", "figures", "cells", "indicators", "panel_status", "problems"}
JUDGED = tuple(table for table in TABLES if table.name in _CHANGED)
LOOKED_AT = tuple(table for table in TABLES if table.name in _CHANGED | {"sections", "audits"})
# The tables in which verdicts of the previous run leave traces, and the column that shows it.
LEFT = {"figures": "verdict", "cells": "verdict", "indicators": "witness", "problems": "problem"}
# A verdict has about 150 bytes, so this is room for 400,000 of them; it bounds reading from a device without end.
MOST_VERDICTS = 64 * 1024 * 1024
# Documents held as Python rows at once: some 40 MB with their texts, figures and cells.
LOT = 128


@dataclass(frozen=True, slots=True)
class VerdictFile:
    """The verdicts of a file, and the SHA-256 of its bytes."""

    sha256: str
    verdicts: tuple[Verdict, ...]


def open_verdicts(file: Path) -> VerdictFile:
    """Reads the verdicts in a file.

    Raises:
        VerdictsError: if it cannot be read, or if one of its lines is wrong.
    """
    return VerdictFile(*open_user_file(file, read_verdicts, VerdictsError, Message("kind_verdicts"), MOST_VERDICTS))


def judge_tables(folder: Path, work: Path, verdicts: Sequence[Verdict]) -> int:
    """Rewrites the tables in ``folder`` that the verdicts change; ``work`` is a folder for unfinished files.

    Traces of the previous run's verdicts are removed. Returns the number of verdicts whose document is not in the
    tables, because its file was changed or removed.

    Raises:
        UnwritableError: if a table cannot be written.
    """
    latest: dict[str, list[Verdict]] = {}
    for verdict in merge_verdicts(verdicts):
        latest.setdefault(verdict.document_id, []).append(verdict)
    concerned = pa.array(sorted({*latest, *_find_judged(folder)}), pa.string())
    if not len(concerned):
        return 0
    with naming(work):
        work.mkdir()
    pieces: list[Path] = []
    changed: dict[Table, set[str]] = {table: set() for table in JUDGED}
    known = 0
    documents = _read_documents(folder, concerned)
    while lot := list(islice(documents, LOT)):
        applied = [apply_verdicts(rows, latest.get(rows["documents"][0]["document_id"], ())) for rows in lot]
        known += sum(len(latest.get(rows["documents"][0]["document_id"], ())) for rows in lot)
        for before, after in zip(lot, applied, strict=True):
            for table in JUDGED:
                if before.get(table.name, []) != after.get(table.name, []):
                    changed[table].add(before["documents"][0]["document_id"])
        pieces.append(work / f"{len(pieces):06}")
        judged = [{table.name: rows.get(table.name, []) for table in JUDGED} for rows in applied]
        write_piece(work, pieces[-1].name, [to_batches(judged)])
    for table, ids in changed.items():
        if ids:
            _write_judged(folder / f"{table.name}.parquet", table, ids, pieces, work)
    return sum(map(len, latest.values())) - known


def _write_judged(path: Path, table: Table, changed: Collection[str], pieces: Sequence[Path], work: Path) -> None:
    """Rewrites the parts of a table that contain documents changed by verdicts."""
    bits = find_bits(path, table) or 0
    names = {part_of(document_id, bits) for document_id in changed}
    ids = pa.array(sorted(changed), pa.string())
    rows = _replace_rows([part_file(path, name) for name in sorted(names)], table, ids, pieces)
    new = work / path.name
    write_parts(new, table, rows, bits, names)
    for name in names:
        with naming(part_file(path, name)):
            part_file(new, name).replace(part_file(path, name))


def _find_judged(folder: Path) -> set[str]:
    """The documents whose rows still show verdicts of the previous run."""
    found: set[str] = set()
    markers = pa.array([*OWN_PROBLEMS, Witness.VERDICT.value])
    for table, column in LEFT.items():
        for batch in read_batches(_file(folder, table), table, ["document_id", column]):
            is_left = pc.is_valid(batch[column]) if column == "verdict" else pc.is_in(batch[column], markers)
            found.update(batch["document_id"].filter(is_left).to_pylist())
    return found


def _read_documents(folder: Path, ids: pa.Array) -> Iterator[Rows]:
    """The rows of each of these documents, in the order of the ids; ids without rows are skipped."""
    streams = [_group_rows(folder, table.name, ids) for table in LOOKED_AT]
    by_id = itemgetter(0)
    for _, groups in groupby(merge(*streams, key=by_id), key=by_id):
        yield {table: rows for _, table, rows in groups}


def _group_rows(folder: Path, table: str, ids: pa.Array) -> Iterator[tuple[str, str, list[Row]]]:
    rows = (row for batch in read_rows_of(_file(folder, table), table, ids) for row in batch.to_pylist())
    for document_id, group in groupby(rows, key=itemgetter("document_id")):
        yield document_id, table, list(group)


def _replace_rows(old: Sequence[Path], table: Table, ids: pa.Array, pieces: Sequence[Path]) -> Iterator[pa.Table]:
    """The rows of some files, with those of these documents taken from the pieces; rows of no document stay last."""
    others = (pa.Table.from_batches([batch]) for file in old for batch in read_batches(file, table.name))
    kept = (rows.filter(pc.and_(pc.is_valid(rows["document_id"]), _is_other(rows, ids))) for rows in others)
    judged = (pa.Table.from_batches([batch]) for piece in pieces for batch in _read_judged(piece, table, ids))
    yield from merge_sorted([kept, judged])
    if table is PROBLEMS:
        for batch in (batch for file in old for batch in read_batches(file, table.name)):
            yield pa.Table.from_batches([batch.filter(pc.is_null(batch["document_id"]))])


def _read_judged(piece: Path, table: Table, ids: pa.Array) -> Iterator[pa.RecordBatch]:
    return (batch.filter(pc.is_in(batch["document_id"], ids)) for batch in read_pieces([piece], table.name))


def _is_other(rows: pa.Table, ids: pa.Array) -> pa.ChunkedArray:
    return pc.invert(pc.is_in(rows["document_id"], ids))


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.parquet"
