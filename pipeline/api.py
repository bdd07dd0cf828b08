"""The Python interface of ``import pipeline``: reports as typed values that can be converted to tables.

>>> import pipeline
>>> report = pipeline.extract_text("某县水务局2016年工作报告\\n一、概况\\n全年公开信息约1.5万条，收到申请12件。")
>>> [(figure.surface, figure.value, figure.unit, figure.measure) for figure in report.figures]
[('约1.5万条', Decimal('15000.0'), '条', '信息'), ('12件', Decimal('12'), '件', '申请')]
>>> tables = report.to_pandas()
>>> tables["figures"][["surface", "value", "low", "high"]]
  surface    value      low     high
0  约1.5万条  15000.0  14500.0  15500.0
1     12件     12.0     12.0     12.0
>>> tables["figures"].dtypes["period_start"]
date32[day][pyarrow]
"""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import fields

from pipeline.model import Report, Unreadable
from pipeline.report import extract_text as read_text
from pipeline.run import extract_file as read_file
from pipeline.run import open_metadata

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from pipeline.tables import Rows


class ReadReport(Report, frozen=True):
    """A report that was read completely: the ``Report`` of all stages, with its conversion to tables."""

    def to_arrow(self) -> "dict[str, pa.Table]":
        """The rows of the report by table name, with the types of the Parquet files."""
        from pipeline.tables import tabulate

        return _to_arrow(tabulate(self))

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """The rows of the report as data frames by table name, with Arrow types, which allow integers to be null.

        Raises:
            ModuleNotFoundError: if pandas is not installed.
        """
        return _to_pandas(self.to_arrow())


class UnreadFile(Unreadable, frozen=True):
    """A file that yields no document; its tables have one row, the problem.

    >>> unread = extract_file("no such file.txt")
    >>> isinstance(unread, UnreadFile), unread.problem.code
    (True, 'cannot_open')
    >>> unread.to_pandas()["problems"].loc[0, "message"]
    'The file cannot be opened: No such file or directory.'
    """

    def to_arrow(self) -> "dict[str, pa.Table]":
        """The one row in ``problems``; the other tables are empty."""
        from pipeline.tables import unreadable_row

        return _to_arrow({"problems": [unreadable_row(self, None)]})

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """The same as data frames.

        Raises:
            ModuleNotFoundError: if pandas is not installed.
        """
        return _to_pandas(self.to_arrow())


def current_tables(out: Path | str) -> Path:
    """The folder with the current tables of ``out``, all of one run of ``gongkai run``.

    A run that ends while you read replaces the tables in ``out``, but changes nothing in this folder. The folder exists
    for another hour, or for at least a minute if more runs follow.

    Raises:
        NoTablesError: if ``out`` holds no tables.
    """
    from pipeline.tables import current_tables as find_current

    return find_current(out)


def extract_text(text: str) -> ReadReport:
    """The report in a string of plain text or Markdown.

    >>> [figure.surface for figure in extract_text("全年公开信息553项。").figures]
    ['553项']
    """
    return _read_report(read_text(text))


def extract_file(
    path: Path | str, name: str | None = None, *, metadata: Path | str | None = None
) -> ReadReport | UnreadFile:
    """The report in a file of any supported format; an ``UnreadFile`` if the file cannot be read.

    In that case nothing is raised: the ``UnreadFile`` gives the reason, and can be converted to tables, too. ``name``
    is the name of the file in the tables, by default its path. ``metadata`` is a list of facts about documents, as for
    ``gongkai run --metadata``; its lines name the file by the end of its path, by digest or by address.

    Raises:
        MetadataFileError: if the list cannot be read, or is none.
    """
    known = open_metadata([Path(metadata)], Path(path).parent) if metadata else None
    read = read_file(path, name, known)
    return _read_report(read) if isinstance(read, Report) else UnreadFile(read.source, read.problem)


def _read_report(report: Report) -> ReadReport:
    return ReadReport(**{field.name: getattr(report, field.name) for field in fields(report)})


def _to_arrow(rows: "Rows") -> "dict[str, pa.Table]":
    import pyarrow as pa

    from pipeline.tables import TABLES, parquet_schema

    return {table.name: pa.Table.from_pylist(rows.get(table.name, []), parquet_schema(table)) for table in TABLES}


def _to_pandas(tables: "dict[str, pa.Table]") -> "dict[str, pd.DataFrame]":
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "to_pandas needs pandas; get it: pip install 'gongkai[analysis]'", name="pandas"
        ) from error
    return {name: table.to_pandas(types_mapper=pd.ArrowDtype) for name, table in tables.items()}
