"""The exports hold what the tables hold, in the types of each format, and nothing that a spreadsheet would run."""

import csv
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.i18n.messages import say
from pipeline.model import Metadata, Report, Text
from pipeline.tables import Rows
from pipeline.tables.files import find_tables
from pipeline.tables.rows import tabulate
from pipeline.views.export.excel import MOST_UNITS, write_workbook
from pipeline.views.export.export import ExportFormat, export_tables
from pipeline.views.export.values_as_text import to_safe_text

Write = Callable[[Path, Sequence[Rows]], None]
HOSTILE = '=HYPERLINK("http://example.org","点击")'


@pytest.fixture
def out(make_report: Callable[..., Report], write_rows: Write, tmp_path: Path) -> Path:
    """Tables of two reports: one whose title is a formula and whose text is longer than a cell."""
    long = "公" * (MOST_UNITS + 5)
    hostile = Metadata(title=HOSTILE, report_year=2016, published=date(2017, 3, 1))
    reports = [make_report("a.txt"), make_report("b.txt", metadata=hostile, text=Text(long, long))]
    write_rows(tmp_path / "out", [tabulate(report) for report in reports])
    return tmp_path / "out"


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_csv_holds_every_row_and_begins_with_a_byte_order_mark(out: Path, tmp_path: Path) -> None:
    assert export_tables(out, tmp_path / "csv", ExportFormat.CSV) == []
    assert (tmp_path / "csv" / "figures.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument_id,")
    for table in find_tables(out):
        assert len(read_csv(tmp_path / "csv" / f"{table.name}.csv")) == table.rows
    figure = read_csv(tmp_path / "csv" / "figures.csv")[0]
    assert [figure[name] for name in ("surface", "value", "negated", "measure")] == ["约1.5万条", "15000", "false", ""]


def test_csv_runs_no_formula(out: Path, tmp_path: Path) -> None:
    export_tables(out, tmp_path / "csv", ExportFormat.CSV)
    documents = {row["source"]: row for row in read_csv(tmp_path / "csv" / "documents.csv")}
    assert documents["b.txt"]["title"] == "'" + HOSTILE
    assert documents["b.txt"]["published"] == "2017-03-01"


@pytest.mark.parametrize("text", ["=1", "+cmd", "-", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-1+2", "--1", "+1e5|x"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert to_safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.2", "-31.5%", "553项", "（一）", ""])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert to_safe_text(text) == text


def test_a_workbook_keeps_types_and_writes_text_as_text(out: Path, tmp_path: Path) -> None:
    notes = export_tables(out, tmp_path / "x.xlsx", ExportFormat.XLSX)
    assert notes == [say("texts_continued", most="32,767", count=1)]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == [*(table.name for table in find_tables(out)), "continued", "codebook"]
    head, *rows = book["documents"].iter_rows()
    column_of = {cell.value: number for number, cell in enumerate(head)}
    hostile = next(row for row in rows if row[column_of["source"]].value == "b.txt")
    assert (hostile[column_of["title"]].value, hostile[column_of["title"]].data_type) == (HOSTILE, "s")
    assert hostile[column_of["published"]].value == datetime(2017, 3, 1)  # noqa: DTZ001 - a workbook knows no time zone
    assert hostile[column_of["report_year"]].value == 2016
    assert hostile[column_of["agency"]].value is None
    head, first, *_ = book["figures"].iter_rows(values_only=True)
    figure = dict(zip(head, first, strict=True))
    assert (figure["value"], figure["negated"]) == (15000, False)
    rest = list(book["continued"].iter_rows(values_only=True))
    assert rest[0] == ("sheet", "row", "column", "part", "text")
    assert rest[1][2:] == ("text", 2, "公" * 5)
    assert len(hostile[column_of["text"]].value) == MOST_UNITS
    assert rest[1][1] == hostile[0].row


