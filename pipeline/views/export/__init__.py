"""Writes the tables for programs that know no Parquet.

A folder of tables goes in, CSV files, an Excel workbook or a SQLite file come out.
"""

from pipeline.views.export.export import (
    ExportFormat,
    export_tables,
    tell_format,
)
from pipeline.views.export.values import (
    to_text,
)

__all__ = ["ExportFormat", "export_tables", "tell_format", "to_text"]
