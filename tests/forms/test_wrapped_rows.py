"""Labels in two rows of a grid, and tables whose heads are missing, moved or beside others: read rightly, or told."""

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.plain.markdown import read_markdown
from pipeline.ingest.plain.plaintext import read_plaintext
from pipeline.text.compose import compose_text
from tests.htmltables import table
from tests.statutory import APPLICANTS, LOCAL, REQUESTS, RESULTS, STATISTICS

Found = dict[tuple[str | None, str | None], str]
Rows = list[tuple[str, ...]]

HEADS = ("统计指标", "单位", "统计数")


def write_tabs(rows: Rows) -> str:
    return "\n".join(["二、统计表", *("\t".join(row) for row in rows), "", "某局"])


def write_bars(rows: Rows) -> str:
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], "|---" * width + "|", *lines[1:]])


def write_html(rows: Rows) -> str:
    width = max(map(len, rows))
    return table(*("|".join([*row, *[""] * (width - len(row))]) for row in rows))


WRITERS = {
    "tabs": (write_tabs, read_plaintext),
    "bars": (write_bars, read_markdown),
    "html": (write_html, read_html),
}


def read(layout: str, rows: Rows) -> tuple[Found, list[str]]:
    """The values with a row and a column, and the codes of the problems."""
    write, reader = WRITERS[layout]
    cells, problems = find_cells(compose_text(reader(write(rows))))
    return {(c.row, c.column): c.raw for c in cells if c.row and c.column}, [problem.code for problem in problems]


def split(label: str, at: int) -> tuple[str, str]:
    return label[:at], label[at:]


@pytest.mark.parametrize("layout", WRITERS)
@pytest.mark.parametrize("code", ["disclosed_normative", "reply_refused", "litigation_upheld", "staff", "budget"])
@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("at", [3, 5, -2])
def test_a_label_in_two_rows_is_one(layout: str, code: str, place: str, at: int) -> None:
    first, second = split(STATISTICS[code], at)
    rows = {
        "above": [(first,), (second, "件", "7")],
        "below": [(first, "件", "7"), (second,)],
    }[place]
    others = [(STATISTICS["requests"], "件", "31"), *rows, (STATISTICS["trainees"], "人次", "12")]
    found, problems = read(layout, [HEADS, *others])
    assert found == {("requests", "value"): "31", (code, "value"): "7", ("trainees", "value"): "12"}
    assert not problems


@pytest.mark.parametrize("layout", WRITERS)
def test_a_denial_above_its_label_is_not_lost(layout: str) -> None:
    rows = [(STATISTICS["requests"], "件", "31"), ("4.不",), ("同意公开答复数", "件", "7")]
    found, _ = read(layout, [HEADS, *rows, (STATISTICS["trainees"], "人次", "12")])
    assert found == {("requests", "value"): "31", ("reply_refused", "value"): "7", ("trainees", "value"): "12"}


@pytest.mark.parametrize("layout", ["bars", "html"])
def test_a_label_whose_numbers_stand_beside_its_middle_is_one(layout: str) -> None:
    first, second = split(STATISTICS["litigation_upheld"], 9)
    rows = [(STATISTICS["litigation"], "件", "8"), (first, "", ""), ("", "件", "7"), (second, "", "")]
    found, problems = read(layout, [HEADS, *rows, (STATISTICS["complaints"], "件", "1")])
    assert found["litigation_upheld", "value"] == "7"
    assert not problems


@pytest.mark.parametrize("layout", WRITERS)
def test_a_table_of_2014_whose_labels_are_all_in_two_rows_is_no_local_form(layout: str) -> None:
    labels = [STATISTICS[code] for code in ("channel_gazette", "channel_website", "interviews", "closed")]
    pieces = [split(label, 6) for label in labels]
    rows = [row for number, (first, second) in enumerate(pieces) for row in ((first,), (second, "条", str(number + 3)))]
    found, _ = read(layout, [HEADS, *rows])
    assert {column for _, column in found} == {"value"}
    assert len(found) == 4


