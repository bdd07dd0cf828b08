"""The cells of printed tables: those of the statutory forms have the codes of what their labels say, or none."""

import re
from decimal import Decimal

import pytest

from pipeline.model import CellRule, CellState
from pipeline.report import extract_text
from tests.forms.cell_reading import DISPUTE_HEADS, RESULT_HEADS, coded, read
from tests.htmltables import table
from tests.statutory import (
    AFTER_REVIEW,
    DIRECT,
    DOCUMENTS,
    ISSUED,
    ISSUED_F19,
    LICENCES,
    LOCAL,
    ORGANISATIONS,
    REQUESTS,
    RESULTS,
    SANCTIONS,
    STATISTICS,
    STATISTICS_HEADS,
    document_rows,
)

F21_TWO = table(
    *document_rows("F21", {"regulations": "0|1|2", "normative_documents": "3|4|5", "licensing": "1,024", "fees": "7.5"})
)


HEADS = ("（本列数据的勾稽关系）^3*3|申请人情况*7", "自然人^2|法人或其他组织*5|总计^2")


THIRD = "|".join(ORGANISATIONS)


def test_a_row_and_a_column_are_told_by_their_labels_wherever_they_stand() -> None:
    cells, problems = read(F21_TWO)
    assert coded(cells) == {
        ("2", "regulations", "issued"): "0",
        ("2", "regulations", "repealed"): "1",
        ("2", "regulations", "in_force"): "2",
        ("2", "normative_documents", "issued"): "3",
        ("2", "normative_documents", "repealed"): "4",
        ("2", "normative_documents", "in_force"): "5",
        ("2", "licensing", "decisions"): "1,024",
        ("2", "fees", "amount"): "7.5",
    }
    assert not problems
    assert {cell.form for cell in cells if cell.column} == {"F21"}
    assert [(c.value, c.unit) for c in cells if c.row == "fees" and c.column] == [(Decimal("7.5"), "万元")]


def test_rows_in_another_order_and_columns_in_another_order_keep_their_codes() -> None:
    cells, _ = read(
        table(
            "信息内容|现行有效件数|本年制发件数|本年废止件数",
            f"{DOCUMENTS['normative_documents']}|5|3|4",
            f"{DOCUMENTS['regulations']}|2|0|1",
        )
    )
    assert coded(cells)["2", "normative_documents", "in_force"] == "5"
    assert coded(cells)["2", "regulations", "repealed"] == "1"


def test_every_cell_is_a_row_with_its_state_and_its_labels() -> None:
    cells, _ = read(
        table(
            *HEADS,
            THIRD,
            f"三、本年度办理结果^2|{REQUESTS['granted']}*2|8||/|0|0|0|8",
            f"（三）不予公开|{REQUESTS['refused_state_secret']}|||||||",
        )
    )
    states = {c.column: (c.state, c.value) for c in cells if c.row == "granted" and c.column}
    assert states["natural_person"] == (CellState.NUMBER, Decimal(8))
    assert states["business"] == (CellState.BLANK, None)
    assert states["research"] == (CellState.SLASH, None)
    secret = [c for c in cells if c.row == "refused_state_secret" and c.column]
    assert [c.state for c in secret] == [CellState.BLANK] * 7
    assert secret[1].row_label == f"三、本年度办理结果 / （三）不予公开 / {REQUESTS['refused_state_secret']}"
    assert secret[1].column_label == "申请人情况 / 法人或其他组织 / 商业企业"
    assert len(cells) == 28


def test_cells_are_counted_through_the_document_and_tables_too() -> None:
    cells, _ = read(F21_TWO + table(*HEADS, THIRD, f"{REQUESTS['granted']}*3|8|0|0|0|0|0|8"))
    assert [cell.cell_id for cell in cells] == list(range(len(cells)))
    assert sorted({cell.table_id for cell in cells}) == [0, 1]
    assert [cell.table_id for cell in cells] == sorted(cell.table_id for cell in cells)


def test_a_row_that_the_form_does_not_know_keeps_its_label_and_has_no_code() -> None:
    cells, _ = read(
        table(*HEADS, THIRD, "（六）其他处理|3.其他*2|1|0|0|0|0|0|1", "（六）其他处理|4.转交有关单位*2|2|0|0|0|0|0|2")
    )
    added = [c for c in cells if c.raw == "2"]
    assert [(c.row, c.row_label) for c in added] == [(None, "（六）其他处理 / 4.转交有关单位")] * 2
    assert coded(cells)["3", "other", "total"] == "1"


