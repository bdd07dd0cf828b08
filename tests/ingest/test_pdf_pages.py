"""PDF pages as writers make them: turned, crowded, without lines, broken, locked."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.characters.encoding import UnreadableError
from pipeline.ingest.page import read_page
from pipeline.ingest.pdf.reader import PdfLimits, read_pdf
from pipeline.model import Format, Report, Source
from pipeline.report import extract_source
from tests.ingest import pdf_files as pdf


def refusal(data: bytes, limits: PdfLimits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data, limits or PdfLimits())
    return caught.value.problem.code


def test_boxes_underlines_and_coloured_areas_are_no_tables() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(60, 600, 480, 200, stroke=1, fill=1)
        canvas.setFillGray(0)
        canvas.line(75, 735, 400, 735)
        pdf.paragraph(canvas, pdf.LONG, pdf.TOP)

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == [pdf.LONG]


def test_a_table_without_lines_is_a_grid_where_its_columns_are_certain() -> None:
    lines = [
        ("指标", "单位", "数量"),
        ("受理申请", "件", "1,024"),
        ("办结申请", "件", ""),
        ("收取费用", "万元", "0.00"),
    ]

    def draw(canvas: Canvas) -> None:
        y = pdf.paragraph(canvas, pdf.LONG, pdf.TOP) - 20
        for line in lines:
            for words, x in zip(line, (75, 260, 400), strict=True):
                pdf.write(canvas, words, x, y, 12)
            y -= 20
        pdf.paragraph(canvas, pdf.LONG, y - 20)

    page = read_pdf(pdf.make_pdf(draw))
    assert pdf.texts(page) == [pdf.LONG, "", pdf.LONG]
    (grid,) = pdf.grids(page)
    assert pdf.rows(grid) == [list(line) for line in lines]


def test_columns_without_numbers_stay_lines() -> None:
    def draw(canvas: Canvas) -> None:
        for number, words in enumerate(["主办：办公室", "协办：宣传科", "校对：档案科"]):
            pdf.write(canvas, words, 75, 700 - 20 * number, 12)
            pdf.write(canvas, "印发", 400, 700 - 20 * number, 12)

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == ["主办：办公室 印发", "协办：宣传科 印发", "校对：档案科 印发"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_seen(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # a page that lies on its side is as wide as it was high
        canvas.translate(*{90: (pdf.HEIGHT, 0), 180: (pdf.WIDTH, pdf.HEIGHT), 270: (0, pdf.WIDTH)}[turn])
        canvas.rotate(turn)
        pdf.write(canvas, "一、收入", 100, 500)
        pdf.rule(canvas, [["甲", "1"], ["乙", "2"]], 100, 450, widths=(100, 100))

    page = read_pdf(pdf.make_pdf(draw))
    assert pdf.texts(page) == ["一、收入", ""]
    assert pdf.rows(pdf.grids(page)[0]) == [["甲", "1"], ["乙", "2"]]


def test_watermarks_are_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        canvas.translate(150, 500)
        canvas.rotate(45)
        pdf.write(canvas, "仅供内部参阅", 0, 0, 40)

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == [pdf.LONG]


def test_what_is_printed_twice_for_bold_counts_once() -> None:
    words = [pdf.LONG + "共1100件。", "一、概况", pdf.LONG]

    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.8):
            y = pdf.TOP
            for line in [line for text in words for line in pdf.wrap(text)]:
                x = pdf.LEFT + shift + (2 * pdf.SIZE if line in [pdf.wrap(text)[0] for text in words] else 0)
                for character in line:
                    pdf.write(canvas, character, x, y)
                    x += pdf.SIZE / 2 if character.isascii() else pdf.SIZE
                y -= pdf.STEP

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == words


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
    assert pdf.texts(page) == ["无"]


def test_what_a_clip_hides_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        clip = canvas.beginPath()
        clip.rect(60, 500, 480, 300)
        canvas.clipPath(clip, stroke=0, fill=0)
        pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        pdf.write(canvas, "见下页99件", 107, 480)

    assert pdf.texts(read_pdf(pdf.make_pdf(draw))) == [pdf.LONG]


def test_the_title_is_the_large_print_at_the_head() -> None:
    def draw(canvas: Canvas) -> None:
        pdf.write(canvas, "某镇人民政府", 220, 760, 24)
        pdf.write(canvas, "2023年政府信息公开工作年度报告", 120, 725, 24)
        pdf.paragraph(canvas, pdf.LONG, 660)

    assert read_pdf(pdf.make_pdf(draw)).facts == (("title", "某镇人民政府2023年政府信息公开工作年度报告"),)
    assert read_pdf(pdf.make_pdf(pdf.text_page(pdf.LONG))).facts == ()


def test_the_whole_pipeline_reads_a_pdf_file() -> None:
    report = extract_source(Source("a.bin", pdf.make_pdf(pdf.text_page("一、总体情况", "全年受理申请21件。"))))
    assert isinstance(report, Report)
    assert report.format is Format.PDF
    assert [figure.surface for figure in report.figures] == ["21件"]
    assert [section.title for section in report.sections] == ["总体情况"]


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, pdf.WIDTH, pdf.HEIGHT)


def test_a_scan_is_refused_and_a_scanned_page_is_named() -> None:
    assert refusal(pdf.make_pdf(picture, picture)) == "scanned_pdf"
    page = read_pdf(pdf.make_pdf(pdf.text_page(pdf.LONG), picture))
    assert pdf.texts(page) == [pdf.LONG]
    assert [(problem.code, problem.message[-2:]) for problem in page.problems] == [("scanned_page", "2.")]


def test_pages_without_characters_are_no_text() -> None:
    assert refusal(pdf.make_pdf(lambda canvas: canvas.line(0, 0, 9, 9))) == "no_text"


def test_an_encrypted_file_is_refused_unless_it_opens_without_a_password() -> None:
    assert refusal(pdf.make_pdf(pdf.text_page(pdf.LONG), encrypt="geheim")) == "encrypted_pdf"
    out = BytesIO()
    security = pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0)
    canvas = Canvas(out, pagesize=(pdf.WIDTH, pdf.HEIGHT), encrypt=security)
    pdf.text_page(pdf.LONG)(canvas)
    canvas.save()
    assert pdf.texts(read_pdf(out.getvalue())) == [pdf.LONG]


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
    assert refusal(pdf.make_pdf(*[pdf.text_page(pdf.LONG)] * 3), limits) == code


def test_a_page_of_a_thousand_lines_each_way_is_read_as_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((pdf.WIDTH * 40, pdf.HEIGHT * 40))
        for number in range(2300):
            canvas.line(0, number * 10, 20_000, number * 10)
            canvas.line(number * 10, 0, number * 10, 20_000)
        pdf.write(canvas, "一、概况", 1000, 30_000)

    page = read_pdf(pdf.make_pdf(draw))
    assert pdf.texts(page) == ["一、概况"]
    assert [problem.code for problem in page.problems] == ["lost_grid"]


def sample() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setPageCompression(0)
        y = pdf.paragraph(canvas, pdf.LONG, pdf.TOP)
        pdf.rule(canvas, [*pdf.HEAD, ["受理", "1", "2", ""]], pdf.LEFT, y, widths=pdf.WIDTHS)

    return pdf.make_pdf(draw, draw)


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_file_gives_a_page_or_a_problem(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same damage on every run
    data = bytearray(sample())
    for _ in range(random.choice([1, 1, 3, 20])):
        offset = random.randrange(len(data))
        length = random.choice([1, 1, 1, 40])
        kind = random.randrange(4)
        if kind == 0:
            del data[offset : offset + length]
        elif kind == 1:
            data[offset:offset] = data[offset : offset + length]
        elif kind == 2:
            data[offset] = random.randrange(256)
        else:
            data[offset : offset + length] = b"9" * length
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
    page = read_pdf(pdf.make_pdf(lambda canvas: pdf.rule(canvas, cells, 40, 780, widths=[90] * len(cells[0]))))
    assert [pdf.rows(grid) for grid in pdf.grids(page)] == [cells]


def test_the_statutory_tables_of_a_real_report(shared: Path) -> None:
    page = read_pdf((shared / "corpus" / "disclosure" / "huaian_hongze_2023.pdf").read_bytes())
    shapes = [(1 + max(c.row for c in g.cells), max(c.column + c.columns for c in g.cells)) for g in pdf.grids(page)]
    assert shapes == [(14, 4), (26, 10), (4, 15)]
