"""Tables that a page end, a column of sums or a second half at their right parts: no number stands in a wrong place."""

from decimal import Decimal

import pytest

from pipeline.forms.cells import find_cells
from pipeline.i18n.messages import write
from pipeline.ingest.cut_lines import restore_lines
from pipeline.ingest.line_starts import begins_row
from pipeline.ingest.line_width import count_columns
from pipeline.ingest.page import read_page
from pipeline.ingest.unwrap import unwrap
from pipeline.model import Cell, Problem, Source
from pipeline.text.compose import compose_text
from tests.forms.cell_reading import read
from tests.htmltables import table
from tests.statutory import (
    AFTER_REVIEW,
    APPLICANTS,
    CHARGES,
    CHARGES_F19,
    DIRECT,
    DOCUMENTS,
    ISSUED,
    ISSUED_F19,
    LICENCES,
    LICENCES_F19,
    ORGANISATIONS,
    REQUESTS,
    RESULTS,
    SANCTIONS,
    STATISTICS,
    STATISTICS_HEADS,
)

HEADS = [*ISSUED.heads]
ROWS = [[DOCUMENTS["regulations"], "0", "", "3"], [DOCUMENTS["normative_documents"], "12", "/", "40"]]


def read_file(name: str, text: str) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells of a whole file of text."""
    return find_cells(compose_text(read_page(Source(name, f"某局年报\n\n二、情况\n\n{text}\n\n三、申请\n".encode()))))


def values(cells: tuple[Cell, ...]) -> dict[tuple[str | None, str | None], Decimal]:
    return {(cell.row, cell.column): cell.value for cell in cells if cell.value is not None}


ISSUED_NUMBERS = {("regulations", "issued"): 0, ("regulations", "in_force"): 3}
ISSUED_NUMBERS |= {("normative_documents", "issued"): 12, ("normative_documents", "in_force"): 40}


@pytest.mark.parametrize(("name", "bar"), [("a.txt", " | "), ("a.txt", "\t"), ("a.md", " | ")])
@pytest.mark.parametrize("mark", ["续表", "（续表）", "— 3 —"])
@pytest.mark.parametrize("above", [1, 2])
def test_a_row_alone_behind_a_page_end_is_one_of_its_table(name: str, bar: str, mark: str, above: int) -> None:
    lines = [bar.join(row) for row in (HEADS, *ROWS)]
    cells, problems = read_file(name, "\n".join([*lines[:above], "", mark, "", *lines[above:]]))
    assert values(cells) == ISSUED_NUMBERS
    assert not problems


def test_heads_that_the_next_page_prints_again_do_not_hide_its_one_row() -> None:
    lines = [" | ".join(row) for row in (HEADS, *ROWS)]
    cells, _ = read_file("a.md", "\n".join([*lines[:2], "", "续表", "", lines[0], lines[2]]))
    assert values(cells) == ISSUED_NUMBERS


FEES = [f"{CHARGES.title}*2", "|".join(CHARGES.heads), f"{DOCUMENTS['fees']}|7.5"]
WIDE = [f"{ISSUED.title}*4", *map("|".join, (HEADS, *ROWS)), f"{LICENCES.title}*4", f"{'|'.join(LICENCES.heads)}*3"]


@pytest.mark.parametrize("below", [f"{DOCUMENTS['licensing']}|45", f"{DOCUMENTS['licensing']}|/"])
def test_a_part_of_fewer_columns_goes_on_where_it_has_as_many_values(below: str) -> None:
    """452 stands under a head over three columns, of which its own part has one."""
    cells, problems = read(table(*WIDE) + "<p>— 3 —</p>" + table(below, *FEES))
    found = {(cell.row, cell.column): cell.raw for cell in cells if cell.raw}
    assert found["licensing", "decisions"] == below.partition("|")[2]
    assert found["fees", "amount"] == "7.5"
    assert not problems


@pytest.mark.parametrize("below", [f"{DOCUMENTS['licensing']}|45|6", "45", "其他事项|45"])
def test_a_part_with_other_values_than_there_are_heads_is_refused(below: str) -> None:
    cells, _ = read(table(*WIDE) + "<p>— 3 —</p>" + table(below, *FEES))
    assert not [cell for cell in cells if cell.raw in ("45", "6") and cell.row and cell.column]
    assert [cell.raw for cell in cells if (cell.row, cell.column) == ("fees", "amount")] == ["7.5"]


def test_lines_with_a_bar_between_paragraphs_are_no_rows() -> None:
    cells, _ = read_file("a.txt", "首页 | 公开\n\n甲 | 乙\n\n上一页 | 下一页")
    assert not cells


def test_halves_side_by_side_keep_their_labels() -> None:
    heads = f"{'|'.join(STATISTICS_HEADS)}|{'|'.join(STATISTICS_HEADS)}"
    first = f"{STATISTICS['requests']}|件|14|{STATISTICS['reviews']}|件|2"
    second = f"{STATISTICS['requests_in_person']}|件|9|{STATISTICS['litigation']}|件|1"
    cells, problems = read(table(heads, first, second))
    found = {row: value for (row, _), value in values(cells).items()}
    assert found == {"requests": 14, "requests_in_person": 9, "reviews": 2, "litigation": 1}
    assert not problems


def test_a_row_with_blanks_beside_a_column_of_sums_is_not_moved_into_the_columns_of_the_form() -> None:
    heads = ["申请人情况", "自然人\t法人或其他组织\t总计", "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t小计"]
    rows = [
        f"{label}{chr(9) * 8}"
        for label in (REQUESTS["granted"], REQUESTS["refused_state_secret"], REQUESTS["unhandled_repeated"], "3.其他")
    ]
    row = f"{REQUESTS['carried_in']}\t\t\t\t1\t\t\t1\t1"
    cells, _ = read_file("a.txt", "\n".join([*heads, f"{REQUESTS['received']}\t2\t1\t\t1\t\t\t2\t4", row, *rows]))
    placed = {column: value for (code, column), value in values(cells).items() if code == "carried_in" and column}
    assert placed in ({}, {"welfare": 1, "total": 1})


@pytest.mark.parametrize("last", ["其他", "总计"])
@pytest.mark.parametrize("bar", ["\t", " | "])
def test_a_row_of_blanks_heads_no_column_though_its_label_may(bar: str, last: str) -> None:
    labels = [
        REQUESTS["granted"],
        REQUESTS["refused_state_secret"],
        REQUESTS["unhandled_repeated"],
        f"（七）{last}",
        REQUESTS["carried_out"],
    ]
    labels = [REQUESTS["received"], REQUESTS["carried_in"], *labels]
    upper = [["项目", "申请人情况"], ["自然人", "法人或其他组织"], [*ORGANISATIONS[:3]]]
    lower = [["项目", "申请人情况"], ["法人或其他组织", "总计"], [*ORGANISATIONS[3:]]]
    upper += [[label, *[""] * 4] for label in labels]
    lower += [[label, "2", "", "2"] for label in labels]
    cells, _ = read_file("a.txt", "\n".join([*map(bar.join, upper), *map(bar.join, lower)]))
    columns = {"total", "other_organisation"}
    assert not [cell for cell in cells if cell.raw == "" and cell.row and cell.column in columns]


@pytest.mark.parametrize("blank", [1, 2])
@pytest.mark.parametrize("between", ["（续表）", "— 3 —", CHARGES.title])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_heads_over_one_row_between_open_bars_are_a_table(name: str, between: str, blank: int) -> None:
    row = [DOCUMENTS["fees"], "4", "4"]
    row[blank] = ""
    heads = [*CHARGES_F19.heads]
    title = " | ".join([CHARGES.title] * 3)
    lines = [
        title,
        "",
        between,
        "",
        " | ".join(heads),
        " | ".join(row),
        "",
        "",
        "本年新公开数量",
        DOCUMENTS["procurement"],
        "",
    ]
    cells, problems = read_file(name, "\n".join(lines))
    assert values(cells) == {("fees", ("items_last_year", "items_change")[2 - blank]): 4}
    assert not problems


@pytest.mark.parametrize(
    "menu", ["首页 | 公开 | 动态\n机构 | 服务 | 互动", "上页 | 目录 | 下页\n2 | 3 | 4", "网站 | 电话\n某局 | 3"]
)
def test_two_lines_with_bars_are_no_table_without_heads_over_values(menu: str) -> None:
    page = read_page(Source("a.txt", f"某局年报\n\n{menu}\n\n一、概述\n".encode()))
    assert not [block for block in page.blocks if block.grid]


@pytest.mark.parametrize("bar", ["\t", " | "])
@pytest.mark.parametrize("mark", ["续表", "— 3 —"])
def test_rows_behind_a_page_end_that_parts_each_head_from_them_stand_below_their_own(bar: str, mark: str) -> None:
    """The heads of the second part are not taken for further columns of the rows above them."""
    upper = [[ISSUED.title] * 4, [*ISSUED_F19.heads]]
    lower = [[LICENCES.title] * 4, [*LICENCES_F19.heads]]
    last = [[SANCTIONS.title] * 4, lower[1]]
    issued = [[DOCUMENTS["regulations"], "0", "1", "3"], [ISSUED_F19.labels["normative_documents"], "12", "2", "40"]]
    served = [[DOCUMENTS["licensing"], "1", "2", "84"], [DOCUMENTS["other_services"], "5", "6", "7"]]
    parts = [
        "\n".join(map(bar.join, rows))
        for rows in (upper, issued, lower, served, last, [[DOCUMENTS["penalties"], "3", "4", "85"]])
    ]
    name, parted = "a.md" if bar.strip() else "a.txt", f"\n\n{mark}\n\n"
    cells, _ = read_file(name, "\n\n".join(parted.join(parts[at : at + 2]) for at in (0, 2, 4)))
    rows = {"regulations": "013", "normative_documents": ("12", "2", "40")}
    columns = ("made", "disclosed", "disclosed_total")
    want = {
        (row, column): int(text) for row, texts in rows.items() for column, text in zip(columns, texts, strict=True)
    }
    columns = ("items_last_year", "items_change", "decisions")
    for row, numbers in (("licensing", (1, 2, 84)), ("other_services", (5, 6, 7)), ("penalties", (3, 4, 85))):
        want |= {(row, column): number for column, number in zip(columns, numbers, strict=True)}
    assert values(cells) == want


def test_a_row_behind_a_page_end_may_be_as_wide_as_the_last_heads_alone() -> None:
    heads = [*LICENCES_F19.heads]
    wide = [
        heads,
        [DOCUMENTS["penalties"], "9", "1", "12"],
        [DOCUMENTS["coercion"], "8", "1", "3"],
        [""],
        [CHARGES.title, "", ""],
        heads[:3],
    ]
    lines = [" | ".join(row) for row in wide]
    marks = "本年新公开数量\n\n政府集中采购"
    cells, problems = read_file("a.md", "\n".join([*lines, "", "— 3 —", "", f"{DOCUMENTS['fees']} | 4 | 2", "", marks]))
    found = {column: value for (row, column), value in values(cells).items() if row == "fees"}
    assert found == {"items_last_year": 4, "items_change": 2}
    assert not problems


@pytest.mark.parametrize("sign", ["*", "-", "——", "无", "3", "（续表）"])
def test_a_row_of_heads_that_is_as_wide_as_the_page_is_not_joined_to_the_row_below(sign: str) -> None:
    heads = "\t".join(RESULTS * 2)
    prose = "本机关按照条例的规定编制本报告，公布全年的工作情况，内容真实，数据准确，公众可以在网站上查阅，也可以来电"
    cut = [prose[at : at + len(heads)] for at in range(0, 3 * len(heads), len(heads))]
    lines = restore_lines([*cut, "", *cut, "", heads, f"{sign}\t1\t1\t4\t6\t0\t3\t0\t0\t3"])
    assert heads in lines


@pytest.mark.parametrize("gap", ["\t", "  "])
@pytest.mark.parametrize(
    "below",
    ["无 无 无 无 无 零 零 1 2 3", "结果维持 结果纠正 其他结果 尚未审结 总计 总计 结果维持 结果纠正 其他结果 总计"],
)
def test_heads_as_wide_as_the_page_end_before_values_and_before_other_heads(gap: str, below: str) -> None:
    heads = gap.join([*RESULTS, DIRECT, AFTER_REVIEW])
    prose = "本机关按照条例的规定编制本报告，公布全年的工作情况，内容真实，数据准确，公众可以在网站上查阅，也可以来电"
    cut = [prose[at : at + len(heads)] for at in range(0, 3 * len(heads), len(heads))]
    row = gap.join(below.split())
    assert restore_lines([*cut, "", *cut, "", heads, row])[-2:] == [heads, row]


@pytest.mark.parametrize("heads", ["行政复议 尚未审结 其他结果 总计", f"结果纠正 其他结果 尚未审结 {DIRECT} 总计"])
@pytest.mark.parametrize("first", ["无", "零", "7", "/"])
def test_heads_in_a_text_in_lines_end_before_values(heads: str, first: str) -> None:
    head, row = "  ".join(("结果维持", *heads.split())), "  ".join((first, *["无"] * 2, "2", "3", "0", "1"))
    width = count_columns(head) // 2
    prose = (
        "本机关按照条例的规定编制本报告，公布全年的工作情况，内容真实，数据准确，公众可以在网站上查阅，也可以来电" * 3
    )
    cut = [prose[at : at + width] for at in range(0, 6 * width, width)]
    assert unwrap([*cut, "公开。", "四、复议情况", head, row])[-2:] == [head, row]


def test_a_row_of_blanks_and_numbers_below_heads_as_wide_as_the_page_is_a_row() -> None:
    heads = "\t".join(RESULTS)
    assert begins_row(heads, "\t\t2\t\t2", alike=False)
    assert not begins_row("规章\t\t", "\t\t2\t\t2", alike=False)


@pytest.mark.parametrize("blanks", [1, 2])
def test_blank_cells_at_the_end_of_all_rows_behind_a_page_end_are_cells(blanks: int) -> None:
    heads = ["信息内容", "本年处理决定数量", *[""] * blanks]
    upper = [HEADS[: 2 + blanks], ROWS[0][: 2 + blanks], heads, [DOCUMENTS["licensing"], "11", *[""] * blanks]]
    lower = [[DOCUMENTS["penalties"], "7", *[""] * blanks], [DOCUMENTS["coercion"], "5", *[""] * blanks]]
    lines = [*map(" | ".join, upper), "", "（续表）", "", *map(" | ".join, lower)]
    cells, problems = read_file("a.md", "\n".join(lines))
    assert {row: value for (row, column), value in values(cells).items() if column == "decisions"} == {
        "licensing": 11,
        "penalties": 7,
        "coercion": 5,
    }
    assert not problems


@pytest.mark.parametrize("width", [6, 8])
def test_a_row_of_the_reports_own_that_does_not_fit_its_heads_has_no_columns(width: int) -> None:
    heads = f"项目*2|{'|'.join(APPLICANTS)}"
    own = "|".join(["4.转交镇街办理", "1", "1", *["0"] * (width - 3), "2"])
    first = f"{REQUESTS['received']}*2|1|1|0|0|0|0|2"
    cells, problems = read(table(heads, first, f"三、本年度办理结果^2|{own}", f"{REQUESTS['handled']}|1|1|0|0|0|0|2"))
    assert not [cell for cell in cells if cell.row is None and cell.column and cell.value is not None]
    assert [problem.code for problem in problems] == ["ragged_row"]


@pytest.mark.parametrize("head", ["小计", "合计"])
def test_a_word_for_nothing_in_a_column_of_sums_keeps_its_row(head: str) -> None:
    organisations = f"{'|'.join(ORGANISATIONS)}|{head}"
    first = f"项目|自然人|{organisations}|总计"
    cells, _ = read(
        table(
            first,
            f"{REQUESTS['received']}|1|无|无|无|无|无|无|1",
            f"{REQUESTS['carried_in']}|0|1|0|0|0|0|1|1",
        )
    )
    words = [(cell.row, cell.column) for cell in cells if cell.raw == "无"]
    assert words.count(("received", None)) == 1
    assert len(words) == 6


@pytest.mark.parametrize("label", ["4.转交镇街办理", "合并办理", "（八）其他情形的处理"])
@pytest.mark.parametrize("depth", [1, 2])
def test_a_row_that_the_form_does_not_know_is_named_in_a_problem(label: str, depth: int) -> None:
    heads = f"项目*{depth}|{'|'.join(APPLICANTS)}"
    first, last = (f"{name}*{depth}|1|1|0|0|0|0|2" for name in (REQUESTS["received"], REQUESTS["handled"]))
    own = f"三、本年度办理结果|{label}" if depth == 2 else label
    cells, problems = read(table(heads, first, f"{own}|1|1|0|0|0|0|2", last))
    assert [problem.code for problem in problems] == ["unknown_row"]
    assert label in write(problems[0].wording, "zh")
    assert [cell.column for cell in cells if cell.row_label and cell.row_label.endswith(label) and cell.value == 2] == [
        "total"
    ]


@pytest.mark.parametrize(
    "row", ["三、本年度办理结果*2|||||||", "三、本年度办理结果*2|/|/|/|/|/|/|/", "（二）部分公开*2|0|0|0|0|0|0|0"]
)
def test_a_group_without_numbers_and_a_row_of_the_form_are_no_unknown_rows(row: str) -> None:
    heads = f"项目*2|{'|'.join(APPLICANTS)}"
    _, problems = read(table(heads, f"{REQUESTS['received']}*2|1|1|0|0|0|0|2", row))
    assert not problems


@pytest.mark.parametrize("mark", ["", "<p>续表</p>", "<p>— 3 —</p>", "<p>第 3 页 共 8 页</p>"])
@pytest.mark.parametrize("again", [True, False])
def test_a_page_end_among_the_heads_of_disputes_moves_no_number(mark: str, again: bool) -> None:  # noqa: FBT001
    results = "|".join(RESULTS)
    left = results if again else "||||"
    above = table("行政复议*5|行政诉讼*10", f"{results}|{DIRECT}*5|{AFTER_REVIEW}*5")
    below = table(f"{left}|{results}|{results}", "1|0|0|0|1|2|0|0|0|2|3|0|0|0|3")
    cells, problems = read(f"{above}{mark}{below}")
    totals = {row: value for (row, column), value in values(cells).items() if row and column == "total"}
    assert totals in ({}, {"review": 1, "litigation_direct": 2, "litigation_after_review": 3})
    assert totals or problems
