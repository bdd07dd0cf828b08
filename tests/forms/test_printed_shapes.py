"""Tables as pages print them: signs for zero, split tables, wrong spans, subtotals, blank heads, bars."""

from decimal import Decimal

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.page import read_page
from pipeline.model import Cell, CellState, Problem, Source
from pipeline.text.compose import compose_text
from tests.forms.cell_reading import DISPUTE_HEADS, RESULT_HEADS, coded, read
from tests.htmltables import table
from tests.statutory import (
    AFTER_REVIEW,
    APPLICANTS,
    DIRECT,
    DOCUMENTS,
    ISSUED,
    LICENCES,
    ORGANISATIONS,
    REQUESTS,
    STATISTICS,
    STATISTICS_HEADS,
)

REQUEST_HEADS = (
    "^3*3|申请人情况*7",
    "自然人^2|法人或其他组织*5|总计^2",
    "|".join(ORGANISATIONS),
)
RECEIVED = f"{REQUESTS['received']}*3|17|2|0|1|0|0|20"
CARRIED_IN = f"{REQUESTS['carried_in']}*3|1|0|0|0|0|0|1"
DONE = (
    f"{REQUESTS['granted']}*2|9|1|0|0|0|0|10",
    "（二）部分公开*2|2|0|0|1|0|0|3",
    f"（三）不予公开^2|{REQUESTS['refused_state_secret']}|1|0|0|0|0|0|1",
    f"{REQUESTS['refused_enforcement']}|4|1|0|0|0|0|5",
    f"{REQUESTS['handled']}*2|16|2|0|1|0|0|19",
)

CARRIED_OUT = f"{REQUESTS['carried_out']}*3|2|0|0|0|0|0|2"
GRANTED, REFUSED, HANDLED = "granted", "refused_enforcement", "handled"

STOCK = ("issued", "repealed", "in_force")

Printed = tuple[tuple[Cell, ...], tuple[Problem, ...]]


def page_of(html: str) -> Printed:
    """The cells of a whole page, as it comes from a file."""
    page = read_page(Source("a.html", f"<html><body><p>一、情况</p>{html}</body></html>".encode()))
    return find_cells(compose_text(page))


def requests(height: int = 5, *, between: str = "") -> str:
    """表三, its 三、本年度办理结果 over so many rows; ``between`` cuts it in two tables before the refusals end."""
    first, *others = DONE
    rows = (*REQUEST_HEADS, RECEIVED, CARRIED_IN, f"三、本年度办理结果^{height}|{first}", *others, CARRIED_OUT)
    if not between:
        return table(*rows)
    cut = len(rows) - 3
    heads = REQUEST_HEADS if "表" in between else ()
    return table(*rows[:cut]) + between + table(*heads, *rows[cut:])


def totals(cells: tuple[Cell, ...]) -> dict[str | None, Decimal | None]:
    return {cell.row: cell.value for cell in cells if cell.row and cell.column == "total"}


WHOLE = {"received": 20, "carried_in": 1, GRANTED: 10, "granted_partly": 3, "refused_state_secret": 1}
WHOLE |= {REFUSED: 5, HANDLED: 19, "carried_out": 2}


@pytest.mark.parametrize("height", [4, 5, 6, 9])
def test_a_label_that_reaches_into_too_many_rows_or_too_few_shifts_no_number(height: int) -> None:
    cells, problems = read(requests(height))
    assert totals(cells) == WHOLE
    assert coded(cells)["3", "carried_out", "natural_person"] == "2"
    assert not problems


@pytest.mark.parametrize(("outer", "inner"), [(5, 3), (6, 3), (5, 2), (8, 4), (8, 5), (9, 1), (11, 3)])
def test_the_label_of_a_row_is_that_of_its_own_line_where_a_group_reaches_too_far_or_not_far_enough(
    outer: int, inner: int
) -> None:
    other = (
        f"（六）其他处理^{inner}|1.申请人无正当理由逾期不补正|0|3|0|0|0|0|3",
        "2.申请人逾期未按收费通知要求缴纳费用|2|0|0|0|0|0|2",
        "3.其他|0|0|0|0|7|0|7",
    )
    rows = (f"三、本年度办理结果^{outer}|{DONE[0]}", *DONE[1:4], *other, DONE[4], CARRIED_OUT)
    cells, _ = read(table(*REQUEST_HEADS, RECEIVED, CARRIED_IN, *rows))
    more = {"other_uncorrected": 3, "other_fee_unpaid": 2, "other": 7}
    assert totals(cells).items() <= (WHOLE | more).items()
    assert all(totals(cells).get(row) == total for row, total in more.items() if row != "other_uncorrected")


