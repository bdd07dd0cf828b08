"""Sentences of reports of all generations, by several agencies: what the panel has of each, and no more."""

from typing import Any

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel
from tests.case_files import marks_of, read_cases

REPORTS = {
    "bureau": "柳溪县水务局2022年",
    "county": "柳溪县人民政府2022年",
    "town": "青禾县新店镇人民政府2022年",
    "finance": "柳溪市财政局2016年",
    "city": "柳溪市人民政府2009年",
    "education": "柳溪市教育局2018年",
    "market": "柳溪县市场监督管理局2024年",
}


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=marks_of(case), id=case["text"]) for case in read_cases("stated")]
)
def test_a_sentence_states_what_it_says_and_no_more(case: dict[str, Any]) -> None:
    title = f"{REPORTS[case['report']]}政府信息公开工作年度报告"
    report = extract_text(f"{title}\n{case['section']}\n{case['text']}")
    stated = read_panel(report.indicators, report.cells)
    told = {code: float(value) for code, value in stated.items() if value is not None}
    allowed = case.get("may", ())
    assert {code: value for code, value in told.items() if code not in allowed} == case["panel"]
    reasons = {status.indicator: status.reason for status in report.statuses}
    assert {code: reasons[code] for code in case.get("refused", {})} == case.get("refused", {})
