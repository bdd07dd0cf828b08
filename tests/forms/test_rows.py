"""Rows that are hard: heads in another order, numbers too many or too few, units, local forms."""

from decimal import Decimal

import pytest

from pipeline.model import Cell, CellState
from pipeline.report import extract_text
from tests.forms.cell_reading import DISPUTE_HEADS, RESULT_HEADS, coded, read
from tests.htmltables import table
from tests.statutory import (
    AFTER_REVIEW,
    APPLICANTS,
    DIRECT,
    DOCUMENTS,
    ISSUED,
    LICENCES_F19,
    LOCAL,
    PROCUREMENT_F19,
    REQUESTS,
    RESULTS,
    STATISTICS,
    STATISTICS_HEADS,
    request_rows,
)

RECEIVED = f"{REQUESTS['received']} {{}}\n{REQUESTS['carried_in']} 0 0 0 0 0 0 0\n"


COLUMNS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"


@pytest.mark.parametrize(
    ("heads", "numbers"),
    [
        ("自然人 科研机构 商业企业 社会公益组织 法律服务机构 其他 总计", "18 5 0 0 1 0 24"),
        ("总计 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他", "24 18 5 0 0 1 0"),
    ],
)
def test_rows_in_text_under_heads_in_another_order_are_a_problem(heads: str, numbers: str) -> None:
    cells, problems = read(f"{heads}\n{RECEIVED.format(numbers)}")
    assert not coded(cells)
    assert [problem.code for problem in problems] == ["flattened_table"]


def test_a_total_over_two_rows_of_heads_comes_before_the_lower_ones() -> None:
    heads = "自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他"
    cells, problems = read(f"{heads}\n{RECEIVED.format('18 5 0 0 1 0 24')}")
    assert coded(cells)["3", "received", "total"] == "24"
    assert not problems


def test_a_place_that_is_printed_with_two_numbers_is_a_problem() -> None:
    years = [RECEIVED.format(row) for row in ("180 50 0 0 10 0 240", "18 5 0 0 1 0 24")]
    cells, problems = read("\n\n".join(f"{COLUMNS}\n{year}" for year in years))
    assert [cell.raw for cell in cells if (cell.row, cell.column) == ("received", "total")] == ["240", "24"]
    assert [problem.code for problem in problems] == ["contradicting_cells"]


RAGGED_HEADS = (f"项目|{'|'.join(APPLICANTS)}",)


CARRIED = f"{REQUESTS['carried_in']}|2|0|0|0|0|0|2"


@pytest.mark.parametrize("numbers", ["18|5|7|0|0|1|0|24", "18|5|0|0|1|24"], ids=["one_too_many", "one_too_few"])
def test_a_row_of_a_grid_with_a_number_too_many_or_too_few_has_no_columns(numbers: str) -> None:
    cells, problems = read(table(*RAGGED_HEADS, f"{REQUESTS['received']}|{numbers}", CARRIED))
    assert {cell.column for cell in cells if cell.row == "received" and cell.value is not None} == {None}
    assert coded(cells)["3", "carried_in", "total"] == "2"
    assert [problem.code for problem in problems] == ["ragged_row"]


@pytest.mark.parametrize(
    ("head", "unit"),
    [("（单位：元）", "元"), ("（元）", "元"), ("（亿元）", "亿元"), ("（单位：万元）", "万元"), ("", "万元")],
)
@pytest.mark.parametrize("is_grid", [True, False])
def test_the_unit_that_the_head_of_a_sum_of_money_prints_goes_before_the_forms(
    head: str, unit: str, *, is_grid: bool
) -> None:
    rows = (
        "|".join(ISSUED.heads),
        f"{DOCUMENTS['regulations']}|0|1|2",
        f"信息内容|本年收费金额{head}*3",
        f"{DOCUMENTS['fees']}|2750.5*3",
    )
    printed = table(*rows) if is_grid else "\n".join(rows).replace("|", " ").replace("*3", "")
    cells, problems = read(printed)
    assert not problems
    assert [(c.unit, c.value) for c in cells if c.row == "fees" and c.column] == [(unit, Decimal("2750.5"))]
    assert {c.unit for c in cells if c.row == "regulations"} == {None}


