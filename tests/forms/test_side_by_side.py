"""Tables that are printed side by side: two in one grid, or one in two."""

import pytest

from tests.forms.cell_reading import coded, read
from tests.htmltables import table
from tests.statutory import AFTER_REVIEW, DIRECT, REQUESTS, RESULTS, STATISTICS, STATISTICS_HEADS

HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
CODES = ("natural_person", "business", "research", "welfare", "legal_service", "other_organisation", "total")
ROWS = {
    REQUESTS["received"]: ("received", (5, 2, 0, 0, 1, 3, 11)),
    REQUESTS["carried_in"]: ("carried_in", (1, 0, 0, 0, 0, 4, 5)),
    REQUESTS["carried_out"]: ("carried_out", (2, 0, 0, 0, 0, 1, 3)),
}
WHOLE = {
    ("3", row, column): str(number)
    for row, numbers in ROWS.values()
    for column, number in zip(CODES, numbers, strict=True)
}


def part(start: int, end: int, *, labels: bool, rows: int = 3) -> str:
    """The table of requests from column to column."""
    lines = [(*(["申请人"] if labels else []), *HEADS[start:end])]
    for label, (_, numbers) in list(ROWS.items())[:rows]:
        lines.append((*([label] if labels else []), *map(str, numbers[start:end])))
    return table(*map("|".join, lines))


def beside(*tables: str) -> str:
    """Tables in the cells of a table that lays out a part of the page."""
    prose = "<p>全年收到的申请均在期限内答复，没有申请人对答复提出异议。</p>"
    return f"{prose}<table><tr>{''.join(f'<td>{one}</td>' for one in tables)}</tr></table>{prose}"


def under(*tables: str) -> str:
    return "<p></p>".join(tables)


@pytest.mark.parametrize("lay", [beside, under])
@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("cut", [1, 3, 6])
def test_a_table_whose_columns_are_cut_in_two_is_one(cut: int, labels: bool, lay: object) -> None:  # noqa: FBT001
    assert callable(lay)
    cells, problems = read(lay(part(0, cut, labels=True), part(cut, 7, labels=labels)))
    assert coded(cells) == WHOLE
    assert not problems


@pytest.mark.parametrize(("start", "end", "rows"), [(3, 7, 2), (4, 7, 3), (2, 7, 3)])
def test_columns_that_do_not_complete_a_table_are_told_where_no_label_names_their_rows(
    start: int, end: int, rows: int
) -> None:
    cells, problems = read(under(part(0, 3, labels=True), part(start, end, labels=False, rows=rows)))
    assert coded(cells) == {key: raw for key, raw in WHOLE.items() if key[2] in CODES[:3]}
    assert [problem.code for problem in problems] == ["unplaced_numbers"]


LEFT = (
    "（一）主动公开政府信息数|条|86",
    f"{STATISTICS['disclosed_normative']}|条|7",
    f"{STATISTICS['normative_issued']}|件|9",
)
RIGHT = (
    f"{STATISTICS['requests']}|件|12",
    f"{STATISTICS['requests_in_person']}|件|4",
    f"{STATISTICS['requests_fax']}|件|1",
)
FORM_2014 = {
    ("1", "disclosed", "value"): "86", ("1", "disclosed_normative", "value"): "7",
    ("1", "normative_issued", "value"): "9", ("1", "requests", "value"): "12",
    ("1", "requests_in_person", "value"): "4", ("1", "requests_fax", "value"): "1",
}  # fmt: skip


@pytest.mark.parametrize("title", [(), ("政府信息公开情况统计表*6",)])
@pytest.mark.parametrize("shorter", [0, 1])
def test_two_halves_of_a_form_in_one_grid_are_read_one_by_one(title: tuple[str, ...], shorter: int) -> None:
    right = (*RIGHT[: 3 - shorter], *["||"] * shorter)
    rows = (
        f"{'|'.join(STATISTICS_HEADS)}|{'|'.join(STATISTICS_HEADS)}",
        *(f"{a}|{b}" for a, b in zip(LEFT, right, strict=True)),
    )
    cells, problems = read(table(*title, *rows))
    stated = list(FORM_2014.items())
    assert coded(cells) == dict(stated[: len(stated) - shorter])
    assert not problems
    starts = [cell.start or 0 for cell in cells]
    assert starts == sorted(starts)


