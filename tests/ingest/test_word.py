"""Word files become paragraphs and grids: what a reader sees is in, what is deleted, hidden or furniture is not."""

from io import BytesIO

import docx
import pytest

from pipeline.ingest.page import read_page
from pipeline.ingest.word.reader import read_docx
from pipeline.model import Format, Grid, Report, Source
from pipeline.report import extract_source
from tests.ingest.word_files import MakeDocx, cell, field, grids, paragraph, row, run, table, texts


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def cells_of(grid: Grid) -> list[tuple[int, int, str, int, int]]:
    return [(c.row, c.column, c.text, c.rows, c.columns) for c in grid.cells]


SEEN = {
    "runs": (run("公开") + run("12") + run("条"), "公开12条"),
    "inserted": (run("公开") + f"<w:ins>{run('15')}</w:ins>" + run("条"), "公开15条"),
    "deleted": (run("公开1") + "<w:del><w:r><w:delText>2</w:delText><w:t>9</w:t></w:r></w:del>" + run("条"), "公开1条"),
    "inserted and deleted": (f"<w:ins><w:del>{run('9')}</w:del>{run('3')}</w:ins>" + run("条"), "3条"),
    "moved": (f"<w:moveFrom>{run('8')}</w:moveFrom>" + run("公开") + f"<w:moveTo>{run('8')}</w:moveTo>", "公开8"),
    "content control": (f"<w:sdt><w:sdtContent>{run('公开6条')}</w:sdtContent></w:sdt>", "公开6条"),
    "placeholder": (
        run("公开") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('点此')}</w:sdtContent></w:sdt>",
        "公开",
    ),
    "hyperlink": (run("见") + f"<w:hyperlink>{run('门户网站')}</w:hyperlink>", "见门户网站"),
    "smart tag": (f"<w:smartTag>{run('2016年')}</w:smartTag>" + run("公开"), "2016年公开"),
    "simple field": (f'<w:fldSimple w:instr="=SUM(A1)">{run("21")}</w:fldSimple>' + run("件"), "21件"),
    "field": (run("共") + field(" =3*7 ", run("21")) + run("件"), "共21件"),
    "field in a code": (run("共") + field(f" IF {field(' X ', run('7'))} ", run("21")) + run("件"), "共21件"),
    "hidden": (run("公开1") + run("2", "<w:vanish/>") + run("条", '<w:vanish w:val="0"/>'), "公开1条"),
    "break": (run("第一行") + "<w:r><w:br/></w:r>" + run("第二行"), "第一行\n第二行"),
    "tab": (run("申请") + "<w:r><w:tab/></w:r>" + run("7"), "申请\t7"),
    "hyphen": (run("A") + "<w:r><w:noBreakHyphen/></w:r>" + run("1") + "<w:r><w:softHyphen/></w:r>" + run("0"), "A-10"),
    "sign": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("已办结"), "☑已办结"),
    "fraction": (
        f"<m:oMath><m:f><m:num>{math('1')}</m:num><m:den>{math('2')}</m:den></m:f></m:oMath>",
        "1/2",
    ),
    "power": (run("约10") + run("4", '<w:vertAlign w:val="superscript"/>') + run("件"), "约10⁴件"),
    "mark": (run("公开320") + run("1", '<w:vertAlign w:val="superscript"/>') + run("条"), "公开320条"),
    "mark in brackets": (run("信息") + run("[2]", '<w:vertAlign w:val="superscript"/>') + run("320条"), "信息320条"),
    "lowered mark": (run("公开320") + run("1", '<w:vertAlign w:val="subscript"/>') + run("条"), "公开320条"),
    "lowered digit": (run("减排CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run("三吨"), "减排CO2三吨"),
    "struck": (run("收到") + run("15", "<w:strike/>") + run("12件"), "收到12件"),
    "struck twice": (run("收到") + run("15", "<w:dstrike/>") + run("12件"), "收到12件"),
    "not struck": (run("收到") + run("12", '<w:strike w:val="0"/>') + run("件"), "收到12件"),
    "ruby": ("<w:r><w:ruby><w:rt>" + run("gong") + "</w:rt><w:rubyBase>" + run("公") + "</w:rubyBase></w:ruby></w:r>",
             "公"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "seen"), SEEN.values(), ids=SEEN.keys())
def test_a_paragraph_holds_what_a_reader_sees(make_docx: MakeDocx, inside: str, seen: str) -> None:
    assert texts(make_docx(paragraph(inside))) == seen.split("\n")


def test_styles_hide_what_they_are_applied_to(make_docx: MakeDocx) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="p"><w:basedOn w:val="h"/></w:style>'
    )
    body = paragraph(run("公开1条") + run("9", '<w:rStyle w:val="h"/>')) + paragraph(run("9"), '<w:pStyle w:val="p"/>')
    assert texts(make_docx(body, styles=styles)) == ["公开1条"]


