"""Writes the tables as CSV files: UTF-8 with a byte order mark, by which Excel tells that the text is Chinese."""

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.tables.files import TableFile, iterate_rows, new_file
from pipeline.views.export.values import to_safe_text


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
