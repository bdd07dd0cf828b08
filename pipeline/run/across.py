"""Runs the stages that compare documents with each other, for the documents that a change affects.

``ACROSS`` lists these stages. A stage gets the folder of the merged tables, reads the columns that it needs batch by
batch (``pieces.read_batches``, ``read_rows_of``), and returns rows in the order of ``document_id`` for a table that is
merged afterwards. Its rows of the previous run are recognised by their ``rule``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.audits import DOCUMENTS_AGREE, codes_between_years
from pipeline.run.comparable import find_concerned
from pipeline.run.pieces import read_rows_of
from pipeline.run.report_documents import find_document_rows, find_joined_anew
from pipeline.run.touched import Carried, find_different
from pipeline.run.year_pairs import find_year_rows
from pipeline.tables import Row, Table, parquet_schema, read_columns

# Up to this many documents, the rows (a few kB each) are held in memory and compared with those of the previous run.
# Beyond it, all parts that contain these documents are rewritten.
COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class Across:
    """A stage over all documents: the table that it adds to, and the values of ``rule`` that are its own there.

    ``find`` returns the rows of some documents, or of all. ``concern`` takes the new tables, the old ones and the ids
    of the unchanged documents, and returns the ids of the documents that have to be compared again; if it is None,
    all documents are compared.
    """

    table: str
    rules: frozenset[str]
    find: Callable[[Path, pa.Array | None], Iterable[Row]]
    concern: Callable[[Path, Path, pa.Array], pa.Array] | None = None


YEARS = Across("audits", codes_between_years(), find_year_rows, find_concerned)
DOCUMENTS_OF_REPORTS = Across("audits", frozenset({DOCUMENTS_AGREE}), find_document_rows, find_joined_anew)
ACROSS: tuple[Across, ...] = (YEARS, DOCUMENTS_OF_REPORTS)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that the stages add to a table, by stage, and the ``rules`` that belong to them.

    ``anew`` are the documents that were compared again, or null for all. ``differing`` are those whose rows changed
    since the previous run.
    """

    rules: pa.Array
    anew: pa.Array | None
    rows: tuple[Iterable[Row], ...] = ()
    differing: tuple[str, ...] = ()

    def drop_former(self, rows: pa.Table) -> pa.Table:
        """Returns the rows of the previous run without those that were computed again."""
        if not len(self.rules):
            return rows
        dropped = pc.is_in(rows["rule"], self.rules)
        if self.anew is not None:
            dropped = pc.and_(dropped, pc.is_in(rows["document_id"], self.anew))
        return rows.filter(pc.invert(dropped))


def look_across(folder: Path, carried: Carried, table: Table, across: Sequence[Across]) -> Found:
    """Runs the stages of a table over the merged tables of a folder."""
    stages = [stage for stage in across if stage.table == table.name]
    rules = pa.array(sorted({rule for stage in stages for rule in stage.rules}), pa.string())
    if not stages:
        return Found(rules, rules)
    anew = _find_anew(folder, carried, stages)
    if carried.folder is None:
        return Found(rules, None, tuple(stage.find(folder, None) for stage in stages))
    if anew is None or len(anew) > COMPARED:
        differing = read_columns(folder / "documents.parquet", ["document_id"])["document_id"] if anew is None else anew
        return Found(rules, anew, tuple(stage.find(folder, anew) for stage in stages), tuple(differing.to_pylist()))
    found = tuple(list(stage.find(folder, anew)) for stage in stages)
    old = _read_former(carried.folder / f"{table.name}.parquet", table, anew, rules)
    return Found(rules, anew, found, tuple(find_different(old, _as_read(found, table))))


def _find_anew(folder: Path, carried: Carried, stages: Sequence[Across]) -> pa.Array | None:
    """The documents that the stages of a table compare again.

    All stages take the same ones, which keeps the order of rows.
    """
    if not len(carried.kept) or carried.folder is None or any(stage.concern is None for stage in stages):
        return None
    concerned = [stage.concern(folder, carried.folder, carried.kept) for stage in stages if stage.concern]
    return pc.unique(pa.concat_arrays([pa.array([], pa.string()), *concerned])).sort()


def _read_former(path: Path, table: Table, ids: pa.Array, rules: pa.Array) -> Iterator[Row]:
    for batch in read_rows_of(path, table.name, ids):
        yield from batch.filter(pc.is_in(batch["rule"], rules)).to_pylist()


def _as_read(found: Iterable[Sequence[Row]], table: Table) -> Iterator[Row]:
    """The rows as they will be read back; within a document, those of an earlier stage come first."""
    rows = merge(*found, key=itemgetter("document_id"))
    yield from pa.Table.from_pylist(list(rows), parquet_schema(table)).to_pylist()
