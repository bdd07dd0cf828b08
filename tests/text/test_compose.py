"""A page becomes one text: its plain form one to one, its tables as lines, its furniture told by rules."""

import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.folding import COUNTERPARTS, to_plain
from pipeline.characters.simplified import to_simplified
from pipeline.ingest.furniture import HEAD, LONGEST_LINE, find_furniture, furniture_line, furniture_rules
from pipeline.ingest.page import read_page
from pipeline.model import Block, Format, Grid, GridCell, Page, Region, RegionKind, Source, Text
from pipeline.text.compose import compose_text, in_region, overlay

RULES = Path(__file__).parents[2] / "pipeline" / "rules" / "furniture.toml"
REPORT = "一、概述\n全年主动公开政府信息三百条。" + "各单位按时完成。" * 30 + "\n二、问题\n公开还不够及时。"


def compose(*blocks: str | Block) -> Text:
    page = Page(Format.TEXT, "utf-8", tuple(Block(block) if isinstance(block, str) else block for block in blocks))
    return compose_text(page)


def furniture(text: str) -> list[tuple[str, str]]:
    return [(region.rule, text[region.start : region.end]) for region in find_furniture(to_plain(text))]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（１）２０１６年，３．５％；Ａ＋Ｂ：？！", "(1)2016年,3.5%;A+B:?!"),
        ("一\u3000二\xa0三\u2003四\t五", "一 二 三 四\t五"),
        ("。、《》“”〔〕—…·〇○①㈠", "。、《》“”〔〕—…·〇○①㈠"),
        ("⼀⽉⽇", "一月日"),
        ("㎡½ﬁ", "㎡½ﬁ"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_plain_form(text: str, plain: str) -> None:
    assert to_plain(text) == plain


def test_the_table_is_one_to_one_and_final() -> None:
    assert all(len(plain) == 1 for plain in COUNTERPARTS.values())
    assert not {chr(code) for code in COUNTERPARTS} & set(COUNTERPARTS.values())
    assert COUNTERPARTS.keys().isdisjoint((0x09, 0x0A))
    spaces = {chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"}
    assert {to_plain(space) for space in spaces} == {" "}


@given(st.text())
def test_plain_form_keeps_every_place(text: str) -> None:
    plain = to_plain(text)
    assert len(plain) == len(text)
    assert plain == to_simplified(text.translate(COUNTERPARTS))
    assert to_plain(plain) == plain


def test_paragraphs_are_lines_and_tables_lines_of_cells() -> None:
    grid = Grid((GridCell(0, 0, "项目", 2, 1), GridCell(0, 1, "数量", 1, 2), GridCell(1, 1, "３"), GridCell(1, 2, "")))
    text = compose("一、概述", Block("", grid), "二、问题")
    assert text.text == "一、概述\n项目\t数量\n３\t\n二、问题"
    (placed,) = text.grids
    assert [text.text[cell.start : cell.end] for cell in placed.cells] == ["项目", "数量", "３", ""]
    assert [(region.kind, text.text[region.start : region.end]) for region in text.regions] == [
        (RegionKind.TABLE, "项目\t数量\n３\t")
    ]


def test_what_the_source_knows_as_furniture_is_a_region() -> None:
    text = compose(Block("标题: 年报", furniture="crawler_header"), "一、概述")
    assert [(region.rule, region.start, region.end) for region in text.regions] == [("crawler_header", 0, 6)]
    assert in_region(text, 5)
    assert not in_region(text, 6)


def test_a_table_of_nothing_but_a_blank_cell_is_none() -> None:
    text = compose("二、情况", Block("", Grid((GridCell(0, 0, ""),))))
    assert (text.regions, text.grids) == ((), ())
    two = compose("二、情况", Block("", Grid((GridCell(0, 0, ""), GridCell(0, 1, "")))))
    assert [(region.start, region.end) for region in two.regions] == [(5, 6)]


FORM = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "3", "0", "5"]


def test_a_flattened_form_is_a_table_and_a_grid_takes_its_name() -> None:
    assert [region.rule for region in compose("二、情况", "".join(FORM), "三、其他").regions] == ["form:F21"]
    cells = tuple(GridCell(index // 4, index % 4, words) for index, words in enumerate(FORM))
    (region,) = compose("二、情况", Block("", Grid(cells)), "三、其他").regions
    assert (region.rule, region.start, region.end) == ("form:F21", 5, 5 + len("\t".join(FORM)))


@pytest.mark.parametrize(
    "line",
    [
        "首页 -> 政务公开 -> 2016年",
        "您当前所在的位置：首页>年报",
        "[字体: ] 打印",
        "【字体：大 中 小】",
        "下载",
        "】",
        "附件下载",
        "更多信息请关注“某区发布”",
        "扫一扫在手机打开当前页",
        "上一篇：某某通知",
        "（责任编辑： 李某",
        "— 12 —",
        "第 2 页 共 7 页",
        "中央政府门户网站　www.gov.cn",
        "版权所有：某区人民政府办公室",
    ],
)
def test_furniture_anywhere(line: str) -> None:
    (found,) = furniture(f"{REPORT}\n{line}\n{REPORT}")
    assert found[1] == line


@pytest.mark.parametrize(
    "line",
    [
        "2017年03月17日来源:市营商局",
        "发布日期：2020-01-31",
        "来源：吉林日报",
        "时间：2026-02-10",
        "2006年02月16日",
        "正文",
    ],
)
def test_furniture_of_the_head_only(line: str) -> None:
    assert [surface for _, surface in furniture(f"年度报告\n{line}\n{REPORT}")] == [line]
    assert furniture(f"{REPORT}\n{REPORT * 4}\n{line}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "某区财政局",
        "附件：1、统计表",
        "下载量3000次",
        "时间紧，任务重，人员少。",
        "首页改版后访问量达3万次",
        "微信公众号发布信息468条",
        "3",
        "无",
        "2．政府公报公开 条 0",
    ],
)
def test_what_is_no_furniture(line: str) -> None:
    assert furniture(f"年度报告\n{line}\n{REPORT}") == []
    assert furniture(f"{REPORT}\n{line}") == []


def test_the_run_at_the_head_of_a_one_line_page() -> None:
    crumb = "当前位置： 首页政务公开年报 某区2012年年度报告 来源：某区 时间：2013-02-25 00:00"
    share = " 微信 微博 QQ空间 文字版 相关链接： -->"
    body = " 某区办公室 二〇一三年一月 " + REPORT.replace("\n", " ")
    assert furniture(f"{crumb}{share}{body} 附件下载") == [("head_run", crumb + share), ("tail_run", "附件下载")]
    assert furniture(crumb + body) == [("head_crumb", crumb)]


def test_what_reads_as_furniture_in_the_middle_of_a_page_stays() -> None:
    text = f"{REPORT * 5} 当前位置： 首页 时间：2013-02-25 00:00 微信 微博 QQ空间 {REPORT * 5}"
    assert len(text) > 2 * HEAD
    assert furniture(text) == []


def test_numbers_and_long_paragraphs_are_not_looked_at() -> None:
    assert furniture_line("当前位置:" + "首页>" * LONGEST_LINE) is None
    assert furniture("12\n" * 50) == []


def test_rules_are_told_apart_by_name() -> None:
    rules = furniture_rules()
    names = [rule.name for rule in (*rules.lines, *rules.stretches, *rules.elements)]
    assert all(name.isidentifier() for name in names)
    assert len({rule.name for rule in (*rules.lines, *rules.stretches)}) == len(rules.lines) + len(rules.stretches)
    assert len(set(rules.containers)) == len(rules.containers)


LINE_RULES = tomllib.loads(RULES.read_text("utf-8"))["lines"]


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule["name"])
def test_each_line_rule_speaks_for_its_own_examples(rule: dict[str, Any]) -> None:
    """Combined with the others a rule still matches what it matches alone."""
    assert [text for text in rule["yes"] if furniture_line(to_plain(text), "head") is None] == []
    assert [text for text in rule["no"] if furniture_line(to_plain(text), "head") == rule["name"]] == []


SPANS = st.lists(st.integers(0, 60), max_size=12, unique=True).map(sorted)


def regions_of(offsets: list[int], rule: str) -> list[Region]:
    return [Region(RegionKind.TABLE, start, end, rule) for start, end in zip(offsets[::2], offsets[1::2], strict=False)]


@given(SPANS, SPANS)
def test_overlay_covers_what_either_covers_and_the_upper_one_wins(upper: list[int], lower: list[int]) -> None:
    above, below = regions_of(upper, "upper"), regions_of(lower, "lower")
    merged = overlay(above, below)
    assert all(a.end <= b.start for a, b in pairwise(merged))
    assert all(region.start < region.end for region in merged)
    rules = {offset: region.rule for region in merged for offset in range(region.start, region.end)}
    expected = {offset: "lower" for region in below for offset in range(region.start, region.end)}
    expected |= {offset: "upper" for region in above for offset in range(region.start, region.end)}
    assert rules == expected


@given(st.lists(st.text(alphabet="一、附件下载首页>微信 条12。（）：", max_size=30), max_size=20))
def test_a_text_keeps_its_contract(paragraphs: list[str]) -> None:
    text = compose(*paragraphs)
    assert text.text == "\n".join(paragraphs)
    assert len(text.plain) == len(text.text)
    ends = [0, *(offset for region in text.regions for offset in (region.start, region.end)), len(text.text)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("000_4f602be5f049aa21.txt", ["breadcrumb", "publication", "tools"]),
        ("pingtan_2012.txt", ["crawler_header"] * 9 + ["head_run", "form:F08", "tail_run"]),
        ("hebei_jyt_2018_tjb.txt", ["form:F14"]),
        ("hebei_jyt_2014.txt", []),
        ("shanghai_bgt_2019.html", ["form:F19"] * 3),
        ("shuyang_2025.md", ["form:F21"] * 3),
    ],
)
def test_regions_of_real_reports(shared: Path, name: str, rules: list[str]) -> None:
    data = (shared / "corpus" / "disclosure" / name).read_bytes()
    assert [region.rule for region in compose_text(read_page(Source(name, data))).regions] == rules
