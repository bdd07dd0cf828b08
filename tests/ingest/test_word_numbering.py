"""Numbers that Word writes by itself come out as a reader sees them."""

import re
from collections.abc import Callable

import pytest

from pipeline.ingest.word.number_formats import HIGHEST, write_number
from pipeline.ingest.word.reader import read_docx

MakeDocx = Callable[..., bytes]


def level(depth: int, name: str, text: str, more: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{name}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inside}</w:lvl>'


def definition(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, number: int | None = None, depth: int = 0, style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def style(name: str, *, based_on: str = "", number: str = "") -> str:
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{parent}'
        f"<w:pPr>{number}</w:pPr></w:style>"
    )


def in_list(number: int, depth: int | None = None) -> str:
    at = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return f'<w:numPr>{at}<w:numId w:val="{number}"/></w:numPr>'


def lines(data: bytes) -> list[str]:
    return [block.text for block in read_docx(data).blocks]


REPORT = definition(
    7,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3.", '<w:suff w:val="space"/>'),
    level(3, "decimalEnclosedCircle", "%4"),
) + num(3, 7)


def test_levels_count_and_begin_again_under_the_next_one_above(make_docx: MakeDocx) -> None:
    depths = (0, 1, 1, 2, 3, 3, 2, 1, 2, 0, 1)
    body = "".join(item("事项", 3, depth) for depth in depths)
    assert [line.removesuffix("事项") for line in lines(make_docx(body, numbering=REPORT))] == [
        *("一、", "（一）", "（二）", "1. ", "① ", "② ", "2. ", "（三）", "1. ", "二、", "（一）")
    ]


def test_the_sections_of_a_report_are_those_of_its_automatic_numbers(make_docx: MakeDocx) -> None:
    body = item("总体情况", 3) + item("主动公开", 3, 1) + item("全年公开信息12条。") + item("存在问题", 3)
    assert lines(make_docx(body, numbering=REPORT)) == [
        "一、总体情况",
        "（一）主动公开",
        "全年公开信息12条。",
        "二、存在问题",
    ]


def test_a_paragraph_without_text_counts_and_one_without_number_does_not(make_docx: MakeDocx) -> None:
    body = item("甲", 3) + item("", 3) + item("乙") + item("丙", 0) + item("丁", 3) + item("戊", 99)
    assert lines(make_docx(body, numbering=REPORT)) == ["一、甲", "乙", "丙", "三、丁", "戊"]


def test_digits_do_not_run_together_with_the_number(make_docx: MakeDocx) -> None:
    numbering = definition(1, level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>')) + num(1, 1)
    assert lines(make_docx(item("2016年公开3条", 1) + item("其他", 1), numbering=numbering)) == [
        "1. 2016年公开3条",
        "2.其他",
    ]


def test_lists_of_one_definition_count_on_unless_one_states_its_start(make_docx: MakeDocx) -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = definition(1, level(0, "decimal", "%1、")) + num(1, 1) + num(2, 1) + num(4, 1, start)
    body = "".join(item("", number) + item(str(number), number) for number in (1, 2, 4, 4, 1))
    assert [line.split("、")[0] for line in lines(make_docx(body, numbering=numbering))] == ["2", "4", "6", "8", "10"]


def test_a_list_may_change_a_level_of_its_definition(make_docx: MakeDocx) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1．")}</w:lvlOverride>'
    numbering = definition(1, level(0, "decimal", "%1、")) + num(1, 1, own) + num(2, 1)
    body = item("第一", 1) + item("第二", 2)
    assert lines(make_docx(body, numbering=numbering)) == ["甲．第一", "2、第二"]


@pytest.mark.parametrize(("restart", "last"), [(None, "1.1.1"), (0, "1.1.2"), (1, "1.1.2")])
def test_a_level_begins_again_where_it_says(make_docx: MakeDocx, restart: int | None, last: str) -> None:
    more = "" if restart is None else f'<w:lvlRestart w:val="{restart}"/>'
    numbering = definition(
        1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3", more)
    ) + num(1, 1)
    # The second of level 1 in between begins level 2 again by default, and not where only level 0 does.
    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 2) + item("d", 1, 1) + item("e", 1, 2)
    assert lines(make_docx(body, numbering=numbering))[-1] == last.replace("1.1", "1.2", 1) + " e"


