"""The documents that a report names: titles, numbers, and both together."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.encoding import UnreadableError
from pipeline.characters.folding import to_plain
from pipeline.citations import find_citations
from pipeline.ingest.page import read_page
from pipeline.model import Citation, Region, RegionKind, Source, Text
from pipeline.outline.sections import split_sections
from pipeline.text.compose import compose_text


def cite(text: str, *regions: Region) -> tuple[Citation, ...]:
    whole = Text(text, to_plain(text), regions)
    return find_citations(whole, split_sections(whole)[0])


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("依据《条例》和《办法》。", ["《条例》", "《办法》"]),
        ("依据《条例》《办法》。", ["《条例》", "《办法》"]),
        ("印发《关于实施〈条例〉的通知》。", ["《关于实施〈条例〉的通知》"]),
        ("印发《关于实施《条例》的通知》。", ["《关于实施《条例》的通知》"]),
        ("依据《条例》（国务院令第492号）。", ["《条例》（国务院令第492号）"]),
        ("依据《条例》 (国务院令第 711 号)。", ["《条例》 (国务院令第 711 号)"]),
        ("依据《条例》（国务院令第711号，以下简称新条例）。", ["《条例》（国务院令第711号"]),
        ("印发《规程》的通知（某办便函〔2017〕39号）。", ["《规程》的通知（某办便函〔2017〕39号）"]),
        ("依据国办发〔2016〕8号文件。", ["国办发〔2016〕8号"]),
        ("依据省政府令【2008】第9号。", ["省政府令【2008】第9号"]),
        ("印发冀科办函[2015]74号。", ["冀科办函[2015]74号"]),
        ("按闽政办（2017）12号办理。", ["闽政办（2017）12号"]),
        ("收到冀政复答﹝2020﹞2-141号。", ["冀政复答﹝2020﹞2-141号"]),
        ("以省政府令（[2023年]第5号）印发。", ["省政府令（[2023年]第5号）"]),
        ("等文件（〔2013〕103号）。", ["〔2013〕103号"]),
        ("依据国办发〔2016〕8号和国办发〔2017〕9号。", ["国办发〔2016〕8号", "国办发〔2017〕9号"]),
        ("《关于某事（国办发〔2016〕8号）的说明》", ["《关于某事（国办发〔2016〕8号）的说明》"]),
        ("住在新区（2019）3号楼，电话2016年8号。", []),
        ("没有书名", []),
        ("未关的《条例，也不算。依据《办法》。", ["《办法》"]),
        ("未关的《条例\n依据《办法》。", ["《办法》"]),
        ("未关的《条例和《办法》一起。", ["《办法》"]),
        ("多出的》不算，《条例》算。", ["《条例》"]),
        ("空的《》不算。", []),
        ("《" + "很长" * 80 + "》", []),
    ],
)
def test_what_is_cited(text: str, surfaces: list[str]) -> None:
    assert [c.surface for c in cite(text)] == surfaces


@pytest.mark.parametrize(
    ("text", "title", "number", "issuer", "year"),
    [
        ("《条例》", "条例", None, None, None),
        ("国办发〔2016〕8号", None, "国办发〔2016〕8号", "国务院办公厅", 2016),
        ("国务院令第711号", None, "国务院令第711号", "国务院", None),
        ("国务院第711号令", None, "国务院第711号令", "国务院", None),
        ("省政府令【2008】第9号", None, "省政府令【2008】第9号", "省政府", 2008),
        ("冀财预〔2020〕6号", None, "冀财预〔2020〕6号", None, 2020),
        ("《条例》（国务院令第492号）", "条例", "国务院令第492号", "国务院", None),
        ("《教育部关于某事的通知》（教财〔2012〕4号）", "教育部关于某事的通知", "教财〔2012〕4号", "教育部", 2012),
        ("《关于某事的通知》（闽财函〔2021〕1号）", "关于某事的通知", "闽财函〔2021〕1号", None, 2021),
        ("按照国务院办公厅《办法》", "办法", None, "国务院办公厅", None),
        ("贯彻省委、省政府《意见》", "意见", None, "省政府", None),
        ("我局《办法》", "办法", None, None, None),
        ("省工业和信息化厅《办法》", "办法", None, None, None),
        ("《某市财政局关于收费的公告》", "某市财政局关于收费的公告", None, "某市财政局", None),
        ("《信息快报》", "信息快报", None, None, None),
    ],
)
def test_what_a_citation_says(
    text: str, title: str | None, number: str | None, issuer: str | None, year: int | None
) -> None:
    (citation,) = cite(text)
    assert (citation.title, citation.document_number, citation.issuer, citation.year) == (title, number, issuer, year)


def test_tables_and_furniture_cite_nothing() -> None:
    text = "《菜单》 依据《条例》。"
    assert [c.surface for c in cite(text, Region(RegionKind.FURNITURE, 0, 4, "menu"))] == ["《条例》"]


def test_a_citation_lies_in_the_deepest_section() -> None:
    text = "依据《甲》。\n一、概述\n依据《乙》。\n（一）形式\n依据《丙》。"
    sections = split_sections(Text(text, to_plain(text)))[0]
    assert [sections[c.section_id].path for c in cite(text)] == ["preamble", "一", "一/（一）"]


def broken_laws(text: Text) -> list[Citation]:
    """Citations out of order, or whose surface or section is not what stands there."""
    sections = split_sections(text)[0]
    citations = find_citations(text, sections)
    ends = [0, *(c.end for c in citations)]
    return [
        c
        for i, c in enumerate(citations)
        if c.citation_id != i
        or c.start < ends[i]
        or c.surface != text.text[c.start : c.end]
        or not sections[c.section_id].start <= c.start < sections[c.section_id].end
        or not (c.title or c.document_number)
    ]


@given(
    st.lists(
        st.sampled_from([*"《》〈〉（）〔〕。\n", "条例", "国务院令第711号", "国办发〔2016〕8号", "一、", "省政府"]),
        max_size=30,
    )
)
def test_the_laws_hold_of_any_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert broken_laws(Text(text, to_plain(text))) == []


def test_the_laws_hold_of_every_real_report(shared: Path) -> None:
    read = 0
    for path in sorted((shared / "corpus").glob("*/*")):
        try:
            text = compose_text(read_page(Source(path.name, path.read_bytes())))
        except UnreadableError:
            continue
        read += 1
        assert broken_laws(text) == [], path.name
    assert read > 40


@pytest.mark.parametrize(
    "text", ["《" * 200_000, "《" * 100_000 + "》" * 100_000, "按照国" * 70_000 + "〔2016〕8号", "〔2016〕8号" * 20_000]
)
def test_a_long_line_is_read_in_one_pass(text: str) -> None:
    assert len(cite(text)) <= 20_000
