"""Runs the stages over all documents, which compare documents, for those alone that a change concerns.

``ACROSS`` names them. Such a stage gets the folder of the merged tables, reads the columns that it needs batch by batch
(``pieces.read_batches``, ``read_rows_of``), and gives rows in the order of ``document_id`` for a table that is merged
after them. What it gave in the last run is told by the rules that are its own.
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

# Of so many documents the rows are held and compared with those of the last run, a few kB each; of more, all parts
# that hold them are written.
COMPARED = 2_000


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
DOCUMENTS_OF_REPORTS = Across("audits", frozenset({DOCUMENTS_AGREE}), find_document_rows, find_joined_anew)
ACROSS: tuple[Across, ...] = (YEARS, DOCUMENTS_OF_REPORTS)


@dataclass(frozen=True, slots=True)
class Found:
    """What the stages give for a table: their rows, by stage, and the ``rules`` that are theirs.

    They looked at the documents ``anew``, at all where that is null. ``differing`` are those whose rows are not those
    of the last run.
    """

    rules: pa.Array
    anew: pa.Array | None
    rows: tuple[Iterable[Row], ...] = ()
    differing: tuple[str, ...] = ()

    def drop_former(self, rows: pa.Table) -> pa.Table:
        """The rows of the last run without those that were found anew."""
        if not len(self.rules):
            return rows
        dropped = pc.is_in(rows["rule"], self.rules)
        if self.anew is not None:
            dropped = pc.and_(dropped, pc.is_in(rows["document_id"], self.anew))
        return rows.filter(pc.invert(dropped))


def look_across(folder: Path, carried: Carried, table: Table, across: Sequence[Across]) -> Found:
    """What the stages of a table find in the merged tables of a folder."""
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
    """The documents that the stages of a table look at anew, one as the other, so that their rows keep their order."""
    if not len(carried.kept) or carried.folder is None or any(stage.concern is None for stage in stages):
        return None
    concerned = [stage.concern(folder, carried.folder, carried.kept) for stage in stages if stage.concern]
    return pc.unique(pa.concat_arrays([pa.array([], pa.string()), *concerned])).sort()


def _read_former(path: Path, table: Table, ids: pa.Array, rules: pa.Array) -> Iterator[Row]:
    for batch in read_rows_of(path, table.name, ids):
        yield from batch.filter(pc.is_in(batch["rule"], rules)).to_pylist()


def _as_read(found: Iterable[Sequence[Row]], table: Table) -> Iterator[Row]:
    """Rows as they will be read, of one document those of an earlier stage first."""
    rows = merge(*found, key=itemgetter("document_id"))
    yield from pa.Table.from_pylist(list(rows), parquet_schema(table)).to_pylist()
