"""The time of each figure of a sentence, construction by construction (``tests/cases/periods.toml``)."""

from datetime import date

import pytest

from pipeline import extract_text
from tests.case_files import cases

HEAD = "某县民政局2016年政府信息公开工作年度报告\n一、概述\n"


def read_code(code: str) -> tuple[date | None, date]:
    """The first and the last day that a code of the list stands for."""
    if code.startswith("-"):
        return None, read_day(code[1:])
    first, _, last = code.partition("-")
    if len(first) == 4:
        return date(int(first), 1, 1), date(int(last or first), 12, 31)
    return read_day(first), read_day(last or first)


def read_day(digits: str) -> date:
    return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))


@pytest.mark.parametrize(("text", "periods"), cases("periods", "periods"))
def test_each_figure_has_the_time_that_its_sentence_says(text: str, periods: list[str]) -> None:
    figures = extract_text(HEAD + text).figures
    assert [(f.period_start, f.period_end) for f in figures] == [read_code(code) for code in periods]