REQUESTED = REQUESTS["received"]


def requested(layout: str, numbers: str) -> str:
    """表三 with two rows, as a page, as Markdown or between tabs; the first has the given numbers."""
    rows = request_rows({"received": numbers, "carried_in": 2})
    if layout == "html":
        return table(*rows)
    if layout == "tabs":
        return "\n".join(rows).replace("|", "\t")
    lines = [f"| {row.replace('|', ' | ')} |" for row in rows]
    return "\n".join((lines[0], "|---" * 8 + "|", *lines[1:]))


def row_of(cells: tuple[Cell, ...], row: str) -> list[Cell]:
    return [cell for cell in cells if cell.row == row and cell.column]


@pytest.mark.parametrize("layout", ["html", "markdown", "tabs"])
def test_a_number_with_the_unit_of_its_count_is_a_number(layout: str) -> None:
    cells, problems = read(requested(layout, "1,018件|5件|0|0|1件|0|1,024件"))
    assert [cell.value for cell in row_of(cells, "received")] == [1018, 5, 0, 0, 1, 0, 1024]
    assert {cell.row_label for cell in row_of(cells, "received")} == {REQUESTED}
    assert not problems


@pytest.mark.parametrize("layout", ["html", "markdown", "tabs"])
@pytest.mark.parametrize(
    "text",
    [
        "约56",
        "5 6",
        "1,2 3",
        "3.5万",
        "12.5（含上年3.2）",
        "3(1)",
        "一百五十六",
        "十二",
        "5↑",
        "0/3",
        "2/-",
        "O",
        "1O",
        "见附表",
    ],
)
def test_a_text_in_the_place_of_a_number_keeps_its_place_and_is_a_problem(layout: str, text: str) -> None:
    cells, problems = read(requested(layout, f"18|{text}|0|0|1|0|24"))
    row = row_of(cells, "received")
    assert [cell.value for cell in row] == [18, None, 0, 0, 1, 0, 24]
    assert (row[1].column, row[1].raw, row[1].state) == ("business", text, CellState.TEXT)
    assert {cell.row_label for cell in row} == {REQUESTED}
    assert coded(cells)["3", "carried_in", "total"] == "2"
    assert [(problem.code, problem.start) for problem in problems] == [("unread_cell", row[1].start)]


@pytest.mark.parametrize("layout", ["html", "markdown", "tabs"])
@pytest.mark.parametrize("text", ["无", "暂无", "没有", "N/A"])
def test_a_word_for_none_is_a_text_in_its_place_and_no_zero(layout: str, text: str) -> None:
    cells, problems = read(requested(layout, f"18|{text}|0|0|1|0|19"))
    row = row_of(cells, "received")
    assert [cell.value for cell in row] == [18, None, 0, 0, 1, 0, 19]
    assert row[1].state is CellState.TEXT
    assert not problems


def test_a_row_without_a_plain_number_is_no_head_of_the_rows_below() -> None:
    cells, problems = read(
        table(
            "|".join(STATISTICS_HEADS),
            f"{STATISTICS['requests']}|件|132条",
            f"{STATISTICS['reviews']}|件|2（含上年1件）",
            f"{STATISTICS['reviews_upheld']}|件|1",
            f"{STATISTICS['fees']}|万元|0.5",
            f"{STATISTICS['trainings']}|次|无",
            f"{STATISTICS['trainees']}|人次|120人次",
        )
    )
    printed = {row: raw for (_, row, column), raw in coded(cells).items() if column == "value"}
    assert printed["reviews"] == "2（含上年1件）"
    assert (printed["reviews_upheld"], printed["fees"], printed["trainings"]) == ("1", "0.5", "无")
    assert {c.column_label for c in cells if c.column == "value" and c.row} == {"统计数"}
    assert [problem.code for problem in problems] == ["unread_cell"]