RAISED = '<w:vertAlign w:val="superscript"/>'
LOOKS = {
    "hidden": ("<w:vanish/>", "收到12件"),
    "struck": ("<w:strike/>", "收到12件"),
    "struck twice": ("<w:dstrike/>", "收到12件"),
    "raised": (RAISED, "收到12件"),
    "lowered": ('<w:vertAlign w:val="subscript"/>', "收到12件"),
    "not struck": ('<w:strike w:val="0"/>', "收到123件"),
}


@pytest.mark.parametrize("setting", ["prose", "cell"])
@pytest.mark.parametrize("way", ["itself", "style", "base"])
@pytest.mark.parametrize(("look", "seen"), LOOKS.values(), ids=LOOKS.keys())
def test_a_look_is_seen_in_prose_and_cells_whatever_states_it(
    make_docx: MakeDocx, look: str, seen: str, way: str, setting: str
) -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="c"><w:rPr>{look}</w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="d"><w:basedOn w:val="c"/></w:style>'
    )
    stated = {"itself": look, "style": '<w:rStyle w:val="c"/>', "base": '<w:rStyle w:val="d"/>'}[way]
    words = paragraph(run("收到12") + run("3", stated) + run("件"))
    if setting == "prose":
        assert texts(make_docx(words, styles=styles)) == [seen]
        return
    (grid,) = grids(make_docx(table(row("申请", "备注"), row(cell(words), "无")), styles=styles))
    assert [placed.text for placed in grid.cells if placed.row == 1] == [seen, "无"]


def test_what_a_run_states_itself_goes_before_its_style(make_docx: MakeDocx) -> None:
    styles = '<w:style w:type="character" w:styleId="c"><w:rPr><w:strike/></w:rPr></w:style>'
    shown = run("3", '<w:rStyle w:val="c"/><w:strike w:val="0"/>')
    assert texts(make_docx(paragraph(run("收到12") + shown + run("件")), styles=styles)) == ["收到123件"]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_whose_end_is_gone_goes_on(make_docx: MakeDocx, mark: str) -> None:
    body = paragraph(run("公开信息12"), f"<w:rPr>{mark}</w:rPr>") + paragraph(run("34条"))
    assert texts(make_docx(body)) == ["公开信息1234条"]


def test_a_field_that_never_parts_does_not_swallow_the_document(make_docx: MakeDocx) -> None:
    body = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("9")) + paragraph(run("公开1条"))
    assert texts(make_docx(body)) == ["公开1条"]


def test_text_boxes_stand_once_behind_their_paragraph(make_docx: MakeDocx) -> None:
    inside = f"<w:txbxContent>{paragraph(run('框内文字'))}</w:txbxContent>"
    box = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{inside}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(run("正文") + f"<w:r>{box}</w:r>" + run("在此")) + paragraph(run("下文"))
    assert texts(make_docx(body)) == ["正文在此", "框内文字", "下文"]