@pytest.mark.parametrize("layout", WRITERS)
def test_labels_that_are_whole_are_not_joined(layout: str) -> None:
    rows = [("主动公开情况", "", ""), ("申请办结数", "件", "4"), ("专职人员数", "人", "2"), ("某某项目", "个", "5")]
    found, problems = read(layout, [HEADS, *rows])
    assert found == {("closed", "value"): "4", ("staff_full_time", "value"): "2"}
    assert problems == ["unknown_row"]


@pytest.mark.parametrize("layout", WRITERS)
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_row_of_a_local_form_whose_label_may_be_a_piece_is_told(layout: str, place: str) -> None:
    first, second = "受理依申请", "公开信息总数"
    rows = {"above": [(first,), (second, "条", "6", "9")], "below": [(first, "条", "6", "9"), (second,)]}[place]
    whole = [(LOCAL["disclosed"], "条", "70", "410"), *rows, ("其中：1、当面申请数", "条", "3", "4")]
    found, problems = read(layout, [("指标名称", "计量单位", "2012年度", "历年累计"), *whole])
    assert not [row for row, _ in found if row in (first, second)]
    assert found["其中：1、当面申请数", "cumulative"] == "4"
    assert problems == ["unplaced_numbers"]


@pytest.mark.parametrize("layout", WRITERS)
def test_a_group_of_a_local_form_is_no_piece(layout: str) -> None:
    rows = [("主动公开情况", "", "", ""), (LOCAL["disclosed"], "条", "70", "410"), ("2、网站公开", "条", "3", "4")]
    found, problems = read(layout, [("指标名称", "计量单位", "2012年度", "历年累计"), *rows])
    assert found[LOCAL["disclosed"], "year"] == "70"
    assert not problems


@pytest.mark.parametrize("layout", WRITERS)
@pytest.mark.parametrize("head", ["合计", "行合计", "同比增减"])
def test_a_table_of_2014_with_another_column_is_no_local_form(layout: str, head: str) -> None:
    labels = [STATISTICS[code] for code in ("requests", "closed", "replies", "staff")]
    rows = [(label, "件", str(number), str(number + 40)) for number, label in enumerate(labels, 3)]
    found, problems = read(layout, [(*HEADS, head), *rows])
    assert not [column for _, column in found if column != "value"]
    assert found == {} or set(found.values()) == {"3", "4", "5", "6"}
    assert problems or found


NAMES = list(APPLICANTS)
VALUES = ("5", "3", "-", "-", "-", "-", "8")


@pytest.mark.parametrize("layout", ["bars", "html"])
@pytest.mark.parametrize("lost", [(0,), (3,), (0, 6)])
def test_heads_that_moved_beside_their_values_give_no_columns(layout: str, lost: tuple[int, ...]) -> None:
    heads = [name for number, name in enumerate(NAMES) if number not in lost]
    rows = [
        ("", *heads, *[""] * len(lost)),
        *((REQUESTS[code], *VALUES) for code in ("received", "carried_in", "handled")),
    ]
    found, problems = read(layout, rows)
    assert not {value for value in found.values() if value != "-"}
    assert set(problems) <= {"ragged_row", "unplaced_numbers"}
    assert problems


@pytest.mark.parametrize("sign", ["-", "0"])
def test_a_value_too_many_that_is_a_sign_gives_no_columns(sign: str) -> None:
    values = ("34", *VALUES[:1], *["-"] * 5, sign)
    found, problems = read(
        "bars", [("", *NAMES, ""), (REQUESTS["received"], *values), (REQUESTS["handled"], *VALUES, "")]
    )
    assert not [row for row, _ in found if row == "received"]
    assert found["handled", "total"] == "8"
    assert "ragged_row" in problems


MOVED = ["1", "2", "3", "6", "0", "0", "0", "0", "0", "4", "0", "0", "0", "4", ""]


