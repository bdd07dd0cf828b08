"""Nothing is lost without a word: pictures, frames and links in place of a report, and texts that are rubbish."""

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Report, Source, Unreadable
from pipeline.report import extract_source
from tests.htmltables import table
from tests.ingest.pdf_files import LEFT, LONG, TOP, make_pdf, paragraph, write
from tests.ingest.word_files import MakeDocx, run
from tests.ingest.word_files import paragraph as word_paragraph

REQUESTS = "三、收到和处理政府信息公开申请情况"
NEXT = "<p>四、存在的问题</p><p>无。</p>"
PICTURE = "<p><img src='a.png'></p>"


def problems(name: str, data: bytes) -> list[tuple[str, str]]:
    """The problems of this room, each with the words that it stands at."""
    report = extract_source(Source(name, data))
    assert isinstance(report, Report)
    told = [problem for problem in report.problems if problem.code in CODES]
    return [(problem.code, report.text.text[slice(problem.start, problem.end)]) for problem in told]


CODES = {"pictured_table", "framed_content", "attached_report", "several_reports"}


def of_page(body: str) -> list[tuple[str, str]]:
    return problems("a.html", f"<html><body><p>一、概述</p><p>公开3条。</p>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (PICTURE, "pictured_table"),
        ("<div><span><img src='a.png' width='640'></span></div>", "pictured_table"),
        (PICTURE * 3, "pictured_table"),
        ("<p><a href='/2024/t.jpg'>查看原图</a></p>", "pictured_table"),
        ("<p>（<a href='/2024/t.png?v=2'>点击查看大图</a>）</p>", "pictured_table"),
        ("<p>详见<a href='t.JPEG'>附表1</a>。</p>", "pictured_table"),
        ("<p><a href='t.html'>查看原图</a></p>", None),
        ("<p>本年度未收到申请，<a href='t.jpg'>图解</a>已公开。</p>", None),
        ("<table><tr><td><img src='a.png'></td></tr></table>", "pictured_table"),
        ("<table><tr><td><a href='t.jpg'>查看原图</a></td></tr></table>", "pictured_table"),
        ("<iframe src='b.html'></iframe>", "framed_content"),
        ("<p><object data='b.html'><p>x</p></object></p>", "framed_content"),
        ("<embed src='b.pdf'>", "framed_content"),
        ("<p><img class='lazy' src='spacer.gif' data-original='a.png'></p>", "pictured_table"),
        ("<p><img src='data:image/gif;base64,R0' data-src='a.png'></p>", "pictured_table"),
        ("<svg width='600' height='300'><text>规章3件</text></svg>", "pictured_table"),
        ("<p><canvas></canvas></p>", "pictured_table"),
        ("<div style='background:url(a.png);width:600px;height:400px'></div>", "pictured_table"),
        ("<p><svg width='16' height='16'></svg></p>", None),
        ("<p><svg viewBox='0 0 9 9'></svg></p>", None),
        ("<div style='background:url(a.png)'></div>", None),
        ("<p><img src='spacer.gif' data-id='a'></p>", None),
        ("<p><img src='a.png' width='16'></p>", None),
        ("<p><img src='icon.png'></p>", None),
        ("<p><img src='a.png' style='display:none'></p>", None),
        ("<p>无。<img src='a.png'></p>", None),
    ],
)
def test_what_stands_in_place_of_a_section_is_a_problem_at_its_heading(shown: str, code: str | None) -> None:
    assert of_page(f"<p>{REQUESTS}</p>{shown}{NEXT}") == ([(code, REQUESTS)] if code else [])


@pytest.mark.parametrize("words", ["（表格见图）", "申请情况如下：", "具体数据如下"])
def test_words_that_announce_a_picture_are_told_in_its_place(words: str) -> None:
    assert of_page(f"<p>{REQUESTS}</p><p>{words}</p>{PICTURE}{NEXT}") == [("pictured_table", words)]
    assert of_page(f"<p>{REQUESTS}</p><p>{words}</p><p>没有收到申请。</p>{NEXT}") == []


