"""Local forms of the years before 2014 under the heads that agencies used, in grids and in text."""

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.plain.plaintext import read_plaintext
from pipeline.model import Cell
from pipeline.text.compose import compose_text
from tests.forms.cell_reading import read
from tests.htmltables import table
from tests.statutory import LOCAL, STATISTICS

ROWS = ("公开目录条数|条|{}70|410", "其中：1.当面受理数|条|{}6|21", "行政复议数|件|{}0|1")
WHOLE = {
    ("公开目录条数", "year"): "70", ("公开目录条数", "cumulative"): "410",
    ("其中：1.当面受理数", "year"): "6", ("其中：1.当面受理数", "cumulative"): "21",
    ("行政复议数", "year"): "0", ("行政复议数", "cumulative"): "1",
}  # fmt: skip


HEADS = "指标名称|计量单位|2012年度|历年累计"
OWN = {
    ("公开目录条数", "year"): "70", ("公开目录条数", "cumulative"): "410",
    ("其中：1.当面受理数", "year"): "6", ("其中：1.当面受理数", "cumulative"): "21",
    ("2.来信受理数", "year"): "0", ("2.来信受理数", "cumulative"): "4",
    ("答复来访人数", "year"): "12", ("答复来访人数", "cumulative"): "88",
}  # fmt: skip
OWN_ROWS = ("公开目录条数|条|70|410", "其中：1.当面受理数|条|6|21", "2.来信受理数|条|0|4", "答复来访人数|人|12|88")


def local(cells: tuple[Cell, ...]) -> dict[tuple[str, str], str]:
    return {(cell.row, cell.column): cell.raw for cell in cells if cell.form == "F08" and cell.row and cell.column}


OPEN_ROWS = (f"{LOCAL['disclosed']}|条|70|410", "其中：1.网站公开数|条|6|21", "行政复议数|件|0|1")
OPEN = {
    (LOCAL["disclosed"], "year"): "70", (LOCAL["disclosed"], "cumulative"): "410",
    ("其中：1.网站公开数", "year"): "6", ("其中：1.网站公开数", "cumulative"): "21",
    ("行政复议数", "year"): "0", ("行政复议数", "cumulative"): "1",
}  # fmt: skip


@pytest.mark.parametrize("name", ["项目", "项 目", "内容", "名称", "事项", "类别"])
@pytest.mark.parametrize("columns", ["单位|2012年|历年累计", "计量单位|本年度|累计", "单位|本年数|累计数"])
def test_a_name_that_other_tables_have_is_known_by_what_its_rows_speak_of(name: str, columns: str) -> None:
    rows = (f"{name}|{columns}", *OPEN_ROWS)
    cells, problems = read(table(*rows))
    assert local(cells) == OPEN
    assert not problems
    for gap in ("\n", "\t"):
        lines = "\n".join(row.replace("|", gap) for row in rows)
        assert local(find_cells(compose_text(read_plaintext(f"二、统计表\n{lines}\n\n某局\n")))[0]) == OPEN


@pytest.mark.parametrize(
    "rows", [("宣传材料|份|200|600", "公开栏|块|3|9", "培训|次|2|5"), ("公开栏|块|3|9", "申请表|份|50|90")]
)
@pytest.mark.parametrize("gap", ["", "\n", "\t"])
def test_a_table_of_something_else_is_no_local_form(rows: tuple[str, ...], gap: str) -> None:
    lines = ("项目|单位|2012年|累计", *rows)
    if not gap:
        assert not local(read(table(*lines))[0])
        return
    text = "\n".join(row.replace("|", gap) for row in lines)
    assert not local(find_cells(compose_text(read_plaintext(f"二、统计表\n{text}\n\n某局\n")))[0])


@pytest.mark.parametrize(
    "heads",
    [
        "指标名称|计量单位|2012年度|历年累计",
        "指标名称|计量单位|本年度|累计",
        "指 标 名 称|计量单位|本期实际|本年累计",
        "指标|单位|2012年|2008-2012年累计",
        "指标|单位|当年数|2008年—2012年累计数",
        "统计指标|单位|本年度|历年累计数",
        "统计项目|单位|本年|累计总数",
        "指标名称|计量单位|2012年度数|截至2012年底累计",
        "指标名称|计量单位|2012年数量|历年累计数量",
        "统计指标|单位|2012年|累计数",
    ],
)
def test_the_heads_of_a_year_and_of_all_years(heads: str) -> None:
    rows = [row.format("") for row in ROWS]
    cells, problems = read(table(heads, *rows))
    assert local(cells) == WHOLE
    assert not problems
    bars = [f"| {row.replace('|', ' | ')} |" for row in (heads, *rows)]
    assert local(find_cells(compose_text(read_plaintext("\n".join(bars))))[0]) == WHOLE
    for gap in ("\n", "  "):
        lines = "\n".join(row.replace("|", gap) for row in (heads, *OWN_ROWS))
        assert local(find_cells(compose_text(read_plaintext(f"二、统计表\n{lines}\n\n某局\n")))[0]) == OWN


