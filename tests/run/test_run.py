"""A folder in, tables out: which files are read, what a bad one costs, and that a rerun changes no byte."""

import os
import socket
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench import speed
from pipeline import extract_file, extract_text
from pipeline.model import Report, Unreadable
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.run import run_files, summarize
from pipeline.run.same_documents import group_same
from pipeline.run.source_files import File
from pipeline.tables.schema import TABLES

REPORT = "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息553项，办结率100%。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two reports, a copy, an empty file and its copy, a file that is not there, and clutter."""
    raw = tmp_path / "raw"
    (raw / "2016").mkdir(parents=True)
    (raw / ".hidden").mkdir()
    (raw / "2016" / "b.txt").write_text(REPORT, encoding="utf-8")
    (raw / "copy of b.txt").write_text(REPORT, encoding="utf-8")
    (raw / "2016" / "a.txt").write_bytes(REPORT.replace("553", "554").encode("gb18030"))
    (raw / "empty.txt").touch()
    (raw / "empty too.txt").touch()
    (raw / "gone.txt").symlink_to(raw / "nowhere")
    (raw / ".gitkeep").touch()
    (raw / "~$b.docx").touch()
    (raw / ".hidden" / "c.txt").write_text(REPORT, encoding="utf-8")
    return raw


def names(files: list[File]) -> list[str]:
    return [file.name for file in files]


def test_files_come_by_name_without_the_hidden_ones(folder: Path) -> None:
    assert names(collect_files(folder)) == [
        "2016/a.txt",
        "2016/b.txt",
        "copy of b.txt",
        "empty too.txt",
        "empty.txt",
        "gone.txt",
    ]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("2016/*", ["2016/a.txt", "2016/b.txt"]),
        ("*b.txt", ["2016/b.txt", "copy of b.txt"]),
        ("b.txt", []),
        ("*.TXT", []),
        ("[e]*", ["empty too.txt", "empty.txt"]),
    ],
)
def test_only_is_matched_against_the_whole_name(folder: Path, only: str, expected: list[str]) -> None:
    assert names(collect_files(folder, only=only)) == expected


def test_the_output_is_not_read_as_input(folder: Path) -> None:
    before = collect_files(folder)
    run_files(before, folder / "tables")
    assert collect_files(folder, out=folder / "tables") == before
    # Nor is that of another run.
    assert collect_files(folder) == before
    (folder / "plain").mkdir()
    (folder / "plain/run.json").write_text("{}")
    assert collect_files(folder, out=folder / "plain") == before != collect_files(folder)