def test_the_right_half_of_a_local_form_has_labels_of_its_own() -> None:
    rows = (
        "指标名称|单位|本年度|指标名称|单位|本年度",
        "公开目录条数|条|70|行政复议数|件|3",
        "网站发布数|条|60|行政诉讼数|件|0",
    )
    cells, problems = read(table(*rows))
    assert {cell.row: cell.raw for cell in cells if cell.row and cell.column == "year"} == {
        "公开目录条数": "70", "网站发布数": "60", "行政复议数": "3", "行政诉讼数": "0",
    }  # fmt: skip
    assert not problems


def test_heads_that_are_said_again_over_numbers_alone_are_columns_of_one_table() -> None:
    results = "|".join(RESULTS)
    heads = ("行政复议^2*5|行政诉讼*10", f"{DIRECT}*5|{AFTER_REVIEW}*5", f"{results}|{results}|{results}")
    cells, problems = read(table(*heads, "1|0|0|0|1|2|0|0|0|2|3|0|0|0|3"))
    totals = {key[1]: raw for key, raw in coded(cells).items() if key[2] == "total"}
    assert totals == {"review": "1", "litigation_direct": "2", "litigation_after_review": "3"}
    assert not problems


@pytest.mark.parametrize(
    ("heads", "right"),
    [
        ("统计指标|统计数", "{label}|{value}"),
        ("统计指标|数量|单位", "{label}|{value}|{unit}"),
        ("统计指标|代码|单位|统计数", "{label}|0{number}|{unit}|{value}"),
    ],
)
@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("title", [(), ("政府信息公开情况统计表",)])
def test_halves_need_not_have_the_same_heads(heads: str, right: str, gap: bool, title: tuple[str, ...]) -> None:  # noqa: FBT001
    between = "||" if gap else "|"
    fields = [dict(zip(("label", "unit", "value"), row.split("|"), strict=True)) for row in RIGHT]
    rows = [
        f"{left}{between}{right.format(number=number, **row)}"
        for number, (left, row) in enumerate(zip(LEFT, fields, strict=True))
    ]
    head = f"{'|'.join(STATISTICS_HEADS)}{between}{heads}"
    cells, problems = read(table(*(f"{one}*{head.count('|') + 1}" for one in title), head, *rows))
    assert coded(cells) == FORM_2014
    assert not [problem for problem in problems if problem.code != "unplaced_numbers"]


@pytest.mark.parametrize("values", ["——||件|/", "——||件|4", "条|7|件|/"])
def test_halves_that_a_page_end_leaves_one_row_of_are_halves(values: str) -> None:
    heads = f"{'|'.join(STATISTICS_HEADS)}|{'|'.join(STATISTICS_HEADS)}"
    left, right = values.split("|")[:2], values.split("|")[2:]
    label = "主动公开情况" if left[0] == "——" else "（一）主动公开政府信息数"
    above = table(heads, "|".join((label, *left, STATISTICS["reply_refused"], *right)))
    below = table(heads, *(f"{a}|{b}" for a, b in zip(LEFT[1:], RIGHT[1:], strict=True)))
    cells, problems = read(f"{above}<p>续表</p>{below}")
    assert {cell.form for cell in cells if cell.row} == {"F14"}
    assert coded(cells)["1", "reply_refused", "value"] == right[1]
    assert coded(cells)["1", "requests_fax", "value"] == "1"
    assert not problems


def test_three_parts_side_by_side_are_read_one_by_one() -> None:
    third = (f"{STATISTICS['reviews']}|3", f"{STATISTICS['litigation']}|2", f"{STATISTICS['complaints']}|8")
    rows = [f"{'|'.join(STATISTICS_HEADS)}|{'|'.join(STATISTICS_HEADS)}|统计指标|统计数"]
    rows += [f"{a}|{b}|{c}" for a, b, c in zip(LEFT, RIGHT, third, strict=True)]
    cells, problems = read(table(*rows))
    more = {("1", row, "value"): raw for row, raw in (("reviews", "3"), ("litigation", "2"), ("complaints", "8"))}
    assert coded(cells) == FORM_2014 | more
    assert not problems