@pytest.mark.parametrize(
    "shown", ["<img src='a.png'>", "<p>&nbsp;<img src='a.png'></p>", "<img src='a.png'><img src='b.png'>"]
)
def test_a_picture_in_a_cell_of_a_layout_is_told_at_the_heading_in_the_cell_above(shown: str) -> None:
    def told(*cells: str) -> list[tuple[str, str]]:
        return of_page(f"<table>{''.join(f'<tr><td>{cell}</td></tr>' for cell in cells)}</table>")

    assert told(REQUESTS, shown, "四、存在的问题", "无。") == [("pictured_table", REQUESTS)]
    assert told(REQUESTS, "没有收到申请。", shown, "四、存在的问题", "无。") == []
    assert told("四、存在的问题", shown, "无。") == []


@pytest.mark.parametrize(
    "shown", ["", "<video src='a.mp4'></video>", "<table background='a.png'><tr><td></td></tr></table>"]
)
def test_a_section_that_has_neither_its_table_nor_words_is_a_problem_at_its_heading(shown: str) -> None:
    def told(body: str) -> list[str]:
        report = extract_source(
            Source("a.html", f"<html><body><p>一、概述</p><p>公开3条。</p>{body}</body></html>".encode())
        )
        assert isinstance(report, Report)
        return [report.text.text[slice(one.start, one.end)] for one in report.problems if one.code == "missing_body"]

    assert told(f"<p>{REQUESTS}</p>{shown}{NEXT}") == [REQUESTS]
    assert told(f"<p>{REQUESTS}</p>{shown}") == [REQUESTS]
    assert told(f"<p>{REQUESTS}</p><p>（一）申请情况</p><p>没有收到申请。</p>{NEXT}") == []
    assert told(f"<p>{REQUESTS}</p>{table('信息内容|本年处理决定数量', '行政许可|3')}{NEXT}") == []
    assert told(f"<p>{REQUESTS}</p>{NEXT}<p>{REQUESTS}</p><p>没有收到申请。</p>") == []  # a table of contents


@pytest.mark.parametrize("heading", [f"{REQUESTS}<img src='a.png'>", f"<b>{REQUESTS}</b><img src='a.png' width='600'>"])
def test_a_picture_within_the_paragraph_of_a_heading_stands_below_it(heading: str) -> None:
    assert of_page(f"<p>{heading}</p>{NEXT}") == [("pictured_table", REQUESTS)]


def test_a_picture_at_the_end_of_a_text_is_told_within_it() -> None:
    report = extract_source(
        Source("a.html", f"<html><body><p>公开3条。</p><p>{REQUESTS}</p>{PICTURE}</body></html>".encode())
    )
    assert isinstance(report, Report)
    (told,) = [problem for problem in report.problems if problem.code == "pictured_table"]
    assert told.end == len(report.text.text)


def test_a_picture_under_a_heading_that_announces_a_table_is_a_problem_whatever_follows() -> None:
    assert of_page(f"<p>{REQUESTS}</p>{PICTURE}<p>以上为本年数据。</p>{NEXT}") == [("pictured_table", REQUESTS)]
    assert of_page(f"<p>二、工作情况</p>{PICTURE}<p>图为培训现场。</p>{NEXT}") == []
    grid = table("信息内容|本年处理决定数量", "行政许可|3")
    assert of_page(f"<p>{REQUESTS}</p>{PICTURE}{grid}{NEXT}") == []


def test_a_page_within_a_page_that_stands_in_an_attribute_is_read() -> None:
    inner = table("信息内容|本年处理决定数量", "行政许可|3").replace("<", "&lt;")
    report = extract_source(
        Source("a.html", f"<html><body><p>二、情况</p><iframe srcdoc='{inner}'></iframe></body></html>".encode())
    )
    assert isinstance(report, Report)
    assert [cell.raw for cell in report.cells if cell.row == "licensing" and cell.column] == ["3"]
    assert not {problem.code for problem in report.problems} & CODES


@pytest.mark.parametrize("suffix", ["pdf", "docx", "wps", "rar"])
def test_a_page_that_only_links_to_its_report_is_a_problem(suffix: str) -> None:
    link = f"<p>附件：<a href='P1.{suffix}'>某局2023年政府信息公开工作年度报告</a></p>"
    page = f"<html><body><h1>某局2023年政府信息公开工作年度报告</h1>{link}</body></html>"
    assert [code for code, _ in problems("a.html", page.encode())] == ["attached_report"]
    assert of_page(f"<p>{'二、问题与不足。' * 20}</p>{link}") == []


