"""Plain text and Markdown become paragraphs: crawler headers, torn lines, pages wrapped at their width."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.page import read_page
from pipeline.ingest.plain.markdown import read_markdown
from pipeline.ingest.plain.plaintext import read_plaintext, unmark
from pipeline.ingest.unwrap import page_width, unwrap
from pipeline.model import Page, Source

SENTENCE = "本年度我局围绕群众关心的教育、医疗、住房和就业四个方面，通过网站、公报和新媒体发布各类文件及其解读共计"
WIDTH = 28


def prose(page: Page) -> list[str]:
    return [block.text for block in page.blocks if not block.furniture and not block.grid]


def wrap(paragraph: str, width: int = WIDTH) -> list[str]:
    """The lines that a paragraph has on a page of so many ideographs, its first one indented by two."""
    first = width - 2
    return [paragraph[:first], *(paragraph[i : i + width] for i in range(first, len(paragraph), width))]


HEADER = (
    "标题: 某区 2012年 年度报告\n发布时间: 2013-02-25 00:00\n文号: \n发布机构: 某区管委会\n==== 正文 ====\n一、概述"
)


def test_a_crawler_header_is_furniture_and_its_facts_are_read() -> None:
    page = read_plaintext(HEADER)
    assert page.facts == (
        ("title", "某区 2012年 年度报告"),
        ("published", "2013-02-25 00:00"),
        ("issuer", "某区管委会"),
    )
    assert prose(page) == ["一、概述"]
    assert [block.furniture for block in page.blocks] == ["crawler_header"] * 5 + [None]


def test_without_the_rule_there_is_no_header() -> None:
    page = read_plaintext("标题: 年度报告\n一、概述")
    assert (page.facts, prose(page)) == ((), ["标题: 年度报告", "一、概述"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、概述\n\n　　公开3条。\n", ["一、概述", "公开3条。"]),
        ("　　一、概述　　公开3条。　　二、问题", ["一、概述", "公开3条。", "二、问题"]),
        ("一、 概述 公开3条。 二、 问题", ["一、 概述 公开3条。 二、 问题"]),
        ("标　　题：年报　　电　　话：123", ["标　　题：年报", "电　　话：123"]),
        ("一、概　　述\n公开3条。", ["一、概　　述", "公开3条。"]),
        ("表　格　里　的　字", ["表　格　里　的　字"]),
        ("", []),
        ("\n \u3000\n", []),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert prose(read_plaintext(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开<U+00A0>3<U+3000>条", "公开\xa03\u3000条"),
        ("<U+D800><U+110000>", "<U+D800><U+110000>"),
        ("一<!-- 菜单\n二 -->三<!-- 未闭合", "一三<!-- 未闭合"),
        ("&lt;试行&gt;&nbsp;&#19968;&#x4e8c;&hellip;", "<试行>\xa0一二…"),
        ("A&B 公司; R&D;", "A&B 公司; R&D;"),
    ],
)
def test_marks_of_a_page_are_resolved(text: str, expected: str) -> None:
    assert unmark(text) == expected


def test_wrapped_lines_are_joined() -> None:
    paragraphs = [SENTENCE + "1295件。", "一、概述", SENTENCE + "二百件；" + SENTENCE + "三百件。", "二、问题"]
    lines = [line for paragraph in paragraphs for line in wrap(paragraph)]
    assert len(lines) > len(paragraphs)
    assert unwrap(lines) == paragraphs


@pytest.mark.parametrize("number", ["— 1 —", "-3-", "－ 12 －", "—２—"])
def test_a_page_number_does_not_cut_a_sentence(number: str) -> None:
    lines = wrap(SENTENCE * 3 + "9件。")
    cut = [*lines[:2], "", number, "", *lines[2:], number, "二、问题"]
    assert unwrap(cut) == [SENTENCE * 3 + "9件。", number, "二、问题"]


def test_a_number_is_not_broken_and_latin_words_stay_apart() -> None:
    wide = "一" * 26 + "，共12"
    assert (
        unwrap([wide, "34件，二" + "三" * 23 + "open", "data平台，" + "四" * 23, "五" * 24, "六。"] * 2)[0].count(
            "1234件"
        )
        == 1
    )
    assert "open data平台" in unwrap([wide, "34件，二" + "三" * 21 + "open", "data平台，" + "四" * 22, "六。"] * 2)[0]


@pytest.mark.parametrize("marker", ["二、", "（二）", "2.", "2、", "第二章", "附件", "③", "| 规章 |", "## "])
def test_a_heading_starts_anew(marker: str) -> None:
    lines = wrap(SENTENCE * 2)
    full = lines[: len(SENTENCE * 2) // WIDTH]
    assert unwrap([*full, f"{marker}情况", *full])[1].startswith(marker)


@pytest.mark.parametrize("reference", ["（一）项规定", "1.5倍"])
def test_what_only_looks_like_a_heading_goes_on(reference: str) -> None:
    lines = wrap(SENTENCE * 3)[:5]
    assert unwrap([*lines, reference + "的内容。"]) == ["".join(lines) + reference + "的内容。"]


@pytest.mark.parametrize(
    "lines",
    [
        ["一、概述", "公开3条。", "二、问题", "没有。"],
        [SENTENCE + "3件。", SENTENCE * 2 + "4件。", SENTENCE * 3 + "5件。"] * 3,
        ["规章", "0", "0", "行政许可"] * 20,
    ],
)
def test_text_that_is_not_wrapped_keeps_its_lines(lines: list[str]) -> None:
    assert page_width(lines) is None
    assert unwrap(lines) == lines


def test_a_blank_line_in_the_middle_of_a_sentence() -> None:
    assert unwrap([SENTENCE, "", "三百条。"]) == [SENTENCE + "三百条。"]
    assert unwrap([SENTENCE, "三百条。"]) == [SENTENCE, "三百条。"]
    assert unwrap(["某区教育局", "", "2016年1月5日"]) == ["某区教育局", "2016年1月5日"]


@given(st.lists(st.text(alphabet="一、（）1.，。；\u3000 —-|#公开A", max_size=60), max_size=30))
def test_unwrapping_loses_nothing_but_spaces_and_page_numbers(lines: list[str]) -> None:
    def letters(pieces: list[str]) -> str:
        return "".join("".join(pieces).split()).replace("-", "").replace("—", "").replace("1", "")

    assert letters(unwrap(lines)) == letters(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 年度报告\n\n## 一、总体情况\n公开3条。", ["年度报告", "一、总体情况", "公开3条。"]),
        ("**一、概述**\n\n> 公开*3*条", ["一、概述", "公开*3*条"]),
        ("1\\. 完善制度\n\n- 甲\n- 乙", ["1. 完善制度", "甲", "乙"]),
        ("见[年报](http://a.gov.cn/1.pdf)![图](a.png)", ["见年报"]),
        ("一、概述\n\n---\n\n```\n公开3条\n```", ["一、概述", "公开3条"]),
        ("4#-5#泊位有3*4个", ["4#-5#泊位有3*4个"]),
    ],
)
def test_markdown_paragraphs(text: str, expected: list[str]) -> None:
    assert prose(read_markdown(text)) == expected


def cells(text: str) -> list[list[tuple[int, int, str]]]:
    return [[(c.row, c.column, c.text) for c in b.grid.cells] for b in read_markdown(text).blocks if b.grid]


def test_markdown_tables() -> None:
    text = "| 项目 | 数量 |\n|:---|---:|\n| 规章 | 1,024 |\n| 合<br>计 | **3** |\n\n尾"
    assert cells(text) == [
        [(0, 0, "项目"), (0, 1, "数量"), (1, 0, "规章"), (1, 1, "1,024"), (2, 0, "合 计"), (2, 1, "3")]
    ]
    assert prose(read_markdown(text)) == ["尾"]


def test_a_markdown_table_within_a_table_begins_anew() -> None:
    assert cells("| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n|---|---|\n| 丙 | |") == [
        [(0, 0, "甲"), (0, 1, "1")],
        [(0, 0, "乙"), (0, 1, "2"), (1, 0, "丙"), (1, 1, "")],
    ]


def test_a_pipe_within_a_cell() -> None:
    assert cells(r"| a\|b | c |" + "\n|---|---|") == [[(0, 0, "a|b"), (0, 1, "c")]]


def test_a_pipe_table_makes_a_text_markdown() -> None:
    page = read_page(Source("a.txt", "一、情况\n| 规章 | 3 |\n|---|---|\n".encode()))
    assert [bool(block.grid) for block in page.blocks] == [False, True]


def page_of(shared: Path, name: str) -> Page:
    path = shared / "corpus" / "disclosure" / name
    return read_page(Source(name, path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("shanghai_bgt_2025.md", "着力发挥政务公开促落实"),
        ("shanghai_bgt_2025.md", "年 1 月 1 日至 12 月 31 日"),
        ("shanghai_bgt_2025.md", "坚持以习近平新时代中国特色社会主义"),
        ("shanghai_kewei_2024.md", "其中原创文章 294篇"),
        ("shuyang_2025.md", "努力让政务信息“看得懂、用得上"),
        ("shuyang_2025.md", "及时向责任单位进行提醒通知"),
    ],
)
def test_real_pages_that_were_cut(shared: Path, name: str, whole: str) -> None:
    assert [text for text in prose(page_of(shared, name)) if whole in text]


@pytest.mark.parametrize(
    ("name", "paragraphs", "tables"),
    [
        ("hebei_kjt_2016.txt", 27, 0),
        ("pingtan_2012.txt", 1, 0),
        ("hebei_jyt_2013.txt", 22, 0),
        ("shuyang_2025.md", 58, 19),
    ],
)
def test_real_pages_fall_into_paragraphs_and_tables(shared: Path, name: str, paragraphs: int, tables: int) -> None:
    page = page_of(shared, name)
    assert (len(prose(page)), sum(block.grid is not None for block in page.blocks)) == (paragraphs, tables)
