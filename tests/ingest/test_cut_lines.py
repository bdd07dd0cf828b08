"""A text whose lines were cut gives the rows of the whole one: whatever the width, and however it was cut."""

import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex

from pipeline.characters import clean, decode
from pipeline.ingest.cut_lines import restore_lines
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.line_width import count_columns
from pipeline.ingest.number_lines import join_numbers
from pipeline.ingest.page import read_page
from pipeline.model import Page, Report, Source
from pipeline.report import extract_source, extract_text
from pipeline.tables.rows import tabulate

RAW = Path(__file__).parents[2] / "data" / "raw"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
WIDTHS = range(20, 81)
# The tables that must not change, and their columns that tell places.
TABLES = ("figures", "cells", "sections", "citations", "indicators", "panel")
OFFSETS = frozenset(("document_id", "report_id", "documents", "start", "end", "sentence_start", "sentence_end"))

Wrap = Callable[[str, int], list[str]]

# What no line begins with, and what stays together.
_WORD_RE = regex.compile(r"(?: [A-Za-z0-9.%]+ | . ) [，。、；：！？）》”%]*", regex.VERBOSE | regex.DOTALL)


def by_characters(line: str, width: int) -> list[str]:
    return [line[i : i + width] for i in range(0, len(line), width)] or [""]


def by_pieces(pieces: list[str], width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if count_columns(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def by_columns(line: str, width: int) -> list[str]:
    return by_pieces(list(line), 2 * width)


def by_odd_columns(line: str, width: int) -> list[str]:
    return by_pieces(list(line), 2 * width + 1)


def at_words(line: str, width: int) -> list[str]:
    return by_pieces(_WORD_RE.findall(line), 2 * width)


def with_hanging_signs(line: str, width: int) -> list[str]:
    """A sign that may not begin a line stands over the edge of the page."""
    lines = [""]
    for sign in line:
        if count_columns(lines[-1] + sign) > 2 * width and sign not in "，。；、：）》”%.":
            lines.append("")
        lines[-1] += sign
    return lines


def at_blanks(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, expand_tabs=False, replace_whitespace=False) or [""]


def indented(line: str, width: int) -> list[str]:
    return by_characters(f"　　{line}", width)


def with_trailing_blanks(line: str, width: int) -> list[str]:
    return [f"{piece}  " for piece in by_characters(line, width)]


def with_returns(line: str, width: int) -> list[str]:
    return [f"{piece}\r" for piece in by_characters(line, width)]


WRAPS = [
    by_characters,
    by_columns,
    by_odd_columns,
    at_words,
    with_hanging_signs,
    at_blanks,
    indented,
    with_trailing_blanks,
    with_returns,
]


def wrap(text: str, way: Wrap, width: int) -> str:
    return "\n".join(piece for line in text.split("\n") for piece in way(line, width))


def rows_of(report: Report) -> dict[str, list[dict[str, Any]]]:
    """The rows of a report without what tells places; blanks do not count, for a cut may eat one."""
    rows = tabulate(report)
    return {
        table: [
            {name: "".join(v.split()) if isinstance(v, str) else v for name, v in row.items() if name not in OFFSETS}
            for row in rows.get(table, ())
        ]
        for table in TABLES
    }


REPORT = """青禾县教育局2023年政府信息公开工作年度报告
一、总体情况
2023年，青禾县教育局通过政府网站主动公开政府信息1456条，其中政策文件类信息128条，财政预算决算类信息34条，招生考试类信息897条，同比增长12.5%。
（一）主动公开方面。围绕义务教育招生、校园安全、教师招聘等群众关心的内容，发布解读材料23篇，回应群众关切156次，召开新闻发布会4场。
（二）依申请公开方面。全年共收到政府信息公开申请47件，其中市级转办12件，县级受理35件，均在法定期限内答复，答复率100%。
二、存在的问题
一是公开内容还不够丰富，政策解读形式较为单一；二是工作人员业务水平有待提高，全年仅组织培训2次，参训人员86人次。
三、下一步打算
将进一步加强队伍建设，计划2024年组织培训不少于6次，并依据《中华人民共和国政府信息公开条例》完善制度。
青禾县教育局
2024年1月15日"""


@pytest.mark.parametrize("way", WRAPS, ids=lambda way: way.__name__)
def test_a_report_cut_in_any_way_gives_the_rows_of_the_whole_one(way: Wrap) -> None:
    assert cut_wrongly(REPORT, ".txt", WIDTHS, way) == []


PLATFORM = (
    "（三）平台建设方面。{lead}发布公告8条。全年接听咨询电话392个，回应关切54次，网络课程时长36分钟，学员通过率93.2%，"
    "电视问政播出18期，收视率为2.0%，短视频点击量38.5万次，走访19个村、5个社区，配备查阅机52台，群众满意率98.2%，回收问卷4159份。"
)


@pytest.mark.parametrize("width", [20, 25, 34])
@pytest.mark.parametrize("months", [1, 2, 4, 6])
def test_signs_that_hang_over_the_edge_make_no_page_wider(width: int, months: int) -> None:
    lead = "，".join(["按月通报"] * months)
    text = REPORT.replace("二、", PLATFORM.format(lead=lead) + "\n二、", 1)
    assert rows_of(extract_text(wrap(text, with_hanging_signs, width))) == rows_of(extract_text(text))


@pytest.mark.parametrize("every", [3, 5])
def test_page_numbers_between_lines(every: int) -> None:
    lines = wrap(REPORT, by_characters, 30).split("\n")
    cut = [line for i, one in enumerate(lines) for line in [one, *(["", f"— {i // every} —", ""] * (i % every == 2))]]
    assert rows_of(extract_text("\n".join(cut))) == rows_of(extract_text(REPORT))


def test_numbers_on_lines_of_their_own() -> None:
    cut = regex.sub(r"([0-9][0-9.]*)", r"\n\1\n", REPORT).replace("\n\n", "\n")
    assert rows_of(extract_text(cut)) == rows_of(extract_text(REPORT))


def test_numbers_cut_off_their_units() -> None:
    cut = regex.sub(r"(?<=[0-9])(?=[条篇次场件%])", "\n", REPORT)
    whole = extract_text(REPORT)
    assert [f.surface for f in extract_text(cut).figures] == [f.surface for f in whole.figures]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["全年完成投资", "938.8", "亿元，增长", "6.2", "%。"], ["全年完成投资938.8亿元，增长6.2%。"]),
        (["依据国发〔", "2018", "〕", "42", "号文件，公开3条。"], ["依据国发〔2018〕42号文件，公开3条。"]),
        (["截至", "2023", "年", "12", "月", "31", "日，共收到申请3件。"], ["截至2023年12月31日，共收到申请3件。"]),
        (["规章", "0", "3", "行政许可", "12", "件"], ["规章", "0", "3", "行政许可", "12", "件"]),
        (["指标名称", "单位", "数量", "收到申请", "件", "12"], ["指标名称", "单位", "数量", "收到申请", "件", "12"]),
        (["一、总体情况", "2023", "年，公开3条。"], ["一、总体情况", "2023年，公开3条。"]),
        (["全年公开3条。", "1", "、加强领导，成立小组。"], ["全年公开3条。", "1、加强领导，成立小组。"]),
    ],
)
def test_numbers_alone_join_prose_and_no_cells(lines: list[str], expected: list[str]) -> None:
    assert join_numbers(lines) == expected


