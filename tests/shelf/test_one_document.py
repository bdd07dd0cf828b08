"""One document of a file that holds several is named behind it, and read alone."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.model import Report, Unreadable
from pipeline.run.one_file import extract_file
from tests.containers import pack_mhtml, pack_zip

REPORT = "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息{}项。\n"


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    pages = {f"2016/{number}.txt": REPORT.format(number).encode() for number in range(1, 5)}
    (tmp_path / "a.zip").write_bytes(pack_zip(pages))
    return tmp_path


def test_a_document_is_named_behind_its_file(packed: Path) -> None:
    report = extract_file(f"{packed}/a.zip!/2016/3.txt")
    assert isinstance(report, Report)
    assert [figure.surface for figure in report.figures] == ["3项"]
    assert (report.origin.member, report.origin.container) == ("2016/3.txt", f"{packed}/a.zip")


def test_of_several_one_is_to_be_named_and_one_that_is_not_there_is_said(packed: Path) -> None:
    unread = extract_file(packed / "a.zip")
    assert isinstance(unread, Unreadable)
    assert unread.problem.code == "archive"
    assert "a.zip!/2016/1.txt" in unread.problem.message
    assert isinstance(found := extract_file(f"{packed}/a.zip!/2016/9.txt"), Unreadable)
    assert found.problem.code == "cannot_open"


def test_the_only_one_need_not_be_named(packed: Path) -> None:
    (packed / "a.mhtml").write_bytes(pack_mhtml("1.html", f"<p>{REPORT.format(7)}</p>".encode()))
    report = extract_file(packed / "a.mhtml", "a.mhtml")
    assert isinstance(report, Report)
    assert report.source == "a.mhtml!/1.html"


def test_explain_prints_a_document_within_a_file(packed: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", f"{packed}/a.zip!/2016/3.txt"])
    assert shown.exit_code == 0
    assert "a.zip!/2016/3.txt" in shown.output
    assert "3项" in shown.output
    assert CliRunner().invoke(app, ["explain", f"{packed}/a.zip!/none"]).exit_code == 3
    assert CliRunner().invoke(app, ["explain", f"{packed}/b.zip!/none"]).exit_code == 2
