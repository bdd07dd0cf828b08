"""Folds the tables of some documents into one nested row for each document, and unfolds such rows into tables.

A nested row exists completely or not at all: if it is computed twice or lost with a machine, so are all its tables.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import AGENCIES, TABLES, Table, parquet_schema, read_columns

# The tables with rows of single documents; the directory of agencies covers all of them, and only `gongkai run` makes
# it.
FOLDED = tuple(table for table in TABLES if table is not AGENCIES)

# The number of nested rows in a batch: with its text and all rows, a report has some 200 kB.
TOGETHER = 32

# The columns of nested rows besides the tables. ``agency`` is the key by which reports of several years are compared;
# null if it is uncertain, as for 我局.
KEYS = (("document_id", pa.string()), ("agency", pa.string()), ("report_year", pa.int16()))


# The last column: the lines of lists used for the documents of a partition, as ``KnownList.take_uses`` returns them;
# only the first row has it.
LISTED = pa.field("listed_lines", pa.string())


def nested_schema() -> pa.Schema:
    """The schema of nested rows: for each table, a column with a list of its rows.

    >>> nested_schema().names[:5]
    ['document_id', 'agency', 'report_year', 'documents', 'sections']
    """
    return pa.schema([*KEYS, *((table.name, pa.list_(_struct(table))) for table in FOLDED), LISTED])


def _struct(table: Table) -> pa.StructType:
    return pa.struct([field.remove_metadata() for field in parquet_schema(table)])


def fold_tables(folder: Path, listed: str = "") -> Iterator[pa.RecordBatch]:
    """The nested rows of the tables in a folder: its documents in order, then the files that hold none.

    ``listed`` is put into the first of them.
    """
    tables = {table.name: read_columns(folder / f"{table.name}.parquet").combine_chunks() for table in FOLDED}
    for name in ("panel", "panel_corrected"):  # rows come sorted by code
        tables[name] = tables[name].sort_by("document_id")
    documents = tables["documents"]
    ids = _whole(documents["document_id"])
    agencies = documents["agency_id"].to_pylist()
    none = int(tables["problems"]["document_id"].null_count > 0)
    total = len(ids) + none
    columns = {
        "document_id": pa.concat_arrays([ids, pa.nulls(none, pa.string())]),
        "agency": pa.array([*agencies, *[None] * none], pa.string()),
        "report_year": pa.concat_arrays([_whole(documents["report_year"]), pa.nulls(none, pa.int16())]),
        **{table.name: _fold(tables[table.name], table, ids, total) for table in FOLDED},
        LISTED.name: pa.array([listed or None][:total] + [None] * (total - 1), pa.string()),
    }
    schema = nested_schema()
    whole = pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)
    for start in range(0, total, TOGETHER):
        yield whole.slice(start, TOGETHER)


def _fold(rows: pa.Table, table: Table, ids: pa.Array, total: int) -> pa.ListArray:
    """Folds rows, which are in the order of their documents, into a list for each document."""
    counts = Counter(pc.fill_null(pc.index_in(rows["document_id"], ids), len(ids)).to_pylist())
    offsets = pa.array([0, *accumulate(counts[index] for index in range(total))], pa.int32())
    struct = _struct(table)
    columns = [_whole(column) for column in rows.columns]
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, fields=list(struct)))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)


def unfold_table(rows: pa.Table, table: Table) -> pa.Table:
    """The rows of one table from nested rows, by document and otherwise in their order."""
    schema = parquet_schema(table)
    lists = pc.drop_null(rows[table.name])
    chunks: Iterable[pa.Array] = lists.chunks if isinstance(lists, pa.ChunkedArray) else [lists]
    batches = [pa.RecordBatch.from_struct_array(pc.list_flatten(chunk)) for chunk in chunks]
    flat = pa.Table.from_batches(batches) if batches else schema.empty_table()
    flat = flat.select(schema.names).cast(schema)
    return flat.take(pc.sort_indices(flat, sort_keys=[("document_id", "ascending")]))  # a stable sort
