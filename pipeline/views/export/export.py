"""Writes the tables of a folder for programs that know no Parquet: CSV, an Excel workbook, a SQLite file.

CSV is UTF-8 with a byte order mark, by which Excel tells that the text is Chinese.
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
from pipeline.views.export.values import to_safe_text


class ExportFormat(StrEnum):
    """What the tables can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    SQLITE = "sqlite"


# By how the name of what is to be written ends.
SUFFIXES: Mapping[str, ExportFormat] = {
    ".xlsx": ExportFormat.XLSX,
    ".sqlite": ExportFormat.SQLITE,
    ".sqlite3": ExportFormat.SQLITE,
    ".db": ExportFormat.SQLITE,
}


def tell_format(destination: Path) -> ExportFormat | None:
    """The format that a name tells: a folder is for CSV, as is a name without a suffix; null where it tells none.

    >>> tell_format(Path("tables.XLSX")), tell_format(Path("tables/csv")), tell_format(Path("tables.dta"))
    (<ExportFormat.XLSX: 'xlsx'>, <ExportFormat.CSV: 'csv'>, None)
    """
    if destination.is_dir() or not destination.suffix:
        return ExportFormat.CSV
    return SUFFIXES.get(destination.suffix.lower())


def export_tables(out: Path, destination: Path, form: ExportFormat) -> list[str]:
    """Writes the tables in ``out`` into ``destination``, a folder for CSV and a file otherwise.

    What is there already under the same names is replaced when the new is whole. What is returned are sentences
    about what had to be divided.

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
    """Writes every table into ``folder`` as ``<table>.csv``; nothing needs to be said of it.

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