def test_a_level_above_that_was_skipped_has_counted(make_docx: MakeDocx) -> None:
    numbering = definition(1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + num(1, 1)
    body = item("a", 1, 1) + item("b", 1, 1) + item("c", 1) + item("d", 1, 1)
    assert lines(make_docx(body, numbering=numbering)) == ["1.1 a", "1.2 b", "2 c", "2.1 d"]


def test_legal_numbering_writes_the_numbers_above_in_digits(make_docx: MakeDocx) -> None:
    numbering = definition(
        1, level(0, "chineseCounting", "第%1章"), level(1, "upperLetter", "%1.%2", "<w:isLgl/>")
    ) + num(1, 1)
    body = item("总则", 1) + item("", 1) + item("依据", 1, 1)
    assert lines(make_docx(body, numbering=numbering)) == ["第一章 总则", "2.1 依据"]


def test_a_style_numbers_at_the_level_that_names_it(make_docx: MakeDocx) -> None:
    numbering = definition(
        1,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
    ) + num(1, 1)
    styles = (
        style("h1", number=in_list(1))
        + style("h2", based_on="h1", number='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + style("h2b", based_on="h2")
        + style("plain", based_on="h1", number=in_list(0))
    )
    body = "".join(item(name, style=name) for name in ("h1", "h2", "h2b", "plain", "h1"))
    body += item("无", 0, style="h1")
    assert lines(make_docx(body, numbering=numbering, styles=styles)) == [
        *("一、h1", "（一）h2", "（二）h2b", "plain", "二、h1", "无")
    ]


def test_a_definition_may_be_that_of_a_list_style(make_docx: MakeDocx) -> None:
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="list"/></w:abstractNum>'
    numbering = definition(1, '<w:styleLink w:val="list"/>', level(0, "upperRoman", "%1.")) + linked
    numbering += num(1, 1) + num(2, 2)
    styles = style("list", number=in_list(1))
    assert lines(make_docx(item("甲", 2) + item("乙", 1), numbering=numbering, styles=styles)) == ["I. 甲", "II. 乙"]


def test_circles_of_styles_and_lists_end(make_docx: MakeDocx) -> None:
    styles = style("a", based_on="b") + style("b", based_on="a") + style("list", number=in_list(1))
    numbering = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>' + num(1, 1)
    body = item("甲", style="a") + item("乙", 1)
    assert lines(make_docx(body, numbering=numbering, styles=styles)) == ["甲", "乙"]


def test_bullets_and_hidden_numbers_print_nothing(make_docx: MakeDocx) -> None:
    numbering = definition(1, level(0, "bullet", "•"), level(1, "none", ""), level(2, "decimal", "%3.")) + num(1, 1)
    numbering = numbering.replace("</w:lvl></w:abstractNum>", "<w:rPr><w:vanish/></w:rPr></w:lvl></w:abstractNum>")
    body = item("甲", 1) + item("乙", 1, 1) + item("丙", 1, 2)
    assert lines(make_docx(body, numbering=numbering)) == ["甲", "乙", "丙"]


def test_an_unknown_format_stands_in_digits_and_is_named(make_docx: MakeDocx) -> None:
    numbering = definition(1, level(0, "hebrew1", "%1、")) + num(1, 1)
    page = read_docx(make_docx(item("甲", 1), numbering=numbering))
    assert [block.text for block in page.blocks] == ["1、甲"]
    assert [problem.code for problem in page.problems] == ["unknown_numbering"]
    assert "hebrew1" in page.problems[0].message


def test_deleted_paragraphs_do_not_count(make_docx: MakeDocx) -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>旧文</w:delText></w:r></w:del></w:p>"
    )
    assert lines(make_docx(item("甲", 3) + gone + item("乙", 3), numbering=REPORT)) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("decimal", "1 2 10 11 20 21 105"),
        ("decimalZero", "01 02 10 11 20 21 105"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ２１ １０５"),
        ("chineseCounting", "一 二 十 十一 二十 二十一 一○五"),
        ("chineseCountingThousand", "一 二 十 十一 二十 二十一 一百零五"),
        ("japaneseCounting", "一 二 十 十一 二十 二十一 百五"),
        ("ideographDigital", "一 二 一○ 一一 二○ 二一 一○五"),
        ("ideographTraditional", "甲 乙 癸 11 20 21 105"),
        ("ideographZodiac", "子 丑 酉 戌 20 21 105"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 壹佰零伍"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 21 105"),
        ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ ⒇ 21 105"),
        ("decimalEnclosedFullstop", "⒈ ⒉ ⒑ ⒒ ⒛ 21 105"),
        ("upperLetter", "A B J K T U AAAAA"),
        ("lowerRoman", "i ii x xi xx xxi cv"),
    ],
)
def test_formats(name: str, printed: str) -> None:
    assert " ".join(write_number(number, name) or "?" for number in (1, 2, 10, 11, 20, 21, 105)) == printed


@pytest.mark.parametrize("name", ["upperRoman", "lowerLetter", "chineseCountingThousand", "japaneseCounting"])
def test_no_number_makes_a_long_text(name: str) -> None:
    assert len(write_number(10**9, name) or "") < 50
    assert write_number(10**9, name) == write_number(HIGHEST, name)
    assert re.search(r"\S", write_number(0, name) or "0")