def test_a_change_in_words_does_not_name_the_number_beside_it() -> None:
    cells, problems = read(
        table(
            f"{'|'.join(PROCUREMENT_F19.heads)}*2",
            f"{DOCUMENTS['procurement']}|3|1.5*2",
            "|".join(LICENCES_F19.heads),
            f"{DOCUMENTS['licensing']}|12|增3|20",
            f"{DOCUMENTS['penalties']}|12|持平|7",
        )
    )
    assert coded(cells)["2", "licensing", "items_change"] == "增3"
    assert coded(cells)["2", "licensing", "decisions"] == "20"
    assert coded(cells)["2", "penalties", "decisions"] == "7"
    assert [problem.code for problem in problems] == ["unread_cell", "unread_cell"]


DISPUTED = f"行政复议 行政诉讼\n{RESULT_HEADS} {DIRECT} {AFTER_REVIEW}\n{RESULT_HEADS} {RESULT_HEADS}\n".replace(
    "|", " "
)


def test_none_in_the_row_of_disputes_is_neither_a_label_nor_the_end_of_the_table() -> None:
    grid = table(
        DISPUTE_HEADS,
        "|".join((*(f"{result}^2" for result in RESULTS), f"{DIRECT}*5", f"{AFTER_REVIEW}*5")),
        f"{RESULT_HEADS}|{RESULT_HEADS}",
        "1|无|3|4|8" + "|0" * 10,
    )
    for printed in (grid, DISPUTED + "1 无 3 4 8" + " 0" * 10):
        cells, problems = read(printed)
        values = coded(cells)
        assert [values["4", "review", column] for column in ("upheld", "corrected", "total")] == ["1", "无", "8"]
        assert values["4", "litigation_after_review", "total"] == "0"
        assert not problems


def test_one_word_for_all_disputes_is_a_problem() -> None:
    cells, problems = read(f"{DISPUTED}无\n")
    assert not coded(cells)
    assert [problem.code for problem in problems] == ["flattened_table"]


def test_a_row_in_text_whose_zero_was_scanned_as_a_letter_is_not_read() -> None:
    cells, problems = read(f"{COLUMNS}\n{RECEIVED.format('5 1O 0 0 0 0 15')}")
    assert not row_of(cells, "received")
    assert coded(cells)["3", "carried_in", "total"] == "0"
    assert [problem.code for problem in problems] == ["flattened_table"]


TWO_YEARS = ("（一）收到申请数|件|{}", "1.当面申请数|件|{}", "四、行政复议数量|件|{}", "（三）接受培训人员数|人次|{}")


@pytest.mark.parametrize(
    ("heads", "own"),
    [
        ("2016年|2015年", 0),
        ("2015年|2016年", 1),
        ("本年数|上年数", 0),
        ("上年数|本年数", 1),
        ("上年同期|本年度", 1),
        ("统计数|历年累计", 0),
        ("上年统计数|统计数", 1),
        ("2016年度统计数|2015年度统计数", 0),
    ],
)
@pytest.mark.parametrize("layout", ["html", "tabs"])
def test_a_column_of_the_year_before_takes_no_place_in_the_form(layout: str, heads: str, own: int) -> None:
    numbers = [("31", "12"), ("4", "5"), ("2", "0"), ("120", "75")]
    rows = [row.format("|".join(pair)) for row, pair in zip(TWO_YEARS, numbers, strict=True)]
    rows = [f"统计指标|单位|{heads}", "一、主动公开情况|||", *rows]
    cells, problems = read(table(*rows) if layout == "html" else "\n".join(rows).replace("|", "\t"))
    printed = [raw for (_, _, column), raw in coded(cells).items() if column == "value"]
    assert printed == [pair[own] for pair in numbers]
    others = [cell for cell in cells if cell.value is not None and cell.column is None]
    assert [cell.raw for cell in others] == [pair[1 - own] for pair in numbers]
    assert {cell.column_label for cell in others} == {heads.split("|")[1 - own]}
    assert not problems


