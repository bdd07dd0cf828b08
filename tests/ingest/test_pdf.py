"""PDF files become paragraphs and grids: what the page broke is whole, what the page added is gone."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.pdf.reader import read_pdf
from pipeline.model import Format, Grid
from tests.ingest import pdf_files as pdf


def test_wrapped_lines_are_joined_and_headings_stay_by_themselves() -> None:
    words = ["一、总体情况", pdf.LONG, "（一）主动公开", pdf.LONG]
    page = read_pdf(pdf.make_pdf(pdf.text_page(*words)))
    assert page.format is Format.PDF
    assert pdf.texts(page) == words


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_number_that_a_line_breaks_comes_out_whole(cut: int) -> None:
    words = "甲" * (pdf.COLUMNS - 2) + "乙" * (pdf.COLUMNS - 1) + "12345"[:cut] + "67890条，下文如此。"
    assert pdf.texts(read_pdf(pdf.make_pdf(pdf.text_page(words, pdf.LONG)))) == [words, pdf.LONG]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    first, second = pdf.wrap(pdf.LONG)[:1], pdf.wrap(pdf.LONG)[1:]

    def head(canvas: Canvas) -> None:
        y = pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        pdf.write(canvas, first[0], pdf.LEFT + 2 * pdf.SIZE, y)
        pdf.write(canvas, "— 1 —", 280, 40, 12)

    def tail(canvas: Canvas) -> None:
        for number, line in enumerate(second):
            pdf.write(canvas, line, pdf.LEFT, pdf.TOP - number * pdf.STEP)
        pdf.write(canvas, "— 2 —", 280, 40, 12)

    assert pdf.texts(read_pdf(pdf.make_pdf(head, tail))) == [pdf.LONG, pdf.LONG]


@pytest.mark.parametrize(
    "number",
    ["-{}-", "- {} -", "— {} —", "{}", "第{}页", "第{}页 共9页", "第 {} 页，共 9 页", "{}/9", "Page {} of 9", "· {} ·"],
)
@pytest.mark.parametrize("level", [30, 810])
def test_page_numbers_are_removed(number: str, level: float) -> None:
    def draw(page: int) -> pdf.Draw:
        def inner(canvas: Canvas) -> None:
            pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
            pdf.write(canvas, number.format(page), 280, level, 10)

        return inner

    assert pdf.texts(read_pdf(pdf.make_pdf(draw(3), draw(4)))) == [pdf.LONG, pdf.LONG]


def test_a_number_within_the_text_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        pdf.write(canvas, "12", pdf.LEFT + 2 * pdf.SIZE, 400)
        pdf.paragraph(canvas, pdf.LONG, 300)

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == [pdf.LONG, "12", pdf.LONG]


def test_a_number_that_ends_a_text_in_the_middle_of_a_page_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        y = pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        pdf.write(canvas, "12", pdf.LEFT + 2 * pdf.SIZE, y)

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == [pdf.LONG, "12"]


@pytest.mark.parametrize("end", [523, 491])
def test_a_signature_stays_on_its_lines(end: int) -> None:
    def draw(canvas: Canvas) -> None:
        y = pdf.paragraph(canvas, pdf.LONG, pdf.TOP) - pdf.STEP
        canvas.setFont(pdf.FONT, pdf.SIZE)
        canvas.drawRightString(end, y, "某镇人民政府")
        canvas.drawRightString(end, y - pdf.STEP, "2024年1月15日")

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == [pdf.LONG, "某镇人民政府", "2024年1月15日"]


def test_running_heads_are_removed_and_titles_are_not() -> None:
    def draw(page: int) -> pdf.Draw:
        def inner(canvas: Canvas) -> None:
            pdf.write(canvas, f"某镇年度报告 第{page}页", pdf.LEFT, 800, 9)
            pdf.write(canvas, f"表{'一二三四'[page]}", 250, 770, 12)
            pdf.paragraph(canvas, pdf.LONG, 700)

        return inner

    assert pdf.texts(read_pdf(pdf.make_pdf(*map(draw, range(4))))) == [
        words for page in range(4) for words in (f"表{'一二三四'[page]}", pdf.LONG)
    ]


PLACED_HEAD = [
    ("项目", 0, 0, 2, 1),
    ("数量", 0, 1, 1, 2),
    ("备注", 0, 3, 2, 1),
    ("自然人", 1, 1, 1, 1),
    ("法人", 1, 2, 1, 1),
]


def cells_of(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]


def test_a_ruled_table_keeps_its_merged_cells_blanks_slashes_and_place() -> None:
    body = [["予以公开", "1,024", "/", ""], ["不予公开", "", "7.5", "^"], ["合计", "<", "3", "见附注"]]

    def draw(canvas: Canvas) -> None:
        y = pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        pdf.rule(canvas, [*pdf.HEAD, *body], pdf.LEFT, y, widths=pdf.WIDTHS)
        pdf.paragraph(canvas, pdf.LONG, y - 6 * 24)

    page = read_pdf(pdf.make_pdf(draw))
    assert pdf.texts(page) == [pdf.LONG, "", pdf.LONG]
    (grid,) = pdf.grids(page)
    assert cells_of(grid) == [
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
        pdf.rule(canvas, [*pdf.HEAD, *above], pdf.LEFT, 200, widths=pdf.WIDTHS)
        pdf.write(canvas, "- 1 -", 280, 40, 10)

    def second(canvas: Canvas) -> None:
        pdf.rule(canvas, [*(pdf.HEAD if repeated else []), *below], pdf.LEFT, 760, widths=pdf.WIDTHS)
        pdf.paragraph(canvas, pdf.LONG, 500)
        pdf.write(canvas, "- 2 -", 280, 40, 10)

    page = read_pdf(pdf.make_pdf(first, second))
    assert pdf.texts(page) == ["", pdf.LONG]
    (grid,) = pdf.grids(page)
    assert cells_of(grid)[:5] == PLACED_HEAD
    assert pdf.rows(grid)[2:] == [*above, *below]
    assert [cell.page for cell in grid.cells if cell.row == 4] == [2] * 4


def test_a_merged_cell_goes_on_on_the_next_page() -> None:
    def first(canvas: Canvas) -> None:
        pdf.rule(canvas, [["办理结果", "公开", "1"], ["^", "不公开", "2"]], pdf.LEFT, 200, widths=(100, 100, 100))

    def second(canvas: Canvas) -> None:
        pdf.rule(canvas, [["", "其他", "3"], ["总计", "<", "6"]], pdf.LEFT, 760, widths=(100, 100, 100))

    (grid,) = pdf.grids(read_pdf(pdf.make_pdf(first, second)))
    assert cells_of(grid)[0] == ("办理结果", 0, 0, 3, 1)
    assert pdf.rows(grid) == [["办理结果", "公开", "1"], ["不公开", "2"], ["其他", "3"], ["总计", "6"]]


def test_a_title_between_two_tables_keeps_them_apart() -> None:
    def draw(canvas: Canvas) -> None:
        pdf.write(canvas, "表二", 270, 790, 12)
        pdf.rule(canvas, [["甲", "1"], ["乙", "2"]], pdf.LEFT, 760, widths=(100, 100))

    assert pdf.texts(read_pdf(pdf.make_pdf(draw, draw))) == ["表二", "", "表二", ""]


@pytest.mark.parametrize("widths", [(100, 130), (60, 140)])
def test_a_table_with_other_columns_is_another(widths: tuple[int, int]) -> None:
    def first(canvas: Canvas) -> None:
        pdf.rule(canvas, [["甲", "1"], ["乙", "2"]], pdf.LEFT, 200, widths=(100, 100))

    def second(canvas: Canvas) -> None:
        pdf.rule(canvas, [["丙", "3"], ["丁", "4"]], pdf.LEFT, 760, widths=widths)

    assert [pdf.rows(grid) for grid in pdf.grids(read_pdf(pdf.make_pdf(first, second)))] == [
        [["甲", "1"], ["乙", "2"]],
        [["丙", "3"], ["丁", "4"]],
    ]


def test_cells_of_several_lines_are_joined_but_two_numbers_are_not() -> None:
    def draw(canvas: Canvas) -> None:
        pdf.rule(canvas, [["", "", ""], ["甲", "乙", "丙"]], pdf.LEFT, 600, widths=(80, 52, 120), height=60)
        for number, words in enumerate(["本年新收申请", "数量"]):
            pdf.write(canvas, words, pdf.LEFT + 5, 580 - number * 14, 10)
        for number, words in enumerate(["12,345,67", "8.90"]):
            pdf.write(canvas, words, pdf.LEFT + 83, 580 - number * 14, 10)
        for number, words in enumerate(["12", "34"]):
            pdf.write(canvas, words, pdf.LEFT + 180, 580 - number * 14, 10)

    (grid,) = pdf.grids(read_pdf(pdf.make_pdf(draw)))
    assert pdf.rows(grid)[0] == ["本年新收申请数量", "12,345,678.90", "12 34"]


def test_a_table_of_thin_areas_and_one_in_a_form_are_read_like_one_of_lines() -> None:
    def thin(canvas: Canvas) -> None:
        for x in (75, 175, 275):
            canvas.rect(x, 552, 0.7, 48, stroke=0, fill=1)
        for y in (552, 576, 600):
            canvas.rect(75, y, 200.7, 0.7, stroke=0, fill=1)
        for words, x, y in (("甲", 80, 580), ("1", 180, 580), ("乙", 80, 556), ("2", 180, 556)):
            pdf.write(canvas, words, x, y, 10)

    def form(canvas: Canvas) -> None:
        canvas.beginForm("table")
        pdf.rule(canvas, [["甲", "1"], ["乙", "2"]], 0, 0, widths=(100, 100))
        canvas.endForm()
        canvas.translate(75, 600)
        canvas.doForm("table")

    for draw in (thin, form):
        (grid,) = pdf.grids(read_pdf(pdf.make_pdf(draw)))
        assert pdf.rows(grid) == [["甲", "1"], ["乙", "2"]]