@pytest.mark.parametrize(
    "heads",
    [
        # fewer columns or more rows than it has: the browser sets 总计 before the last head below, or before all
        ("^3*3|申请人情况*7", "自然人^2|法人或其他组织*4|总计^2", REQUEST_HEADS[2]),
        ("^3*3|申请人情况*7", "自然人^2|法人或其他组织*3|总计^2", REQUEST_HEADS[2]),
        ("^3*3|申请人情况*7", "自然人^2|法人或其他组织^3*5|总计^2", REQUEST_HEADS[2]),
        ("^3*3|申请人情况*7", "自然人^2|法人或其他组织|总计^2", REQUEST_HEADS[2]),
    ],
)
def test_a_total_that_wrong_spans_set_before_its_parts_takes_no_number_of_theirs(heads: tuple[str, ...]) -> None:
    cells, problems = read(table(*heads, RECEIVED, CARRIED_IN, CARRIED_OUT))
    found = {(row, column): raw for (_, row, column), raw in coded(cells).items() if raw != "0"}
    whole = {("received", "natural_person"): "17", ("received", "business"): "2", ("received", "welfare"): "1"}
    whole |= {("received", "total"): "20", ("carried_in", "natural_person"): "1", ("carried_in", "total"): "1"}
    whole |= {("carried_out", "natural_person"): "2", ("carried_out", "total"): "2"}
    assert found.items() <= whole.items()
    assert len(found) == len(whole) or problems


@pytest.mark.parametrize(("total", "read_so"), [("20", True), ("21", False)])
def test_a_total_printed_before_its_parts_is_read_where_it_is_their_sum(total: str, read_so: bool) -> None:  # noqa: FBT001
    heads = f"项目|总计|自然人|{'|'.join(ORGANISATIONS)}"
    row = f"{REQUESTS['received']}|{total}|17|2|0|1|0|0"
    cells, problems = read(table(heads, row, f"{REQUESTS['carried_in']}|1|1|0|0|0|0|0"))
    assert totals(cells) == ({"received": 20, "carried_in": 1} if read_so else {"carried_in": 1})
    assert [problem.code for problem in problems] == ([] if read_so else ["ragged_row"])


@pytest.mark.parametrize("between", ["<p></p>", "<p>续表</p>", "<p>（续上表）</p>"])
def test_a_table_that_is_cut_in_two_goes_on_under_its_heads(between: str) -> None:
    cells, problems = read(requests(between=between))
    assert totals(cells) == WHOLE
    assert coded(cells)["3", REFUSED, "business"] == "1"
    assert not problems


def test_a_row_beside_its_heads_that_does_not_add_up_has_no_columns() -> None:
    wrong = requests(6).replace(">2<td colspan=1 rowspan=1>0<", ">3<td colspan=1 rowspan=1>0<")
    cells, problems = read(wrong)
    assert "carried_out" not in totals(cells)
    assert "ragged_row" in {problem.code for problem in problems}


@pytest.mark.parametrize("head", ["小计", "小 计", "合计", "计", "组织小计", "法人或其他组织小计", "小计（组织）"])
def test_a_column_that_sums_up_others_is_none_of_the_form(head: str) -> None:
    heads = (
        "^3*3|申请人情况*8",
        "自然人^2|法人或其他组织*6|总计^2",
        f"{'|'.join(ORGANISATIONS)}|{head}",
    )
    cells, problems = read(table(*heads, f"{REQUESTS['received']}*3|17|2|0|1|0|0|3|20"))
    row = {cell.column: cell.raw for cell in cells if cell.row == "received" and cell.value is not None}
    assert row["total"] == "20"
    assert row[None] == "3"
    assert not problems


