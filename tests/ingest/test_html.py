"""HTML pages become paragraphs and grids; menus and bars are lost, numbers are not."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.html.grids import MOST_COLUMNS
from pipeline.ingest.html.reader import read_html
from pipeline.model import Block, Grid, GridCell, Page

PROSE = "全年主动公开政府信息三百余条，内容包括规划、预算、人事和应急，均在法定期限内公开。"
BODY = f"<p>一、概述</p><p>{PROSE}</p><p>二、问题</p><p>{PROSE}</p>"


def paragraphs(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks]


def grid_of(html: str) -> Grid:
    (grid,) = [block.grid for block in read_html(html).blocks if block.grid]
    return grid


def cells_of(grid: Grid) -> list[tuple[int, int, str, int, int]]:
    return [(cell.row, cell.column, cell.text, cell.rows, cell.columns) for cell in grid.cells]


def facts(html: str, name: str) -> list[str]:
    return [value for fact, value in read_html(html).facts if fact == name]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>公开<span>20</span><span>23</span>条</p>", ["公开2023条"]),
        ("<p>公开<b>1</b>,<i>0</i><font>24</font>条</p>", ["公开1,024条"]),
        ("<p>增长<b>3</b>.<b>5</b>％</p>", ["增长3.5％"]),
        ("一、概述<br>二、问题<br/><br/>三、措施", ["一、概述", "二、问题", "三、措施"]),
        ("<div>一、概述<p>正文</p>余文</div>", ["一、概述", "正文", "余文"]),
        ("<p>政府\n  信息</p><p>open\n data</p><p>12\n34</p>", ["政府信息", "open data", "12 34"]),
        ("<p>　　一、概述&nbsp;&nbsp;</p><p>&nbsp;</p>", ["一、概述"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
        ("<p>a&lt;b&amp;c &#8203;&#23614;</p>", ["a<b&c 尾"]),
        ("<p>一<!-- 二 -->三<script>四</script><style>五</style>六</p>", ["一三六"]),
        ('<p>一<span style="display: none">二</span><span hidden>三</span>四</p>', ["一四"]),
        ("<h1>标题</h1><p>未闭合<p>又一段", ["标题", "未闭合", "又一段"]),
    ],
)
def test_paragraphs(html: str, expected: list[str]) -> None:
    assert paragraphs(html) == expected


@pytest.mark.parametrize(
    "around",
    [
        '<div class="nav"><a>首页</a><a>政务公开</a></div>{}',
        '<ul id="leftMenu"><li>首页</li></ul>{}',
        "<nav>首页 政务公开</nav>{}<footer>主办单位：某区办公室</footer>",
        '<div class="breadcrumb">首页 &gt; 年报</div>{}',
        '{}<div class="bdsharebuttonbox">分享到 微信</div>',
        "<p>当前位置：首页&gt;&gt;年报</p>{}",
        "<p>[字体: 大 中 小] 打印</p>{}<p>扫一扫在手机打开当前页</p>",
        "{}<p>上一篇：某某通知</p><p>附件下载</p>",
        "<p>发布日期：2020-01-31　来源：办公室</p>{}",
    ],
)
@pytest.mark.parametrize("wrap", ["{}", '<div class="TRS_Editor">{}</div>', "<table><tr><td>{}</table>"])
def test_menus_and_bars_are_lost(around: str, wrap: str) -> None:
    assert paragraphs(around.format(wrap.format(BODY))) == ["一、概述", PROSE, "二、问题", PROSE]


def test_the_named_body_is_taken_and_nothing_else() -> None:
    html = f"<p>{PROSE[:20]}</p><div id='zoom'>{BODY}</div><div class=article>相关：{PROSE[:15]}</div>"
    assert paragraphs(html) == ["一、概述", PROSE, "二、问题", PROSE]


def test_a_named_body_that_holds_hardly_anything_is_not_taken() -> None:
    html = f"<div id='zoom'>见附件。</div><div>{BODY}</div>"
    assert PROSE in paragraphs(html)


def test_a_body_in_two_parts_is_taken_whole() -> None:
    half = f'<div class="TRS_Editor"><p>{PROSE}</p></div>'
    assert paragraphs(f"<p>广告</p>{half}<p>广告</p>{half}") == [PROSE, PROSE]


def test_what_is_named_as_a_menu_but_holds_the_report_is_kept() -> None:
    assert PROSE in paragraphs(f'<div class="header">{BODY}</div><p>某区政府</p>')


def test_a_page_of_links_is_not_its_body() -> None:
    links = "".join(f"<li><a href=#>关于印发第{n}号重要文件的通知，请查收</a></li>" for n in range(40))
    assert paragraphs(f"<div><ul>{links}</ul></div><div>{BODY}</div>") == ["一、概述", PROSE, "二、问题", PROSE]


def test_spans_are_resolved() -> None:
    html = """<table><tr><td rowspan=2 colspan=2>项目<td colspan=2>数量<tr><td>自然人<td>总计
              <tr><td rowspan=0>受理<td>当面<td>1<td>2<tr><td>信函<td>3<td>4</table>"""
    assert cells_of(grid_of(html)) == [
        (0, 0, "项目", 2, 2),
        (0, 2, "数量", 1, 2),
        (1, 2, "自然人", 1, 1),
        (1, 3, "总计", 1, 1),
        (2, 0, "受理", 2, 1),
        (2, 1, "当面", 1, 1),
        (2, 2, "1", 1, 1),
        (2, 3, "2", 1, 1),
        (3, 1, "信函", 1, 1),
        (3, 2, "3", 1, 1),
        (3, 3, "4", 1, 1),
    ]


def test_spans_that_overlap_leave_each_cell_its_place() -> None:
    html = "<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=3>丙<td>丁</table>"
    assert cells_of(grid_of(html))[2:] == [(1, 0, "丙", 1, 1), (1, 2, "丁", 1, 1)]


def test_a_cell_is_one_line_and_keeps_its_numbers_as_printed() -> None:
    html = "<table><tr><td><p>本年新<br/>制发</p><td>1,<b>0</b>24<tr><td>&nbsp;<td><p>251000元</p></table>"
    assert [cell.text for cell in grid_of(html).cells] == ["本年新 制发", "1,024", "", "251000元"]


@pytest.mark.parametrize("span", ["100000", "99999999999999", "-3", "x", "", "1e9", "２"])
def test_hostile_spans_are_limited(span: str) -> None:
    html = f"<table><tr><td colspan='{span}' rowspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>"
    grid = grid_of(html)
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "丙", "丁"]
    assert all(1 <= cell.columns <= MOST_COLUMNS and 1 <= cell.rows <= 2 for cell in grid.cells)


def test_layout_tables_are_laid_flat() -> None:
    assert paragraphs(f"<table><tr><td>栏目<td>{BODY}</table>") == ["一、概述", PROSE, "二、问题", PROSE]
    assert paragraphs(f"<table><tr><td>{PROSE * 3}</table>") == [PROSE * 3]


def test_a_table_within_a_layout_table_is_a_grid() -> None:
    html = f"<table><tr><td>{BODY}<table><tr><td>规章<td>3<tr><td>合计<td>3</table><p>三、其他</p></table>"
    page = read_html(html)
    assert [bool(block.grid) for block in page.blocks] == [False] * 4 + [True, False]
    assert [cell.text for cell in page.blocks[4].grid.cells] == ["规章", "3", "合计", "3"]  # type: ignore[union-attr]


def test_a_table_with_a_column_of_prose_is_a_grid() -> None:
    rows = "".join(f"<tr><td>{n}<td>指标{n}<td>{PROSE * 3}" for n in range(6))
    assert len(grid_of(f"<table>{rows}</table>").cells) == 18


def test_facts_of_the_head_and_of_the_bar() -> None:
    html = f"""<html><head><title>年报_某区政府网</title><META NAME="ArticleTitle" CONTENT="某区2016年年报">
        <meta name="pubdate" content="2017-03-17 09:00"><meta name="ContentSource" content="某区办"></head>
        <table><tr><td>发文机关：<td>某区教育局<td>成文日期：<td>2017年2月27日</table><div id=zoom>{BODY}</div>"""
    assert facts(html, "title") == ["某区2016年年报", "年报"]
    assert facts(html, "published") == ["2017-03-17 09:00"]
    assert facts(html, "source") == ["某区办"]
    assert facts(html, "issuer") == ["某区教育局"]
    assert facts(html, "signed") == ["2017年2月27日"]


def test_three_thousand_nested_elements() -> None:
    assert paragraphs("<div>" * 3000 + BODY + "</div>" * 3000) == ["一、概述", PROSE, "二、问题", PROSE]
    assert paragraphs("<table><tr><td>" * 3000 + BODY)[-1] == PROSE


@pytest.mark.parametrize(
    "html",
    ["<div>" * 200_000 + "尾", "<span>" * 150_000 + "尾", "<td colspan=9999 rowspan=9999>1" * 30_000, "<" * 10**6],
    ids=["div", "span", "td", "<"],
)
def test_a_megabyte_of_open_tags_takes_seconds_at_most(html: str) -> None:
    start = process_time()
    read_html(html)
    assert process_time() - start < 20


INLINE = ["<b>", "</b>", "<br>", "<!--", "-->", "&nbsp;", " ", "12", "一、概述", "全年公开三条。"]
BLOCK = ["<p>", "</p>", "<div>", "</div>", "<ul class=menu>", "</ul>", "<div id=zoom>"]
TABLE = ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=2>", "<th colspan=3>"]
TAGS = st.sampled_from(INLINE + BLOCK + TABLE * 2)


@given(st.lists(TAGS, max_size=60).map("".join))
def test_any_soup_of_tags_gives_a_page(html: str) -> None:
    page = read_html(html)
    for block in page.blocks:
        assert block.grid is not None or block.text.strip() == block.text != ""
        if block.grid:
            check_grid(block.grid)


def check_grid(grid: Grid) -> None:
    """Cells are in reading order and no two of them cover the same place."""
    order = [(cell.row, cell.column) for cell in grid.cells]
    assert all(before < after for before, after in pairwise(order))
    covered = [slot for cell in grid.cells for slot in cover(cell)]
    assert len(covered) == len(set(covered))


def cover(cell: GridCell) -> list[tuple[int, int]]:
    return [(cell.row + r, cell.column + c) for r in range(cell.rows) for c in range(cell.columns)]


def test_a_page_without_words_has_no_blocks() -> None:
    assert read_html("") == Page(read_html("").format, None, ())
    assert [block for block in read_html("<table><tr><td></table><p> </p>").blocks if block != Block("")] == []


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("政府信息<sup>1</sup>320条", "政府信息320条"),
        ("政府信息320<sup>1</sup>条", "政府信息320条"),
        ("政府信息320<sup>[2]</sup>条", "政府信息320条"),
        ("政府信息320<sup><a href='#n'>注3</a></sup>条", "政府信息320条"),
        ("政府信息<span style='vertical-align: super'>①</span>320条", "政府信息320条"),
        ("政府信息320<sub>1</sub>条", "政府信息320条"),
        ("政府信息<sup>320</sup>条", "政府信息320条"),
        ("绿地12m<sup>2</sup>", "绿地12m²"),
        ("排放1.5×10<sup>6</sup>吨", "排放1.5×10⁶吨"),
        ("减排CO<sub>2</sub>三吨", "减排CO2三吨"),
        ("申请<del>15</del>12件", "申请12件"),
        ("申请<s>15</s>12件", "申请12件"),
        ("申请<strike>15</strike>12件", "申请12件"),
        ("申请<span style='text-decoration: line-through red'>15</span>12件", "申请12件"),
        ("申请<ins>12</ins>件", "申请12件"),
        ("申请<ruby>12<rp>(</rp><rt>dozen</rt><rp>)</rp></ruby>件", "申请12件"),
    ],
)
def test_marks_of_notes_and_struck_words_print_nothing(html: str, text: str) -> None:
    assert [block.text for block in read_html(f"<p>{html}</p>").blocks] == [text]
