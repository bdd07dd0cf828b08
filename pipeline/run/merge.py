"""Merges the rows that are kept and the pieces of what was read into new tables, in the order of the documents' ids.

Everything comes in that order already, so a batch of each stream is all that memory holds. ``ACROSS`` names the
stages over all documents: such a stage gets the folder of the merged tables, reads the columns that it needs batch by
batch (``pieces.read_batches``), and gives rows in the order of ``document_id`` for a table that is merged after them.
It says which documents a change concerns, and runs anew for these; what it gave of them before is told by the rules
that are its own and dropped.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.audits import codes_between_years
from pipeline.run.comparable import find_concerned
from pipeline.run.pieces import BATCH_OTHERWISE, read_batches, read_pieces
from pipeline.run.previous import Copies
from pipeline.run.year_pairs import find_year_rows
from pipeline.tables import COPY, TABLES, Row, Table, copy_row, parquet_schema, write_table


@dataclass(frozen=True, slots=True)
class Across:
    """A stage over all documents: the table it adds to, and which values of that table's ``rule`` are its own.

    ``find`` gives the rows of some documents, or of all; ``concern`` the documents whose rows it has to find anew,
    from the new tables, the old ones, and the documents that are in both as they were. Without it, that is all.
    """

    table: str
    rules: frozenset[str]
    find: Callable[[Path, pa.Array | None], Iterable[Row]]
    concern: Callable[[Path, Path, pa.Array], pa.Array] | None = None


YEARS = Across("audits", codes_between_years(), find_year_rows, find_concerned)
ACROSS: tuple[Across, ...] = (YEARS,)


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows of the last run that are kept: those of ``kept``, in its order, under their new sources.

    ``copies`` counts the problem rows of copies that a document had then; the copies that it has now are made anew.
    """

    folder: Path | None
    kept: pa.Array
    renamed: Mapping[str, str]
    copies: Mapping[str, int]


def merge_tables(
    folder: Path,
    carried: Carried,
    pieces: Sequence[Path],
    copies: Sequence[Copies],
    unreadable: Sequence[Row],
    *,
    across: Sequence[Across] = ACROSS,
) -> None:
    """Writes every table into ``folder``; pieces and copies come in the order of their documents.

    ``unreadable`` are the rows of files that are no document, by source, which stand behind all others.

    Raises:
        UnwritableError: if a table cannot be written.
    """
    later = {stage.table for stage in across}
    for table in sorted(TABLES, key=lambda table: table.name in later):
        stages = [stage for stage in across if stage.table == table.name]
        anew = _find_anew(folder, carried, stages)
        streams = [_carry(carried, table, stages, anew), _read(pieces, table)]
        if table.name == "documents":
            streams = [_recount(stream, copies) for stream in streams]
        if table.name == "problems":
            copied = (copy_row(one.document_id, one.source, name) for one in copies for name in one.names)
            streams.append(_to_tables(copied, table))
        streams += [_to_tables(stage.find(folder, anew), table) for stage in stages]
        rows = _release(_end(merge_sorted(streams), table, unreadable))
        write_table(folder / f"{table.name}.parquet", table, rows)
        pa.default_memory_pool().release_unused()


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


def _find_anew(folder: Path, carried: Carried, stages: Sequence[Across]) -> pa.Array | None:
    """The documents that the stages of a table look at anew, one as the other, so that their rows keep their order."""
    if carried.folder is None or not len(carried.kept) or any(stage.concern is None for stage in stages):
        return None
    concerned = [stage.concern(folder, carried.folder, carried.kept) for stage in stages if stage.concern]
    return pc.unique(pa.concat_arrays([pa.array([], pa.string()), *concerned])).sort()


def _carry(carried: Carried, table: Table, stages: Sequence[Across], anew: pa.Array | None) -> Iterator[pa.Table]:
    """The rows of a table that are kept, with the documents' sources as they are now."""
    if carried.folder is None or not len(carried.kept):
        return
    own = pa.array(sorted({rule for stage in stages for rule in stage.rules}), pa.string())
    for batch in read_batches(carried.folder / f"{table.name}.parquet", table.name):
        rows = pa.Table.from_batches([batch])
        if table.name == "problems":
            rows = rows.filter(pc.and_(pc.is_valid(rows["document_id"]), pc.not_equal(rows["problem"], COPY)))
        if len(own):
            dropped = pc.is_in(rows["rule"], own)
            if anew is not None:
                dropped = pc.and_(dropped, pc.is_in(rows["document_id"], anew))
            rows = rows.filter(pc.invert(dropped))
        rows = _keep(rows, carried.kept)
        if "source" in rows.column_names:
            rows = _rename(rows, carried.renamed)
        if table.name == "documents":
            rows = _add(rows, "problems", {key: -count for key, count in carried.copies.items()})
        yield rows


def _keep(rows: pa.Table, kept: pa.Array) -> pa.Table:
    """The rows of the documents that are kept; only the ids within the rows' own range are looked at."""
    if not rows.num_rows:
        return rows
    ids = rows["document_id"]
    first, last = _place(kept, ids[0].as_py()), _place(kept, ids[-1].as_py() + "\0")
    return rows.filter(pc.is_in(ids, kept.slice(first, last - first)))


def _rename(rows: pa.Table, renamed: Mapping[str, str]) -> pa.Table:
    ids = rows["document_id"].to_pylist() if renamed else []
    if not any(key in renamed for key in ids):
        return rows
    sources = [renamed.get(key, source) for key, source in zip(ids, rows["source"].to_pylist(), strict=True)]
    return _replace(rows, "source", sources)


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
