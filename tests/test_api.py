"""What ``import pipeline`` offers, and what it says where pandas is missing."""

import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.model import Report, Unreadable
from pipeline.report import extract_text as read_text
from pipeline.run.run import collect_files, run_files
from pipeline.tables.schema import TABLES

# Half of a character in UTF-16.
HALF = chr(0xD800)


def test_what_is_returned_is_the_report_that_the_stages_know(raw: Path) -> None:
    path = raw / "specimen_shenyang_2016.txt"
    read = pipeline.extract_file(path)
    assert isinstance(read, Report)
    assert isinstance(read, pipeline.ReadReport)
    of_text = pipeline.extract_text(path.read_text("utf-8"))
    assert of_text.figures == read_text(path.read_text("utf-8")).figures == read.figures


def test_the_tables_are_those_that_a_run_writes(raw: Path, tmp_path: Path) -> None:
    run_files(collect_files(raw, only="*shenyang*"), tmp_path)
    read = pipeline.extract_file(raw / "specimen_shenyang_2016.txt")
    tables = read.to_arrow()
    assert set(tables) == {table.name for table in TABLES} == set(read.to_pandas())
    for table in TABLES:
        of_run = pq.read_table(tmp_path / f"{table.name}.parquet")
        columns = [column for column in of_run.column_names if column != "source"]
        assert tables[table.name].select(columns).equals(of_run.select(columns)), table.name


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    read = pipeline.extract_file(tmp_path / "nothing.txt")
    assert isinstance(read, Unreadable)
    assert {name: len(frame) for name, frame in read.to_pandas().items() if len(frame)} == {"problems": 1}


@pytest.mark.parametrize("name", ["a\0b.txt", f"{HALF}.txt", "年报\udcff.txt", "", "x" * 5_000, "a/" * 3_000])
def test_a_path_that_no_file_can_have_is_a_problem(name: str) -> None:
    read = pipeline.extract_file(name)
    assert isinstance(read, pipeline.UnreadFile)
    assert read.problem.code == "cannot_open"
    assert read.to_arrow()["problems"].num_rows == 1


@pytest.mark.parametrize("text", [HALF, f"公开3条{HALF}", "\ud83d\ude00公开3条", "\0\ufffe公开3条\x1b[2J", "\0", ""])
def test_no_string_raises(text: str) -> None:
    report = pipeline.extract_text(text)
    assert report.to_arrow()["documents"].num_rows == 1
    halves = any("\ud800" <= character <= "\udfff" for character in text)
    assert ("broken_characters" in {problem.code for problem in report.problems}) is halves


def test_without_pandas_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    report = pipeline.extract_text("公开信息553项。")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'gongkai\[analysis\]'"):
        report.to_pandas()
    assert report.to_arrow()["figures"].num_rows == 1


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'parse'"):
        pipeline.parse  # noqa: B018
