"""Merges the carried rows and the pieces just read into new tables, in the order of document ids.

All inputs are in that order already, so memory holds only a batch of each. Parts of a table without changes are linked
(``touched``). Stages that compare documents run on the merged tables (``across``), and the table that they add to is
merged last.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.register import Overrules
from pipeline.run.across import ACROSS, Across, Found, look_across
from pipeline.run.directory import write_agencies
from pipeline.run.overruled_regions import register_regions
from pipeline.run.pieces import BATCH_OTHERWISE, read_batches, read_pieces
from pipeline.run.previous import Copies
from pipeline.run.registry import NO_OVERRULES, register_documents, register_statuses
from pipeline.run.report_panel import write_panel
from pipeline.run.touched import Carried, Named, Touched, find_touched
from pipeline.tables import (
    AUDITS,
    COPY,
    DOCUMENTS,
    PANEL_STATUS,
    STORED,
    Row,
    Table,
    copy_row,
    parquet_schema,
    part_file,
    part_of,
    table_files,
    write_parts,
)

_SEVERAL = "several_reports"


def merge_tables(  # noqa: PLR0913 - what is kept, what was read, what goes over all
    folder: Path,
    carried: Carried,
    pieces: Sequence[Path],
    copies: Sequence[Copies],
    unreadable: Sequence[Row],
    *,
    across: Sequence[Across] = ACROSS,
    overrules: Overrules = NO_OVERRULES,
    unnamed: bool = False,
) -> None:
    """Writes every table into ``folder``; pieces and copies must be in the order of their documents.

    ``unreadable`` are the rows of files that hold no document, by source; they come last. ``overrules`` are people's
    corrections of agencies; ``unnamed`` means that neither this run nor the previous one has any. Documents are
    written first, since reports and agencies are determined over all of them.

    Raises:
        UnwritableError: if a table cannot be written.
    """
    touched = find_touched(carried, pieces, copies)
    later = {stage.table for stage in across}
    reports: dict[str, str] = {}
    for table in sorted(STORED, key=lambda table: table.name in later):
        found = look_across(folder, carried, table, across)
        names = touched.names(table, found.differing)
        streams = [_carry(carried, table, found, _carried_files(carried, touched, table, names)), _read(pieces, table)]
        if table.name == "documents":
            streams = [_recount(stream, copies) for stream in streams]
        added = [*found.rows]
        if table.name == "problems":
            added.append(
                copy_row(copied.document_id, copied.source, name) for copied in copies for name in copied.names
            )
        streams += [_to_tables(_of_parts(rows, touched.bits, names), table) for rows in added]
        rows = _release(_end(merge_sorted(streams), table, unreadable))
        previous = touched.previous / f"{table.name}.parquet" if touched.previous else None
        write_parts(folder / f"{table.name}.parquet", table, rows, touched.bits, names, previous)
        pa.default_memory_pool().release_unused()
        if table is DOCUMENTS and across:
            reports = register_documents(folder, overrules, _find_volumes(carried, pieces))
        if table is AUDITS and across:
            register_regions(folder, overrules)
        if table is PANEL_STATUS:
            register_statuses(folder, reports)
    write_agencies(folder, overrules, carried.folder if unnamed and len(carried.kept) else None)
    write_panel(folder, joined=bool(across), names=overrules.names)


def _find_volumes(carried: Carried, pieces: Sequence[Path]) -> set[str]:
    """The documents that are files with several reports, among those kept and those read."""
    columns = ["document_id", "problem"]
    path = carried.folder / "problems.parquet" if carried.folder and len(carried.kept) else None
    kept = read_batches(path, "problems", columns) if path else ()
    batches = (*kept, *read_pieces(pieces, "problems", columns))
    return {
        one for rows in batches for one in rows.filter(pc.equal(rows["problem"], _SEVERAL))["document_id"].to_pylist()
    }


def _carried_files(carried: Carried, touched: Touched, table: Table, names: Collection[str]) -> list[Path]:
    """The files of the previous run from which rows are carried into the parts that are written."""
    if carried.folder is None or not len(carried.kept):
        return []
    path = carried.folder / f"{table.name}.parquet"
    return [*table_files(path)] if touched.previous is None else [part_file(path, name) for name in sorted(names)]


def _of_parts(rows: Iterable[Row], bits: int, names: Collection[str]) -> Iterator[Row]:
    return (row for row in rows if part_of(row["document_id"], bits) in names)


def _release(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Returns unused memory of Arrow to the system: 120 MB over 20,000 short reports (2026-11)."""
    for batch in batches:
        yield batch
        pa.default_memory_pool().release_unused()


def _end(batches: Iterator[pa.Table], table: Table, unreadable: Sequence[Row]) -> Iterator[pa.Table]:
    yield from batches
    if table.name == "problems":
        yield from _to_tables(iter(unreadable), table)


def _to_tables(rows: Iterable[Row], table: Table) -> Iterator[pa.Table]:
    schema = parquet_schema(table)
    left = iter(rows)
    while some := list(islice(left, BATCH_OTHERWISE)):
        yield pa.Table.from_pylist(some, schema)