def test_one_row_for_other_results_is_other() -> None:
    cells, _ = read(
        table("|".join(ISSUED_F19.heads), f"{DOCUMENTS['regulations']}|1|2|3")
        + table(*HEADS, THIRD, "（六）其他处理*3|4|0|0|0|0|0|4")
    )
    assert coded(cells)["3", "other", "natural_person"] == "4"
    assert {c.form for c in cells if c.row == "other"} == {"F19"}


def test_table_four_has_its_rows_in_its_heads() -> None:
    values = "|".join(map(str, range(21, 36)))
    direct = "|".join((*(f"{result}^2" for result in RESULTS), f"{DIRECT}*5", f"{AFTER_REVIEW}*5"))
    cells, _ = read(table(DISPUTE_HEADS, direct, f"{RESULT_HEADS}|{RESULT_HEADS}", values))
    found = coded(cells)
    assert [
        found["4", row, column]
        for row, column in [
            ("review", "upheld"),
            ("review", "total"),
            ("litigation_direct", "upheld"),
            ("litigation_after_review", "total"),
        ]
    ] == ["21", "25", "26", "35"]
    assert len(found) == 15


def test_a_row_that_numbers_the_columns_has_no_values() -> None:
    direct = "|".join((*(f"{result}^2" for result in RESULTS), f"{DIRECT}*5", f"{AFTER_REVIEW}*5"))
    numbers = "|".join(map(str, range(1, 16)))
    cells, problems = read(
        table(DISPUTE_HEADS, direct, f"{RESULT_HEADS}|{RESULT_HEADS}", numbers, "2|0|0|0|2" + "|0" * 10)
    )
    found = coded(cells)
    assert (found["4", "review", "upheld"], found["4", "review", "total"], len(found)) == ("2", "2", 15)
    assert not problems


def test_table_four_may_be_printed_as_three_grids_under_captions() -> None:
    grids = "".join(
        f"<p>{caption}</p>" + table(RESULT_HEADS, row)
        for caption, row in [
            ("行政复议", "1|0|0|0|1"),
            ("行政诉讼（未经复议直接起诉）", "0|2|0|0|2"),
            ("行政诉讼（复议后起诉）", "0|0|3|0|3"),
        ]
    )
    found = coded(read(f"<p>未经复议直接起诉的和复议后起诉的</p>{grids}")[0])
    assert found["4", "review", "upheld"] == "1"
    assert found["4", "litigation_direct", "corrected"] == "2"
    assert found["4", "litigation_after_review", "other"] == "3"


@pytest.mark.parametrize(
    "label", ["1．当面申请数", "当面申请数", "１、当面申请数：", "1. 当面 申请数", "（1）当面申请数量"]
)
def test_a_label_may_be_written_in_other_ways(label: str) -> None:
    cells, _ = read(table("|".join(STATISTICS_HEADS), f"{STATISTICS['requests']}|件|7", f"{label}|件|2"))
    assert coded(cells)["1", "requests_in_person", "value"] == "2"
    assert next(c.unit for c in cells if c.row == "requests_in_person" and c.column == "value") == "件"


def test_rows_of_the_same_label_are_told_by_the_row_above() -> None:
    rows = (
        f"{STATISTICS['reviews']}|件|3",
        "（二）被依法纠错数|件|1",
        f"{STATISTICS['litigation']}|件|4",
        "（二）被依法纠错数|件|2",
    )
    found = coded(read(table("|".join(STATISTICS_HEADS), *rows))[0])
    assert found["1", "reviews_corrected", "value"] == "1"
    assert found["1", "litigation_corrected", "value"] == "2"


def test_what_denies_is_not_what_it_denies() -> None:
    rows = (f"{STATISTICS['reply_granted']}|件|5", f"{STATISTICS['reply_refused']}|件|1")
    found = coded(read(table("|".join(STATISTICS_HEADS), f"{STATISTICS['replies']}|件|6", *rows))[0])
    assert found["1", "reply_granted", "value"] == "5"
    assert found["1", "reply_refused", "value"] == "1"


