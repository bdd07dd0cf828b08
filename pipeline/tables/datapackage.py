"""Describes the tables as a Frictionless Data Package: ``datapackage.json`` next to them, and a key in each file.

The convention is https://specs.frictionlessdata.io/table-schema/ (version 1). ``unit`` and ``example`` are custom
properties, which it allows; Parquet files are resources with their ``format`` and ``mediatype``.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.provenance import VERSION
from pipeline.rulebook import example_of
from pipeline.tables.columns import Column, Table
from pipeline.tables.schema import TABLES, parquet_schema

KEY = "datapackage"
MEDIATYPE = "application/vnd.apache.parquet"

# The Table Schema types of the column types. A list of strings is an array there.
TYPES = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.int8(): "integer",
    pa.int16(): "integer",
    pa.int32(): "integer",
    pa.float64(): "number",
}

# The primary keys of the tables, and the foreign keys to other tables.
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
    """Describes the tables as one package; with ``folder``, the files there, since a table may be several files.

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
    """The paths of a resource whose table is a folder of files, in row order."""
    path = folder / f"{table.name}.parquet" if folder else None
    if folder is None or path is None or not path.is_dir():
        return {}
    return {"path": [file.relative_to(folder).as_posix() for file in sorted(path.glob("*.parquet"))]}


def table_resource(table: Table) -> dict[str, Any]:
    """Describes a table as a resource with its Table Schema.

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
    """The foreign keys among the columns; ``parent_id`` refers to a row of the same table."""
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


@cache
def file_schema(table: Table) -> pa.Schema:
    """The schema of a table's Parquet file, with the resource as file metadata under ``datapackage``.

    >>> json.loads(file_schema(TABLES[0]).metadata[b"datapackage"])["name"]
    'documents'
    """
    schema = parquet_schema(table)
    resource = json.dumps(table_resource(table), ensure_ascii=False, sort_keys=True)
    return schema.with_metadata({**(schema.metadata or {}), KEY: resource})


def datapackage_json(folder: Path | None = None) -> str:
    """The content of ``datapackage.json`` for the tables in a folder."""
    return json.dumps(describe_package(folder=folder), ensure_ascii=False, indent=2) + "\n"