@pytest.mark.parametrize("link", ["<a onclick='get(3)'>某局年报.pdf</a>", "<a href='/get?id=3'>某局年报.docx</a>"])
def test_the_words_of_a_link_say_that_it_is_a_file(link: str) -> None:
    page = f"<html><body><h1>某局2023年政府信息公开工作年度报告</h1><p>附件：{link}</p></body></html>"
    assert [code for code, _ in problems("a.html", page.encode())] == ["attached_report"]


@pytest.mark.parametrize(
    ("name", "grid", "told"),
    [("情况统计表", "", True), ("解读", "", False), ("情况统计表", table("项目|数量", "许可|3"), False)],
)
def test_a_table_that_is_a_linked_file_is_a_problem(name: str, grid: str, told: bool) -> None:  # noqa: FBT001
    prose = "<p>全年公开信息三十条，均在期限内公开。</p>" * 9
    link = f"<p>附件：<a href='a.xls'>{name}</a></p>"
    assert of_page(f"{prose}{grid}{link}") == ([("attached_report", f"附件：{name}")] if told else [])


TITLE = "某局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("shown", "codes"),
    [
        ("<iframe src='b.html'></iframe>", ["framed_content"]),
        ("<embed src='b.pdf'>", ["framed_content"]),
        (PICTURE * 2, ["pictured_table"]),
        ("<p>首页</p>", ["missing_body"]),
        ("", ["missing_body"]),
        ("<div id=a></div><script src=a.js></script>", ["scripted_report"]),
        ("<p>全年公开信息三十条，均在期限内公开。</p>", []),
        ("<p>一、概述</p>", []),
    ],
)
def test_a_page_that_has_but_its_title_says_where_its_text_is(shown: str, codes: list[str]) -> None:
    report = extract_source(Source("a.html", f"<html><body><h1>{TITLE}</h1>{shown}</body></html>".encode()))
    assert isinstance(report, Report)
    assert [one.code for one in report.problems if one.code in {*CODES, "missing_body", "scripted_report"}] == codes


@pytest.mark.parametrize(
    "shown",
    [
        "附件：{title}.pdf",
        "发布时间：2024-01-20\n点击下载",
        "详见附件。",
        "现将本局报告予以公布。\n附件：{title}\n某局\n2024年1月20日",
        "附件下载：年报.docx\n附件下载：统计表.xlsx",
        "报告全文见附件（PDF格式，1.2MB）。",
        "附件：\n1.{title}.doc\n2.统计表.xls",
        "请点此查看报告全文",
        "本报告包括总体情况等六个部分，统计期限自2023年1月1日起至12月31日止，电话0716-1234567。全文可下载附件。",
        "一、总体情况\n详见附件。",
    ],
)
def test_a_text_that_says_where_its_report_is_and_has_none_is_a_problem_there(shown: str) -> None:
    told = problems("a.txt", f"{TITLE}\n{shown.format(title=TITLE)}".encode())
    assert [code for code, _ in told] == ["attached_report"]
    assert all(words for _, words in told)


@pytest.mark.parametrize(
    "shown",
    [
        "全年公开信息30条。\n附件：{title}.pdf",
        "首页 微博 文件下载 相关链接： 本局全年公开信息30条，均按时。 来源：某局",
        "首页 微博 文件下载。" + "本局全面推进公开工作，各项制度进一步健全，群众可以随时查阅。" * 12,
        "一、总体情况\n本局认真贯彻条例，没有收到任何申请。\n附件：{title}.pdf",
        "本局全面推进公开工作，制度进一步健全。\n附件：统计表",
    ],
)
def test_a_report_that_is_attached_as_well_is_no_problem(shown: str) -> None:
    assert problems("a.txt", f"{TITLE}\n{shown.format(title=TITLE)}".encode()) == []
    notice = "某局关于报送材料的通知\n请各单位按时报送。\n附件：某局2023年工作报告.doc"
    assert problems("a.txt", notice.encode()) == []


def picture() -> ImageReader:
    return ImageReader(Image.new("L", (60, 30), 200))


