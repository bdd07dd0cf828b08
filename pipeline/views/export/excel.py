"""Writes the tables as one Excel workbook, one sheet for each table, within Excel's limits.

A sheet has 1,048,576 rows and a cell 32,767 UTF-16 units
(https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3). A table with more rows continues in a
further sheet (``figures 2``), and a longer text in the sheet ``continued``; both are reported. Text is always written
as text, so that no formula can come from a report.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.i18n import say
from pipeline.tables import TableFile, iterate_rows, new_file
from pipeline.views.export.sqlite import describe_columns
from pipeline.views.export.values_as_text import to_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
# The first date that Excel counts as we do (it takes 1900 for a leap year); earlier dates are written as text.
FIRST_DAY = date(1900, 3, 1)
# A fixed creation time, so that the same tables give the same bytes.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
WIDTHS = {
    "text": 40,
    "surface": 24,
    "title": 32,
    "detail": 48,
    "detail_zh": 48,
    "message": 48,
    "message_zh": 48,
    "description": 100,
}
WIDTH = 14


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook and the formats of its cells."""

    workbook: "Workbook"
    bold: "Format"
    day: "Format"


# The rest of a text longer than a cell: sheet, row, column, number of the part, text.
Rest = tuple[str, int, str, int, str]


def write_workbook(tables: Iterable[TableFile], file: Path, *, most_rows: int = MOST_ROWS) -> list[str]:
    """Writes the tables to ``file``, and returns a sentence for each table or text that had to be divided.

    Raises:
        OSError: if the file cannot be written.
        ImportError: if xlsxwriter is not installed.
    """
    from xlsxwriter import Workbook

    with new_file(file) as part:
        workbook = Workbook(part, {"constant_memory": True})
        workbook.set_properties({"created": CREATED})
        book = _Book(workbook, workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        notes = _write_sheets(book, tuple(tables), most_rows)
        workbook.close()
    return notes


def _write_sheets(book: _Book, tables: tuple[TableFile, ...], most_rows: int) -> list[str]:
    notes: list[str] = []
    continued: list[Rest] = []
    for table in tables:
        sheets, rests = _write_rows(book, table.name, table.schema.names, iterate_rows(table), most_rows)
        continued += rests
        if sheets > 1:
            notes.append(say("sheets_filled", table=table.name, rows=f"{table.rows:,}", sheets=sheets))
    if continued:
        cut = len({rest[:3] for rest in continued})
        notes.append(say("texts_continued", most=f"{MOST_UNITS:,}", count=cut))
        _write_rows(book, "continued", ["sheet", "row", "column", "part", "text"], continued, most_rows)
    head = ["table", "column", "type", "unit", "description"]
    _write_rows(book, "codebook", head, describe_columns(tables), most_rows)
    return notes


def _write_rows(
    book: _Book, name: str, head: list[str], rows: Iterable[tuple[object, ...]], most_rows: int
) -> tuple[int, list[Rest]]:
    """Writes rows under their head; returns the number of sheets used, and the rest of texts too long for a cell."""
    sheet, sheets, at = _add_sheet(book, name, head), 1, 1
    rests: list[Rest] = []
    for row in rows:
        if at == most_rows:
            sheets, at = sheets + 1, 1
            sheet = _add_sheet(book, f"{name} {sheets}", head)
        for column, value in enumerate(row):
            if isinstance(value, str) and len(value) * 2 > MOST_UNITS:
                first, *rest = cut_text(value)
                sheet.write_string(at, column, first)
                rests += [(sheet.name, at + 1, head[column], part, text) for part, text in enumerate(rest, 2)]
            else:
                _write_value(book, sheet, at, column, value)
        at += 1
    return sheets, rests


def _add_sheet(book: _Book, name: str, head: list[str]) -> "Worksheet":
    sheet = book.workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.set_column(column, column, WIDTHS.get(title, WIDTH))
        sheet.write_string(0, column, title, book.bold)
    return sheet


def _write_value(book: _Book, sheet: "Worksheet", row: int, column: int, value: object) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date() if value >= FIRST_DAY:
            sheet.write_datetime(row, column, value, book.day)
        case _:
            sheet.write_string(row, column, to_text(value))


def cut_text(text: str, units: int = MOST_UNITS) -> Iterator[str]:
    """Divides a text into parts of limited length in UTF-16 units, of which rare characters take two.

    >>> list(cut_text("公开𠮷信息", 3))
    ['公开', '𠮷信', '息']
    """
    start, held = 0, 0
    for index, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if held + width > units:
            yield text[start:index]
            start, held = index, 0
        held += width
    yield text[start:]