def test_a_local_form_has_its_printed_labels_for_rows() -> None:
    page = table("指标名称|计量单位|2012年度|历年累计", f"{LOCAL['disclosed']}|条|86|512", "其中：1、网站 公开|条|0|12")
    cells, _ = read(page)
    assert coded(cells)["1", LOCAL["channel_website"], "cumulative"] == "12"
    assert {(c.form, c.unit) for c in cells if c.column == "year" and c.row} == {("F08", "条")}


def test_a_table_that_is_no_form_has_its_labels_and_no_codes() -> None:
    cells, _ = read(table("栏目|信息数|占比", "政务动态|31|62%", "其他|19|38%"))
    assert all(c.form is c.table is c.row is c.column is None for c in cells)
    assert [(c.row_label, c.column_label) for c in cells if c.raw == "19"] == [("其他", "信息数")]


LINES = [
    REQUESTS["received"],
    "3",
    "0",
    "0",
    "0",
    "0",
    "1",
    "4",
    REQUESTS["carried_in"],
    "1",
    "0",
    "0",
    "0",
    "0",
    "0",
    "1",
    REQUESTS["carried_out"],
]


@pytest.mark.parametrize(
    ("between", "rule"),
    [
        ("\n", CellRule.LINES),
        ("\n\n\n", CellRule.LINES),
        (" ", CellRule.LINES),
        ("\t", CellRule.LINES),
        ("", CellRule.RECOVERED),
    ],
)
def test_a_table_in_the_text_is_read_where_its_digits_have_one_reading(between: str, rule: CellRule) -> None:
    cells, _ = read(f"三、收到和处理申请情况\n{between.join(LINES)}")
    found = {c.column: c for c in cells if c.row == "received" and c.column}
    assert [found[name].raw for name in ("natural_person", "other_organisation", "total")] == ["3", "1", "4"]
    assert {c.rule for c in found.values()} == {rule}


def test_digits_with_two_readings_are_a_problem_and_no_cells() -> None:
    heads = "".join((ISSUED.title, *ISSUED.heads))
    text = f"{heads}规章000行政规范性文件121153{LICENCES.title}{LICENCES.heads[-1]}行政许可62"
    cells, (problem,) = read(text)
    assert {c.row for c in cells if c.column} == {"regulations", "licensing"}
    assert problem.code == "flattened_table"
    assert text[problem.start : problem.end] == "行政规范性文件121153"
    assert problem.message.endswith("they are not read: 行政规范性文件.")


@pytest.mark.parametrize(
    "printed",
    [
        "自然人 商业企业 总计\n1.属于国家秘密 0 0 0 0 0 0 0",
        f"{REQUESTS['refused_state_secret']} 0 0 0 0 0 0 02.其他法律行政法规禁止公开 4 0 0 0 0 0 4",
        "2.重复申请１ ０ ０ ０ ０ ０ １",
        f"{DOCUMENTS['licensing']} 83\n行政处罚 290\n行政强制 0",
        "单位 统计数\n2.政府网站公开政府信息数 条 21",
    ],
)
def test_rows_of_a_table_without_its_marks_are_a_problem_and_neither_cells_nor_figures(printed: str) -> None:
    report = extract_text(f"全年公开信息7条。\n{printed}\n全年公开信息8条。")
    (problem,) = (problem for problem in report.problems if problem.code == "flattened_table")
    numbers = [
        match.end()
        for match in re.finditer(r"\d(?=\s|$)", report.text.plain)
        if match.start() > len("全年公开信息7条。")
    ]
    assert (report.cells, [figure.surface for figure in report.figures]) == ((), ["7条", "8条"])
    assert numbers
    assert all((problem.start or 0) < end <= (problem.end or 0) for end in numbers)


def test_two_readings_of_a_row_are_settled_by_the_columns() -> None:
    zero, ambiguous = "0000000", "110000011"
    rows = {
        REQUESTS["received"]: ambiguous,
        REQUESTS["carried_in"]: zero,
        REQUESTS["granted"]: "7000007",
        "（二）部分公开": "4000004",
        REQUESTS["handled"]: ambiguous,
        REQUESTS["carried_out"]: zero,
    }
    cells, problems = read("".join(label + digits for label, digits in rows.items()))
    assert [c.raw for c in cells if c.row == "received" and c.column] == ["11", "0", "0", "0", "0", "0", "11"]
    assert not problems


