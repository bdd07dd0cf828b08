"""Reviews of several years: what holds for all of them, what for the last, and the plans of the years to come."""

from datetime import date

import pytest
from msgspec.structs import replace

from pipeline import extract_text
from pipeline.figures.time_reading import Anchor, read_stretch_of_plan, whole_year, years_up_to
from pipeline.model import Figure

HEAD = """2026年青禾县人民政府工作报告
——2026年1月9日在青禾县第十八届人民代表大会第五次会议上
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2025年和“十四五”时期工作回顾
2025年，全县新建公园3个。
"""


def say(figure: Figure) -> str:
    """The period of a figure, ``~`` before a last day alone, ``T`` behind a target."""
    start, end = figure.period_start, figure.period_end
    assert end is not None
    target = " T" if figure.modality == "target" else ""
    if start is None:
        return f"~{end.year}{target}"
    return (str(start.year) if start.year == end.year else f"{start.year}-{end.year}") + target


def read(text: str) -> list[str]:
    """The periods of the figures behind the head."""
    return [say(figure) for figure in extract_text(HEAD + text).figures][1:]


@pytest.mark.parametrize(
    ("turn", "period"),
    [
        ("这是城乡面貌焕然一新的五年。\n", "2021-2025"),
        ("这是我县砥砺奋进的三年。\n", "2023-2025"),
        ("各位代表！回顾“十四五”，成绩来之不易。\n", "2021-2025"),
        ("五年砥砺前行，县域实力大幅提升。\n", "2021-2025"),
        ("五年的奋斗历程，令人难忘。\n", "2021-2025"),
        ("过去五年工作\n五年来，成效明显。\n", "2021-2025"),
        ("“十四五”时期，我们迈上新台阶。\n", "2021-2025"),
        ("过去的五年，我们迎难而上。\n", "2021-2025"),
        ("这是极不平凡的一年。\n", "2025"),
        ("三年行动计划，已经启动。\n", "2025"),
        ("“十四五”规划编制完成。\n", "2025"),
    ],
)
def test_a_sentence_that_looks_back_on_years_holds_for_those_behind_it(turn: str, period: str) -> None:
    assert read(f"{turn}整治河道30条，植树9万亩。\n建成学校2所。\n") == [period] * 3


def test_the_years_hold_until_another_time_is_named() -> None:
    text = "这是实力提升的五年。\n建成学校2所。\n2025年，办结提案30件。\n培训5次。\n"
    assert read(text) == ["2021-2025", "2025", "2025"]


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("生产总值达到300亿元，年均增长7%。", "2025 2021-2025"),
        ("城乡居民收入分别达到4万元和2万元。", "2025 2025"),
        ("财政收入从8亿元提高到12亿元。", "2021-2025 2025"),
        ("工业产值90亿元，同比增长3%。", "2025 2025"),
        ("注册企业达到540家。", "~2025"),
        ("高速公路里程达90公里。", "~2025"),
        ("城镇化率由52%提高到58%。", "2021-2025 ~2025"),
        ("床位增至900张，教师增加到300人。", "~2025 ~2025"),
        ("累计完成产值300亿元，年均增长7%。", "2021-2025 2021-2025"),
        ("新增企业30家，培训群众达到3万人。", "2021-2025 2021-2025"),
        ("累计改造小区30个，投资9亿元。", "2021-2025 2021-2025"),
        ("五年来年均实际增长6%。", "2021-2025"),
        ("移送线索9条，年均2条。", "2021-2025 2021-2025"),
        ("粮食产量连续18年保持在9万吨以上。", "2008-2025"),
        ("截至2025年底，贷款余额9亿元。", "~2025"),
    ],
)
def test_a_level_is_of_the_last_of_several_years_and_a_sum_of_all(sentence: str, periods: str) -> None:
    assert " ".join(read(f"这是实力提升的五年。\n{sentence}\n")) == periods


@pytest.mark.parametrize(
    ("plan", "periods"),
    [
        ("二、“十五五”主要目标任务\n城镇化率提升至67%左右。\n", "2026-2030 T"),
        ("二、“十五五”时期奋斗目标\n城镇化率提升至67%左右。\n", "2026-2030 T"),
        ("二、今后五年的目标任务\n建成公园9个。\n", "2026-2030 T"),
        (
            "二、未来五年工作安排\n（一）主要目标\n建成公园9个。\n（二）重点任务\n修路30公里。\n",
            "2026-2030 T 2026-2030 T",
        ),
        ("二、五年奋斗目标\n建成公园9个。\n", "2026-2030 T 2026-2030 T"),
        ("未来五年经济社会发展的主要目标是：生产总值年均增长6%。\n建成公园9个。\n", "2026-2030 T 2026-2030 T"),
        ("二、“十五五”主要目标\n建成公园9个。\n三、2026年重点任务\n修路30公里。\n", "2026-2030 T 2026 T"),
        ("二、工作安排\n三年内建成公园9个。\n", "2026-2028 T"),
        ("二、2026年工作安排\n今年，修路30公里。到2030年，建成公园9个。\n", "2026 T 2030 T"),
        ("二、2026年工作安排\n修路30公里。\n（一）主要目标\n新增企业3家。\n", "2026 T 2026 T"),
    ],
)
def test_a_plan_of_years_is_of_all_of_them_until_another_time_is_named(plan: str, periods: str) -> None:
    assert " ".join(read(plan)) == periods


@pytest.mark.parametrize(
    "sentence",
    [
        "报告日已整改40项。",
        "截至报告日，已整改40项。",
        "截至本报告日已整改40项，上缴3万元。",
        "至本报告出具之日，已整改40项。",
        "截至目前，已整改40项，上缴3万元。",
        "目前已整改40项。",
    ],
)
def test_the_day_of_a_report_is_that_of_the_meeting_or_unknown(sentence: str) -> None:
    title = "关于2020年度青禾县本级预算执行审计查出问题整改情况的报告\n"
    known = extract_text(f"{title}——2021年12月28日在县人大常委会会议上\n审计发现问题50项。{sentence}").figures
    assert (known[0].period_end, known[1].period_start) == (date(2020, 12, 31), None)
    assert known[1].period_end == date(2021, 12, 28)
    if "目前" in sentence:
        return
    report = extract_text(f"{title}审计发现问题50项。{sentence}")
    assert (report.figures[1].period_start, report.figures[1].period_end) == (None, None)
    assert "unread_period" in {problem.code for problem in report.problems}


def test_a_head_of_a_table_that_compares_years_is_no_heading_of_a_review() -> None:
    table = "2025年青禾县统计公报\n一、综合\n生产总值30亿元。\n指标 绝对值 比上年增长\n年末全县人口9万人。\n"
    assert [figure.period_end for figure in extract_text(table).figures] == [date(2025, 12, 31)] * 2


def test_stretches_are_cut_to_what_is_reported_on() -> None:
    limit = date(2023, 12, 31)
    assert read_stretch_of_plan("十四五", limit) == (date(2021, 1, 1), limit)
    assert read_stretch_of_plan("十五五", limit) == (date(2026, 1, 1), date(2030, 12, 31))
    period = (date(2019, 3, 1), limit)
    assert years_up_to(period, 5) == period
    assert years_up_to(replace(Anchor(), period=whole_year(2023)).period, 3) == (date(2021, 1, 1), limit)
