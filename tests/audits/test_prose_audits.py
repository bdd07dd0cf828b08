"""The audits of the prose: parts and wholes, shares, changes, the year, and text against table."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from pipeline import extract_text
from pipeline.audits.audits import audit_report
from pipeline.model import (
    Audit,
    Cell,
    CellRule,
    CellState,
    Figure,
    Indicator,
    Kind,
    Metadata,
    Qualifier,
    Report,
    Text,
    Witness,
)

HEAD = "某市财政局2020年政府信息公开工作年度报告\n一、概述\n"


def read(sentence: str) -> Report:
    report = extract_text(HEAD + sentence)
    assert isinstance(report, Report)
    return report


def outcomes(sentence: str, rule: str) -> list[str]:
    return [str(one.outcome) for one in read(sentence).audits if one.rule == rule]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年公开信息120条，其中网站公开70条、微信公开50条。", ["pass"]),
        ("全年公开信息120条，其中网站公开70条、微信公开40条。", ["pass"]),
        ("全年公开信息120条，其中网站公开70条、微信公开51条。", ["fail"]),
        # 近 allows less than the number, 余 more: within the bounds it may be right.
        ("全年公开信息120余条，其中网站公开70条、微信公开58条。", ["pass"]),
        ("全年公开信息120条，其中网站公开近80条、微信公开48条。", ["pass"]),
        ("全年公开信息120条，其中网站公开近80条、微信公开51条。", ["fail"]),
        ("全年公开信息120条，其中网站公开70条、占58.33%。", ["pass"]),
        # Fractions were rounded, each by half of its last digit at most.
        ("全年支出10.00万元，其中会议支出3.34万元、培训支出6.67万元。", ["pass"]),
        ("全年支出10.00万元，其中会议支出3.34万元、培训支出6.68万元。", ["fail"]),
        ("全年公开信息120条。", []),
    ],
)
def test_parts_are_no_more_than_their_whole(sentence: str, expected: list[str]) -> None:
    assert outcomes(sentence, "parts_of_whole") == expected


def test_a_part_audit_says_its_numbers() -> None:
    sentence = "全年公开信息120条，其中网站公开70条、微信公开51条。"
    (audit,) = [one for one in read(sentence).audits if one.rule == "parts_of_whole"]
    assert (str(audit.left), str(audit.right), str(audit.difference)) == ("121", "120", "1")
    assert "共“120条”，所列各部分合计70条+51条=121，不符，差1。" in audit.detail
    assert audit.evidence == ("figure:1", "figure:2", "figure:0")


def test_two_divisions_of_a_whole_do_not_add() -> None:
    sentence = "全年收到申请90件，其中当面申请30件、信函申请60件；同意公开80件、不同意公开10件。"
    assert "fail" not in outcomes(sentence, "parts_of_whole")


def test_the_division_that_is_the_whole_is_audited_alone() -> None:
    assert outcomes("收到申请37件（含结转2件），其中邮寄21件、当面16件。", "parts_of_whole") == ["pass"]
    assert outcomes("公开信息90条，其中网站70条（增长3%）、微信40条。", "parts_of_whole") == ["fail"]
    several = "收到申请50件，其中来信35件、网上15件、按时办结46件、结转4件。"
    assert outcomes(several, "parts_of_whole") == ["pass"]
    assert outcomes(several.replace("46件", "45件"), "parts_of_whole") == ["fail"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("按时办结率为100%。", ["pass"]),
        ("按时办结率为103%。", ["fail"]),
        ("网站公开的信息占全部信息的130%。", ["fail"]),
        ("专项支出同比增长130%。", []),
        ("全年收入达到预算的130%。", []),
    ],
)
def test_a_share_is_no_more_than_all(sentence: str, expected: list[str]) -> None:
    assert outcomes(sentence, "share_range") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年公开信息900条，其中网站公开600条，占67%。", ["pass"]),
        ("全年公开信息900条，其中网站公开600条，占66.7%。", ["pass"]),
        ("全年公开信息900条，其中网站公开600条，占66.6%。", ["pass"]),  # cut, not rounded
        ("全年公开信息900条，其中网站公开600条，占66.8%。", ["fail"]),
        ("全年公开信息900条，其中网站公开600条，占76.7%。", ["fail"]),
        ("全年公开信息约900条，其中网站公开600条，占66%。", ["pass"]),
        ("全年公开信息900条，网站公开600条，占总数的66.67%。", ["pass"]),
        ("全年公开信息900条，网站公开600条，占总数的63.67%。", ["fail"]),
        # Two amounts could be the total, or none is named.
        ("全年公开信息900条，回复信息800条，网站公开600条，占总数的63%。", []),
        ("全年公开信息900条，网站公开600条，满意率63%。", []),
    ],
)
def test_a_share_reproduces_where_part_and_whole_are_certain(sentence: str, expected: list[str]) -> None:
    assert outcomes(sentence, "share_recomputed") == expected


def make_figure(number: int, value: str, **changes: object) -> Figure:
    figure = Figure(
        figure_id=number,
        section_id=0,
        start=10 * number,
        end=10 * number + 3,
        surface=f"{value}件",
        value=Decimal(value),
        low=Decimal(value),
        high=Decimal(value),
        qualifier=Qualifier.EXACT,
        unit="件",
        kind=Kind.ITEM_COUNT,
        rule="unit",
        sentence_start=0,
        sentence_end=100,
        measure="申请",
        period_start=date(2020, 1, 1),
        period_end=date(2020, 12, 31),
    )
    return replace(figure, **changes)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("今年收到申请60件，同比增长20%，上年收到申请50件。", ["pass"]),
        ("今年收到申请60件，同比增长25%，上年收到申请50件。", ["fail"]),
        ("今年收到申请40件，同比减少10件，上年收到申请50件。", ["pass"]),
        ("今年收到申请40件，同比减少20%，上年收到申请50件。", ["pass"]),
        ("今年收到申请40件，同比增长20%，上年收到申请50件。", ["fail"]),
        ("今年收到申请40件，同比增长20%。", []),
    ],
)
def test_a_change_reproduces_where_both_years_are_stated(sentence: str, expected: list[str]) -> None:
    assert outcomes(sentence, "change_recomputed") == expected


def audit_witness(said: Indicator, table: Indicator) -> list[Audit]:
    cells = [Cell(4, 0, "60", CellState.NUMBER, CellRule.GRID, "F14", "1", "requests", "value", value=Decimal(60))]
    figure = make_figure(7, "60")
    return list(audit_report(cells, [figure], [table, said], Metadata(), Text("", "")))


TABLE = Indicator("requests", Witness.TABLE, 1, Decimal(60), Decimal(60), Decimal(60), "件", cell_id=4)
SAID = Indicator("requests", Witness.TEXT, 2, Decimal(60), Decimal(60), Decimal(60), "件", figure_id=7)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "pass"),
        ({"value": Decimal(61), "low": Decimal(61), "high": Decimal(61)}, "fail"),
        ({"value": Decimal(50), "high": Decimal(70), "low": Decimal(50)}, "pass"),
        ({"value": Decimal(70), "low": Decimal(70), "high": None}, "fail"),
        ({"value": Decimal(0), "low": Decimal(0), "high": Decimal(0), "witness": Witness.NEGATION}, "fail"),
    ],
)
def test_text_is_held_against_the_table(changes: dict[str, object], expected: str) -> None:
    (audit,) = [one for one in audit_witness(replace(SAID, **changes), TABLE) if one.rule == "text_table"]
    assert audit.outcome == expected
    assert audit.evidence == ("figure:7", "cell:4")
    assert audit.detail.startswith("「本年新收政府信息公开申请」：正文“60件”，表格60，")


@pytest.mark.parametrize(("said", "explained"), [(65, True), (66, False), (55, False), (60, False)])
def test_a_prose_that_counts_what_was_carried_in_is_told_by_the_difference(said: int, explained: bool) -> None:  # noqa: FBT001
    value = Decimal(said)
    cells = [
        Cell(number, 0, printed, CellState.NUMBER, CellRule.GRID, "F21", "3", row, "total", value=Decimal(printed))
        for number, printed, row in ((4, "60", "received"), (5, "5", "carried_in"))
    ]
    indicators = [TABLE, replace(SAID, value=value, low=value, high=value)]
    audits = audit_report(cells, [make_figure(7, str(said))], indicators, Metadata(), Text("", ""))
    (audit,) = [one for one in audits if one.rule == "text_table"]
    assert ("上年结转5（cell:5）" in audit.detail) is explained


def test_money_is_compared_in_one_unit() -> None:
    table = replace(TABLE, value=Decimal("3.5"), unit="万元")
    said = replace(SAID, value=Decimal(35000), low=Decimal(35000), high=Decimal(35000), unit="元")
    (audit,) = [one for one in audit_witness(said, table) if one.rule == "text_table"]
    assert (audit.outcome, str(audit.right)) == ("pass", "35000.0")
    assert [one.rule for one in audit_witness(replace(said, unit="件"), table) if one.rule == "text_table"] == []


@pytest.mark.parametrize(
    ("title", "last", "caption", "expected"),
    [
        ("某局2018年年报", 2018, "2018", ["pass", "pass"]),
        ("某局2018年年报", 2017, "2018", ["fail", "pass"]),
        ("某局2018年年报", 2018, "2017", ["pass", "fail"]),
        ("某局年报", 2018, "2017", []),
    ],
)
def test_the_year_in_the_title(title: str, last: int, caption: str, expected: list[str]) -> None:
    plain = f"政府信息公开情况统计表\n（{caption}年度）\n"
    cell = Cell(0, 0, "3", CellState.NUMBER, CellRule.GRID, "F14", "1", "complaints", "value", start=len(plain))
    metadata = Metadata(title=title, period_start=date(last, 1, 1), period_end=date(last, 12, 31))
    text = Text(plain, plain.replace("（", "(").replace("）", ")"))
    audits = audit_report([cell], (), (), metadata, text)
    assert [one.outcome for one in audits] == expected
    assert [one.rule for one in audits] == ["year_title_period", "year_title_table"][: len(expected)]


def test_the_title_of_a_spoken_report_names_the_year_of_its_session() -> None:
    review = "“十四五”时期工作回顾\n五年来，成效显著。\n2026年重点工作\n抓项目。"
    report = extract_text(f"2026年青禾市政府工作报告\n{review}")
    assert report.metadata.period_end is not None
    assert [audit.rule for audit in report.audits if audit.rule == "year_title_period"] == []
