"""Compares the tables that Spark wrote with those of a local run."""

from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.spark.nested_rows import FOLDED
from pipeline.tables.panel_columns import PANEL, PANEL_CORRECTED
from pipeline.tables.schema import parquet_schema


def differences(out: Path, local: dict[str, pa.Table]) -> list[str]:
    """The tables that are not those of the local run: in every row, in their order, by name and type of the columns.

    Spark makes no directory of agencies, and its panel stands by document.
    """
    found = []
    for table in FOLDED:
        folder = out / f"{table.name}.parquet"
        written, schema = pq.read_table(folder), parquet_schema(table)
        as_stated = all(
            stored.type == field.type or field.name == "evidence"  # of which Spark writes that it may be null
            for stored, field in zip(written.schema, schema, strict=True)
        )
        described = pq.read_schema(folder / "_common_metadata").equals(schema, check_metadata=True)
        own = local[table.name].to_pylist()
        if table in {PANEL, PANEL_CORRECTED}:
            own.sort(key=itemgetter("document_id"))
        if not (as_stated and described and written.schema.names == schema.names and written.to_pylist() == own):
            found.append(table.name)
    return found
