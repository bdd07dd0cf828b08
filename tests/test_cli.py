"""The command: what it prints, and with what status it ends."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

REPORT = (
    "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n"
    "2016年公开信息553项，其中网站公开约500项。\n三、其他\n未收取费用。\n"
)


def gongkai(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "raw" / "report.txt"
    path.parent.mkdir()
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_run_writes_the_tables_and_says_what_came_out(report: Path, tmp_path: Path) -> None:
    result = gongkai("run", report.parent, tmp_path / "out")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:4]] == [
        ["documents", "1"],
        ["sections", lines[1].split()[1]],
        ["figures", "3"],
        ["problems", "1"],
    ]
    assert "item_count 2 · money 1" in lines[2]
    assert "numbering_gap 1" in lines[3]
    assert lines[4].startswith("seconds ")
    assert result.stderr == ""
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 6


def test_a_run_that_is_not_on_a_terminal_draws_no_progress_bar(report: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "run", str(report.parent), str(tmp_path / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert ended.stdout.count("\n") == 5


def test_a_file_that_cannot_be_read_gives_status_3_and_the_rest(report: Path, tmp_path: Path) -> None:
    (report.parent / "empty.txt").touch()
    result = gongkai("run", report.parent, tmp_path / "out")
    assert result.exit_code == 3
    assert "unreadable 1" in result.stdout
    assert "empty_file 1" in result.stdout


def test_only(report: Path, tmp_path: Path) -> None:
    (report.parent / "empty.txt").touch()
    assert gongkai("run", report.parent, tmp_path / "out", "--only", "rep*").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere", "out"], "nowhere is no folder"),
        (["run", "raw", "raw/report.txt"], "raw/report.txt is no folder"),
        (["run", "raw", "out", "--only", "*.html"], "nothing to read under raw that fits *.html"),
        (["run", "raw"], "Missing argument 'OUT'"),
        (["explain", "nowhere.txt"], "nowhere.txt is no file"),
        (["explain", "raw"], "raw is no file"),
        (["frobnicate"], "No such command 'frobnicate'"),
    ],
)
def test_misuse_gives_status_2_and_a_plain_message(
    report: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(report.parent.parent)
    result = gongkai(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_explain_shows_sections_figures_what_was_left_out_and_problems(report: Path) -> None:
    result = gongkai("explain", report)
    assert result.exit_code == 0, result.output
    text = result.stdout
    assert "某县水务局2016年政府信息公开工作年度报告" in text
    assert "── sections ──" in text
    assert "一、 总体情况  (2)" in text
    assert "2016年公开信息【553项】，其中网站公开约500项。" in text
    assert "553 项 · item_count · " in text
    assert "500 about [450, 550] 项 · item_count · " in text
    assert "0 · money · 费用" in text
    assert " · negated · " in text
    assert "2016年" in text.split("── left out ──")[1]
    assert "warning numbering_gap at " in text.split("── problems ──")[1]


def test_explain_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = gongkai("explain", tmp_path / "empty.txt")
    assert result.exit_code == 3
    assert "(empty_file)" in result.stderr


def test_schema_prints_every_table() -> None:
    result = gongkai("schema")
    assert result.exit_code == 0
    for table in ("documents", "sections", "figures", "cells", "citations", "problems"):
        assert f"\n{table}: " in f"\n{result.stdout}"


def test_help_names_the_commands_and_loads_nothing_heavy() -> None:
    assert all(command in gongkai("--help").stdout for command in ("run", "explain", "schema"))
    code = (
        "import sys, pipeline.cli;"
        "print(*sorted({'jieba', 'pyarrow', 'pydantic', 'regex', 'rich', 'selectolax'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


def test_a_bug_gives_status_1(report: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "documents.parquet").mkdir()  # no table can be renamed into a folder
    code = "from pipeline.cli import app; app()"
    arguments = [sys.executable, "-c", code, "run", str(report.parent), str(tmp_path / "out")]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "IsADirectoryError" in ended.stderr