def test_notes_follow_what_refers_to_them_and_lines_between_are_none(make_docx: MakeDocx) -> None:
    refer = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="1">{paragraph(run("线"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>" + run("不含下属单位。"))}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph(run("无人提及"))}</w:footnote>'
    )
    end = f'<w:endnote w:id="2">{paragraph(run("含街道。"))}</w:endnote>'
    body = paragraph(run("公开12") + refer + run("条。")) + table(
        row("申请", cell(paragraph(run("7") + '<w:r><w:endnoteReference w:id="2"/></w:r>')))
    )
    data = make_docx(body + paragraph(run("下文") + refer), footnotes=notes, endnotes=end)
    assert texts(data) == ["公开12条。", "不含下属单位。", "", "含街道。", "下文"]
    assert cells_of(grids(data)[0])[1][2] == "7"


def test_a_table_of_contents_is_furniture(make_docx: MakeDocx) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    body = paragraph(run("一、总体情况") + "<w:r><w:tab/></w:r>" + run("3"), '<w:pStyle w:val="11"/>')
    body += paragraph(run("一、总体情况")) + paragraph(run("全年公开信息5条。"))
    data = make_docx(body, styles=styles)
    assert [block.furniture for block in read_docx(data).blocks] == ["contents", None, None]
    report = extract_source(Source("a.docx", data))
    assert isinstance(report, Report)
    assert [section.title for section in report.sections if section.level] == ["总体情况"]


def test_spans_of_a_table_become_places(make_docx: MakeDocx) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = make_docx(
        table(
            row(cell("项目", down), cell("数量", '<w:gridSpan w:val="2"/>')),
            row(cell("盖住", on), "上年", "今年"),
            row("申请", "1,024", "/"),
        )
    )
    assert cells_of(grids(data)[0]) == [
        *((0, 0, "项目", 2, 1), (0, 1, "数量", 1, 2)),
        *((1, 1, "上年", 1, 1), (1, 2, "今年", 1, 1)),
        *((2, 0, "申请", 1, 1), (2, 1, "1,024", 1, 1), (2, 2, "/", 1, 1)),
    ]


def test_lines_of_the_grid_that_nothing_begins_at_are_no_columns(make_docx: MakeDocx) -> None:
    two, three = '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>'
    data = make_docx(table(row(cell("甲", two), cell("乙", three)), row(cell("丙", two), cell("丁", two), "戊")))
    assert [found[1:] for found in cells_of(grids(data)[0])] == [
        *((0, "甲", 1, 1), (1, "乙", 1, 2), (0, "丙", 1, 1), (1, "丁", 1, 1), (2, "戊", 1, 1))
    ]


def test_deleted_rows_and_cells_are_out_and_inserted_ones_in(make_docx: MakeDocx) -> None:
    data = make_docx(
        table(
            row("项目", "数量"),
            row("旧项", "9", properties="<w:del/>"),
            f"<w:sdt><w:sdtContent>{row('新项', '3', properties='<w:ins/>')}</w:sdtContent></w:sdt>",
            row("旧格", cell("8", "<w:cellDel/>"), "4"),
        )
    )
    assert [found[:3] for found in cells_of(grids(data)[0])] == [
        *((0, 0, "项目"), (0, 1, "数量"), (1, 0, "新项"), (1, 1, "3"), (2, 0, "旧格"), (2, 1, "4"))
    ]


def test_numbers_of_cells_are_counted_in_their_order(make_docx: MakeDocx) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    data = make_docx(
        table(*(row(cell(paragraph(run(name), numbered)), "5") for name in ("甲", "乙"))),
        numbering=numbering,
    )
    assert [found[2] for found in cells_of(grids(data)[0])] == ["1 甲", "5", "2 乙", "5"]


def test_tables_stay_between_their_paragraphs(make_docx: MakeDocx) -> None:
    data = make_docx(paragraph(run("前文")) + table(row("项目", "3")) + paragraph(run("后文")))
    assert [block.text or "grid" for block in read_docx(data).blocks] == ["前文", "grid", "后文"]


def test_a_table_that_lays_out_prose_becomes_paragraphs(make_docx: MakeDocx) -> None:
    prose = paragraph(run("一、总体情况")) + paragraph(run("全年公开信息3条。"))
    inner = table(row("项目", "数量"), row("申请", "7"))
    data = make_docx(table(row(cell(prose + inner + paragraph(run("以上为统计。"))))))
    assert [block.text or "grid" for block in read_docx(data).blocks] == [
        *("一、总体情况", "全年公开信息3条。", "grid", "以上为统计。")
    ]
    assert len(grids(data)[0].cells) == 4


def test_headers_and_footers_are_out(make_docx: MakeDocx) -> None:
    data = make_docx(paragraph(run("正文")), header=paragraph(run("页眉")), footer=paragraph(run("第1页")))
    assert texts(data) == ["正文"]


def test_titles_come_from_their_style_or_from_properties_that_the_head_prints(make_docx: MakeDocx) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    line = '<w:pStyle w:val="t"/>'
    body = paragraph(run("某镇二〇一六年"), line) + paragraph(run("信息公开年度报告"), line) + paragraph(run("正文"))
    assert read_docx(make_docx(body, styles=styles)).facts == (("title", "某镇二〇一六年信息公开年度报告"),)
    assert read_docx(make_docx(body, "某镇二〇一六年信息公开年度报告")).facts[0][1].startswith("某镇")
    assert read_docx(make_docx(body, "Microsoft Word - 文档1")).facts == ()


def test_a_file_of_python_docx_is_read_like_a_page() -> None:
    document = docx.Document()
    document.add_heading("一、总体情况", level=1)
    document.add_paragraph("全年主动公开信息553项。")
    grid = document.add_table(rows=2, cols=2)
    for slot, text in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ("项目", "数量", "申请", "12"), strict=True):
        grid.cell(*slot).text = text
    out = BytesIO()
    document.save(out)
    page = read_page(Source("a.docx", out.getvalue()))
    assert page.format is Format.DOCX
    assert [block.text for block in page.blocks] == ["一、总体情况", "全年主动公开信息553项。", ""]
    report = extract_source(Source("a.docx", out.getvalue()))
    assert isinstance(report, Report)
    assert [figure.surface for figure in report.figures] == ["553项"]
    assert [cell.raw for cell in report.cells] == ["项目", "数量", "申请", "12"]
