"""Laws that hold for every report: the specimens, and the real reports where they are at hand."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from bench.laws import LAWS, Law
from pipeline import extract_file, extract_text
from pipeline.cli.main import app
from pipeline.model import Report

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
READ_NOW = {".txt", ".md", ".html"}

SPECIMENS = [path for path in sorted((ROOT / "data" / "raw").iterdir()) if path.suffix in READ_NOW]
REAL = [path for path in sorted(CORPUS.rglob("*")) if path.suffix in READ_NOW]
MISSING = pytest.param(
    None, id="corpus", marks=pytest.mark.skip(reason="the real reports (../shared/corpus) are not on this machine")
)

each = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem) for path in SPECIMENS + REAL] + ([] if REAL else [MISSING])
)


@cache
def report_of(path: Path) -> Report:
    report = extract_file(path, path.name)
    assert isinstance(report, Report), report
    return report


def test_there_are_specimens() -> None:
    assert len(SPECIMENS) == 3


LAW_TESTS = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)


@LAW_TESTS
@each
def test_laws_on_reports(path: Path, law: Law) -> None:
    law(report_of(path))


# Pieces of reports, well-formed and not, to be thrown together.
PIECES = [
    *(
        "一、总体情况",
        "二、",
        "（一）公开数量",
        "(三)",
        "1.",
        "2、加强培训",
        "①",
        "第一章 总则",
        "一是",
        "首先，",
        "三是完善制度。",
    ),
    *(
        "公开信息553项",
        "约1.5万条",
        "三十余件",
        "3—5个工作日",
        "增长百分之十七点三",
        "两成",
        "分别为2条、3条",
        "100%",
        "1,024",
    ),
    *(
        "未收到申请",
        "零投诉",
        "没有行政复议、行政诉讼",
        "其中",
        "截至目前",
        "2016年1月1日",
        "〔2016〕8号",
        "《条例》",
        "“三公”",
    ),
    *(
        "规范性文件\t6\t2",
        "规章",
        "统计指标",
        "[字体: 大 中 小]",
        "附件：1、名单",
        "==== 正文 ====",
        "某县水务局",
        "二○一三年元月",
    ),
    *(
        "，",
        "。",
        "；",
        "：",
        "\n",
        "\n\n",
        "\t",
        "　　",
        "（",
        "）",
        "\u00a0",
        "&nbsp;",
        "<!--",
        "-->",
        "😀",
        "䶮",
        "０１",
        "..",
        "ａ",
    ),
]


@settings(max_examples=300)
@given(strategies.lists(strategies.sampled_from(PIECES), max_size=40).map("".join))
def test_laws_on_generated_text(text: str) -> None:
    report = extract_text(text)
    for law in LAWS:
        law(report)


@each
def test_reading_again_gives_the_same(path: Path) -> None:
    assert extract_file(path, path.name) == report_of(path)


# What issue by issue is asked of the scores; a need only ever rises.
NEEDS = ["sections=0.97", "titles=0.92", "f1=0.98", "strict=0.9", "value=0.99", "unit=0.99", "zeros=0.9", "cells=0.99"]


def test_scores_against_the_gold(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["run", str(shared / "corpus" / "disclosure"), str(tmp_path)])
    assert ended.value.code in {0, 3}
    score = [sys.executable, str(shared / "tools" / "score.py"), str(tmp_path), str(shared / "gold"), "--misses", "3"]
    needs = [argument for need in NEEDS for argument in ("--need", need)]
    scored = subprocess.run([*score, *needs], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr


def test_the_report_that_the_project_started_from(shared: Path) -> None:
    """Sections 1 to 10 and 13 with their titles, and the gap reported."""
    report = report_of(shared / "corpus" / "disclosure" / "000_4f602be5f049aa21.txt")
    outer = [section for section in report.sections if section.level == 1]
    assert [section.number for section in outer] == [*range(1, 11), 13]
    assert all(section.title for section in outer)
    assert [problem.code for problem in report.problems] == ["numbering_gap"]
