"""Folds the tables of some documents into one nested row a document, and unfolds such rows into tables.

A nested row is whole or not there: what is computed twice, or lost with a machine, is so with all of its tables.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import AGENCIES, TABLES, Table, parquet_schema, read_columns

# What has rows of single documents; the directory of agencies is over all of them, and made by `gongkai run` alone.
FOLDED = tuple(table for table in TABLES if table is not AGENCIES)

# Nested rows of a batch: with its text and all its rows a report has some 200 kB.
TOGETHER = 32

# What the nested rows have beside their tables: the agency by which reports of several years are compared (agency_id);
# null where it is not sure, as of 我局.
KEYS = (("document_id", pa.string()), ("agency", pa.string()), ("report_year", pa.int16()))


# The last column: which lines of lists the documents of a partition took, as ``KnownList.take_uses`` says it; in its
# first row alone.
LISTED = pa.field("listed_lines", pa.string())


def nested_schema() -> pa.Schema:
    """A column for each table, a list of its rows.

    >>> nested_schema().names[:5]
    ['document_id', 'agency', 'report_year', 'documents', 'sections']
    """
    return pa.schema([*KEYS, *((table.name, pa.list_(_struct(table))) for table in FOLDED), LISTED])


def _struct(table: Table) -> pa.StructType:
    return pa.struct([field.remove_metadata() for field in parquet_schema(table)])


def fold_tables(folder: Path, listed: str = "") -> Iterator[pa.RecordBatch]:
    """The nested rows of the tables in a folder: its documents in order, and behind them the files that are none.

    ``listed`` goes with the first of them.
    """
    tables = {table.name: read_columns(folder / f"{table.name}.parquet").combine_chunks() for table in FOLDED}
    for name in ("panel", "panel_corrected"):  # which come by code
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
    """The rows, which come in the order of their documents, as a list for each."""
    counts = Counter(pc.fill_null(pc.index_in(rows["document_id"], ids), len(ids)).to_pylist())
    offsets = pa.array([0, *accumulate(counts[place] for place in range(total))], pa.int32())
    struct = _struct(table)
    columns = [_whole(column) for column in rows.columns]
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, fields=list(struct)))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)


def unfold_table(rows: pa.Table, table: Table) -> pa.Table:
    """The rows of one table out of nested rows, by document and otherwise in their order."""
    schema = parquet_schema(table)
    lists = pc.drop_null(rows[table.name])
    chunks: Iterable[pa.Array] = lists.chunks if isinstance(lists, pa.ChunkedArray) else [lists]
    batches = [pa.RecordBatch.from_struct_array(pc.list_flatten(chunk)) for chunk in chunks]
    flat = pa.Table.from_batches(batches) if batches else schema.empty_table()
    flat = flat.select(schema.names).cast(schema)
    return flat.take(pc.sort_indices(flat, sort_keys=[("document_id", "ascending")]))  # which is stable
