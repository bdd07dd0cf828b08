"""Writes the tables of a folder as CSV, an Excel workbook or a SQLite file.

CSV is UTF-8 with a byte order mark, without which Excel does not recognise Chinese text.
"""

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from pipeline.i18n import Message, as_reason
from pipeline.tables import TableFile, UnwritableError, find_tables, iterate_rows, new_file
from pipeline.views.export.excel import write_workbook
from pipeline.views.export.sqlite import write_database
from pipeline.views.export.values_as_text import to_safe_text


class ExportFormat(StrEnum):
    """The formats in which tables can be written."""

    CSV = "csv"
    XLSX = "xlsx"
    SQLITE = "sqlite"


# The formats by file extension.
SUFFIXES: Mapping[str, ExportFormat] = {
    ".xlsx": ExportFormat.XLSX,
    ".sqlite": ExportFormat.SQLITE,
    ".sqlite3": ExportFormat.SQLITE,
    ".db": ExportFormat.SQLITE,
}


def format_of(destination: Path) -> ExportFormat | None:
    """The format for a name: CSV for a folder or a name without a suffix; null for an unknown suffix.

    >>> format_of(Path("tables.XLSX")), format_of(Path("tables/csv")), format_of(Path("tables.dta"))
    (<ExportFormat.XLSX: 'xlsx'>, <ExportFormat.CSV: 'csv'>, None)
    """
    if destination.is_dir() or not destination.suffix:
        return ExportFormat.CSV
    return SUFFIXES.get(destination.suffix.lower())


def export_tables(out: Path, destination: Path, form: ExportFormat) -> list[str]:
    """Writes the tables in ``out`` to ``destination``, a folder for CSV and a file otherwise.

    Existing files of the same names are replaced once the new ones are complete. Returns a sentence for each table or
    text that had to be divided.

    Raises:
        NoTablesError: if ``out`` holds no tables.
        UnwritableError: if ``destination`` cannot be written.
        ImportError: if the package that writes workbooks is not installed.
    """
    tables = find_tables(out)
    try:
        return WRITERS[form](tables, destination)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UnwritableError(
            Message("cannot_write", path=str(error.filename or destination), reason=as_reason(reason))
        ) from error


def write_csv_files(tables: Iterable[TableFile], folder: Path) -> list[str]:
    """Writes every table to ``folder`` as ``<table>.csv``; returns no sentences.

    Raises:
        OSError: if a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        with (
            new_file(folder / f"{table.name}.csv") as part,
            part.open("w", encoding="utf-8-sig", newline="") as opened,
        ):
            writer = csv.writer(opened)
            writer.writerow(table.schema.names)
            for row in iterate_rows(table):
                writer.writerow([to_safe_text(value) for value in row])
    return []


WRITERS: Mapping[ExportFormat, Callable[[tuple[TableFile, ...], Path], list[str]]] = {
    ExportFormat.CSV: write_csv_files,
    ExportFormat.XLSX: write_workbook,
    ExportFormat.SQLITE: write_database,
}
