"""States the tables as a Frictionless Data Package: ``datapackage.json`` beside them, and a key in each file.

The convention is https://specs.frictionlessdata.io/table-schema/ (version 1). ``unit`` and ``example`` are of the
properties that it leaves open; Parquet files are resources by their ``format`` and ``mediatype``.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.provenance import VERSION
from pipeline.rulebook import example_of
from pipeline.tables.columns import Column, Table
from pipeline.tables.schema import TABLES, parquet_schema

KEY = "datapackage"
MEDIATYPE = "application/vnd.apache.parquet"

# The types of Table Schema by those of the columns. A list of strings is an array there.
TYPES = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.int8(): "integer",
    pa.int16(): "integer",
    pa.int32(): "integer",
    pa.float64(): "number",
}

# The columns that tell the rows of a table apart, and those that lead to another table.
KEYS = {
    "documents": ["document_id"],
    "sections": ["document_id", "section_id"],
    "figures": ["document_id", "figure_id"],
    "cells": ["document_id", "cell_id"],
    "citations": ["document_id", "citation_id"],
    "agencies": ["agency_id"],
    "panel": ["report_id"],
    "panel_corrected": ["report_id"],
    "panel_status": ["document_id", "indicator"],
    "request_outcomes": ["document_id", "form", "row", "column"],
}
REFERENCES = {"section_id": "sections", "figure_id": "figures", "cell_id": "cells"}


def describe_package(tables: Iterable[Table] = TABLES, folder: Path | None = None) -> dict[str, Any]:
    """The tables as one package; as they lie in a folder, where a table may be several files.

    >>> package = describe_package()
    >>> package["name"], package["resources"][0]["path"]
    ('gongkai', 'documents.parquet')
    """
    return {
        "profile": "data-package",
        "name": "gongkai",
        "title": "政府信息公开工作年度报告",
        "description": "Tables made from the text of Chinese government reports",
        "version": VERSION,
        "resources": [table_resource(table) | _paths(table, folder) for table in tables],
    }


def _paths(table: Table, folder: Path | None) -> dict[str, list[str]]:
    """The path of a resource whose table is a folder of files: all of them, in the order of its rows."""
    path = folder / f"{table.name}.parquet" if folder else None
    if folder is None or path is None or not path.is_dir():
        return {}
    return {"path": [file.relative_to(folder).as_posix() for file in sorted(path.glob("*.parquet"))]}


def table_resource(table: Table) -> dict[str, Any]:
    """A table as a resource with its Table Schema.

    >>> figures = next(table for table in TABLES if table.name == "figures")
    >>> fields = table_resource(figures)["schema"]["fields"]
    >>> [field["type"] for field in fields if field["name"] in ("surface", "value", "negated", "period_start")]
    ['string', 'number', 'boolean', 'date']
    """
    names = [column.name for column in table.columns]
    schema: dict[str, Any] = {"fields": [_field(table, column) for column in table.columns]}
    if table.name in KEYS:
        schema["primaryKey"] = KEYS[table.name]
    schema["foreignKeys"] = [
        {"fields": key, "reference": {"resource": "" if other == table.name else other, "fields": KEYS[other]}}
        for key, other in _references(table.name, names)
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.parquet",
        "format": "parquet",
        "mediatype": MEDIATYPE,
        "description": table.row,
        "schema": schema,
    }


def _references(name: str, columns: list[str]) -> list[tuple[list[str], str]]:
    """The keys of other tables among the columns; ``parent_id`` leads to a row of the same table."""
    found = [(["document_id"], "documents")] if "document_id" in columns and name != "documents" else []
    found += [(["agency_id"], "agencies")] if "agency_id" in columns and name != "agencies" else []
    found += [
        (["document_id", column], other)
        for column, other in REFERENCES.items()
        if column in columns and KEYS.get(name) != ["document_id", column]
    ]
    if "parent_id" in columns:
        found.append((["document_id", "parent_id"], name))
    return found


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.type, "array"),
        "description": column.description,
        "constraints": {"required": not column.nullable},
    }
    if column.unit:
        field["unit"] = column.unit
    example = example_of(table.name, column.name)
    if example is not None:
        field["example"] = example
    return field


def file_schema(table: Table) -> pa.Schema:
    """The schema of a table's Parquet file: with the resource as metadata of the file, under ``datapackage``.

    >>> json.loads(file_schema(TABLES[0]).metadata[b"datapackage"])["name"]
    'documents'
    """
    schema = parquet_schema(table)
    resource = json.dumps(table_resource(table), ensure_ascii=False, sort_keys=True)
    return schema.with_metadata({**(schema.metadata or {}), KEY: resource})


def datapackage_json(folder: Path | None = None) -> str:
    """The package as the file ``datapackage.json`` beside the tables in a folder holds it."""
    return json.dumps(describe_package(folder=folder), ensure_ascii=False, indent=2) + "\n"