def _read(pieces: Sequence[Path], table: Table) -> Iterator[pa.Table]:
    for batch in read_pieces(pieces, table.name):
        rows = pa.Table.from_batches([batch])
        yield rows.filter(pc.is_valid(rows["document_id"])) if table.name == "problems" else rows


def _carry(carried: Carried, table: Table, found: Found, files: Iterable[Path]) -> Iterator[pa.Table]:
    """The kept rows of a table, with the current sources of their documents."""
    for batch in (batch for file in files for batch in read_batches(file, table.name)):
        rows = pa.Table.from_batches([batch])
        if table.name == "problems":
            rows = rows.filter(pc.and_(pc.is_valid(rows["document_id"]), pc.not_equal(rows["problem"], COPY)))
        rows = _keep(found.drop_former(rows), carried.kept)
        if "source" in rows.column_names:
            rows = _rename(rows, carried.renamed)
        if table.name == "documents":
            rows = _add(rows, "problems", {key: -len(names) for key, names in carried.copies.items()})
        yield rows


def _keep(rows: pa.Table, kept: pa.Array) -> pa.Table:
    """The rows of the kept documents; only ids within the range of the rows are compared."""
    if not rows.num_rows:
        return rows
    ids = rows["document_id"]
    first, last = _count_before(kept, ids[0].as_py()), _count_before(kept, ids[-1].as_py() + "\0")
    return rows.filter(pc.is_in(ids, kept.slice(first, last - first)))


def _rename(rows: pa.Table, renamed: Mapping[str, Named]) -> pa.Table:
    ids = rows["document_id"].to_pylist() if renamed else []
    if not any(key in renamed for key in ids):
        return rows
    for name in set(Named._fields) & set(rows.column_names):
        old = zip(ids, rows[name].to_pylist(), strict=True)
        rows = _replace(rows, name, [getattr(renamed[key], name) if key in renamed else value for key, value in old])
    return rows


def _recount(stream: Iterator[pa.Table], copies: Sequence[Copies]) -> Iterator[pa.Table]:
    counts = {copied.document_id: len(copied.names) for copied in copies}
    return (_add(rows, "problems", counts) for rows in stream)


def _add(rows: pa.Table, column: str, counts: Mapping[str, int]) -> pa.Table:
    ids = rows["document_id"].to_pylist() if counts else []
    if not any(key in counts for key in ids):
        return rows
    return _replace(
        rows, column, [old + counts.get(key, 0) for key, old in zip(ids, rows[column].to_pylist(), strict=True)]
    )


def _replace(rows: pa.Table, column: str, values: list[object]) -> pa.Table:
    index = rows.schema.get_field_index(column)
    field = rows.schema.field(index)
    return rows.set_column(index, field, pa.array(values, field.type))


def merge_sorted(streams: Sequence[Iterator[pa.Table]]) -> Iterator[pa.Table]:
    """Merges the streams by ``document_id``; within a document, rows of an earlier stream come first.

    >>> rows = [
    ...     [pa.table({"document_id": list(ids), "n": [n] * len(ids)}) for ids in some]
    ...     for n, some in enumerate((["ac", "cd"], ["b", "c"]))
    ... ]
    >>> [row["document_id"] + str(row["n"]) for some in merge_sorted(list(map(iter, rows))) for row in some.to_pylist()]
    ['a0', 'b1', 'c0', 'c0', 'c1', 'd0']
    """
    heads = [_refill(None, index) for index in streams]
    while any(head.num_rows for head, _ in heads if head is not None):
        # Up to this id every stream has shown all its rows; a document after it may continue in the next batch.
        bound = min(
            (head["document_id"][-1].as_py() for head, more in heads if head is not None and more), default=None
        )
        ready = []
        for index, (head, more) in enumerate(heads):
            if head is None:
                continue
            cut = head.num_rows if bound is None else _count_before(head["document_id"], bound)
            ready.append(head.slice(0, cut))
            rest = head.slice(cut)
            at_bound = more and head["document_id"][-1].as_py() == bound
            heads[index] = _refill(rest, streams[index]) if at_bound else (rest if rest.num_rows else None, more)
        yield from _sort([rows for rows in ready if rows.num_rows])


def _refill(rest: pa.Table | None, stream: Iterator[pa.Table]) -> tuple[pa.Table | None, bool]:
    """The rest of a batch, or else the next batch with rows, and whether more may follow."""
    for batch in stream:
        if batch.num_rows:
            return pa.concat_tables([rest, batch]) if rest is not None else batch, True
    return (rest if rest is not None and rest.num_rows else None), False


def _sort(ready: Sequence[pa.Table]) -> Iterator[pa.Table]:
    if len(ready) == 1:
        yield ready[0]
    elif ready:
        rows = pa.concat_tables(ready)
        yield rows.take(pc.sort_indices(rows, sort_keys=[("document_id", "ascending")]))  # a stable sort


def _count_before(ids: "pa.Array | pa.ChunkedArray", bound: str) -> int:
    """The number of ids in a sorted list that are less than the bound."""
    return bisect_left(range(len(ids)), bound, key=lambda index: ids[index].as_py())