@pytest.mark.parametrize("bar", ["html", " | ", "\t", "  ", "\n"])
@pytest.mark.parametrize("heads", ["2012年度|2011年度", "2011年|2012年", "2012年度|2011年度|历年累计"])
def test_the_column_of_the_year_before_is_not_that_of_the_report(heads: str, bar: str) -> None:
    columns = heads.split("|")
    codes = ["cumulative" if "累计" in head else "year" if "2012" in head else None for head in columns]
    rows = [("公开目录条数", "条", "70", "65", "410"), ("答复来访人数", "人", "12", "9", "88")]
    lines = [f"指标名称|计量单位|{heads}", *("|".join(row[: 2 + len(columns)]) for row in rows)]
    if bar == "html":
        cells, problems = read(table(*lines))
    else:
        text = "\n".join(line.replace("|", bar) for line in lines)
        cells, problems = find_cells(compose_text(read_plaintext(f"二、统计表\n{text}\n\n某局\n")))
    assert local(cells) == {
        (row[0], code): number for row in rows for code, number in zip(codes, row[2:], strict=False) if code
    }
    assert not problems


@pytest.mark.parametrize("numbering", [(), ("甲|乙|丙|1|2",), ("甲|乙||1|2",)])
def test_codes_and_numbers_of_columns_are_no_values(numbering: tuple[str, ...]) -> None:
    rows = [row.format(f"0{number}|") for number, row in enumerate(ROWS, 1)]
    cells, problems = read(table("指标名称|计量单位|代码|本期实际|本年累计", *numbering, *rows))
    assert local(cells) == WHOLE
    assert not problems


@pytest.mark.parametrize("head", ["备注", "说明", "其他单位"])
def test_numbers_under_a_head_that_is_no_column_are_named_by_their_rows(head: str) -> None:
    cells, problems = read(table(f"指标名称|计量单位|数值|{head}", *(row.format("") for row in ROWS)))
    assert local(cells) == {key: raw for key, raw in WHOLE.items() if key[1] == "year"}
    assert [problem.code for problem in problems] == ["unplaced_numbers"]
    assert "公开目录条数、其中：1.当面受理数、行政复议数" in problems[0].message_zh


def test_remarks_in_words_are_no_lost_numbers() -> None:
    cells, problems = read(table("指标名称|计量单位|数值|备注", "公开目录条数|条|70|含转载", "行政复议数|件|0|"))
    assert local(cells) == {("公开目录条数", "year"): "70", ("行政复议数", "year"): "0"}
    assert not problems


def test_a_label_that_the_form_of_2014_has_too_makes_no_table_of_it() -> None:
    cells, _ = find_cells(
        compose_text(
            read_html(
                table(
                    "统计指标|单位|本年度|历年累计",
                    f"{LOCAL['disclosed']}|条|70|410",
                    "受理总数|件|1|3",
                    "答复总数|件|1|3",
                )
            )
        )
    )
    assert {cell.form for cell in cells} == {"F08"}


# How the cells of a row are parted, how many rows stand above the page's end, and whether the heads come again below.
# Right below the heads, on one line, a page can end only where they come again: heads alone are no table.
ENDS = [
    (bar, count, again)
    for bar in ("\n", "\t", "  ", " | ")
    for count in range(4)
    for again in (True, False)
    if again or count or bar == "\n"
]


@pytest.mark.parametrize(("bar", "count", "again"), ENDS)
@pytest.mark.parametrize("mark", ["续表", "（续表）", "— 3 —", "- 12 -\n续表", ""])
def test_a_page_may_end_at_any_row_of_a_local_form_in_text(bar: str, mark: str, again: bool, count: int) -> None:  # noqa: FBT001
    above, below = [HEADS, *OWN_ROWS[:count]], [HEADS] * again + list(OWN_ROWS[count:])
    lines = "\n".join(row.replace("|", bar) for row in (*above, mark, *below) if row)
    text = compose_text(read_plaintext(f"某局年报\n\n六、统计表\n{lines}\n\n某局\n2013年2月1日\n"))
    cells, problems = find_cells(text)
    assert local(cells) == OWN
    assert not problems


@pytest.mark.parametrize(
    "heads", ["指标名称\n计量单位\n201\n2年度\n历年累计", "指标名\n称\n计量\n单位\n2012\n年度\n历年\n累计"]
)
@pytest.mark.parametrize("mark", ["续表", "— 3 —"])
def test_heads_in_two_lines_right_above_a_page_end_are_no_prose(heads: str, mark: str) -> None:
    rows = "\n".join(OWN_ROWS).replace("|", "\n")
    text = compose_text(read_plaintext(f"六、统计表\n{heads}\n{mark}\n{heads}\n{rows}\n\n某局\n"))
    assert local(find_cells(text)[0]) == OWN
    assert text.text[next(region.start for region in text.regions if region.rule == "form:F08") :].startswith(heads)


@pytest.mark.parametrize("heads", ["统计指标|{}|单位|统计数", "统计指标|单位|{}|统计数", "{}|统计指标|单位|统计数"])
@pytest.mark.parametrize("name", ["代码", "序号", "行次", "编号"])
def test_a_column_that_numbers_the_rows_makes_no_row_of_2014_ragged(heads: str, name: str) -> None:
    rows = (
        ("一、主动公开情况", "", ""),
        (STATISTICS["requests"], "件", "14"),
        (STATISTICS["requests_in_person"], "件", "9"),
        (STATISTICS["reviews"], "件", "2"),
    )
    lines = [
        "|".join(
            {"统计指标": label, "单位": unit, "统计数": value}.get(head, f"{number:02}") for head in heads.split("|")
        )
        for number, (label, unit, value) in enumerate(rows, 1)
    ]
    cells, problems = read(table(heads.format(name), *lines))
    assert {cell.row: cell.raw for cell in cells if cell.row and cell.column == "value"} == {
        "requests": "14", "requests_in_person": "9", "reviews": "2",
    }  # fmt: skip
    assert not problems
