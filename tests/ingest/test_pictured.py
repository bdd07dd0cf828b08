"""A picture among the digits of a number, or in their place, is told, and the number is not read."""

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.characters import PICTURED
from pipeline.model import Report, Source
from pipeline.report import extract_source
from tests.htmltables import table
from tests.ingest.pdf_files import LEFT, SIZE, TOP, make_pdf, rule, write
from tests.ingest.word_files import MakeDocx, run
from tests.ingest.word_files import cell as word_cell
from tests.ingest.word_files import paragraph as word_paragraph
from tests.ingest.word_files import row as word_row
from tests.ingest.word_files import table as word_table

PICTURES = [
    "<img src='n2.gif'>",
    "<img src='n2.gif' alt='2' width='8' height='14'>",
    "<img src='data:image/png;base64,iVBORw0KGgo='>",
    "<span class='n'><img src='n.png'></span>",
    "<svg width='8' height='12'></svg>",
    "<canvas width='8' height='12'></canvas>",
    "<i style='background:url(2.png);width:8px;height:14px'></i>",
    "<img data-original='2.png' src='blank.gif'>",
]
HEADS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
# What Word has of a picture in a line.
DRAWN = (
    "<w:r><w:drawing><wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'>"
    "<wp:extent cx='90000' cy='160000'/>"
    "<a:blip xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'/></wp:inline></w:drawing></w:r>"
)


def read(name: str, data: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """The numbers that are read, and what is told, each with its words; marks are stars."""
    report = extract_source(Source(name, data))
    assert isinstance(report, Report)
    text = report.text.text
    told = [(one.code, text[slice(one.start, one.end)].replace(PICTURED, "*")) for one in report.problems]
    numbers = [text[one.start : one.end] for one in report.figures]
    numbers += [cell.raw for cell in report.cells if cell.value is not None]
    return numbers, [one for one in told if one[0] in ("unread_number", "unread_cell")]


def of_page(body: str) -> tuple[list[str], list[tuple[str, str]]]:
    return read("a.html", f"<html><body><p>一、概述</p>{body}</body></html>".encode())


@pytest.mark.parametrize("shown", PICTURES)
def test_a_number_with_a_picture_among_its_digits_is_told_and_not_read(shown: str) -> None:
    words = f"<p>公开信息1{shown}3条，收到申请{shown}件，答复{shown}5件，占9{shown}%，开会4次。</p>"
    told = [("unread_number", words) for words in ("1*3", "*", "*5", "9*")]
    assert of_page(words) == (["4次"], told)


@pytest.mark.parametrize("shown", PICTURES)
def test_a_cell_with_a_picture_among_its_digits_is_told_and_not_read(shown: str) -> None:
    grid = table("|".join(HEADS), f"规章|1{shown}|{shown}|3").replace("&lt;", "<")
    numbers, told = of_page(grid)
    assert (numbers, told) == (["3"], [("unread_cell", "1*"), ("unread_cell", "*")])


@pytest.mark.parametrize(
    "words",
    [
        "<img src='a.gif' width='9'>2023年公开信息13条。<img src='b.gif' width='9'>",
        "公开信息13条<img src='spacer.gif' width='1'>，均按时。",
        "公开信息13条，详见<img src='doc.png' width='16'>附件。",
        "公开信息1<b>3</b>条。<img src='icon.gif'>",
        "<img src='a.png' style='display:none'>公开信息13条。",
    ],
)
def test_signs_and_icons_beside_numbers_are_none_of_their_digits(words: str) -> None:
    assert of_page(f"<p>{words}</p>") == (["13条"], [])


def test_a_character_that_was_lost_within_a_number_is_told() -> None:
    assert read("a.txt", "一、概述\n公开信息1\N{REPLACEMENT CHARACTER}3条，开会4次。".encode())[0] == ["4次"]


def test_a_picture_in_a_line_of_word_is_a_digit(make_docx: MakeDocx) -> None:
    line = word_paragraph(run("公开信息1") + DRAWN + run("3条，开会4次。"))
    assert read("a.docx", make_docx(line)) == (["4次"], [("unread_number", "1*3")])
    heads = [word_cell(word_paragraph(run(head))) for head in HEADS]
    values = [word_cell(word_paragraph(inside)) for inside in (run("规章"), run("1") + DRAWN, DRAWN, run("3"))]
    grid = word_table(word_row(*heads), word_row(*values))
    assert read("a.docx", make_docx(grid)) == (["3"], [("unread_cell", "1*"), ("unread_cell", "*")])
    assert read("a.docx", make_docx(word_paragraph(DRAWN + run("公开信息13条。") + DRAWN))) == (["13条"], [])


def _digit(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (8, 14), 90)), x, y - 1, SIZE / 2, SIZE * 0.8)


def test_a_small_picture_in_a_line_of_print_is_a_digit() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "一、概述", LEFT, TOP)
        write(canvas, "本局公开信息1", LEFT, TOP - 30)
        _digit(canvas, LEFT + 6.5 * SIZE, TOP - 30)
        write(canvas, "3条，开会4次。", LEFT + 7 * SIZE, TOP - 30)
        _digit(canvas, LEFT, TOP - 60)  # a sign by itself

    assert read("a.pdf", make_pdf(draw)) == (["4次"], [("unread_number", "1*3")])


def test_a_small_picture_in_a_printed_cell_is_a_digit() -> None:
    def draw(canvas: Canvas) -> None:
        rule(canvas, [HEADS, ["规章", "1", "", "3"]], LEFT, 700, widths=[110] * 4)
        _digit(canvas, LEFT + 110 + 10, 700 - 41)
        _digit(canvas, LEFT + 220 + 14, 700 - 41)

    assert read("a.pdf", make_pdf(draw)) == (["3"], [("unread_cell", "1*"), ("unread_cell", "*")])