def test_years_under_the_head_of_a_column_are_told_apart_too() -> None:
    cells, problems = read(
        table("统计指标^2|单位^2|统计数*2", "上年数|本年数", *(row.format("7|9") for row in TWO_YEARS))
    )
    assert {raw for (_, _, column), raw in coded(cells).items() if column == "value"} == {"9"}
    assert not problems


def test_a_column_of_last_year_beside_known_ones_is_of_no_column() -> None:
    heads = f"{'|'.join(ISSUED.heads)}|上年现行有效件数"
    cells, problems = read(
        table(heads, f"{DOCUMENTS['regulations']}|0|0|1|2", f"{DOCUMENTS['normative_documents']}|3|1|12|10")
    )
    assert coded(cells)["2", "normative_documents", "in_force"] == "12"
    assert [cell.raw for cell in cells if cell.value is not None and cell.column is None] == ["2", "10"]
    assert not problems


def test_a_number_too_many_beside_a_column_of_another_year_is_still_a_problem() -> None:
    rows = [row.format("7|9") for row in TWO_YEARS]
    cells, problems = read(
        table(f"{'|'.join(STATISTICS_HEADS)}|历年累计", *rows, f"{STATISTICS['requests_fax']}|件|1|2|3")
    )
    assert not [cell for cell in cells if cell.row == "requests_fax" and cell.column]
    assert [problem.code for problem in problems] == ["ragged_row"]


@pytest.mark.parametrize(("year", "problem"), [(2016, None), (2017, "other_year_table")])
def test_the_last_year_of_the_heads_must_be_the_reports(year: int, problem: str | None) -> None:
    rows = [row.format("7|9").replace("|", "\t") for row in TWO_YEARS]
    heads = "统计指标\t单位\t2015年\t2016年"
    report = extract_text("\n".join((f"青禾县水务局{year}年政府信息公开工作年度报告", heads, *rows)))
    assert {i.value for i in report.indicators if i.indicator == "requests"} == ({9} if problem is None else set())
    assert (problem in {found.code for found in report.problems}) is (problem is not None)


LOCAL_LINES = (
    "指标名称 计量单位 2012年度 历年累计",
    "主动公开文件数 条 326 1200",
    f"{LOCAL['channel_website']} 条 301 1107",
    "行政复议数 件 0 1",
    "行政诉讼数 件 0 0",
)


def local_report(*rows: str) -> str:
    return "\n".join(
        ("青禾县水务局2012年政府信息公开工作年度报告", "五、统计表", *rows, "六、其他", "全年召开会议7次。")
    )


def test_the_units_behind_the_numbers_of_a_local_form_are_read() -> None:
    report = extract_text(local_report(*LOCAL_LINES[:3], "行政复议数 件 0件 1件", "行政诉讼数 件 无 零"))
    values = {(cell.row, cell.column): cell.value for cell in report.cells if cell.column}
    assert [values["行政复议数", column] for column in ("year", "cumulative")] == [0, 1]
    assert [values["行政诉讼数", column] for column in ("year", "cumulative")] == [None, 0]
    assert [figure.surface for figure in report.figures] == ["7次"]
    assert "flattened_table" not in {problem.code for problem in report.problems}


@pytest.mark.parametrize("row", ["接受举报数 件 约3 约5", "接受举报数 件 3.5万 5", "接受举报数 件 3件5 1"])
@pytest.mark.parametrize("index", [1, 5])
def test_a_row_of_a_local_form_that_is_not_read_is_a_problem_and_no_figures(row: str, index: int) -> None:
    rows = [*LOCAL_LINES[:index], row, *LOCAL_LINES[index:]]
    report = extract_text(local_report(*rows))
    assert {cell.raw for cell in report.cells if cell.column} == {"326", "1200", "301", "1107", "0", "1"}
    assert [figure.surface for figure in report.figures] == ["7次"]
    (problem,) = (problem for problem in report.problems if problem.code == "flattened_table")
    assert report.text.text[problem.start : problem.end].strip() == row


