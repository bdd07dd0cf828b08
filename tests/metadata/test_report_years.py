"""The year that is reported on, never that of a meeting, and the stretch that a report says it covers."""

from datetime import date

import pytest

from pipeline import extract_text

SPEAKS = "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n"
COURT = "各位代表：\n现在，我代表市中级人民法院，向大会报告工作，请予审议。\n"
PROCURATORATE = "各位代表：\n现在，我代表市人民检察院，向大会报告工作，请予审议。\n"
DISCLOSES = "一、主动公开政府信息情况\n主动公开政府信息3条。\n"

# What stands in a report, the year that it is on, and the period that it says it covers.
Case = tuple[str, int | None, str | None]

SPOKEN: list[Case] = [
    ("2024年青禾市政府工作报告\n" + SPEAKS, 2023, None),
    ("2024年青禾市人民政府工作报告\n一、2023年工作回顾\n生产总值300亿元。\n二、2024年预期目标\n增长6%。", 2023, None),
    ("政府工作报告\n——2024年1月9日在青禾市第十届人民代表大会第三次会议上\n" + SPEAKS, 2023, None),
    ("政府工作报告\n（二〇二四年一月九日在青禾市第十届人民代表大会第三次会议上）\n" + SPEAKS, 2023, None),
    ("政府工作报告\n——2023年12月28日在青禾市第十届人民代表大会第三次会议上\n" + SPEAKS, 2023, None),
    (SPEAKS + "2023年，全市上下攻坚克难，成效显著。\n一、2024年工作安排\n抓项目。", 2023, None),
    (SPEAKS + "过去的2023年，是极不平凡的一年。", 2023, None),
    (SPEAKS + "二、2024年主要任务\n抓项目。", 2023, None),
    ("政府工作报告（2024年）\n" + SPEAKS, 2023, None),
    ("清溪镇人民政府2023年工作报告\n一、2022年工作回顾\n平稳。\n二、2023年工作打算\n抓项目。", 2022, None),
    (SPEAKS + "一、2023年和过去五年工作回顾\n平稳。", 2023, None),
    (SPEAKS + "一、过去五年工作回顾\n五年来，成效显著。\n二、2024年工作安排\n抓项目。", 2023, "2019-01-01..2023-12-31"),
    (SPEAKS + "一、过去五年（2019—2023年）工作回顾\n成效显著。", 2023, "2019-01-01..2023-12-31"),
    (
        "2024年青禾市政府工作报告\n“十四五”时期工作回顾\n五年来。\n2026年重点工作\n抓项目。",
        2025,
        "2021-01-01..2025-12-31",
    ),
    ("青禾市中级人民法院工作报告\n——2024年1月9日在青禾市第十届人民代表大会第三次会议上\n" + COURT, 2023, None),
    (COURT + "2023年主要工作\n审结案件300件。\n2024年工作打算\n继续努力。", 2023, None),
    ("2024年青禾市中级人民法院工作报告\n2023年，全市法院坚持司法为民，审结案件300件。", 2023, None),
    ("青禾市人民检察院工作报告\n2023年工作回顾\n批捕30人。", 2023, None),
    ("青禾市人民检察院2021年工作报告\n过去五年（2017年至2021年），共查案640件。", 2021, "2017-01-01..2021-12-31"),
    (
        PROCURATORATE + "——2021年12月16日在青禾市第九届人民代表大会第一次会议上\n过去五年工作回顾\n平稳。",
        2021,
        "2017-01-01..2021-12-31",
    ),
    ("青禾市人民检察院2021年工作报告\n忠实履职。", None, None),
    ("政府工作报告\n——2024年8月9日在青禾市第十届人民代表大会第三次会议上\n" + SPEAKS, None, None),
]

