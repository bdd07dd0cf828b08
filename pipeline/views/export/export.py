"""Writes the tables of a folder for programs that know no Parquet: CSV, an Excel workbook, a SQLite file."""

import os
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from pipeline.tables.files import TableFile, find_tables
from pipeline.tables.parquet import UnwritableError
from pipeline.views.export.csv import write_csv_files
from pipeline.views.export.excel import write_workbook
from pipeline.views.export.sqlite import write_database


class ExportFormat(StrEnum):
    """What the tables can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    SQLITE = "sqlite"


WRITERS: Mapping[ExportFormat, Callable[[tuple[TableFile, ...], Path], list[str]]] = {
    ExportFormat.CSV: write_csv_files,
    ExportFormat.XLSX: write_workbook,
    ExportFormat.SQLITE: write_database,
}


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
        raise UnwritableError(f"{error.filename or destination} cannot be written: {reason}") from error
