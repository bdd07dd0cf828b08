"""Where sections end, signatures, and what holds of every report."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.encoding import UnreadableError
from pipeline.characters.folding import to_plain
from pipeline.ingest.page import read_page
from pipeline.model import Region, RegionKind, Source, Text
from pipeline.outline.sections import split_sections
from pipeline.text.compose import compose_text
from pipeline.text.flattened_forms import find_flattened_forms
from tests.outline.section_reading import paths, split

SPACE_RE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")


QUOTE_RE = re.compile(r"[“”\"'《》〈〉「」\s的]")


@pytest.mark.parametrize(
    ("tail", "start"),
    [
        ("\n某县财政局\n2017年2月27日", "某县财政局"),
        (" 某县财政局 二○一○年四月十日 附表：", "某县财政局"),
        ("\n\n二○一二年元月二十日", "二○一二年元月二十日"),
        ("附件：1、报告.doc　　2、报告.pdf", "附件"),
        ("\n某县财政局", "某县财政局"),
    ],
)
def test_the_signature_is_a_section_of_its_own(tail: str, start: str) -> None:
    text = f"前言。\n一、概述\n公开3条。{tail}"
    sections, _ = split(text)
    assert [s.style for s in sections] == ["preamble", "一、", "signature"]
    assert text[sections[-1].start :].startswith(start)
    assert (sections[-1].level, sections[-1].parent_id, sections[-1].number, sections[-1].title) == (
        0,
        None,
        None,
        None,
    )


def test_the_date_of_a_title_page_is_no_signature() -> None:
    assert paths("某县年报\n2016年1月20日\n一、概述\n好\n二、问题\n有") == "一 二"


def test_a_text_without_markers_is_one_preamble_and_no_text_is_no_section() -> None:
    assert [(s.style, s.start, s.end) for s in split("全年平稳。")[0]] == [("preamble", 0, 5)]
    assert split("") == ((), ())


def broken_laws(text: Text) -> Iterator[str]:
    """What does not hold of the sections of a text, though it must of every text."""
    sections, problems = split_sections(text)
    top = [s for s in sections if s.level <= 1]
    if [s.start for s in top] + [len(text.text)] != [0] + [s.end for s in top]:
        yield "the sections of level 0 and 1 do not tile the text"
    if [s.section_id for s in sections] != list(range(len(sections))) or sections != tuple(
        sorted(sections, key=lambda s: s.start)
    ):
        yield "the ids are not in the order of the text"
    runs: dict[tuple[int | None, str], int] = {}
    latest: dict[str, int] = {}
    told = {problem.start for problem in problems}
    for s in sections:
        parent = None if s.parent_id is None else sections[s.parent_id]
        if parent and not (parent.start < s.start < s.end <= parent.end and parent.level == s.level - 1):
            yield f"{s.path} does not lie in its parent"
        if s.level > 1 and not parent:
            yield f"{s.path} has no parent"
        if s.level == 0:
            continue
        if s.marker != text.text[s.start : s.start + len(s.marker or "")]:
            yield f"{s.path}: the marker is not what stands in the text"
        if s.title is not None and (s.title != s.title.strip() or s.title not in text.text[s.start : s.end]):
            yield f"{s.path}: the title is not what stands in the text"
        last = runs.get((s.parent_id, s.style), latest.get(s.style, 0) if s.number != 1 else 0)
        if s.number != last + 1 and s.start not in told:
            yield f"{s.path}: number {s.number} follows {last}, and no problem says so"
        runs[s.parent_id, s.style] = latest[s.style] = s.number or 0


PIECES = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "1.",
    "2、",
    "（1）",
    "①",
    "第一章",
    "一是",
    "二是",
    "三是",
    "首先，",
    "其次，",
    "最后，",
    "第一，",
]


WORDS = [
    "公开情况",
    "2016年",
    "，",
    "。",
    "；",
    "：",
    "\n",
    " ",
    "　　",
    "条例",
    "第",
    "（",
    "）",
    "《",
    "》",
    "553条",
    "无",
    "某局",
    "2017年2月27日",
    "附件：",
]


@given(st.lists(st.sampled_from(PIECES + WORDS), max_size=40).map("".join), st.data())
def test_the_laws_hold_of_any_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    kinds = st.sampled_from(list(RegionKind))
    regions = tuple(Region(data.draw(kinds), start, end, "drawn") for start, end in pairs)
    assert list(broken_laws(Text(text, to_plain(text), regions))) == []


@cache
def read_reports(shared: Path) -> tuple[tuple[Path, Text], ...]:
    """The real reports that can be read, each composed."""
    read: list[tuple[Path, Text]] = []
    for path in sorted((shared / "corpus").glob("*/*")):
        with suppress(UnreadableError):
            read.append((path, compose_text(read_page(Source(path.name, path.read_bytes())))))
    return tuple(read)


def test_the_laws_hold_of_every_real_report(shared: Path) -> None:
    broken = {path.name: list(broken_laws(text)) for path, text in read_reports(shared)}
    assert len(broken) > 40
    assert {name: laws for name, laws in broken.items() if laws} == {}


def test_the_sections_that_were_read_by_hand_are_found(shared: Path) -> None:
    missed = []
    for path, text in read_reports(shared):
        gold = shared / "gold" / "sections" / f"{path.stem}.jsonl"
        if gold.is_file():
            missed += list(missed_rows(text, [json.loads(line) for line in gold.read_text("utf-8").splitlines()]))
    assert missed == []


@pytest.mark.parametrize("between", [" ", "\u3000\u3000", "\n\n"])
def test_they_are_found_however_the_paragraphs_are_parted(shared: Path, between: str) -> None:
    missed = []
    for path, text in read_reports(shared):
        gold = shared / "gold" / "sections" / f"{path.stem}.jsonl"
        if gold.is_file():
            parted = between.join(line.strip() for line in text.text.splitlines() if line.strip())
            plain = to_plain(parted)
            rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
            missed += list(missed_rows(Text(parted, plain, find_flattened_forms(plain)), rows))
    assert missed == []


def missed_rows(text: Text, rows: list[dict[str, Any]]) -> Iterator[object]:
    """The rows of a gold file that are not found with their level, number, style and title, and what else is found."""
    squeezed = SPACE_RE.sub("", text.text)
    found = {len(SPACE_RE.sub("", text.text[: s.start])): s for s in split_sections(text)[0] if s.level}
    for row in rows:
        left, rest = SPACE_RE.sub("", str(row["ctx"])).split("【")
        section = found.pop(squeezed.index(left + rest.replace("】", "")) + len(left), None)
        titles: list[str | None] = row["title"] if isinstance(row["title"], list) else [row["title"]]
        accepted = [title and QUOTE_RE.sub("", title) for title in titles]
        title = section and section.title and QUOTE_RE.sub("", section.title)
        facts = (section.level, section.number, section.style) if section else None
        if facts != (row["level"], row["number"], row["style"]) or title not in accepted:
            yield row, facts, title
    yield from found.values()
