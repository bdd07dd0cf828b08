"""Compares two outputs report by report and writes the differences as the table ``revisions``.

Reports are paired by ``document_id``, and those whose bytes changed by the path of their file. Only a few reports are
in memory at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables import (
    PANEL,
    PANEL_CORRECTED,
    TableFile,
    file_schema,
    find_tables,
    iterate_batches,
    iterate_rows,
    new_file,
)
from pipeline.views.diff.alignment import Row, match_rows
from pipeline.views.diff.revisions import COMPARISONS, REVISIONS, Rows, compare_reports, revise_whole

# The number of changed reports read at once, with one pass over the tables for each batch.
LOT = 256
# The number of revisions written at once.
WRITTEN = 4096


class Pairing(NamedTuple):
    """The reports of two outputs: ids in both, pairs of ids with the same path, and rows in one output only."""

    same: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    removed: tuple[Row, ...]
    added: tuple[Row, ...]


def diff_outputs(old: Path, new: Path) -> Iterator[Row]:
    """Yields every revision that leads from the old output to the new one.

    Raises:
        NoTablesError: if one of them holds no tables.
    """
    old_tables, new_tables = find_tables(old), find_tables(new)
    pairing = pair_documents(_read_heads(old_tables), _read_heads(new_tables))
    yield from (revise_whole("documents", row, "removed", row["source"]) for row in pairing.removed)
    yield from (revise_whole("documents", row, "added", row["source"]) for row in pairing.added)
    same = frozenset(pairing.same)
    before, after = iterate_documents(old_tables, same), iterate_documents(new_tables, same)
    for (_, old_rows), (_, new_rows) in zip(before, after, strict=True):
        yield from compare_reports(old_rows, new_rows)
    for lot in _lots(pairing.changed):
        yield from _diff_changed(old_tables, new_tables, lot)
    yield from _diff_unread(old_tables, new_tables)


def pair_documents(old: Sequence[Row], new: Sequence[Row]) -> Pairing:
    """Pairs documents by id, otherwise by path.

    >>> row = lambda id, source: {"document_id": id, "source": source}
    >>> pairing = pair_documents([row("a", "1"), row("b", "2"), row("c", "3")], [row("a", "0"), row("d", "2")])
    >>> pairing.same, pairing.changed, [row["source"] for row in pairing.removed]
    (('a',), (('b', 'd'),), ['3'])
    """
    alike, old, new = match_rows(old, new, [("document_id",)])
    moved, removed, added = match_rows(old, new, [("source",)])
    same = tuple(sorted(row["document_id"] for row, _ in alike))
    changed = tuple((before["document_id"], after["document_id"]) for before, after in moved)
    return Pairing(same, changed, tuple(removed), tuple(added))


def _lots(pairs: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    return (pairs[start : start + LOT] for start in range(0, len(pairs), LOT))


def _diff_changed(
    old: Sequence[TableFile], new: Sequence[TableFile], pairs: Sequence[tuple[str, str]]
) -> Iterator[Row]:
    before = dict(iterate_documents(old, frozenset(pair[0] for pair in pairs)))
    after = dict(iterate_documents(new, frozenset(pair[1] for pair in pairs)))
    for former, current in pairs:
        yield from compare_reports(before[former], after[current])


def _read_heads(tables: Iterable[TableFile]) -> list[Row]:
    columns = ["document_id", "source", "title"]
    table = next(table for table in tables if table.name == "documents")
    return [dict(zip(columns, row, strict=True)) for row in iterate_rows(table, columns)]


def iterate_documents(tables: Iterable[TableFile], wanted: frozenset[str]) -> Iterator[tuple[str, Rows]]:
    """The rows of each wanted document by table, in the order of ids; one document is in memory at a time."""
    groups = {table.name: _group_rows(table, wanted) for table in tables if table.name in COMPARISONS}
    heads = {name: next(group, None) for name, group in groups.items()}
    for document_id in sorted(wanted):
        rows: dict[str, Sequence[Row]] = {}
        for name, head in heads.items():
            if head is not None and head[0] == document_id:
                rows[name], heads[name] = head[1], next(groups[name], None)
            else:
                rows[name] = ()
        yield document_id, rows


def _group_rows(table: TableFile, wanted: frozenset[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    ids = pa.array(sorted(wanted), pa.string())
    batches = (batch.filter(pc.is_in(batch["document_id"], ids)) for batch in iterate_batches(table))
    rows: Iterable[dict[str, Any]] = (row for batch in batches for row in batch.to_pylist())
    if table.name in {PANEL.name, PANEL_CORRECTED.name}:  # rows come sorted by code
        rows = sorted(rows, key=lambda row: row["document_id"])
    for document_id, group in groupby(rows, key=lambda row: row["document_id"]):
        yield document_id, list(group)


def _diff_unread(old: Sequence[TableFile], new: Sequence[TableFile]) -> Iterator[Row]:
    """The files that yielded no document in only one of the outputs."""
    _, removed, added = match_rows(_read_unread(old), _read_unread(new), [("source", "problem")])
    yield from (revise_whole("problems", row, "removed", row["source"]) for row in removed)
    yield from (revise_whole("problems", row, "added", row["source"]) for row in added)


def _read_unread(tables: Iterable[TableFile]) -> list[Row]:
    columns = ["document_id", "source", "problem"]
    problems = [table for table in tables if table.name == "problems"]
    rows = (dict(zip(columns, row, strict=True)) for table in problems for row in iterate_rows(table, columns))
    return [row for row in rows if row["document_id"] is None]


def write_revisions(revisions: Iterable[Row], file: Path) -> Iterator[Row]:
    """Writes the revisions to a file while passing them on.

    Raises:
        OSError: if the file cannot be written.
    """
    schema = file_schema(REVISIONS)
    passing = iter(revisions)
    with new_file(file) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        while lot := list(islice(passing, WRITTEN)):
            writer.write_batch(pa.RecordBatch.from_pylist(lot, schema))
            yield from lot
