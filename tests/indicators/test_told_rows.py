"""What rows of the forms are told as: the cases of ``tests/cases/told_rows.toml``."""

from typing import Any

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel
from tests.case_files import read_cases

REPORTS = {"land": "柳溪县国土资源局2014年", "market": "柳溪县市场监督管理局2022年"}


@pytest.mark.parametrize("case", read_cases("told_rows"), ids=lambda case: case["text"])
def test_rows_are_told_by_what_they_mean(case: dict[str, Any]) -> None:
    title = f"{REPORTS[case['report']]}政府信息公开工作年度报告"
    report = extract_text(f"{title}\n{case['section']}\n{case['text']}")
    stated = read_panel(report.indicators, report.cells)
    told = {code: float(value) for code, value in stated.items() if value is not None}
    assert {code: value for code, value in told.items() if code not in case.get("may", ())} == case["panel"]


@pytest.mark.parametrize(
    ("words", "indicator", "reason"),
    [
        ("复印、邮寄一律免费。", "disclosure_fees", "denial_unread"),
        ("无人因信息公开提起行政复议。", "reviews", "denial_unread"),
        ("收到申请4件，没有延期的。", "closed_extended", "denial_unread"),
        ("有1件被申请复议，区政府予以维持，有1件在审。", "reviews_pending", "words_unread"),
    ],
)
def test_what_is_told_in_other_words_is_not_called_unmentioned(words: str, indicator: str, reason: str) -> None:
    report = extract_text(f"柳溪县水务局2016年政府信息公开工作年度报告\n三、公开申请与复议\n{words}")
    status = next(status for status in report.statuses if status.indicator == indicator)
    assert status.reason in {reason, "number_in_prose", "zero_in_prose"}