@pytest.mark.parametrize(("width", "told"), [(420, True), (40, False)])
def test_a_picture_on_a_page_of_a_pdf_file_is_a_problem(width: float, told: bool) -> None:  # noqa: FBT001
    def draw(canvas: Canvas) -> None:
        y = paragraph(canvas, LONG, TOP)
        write(canvas, REQUESTS, LEFT, y)
        canvas.drawImage(picture(), LEFT, y - 260, width, 230)
        write(canvas, "四、存在的问题", LEFT, y - 300)

    assert problems("a.pdf", make_pdf(draw)) == ([("pictured_table", REQUESTS)] if told else [])


def test_a_picture_behind_the_words_of_a_page_is_none() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 60, 300, 450, 400)
        y = paragraph(canvas, LONG, TOP - 100)
        write(canvas, REQUESTS, LEFT, y)

    assert problems("a.pdf", make_pdf(draw)) == []


PROSE = "某局二〇一六年年度报告。全年主动公开政府信息五十条，受理申请三件，均按时答复。" * 4


@pytest.mark.parametrize(
    "rubbish",
    [
        PROSE.encode().decode("latin-1"),
        PROSE.encode("gbk").decode("latin-1"),
        "".join(chr(ord(character) + 100) if character >= "一" else character for character in PROSE),
        "".join(chr(0x1200 + ord(character) % 300) for character in PROSE),
    ],
    ids=["utf8_as_latin", "gbk_as_latin", "shifted", "another_script"],
)
def test_a_text_that_nobody_could_read_is_refused(rubbish: str) -> None:
    cleaned = "".join(character for character in rubbish if character.isprintable())
    found = extract_source(Source("a.html", f"<html><meta charset=utf-8><p>{cleaned}</p></html>".encode()))
    assert isinstance(found, Unreadable)
    assert found.problem.code == "garbled_text"


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        PROSE.replace("报", "報").replace("开", "開").replace("条", "條"),
        "Annual report 2016. " * 30,
        # points in a table of contents, signs for nothing in a table
        f"{PROSE[:80]}\n" + "".join(f"{number}、概述{'·' * 40}{number}\n" for number in "一二三四五"),
        f"{PROSE[:80]}\n" + "规章\t×\t×\t×\n" * 20,
    ],
)
def test_a_text_that_somebody_can_read_is_not_refused(text: str) -> None:
    assert isinstance(extract_source(Source("a.txt", text.encode())), Report)


def test_a_docx_file_whose_table_is_a_picture_says_so() -> None:
    from docx import Document  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    image, out = BytesIO(), BytesIO()
    Image.new("L", (60, 30), 200).save(image, "PNG")
    document = Document()
    for words in ("一、概述", "公开3条。", REQUESTS):
        document.add_paragraph(words)
    document.add_picture(image, width=Cm(14))
    document.add_paragraph("四、存在的问题")
    document.save(out)
    assert problems("a.docx", out.getvalue()) == [("pictured_table", REQUESTS)]


def test_a_picture_in_a_cell_of_a_layout_of_word_is_told() -> None:
    from docx import Document  # noqa: PLC0415

    image, out = BytesIO(), BytesIO()
    Image.new("L", (300, 200), 200).save(image, "PNG")
    document = Document()
    document.add_paragraph("公开3条。")
    layout = document.add_table(rows=4, cols=1)
    for index, words in enumerate((REQUESTS, "", "四、存在的问题", "无。")):
        layout.cell(index, 0).text = words
    layout.cell(1, 0).paragraphs[0].add_run().add_picture(image)
    document.save(out)
    assert problems("a.docx", out.getvalue()) == [("pictured_table", REQUESTS)]


def test_a_chart_in_a_docx_file_is_a_picture(make_docx: MakeDocx) -> None:
    chart = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    words = [word_paragraph(run(line)) for line in ("一、概述", "公开3条。", REQUESTS)]
    shown = word_paragraph(f"<w:r><w:drawing>{chart}</w:drawing></w:r>")
    data = make_docx("".join([*words, shown, word_paragraph(run("四、存在的问题"))]))
    assert problems("a.docx", data) == [("pictured_table", REQUESTS)]