def test_a_missing_cell_is_not_made_up_by_counting() -> None:
    cells, (problem,) = read("\n".join([*LINES[:6], *LINES[7:]]))
    assert not [c for c in cells if c.row == "received" and c.column]
    assert [c.raw for c in cells if c.row == "carried_in" and c.column] == list("1000001")
    assert problem.code == "flattened_table"


def test_a_number_behind_words_that_no_form_prints_is_of_no_row() -> None:
    heads = f"{LICENCES.title}\n信息内容\n本年处理决定数量"
    text = f"{heads}\n行政许可\n本局自设事项\n9\n{SANCTIONS.title}\n行政处罚\n3\n行政强制\n0"
    cells, _ = read(text)
    assert coded(cells) == {("2", "penalties", "decisions"): "3", ("2", "coercion", "decisions"): "0"}


def markdown(*rows: tuple[str, str]) -> str:
    return "\n".join(f"| {label} | {' | '.join(values.split())} |\n|---|---|" for label, values in rows)


WHOLE = [
    (REQUESTS["received"], "9 1 0 0 0 0 10"),
    (REQUESTS["carried_in"], "0 0 0 0 0 0 0"),
    (REQUESTS["granted"], "4 1 0 0 0 0 5"),
    ("（二）部分公开", "3 0 0 0 0 0 3"),
    (REQUESTS["refused_state_secret"], "1 0 0 0 0 0 1"),
    (REQUESTS["handled"], "8 1 0 0 0 0 9"),
    (REQUESTS["carried_out"], "1 0 0 0 0 0 1"),
]


def test_a_row_without_its_label_is_told_by_the_rows_around_it_and_the_sums() -> None:
    rows = [("", values) if label == "（二）部分公开" else (label, values) for label, values in WHOLE]
    cells, _ = read(markdown(*rows).replace("|  | 3", "| 3"))
    found = {c.column: c for c in cells if c.row == "granted_partly"}
    assert found["natural_person"].raw == "3"
    assert found["natural_person"].rule is CellRule.RECOVERED


def test_a_row_without_its_label_stays_unknown_where_the_sums_do_not_fit() -> None:
    rows = [("", "2 0 0 0 0 0 2") if label == "（二）部分公开" else (label, values) for label, values in WHOLE]
    cells, _ = read(markdown(*rows).replace("|  | 2", "| 2"))
    assert not [c for c in cells if c.row == "granted_partly"]
    assert [c.raw for c in cells if c.row == "granted" and c.column] == ["4", "1", "0", "0", "0", "0", "5"]


def test_blanks_before_a_label_are_no_values() -> None:
    received = f"| {REQUESTS['received']} |  |  | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"
    reissued = f"|  |  | {REQUESTS['unhandled_reissue']} | 1 |  |  |  |  |  |  |"
    found = coded(read(f"| 项 | 目 | 名 |{' 数 |' * 7}\n|---|---|\n{received}\n{reissued}")[0])
    assert found["3", "unhandled_reissue", "natural_person"] == "1"
    assert found["3", "unhandled_reissue", "research"] == ""


ROW_OF_DISPUTES = "1|0|1|0|2|0|0|0|1|1|1|0|0|0|1"


def test_a_row_of_disputes_under_torn_heads_is_recovered_in_the_order_of_the_form_only() -> None:
    torn = table("行政复议*5|行政诉讼*10", f"未经复议|直接起诉|{AFTER_REVIEW}", ROW_OF_DISPUTES)
    assert coded(read(torn)[0])["4", "review", "total"] == "2"
    swapped = torn.replace("行政复议", "甲").replace("行政诉讼", "行政复议").replace("甲", "行政诉讼")
    assert not coded(read(swapped)[0])


def test_columns_are_not_recovered_by_place_where_a_head_that_was_read_stands_at_another() -> None:
    heads = "项目|自然人|科研机构|商业企业|社会公益组织||其他|总计"
    rows = (f"{REQUESTS['received']}|18|5|0|0|1|0|24", f"{REQUESTS['carried_in']}|2|0|0|0|0|0|2")
    cells, problems = read(table(heads, *rows))
    assert not coded(cells)
    assert {problem.code for problem in problems} == {"ragged_row"}