SIGNS = ["-", "—", "——", "－", "–", "\\", "＼", "*", "＊", "/", "／", "---", "×", "✕", "X"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("layout", ["html", "bars", "tabs", "lines", "spaces"])
def test_a_sign_for_nothing_keeps_its_place_in_a_row_of_its_own_too(layout: str, sign: str) -> None:
    heads = f"项目|{'|'.join(APPLICANTS)}"
    some = f"{REQUESTS['received']}|3|{sign}|{sign}|1|{sign}|{sign}|4"
    none = REQUESTS["carried_in"] + f"|{sign}" * 7
    rows = (heads, some, none)
    texts = {
        "html": table(*(row.replace("*", "&#42;") for row in rows)),
        "bars": "\n".join(f"| {row.replace('|', ' | ')} |" for row in rows),
        "lines": "\n".join(rows).replace("|", "\n"),
        "spaces": "\n".join(rows).replace("|", "  "),
    }
    cells, problems = read(texts.get(layout, "\n".join(row.replace("|", "\t") for row in rows)))
    states = {(cell.row, cell.column): cell.state for cell in cells if cell.row and cell.column}
    assert [states["carried_in", column] for column in ("natural_person", "total")] == [CellState.SLASH] * 2
    assert states["received", "business"] is CellState.SLASH
    assert sum(state is CellState.SLASH for state in states.values()) == 11
    assert not problems


@pytest.mark.parametrize("layout", ["html", "bars", "tabs"])
def test_a_row_of_strokes_is_told_and_is_neither_ones_nor_dashes(layout: str) -> None:
    heads = f"项目|{'|'.join(APPLICANTS)}"
    rows = (heads, REQUESTS["received"] + "|一" * 7, f"{REQUESTS['carried_in']}|3|0|0|1|0|0|4")
    bars = "\n".join(f"| {row.replace('|', ' | ')} |" for row in rows)
    texts = {"html": table(*rows), "bars": bars, "tabs": "\n".join(row.replace("|", "\t") for row in rows)}
    cells, problems = read(texts[layout])
    assert [cell.value for cell in cells if cell.row == "received" and cell.column] == [None] * 7
    assert [problem.code for problem in problems] == ["unread_cell"] * 7
    assert [cell.raw for cell in cells if cell.row == "carried_in" and cell.column] == list("3001004")


def test_blanks_among_heads_are_no_cells() -> None:
    blanks = table(
        DISPUTE_HEADS,
        f"{RESULT_HEADS}|{DIRECT}*5|{AFTER_REVIEW}*5",
        f"||||||{RESULT_HEADS}|{RESULT_HEADS}".replace("||||||", "|||||", 1),
        "2|1|3|1|7|0|0|0|0|0|13|2|4|0|19",
    )
    cells, problems = read(blanks)
    assert [cell.raw for cell in cells if cell.row == "review" and cell.column] == ["2", "1", "3", "1", "7"]
    assert not any(cell.state is CellState.BLANK for cell in cells)
    assert not problems


def test_a_blank_row_over_the_heads_is_no_row() -> None:
    rows = ["||" * 8, f"行政复议{'|' * 5}行政诉讼{'|' * 9}", f"{RESULT_HEADS}|{DIRECT}|||||{AFTER_REVIEW}||||"]
    rows += [f"{RESULT_HEADS}|{RESULT_HEADS}", "2|1|3|1|7|0|0|0|0|0|13|2|4|0|19"]
    cells, _ = read("\n".join(f"|{row}|" for row in rows))
    printed = [cell.raw for cell in cells if cell.table == "4" and cell.row and cell.column]
    assert printed == ["2", "1", "3", "1", "7", "0", "0", "0", "0", "0", "13", "2", "4", "0", "19"]


BARS = ["|".join(ISSUED.heads), f"{DOCUMENTS['regulations']}|0||3", f"{DOCUMENTS['normative_documents']}|12|/|40"]
ISSUED_NUMBERS = {("2", "regulations", "issued"): "0", ("2", "regulations", "repealed"): ""}
ISSUED_NUMBERS |= {("2", "normative_documents", "in_force"): "40"}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"| {row} |" for row in BARS),
        "\n".join(f"|{row}|  " for row in BARS),
        "\n".join(BARS),
        "\n".join(f"{row}|" for row in BARS),
        "\n".join([BARS[0], "---|---|---|---", *BARS[1:]]),
        "\n".join([f"| {BARS[0]} |", "| --- | --- | --- | --- |", *(f"| {row} |" for row in BARS[1:])]),
        "二十条第(一)项 |\n|||\n" + "\n".join(f"{cell} |" if cell else "|" for row in BARS for cell in row.split("|")),
    ],
    ids=["closed", "tight", "open", "open_left", "open_ruled", "ruled", "lone"],
)
def test_cells_between_bars_keep_their_places(text: str) -> None:
    cells, problems = read(f"二、主动公开政府信息情况\n{text}\n三、问题\n无。")
    assert coded(cells).items() >= ISSUED_NUMBERS.items()
    assert not problems


