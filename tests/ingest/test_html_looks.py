"""The numbers that a browser shows before the items of lists, and what the style sheets of a page say of its words."""

import pytest

from pipeline.ingest.html.reader import read_html


def lines(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks]


@pytest.mark.parametrize(
    ("attributes", "items", "shown"),
    [
        ("", "<li>甲<li>乙", ["1. 甲", "2. 乙"]),
        (" start=3", "<li>甲<li value=7>乙<li>丙", ["3. 甲", "7. 乙", "8. 丙"]),
        (" type=A", "<li>甲<li>乙", ["A. 甲", "B. 乙"]),
        (" type=i", "<li>甲<li><p>乙</p>", ["i. 甲", "ii. 乙"]),
        (" style='list-style-type: cjk-ideographic'", "<li>甲<li>乙", ["一、甲", "二、乙"]),
        (" style='list-style: inside decimal-leading-zero'", "<li>甲<li>乙", ["01. 甲", "02. 乙"]),
        (" style='list-style: lower-greek'", "<li>甲<li>乙", ["α. 甲", "β. 乙"]),
        (" style='list-style: hebrew'", "<li>甲<li>乙", ["1. 甲", "2. 乙"]),
        (" reversed", "<li>甲<li>乙<li>丙", ["3. 甲", "2. 乙", "1. 丙"]),
        (" reversed start=9", "<li>甲<li value=4>乙<li>丙", ["9. 甲", "4. 乙", "3. 丙"]),
        (" type=a start=26", "<li>甲<li>乙", ["z. 甲", "aa. 乙"]),
        (" type=I start=49", "<li>甲<li>乙", ["XLIX. 甲", "L. 乙"]),
        (" style='list-style-type: simp-chinese-informal' start=99", "<li>甲<li>乙", ["九十九、甲", "一百、乙"]),
        (""" style='list-style-type: "※ "'""", "<li>甲<li>乙", ["甲", "乙"]),
        (" class='custom_cn2 list-paddingleft-1'", "<li class='list-cn-3-1'>甲<li>乙", ["（一）甲", "（二）乙"]),
        (" style='list-style:none'", "<li>甲<li>乙", ["甲", "乙"]),
        (" type=disc", "<li>甲<li>乙", ["甲", "乙"]),
        (" class=list-unstyled", "<li>甲<li>乙", ["甲", "乙"]),
        ("", "<li>甲<ul><li>子</ul><li>乙", ["1. 甲", "子", "2. 乙"]),
        ("", "<li></li><li>乙", ["2. 乙"]),
        ("", "<li type=A>甲<li style='list-style: cjk-ideographic'>乙", ["A. 甲", "二、乙"]),
        ("", "<li style='list-style: none'>甲<li>乙", ["甲", "2. 乙"]),
    ],
)
def test_an_ordered_list_prints_its_numbers(attributes: str, items: str, shown: list[str]) -> None:
    assert lines(f"<ol{attributes}>{items}</ol>") == shown


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ("", ["甲", "乙"]),
        (" class=i", ["甲", "乙"]),
        (" style='list-style: outside'", ["甲", "乙"]),
        (" style='list-style-type: decimal'", ["1. 甲", "2. 乙"]),
        (" class=custom_num", ["1、甲", "2、乙"]),
        (" class=custom_dash", ["甲", "乙"]),
    ],
)
def test_an_unordered_list_prints_numbers_only_where_it_says_so(attributes: str, shown: list[str]) -> None:
    assert lines(f"<ul{attributes}><li>甲<li>乙</ul>") == shown


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        (".a { list-style-type: cjk-ideographic }", ["一、甲", "二、乙"]),
        (".a li{list-style:cjk-ideographic}", ["一、甲", "二、乙"]),
        ("ol { list-style: none !important }", ["甲", "乙"]),
        ("ol {list-style:none} ol.a {list-style-type:upper-alpha}", ["A. 甲", "B. 乙"]),
        ("@import url(x.css); @media screen { p, .a { list-style: upper-roman } }", ["I. 甲", "II. 乙"]),
        ("/* .a { list-style: none } */ .b { list-style: none }", ["1. 甲", "2. 乙"]),
        (".a:hover { list-style: none } .a::before { list-style: none }", ["1. 甲", "2. 乙"]),
        ("..a{ { list-style: none } }}", ["1. 甲", "2. 乙"]),
        (".a > { list-style: none }", ["1. 甲", "2. 乙"]),
    ],
)
def test_a_style_sheet_of_the_page_says_how_a_list_is_numbered(sheet: str, shown: list[str]) -> None:
    assert lines(f"<style>{sheet}</style><ol class=a><li>甲<li>乙</ol>") == shown


def test_an_elements_own_style_counts_more_than_a_sheet() -> None:
    page = "<style>ol {list-style: none}</style><ol style='list-style: decimal'><li>甲</ol>"
    assert lines(page) == ["1. 甲"]


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        (".q { color: red; text-decoration: line-through }", "申请12件"),
        ("b, p > .q { text-decoration-line: underline line-through; }", "申请12件"),
        (".q { vertical-align: super }", "申请12件"),
        (".q { vertical-align: sub }", "申请12件"),
        (".q { vertical-align: middle }", "申请129件"),
        # What is hidden, a script may show: folded lists, the cards of a file.
        (".q { display: none }", "申请129件"),
    ],
)
def test_a_style_sheet_says_what_is_struck_and_what_is_raised(sheet: str, text: str) -> None:
    assert lines(f"<style>{sheet}</style><p>申请12<i class=q>9</i>件</p>") == [text]
    assert lines(f"<p>申请12<i class=q>9</i>件</p><style>{sheet}</style>") == [text]


@pytest.mark.parametrize(
    "style",
    [
        "vertical-align:super",
        "vertical-align: 5px; font-size: 8px",
        "vertical-align:40%",
        "vertical-align:.4em",
        "position:relative; top:-5px",
        "position: relative; bottom: 4pt; font-size: 60%",
        "font-size:60%;vertical-align:text-top",
        "display:none",
        "font-size:0",
        "font-size: 0px; color: red",
        "opacity:0",
    ],
)
def test_a_mark_that_is_raised_or_not_seen_is_no_digit_of_the_number_before_it(style: str) -> None:
    assert lines(f"<p>公开3<span style='{style}'>1</span>条</p>") == ["公开3条"]


@pytest.mark.parametrize(
    "style",
    [
        "vertical-align:middle",
        "vertical-align:1px",
        "vertical-align:-5px",
        "vertical-align:top",
        "position:relative;top:2px",
        "font-size:0.9em",
        "font-size:10px",
        "opacity:0.9",
    ],
)
def test_a_digit_that_is_set_otherwise_is_one(style: str) -> None:
    assert lines(f"<p>公开3<span style='{style}'>1</span>条</p>") == ["公开31条"]
