"""Rows of text tables as converters write them: blank lines between them, a mark behind the last cell, blanks lost."""

from decimal import Decimal

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.page import read_page
from pipeline.model import Cell, Problem, Source
from pipeline.text.compose import compose_text
from tests.statutory import AFTER_REVIEW, DIRECT, RESULTS

HEADS = [
    ["行政复议"] * 5 + ["行政诉讼"] * 10,
    [*RESULTS, *[DIRECT] * 5, *[AFTER_REVIEW] * 5],
    RESULTS * 3,
]
TOTALS = {"review": 6, "litigation_direct": 2, "litigation_after_review": 0}
NUMBERS = ["3", "0", "2", "1", "6", "2", "0", "0", "0", "2", *["0"] * 5]


def read_file(name: str, text: str) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    return find_cells(
        compose_text(read_page(Source(name, f"某局年报\n\n四、复议情况\n\n{text}\n\n五、问题\n".encode())))
    )


def totals(cells: tuple[Cell, ...]) -> dict[str, Decimal]:
    return {cell.row: cell.value for cell in cells if cell.row and cell.column == "total" and cell.value is not None}


# Bars may stand around a row too; tabs stand between its cells alone, and in no Markdown.
WRITTEN = [
    *((name, row, " | ") for name in ("a.txt", "a.md") for row in ("| {} |", "|{}|", "{}")),
    ("a.txt", "{}", "\t"),
]


@pytest.mark.parametrize(("name", "row", "bar"), WRITTEN)
@pytest.mark.parametrize("blank", ["\n", "\n\n", "\n\n\n"])
def test_blank_lines_between_all_rows_part_no_table(name: str, row: str, bar: str, blank: str) -> None:
    cells, problems = read_file(name, blank.join(row.format(bar.join(one)) for one in (*HEADS, NUMBERS)))
    assert totals(cells) == TOTALS
    assert not problems


def test_blank_lines_between_two_tables_part_them() -> None:
    above, below = (f"| 项目 | 数量 |\n| {name} | 3 |\n| 其他 | 4 |" for name in ("甲", "乙"))
    cells, _ = read_file("a.txt", f"{above}\n\n{below}")
    assert len({cell.table_id for cell in cells}) == 2


@pytest.mark.parametrize("end", ["", "\t"])
def test_a_tab_behind_the_last_cell_of_every_row_is_no_cell(end: str) -> None:
    cells, problems = read_file("a.txt", "\n".join("\t".join(one) + end for one in (*HEADS, NUMBERS)))
    assert totals(cells) == TOTALS
    assert not problems


@pytest.mark.parametrize("index", [4, 5, 9, 12])
def test_a_number_whose_row_lost_its_last_blanks_is_in_its_place_or_told(index: int) -> None:
    numbers = ["1" if at in (index, index // 5 * 5 + 4) else "" for at in range(15)]
    heads = ["\t".join(one) for one in HEADS]
    cells, problems = read_file("a.txt", "\n".join([*heads, "\t".join(numbers).rstrip()]))
    row = list(TOTALS)[index // 5]
    assert totals(cells) in ({}, {row: 1})
    assert totals(cells) or [problem.code for problem in problems] == ["unplaced_numbers"]
