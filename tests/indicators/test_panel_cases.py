"""What single sentences state, below the title of their section: the cases of ``tests/cases/panel.toml``."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel

TITLE = "柳溪县水务局2022年政府信息公开工作年度报告"
FILE = Path(__file__).parents[1] / "cases/panel.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


def test_each_case_says_what_it_is_a_case_of() -> None:
    assert all(case["mechanism"] for case in CASES)
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_sentence_states_its_indicators_and_no_others(case: dict[str, Any]) -> None:
    report = extract_text(f"{TITLE}\n{case['section']}\n{case['text']}" if "section" in case else case["text"])
    stated = read_panel(report.indicators, report.cells)
    told = {code: int(value) for code, value in stated.items() if value is not None and code not in case.get("may", ())}
    assert told == case["panel"]
