"""Tables whose heads are none of the form, or stand in another grid: read where that is certain, else a problem."""

from decimal import Decimal

import pytest

from pipeline.model import Outcome, Report, Source, Witness
from pipeline.report import extract_source
from tests.forms.cell_reading import RESULT_HEADS
from tests.htmltables import table
from tests.statutory import (
    AFTER_REVIEW,
    DIRECT,
    DOCUMENTS,
    ISSUED,
    LICENCES,
    LOCAL,
    RESULTS,
    STATISTICS,
    STATISTICS_HEADS,
)


def read(body: str, year: int = 2016) -> tuple[dict[str, Decimal | None], set[str]]:
    """What the tables of a report state, and its problems."""
    report = extract_source(
        Source("a.html", f"<h1>柳溪县水务局{year}年政府信息公开工作年度报告</h1><p>工作正常。</p>{body}".encode())
    )
    assert isinstance(report, Report)
    stated = {one.indicator: one.value for one in report.indicators if one.witness is Witness.TABLE}
    return stated, {problem.code for problem in report.problems}


ROWS = (
    "（一）主动公开政府信息数|条|86",
    f"{STATISTICS['disclosed_normative']}|条|7",
    f"{STATISTICS['normative_issued']}|件|9",
    f"{STATISTICS['requests']}|件|12",
)
STATED = {
    "disclosed": Decimal(86),
    "normative_disclosed": Decimal(7),
    "normative_issued": Decimal(9),
    "requests": Decimal(12),
}


@pytest.mark.parametrize(
    "head",
    [
        "统计指标|单位|数值",
        "统计指标|单位|统计结果",
        "统计指标|单位|2016年",
        "统计指标|单位|本年",
        "指标名称|单位|统计数",
        "统计项目|计量单位|数量",
        "项目名称|单位|2016年度",
    ],
)
def test_the_one_column_of_numbers_has_many_names(head: str) -> None:
    assert read(table(head, *ROWS)) == (STATED, set())


def test_a_local_form_under_the_same_head_stays_one() -> None:
    rows = (f"{LOCAL['disclosed']}|条|86|90", f"{LOCAL['channel_website']}|条|7|8")
    stated, problems = read(table("指标名称|计量单位|2012年度|历年累计", *rows), 2012)
    assert stated == {"disclosed": Decimal(86), "disclosed_website": Decimal(7)}
    assert not problems


@pytest.mark.parametrize("head", [(), ("2016年度政府信息公开情况统计表*3",), ("一、主动公开情况|——|——",)])
def test_without_heads_the_one_number_of_a_row_is_its_value(head: tuple[str, ...]) -> None:
    assert read(table(*head, *ROWS)) == (STATED, set())


@pytest.mark.parametrize(
    "rows",
    [
        ("统计指标|单位|局机关|下属单位", *(f"{row}|3" for row in ROWS)),
        ("统计指标|单位|完成情况", *ROWS),
        tuple(f"{row}|3" for row in ROWS),
        ("统计指标|单位|上年数|本年数", *ROWS),
    ],
    ids=["other_heads", "unknown_head", "two_numbers", "a_number_lost"],
)
def test_numbers_whose_head_is_none_of_the_form_are_a_problem_and_state_nothing(rows: tuple[str, ...]) -> None:
    stated, problems = read(table(*rows))
    assert not stated
    assert problems & {"unplaced_numbers", "ragged_row"}


