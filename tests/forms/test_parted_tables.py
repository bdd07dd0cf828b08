"""Tables that a page end, a column of sums or a second half at their right parts: no number stands in a wrong place."""

from decimal import Decimal

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.page import read_page
from pipeline.model import Cell, Problem, Source
from pipeline.text.compose import compose_text
from tests.forms.cell_reading import read
from tests.htmltables import table

HEADS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
ROWS = [["规章", "0", "", "3"], ["行政规范性文件", "12", "/", "40"]]


def read_file(name: str, text: str) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells of a whole file of text."""
    return find_cells(compose_text(read_page(Source(name, f"某局年报\n\n二、情况\n\n{text}\n\n三、申请\n".encode()))))


def values(cells: tuple[Cell, ...]) -> dict[tuple[str | None, str | None], Decimal]:
    return {(cell.row, cell.column): cell.value for cell in cells if cell.value is not None}


ISSUED = {("regulations", "issued"): 0, ("regulations", "in_force"): 3}
ISSUED |= {("normative_documents", "issued"): 12, ("normative_documents", "in_force"): 40}


@pytest.mark.parametrize(("name", "bar"), [("a.txt", " | "), ("a.txt", "\t"), ("a.md", " | ")])
@pytest.mark.parametrize("mark", ["续表", "（续表）", "— 3 —"])
@pytest.mark.parametrize("above", [1, 2])
def test_a_row_alone_behind_a_page_end_is_one_of_its_table(name: str, bar: str, mark: str, above: int) -> None:
    lines = [bar.join(row) for row in (HEADS, *ROWS)]
    cells, problems = read_file(name, "\n".join([*lines[:above], "", mark, "", *lines[above:]]))
    assert values(cells) == ISSUED
    assert not problems


def test_heads_that_the_next_page_prints_again_do_not_hide_its_one_row() -> None:
    lines = [" | ".join(row) for row in (HEADS, *ROWS)]
    cells, _ = read_file("a.md", "\n".join([*lines[:2], "", "续表", "", lines[0], lines[2]]))
    assert values(cells) == ISSUED


def test_lines_with_a_bar_between_paragraphs_are_no_rows() -> None:
    cells, _ = read_file("a.txt", "首页 | 公开\n\n甲 | 乙\n\n上一页 | 下一页")
    assert not cells


def test_halves_side_by_side_keep_their_labels() -> None:
    heads = "统计指标|单位|统计数|统计指标|单位|统计数"
    first = "（一）收到申请数|件|14|四、行政复议数量|件|2"
    second = "1.当面申请数|件|9|五、行政诉讼数量|件|1"
    cells, problems = read(table(heads, first, second))
    found = {row: value for (row, _), value in values(cells).items()}
    assert found == {"requests": 14, "requests_in_person": 9, "reviews": 2, "litigation": 1}
    assert not problems


def test_a_row_with_blanks_beside_a_column_of_sums_is_not_moved_into_the_columns_of_the_form() -> None:
    heads = ["申请人情况", "自然人\t法人或其他组织\t总计", "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t小计"]
    rows = [f"{label}{chr(9) * 8}" for label in ("（一）予以公开", "1.属于国家秘密", "2.重复申请", "3.其他")]
    row = "二、上年结转政府信息公开申请数量\t\t\t\t1\t\t\t1\t1"
    cells, _ = read_file(
        "a.txt", "\n".join([*heads, "一、本年新收政府信息公开申请数量\t2\t1\t\t1\t\t\t2\t4", row, *rows])
    )
    placed = {column: value for (code, column), value in values(cells).items() if code == "carried_in" and column}
    assert placed in ({}, {"welfare": 1, "total": 1})