def test_disputes_behind_a_gap_that_moved_left_have_no_columns() -> None:
    heads = [("行政复议", *[""] * 4, "行政诉讼", *[""] * 9), RESULTS * 3]
    found, problems = read("bars", [*heads, tuple(MOVED)])
    assert not found
    assert problems


@pytest.mark.parametrize("layout", ["bars", "html"])
@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("四、政府信息公开行政复议、行政诉讼情况", [("2", "1", "3", "4", "10"), ("0", "0", "5", "7", "12")]),
        ("政府信息公开情况统计表", [("主动公开信息数", "条", "70", "410"), ("网站公开", "条", "3", "4")]),
        ("三、收到和处理政府信息公开申请情况", [("", "甲类", "乙类"), ("自然人", "3", "4"), ("企业", "0", "2")]),
    ],
)
def test_a_grid_under_the_heading_of_a_form_that_says_no_more_is_told(layout: str, heading: str, rows: Rows) -> None:
    write, reader = WRITERS[layout]
    page = write(rows)
    page = f"<p>{heading}</p>{page}" if layout == "html" else f"{heading}\n\n{page}"
    found, problems = find_cells(compose_text(reader(page)))
    assert not [cell for cell in found if cell.row and cell.column]
    assert [problem.code for problem in problems] == ["unplaced_numbers"]


def test_a_grid_below_other_words_is_none_of_a_form() -> None:
    page = "<p>公开的栏目如下表：</p>" + table("|甲类|乙类", "自然人|3|4", "企业|0|2")
    assert not find_cells(compose_text(read_html(page)))[1]


@pytest.mark.parametrize("brk", ["<br>", "<br/>", "<BR />"])
def test_a_break_in_a_cell_of_a_text_is_white_space(brk: str) -> None:
    rows = [(f"受理依申请{brk}公开信息总数", "条", "6", "9"), (LOCAL["disclosed"], "条", "70", "410")]
    page = write_bars([("指标名称", "计量单位", "2012年度", "历年累计"), *rows])
    cells, _ = find_cells(compose_text(read_plaintext(page)))
    assert {cell.raw: (cell.row, cell.column) for cell in cells if cell.column}["6"] == (
        "受理依申请公开信息总数",
        "year",
    )


LOCAL_HEADS = ("指标名称", "计量单位", "2012年度", "历年累计")


@pytest.mark.parametrize("layout", ["bars", "html"])
def test_numbers_under_the_head_of_the_units_give_no_columns(layout: str) -> None:
    heads = ("指标名称", "", *LOCAL_HEADS[1:])
    found, problems = read(
        layout, [heads, (LOCAL["disclosed"], "条", "70", "410", ""), ("2、网站公开", "条", "3", "4", "")]
    )
    assert not {value for value in found.values() if value}
    assert problems == ["unplaced_numbers"]


def test_a_head_that_spans_the_rows_below_is_no_label() -> None:
    rows = [f"{LOCAL['disclosed']}|条|70|410", "2、网站公开|条|3|4"]
    cells, _ = find_cells(compose_text(read_html(table("指标名称^3*2|单位|2012年度|历年累计", *rows))))
    assert not [cell for cell in cells if cell.column and cell.row == "指标名称"]


@pytest.mark.parametrize("sign", ["—", "——", "－", "/"])
def test_two_signs_of_a_local_row_in_lines_are_its_two_values(sign: str) -> None:
    rows = [
        (LOCAL["disclosed"], "条", "70", "410"),
        ("4、信函申请数", "条", sign, sign),
        ("对申请的答复数", "条", sign, "2"),
    ]
    lines = "\n".join("\n".join(row) for row in [LOCAL_HEADS, *rows])
    cells, problems = find_cells(compose_text(read_plaintext(f"二、统计表\n{lines}\n\n某局\n")))
    found = {(cell.row, cell.column): cell.raw for cell in cells if cell.row and cell.column}
    assert found["4、信函申请数", "cumulative"] == sign
    assert found["对申请的答复数", "cumulative"] == "2"
    assert not problems
