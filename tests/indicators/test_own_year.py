"""Numbers until a day are of the year only where the report says so; stocks hold at its end."""

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel
from tests.case_files import cases

TITLE = "柳溪县水务局2022年政府信息公开工作年度报告\n"


def panel(text: str) -> dict[str, int]:
    report = extract_text(TITLE + text)
    stated = read_panel(report.indicators, report.cells)
    return {code: int(value) for code, value in stated.items() if value is not None}


def reason(text: str, code: str) -> str:
    return next(one.reason for one in extract_text(TITLE + text).statuses if one.indicator == code)


@pytest.mark.parametrize(("text", "stated"), cases("own_year", "panel"))
def test_what_the_report_says_is_the_year_s_own(text: str, stated: dict[str, int]) -> None:
    assert panel(text) == stated


@pytest.mark.parametrize(("text", "code"), cases("own_year", "refused"))
def test_what_may_be_of_several_years_states_nothing(text: str, code: str) -> None:
    assert panel(text) == {}
    assert reason(text, code) == "other_period"


def test_a_number_until_the_end_of_the_year_counts_only_where_no_other_is_stated() -> None:
    total = "一、主动公开\n截至2022年12月31日，累计主动公开政府信息900条。"
    assert panel(total) == {"disclosed": 900}
    assert panel(total + "2022年主动公开政府信息120条。") == {"disclosed": 120}
    assert panel(total + "全年通过局网站公开政府信息950条。") == {"disclosed_website": 950}
    two = "截至2022年12月底，累计主动公开信息700条。"
    assert panel(total + two) == {}


def test_what_the_year_adds_is_told_from_the_sum_since_the_beginning() -> None:
    text = "一、主动公开\n2022年主动公开政府信息120条，目前总计主动公开政府信息900条。"
    assert panel(text) == {"disclosed": 120}


def test_a_stock_of_another_year_states_nothing() -> None:
    assert panel("三、队伍\n2019年，配备政府信息公开专职人员2名。") == {}
