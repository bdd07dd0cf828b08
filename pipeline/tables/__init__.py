"""Turns reports into rows and rows into files.

In: a report. Out: rows that match the schema of each table, and Parquet files of them. No other folder writes tables
or knows where they are.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door
from pipeline.tables.audit_rows import (
    audit_row,
)
from pipeline.tables.columns import (
    DAY,
    INT32,
    MAYBE,
    NEVER,
    TEXT,
    Column,
    Row,
    Rows,
    Table,
)
from pipeline.tables.datapackage import (
    KEYS,
    datapackage_json,
    describe_package,
    file_schema,
)
from pipeline.tables.document_columns import (
    DOCUMENTS,
)
from pipeline.tables.figure_columns import (
    FIGURES,
)
from pipeline.tables.files import (
    HELD_BY,
    TableFile,
    current_tables,
    find_tables,
    iterate_batches,
    iterate_rows,
    new_file,
    read_table,
)
from pipeline.tables.panel_columns import (
    PANEL,
    PANEL_CORRECTED,
    PANEL_STATUS,
)
from pipeline.tables.parquet import (
    NoTablesError,
    UnwritableError,
    naming,
    refuse_folders,
    to_batches,
    write_table,
)
from pipeline.tables.parts import (
    SUFFIX,
    count_bits,
    count_rows,
    find_bits,
    part_file,
    part_names,
    part_of,
    read_columns,
    table_files,
    write_parts,
)
from pipeline.tables.problem_rows import (
    COPY,
    copy_row,
    refused_row,
    unreadable_row,
)
from pipeline.tables.register_columns import (
    AGENCIES,
    ANNEX,
    DISCLOSURE,
    EDITION,
    MAIN,
    REGISTERED,
)
from pipeline.tables.schema import (
    AUDITS,
    CELLS,
    DERIVED,
    INDICATORS,
    PROBLEMS,
    STORED,
    TABLES,
    parquet_schema,
)

if TYPE_CHECKING:
    from pipeline.tables.rows import tabulate

__all__ = [
    "AGENCIES",
    "ANNEX",
    "AUDITS",
    "CELLS",
    "COPY",
    "DAY",
    "DERIVED",
    "DISCLOSURE",
    "DOCUMENTS",
    "EDITION",
    "FIGURES",
    "HELD_BY",
    "INDICATORS",
    "INT32",
    "KEYS",
    "MAIN",
    "MAYBE",
    "NEVER",
    "PANEL",
    "PANEL_CORRECTED",
    "PANEL_STATUS",
    "PROBLEMS",
    "REGISTERED",
    "STORED",
    "SUFFIX",
    "TABLES",
    "TEXT",
    "Column",
    "NoTablesError",
    "Row",
    "Rows",
    "Table",
    "TableFile",
    "UnwritableError",
    "audit_row",
    "copy_row",
    "count_bits",
    "count_rows",
    "current_tables",
    "datapackage_json",
    "describe_package",
    "file_schema",
    "find_bits",
    "find_tables",
    "iterate_batches",
    "iterate_rows",
    "naming",
    "new_file",
    "parquet_schema",
    "part_file",
    "part_names",
    "part_of",
    "read_columns",
    "read_table",
    "refuse_folders",
    "refused_row",
    "table_files",
    "tabulate",
    "to_batches",
    "unreadable_row",
    "write_parts",
    "write_table",
]

# Rows are made where reports are read: what that needs is loaded then.
__getattr__ = open_door(__name__, {"rows": ("tabulate",)})