def test_a_line_of_words_between_bars_is_no_table() -> None:
    cells, _ = read("首页|政务公开|年度报告\n一、概述\n全年公开3条|较上年多1条。\n二、问题\n无。")
    assert not cells


def test_lone_bars_that_do_not_fill_their_rows_are_left_as_lines() -> None:
    cells, _ = read("第二十条第(一)项 |\n|||\n规章 |\n0 |\n||\n0 |\n3 |\n|||\n")
    assert not any(cell.rule == "grid" for cell in cells)


def test_heads_of_which_a_piece_is_left_are_those_of_the_form_in_its_order() -> None:
    heads = "信息内容|本年新|本年新|对外公开总数量"
    cells, problems = read(table(heads, f"{DOCUMENTS['regulations']}|1|2|3"))
    assert coded(cells) == {
        ("2", "regulations", code): n for code, n in zip(("made", "disclosed", "disclosed_total"), "123", strict=True)
    }
    assert not problems
    cells, problems = read(table(heads.replace("本年新|本年新", "本年新|上年"), f"{DOCUMENTS['regulations']}|1|2|3"))
    assert not coded(cells)
    assert [problem.code for problem in problems] == ["ragged_row"]


@pytest.mark.parametrize(("printed", "value"), [("4 5 2", 452), ("1 8 . 0 6", Decimal("18.06"))])
def test_digits_that_a_page_sets_apart_are_one_number(printed: str, value: Decimal) -> None:
    rows = (
        "|".join(LICENCES.heads),
        f"{DOCUMENTS['licensing']}|{printed}",
        f"{DOCUMENTS['penalties']}|7",
        f"{DOCUMENTS['coercion']}|1 2",
    )
    cells, _ = page_of(table(*rows))
    assert {cell.row: cell.value for cell in cells if cell.row and cell.column} == {
        "licensing": value,
        "penalties": 7,
        "coercion": 12,
    }


@pytest.mark.parametrize("other", ["12", "3,400"])
def test_digits_apart_beside_numbers_that_are_whole_are_not_read(other: str) -> None:
    cells, problems = page_of(
        table(
            "|".join(LICENCES.heads),
            f"{DOCUMENTS['licensing']}|4 5 2",
            f"{DOCUMENTS['penalties']}|{other}",
        )
    )
    assert next(cell for cell in cells if cell.row == "licensing" and cell.column).value is None
    assert "unread_cell" in {problem.code for problem in problems}


UPRIGHT = """行政复议 行政诉讼
未经复议直接起诉 复议后起诉
结 结 其 尚 结 结 其 尚
果 果 他 未 总 果 果 他 未 总
维 纠 结 审 计 维 纠 结 审 计
持 正 果 结 持 正 果 结
结果 结果 其他 尚未 总计
维持 纠正 结果 审结
{}
五、存在的问题
无。"""


def test_a_row_under_upright_heads_has_its_places_where_it_adds_up() -> None:
    cells, problems = read(UPRIGHT.format("2 1 3 1 7 0 0 0 0 0 13 2 4 0 19"))
    assert coded(cells)["4", "review", "total"] == "7"
    assert coded(cells)["4", "litigation_after_review", "corrected"] == "2"
    assert not problems


@pytest.mark.parametrize("gap", [2, 12, 40])
@pytest.mark.parametrize("zero", ["0", "-", "/"])
def test_heads_in_two_lines_over_wide_columns_have_their_row(gap: int, zero: str) -> None:
    upper, lower = ["结果", "结果", "其他", "尚未", "总计"] * 3, ["维持", "纠正", "结果", "审结", ""] * 3
    row = ["2", "1", "3", "1", "7", *[zero] * 4, "0", "3", *[zero] * 3, "3"]
    groups = (["行政复议", "行政诉讼"], [DIRECT, AFTER_REVIEW])
    lines = ((" " * gap).join(cells).rstrip() for cells in (*groups, upper, lower, row))
    cells, problems = read("\n".join(lines))
    found = {key[1]: raw for key, raw in coded(cells).items() if key[2] == "total"}
    assert found == {"review": "7", "litigation_direct": "0", "litigation_after_review": "3"}
    assert not problems


@pytest.mark.parametrize("row", ["2 1 3 1 8 0 0 0 0 0 13 2 4 0 19", "7 2 1 3 1 0 0 0 0 0 19 13 2 4 0"])
def test_a_row_under_upright_heads_that_does_not_add_up_is_a_problem(row: str) -> None:
    cells, problems = read(UPRIGHT.format(row))
    assert not coded(cells)
    assert [problem.code for problem in problems] == ["flattened_table"]


