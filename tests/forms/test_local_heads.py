"""Local forms of the years before 2014 under the heads that agencies used, in grids and in text."""

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.plain.plaintext import read_plaintext
from pipeline.model import Cell
from pipeline.text.compose import compose_text
from tests.forms.cell_reading import read
from tests.htmltables import table

ROWS = ("公开目录条数|条|{}70|410", "其中：1.当面受理数|条|{}6|21", "行政复议数|件|{}0|1")
WHOLE = {
    ("公开目录条数", "year"): "70", ("公开目录条数", "cumulative"): "410",
    ("其中：1.当面受理数", "year"): "6", ("其中：1.当面受理数", "cumulative"): "21",
    ("行政复议数", "year"): "0", ("行政复议数", "cumulative"): "1",
}  # fmt: skip


def local(cells: tuple[Cell, ...]) -> dict[tuple[str, str], str]:
    return {(cell.row, cell.column): cell.raw for cell in cells if cell.form == "F08" and cell.row and cell.column}


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
    ],
)
def test_the_heads_of_a_year_and_of_all_years(heads: str) -> None:
    rows = [row.format("") for row in ROWS]
    cells, problems = read(table(heads, *rows))
    assert local(cells) == WHOLE
    assert not problems
    bars = [f"| {row.replace('|', ' | ')} |" for row in (heads, *rows)]
    assert local(find_cells(compose_text(read_plaintext("\n".join(bars))))[0]) == WHOLE


@pytest.mark.parametrize("numbering", [(), ("甲|乙|丙|1|2",), ("甲|乙||1|2",)])
def test_codes_and_numbers_of_columns_are_no_values(numbering: tuple[str, ...]) -> None:
    rows = [row.format(f"0{place}|") for place, row in enumerate(ROWS, 1)]
    cells, problems = read(table("指标名称|计量单位|代码|本期实际|本年累计", *numbering, *rows))
    assert local(cells) == WHOLE
    assert not problems


def test_numbers_under_another_head_are_named_by_their_rows() -> None:
    cells, problems = read(table("指标名称|计量单位|本年度|其他单位", *(row.format("") for row in ROWS)))
    assert local(cells) == {place: raw for place, raw in WHOLE.items() if place[1] == "year"}
    assert [problem.code for problem in problems] == ["unplaced_numbers"]
    assert "公开目录条数、其中：1.当面受理数、行政复议数" in problems[0].message_zh


def test_a_remark_is_no_number_of_the_form() -> None:
    cells, problems = read(table("指标名称|计量单位|数值|备注", *(row.format("") for row in ROWS)))
    assert local(cells) == {place: raw for place, raw in WHOLE.items() if place[1] == "year"}
    assert not problems


def test_a_label_that_the_form_of_2014_has_too_makes_no_table_of_it() -> None:
    cells, _ = find_cells(
        compose_text(
            read_html(
                table("统计指标|单位|本年度|历年累计", "主动公开信息数|条|70|410", "受理总数|件|1|3", "答复总数|件|1|3")
            )
        )
    )
    assert {cell.form for cell in cells} == {"F08"}
