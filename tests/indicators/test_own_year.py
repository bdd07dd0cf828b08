"""Numbers until a day are of the year only where the report says so; stocks hold at its end."""

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel

TITLE = "柳溪县水务局2022年政府信息公开工作年度报告\n"
STRETCH = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。\n"


def panel(text: str) -> dict[str, int]:
    report = extract_text(TITLE + text)
    stated = read_panel(report.indicators, report.cells)
    return {code: int(value) for code, value in stated.items() if value is not None}


def reason(text: str, code: str) -> str:
    return next(one.reason for one in extract_text(TITLE + text).statuses if one.indicator == code)


OWN = [
    ("二、依申请公开\n截至12月31日，我局收到政府信息公开申请12件。", {"requests": 12}),
    ("二、依申请公开\n截至年底，共受理政府信息公开申请12件。", {"requests": 12}),
    (STRETCH + "二、依申请公开\n截至2022年12月31日，收到政府信息公开申请12件。", {"requests": 12}),
    (STRETCH + "一、主动公开\n截至2022年12月31日，主动公开政府信息120条。", {"disclosed": 120}),
    ("一、主动公开\n截至12月31日，主动公开政府信息120条，较上年增长5%。", {"disclosed": 120}),
    ("一、主动公开\n截至12月31日，主动公开政府信息120条。", {"disclosed": 120}),
    ("一、主动公开\n截至年底，门户网站发布政府信息120条。", {"disclosed_website": 120}),
    ("一、主动公开\n截至12月底，通过县政府网站公开信息120条。", {"disclosed_website": 120}),
    (STRETCH + "二、依申请公开\n截至2022年12月31日，累计收到政府信息公开申请12件。", {"requests": 12}),
    (STRETCH + "一、主动公开\n截至2022年12月31日，累计主动公开政府信息658条。", {"disclosed": 658}),
    (STRETCH + "一、主动公开\n截至2022年底，共主动公开政府信息658条。", {"disclosed": 658}),
    ("一、主动公开\n截至2022年12月，网站访问量9万次，全年门户网站发布政府信息120条。", {"disclosed_website": 120}),
    (
        "一、主动公开\n截至2022年底，累计主动公开政府信息900条，其中本年度新增主动公开政府信息120条。",
        {"disclosed": 120},
    ),
    ("三、队伍\n截至2022年底，配备政府信息公开专职人员2名。", {"staff_full_time": 2}),
    ("二、依申请公开\n截至2022年12月31日，我局收到政府信息公开申请12件。", {"requests": 12}),
    ("二、依申请公开\n截至2022年12月30日，我局未收到政府信息公开申请。", {"requests": 0}),
    ("一、主动公开\n截至2022年12月31日，累计公开政府信息120条。", {"disclosed": 120}),
    ("一、主动公开\n截至2022年12月底，主动公开政府信息120条。", {"disclosed": 120}),
    ("一、主动公开\n截至12月31日，累计主动公开政府信息120条。", {"disclosed": 120}),
    ("一、主动公开\n截至12月31日，局网站主动公开政府信息120条。", {"disclosed_website": 120}),
]


@pytest.mark.parametrize(("text", "stated"), OWN, ids=range(len(OWN)))
def test_what_the_report_says_is_the_year_s_own(text: str, stated: dict[str, int]) -> None:
    assert panel(text) == stated


NOT_OWN = [
    (STRETCH + "二、依申请公开\n自条例施行以来，截至2022年12月31日，累计收到政府信息公开申请12件。", "requests"),
    (STRETCH + "一、主动公开\n截至2022年12月31日，历年累计主动公开政府信息120条。", "disclosed"),
    (STRETCH + "二、依申请公开\n截至2022年6月30日，收到政府信息公开申请12件。", "requests"),
    ("二、依申请公开\n截至2021年底，收到政府信息公开申请12件。", "requests"),
    ("二、依申请公开\n截至10月底，收到政府信息公开申请12件，比上年增长5%。", "requests"),
    ("二、依申请公开\n自条例施行起截至12月31日，收到政府信息公开申请12件。", "requests"),
    ("一、主动公开\n截至12月31日，主动公开政府信息总数120条，比上年增长5%。", "disclosed"),
    ("一、主动公开\n截至年底，门户网站已发布政府信息120条。", "disclosed_website"),
    ("一、主动公开\n截至12月31日，局微博累计发布信息120条。", "disclosed_weibo"),
    ("一、主动公开\n自网站开通以来，截至12月31日，主动公开政府信息120条。", "disclosed"),
    ("一、主动公开\n目前我局总计主动公开政府信息120条。", "disclosed"),
]


@pytest.mark.parametrize(("text", "code"), NOT_OWN, ids=range(len(NOT_OWN)))
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
