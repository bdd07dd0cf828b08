"""The data package says what the schema says, beside the tables and in each of them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.rulebook.examples import column_examples
from pipeline.run.run import collect_files, run_files
from pipeline.tables.columns import Table
from pipeline.tables.datapackage import datapackage_json, describe_package, table_resource
from pipeline.tables.schema import TABLES

by_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)

# How an example of each type of Table Schema is read.
READERS: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": date.fromisoformat,
    "array": lambda text: text.split("; "),
}


@by_table
def test_a_resource_has_the_columns_of_its_table(table: Table) -> None:
    schema = table_resource(table)["schema"]
    assert [field["name"] for field in schema["fields"]] == [column.name for column in table.columns]
    for field, column in zip(schema["fields"], table.columns, strict=True):
        assert field["description"] == column.description
        assert field["constraints"]["required"] is not column.nullable
        assert (field["type"] == "array") is pa.types.is_list(column.type)
        assert field.get("unit") == column.unit


def test_keys_lead_to_keys() -> None:
    resources = {resource["name"]: resource for resource in describe_package()["resources"]}
    for name, resource in resources.items():
        columns = {field["name"] for field in resource["schema"]["fields"]}
        for key in resource["schema"]["foreignKeys"]:
            target = resources[key["reference"]["resource"] or name]["schema"]
            assert set(key["fields"]) <= columns
            assert key["reference"]["fields"] == target["primaryKey"]
    assert {tuple(key["fields"]) for key in resources["figures"]["schema"]["foreignKeys"]} == {
        ("document_id",),
        ("document_id", "section_id"),
        ("document_id", "parent_id"),
    }


def test_examples_are_of_columns_and_of_their_types() -> None:
    fields = {
        resource["name"]: {field["name"]: field for field in resource["schema"]["fields"]}
        for resource in describe_package()["resources"]
    }
    for name, examples in column_examples().items():
        for column, example in examples.items():
            field = fields[name][column]
            assert field["example"] == example
            READERS[field["type"]](example)


def test_the_package_lies_beside_the_tables_and_in_them(raw: Path, tmp_path: Path) -> None:
    run_files(collect_files(raw), tmp_path)
    written = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert written == json.loads(datapackage_json()) == describe_package()
    for resource in written["resources"]:
        held = pq.read_metadata(tmp_path / resource["path"]).metadata
        assert json.loads(held[b"datapackage"]) == resource
        assert held[b"description"].decode() == resource["description"]