OTHERS: list[Case] = [
    ("青禾县水务局2021年政府信息公开工作年度报告\n" + DISCLOSES, 2021, None),
    ("青禾县水务局二〇二一年政府信息公开工作年度报告\n" + DISCLOSES, 2021, None),
    ("青禾县水务局政府信息公开年报（2021）\n" + DISCLOSES, 2021, None),
    ("青禾大学2020-2021学年信息公开工作年度报告\n" + DISCLOSES, 2021, "2020-09-01..2021-08-31"),
    ("现将2020-2021学年信息公开工作年度报告如下。\n" + DISCLOSES, 2021, "2020-09-01..2021-08-31"),
    ("数据的统计期限为2020年9月1日至2021年8月31日。\n" + DISCLOSES, 2021, "2020-09-01..2021-08-31"),
    ("本报告围绕2021年度政府信息公开工作情况编制。\n" + DISCLOSES, 2021, None),
    (DISCLOSES + "按照《2019年要点》要求，2021年我局公开3条。", 2021, None),
    (DISCLOSES + "青禾县水务局\n2022年1月5日", None, None),
    ("青禾县水务局2021年上半年政务公开工作总结\n" + DISCLOSES, 2021, "2021-01-01..2021-06-30"),
    ("2023年1-5月青禾县财政收支情况\n平稳。", 2023, "2023-01-01..2023-05-31"),
    ("2023年第三季度青禾县经济运行情况\n平稳。", 2023, "2023-07-01..2023-09-30"),
    ("2023年前三季度青禾县经济运行情况\n平稳。", 2023, "2023-01-01..2023-09-30"),
    ("青禾县水务局2023年上半年工作总结和下半年工作安排\n平稳。", 2023, "2023-01-01..2023-06-30"),
    ("青禾县水务局2022年12月工作开展情况\n平稳。", 2022, "2022-12-01..2022-12-31"),
    ("青禾县水务局2019—2023年工作总结\n平稳。", 2023, "2019-01-01..2023-12-31"),
    ("青禾县水务局2022年工作总结暨2023年工作打算\n平稳。", 2022, None),
    ("关于青禾县2022年预算执行情况和2023年预算草案的报告\n平稳。", 2022, None),
    ("青禾县水务局2023年部门预算\n平稳。", 2023, None),
    ("关于2022年度县级预算执行的审计工作报告\n——2023年7月28日在县人大常委会会议上", 2022, None),
    ("审计结果公告\n2023年第3号\n县审计局对2022年度预算执行情况进行了审计。", 2022, None),
    ("一、2021年推进法治政府建设情况\n扎实。", 2021, None),
    ("2021年以来，县水务局推进依法行政，法治政府建设扎实，依法治县深入。", 2021, None),
    ("经初步核算，2021年全县生产总值120亿元。", 2021, None),
    ("1-5月，一般公共预算收入完成1亿元，为年预算的50%。一般公共预算支出完成9亿元，为年预算的48%。", None, None),
    ("青禾县“十三五”时期水利工作总结\n平稳。", 2020, "2016-01-01..2020-12-31"),
    ("青禾县水务局2022年工作总结\n2019年4月1日至2021年3月31日期间，办结数据4690件。", 2022, None),
]


@pytest.mark.parametrize(("text", "year", "period"), [*SPOKEN, *OTHERS])
def test_the_year_and_the_stretch_that_is_reported_on(text: str, year: int | None, period: str | None) -> None:
    report = extract_text(text)
    said = report.metadata
    stretch = f"{said.period_start}..{said.period_end}" if said.period_start else None
    assert (said.report_year, stretch) == (year, period)
    assert ("unknown_year" in [problem.code for problem in report.problems]) is (year is None)


def test_a_plan_reports_on_no_year() -> None:
    assert extract_text("青禾县水利发展规划纲要（2021-2025年）\n到2025年，全部完成。").metadata.report_year is None


def test_the_title_comes_before_the_period_that_contradicts_it() -> None:
    said = extract_text(
        "青禾县水务局2016年政府信息公开年度报告\n统计期限自2015年1月1日起至2015年12月31日止。\n" + DISCLOSES
    ).metadata
    assert (said.report_year, said.period_end) == (2016, date(2015, 12, 31))