def test_a_table_that_is_longer_than_a_sheet_goes_on_in_the_next(out: Path, tmp_path: Path) -> None:
    notes = write_workbook(find_tables(out), tmp_path / "x.xlsx", most_rows=4)
    assert "cells has 8 rows, which fill 3 sheets" in notes
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    sheets = [list(book[name].iter_rows(values_only=True)) for name in ("cells", "cells 2", "cells 3")]
    assert [len(rows) for rows in sheets] == [4, 4, 3]
    assert len({rows[0] for rows in sheets}) == 1
    held = [row[:2] for rows in sheets for row in rows[1:]]
    cells = pq.read_table(out / "cells.parquet", columns=["document_id", "cell_id"])
    assert held == list(zip(*cells.to_pydict().values(), strict=True))


def test_a_workbook_of_the_same_tables_has_the_same_bytes(out: Path, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        export_tables(out, tmp_path / name, ExportFormat.XLSX)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_database_answers_queries_and_describes_its_columns(out: Path, tmp_path: Path) -> None:
    for _ in range(2):  # a second export takes the place of the first
        export_tables(out, tmp_path / "x.sqlite", ExportFormat.SQLITE)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        rows = connection.execute(
            'SELECT title, published, value, negated, f."end" FROM documents JOIN figures f USING (document_id) '
            "WHERE source = 'b.txt'"
        ).fetchall()
        assert rows == [(HOSTILE, "2017-03-01", 15000.0, 0, 21)]
        assert connection.execute("SELECT evidence FROM audits LIMIT 1").fetchone() == ('["cell:3"]',)
        assert connection.execute("SELECT unit FROM codebook WHERE \"column\" = 'characters'").fetchone() == (
            "characters",
        )
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM figures WHERE document_id = 'a'").fetchone()
        assert "figures_key" in plan[3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "x"], "nowhere does not exist; check the path, or make the tables: gongkai run REPORTS nowhere"),
        (["out", "taken/x.sqlite", "--format", "sqlite"], "taken/x.sqlite cannot be written: Not a directory"),
        (["out", "taken"], "taken cannot be written: File exists"),
        (["broken", "x"], "broken/documents.parquet is not a Parquet file"),
        (["out", "x.dta"], "the format of x.dta is unclear; name a folder (CSV) or a file ending in .xlsx or"),
        (["taken", "x"], "taken is not a folder; name the output folder of gongkai run"),
        (["out", "x", "--format", "xls"], "Invalid value for '--format': 'xls' is not one of 'csv', 'xlsx', 'sqlite'"),
    ],
)
def test_misuse(out: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(out.parent)
    Path("taken").touch()
    Path("broken").mkdir()
    Path("broken/documents.parquet").write_bytes(b"no Parquet")
    result = CliRunner().invoke(app, ["export", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert list(out.parent.glob("**/*.part")) == []


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (["t.xlsx"], b"PK"),
        (["T.DB"], b"SQLite format 3"),
        (["t.dta", "--format", "sqlite"], b"SQLite format 3"),
        (["t.xlsx", "--format", "sqlite"], b"SQLite format 3"),
    ],
)
def test_the_format_is_that_of_the_suffix_unless_it_is_given(
    out: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], beginning: bytes
) -> None:
    monkeypatch.chdir(out.parent)
    assert CliRunner().invoke(app, ["export", "out", *arguments]).exit_code == 0
    assert Path(arguments[0]).read_bytes().startswith(beginning)


def test_a_folder_gets_csv_even_if_its_name_has_a_dot(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out.parent)
    Path("v1.2").mkdir()
    for folder in ("v1.2", "csv"):
        assert CliRunner().invoke(app, ["export", "out", folder]).exit_code == 0
        assert (Path(folder) / "figures.csv").is_file()


@pytest.mark.parametrize("command", ["export {} {}/new/deep/x.xlsx", "report {} {}/new/deep/x.html"])
def test_a_folder_that_is_not_there_is_made(out: Path, tmp_path: Path, command: str) -> None:
    arguments = command.format(out, tmp_path).split()
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    assert Path(arguments[-1]).is_file()