@pytest.fixture
def oddities(folder: Path) -> dict[str, str]:
    """What is no file: by its name, what is said of it."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "linked").symlink_to("2016")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(folder / "socket"))  # the path of a socket is short
    endless = "it is a pipe, a socket or a device"
    return {"device.txt": endless, "linked": "it is a link to a folder", "pipe.txt": endless, "socket": endless}


def test_what_is_no_file_is_a_problem_and_keeps_nobody_waiting(
    folder: Path, oddities: dict[str, str], tmp_path: Path
) -> None:
    run_files(collect_files(folder), tmp_path / "out", options=Options(follow_links=True))
    problems = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    found = {row["source"]: row["message"] for row in problems if row["problem"] == "cannot_open"}
    gone = found.pop("gone.txt")
    assert gone == "The file cannot be opened: No such file or directory."
    assert found == {name: f"The file cannot be opened: {reason}." for name, reason in oddities.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("品名,价格\n苹果,3\n梨,4\n", True),
        ("牛奶\n鸡蛋\n", True),
        ("def read():\n    return 1\n", True),
        ("2016年政府信息公开年度报告\n全年平稳。\n", False),
        ("某县水务局\n年度报告\n", False),
        ("一、牛奶\n二、面包\n", False),
        ("买了3斤苹果。\n", False),
        ("| 品名 | 价格 |\n| --- | --- |\n| 苹果 | 3 |\n", False),
        (REPORT, False),
    ],
)
def test_a_text_with_nothing_of_a_report_is_a_warning(text: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    report = extract_file(tmp_path / "a.md")
    assert isinstance(report, Report)
    assert ("no_report" in [problem.code for problem in report.problems]) is expected


def test_a_name_that_is_not_utf8_shows_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt".encode("gb18030").decode("utf-8", "surrogateescape")
    path.write_text(REPORT, encoding="utf-8")
    assert names(collect_files(tmp_path)) == [r"\xb1\xa8\xb8\xe6.txt"]
    run_files(collect_files(tmp_path), tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "documents.parquet")["source"].to_pylist() == [r"\xb1\xa8\xb8\xe6.txt"]


def test_same_bytes_are_one_group_in_the_place_of_the_first(folder: Path) -> None:
    inputs = group_same(collect_files(folder))
    assert sorted(names(list(content.files)) for content in inputs.contents) == [
        ["2016/a.txt"],
        ["2016/b.txt", "copy of b.txt"],
        ["empty too.txt", "empty.txt"],
    ]
    assert [content.digest for content in inputs.contents] == sorted(content.digest for content in inputs.contents)
    assert [(file.source, file.problem.code) for file in inputs.unreadable] == [("gone.txt", "cannot_open")]


def test_a_bad_file_is_one_problem_and_costs_the_others_nothing(folder: Path, tmp_path: Path) -> None:
    run_files(collect_files(folder), tmp_path / "out")
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert sorted(document["source"] for document in documents) == ["2016/a.txt", "2016/b.txt"]
    problems = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    ids = {document["source"]: document["document_id"] for document in documents}
    assert [(row["document_id"], row["source"], row["problem"]) for row in problems] == [
        (ids["2016/b.txt"], "copy of b.txt", "duplicate_file"),
        (None, "empty too.txt", "empty_file"),
        (None, "empty.txt", "empty_file"),
        (None, "gone.txt", "cannot_open"),
    ]


def test_summary(folder: Path, tmp_path: Path) -> None:
    run_files(collect_files(folder), tmp_path / "out")
    summary = summarize(tmp_path / "out")
    assert summary.documents == 2
    assert summary.unreadable == (
        ("empty too.txt", "The file contains no text.", "文件中没有文字。"),
        ("empty.txt", "The file contains no text.", "文件中没有文字。"),
        (
            "gone.txt",
            "The file cannot be opened: No such file or directory.",
            "文件无法打开：没有这个文件或文件夹，请检查路径。",
        ),
    )
    assert (summary.cells, summary.citations) == (0, 0)
    assert summary.figures == {"item_count": 2, "percent": 2}
    assert summary.problems == {"duplicate_file": 1, "empty_file": 2, "cannot_open": 1}
    assert summary.sections == pq.read_metadata(tmp_path / "out" / "sections.parquet").num_rows > 0


def test_a_rerun_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    for out in ("one", "two", "two"):
        run_files(collect_files(folder), tmp_path / out)
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / out).glob("*.parquet")} for out in ("one", "two"))
    assert one == two
    assert len(one) == len(TABLES)


def test_the_rows_count_what_their_document_says(folder: Path, tmp_path: Path) -> None:
    run_files(collect_files(folder), tmp_path / "out")
    for document in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist():
        for table in ("sections", "figures", "cells", "problems"):
            ids = pq.read_table(tmp_path / "out" / f"{table}.parquet")["document_id"].to_pylist()
            assert ids.count(document["document_id"]) == document[table], table


def test_a_file_and_its_text_give_the_same_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    from_file, from_text = extract_file(path), extract_text(REPORT)
    assert isinstance(from_file, Report)
    assert (from_file.figures, from_file.sections) == (from_text.figures, from_text.sections)
    assert from_file.document_id == from_text.document_id
    assert [figure.surface for figure in from_text.figures] == ["553项", "100%"]


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    report = extract_file(tmp_path / "none.txt")
    assert isinstance(report, Unreadable)
    assert report.problem.code == "cannot_open"


def test_the_benchmark_measures_every_stage(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["speed", str(raw), "--best-of", "1", "--quick"])
    monkeypatch.setattr(speed, "DENSE", raw / "none.txt")
    speed.main()
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("## Reports: 2 files, ") for line in lines)
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| ") and "---" not in line]
    called = ("read_page", "split_sections", "read_metadata", "find_figures", "find_cells", "find_indicators")
    assert rows[0] == "stage"
    assert {*called, "composition", "extract"} <= set(rows)