@pytest.mark.parametrize("sign", ["——", "/", "—", ""])
def test_a_sign_in_place_of_a_unit_is_no_value(sign: str) -> None:
    rows = (
        "|".join(STATISTICS_HEADS),
        f"一、主动公开情况|{sign}|{sign}",
        f"{STATISTICS['requests']}|件|3",
        f"{STATISTICS['requests_in_person']}|件|1",
    )
    cells, problems = read(table(*rows))
    assert not [cell for cell in cells if cell.column == "unit" and cell.state is not CellState.TEXT]
    assert coded(cells)["1", "requests", "value"] == "3"
    assert not problems


@pytest.mark.parametrize("height", [4, 6])
def test_blanks_beside_their_heads_count_nothing_and_shift_no_number(height: int) -> None:
    cells, problems = read(requests(height).replace(">0<", "><"))
    assert totals(cells) == WHOLE
    assert coded(cells)["3", REFUSED, "business"] == "1"
    assert coded(cells)["3", "carried_out", "research"] == ""
    assert not problems


def test_a_blank_row_that_is_called_as_a_head_is_none() -> None:
    rows = [*DONE[:-1], "3.其他*2|||||||", f"{REQUESTS['handled']}*2|16|2|0|1|0|0|19"]
    cells, _ = read(table(*REQUEST_HEADS, RECEIVED, f"三、本年度办理结果^9|{rows[0]}", *rows[1:]))
    assert coded(cells)["3", HANDLED, "natural_person"] == "16"
    assert totals(cells)[HANDLED] == 19


@pytest.mark.parametrize("sign", ["——", "—", "-", "*"])
def test_a_sign_on_a_line_before_a_number_is_no_part_of_it(sign: str) -> None:
    cells, problems = read(f"信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n{sign}\n5\n{sign}\n")
    printed = [(cell.raw, cell.state) for cell in cells if cell.column]
    assert printed == [(sign, CellState.SLASH), ("5", CellState.NUMBER), (sign, CellState.SLASH)] or problems
    assert not any(cell.value not in (None, 5) for cell in cells)


@pytest.mark.parametrize(
    "text",
    [
        "┌──┬──┬──┬──┐\n│信息内容│本年制发件数│本年废止件数│现行有效件数│\n├──┼──┼──┼──┤\n│规章│3│0│7│\n└──┴──┴──┴──┘",
        "+--+--+--+--+\n|信息内容|本年制发件数|本年废止件数|现行有效件数|\n+--+--+--+--+\n|规章|3|0|7|\n+--+--+--+--+",
        "信息内容│本年制发件数│本年废止件数│现行有效件数\n规章│3│0│7",
    ],
)
def test_tables_that_are_drawn_with_lines_are_rows_between_bars(text: str) -> None:
    cells, problems = read(text)
    assert coded(cells) == {("2", "regulations", column): raw for column, raw in zip(STOCK, "307", strict=True)}
    assert not problems


def test_a_field_that_is_all_of_a_cell_shows_its_value() -> None:
    fields = [f'<input type="text" value="{number}">' for number in (3, 0)] + ['<input value="7" readonly>']
    cells, problems = page_of(table("信息内容|本年制发件数|本年废止件数|现行有效件数", f"规章|{'|'.join(fields)}"))
    assert coded(cells) == {("2", "regulations", column): raw for column, raw in zip(STOCK, "307", strict=True)}
    assert not problems


@pytest.mark.parametrize(
    "field",
    [
        '<input type="hidden" value="9">',
        '<input value="9" style="display:none">',
        '<input type="checkbox" value="9">',
        '<input type="submit" value="9">',
        '<input value="请输入">',
        '3<input value="9">',
    ],
)
def test_what_a_field_does_not_show_is_no_value(field: str) -> None:
    cells, _ = page_of(table("信息内容|本年制发件数|本年废止件数|现行有效件数", f"规章|{field}|0|7"))
    assert coded(cells)["2", "regulations", "issued"] in ("", "3")


def test_a_header_that_wrong_spans_extend_names_no_row() -> None:
    direct = "结果维持^2|结果纠正^2|其他结果^2|尚未审结^2|总计^3|未经复议直接起诉*5|复议后起诉*5"
    rows = (DISPUTE_HEADS, direct, f"{RESULT_HEADS}|{RESULT_HEADS}", "2|0|0|0|2" + "|0" * 10)
    cells, problems = read(requests() + table(*rows))
    assert totals(cells) == WHOLE
    assert problems