@pytest.mark.parametrize("gap", [" ", "\n"])
@pytest.mark.parametrize("columns", ["2012年度 历年累计", "2012年度", "统计数 历年累计"])
def test_a_local_form_without_units_is_a_problem_and_no_figures(gap: str, columns: str) -> None:
    rows = [
        f"指标名称 {columns}",
        "主动公开文件数 约326 1200",
        f"{LOCAL['channel_website']} 301 1107",
        "行政复议数 0 1",
    ]
    rows = [row.replace(" ", gap) for row in rows]
    if columns == "2012年度":
        rows = [row.rpartition(gap)[0] if row != rows[0] else row for row in rows]
    report = extract_text(local_report(*rows))
    assert not report.cells
    assert [figure.surface for figure in report.figures] == ["7次"]
    assert "flattened_table" in {problem.code for problem in report.problems}


def test_prose_under_a_word_of_a_head_is_prose() -> None:
    report = extract_text(
        local_report("项目名称 数量", "全年办理 326 件。", "指标名称 2012年度", "共公开文件 326 件。")
    )
    assert [figure.value for figure in report.figures] == [326, 326, 7]


@pytest.mark.parametrize("number", ["3.2万", "1200余", "7%", "5件1"])
def test_a_number_of_a_local_form_that_goes_on_is_not_cut(number: str) -> None:
    report = extract_text(local_report("指标名称 计量单位 2012年度", f"主动公开文件数 条 {number}", "行政复议数 件 4"))
    assert {(cell.row, cell.raw) for cell in report.cells if cell.column} == {("行政复议数", "4")}
    assert "flattened_table" in {problem.code for problem in report.problems}


@pytest.mark.parametrize("number", ["序号", "行次"])
def test_numbers_of_the_rows_in_text_are_no_values_of_the_rows_above(number: str) -> None:
    heads = f"{number}\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n"
    cells, problems = read(f"{heads}1\n规章\n4\n6\n2\n行政规范性文件\n7\n8\n9\n")
    assert not coded(cells)
    assert "flattened_table" in {problem.code for problem in problems}


@pytest.mark.parametrize("join", ["\n", "  ", "\t", "|"])
def test_heads_of_disputes_in_another_order_take_no_number_of_another(join: str) -> None:
    results = "结果纠正|结果维持|其他结果|尚未审结|总计"
    heads = ("行政复议|行政诉讼", f"{results}|未经复议直接起诉|复议后起诉", f"{results}|{results}")
    cells, problems = read("\n".join((*heads, "2|1|0|0|3" + "|0" * 10)).replace("|", join))
    assert coded(cells).get(("4", "review", "upheld")) in (None, "1")
    assert problems or coded(cells)


@pytest.mark.parametrize("join", ["\t", "|"])
@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("自然人|法人或其他组织|总计\n商业企业|社会公益组织|科研机构|法律服务机构|其他", "4|0|2|0|0|0|6"),
        ("总计|自然人|法人或其他组织\n商业企业|科研机构|社会公益组织|法律服务机构|其他", "6|4|2|/|/|/|/"),
    ],
)
def test_heads_of_requests_in_another_order_take_no_number_of_another(heads: str, row: str, join: str) -> None:
    text = f"申请人情况\n{heads}\n一、本年新收政府信息公开申请数量|{row}\n二、上年结转政府信息公开申请数量|{row}\n"
    cells, problems = read(text.replace("|", join))
    assert {key[2]: raw for key, raw in coded(cells).items() if raw in ("2", "4", "6")}.get("research") is None
    assert coded(cells).get(("3", "received", "natural_person")) in (None, "4")
    assert problems


def test_a_label_that_lost_a_character_is_no_other() -> None:
    heads = "项目|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    out = table(heads, "四、结转下年度继续办理|0|0|0|0|0|0|0")
    cells, problems = read(out + "<p>续表</p>" + table(heads, "二、年结转政府信息公开申请数量|3|0|0|1|0|0|4"))
    assert {key[1] for key in coded(cells)} == {"carried_out"}
    assert [problem.code for problem in problems] == ["unknown_row"]
