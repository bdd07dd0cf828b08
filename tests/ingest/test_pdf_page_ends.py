"""Tables that the end of a page cuts: within a row, beside a merged label, under what a browser prints at its edges."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.pdf.reader import read_pdf
from pipeline.model import Page
from tests.ingest.pdf_files import LEFT, TOP, Cells, grids, make_pdf, paragraph, rows, rule, texts, write

SIDES = (150, 60, 60, 60)
HEADS = ["", "自然人", "其他", "总计"]
TITLE = "某局2023年政府信息公开工作年度报告"


def over_two_pages(above: Cells, below: Cells, *, widths: tuple[float, ...] = SIDES, stamped: bool = False) -> Page:
    def stamp(canvas: Canvas, number: int) -> None:
        if stamped:
            write(canvas, f"2024/1/17 09:30 {TITLE}", 30, 822, 8)
            write(canvas, f"https://www.a.gov.cn/art/2024/1.html {number}/2", 30, 16, 8)

    def first(canvas: Canvas) -> None:
        stamp(canvas, 1)
        rule(canvas, above, LEFT, 200, widths=widths)

    def second(canvas: Canvas) -> None:
        stamp(canvas, 2)
        rule(canvas, below, LEFT, 790, widths=widths)

    return read_pdf(make_pdf(first, second))


def table_of(page: Page) -> list[list[str]]:
    (grid,) = grids(page)
    return rows(grid)


LABEL = "8.属于行政查询事项"


@pytest.mark.parametrize("cut", range(3, len(LABEL)))
@pytest.mark.parametrize("numbers_below", [False, True])
def test_a_row_that_the_end_of_a_page_cuts_is_one_row(cut: int, numbers_below: bool) -> None:  # noqa: FBT001
    numbers, blanks = ["4", "0", "4"], ["", "", ""]
    pieces = [
        [LABEL[:cut], *(blanks if numbers_below else numbers)],
        [LABEL[cut:], *(numbers if numbers_below else blanks)],
    ]
    page = over_two_pages(
        [HEADS, ["7.属于行政执法案卷", "1", "0", "1"], pieces[0]], [pieces[1], ["（七）总计", "5", "0", "5"]]
    )
    assert table_of(page)[2:] == [[LABEL, *numbers], ["（七）总计", "5", "0", "5"]]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["规章", "4", "0", "4"], ["行政许可", "", "", ""]),
        (["规章", "", "", ""], ["行政许可", "4", "0", "4"]),
        (["规章", "4", "0", "4"], ["事项信息", "1", "0", "1"]),
        (["1.属于国家秘密", "4", "0", "4"], ["2.重复", "", "", ""]),
        (["本地的指标", "4", "0", "4"], ["另一指标", "1", "", ""]),
    ],
)
def test_two_rows_on_both_sides_of_a_page_end_stay_two(above: list[str], below: list[str]) -> None:
    page = over_two_pages([HEADS, ["（一）予以公开", "1", "0", "1"], above], [below, ["（七）总计", "5", "0", "5"]])
    assert table_of(page)[2:4] == [above, below]


def test_a_label_of_no_form_goes_on_where_its_table_leaves_no_row_blank() -> None:
    above = [HEADS, ["甲类事项", "1", "0", "1"], ["乙类办理", "2", "0", "2"]]
    assert table_of(over_two_pages(above, [["情况", "", "", ""], ["丙类", "3", "0", "3"]]))[2] == [
        "乙类办理情况",
        "2",
        "0",
        "2",
    ]
    blank = ["丙类", "", "", ""]
    assert table_of(over_two_pages(above, [["情况", "", "", ""], blank]))[2:] == [above[2], ["情况", "", "", ""], blank]


def test_numbers_of_two_rows_without_a_line_between_them_are_never_one() -> None:
    def first(canvas: Canvas) -> None:
        rule(canvas, [HEADS, ["甲", "1", "0", "1"]], LEFT, 200, widths=SIDES)
        open_row(canvas, ["乙", "2", "0", "2"], 152)

    def second(canvas: Canvas) -> None:
        open_row(canvas, ["丙", "3", "0", "3"], 790)
        rule(canvas, [["丁", "4", "0", "4"]], LEFT, 766, widths=SIDES)

    def open_row(canvas: Canvas, cells: list[str], top: float) -> None:
        x = float(LEFT)
        for words, width in zip(cells, SIDES, strict=True):
            canvas.line(x, top, x, top - 24)
            write(canvas, words, x + 4, top - 16, 10)
            x += width
        canvas.line(x, top, x, top - 24)

    printed = table_of(read_pdf(make_pdf(first, second)))
    assert printed[2:] == [["乙", "2", "0", "2"], ["丙", "3", "0", "3"], ["丁", "4", "0", "4"]]


def test_what_a_browser_prints_at_the_edges_of_two_pages_is_no_text() -> None:
    page = over_two_pages([HEADS, ["甲", "1", "0", "1"]], [["乙", "2", "0", "2"]], stamped=True)
    assert texts(page) == [""]
    assert len(table_of(page)) == 3
    assert page.facts == (("title", TITLE),)


def test_a_date_within_the_text_is_no_stamp_of_a_browser() -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(canvas, "2024/1/17 09:30 公开3条", TOP - 200)

    assert texts(read_pdf(make_pdf(draw))) == ["2024/1/17 09:30 公开3条"]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_merged_label_that_goes_over_a_whole_page_keeps_its_column(columns: int) -> None:
    sides = (50,) * columns + SIDES

    def first(canvas: Canvas) -> None:
        groups = ["办理"] * columns
        above = [[*groups, "（一）予以公开", "1", "0", "1"], ["^" for _ in groups] + [LABEL, "2", "0", "2"]]
        rule(canvas, above, LEFT, 160, widths=sides)

    def second(canvas: Canvas) -> None:
        rule(canvas, [["3.其他", "3", "0", "3"], ["4.其余", "4", "0", "4"]], LEFT + 50 * columns, 790, widths=SIDES)
        for column in range(columns):
            canvas.line(LEFT + 50 * column, 790, LEFT + 50 * column, 742)

    (grid,) = grids(read_pdf(make_pdf(first, second)))
    assert [cell.column for cell in grid.cells if cell.text == "3.其他"] == [columns]
    assert [cell.rows for cell in grid.cells if cell.text == "办理"] == [4] * columns


UNLINED = (75, 380, 420, 460)


@pytest.mark.parametrize(
    "label",
    [
        ["5.要求行政机关确认或", "重新出具已获取信息"],
        ["1.申请人无正当理由逾", "期不补正、行政机关不再", "处理其政府信息公开申请"],
        ["（二）部分公开（区分处", "理的，只计这一情形）"],
    ],
)
def test_a_label_on_several_lines_around_its_numbers_is_one(label: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        y = 700.0
        for words in label:
            write(canvas, words, UNLINED[0], y, 12)
            y -= 16
        middle = 700.0 - 16 * (len(label) - 1) / 2
        for words, x in zip(("7", "0", "7"), UNLINED[1:], strict=True):
            write(canvas, words, x, middle, 12)
        write(canvas, "规章", UNLINED[0], y - 6, 12)

    assert texts(read_pdf(make_pdf(draw))) == [f"{''.join(label)} 7 0 7", "规章"]


def test_lines_around_numbers_that_are_no_label_together_stay_as_they_are() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "要求行政机关说明或", UNLINED[0], 700, 12)
        for words, x in zip(("7", "0", "7"), UNLINED[1:], strict=True):
            write(canvas, words, x, 692, 12)
        write(canvas, "重新出具已获取信息", UNLINED[0], 684, 12)

    assert texts(read_pdf(make_pdf(draw))) == ["要求行政机关说明或", "7 0 7", "重新出具已获取信息"]
