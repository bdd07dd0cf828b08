"""Writes the tables as one SQLite file, with indices on their keys and their descriptions in a table ``codebook``.

SQLite has no dates, booleans or lists: dates are ISO 8601 text, booleans 0 and 1, lists JSON.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipeline.tables import KEYS, TableFile, iterate_rows, new_file


def write_database(tables: Iterable[TableFile], file: Path) -> list[str]:
    """Writes the tables to ``file``; returns no sentences.

    Raises:
        OSError: if the file cannot be written.
    """
    tables = tuple(tables)
    with new_file(file) as part, closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        for table in tables:
            _write_table(connection, table)
        connection.execute(
            'CREATE TABLE codebook ("table" TEXT, "column" TEXT, type TEXT, unit TEXT, description TEXT)'
        )
        connection.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?, ?)", describe_columns(tables))
        connection.commit()
    return []


def _write_table(connection: sqlite3.Connection, table: TableFile) -> None:
    columns = ", ".join(
        f"{quote(field.name)} {_affinity(field.type)}{'' if field.nullable else ' NOT NULL'}" for field in table.schema
    )
    connection.execute(f"CREATE TABLE {quote(table.name)} ({columns})")
    placeholders = ", ".join("?" * len(table.schema))
    rows = ([_stored(value) for value in row] for row in iterate_rows(table))
    connection.executemany(f"INSERT INTO {quote(table.name)} VALUES ({placeholders})", rows)  # noqa: S608 - quoted names
    keys = KEYS.get(table.name, ["document_id"] if "document_id" in table.schema.names else [])
    if keys:
        unique = "UNIQUE " if table.name in KEYS else ""
        named = ", ".join(map(quote, keys))
        connection.execute(f"CREATE {unique}INDEX {quote(f'{table.name}_key')} ON {quote(table.name)} ({named})")


def quote(name: str) -> str:
    """Quotes a name for SQL, whatever characters it has.

    >>> quote("end"), quote('a"b')
    ('"end"', '"a""b"')
    """
    return '"' + name.replace('"', '""') + '"'


def _affinity(type_: pa.DataType) -> str:
    if pa.types.is_integer(type_) or pa.types.is_boolean(type_):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(type_) else "TEXT"


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def describe_columns(tables: Iterable[TableFile]) -> Iterator[tuple[str, str, str, str, str]]:
    """Table, column, type, unit and description of every column, from the metadata of the files."""
    for table in tables:
        for field in table.schema:
            metadata = field.metadata or {}
            unit, description = (metadata.get(key, b"").decode() for key in (b"unit", b"description"))
            yield table.name, field.name, str(field.type), unit, description
