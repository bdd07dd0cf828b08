"""Tables whose heads are none of the form, or stand in another grid: read where that is certain, else a problem."""

from decimal import Decimal

import pytest

from pipeline.extract import extract_source
from pipeline.model import Report, Source, Witness


def table(*rows: str) -> str:
    """A table of HTML from lines of cells between bars; ``甲^2*3`` spans two rows and three columns."""
    html = []
    for row in rows:
        cells = []
        for cell in row.split("|"):
            text, _, columns = cell.partition("*")
            text, _, height = text.partition("^")
            cells.append(f"<td colspan={columns or 1} rowspan={height or 1}>{text}")
        html.append("<tr>" + "".join(cells))
    return f"<table>{''.join(html)}</table>"


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
    "其中：主动公开规范性文件数|条|7",
    "制发规范性文件总数|件|9",
    "（一）收到申请数|件|12",
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
    rows = ("主动公开信息数|条|86|90", "其中：1、网站公开|条|7|8")
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
    first = table("指标名称|计量单位|2012年度|历年累计", "主动公开信息数|条|86|90")
    stated, problems = read(first + table("其中：1、网站公开|条|7|8", "行政复议数|件|2|3"), 2012)
    assert stated == {"disclosed": Decimal(86), "disclosed_website": Decimal(7), "reviews": Decimal(2)}
    assert not problems


def test_rows_under_the_head_of_another_grid_do_not_take_it_where_they_are_not_as_wide() -> None:
    stated, problems = read(
        table("信息内容|本年制发件数|本年废止件数|现行有效件数") + table("规章|1|2", "行政规范性文件|3|4"), 2023
    )
    assert not stated
    assert problems == {"unplaced_numbers"}


def test_the_grid_of_another_year_goes_on_as_that_years() -> None:
    rows = ("统计指标|单位|数量", *ROWS)
    caption = "<p>政府信息公开情况统计表（2015年度）</p>"
    assert read(caption + table(*rows[:3]) + table(*rows[3:])) == ({}, {"other_year_table"})


def test_a_row_of_the_reports_own_and_a_column_of_remarks_are_no_problem() -> None:
    rows = ("统计指标|单位|统计数|备注", *(f"{row}|" for row in ROWS), "5.转交镇街办理数|件|4|")
    assert read(table(*rows)) == (STATED, set())


def test_a_number_beside_a_blank_under_its_one_head_is_read() -> None:
    rows = ("第二十条第（五）项*4", "信息内容|本年处理决定数量*3", "行政许可||235*2")
    assert read(table(*rows), 2023) == ({"licensing_decisions": Decimal(235)}, set())
