"""The time that a figure has from its paragraph, its section, its report; what was, what shall be, what rules ask."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline import extract_text
from pipeline.model import Figure, Modality, ReportType

WORK_REPORT = """2024年青禾县人民政府工作报告
——2024年1月9日在青禾县第十八届人民代表大会第三次会议上
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。
一、2023年工作回顾
全县生产总值300亿元，增长5%。改造小区12个。
（一）产业
今年以来新开工项目3个。去年引进企业20家，上年为15家。近三年投资90亿元。
二、2024年工作安排
今年的主要预期目标是：生产总值增长6%左右，收入增长7%。
（一）工业
新增企业30家，已建成厂房8万平方米。去年投资9亿元。
（二）农业
2023年，产粮30万吨。今年产粮31万吨。
三、加强自身建设
办理建议100件。
"""
FIVE_YEARS = """青禾县人民检察院工作报告
——2021年12月16日在青禾县第十六届人民代表大会第一次会议上
各位代表：
现在，我代表县人民检察院向大会报告工作，请予审议。
过去五年工作回顾
过去五年（2017年至2021年），共查案640件。起诉900人。
一、履行职责
移送线索9条，年均2条。
未来五年工作安排
全县普法50场。
"""
SUMMARY = """青禾县农业局2020年工作总结
一、主要成绩
2019年，启动改造，投资30万元。完成一期2处。
培训30次。
全年推广面积300亩，其中：
水稻200亩。
12月发放补贴8户。其中甲镇3户、乙镇5户。
（一）存在问题及2019年问题的整改
整改问题4个。
二、下一步工作打算
培训40次。
"""


def say(figure: Figure) -> str:
    """A figure with its period and, where it is none of facts, its modality."""
    start, end = figure.period_start, figure.period_end
    whole = start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if whole and start and end:
        period = str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    else:
        period = f"{start or ''}~{end or ''}"
    return f"{figure.surface} {period}" + ("" if figure.modality == "actual" else f" {figure.modality}")


def test_a_work_report_looks_back_on_one_year_and_plans_the_next() -> None:
    report = extract_text(WORK_REPORT)
    assert (report.metadata.report_type, report.metadata.report_year) == (ReportType.WORK_REPORT, 2023)
    assert [say(figure) for figure in report.figures] == [
        "300亿元 2023",
        "5% 2023",
        "12个 2023",
        "3个 2024-01-01~2024-01-09",
        "20家 2023",
        "15家 2022",
        "90亿元 2021-2023",
        "6%左右 2024 target",
        "7% 2024 target",
        "30家 2024 target",
        "8万平方米 2023",
        "9亿元 2023",
        "30万吨 2023",
        "31万吨 2024 target",
        "100件 2024 target",
    ]


def test_a_review_of_five_years_is_of_all_of_them() -> None:
    assert [say(figure) for figure in extract_text(FIVE_YEARS).figures] == [
        "640件 2017-2021",
        "900人 2017-2021",
        "9条 2017-2021",
        "2条 2017-2021",
        "50场 2022-2026 target",
    ]


def test_the_time_that_opens_a_paragraph_ends_with_it() -> None:
    assert [say(figure) for figure in extract_text(SUMMARY).figures] == [
        "30万元 2019",
        "2处 2019",
        "30次 2020",
        "300亩 2020",
        "200亩 2020",
        "8户 2020-12-01~2020-12-31",
        "3户 2020-12-01~2020-12-31",
        "5户 2020-12-01~2020-12-31",
        "4个 2020",
        "40次 2021 target",
    ]


@pytest.mark.parametrize(
    ("sentence", "modalities"),
    [
        ("申请应当在20个工作日内答复，全年答复9件。", "norm actual"),
        ("自收到申请之日起15个工作日内答复。", "norm"),
        ("每次不得超过3人。", "norm"),
        ("公开其他应主动公开的信息30条。", "actual"),
        ("及时回应关切20次。", "actual"),
        ("力争公开30条，培训5次，目前已公开20条。", "target target actual"),
        ("明年将培训3次。", "target"),
        ("2017年拟新增栏目3个。", "target"),
        ("到2020年，办结率达到95%。", "target"),
        ("2017年1月，召开会议1次。", "actual"),
        ("计划总投资5亿元，完成投资2亿元。", "target actual"),
        ("将全镇农户划分为529个网格。", "actual"),
        ("争取资金3亿元。", "actual"),
        ("预计实现产值30亿元。", "actual"),
        ("下一步，将完善制度3项。再培训5次。", "target target"),
        ("落实今后三年改造任务9处，已完成3处。", "target actual"),
        ("未收到申请。", "actual"),
        ("力争收入实际增长5%。", "target"),
        ("完成投资9亿元，占年度任务8亿元的112.5%。", "actual target actual"),
        ("完成投资3.3亿元，为年度计划3亿元的110%。", "actual target actual"),
        ("完成年初预算30万元的97%。", "target actual"),
        ("收入32万元，比预算30万元超收2万元。", "actual target actual"),
        ("新建公厕12座，超过目标数10座的20%。", "actual target actual"),
        ("完成下达任务数300户的98%。", "target actual"),
        ("占任务的98%，占计划总数的43%。", "actual actual"),
        ("完成重点任务30件，完成预算的98%。", "actual actual"),
        ("达到上级关于年底存案不超过2个月工作量的要求。", "norm"),
        ("符合规定的不低于30平方米的标准。", "norm"),
        ("低于国家规定的5%红线。", "norm"),
        ("达到不超过15天的要求。", "norm"),
        ("符合上级确定的3%上限。", "norm"),
        ("达到要求的30家，达到标准的9家。", "actual actual"),
    ],
)
def test_a_figure_says_what_was_what_shall_be_or_what_the_rules_ask(sentence: str, modalities: str) -> None:
    figures = extract_text(f"某县民政局2016年政府信息公开工作年度报告\n一、概述\n{sentence}").figures
    assert [str(figure.modality) for figure in figures] == modalities.split()


@pytest.mark.parametrize(
    ("title", "sentence", "modality"),
    [
        ("青禾县政府信息公开申请办理办法", "申请在20个工作日内答复。", "norm"),
        ("2024年青禾县政务公开工作要点", "组织培训3次。", "target"),
        ("关于促进就业的实施意见", "新增就业3万人。", "target"),
        ("青禾县财政局2024年度部门决算", "支出30万元。", "actual"),
        ("青禾县财政局2025年部门预算", "支出30万元。", "target"),
        ("青禾县财政局2025年部门预算", "内设机构9个。", "actual"),
    ],
)
def test_plans_and_rules_say_so_in_their_title(title: str, sentence: str, modality: str) -> None:
    (figure,) = extract_text(f"{title}\n一、总则\n{sentence}").figures
    assert figure.modality == modality


@pytest.mark.parametrize(
    ("title", "body", "modalities"),
    [
        # the own year of a budget is the one that it plans, also where a sentence opens with it
        (
            "青禾县财政局2018年部门预算",
            "2018年收入总计90万元。支出总计90万元，比上年增加5万元。",
            "target target target",
        ),
        ("青禾县财政局2018年部门决算", "2018年收入总计90万元。支出总计90万元。", "actual actual"),
        # headings that strive or name a goal; one that looks at it does not
        ("青禾县教育局2022年工作总结", "一、2022年工作\n培训9次。\n二、努力方向\n新建学校9所。", "actual target"),
        ("青禾县教育局2022年工作总结", "一、2022年工作\n培训9次。\n（一）力争学位扩容\n新建学校9所。", "actual target"),
        ("青禾县教育局2022年工作总结", "（一）圆满完成工作目标\n新建学校9所。", "actual"),
        ("青禾县教育局2022年工作总结", "（一）紧盯目标任务，学位扩容\n新建学校9所。", "actual"),
        # a speech that strives and tells nothing done, under no heading that states a time
        (
            "青禾市2024年政府工作报告",
            "（一）扩大需求\n新增企业90家，力争开工5个项目。\n（二）产业\n建成平台9个。",
            "target target target",
        ),
        (
            "青禾市2024年政府工作报告",
            "（一）扩大需求\n新增企业90家，增长9%，已开工5个项目，力争年底投产。",
            "actual actual actual",
        ),
    ],
)
def test_a_plan_is_known_by_its_year_its_heading_and_what_it_strives_for(
    title: str, body: str, modalities: str
) -> None:
    assert [str(figure.modality) for figure in extract_text(f"{title}\n{body}").figures] == modalities.split()


@pytest.mark.parametrize(
    ("stretch", "opening", "last"),
    [
        ("2019年上半年", "今年以来，财政运行平稳。上半年，", date(2019, 6, 30)),
        ("2019年上半年", "今年上半年，", date(2019, 6, 30)),
        ("2019年一季度", "今年以来，运行平稳。一季度，", date(2019, 3, 31)),
        ("2019年前三季度", "今年以来，全县", date(2019, 9, 30)),
    ],
)
def test_this_year_is_the_year_of_a_report_on_a_part_of_it(stretch: str, opening: str, last: date) -> None:
    report = extract_text(f"青禾县{stretch}预算执行情况的报告\n{opening}一般公共预算收入完成3亿元，增收5000万元。\n")
    assert report.metadata.report_type is ReportType.BUDGET_REPORT
    assert {(figure.period_end, figure.modality) for figure in report.figures} == {(last, Modality.ACTUAL)}


def test_figures_without_a_last_day_are_a_problem_for_each_run_of_them() -> None:
    report = extract_text("公开信息30条，培训2次。\n2015年公开4条。\n受理5件。")
    unread = [figure for figure in report.figures if figure.period_end is None]
    problems = [problem for problem in report.problems if problem.code == "unread_period"]
    assert [figure.surface for figure in unread] == ["30条", "2次", "5件"]
    assert [report.text.text[p.start : p.end] for p in problems] == ["30条，培训2次", "5件"]


def test_the_year_that_a_paragraph_opens_with_is_known_where_the_report_names_none() -> None:
    ends = [figure.period_end for figure in extract_text("2015年，公开信息4条。受理申请3件。").figures]
    assert ends == [date(2015, 12, 31)] * 2


def test_a_heading_behind_the_turn_to_the_plan_costs_nothing() -> None:
    """A line that names a stretch of years, behind the sentence that turned the speech to the coming year."""
    report = extract_text(
        "2024年青禾省政府工作报告\n各位代表：\n现在，我代表省人民政府，向大会报告工作。\n"
        "2023年，全省建成学校30所。\n做好今年政府工作，要坚持稳中求进。\n"
        "“十五五”时期主要目标\n新建学校40所。\n2024年重点工作\n新建学校50所。\n"
    )
    assert [figure.surface for figure in report.figures] == ["30所", "40所", "50所"]
    assert [figure.modality for figure in report.figures] == [Modality.ACTUAL, Modality.TARGET, Modality.TARGET]


def test_the_shared_cases_have_their_periods_and_modalities(shared: Path) -> None:
    for line in (shared / "cases" / "frames.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        report = extract_text(case["text"])
        for name in ("report_type", "report_year"):
            assert name not in case or getattr(report.metadata, name) == case[name]
        for row in case.get("rows", ()):
            # Whether 内 belongs to the number is told by its bounds, and not here.
            figure = next(f for f in report.figures if row["surface"].startswith(f.surface))
            mine = [day and day.isoformat() for day in (figure.period_start, figure.period_end)]
            assert "period" not in row or mine == row["period"]
            assert "modality" not in row or figure.modality == row["modality"]
