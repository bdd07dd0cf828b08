"""Prose beside prose: bulletins in two columns and two pages on a sheet are read one by one, and tables are not."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.pdf.reader import read_pdf
from tests.ingest.pdf_files import grids, make_pdf, rule, texts, write

STEP, SIZE = 22, 14
LEFT = "全镇通过网站和公开栏公布各类事项4321条，其中规划类210条，均未超过期限，也没有人提出异议。"
RIGHT = "窗口全年接到来信来电765次，当场答复的有640次，其余转给有关科室，五天之内全部办完。"


def set_lines(words: str, room: int) -> list[str]:
    """Words in lines of so many ideographs; digits are half as wide."""
    lines = [""]
    for character in words:
        if sum(0.5 if c.isascii() else 1 for c in lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character
    return lines


def column(canvas: Canvas, lines: list[str], x: float, y: float = 720) -> None:
    for number, line in enumerate(lines):
        write(canvas, line, x, y - STEP * number, SIZE)


@pytest.mark.parametrize("gutter", [20, 30, 60, 90])
@pytest.mark.parametrize("title", ["", "某镇政务公开工作年报"])
def test_prose_beside_prose_is_read_column_by_column(gutter: int, title: str) -> None:
    def draw(canvas: Canvas) -> None:
        if title:
            write(canvas, title, 190, 780, 20)
        column(canvas, set_lines(LEFT, 12), 100)
        column(canvas, set_lines(RIGHT, 12), 100 + 12 * SIZE + gutter)

    assert texts(read_pdf(make_pdf(draw))) == [*([title] if title else []), LEFT, RIGHT]


def test_a_sentence_goes_on_at_the_head_of_the_next_column() -> None:
    def draw(canvas: Canvas) -> None:
        lines = set_lines(LEFT + RIGHT, 12)
        column(canvas, lines[: len(lines) // 2], 60)
        column(canvas, lines[len(lines) // 2 :], 300)

    assert texts(read_pdf(make_pdf(draw))) == [LEFT + RIGHT]


def test_of_two_pages_on_a_sheet_the_first_is_read_first_with_its_table() -> None:
    rows = ("事项", "件数"), ("规章", "3"), ("处罚", "8")

    def draw(canvas: Canvas) -> None:
        column(canvas, set_lines(LEFT * 3, 22), 60, 520)
        column(canvas, set_lines(RIGHT * 3, 22), 460, 520)
        rule(canvas, rows, 60, 320, widths=(100, 100))

    page = read_pdf(make_pdf(draw, size=(842, 595)))
    assert texts(page) == [LEFT * 3, "", RIGHT * 3]
    assert [cell.text for cell in grids(page)[0].cells] == [words for row in rows for words in row]
    assert {cell.page for cell in grids(page)[0].cells} == {1}
    assert [bool(block.grid) for block in page.blocks] == [False, True, False]


@pytest.mark.parametrize("words", ["数", "公开"])
def test_labels_beside_short_words_are_no_columns_of_prose(words: str) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(6):
            write(canvas, "本机关公布的事项共计", 60, 720 - STEP * number, SIZE)
            write(canvas, f"{words}{number}", 350, 720 - STEP * number, SIZE)

    page = read_pdf(make_pdf(draw))
    assert not page.problems
    assert len(page.blocks) < 12


def test_columns_whose_edges_are_ragged_are_told_and_read_across() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(10):
            write(canvas, "本机关公布的事项共计"[: 10 - number % 4], 60, 720 - STEP * number, SIZE)
            write(
                canvas, "答复来信来电的情况" * 2 if number == 3 else "答复来信来电情况", 320, 720 - STEP * number, SIZE
            )

    page = read_pdf(make_pdf(draw))
    assert [problem.code for problem in page.problems] == ["mixed_columns"]
