"""Every digit of a report is accounted for, and one that is not is seen."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bench.coverage import PROSE, TABLE, account, main
from pipeline.report import extract_text

TEXT = (
    "某局2016年年度报告\n一、概述\n全年公开信息55条。\n信息内容 本年处理决定数量\n行政许可 62\n行政处罚 0\n行政强制 7\n"
)


def test_the_digits_of_a_report_are_told_by_what_they_are_in() -> None:
    counts, lost = account(extract_text(TEXT))
    assert counts[TABLE] == {"cell": 4}
    assert counts[PROSE]["figure"] == 2
    assert not lost


def test_a_digit_that_nothing_accounts_for_is_seen() -> None:
    report = extract_text(TEXT)
    bare = replace(report, figures=(), cells=())
    assert [lost.words.count("55") for lost in account(bare)[1]][:1] == [1]


@pytest.mark.parametrize(("text", "status"), [(TEXT, 0), (f"{TEXT}§4711§4712§\n", 0)])
def test_a_folder_is_counted(tmp_path: Path, text: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert main([str(tmp_path)]) == status
    assert "digits of statutory tables" in capsys.readouterr().out
