"""Writes the tables for programs that cannot read Parquet.

Takes a folder of tables; writes CSV files, an Excel workbook or a SQLite file.
"""

from pipeline.views.export.export import (
    ExportFormat,
    export_tables,
    format_of,
)
from pipeline.views.export.values_as_text import (
    to_text,
)

__all__ = ["ExportFormat", "export_tables", "format_of", "to_text"]