@pytest.mark.parametrize(
    "text",
    [
        "其中，市级办结47\n件，县级办结12件。",
        "其中，市级办结\n47件\n，县级办结12件。",
        "其中，市级办结47件，\n县级办结12件。",
        "其中（含上年结转\n）市级办结47件，县级办结12件。",
    ],
)
def test_a_line_that_breaks_off_goes_on_whatever_the_widths(text: str) -> None:
    surfaces = [figure.surface for figure in extract_text(f"一、总体情况\n{text}\n二、问题").figures]
    assert surfaces == ["47件", "12件"]


@pytest.mark.parametrize("tag", ["br", "pre", "div", "span"])
def test_web_pages_are_joined_as_texts_are(tag: str) -> None:
    lines = wrap(REPORT, by_characters, 30).split("\n")
    body = {
        "br": "<br>".join(lines),
        "pre": f"<pre>{chr(10).join(lines)}</pre>",
        "div": "".join(f"<div>{line}</div>" for line in lines),
        "span": "".join(f'<span role="presentation">{line}</span><br role="presentation">' for line in lines),
    }[tag]
    assert [block.text for block in read_html(f"<html><body>{body}</body></html>").blocks] == REPORT.split("\n")


def test_word_files_are_joined_as_texts_are(make_docx: Callable[..., bytes]) -> None:
    lines = wrap(REPORT, by_characters, 30).split("\n")
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    page = read_page(Source("a.docx", make_docx(body)))
    assert [block.text for block in page.blocks] == REPORT.split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        ["规章", "0", "行政规范性文件数量", "12", "行政许可事项总数量", "3"] * 3,
        REPORT.split("\n"),
        ["（一）加强组织领导，落实工作责任", "我局成立小组。", "（二）加强业务培训，提高工作水平", "我局组织培训。"],
    ],
)
def test_what_was_not_cut_stays(lines: list[str]) -> None:
    assert restore_lines(lines) == lines


