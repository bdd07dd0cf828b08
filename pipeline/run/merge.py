"""Merges the rows that are kept and the pieces of what was read into new tables, in the order of the documents' ids.

Everything comes in that order already, so a batch of each stream is all that memory holds. Parts of a table in which
nothing changes are linked (``touched``). What compares documents runs on the merged tables (``across``), and the table
that it adds to is merged behind all others.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.register import Overrules
from pipeline.run.across import ACROSS, Across, Found, look_across
from pipeline.run.overruled_regions import register_regions
from pipeline.run.pieces import BATCH_OTHERWISE, read_batches, read_pieces
from pipeline.run.previous import Copies
from pipeline.run.registry import NOTHING_SAID, register_documents, register_statuses, write_agencies
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
    said: Overrules = NOTHING_SAID,
) -> None:
    """Writes every table into ``folder``; pieces and copies come in the order of their documents.

    ``unreadable`` are the rows of files that are no document, by source, which stand behind all others. ``said`` is
    what people say of agencies. Documents come first, since reports and agencies are told over all of them.

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
            added.append(copy_row(one.document_id, one.source, name) for one in copies for name in one.names)
        streams += [_to_tables(_of_parts(rows, touched.bits, names), table) for rows in added]
        rows = _release(_end(merge_sorted(streams), table, unreadable))
        previous = touched.previous / f"{table.name}.parquet" if touched.previous else None
        write_parts(folder / f"{table.name}.parquet", table, rows, touched.bits, names, previous)
        pa.default_memory_pool().release_unused()
        if table is DOCUMENTS and across:
            reports = register_documents(folder, said, _find_volumes(carried, pieces))
        if table is AUDITS and across:
            register_regions(folder, said)
        if table is PANEL_STATUS:
            register_statuses(folder, reports)
    write_agencies(folder, said)
    write_panel(folder, joined=bool(across), names=said.names)


def _find_volumes(carried: Carried, pieces: Sequence[Path]) -> set[str]:
    """The documents that hold several reports, of those that are kept and those that were read."""
    columns = ["document_id", "problem"]
    path = carried.folder / "problems.parquet" if carried.folder and len(carried.kept) else None
    kept = read_batches(path, "problems", columns) if path else ()
    batches = (*kept, *read_pieces(pieces, "problems", columns))
    return {
        one for rows in batches for one in rows.filter(pc.equal(rows["problem"], _SEVERAL))["document_id"].to_pylist()
    }


def _carried_files(carried: Carried, touched: Touched, table: Table, names: Collection[str]) -> list[Path]:
    """The files of the last run whose rows are carried into the parts that are written."""
    if carried.folder is None or not len(carried.kept):
        return []
    path = carried.folder / f"{table.name}.parquet"
    return [*table_files(path)] if touched.previous is None else [part_file(path, name) for name in sorted(names)]


def _of_parts(rows: Iterable[Row], bits: int, names: Collection[str]) -> Iterator[Row]:
    return (row for row in rows if part_of(row["document_id"], bits) in names)


def _release(batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Gives back what Arrow has no more use for, and would keep: 120 MB over 20,000 short reports (2026-11)."""
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
    """The rows of a table that are kept, with the documents' sources as they are now."""
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
    """The rows of the documents that are kept; only the ids within the rows' own range are looked at."""
    if not rows.num_rows:
        return rows
    ids = rows["document_id"]
    first, last = _place(kept, ids[0].as_py()), _place(kept, ids[-1].as_py() + "\0")
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
    counts = {one.document_id: len(one.names) for one in copies}
    return (_add(rows, "problems", counts) for rows in stream)


def _add(rows: pa.Table, column: str, counts: Mapping[str, int]) -> pa.Table:
    ids = rows["document_id"].to_pylist() if counts else []
    if not any(key in counts for key in ids):
        return rows
    return _replace(
        rows, column, [old + counts.get(key, 0) for key, old in zip(ids, rows[column].to_pylist(), strict=True)]
    )


def _replace(rows: pa.Table, column: str, values: list[object]) -> pa.Table:
    place = rows.schema.get_field_index(column)
    field = rows.schema.field(place)
    return rows.set_column(place, field, pa.array(values, field.type))


def merge_sorted(streams: Sequence[Iterator[pa.Table]]) -> Iterator[pa.Table]:
    """The rows of all streams by ``document_id``; of one document those of an earlier stream come first.

    >>> rows = [
    ...     [pa.table({"document_id": list(ids), "n": [n] * len(ids)}) for ids in some]
    ...     for n, some in enumerate((["ac", "cd"], ["b", "c"]))
    ... ]
    >>> [row["document_id"] + str(row["n"]) for some in merge_sorted(list(map(iter, rows))) for row in some.to_pylist()]
    ['a0', 'b1', 'c0', 'c0', 'c1', 'd0']
    """
    heads = [_refill(None, stream) for stream in streams]
    while any(head.num_rows for head, _ in heads if head is not None):
        # Up to here every stream has shown what it has; the rest may go on in the next batch of one.
        bound = min(
            (head["document_id"][-1].as_py() for head, more in heads if head is not None and more), default=None
        )
        ready = []
        for place, (head, more) in enumerate(heads):
            if head is None:
                continue
            cut = head.num_rows if bound is None else _place(head["document_id"], bound)
            ready.append(head.slice(0, cut))
            rest = head.slice(cut)
            at_bound = more and head["document_id"][-1].as_py() == bound
            heads[place] = _refill(rest, streams[place]) if at_bound else (rest if rest.num_rows else None, more)
        yield from _sort([rows for rows in ready if rows.num_rows])


def _refill(rest: pa.Table | None, stream: Iterator[pa.Table]) -> tuple[pa.Table | None, bool]:
    """The rest of a batch and the next one that has rows, and whether there was one."""
    for batch in stream:
        if batch.num_rows:
            return pa.concat_tables([rest, batch]) if rest is not None else batch, True
    return (rest if rest is not None and rest.num_rows else None), False


def _sort(ready: Sequence[pa.Table]) -> Iterator[pa.Table]:
    if len(ready) == 1:
        yield ready[0]
    elif ready:
        rows = pa.concat_tables(ready)
        yield rows.take(pc.sort_indices(rows, sort_keys=[("document_id", "ascending")]))  # which is stable


def _place(ids: "pa.Array | pa.ChunkedArray", bound: str) -> int:
    """How many of the sorted ids come before one."""
    return bisect_left(range(len(ids)), bound, key=lambda place: ids[place].as_py())
