"""Finds the title of a report: stated by its page, completed if truncated, or printed in its first lines."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

import regex

from pipeline.characters import to_plain
from pipeline.ingest import read_label
from pipeline.metadata.agencies import (
    is_agency,
    is_full_name,
    read_region,
)
from pipeline.metadata.rules import compiled, metadata_rules
from pipeline.metadata.title_authors import read_author
from pipeline.model import RegionKind, Text
from pipeline.values import find_dates

# A title is within this many first lines, of limited length, and takes at most so many lines.
FIRST_LINES = 12
# The most lines of menus, labels and values above the title.
MOST_HEAD_LINES = 30
LONGEST_LINE = 60
MOST_LINES = 3

_NUMBERED_RE = regex.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章条]"
)
# In characters: the text's own name for the report is within the first or last of these.
CALLED = 3000

_PROSE_RE = regex.compile(r"[,。;]")
_STOP_RE = regex.compile(r"[。;!?:>]|^——|www\.")
# The line that a browser prints above a page: day, title and site.
_PRINTED_HEAD_RE = regex.compile(r"^\d{1,2}/\d{1,2}/\d{2,4}, |^[^_。]{4,}_[^_。]{2,}_[^_。]{2,}$")
# 某局2023年年度报告-某县发改局: the site after a title.
_SITE_RE = regex.compile(r"[-_|—]+[^-_|—\d]{2,20}$")
_CUT_RE = regex.compile(r"(?:(?<!\.)\.{2,}|(?<!…)…+)$")  # only from the start of a run, which avoids quadratic time
_LATIN_GAP_RE = regex.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
# 第一部分 and • before a title, .docx after it, and the mark of a footnote in it ([1]).
_PART_RE = regex.compile(
    r"^(?:第[一二三四五]部分[:、]?|[•·●■]+)|\.(?:docx?|pdf|wps|txt|ofd)$|\[\d{1,2}\]", regex.IGNORECASE
)


class Line(NamedTuple):
    """One of the first lines of a document, counted from 0."""

    line: int
    words: str


def find_titles(stated: Iterable[str], text: Text, path: str) -> list[str]:
    """The titles of a document, the most reliable first: stated by its page, printed at its beginning, the file's name.

    A truncated title is completed; titles without year and author come later, and generic ones last.

    >>> plain = "某市2012年政府信息\\n公开年度报告\\n一、概述"
    >>> find_titles(["信息公开年报"], Text(plain, plain), "")
    ['某市2012年政府信息公开年度报告', '信息公开年报']
    """
    printed = list(printed_titles(text))
    titles = [cut_site(mend_title(tidy_title(title), printed)) for title in [*stated, *printed]] + file_titles(path)
    return sorted(filter(None, dict.fromkeys(titles)), key=_doubt)


def _doubt(title: str) -> tuple[bool, int]:
    """How little a title states: a menu item has no author and no year, and 2025年工作报告 is anybody's."""
    named, dated = any(read_author(title)), bool(find_dates(to_plain(title)))
    return is_generic(title), 3 - 2 * named - dated


def called_title(plain: str) -> str | None:
    """The text's own name for the report as printed: in its preamble, or as its own attachment.

    >>> called_title("特向社会公布2015年度某厅信息公开工作年度报告。")
    '2015年度某厅信息公开工作年度报告'
    >>> called_title("六、其他事项\\n无。\\n附件:某厅2022年政府信息公开工作年度报告")
    '某厅2022年政府信息公开工作年度报告'
    """
    match = compiled("title_named").search(plain[:CALLED]) or compiled("title_attached").search(plain[-CALLED:])
    return tidy_title(match["title"]) if match else None


def is_generic(title: str) -> bool:
    """Whether any report could have that title."""
    return compiled("title_generic").search(to_plain(title)) is not None


def tidy_title(title: str) -> str:
    """The title without white space, except between Latin words.

    >>> tidy_title("某县人民政府 2025 年 年度报告"), tidy_title("2022年工作总结.docx")
    ('某县人民政府2025年年度报告', '2022年工作总结')
    """
    return _PART_RE.sub("", _LATIN_GAP_RE.sub("", title.strip()))


def cut_site(title: str) -> str:
    """The title without the name of the site after it.

    >>> cut_site("某局2023年政府信息公开年度报告-某县发改局"), cut_site("2023—2024学年工作总结")
    ('某局2023年政府信息公开年度报告', '2023—2024学年工作总结')
    """
    cut = _SITE_RE.sub("", title)
    return cut if compiled("title_end").search(to_plain(cut)) else title