@pytest.mark.parametrize("between", ["", "<p>（续表）</p>"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_table_that_goes_on_in_another_grid_keeps_its_heads(cut: int, between: str) -> None:
    rows = ("统计指标|单位|数量", *ROWS)
    assert read(table(*rows[:cut]) + between + table(*rows[cut:])) == (STATED, set())


def test_a_local_form_that_goes_on_in_another_grid_keeps_its_heads() -> None:
    first = table("指标名称|计量单位|2012年度|历年累计", f"{LOCAL['disclosed']}|条|86|90")
    stated, problems = read(first + table(f"{LOCAL['channel_website']}|条|7|8", "行政复议数|件|2|3"), 2012)
    assert stated == {"disclosed": Decimal(86), "disclosed_website": Decimal(7), "reviews": Decimal(2)}
    assert not problems


def test_rows_under_the_head_of_another_grid_do_not_take_it_where_they_are_not_as_wide() -> None:
    stated, problems = read(
        table("|".join(ISSUED.heads))
        + table(f"{DOCUMENTS['regulations']}|1|2", f"{DOCUMENTS['normative_documents']}|3|4"),
        2023,
    )
    assert not stated
    assert problems == {"unplaced_numbers"}


def test_the_grid_of_another_year_goes_on_as_that_years() -> None:
    rows = ("统计指标|单位|数量", *ROWS)
    caption = "<p>政府信息公开情况统计表（2015年度）</p>"
    assert read(caption + table(*rows[:3]) + table(*rows[3:])) == ({}, {"other_year_table"})


def test_a_row_of_the_reports_own_is_named_and_a_column_of_remarks_is_no_problem() -> None:
    rows = (f"{'|'.join(STATISTICS_HEADS)}|备注", *(f"{row}|" for row in ROWS), "5.转交镇街办理数|件|4|")
    assert read(table(*rows)) == (STATED, {"unknown_row"})
    assert read(table(*rows[:-1])) == (STATED, set())


def test_a_number_beside_a_blank_under_its_one_head_is_read() -> None:
    rows = (f"{LICENCES.title}*4", f"{'|'.join(LICENCES.heads)}*3", f"{DOCUMENTS['licensing']}||235*2")
    assert read(table(*rows), 2023) == ({"licensing_decisions": Decimal(235)}, set())


OWN = (2, 1, 3, 4, 10, 0, 0, 5, 7, 12, 6, 0, 8, 9, 23)
LAST = (1, 1, 1, 1, 4, 0, 0, 5, 1, 6, 6, 0, 8, 0, 14)


def disputes(*rows: tuple[str, tuple[object, ...]]) -> str:
    """表四 with a column of years at its left."""
    high = "|".join(f"{result}^2" for result in RESULTS)
    heads = (
        "年度^3|行政复议*5|行政诉讼*10",
        f"{high}|{DIRECT}*5|{AFTER_REVIEW}*5",
        f"{RESULT_HEADS}|{RESULT_HEADS}",
    )
    return table(*heads, *("|".join((label, *map(str, values))) for label, values in rows))


@pytest.mark.parametrize(
    "rows",
    [
        (("2021年", OWN),),
        (("2020年", LAST), ("2021年", OWN)),
        (("2021年度", OWN), ("2020年度", LAST)),
        (("上年", LAST), ("本年", OWN)),
    ],
)
def test_the_row_of_the_reports_own_year_is_the_row_of_disputes(
    rows: tuple[tuple[str, tuple[object, ...]], ...],
) -> None:
    stated, problems = read(disputes(*rows), 2021)
    taken = {code: stated[code] for code in ("reviews", "litigation", "litigation_pending")}
    assert taken == {"reviews": Decimal(10), "litigation": Decimal(35), "litigation_pending": Decimal(16)}
    assert not problems


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((("2019年", LAST), ("2020年", OWN)), "other_year_table"),
        ((("2021年", LAST), ("2022年", OWN)), "other_year_table"),
        ((("合计", OWN),), "unplaced_numbers"),
        ((("2021年", OWN[1:]),), "ragged_row"),
        ((("2021年", (*OWN, 7)),), "ragged_row"),
    ],
    ids=["two_years_before", "the_year_behind", "no_year", "one_too_few", "one_too_many"],
)
def test_a_row_of_disputes_that_is_not_the_years_states_nothing(
    rows: tuple[tuple[str, tuple[object, ...]], ...], problem: str
) -> None:
    assert read(disputes(*rows), 2021) == ({}, {problem})


@pytest.mark.parametrize(
    "text",
    ["约1", "10（含上年1件）", "1O", "1.5", "-1", "壹", "1 2", "见附件", "一", "<1", "（1）", "1/2", "待定", "2例"],
)
@pytest.mark.parametrize("index", [0, 4, 5, 14])
def test_a_text_for_a_number_of_disputes_is_a_problem_and_costs_no_other(text: str, index: int) -> None:
    values = (*OWN[:index], text.replace("<", "&lt;"), *OWN[index + 1 :])
    stated, problems = read(disputes(("2021年", values)), 2021)
    # A row has fifteen numbers and five sums over both kinds of lawsuits, which a cell of a lawsuit costs, too.
    assert len(stated) == (19 if index < 5 else 18)
    assert len(problems) == 1
    assert problems <= {"unread_cell", "odd_count"}


@pytest.mark.parametrize(("text", "count"), [("1件", 20), ("无", 19), ("—", 19), ("", 19)])
def test_a_count_with_its_unit_is_read_and_a_word_for_none_is_no_zero(text: str, count: int) -> None:
    stated, problems = read(disputes(("2021年", (text, *OWN[1:]))), 2021)
    assert len(stated) == count
    assert not problems


def test_a_table_of_two_years_is_of_the_last_one() -> None:
    """An audit that compares the year of the title with that of the table has one year to look at."""
    body = table("统计指标|单位|2015年|2016年", *(f"{row}|3" for row in ROWS))
    report = extract_source(Source("a.html", f"<h1>柳溪县水务局2016年政府信息公开工作年度报告</h1>{body}".encode()))
    assert isinstance(report, Report)
    assert [one.outcome for one in report.audits if one.rule == "year_title_table"] == [Outcome.PASS]


def test_the_problem_names_the_rows() -> None:
    rows = ("（一）主动公开政府信息数|条|86|90", f"{STATISTICS['normative_issued']}|件|9|8")
    body = table("统计指标|单位|局机关统计数|下属单位统计数", *rows)
    source = Source("a.html", f"<h1>柳溪县水务局2016年政府信息公开工作年度报告</h1>{body}".encode())
    report = extract_source(source)
    assert isinstance(report, Report)
    (problem,) = (problem for problem in report.problems if problem.code == "unplaced_numbers")
    assert problem.message.endswith("uses them: （一）主动公开政府信息数, 制发规范性文件总数.")
