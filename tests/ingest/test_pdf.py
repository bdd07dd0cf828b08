"""PDF files become paragraphs and grids: what the page broke is whole, what the page added is gone."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.characters.encoding import UnreadableError
from pipeline.ingest.page import read_page
from pipeline.ingest.pdf.reader import PdfLimits, read_pdf
from pipeline.model import Format, Grid, Page, Report, Source
from pipeline.report import extract_source

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

WIDTH, HEIGHT, SIZE = 595, 842, 16
LEFT, COLUMNS = 75, 28  # 28 characters of 16 points fill 448 of the page's 595 points
TOP, STEP = 740, 27

SENTENCE = "本镇全年通过门户网站、公众号和村务公开栏主动公开政府信息一千余条，其中规划类"
LONG = f"{SENTENCE}12345条、财政类678条，均在法定期限内公开。"

Draw = Callable[[Canvas], None]
Cells = Sequence[Sequence[str]]


def make_pdf(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), encrypt: str | None = None) -> bytes:
    out = BytesIO()
    security = pdfencrypt.StandardEncryption(encrypt, canPrint=0) if encrypt else None
    canvas = Canvas(out, pagesize=size, invariant=1, encrypt=security)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, words: str, x: float, y: float, size: float = SIZE) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, words)


def wrap(words: str, first: int = COLUMNS - 2) -> list[str]:
    """The lines of a paragraph whose first line is two characters shorter; digits take half of a place."""
    lines, room, line = [], float(first), ""
    for character in words:
        width = 0.5 if character.isascii() else 1.0
        if width > room:
            lines.append(line)
            line, room = "", float(COLUMNS)
        line, room = line + character, room - width
    return [*lines, line]


def paragraph(canvas: Canvas, words: str, y: float) -> float:
    """Writes a paragraph with its first line indented, and says where the next one begins."""
    for number, line in enumerate(wrap(words)):
        write(canvas, line, LEFT if number else LEFT + 2 * SIZE, y)
        y -= STEP
    return y


def text_page(*paragraphs: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        y = float(TOP)
        for words in paragraphs:
            y = paragraph(canvas, words, y)

    return draw


def rule(canvas: Canvas, cells: Cells, x: float, y: float, *, widths: Sequence[float], height: float = 24) -> None:
    """Draws a table with all of its lines; ``<`` merges a place with that on its left, ``^`` with that above."""
    lefts = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
    for row, line in enumerate(cells):
        top = y - row * height
        for column, words in enumerate(line):
            if words != "^":
                canvas.line(lefts[column], top, lefts[column + 1], top)
            if words != "<":
                canvas.line(lefts[column], top, lefts[column], top - height)
            if words not in ("<", "^"):
                write(canvas, words, lefts[column] + 4, top - height + 8, 10)
        canvas.line(lefts[-1], top, lefts[-1], top - height)
    canvas.line(lefts[0], y - len(cells) * height, lefts[-1], y - len(cells) * height)


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def grids(page: Page) -> list[Grid]:
    return [block.grid for block in page.blocks if block.grid]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(1 + max(c.row for c in grid.cells))]


def refusal(data: bytes, limits: PdfLimits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data, limits or PdfLimits())
    return caught.value.problem.code


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


HEAD = [["项目", "数量", "<", "备注"], ["^", "自然人", "法人", "^"]]
WIDTHS = (140, 90, 90, 100)
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


def test_boxes_underlines_and_coloured_areas_are_no_tables() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(60, 600, 480, 200, stroke=1, fill=1)
        canvas.setFillGray(0)
        canvas.line(75, 735, 400, 735)
        paragraph(canvas, LONG, TOP)

    assert texts(read_pdf(make_pdf(draw))) == [LONG]


def test_a_table_without_lines_is_a_grid_where_its_columns_are_certain() -> None:
    lines = [
        ("指标", "单位", "数量"),
        ("受理申请", "件", "1,024"),
        ("办结申请", "件", ""),
        ("收取费用", "万元", "0.00"),
    ]

    def draw(canvas: Canvas) -> None:
        y = paragraph(canvas, LONG, TOP) - 20
        for line in lines:
            for words, x in zip(line, (75, 260, 400), strict=True):
                write(canvas, words, x, y, 12)
            y -= 20
        paragraph(canvas, LONG, y - 20)

    page = read_pdf(make_pdf(draw))
    assert texts(page) == [LONG, "", LONG]
    (grid,) = grids(page)
    assert rows(grid) == [list(line) for line in lines]


def test_columns_without_numbers_stay_lines() -> None:
    def draw(canvas: Canvas) -> None:
        for number, words in enumerate(["主办：办公室", "协办：宣传科", "校对：档案科"]):
            write(canvas, words, 75, 700 - 20 * number, 12)
            write(canvas, "印发", 400, 700 - 20 * number, 12)

    assert texts(read_pdf(make_pdf(draw))) == ["主办：办公室 印发", "协办：宣传科 印发", "校对：档案科 印发"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_seen(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # a page that lies on its side is as wide as it was high
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate(turn)
        write(canvas, "一、收入", 100, 500)
        rule(canvas, [["甲", "1"], ["乙", "2"]], 100, 450, widths=(100, 100))

    page = read_pdf(make_pdf(draw))
    assert texts(page) == ["一、收入", ""]
    assert rows(grids(page)[0]) == [["甲", "1"], ["乙", "2"]]


def test_watermarks_are_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        paragraph(canvas, LONG, TOP)
        canvas.translate(150, 500)
        canvas.rotate(45)
        write(canvas, "仅供内部参阅", 0, 0, 40)

    assert texts(read_pdf(make_pdf(draw))) == [LONG]


def test_what_is_printed_twice_for_bold_counts_once() -> None:
    words = [LONG + "共1100件。", "一、概况", LONG]

    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.8):
            y = TOP
            for line in [line for text in words for line in wrap(text)]:
                x = LEFT + shift + (2 * SIZE if line in [wrap(text)[0] for text in words] else 0)
                for character in line:
                    write(canvas, character, x, y)
                    x += SIZE / 2 if character.isascii() else SIZE
                y -= STEP

    assert texts(read_pdf(make_pdf(draw))) == words


def make_bare_pdf(content: bytes, *objects: bytes) -> bytes:
    """A file of one page with the font F1 as its fifth object."""
    head = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    numbered = enumerate((*head, *objects), start=1)
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in numbered)
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def test_a_text_of_one_character_without_a_glyph_is_kept() -> None:
    names = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <65E0> endbfchar"
    names = b"begincmap /CMapType 2 def %s endcmap" % names
    page = read_pdf(
        make_bare_pdf(
            b"BT /F1 12 Tf 100 700 Td (a) Tj ET",
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [.001 0 0 .001 0 0] /Resources << >> %s >>"
            % b"/CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 %s"
            % b"/Widths [1000] /ToUnicode 7 0 R",
            b"<< /Length 9 >>\nstream\n1000 0 d0\nendstream",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(names), names),
        )
    )
    assert texts(page) == ["无"]


def test_what_a_clip_hides_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        clip = canvas.beginPath()
        clip.rect(60, 500, 480, 300)
        canvas.clipPath(clip, stroke=0, fill=0)
        paragraph(canvas, LONG, TOP)
        write(canvas, "见下页99件", 107, 480)

    assert texts(read_pdf(make_pdf(draw))) == [LONG]


def test_the_title_is_the_large_print_at_the_head() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, "某镇人民政府", 220, 760, 24)
        write(canvas, "2023年政府信息公开工作年度报告", 120, 725, 24)
        paragraph(canvas, LONG, 660)

    assert read_pdf(make_pdf(draw)).facts == (("title", "某镇人民政府2023年政府信息公开工作年度报告"),)
    assert read_pdf(make_pdf(text_page(LONG))).facts == ()


def test_the_whole_pipeline_reads_a_pdf_file() -> None:
    report = extract_source(Source("a.bin", make_pdf(text_page("一、总体情况", "全年受理申请21件。"))))
    assert isinstance(report, Report)
    assert report.format is Format.PDF
    assert [figure.surface for figure in report.figures] == ["21件"]
    assert [section.title for section in report.sections] == ["总体情况"]


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def test_a_scan_is_refused_and_a_scanned_page_is_named() -> None:
    assert refusal(make_pdf(picture, picture)) == "scanned_pdf"
    page = read_pdf(make_pdf(text_page(LONG), picture))
    assert texts(page) == [LONG]
    assert [(problem.code, problem.message[-2:]) for problem in page.problems] == [("scanned_page", "2.")]


def test_pages_without_characters_are_no_text() -> None:
    assert refusal(make_pdf(lambda canvas: canvas.line(0, 0, 9, 9))) == "no_text"


def test_an_encrypted_file_is_refused_unless_it_opens_without_a_password() -> None:
    assert refusal(make_pdf(text_page(LONG), encrypt="geheim")) == "encrypted_pdf"
    out = BytesIO()
    security = pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0)
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), encrypt=security)
    text_page(LONG)(canvas)
    canvas.save()
    assert texts(read_pdf(out.getvalue())) == [LONG]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7 ...", b"%PDF-1.4\n" + b"\0" * 500, b"%PDF-" + b"[" * 9999])
def test_a_broken_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "broken_pdf"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (PdfLimits(size=1000), "too_large"),
        (PdfLimits(pages=2), "too_large"),
        (PdfLimits(marks=50), "too_large"),
        (PdfLimits(seconds=0), "too_slow"),
    ],
)
def test_limits_end_in_a_problem(limits: PdfLimits, code: str) -> None:
    assert refusal(make_pdf(*[text_page(LONG)] * 3), limits) == code


def test_a_page_of_a_thousand_lines_each_way_is_read_as_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((WIDTH * 40, HEIGHT * 40))
        for place in range(2300):
            canvas.line(0, place * 10, 20_000, place * 10)
            canvas.line(place * 10, 0, place * 10, 20_000)
        write(canvas, "一、概况", 1000, 30_000)

    page = read_pdf(make_pdf(draw))
    assert texts(page) == ["一、概况"]
    assert [problem.code for problem in page.problems] == ["lost_grid"]


def sample() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setPageCompression(0)
        y = paragraph(canvas, LONG, TOP)
        rule(canvas, [*HEAD, ["受理", "1", "2", ""]], LEFT, y, widths=WIDTHS)

    return make_pdf(draw, draw)


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_file_gives_a_page_or_a_problem(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same damage on every run
    data = bytearray(sample())
    for _ in range(random.choice([1, 1, 3, 20])):
        place = random.randrange(len(data))
        length = random.choice([1, 1, 1, 40])
        kind = random.randrange(4)
        if kind == 0:
            del data[place : place + length]
        elif kind == 1:
            data[place:place] = data[place : place + length]
        elif kind == 2:
            data[place] = random.randrange(256)
        else:
            data[place : place + length] = b"9" * length
    if not seed % 10:
        del data[random.randrange(len(data)) :]
    try:
        page = read_page(Source("a.pdf", bytes(data) if data.startswith(b"%PDF-") else b"%PDF-1.4\n" + bytes(data)))
    except UnreadableError:
        return
    assert page.format is Format.PDF


WORDS = st.text("甲乙丙丁戊己0123456789,./", max_size=6)


@settings(max_examples=40)
@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=2, max_size=8)))
def test_a_table_is_read_back_cell_for_cell(cells: list[list[str]]) -> None:
    cells[0][0] = "项目"
    page = read_pdf(make_pdf(lambda canvas: rule(canvas, cells, 40, 780, widths=[90] * len(cells[0]))))
    assert [rows(grid) for grid in grids(page)] == [cells]


def test_the_statutory_tables_of_a_real_report(shared: Path) -> None:
    page = read_pdf((shared / "corpus" / "disclosure" / "huaian_hongze_2023.pdf").read_bytes())
    shapes = [(1 + max(c.row for c in g.cells), max(c.column + c.columns for c in g.cells)) for g in grids(page)]
    assert shapes == [(14, 4), (26, 10), (4, 15)]
