"""PDF files become paragraphs and grids: what the page broke is whole, what the page added is gone."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.pdf.reader import read_pdf
from pipeline.model import Format, Grid
from tests.ingest.pdf_files import (
    COLUMNS,
    FONT,
    HEAD,
    LEFT,
    LONG,
    SIZE,
    STEP,
    TOP,
    WIDTHS,
    Draw,
    grids,
    make_pdf,
    paragraph,
    rows,
    rule,
    text_page,
    texts,
    wrap,
    write,
)


def test_wrapped_lines_are_joined_and_headings_stay_by_themselves() -> None:
    words = ["一、总体情况", LONG, "（一）主动公开", LONG]
    page = read_pdf(make_pdf(text_page(*words)))
    assert page.format is Format.PDF
    assert texts(page) == words


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_number_that_a_line_breaks_comes_out_whole(cut: int) -> None:
    words = "甲" * (COLUMNS - 2) + "乙" * (COLUMNS - 1) + "12345"[:cut] + "67890条，下文如此。"
    assert texts(read_pdf(make_pdf(text_page(words, LONG)))) == [words, LONG]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first, second = wrap(LONG)[:1], wrap(LONG)[1:]

    def head(canvas: Canvas) -> None:
        y = paragraph(canvas, LONG, TOP)
        write(canvas, first[0], LEFT + 2 * SIZE, y)
        write(canvas, "— 1 —", 280, 40, 12)

    def tail(canvas: Canvas) -> None:
        for number, line in enumerate(second):
            write(canvas, line, LEFT, TOP - number * STEP)
        write(canvas, "— 2 —", 280, 40, 12)

    assert texts(read_pdf(make_pdf(head, tail))) == [LONG, LONG]


@pytest.mark.parametrize(
    "number",
    ["-{}-", "- {} -", "— {} —", "{}", "第{}页", "第{}页 共9页", "第 {} 页，共 9 页", "{}/9", "Page {} of 9", "· {} ·"],
)
@pytest.mark.parametrize("level", [30, 810])
def test_page_numbers_are_removed(number: str, level: float) -> None:
    def draw(page: int) -> Draw:
        def inner(canvas: Canvas) -> None:
            paragraph(canvas, LONG, TOP)
            write(canvas, number.format(page), 280, level, 10)

        return inner

    assert texts(read_pdf(make_pdf(draw(3), draw(4)))) == [LONG, LONG]


def test_a_number_within_the_text_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(canvas, LONG, TOP)
        write(canvas, "12", LEFT + 2 * SIZE, 400)
        paragraph(canvas, LONG, 300)

    assert texts(read_pdf(make_pdf(draw))) == [LONG, "12", LONG]


def test_a_number_that_ends_a_text_in_the_middle_of_a_page_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        y = paragraph(canvas, LONG, TOP)
        write(canvas, "12", LEFT + 2 * SIZE, y)

    assert texts(read_pdf(make_pdf(draw))) == [LONG, "12"]


@pytest.mark.parametrize("end", [523, 491])
def test_a_signature_stays_on_its_lines(end: int) -> None:
    def draw(canvas: Canvas) -> None:
        y = paragraph(canvas, LONG, TOP) - STEP
        canvas.setFont(FONT, SIZE)
        canvas.drawRightString(end, y, "某镇人民政府")
        canvas.drawRightString(end, y - STEP, "2024年1月15日")

    assert texts(read_pdf(make_pdf(draw))) == [LONG, "某镇人民政府", "2024年1月15日"]


def test_running_heads_are_removed_and_titles_are_not() -> None:
    def draw(page: int) -> Draw:
        def inner(canvas: Canvas) -> None:
            write(canvas, f"某镇年度报告 第{page}页", LEFT, 800, 9)
            write(canvas, f"表{'一二三四'[page]}", 250, 770, 12)
            paragraph(canvas, LONG, 700)

        return inner

    assert texts(read_pdf(make_pdf(*map(draw, range(4))))) == [
        words for page in range(4) for words in (f"表{'一二三四'[page]}", LONG)
    ]


PLACED_HEAD = [
    ("项目", 0, 0, 2, 1),
    ("数量", 0, 1, 1, 2),
    ("备注", 0, 3, 2, 1),
    ("自然人", 1, 1, 1, 1),
    ("法人", 1, 2, 1, 1),
]


def places(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]


def test_a_ruled_table_keeps_its_merged_cells_blanks_slashes_and_place() -> None:
    body = [["予以公开", "1,024", "/", ""], ["不予公开", "", "7.5", "^"], ["合计", "<", "3", "见附注"]]

    def draw(canvas: Canvas) -> None:
        y = paragraph(canvas, LONG, TOP)
        rule(canvas, [*HEAD, *body], LEFT, y, widths=WIDTHS)
        paragraph(canvas, LONG, y - 6 * 24)

    page = read_pdf(make_pdf(draw))
    assert texts(page) == [LONG, "", LONG]
    (grid,) = grids(page)
    assert places(grid) == [
        *PLACED_HEAD,
        ("予以公开", 2, 0, 1, 1),
        ("1,024", 2, 1, 1, 1),
        ("/", 2, 2, 1, 1),
        ("", 2, 3, 2, 1),
        ("不予公开", 3, 0, 1, 1),
        ("", 3, 1, 1, 1),
        ("7.5", 3, 2, 1, 1),
        ("合计", 4, 0, 1, 2),
        ("3", 4, 2, 1, 1),
        ("见附注", 4, 3, 1, 1),
    ]
    assert {cell.page for cell in grid.cells} == {1}


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_on_the_next_page(repeated: bool) -> None:  # noqa: FBT001
    above = [["受理", "1", "2", "甲"], ["办结", "3", "4", "乙"]]
    below = [["结转", "5", "6", "丙"]]

    def first(canvas: Canvas) -> None:
        rule(canvas, [*HEAD, *above], LEFT, 200, widths=WIDTHS)
        write(canvas, "- 1 -", 280, 40, 10)

    def second(canvas: Canvas) -> None:
        rule(canvas, [*(HEAD if repeated else []), *below], LEFT, 760, widths=WIDTHS)
        paragraph(canvas, LONG, 500)
        write(canvas, "- 2 -", 280, 40, 10)

    page = read_pdf(make_pdf(first, second))
    assert texts(page) == ["", LONG]
    (grid,) = grids(page)
    assert places(grid)[:5] == PLACED_HEAD
    assert rows(grid)[2:] == [*above, *below]
    assert [cell.page for cell in grid.cells if cell.row == 4] == [2] * 4


def test_a_merged_cell_goes_on_on_the_next_page() -> None:
    def first(canvas: Canvas) -> None:
        rule(canvas, [["办理结果", "公开", "1"], ["^", "不公开", "2"]], LEFT, 200, widths=(100, 100, 100))

    def second(canvas: Canvas) -> None:
        rule(canvas, [["", "其他", "3"], ["总计", "<", "6"]], LEFT, 760, widths=(100, 100, 100))

    (grid,) = grids(read_pdf(make_pdf(first, second)))
    assert places(grid)[0] == ("办理结果", 0, 0, 3, 1)
    assert rows(grid) == [["办理结果", "公开", "1"], ["不公开", "2"], ["其他", "3"], ["总计", "6"]]


def test_a_title_between_two_tables_keeps_them_apart() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "表二", 270, 790, 12)
        rule(canvas, [["甲", "1"], ["乙", "2"]], LEFT, 760, widths=(100, 100))

    assert texts(read_pdf(make_pdf(draw, draw))) == ["表二", "", "表二", ""]


@pytest.mark.parametrize("widths", [(100, 130), (60, 140)])
def test_a_table_with_other_columns_is_another(widths: tuple[int, int]) -> None:
    def first(canvas: Canvas) -> None:
        rule(canvas, [["甲", "1"], ["乙", "2"]], LEFT, 200, widths=(100, 100))

    def second(canvas: Canvas) -> None:
        rule(canvas, [["丙", "3"], ["丁", "4"]], LEFT, 760, widths=widths)

    assert [rows(grid) for grid in grids(read_pdf(make_pdf(first, second)))] == [
        [["甲", "1"], ["乙", "2"]],
        [["丙", "3"], ["丁", "4"]],
    ]


def test_cells_of_several_lines_are_joined_but_two_numbers_are_not() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [["", "", ""], ["甲", "乙", "丙"]], LEFT, 600, widths=(80, 52, 120), height=60)
        for number, words in enumerate(["本年新收申请", "数量"]):
            write(canvas, words, LEFT + 5, 580 - number * 14, 10)
        for number, words in enumerate(["12,345,67", "8.90"]):
            write(canvas, words, LEFT + 83, 580 - number * 14, 10)
        for number, words in enumerate(["12", "34"]):
            write(canvas, words, LEFT + 180, 580 - number * 14, 10)

    (grid,) = grids(read_pdf(make_pdf(draw)))
    assert rows(grid)[0] == ["本年新收申请数量", "12,345,678.90", "12 34"]


def test_a_table_of_thin_areas_and_one_in_a_form_are_read_like_one_of_lines() -> None:
    def thin(canvas: Canvas) -> None:
        for x in (75, 175, 275):
            canvas.rect(x, 552, 0.7, 48, stroke=0, fill=1)
        for y in (552, 576, 600):
            canvas.rect(75, y, 200.7, 0.7, stroke=0, fill=1)
        for words, x, y in (("甲", 80, 580), ("1", 180, 580), ("乙", 80, 556), ("2", 180, 556)):
            write(canvas, words, x, y, 10)

    def form(canvas: Canvas) -> None:
        canvas.beginForm("table")
        rule(canvas, [["甲", "1"], ["乙", "2"]], 0, 0, widths=(100, 100))
        canvas.endForm()
        canvas.translate(75, 600)
        canvas.doForm("table")

    for draw in (thin, form):
        (grid,) = grids(read_pdf(make_pdf(draw)))
        assert rows(grid) == [["甲", "1"], ["乙", "2"]]
