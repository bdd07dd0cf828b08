"""Rows of statutory grids that do not fit their heads: none of their numbers takes a place that may be another's."""

import pytest

from pipeline.forms.cells import find_cells
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.plain.markdown import read_markdown
from pipeline.model import Cell, Problem
from pipeline.text.compose import compose_text
from tests.htmltables import table
from tests.statutory import (
    AFTER_REVIEW,
    CHARGES_F19,
    DIRECT,
    DOCUMENTS,
    ISSUED,
    LICENCES,
    PROCUREMENT_F19,
    RESULTS,
)


def read(page: str) -> tuple[dict[tuple[str | None, str | None], str], list[str]]:
    """The numbers with a row and a column, and the codes of the problems."""
    cells, problems = read_cells(page)
    return {(c.row, c.column): c.raw for c in cells if c.row and c.column and c.value is not None}, [
        problem.code for problem in problems
    ]


def read_cells(page: str) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    reader = read_html if "<table" in page else read_markdown
    return find_cells(compose_text(reader(page)))


DISPUTES = ["2", "1", "3", "4", "10", "0", "0", "5", "7", "12", "6", "0", "8", "9", "23"]


def disputes(values: list[str], layout: str = "html", direct: list[str] | None = None) -> str:
    """表四 with a row of values; ``direct`` are the heads of the direct suits."""
    if layout == "html":
        high = "|".join(f"{result}^2" for result in RESULTS)
        return table(
            "行政复议*5|行政诉讼*10",
            f"{high}|{DIRECT}*5|{AFTER_REVIEW}*5",
            "|".join([*(direct or RESULTS), *RESULTS]),
            "|".join(values),
        )
    rows = [
        ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
        [*RESULTS, DIRECT, "", "", "", "", AFTER_REVIEW, "", "", "", ""],
        [*[""] * 5, *(direct or RESULTS), *RESULTS],
        values,
    ]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * 15 + "|", *lines[1:]])


def test_a_whole_row_of_disputes_is_read() -> None:
    for layout in ("html", "markdown"):
        found, problems = read(disputes(DISPUTES, layout))
        assert list(found.values()) == DISPUTES
        assert not problems


@pytest.mark.parametrize("index", [0, 4, 7, 12, 14])
@pytest.mark.parametrize("change", ["doubled", "lost", "inserted"])
def test_a_row_of_disputes_with_a_cell_too_many_or_too_few_has_no_columns(index: int, change: str) -> None:
    before, at, behind = DISPUTES[:index], DISPUTES[index], DISPUTES[index + 1 :]
    middle = {"doubled": [at, at], "lost": [], "inserted": ["", at]}[change]
    found, problems = read(disputes([*before, *middle, *behind]))
    assert not found
    assert problems == ["ragged_row"]


@pytest.mark.parametrize("index", [0, 2, 4])
@pytest.mark.parametrize("change", ["lost", "doubled", "inserted"])
def test_heads_of_disputes_that_are_one_too_few_or_too_many_give_no_columns(index: int, change: str) -> None:
    before, at, behind = RESULTS[:index], RESULTS[index], RESULTS[index + 1 :]
    middle = {"doubled": [at, at], "lost": [], "inserted": ["", at]}[change]
    found, problems = read(disputes(DISPUTES, direct=[*before, *middle, *behind]))
    assert not found or list(found.values()) == DISPUTES
    assert problems == ["ragged_row"] or found


@pytest.mark.parametrize("layout", ["html", "markdown"])
@pytest.mark.parametrize("index", [0, 7, 14])
def test_a_blank_in_its_own_column_of_the_disputes_shifts_nothing(layout: str, index: int) -> None:
    values = [*DISPUTES[:index], "", *DISPUTES[index + 1 :]]
    found, problems = read(disputes(values, layout))
    assert list(found.values()) == [*DISPUTES[:index], *DISPUTES[index + 1 :]]
    assert not problems


def test_blank_cells_behind_the_last_head_shift_nothing() -> None:
    found, problems = read(disputes([*DISPUTES, ""]))
    assert list(found.values()) == DISPUTES
    assert not problems


HEADS = [*ISSUED.heads]


@pytest.mark.parametrize("index", [0, 1, 2, 3])
@pytest.mark.parametrize("change", ["doubled", "inserted", "lost"])
def test_heads_of_documents_that_are_one_too_few_or_too_many_give_no_columns(index: int, change: str) -> None:
    before, at, behind = HEADS[:index], HEADS[index], HEADS[index + 1 :]
    middle = {"doubled": [at, at], "lost": [], "inserted": ["", at]}[change]
    heads = "|".join([*before, *middle, *behind])
    found, problems = read(
        table(
            f"{ISSUED.title}*4",
            heads,
            f"{DOCUMENTS['regulations']}|5|6|7",
            f"{DOCUMENTS['normative_documents']}|15|16|17",
        )
    )
    true = {"issued": ("5", "15"), "repealed": ("6", "16"), "in_force": ("7", "17")}
    wrong = {at: raw for at, raw in found.items() if raw not in true[at[1] or ""]}
    assert not wrong
    assert "ragged_row" in problems or (index, change) == (3, "lost")


def test_a_row_of_procurement_without_its_count_takes_its_sum_for_none() -> None:
    heads = table(
        f"{PROCUREMENT_F19.title}*3",
        "|".join(PROCUREMENT_F19.heads),
        f"{DOCUMENTS['procurement']}|1234.5万元",
    )
    assert read(heads) == ({}, ["ragged_row"])
    wide = table(f"{PROCUREMENT_F19.title}*3", "|".join(PROCUREMENT_F19.heads), f"{DOCUMENTS['procurement']}|1234*2")
    assert read(wide) == ({}, ["ragged_row"])


def test_cells_that_are_merged_otherwise_than_their_heads_follow_them_one_by_one() -> None:
    found, problems = read(
        table(
            "信息内容|本年新制作数量|本年新公开数量*2|对外公开总数量",
            f"{DOCUMENTS['regulations']}|1|8*2|9",
            f"{LICENCES.title}*5",
            f"{'|'.join(CHARGES_F19.heads)}*2|处理决定数量",
            f"{DOCUMENTS['licensing']}|20*2|3|777",
            f"{DOCUMENTS['other_services']}|4|5*2|6",
        )
    )
    assert list(found.values()) == ["1", "8", "9", "20", "3", "777", "4", "5", "6"]
    assert not problems


def test_a_row_whose_cells_are_doubled_with_their_heads_is_whole() -> None:
    lines = (
        "| 信息内容 | 本年处理决定数量 | 本年处理决定数量 |",
        "|---|---|---|",
        f"| {DOCUMENTS['licensing']} | 1,024 | 1,024 |",
    )
    cells, problems = read_cells("\n".join(lines))
    assert [cell.raw for cell in cells if cell.row and cell.column] == ["1,024", "1,024"]
    assert not problems