def texts() -> list[Path]:
    return sorted(path for folder in (RAW, *CORPUS.glob("*")) if folder.is_dir() for path in folder.iterdir())


@cache
def text_of(path: Path) -> tuple[str, str]:
    """The text of a file, and the suffix that it is read under."""
    if path.suffix in {".txt", ".md"}:
        return clean(decode(path.read_bytes())[0]), path.suffix
    report = extract_source(Source(path.name, path.read_bytes()))
    assert isinstance(report, Report)
    return report.text.text, ".txt"


def cut_wrongly(text: str, suffix: str, widths: range, way: Wrap = by_characters) -> list[int]:
    """The widths at which a text, cut, gives other rows than whole."""

    def read(text: str) -> tuple[Page, Source]:
        source = Source(f"a{suffix}", text.encode())
        return read_page(source), source

    page, source = read(text)
    wrong = []
    for width in widths:
        cut, cut_source = read(wrap(text, way, width))
        # The same page gives the same rows; where it differs, as in where a paragraph ends, the rows tell.
        if cut.blocks != page.blocks and rows_of(_report(cut_source)) != rows_of(_report(source)):
            wrong.append(width)
    return wrong


@cache
def _report(source: Source) -> Report:
    report = extract_source(source)
    assert isinstance(report, Report)
    return report


# A few of the widths, for every run; the others take minutes.
@pytest.mark.parametrize("path", sorted(RAW.iterdir()), ids=lambda path: path.name)
def test_the_specimens_cut_at_some_widths(path: Path) -> None:
    assert cut_wrongly(*text_of(path), range(20, 81, 10)) == []


TABS = "rows of a budget with as many characters as the line has: that such a row ends is not to be seen in its cells"
BARS = "lines of a page that were cut before, and rows of bars: cut again, they are told apart by chance"
ROWS = "a row of the form ends just at the width, before one that begins with blank cells or with a number"
HEADS = "a heading ends just at the width, and its paragraph begins as a heading may go on"
PARAGRAPHS = "a sentence ends its paragraph just at the width, and the next paragraph has no mark of its own"
TITLES = "a title or the path above it ends just at the width: the next line joins it, and the panel prints titles now"
# At some of the 61 widths these give other rows; the counts of 2026-11 stand behind the reasons.
KNOWN = {
    "putuo_czj_juesuan_2024.pdf": TABS,  # 18
    "putuo_ghzyj_juesuan_2024.pdf": TABS,  # 16
    "putuo_sww_yusuan_2025.pdf": TABS,  # 31
    "govcn_sanji_gongli_yiyuan.html": TABS,  # 4
    "shanghai_bgt_2025.md": BARS,  # 9
    "shanghai_kewei_2024.md": BARS,  # 6
    "specimen_2020_form.pdf": ROWS,  # 3
    "specimen_2023_form.html": ROWS,  # 2
    "shanghai_bgt_2019.html": ROWS,  # 5
    "hebei_jyt_2023.txt": ROWS,  # 1
    "huaian_hongze_2023.pdf": ROWS,  # 1
    "000_4f602be5f049aa21.txt": TITLES,  # 1
    "specimen_2014_form.docx": TITLES,  # 1
    "hebei_jyt_2016.txt": HEADS,  # 1
    "work_report_fujian_2025.docx": PARAGRAPHS,  # 1
    "work_report_gansu_2026.txt": HEADS,  # 1
    "work_report_henan_2025.docx": HEADS,  # 2
    "work_report_jilin_2026.txt": HEADS,  # 1
    "work_report_national_2020.txt": HEADS,  # 3
    "work_report_neimenggu_2025.docx": PARAGRAPHS,  # 1
    "work_report_shanghai_2025.docx": HEADS,  # 5
    "work_report_zhejiang_2026.txt": HEADS,  # 5
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path, marks=[pytest.mark.xfail(strict=True, reason=KNOWN[path.name])] if path.name in KNOWN else []
        )
        for path in texts()
    ],
    ids=lambda path: path.name,
)
def test_every_text_cut_at_every_width(path: Path) -> None:
    assert cut_wrongly(*text_of(path), WIDTHS) == []