def mend_title(title: str, printed: Sequence[str]) -> str:
    """Completes a truncated title: by the printed one that begins so, else if only one word is possible.

    >>> mend_title("某厅2017年政府信息公开工作年度报...", [])
    '某厅2017年政府信息公开工作年度报告'
    >>> mend_title("某厅2017年政府信息...", ["某厅2017年政府信息公开年报"]), mend_title("某厅2017年政府信息...", [])
    ('某厅2017年政府信息公开年报', '某厅2017年政府信息...')
    """
    stem = _CUT_RE.sub("", title)
    if stem == title:
        return title
    for whole in printed:
        if whole.startswith(stem):
            return whole
    return next((stem + last for cut, last in metadata_rules().truncated.items() if stem.endswith(cut)), title)


def printed_titles(text: Text) -> Iterator[str]:
    """The possible titles at the beginning of a document, with lines that belong together joined."""
    lines = list(head_lines(text))
    first = 0
    while first < len(lines):
        for end in range(first + 1, min(first + MOST_LINES, len(lines)) + 1):
            if any(lines[n].line != lines[first].line + n - first for n in range(first, end)):
                break
            if _is_repeated(lines[first:end]):
                break
            joined = tidy_title("".join(line.words for line in lines[first:end]))
            before = to_plain(joined).partition(",")[0]
            if compiled("title_end").search(before):
                joined = joined[: len(before)]
            if compiled("title_end").search(to_plain(joined)):
                alone = tidy_title(lines[end - 1].words)
                yield alone if _stands_alone(alone, joined.removesuffix(alone)) else joined
                first = end - 1
                break
        first += 1
    start = body_start(text)
    match = compiled("title_head").match(text.plain[start : start + 2 * LONGEST_LINE])
    if match:
        yield tidy_title(text.text[start + match.start("title") : start + match.end("title")])


def _is_repeated(lines: Sequence[Line]) -> bool:
    """Whether the last line begins with the first, in which case a title must not begin with both."""
    first, last = tidy_title(lines[0].words), tidy_title(lines[-1].words)
    return len(lines) > 1 and last.startswith(first)


def _stands_alone(line: str, above: str) -> bool:
    """Whether a line is a title whatever is above: it names its author, and above is the year or no region."""
    author = read_author(line)
    region = to_plain(above)
    if line.startswith("关于") and region and not is_agency(region) and read_region(region) != region:
        return True
    named = author.agency is not None and is_full_name(author.agency) and (not region or read_region(region) != region)
    return named or bool(find_dates(to_plain(line)) and any(author[:2]))


def head_lines(text: Text) -> Iterator[Line]:
    """The short first lines of a document, up to its first sentence or heading, without furniture."""
    skipped = {region.start for region in text.regions}
    position = kept = 0
    for number in range(MOST_HEAD_LINES):
        end = text.plain.find("\n", position)
        end = len(text.plain) if end < 0 else end
        plain = text.plain[position:end]
        if position not in skipped and plain:
            is_head = _PRINTED_HEAD_RE.search(plain) is not None
            is_prose = len(plain) > LONGEST_LINE and _PROSE_RE.search(plain) and not is_head
            if _NUMBERED_RE.match(plain) or is_prose:
                return
            is_fact = (
                "\t" in plain or read_label(plain.split(" ", 1)[0]) is not None or compiled("site_line").search(plain)
            )
            if len(plain) <= LONGEST_LINE and not is_head and not is_fact and not _STOP_RE.search(plain):
                kept += 1
                yield Line(number, text.text[position:end])
        if kept == FIRST_LINES:
            return
        position = end + 1
        if position > len(text.plain):
            return


def body_start(text: Text) -> int:
    """The offset of the first text that is no furniture."""
    start = 0
    for region in text.regions:
        if region.kind is not RegionKind.FURNITURE or text.plain[start : region.start].strip():
            break
        start = region.end
    return start + len(text.plain[start:]) - len(text.plain[start:].lstrip())


def file_titles(path: str) -> list[str]:
    """The title in the name of a file or its folder.

    >>> file_titles("a/80734_某区2012年政府信息公开工作年度报告/page.txt")
    ['某区2012年政府信息公开工作年度报告']
    """
    file = PurePosixPath(path)
    names = (compiled("file_name").sub("", name) for name in (file.stem, file.parent.name))
    return [tidy_title(name) for name in names if compiled("title_end").search(to_plain(name))]
