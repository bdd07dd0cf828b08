"""Finds the title of a report: as its page states it, mended where that is cut off, as its first lines print it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

import regex

from pipeline.characters import to_plain
from pipeline.metadata.agencies import administration_of, is_agency, read_region
from pipeline.model import RegionKind, ReportType, Text
from pipeline.rulebook import Pattern, Rules, one_of, read_rules
from pipeline.values import find_dates

# A title stands among so many first lines, none of them longer, on at most so many of them.
FIRST_LINES = 12
LONGEST_LINE = 60
MOST_LINES = 3

_NUMBERED_RE = regex.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章条]"
)
# Where an author is looked for in a title; none that was printed is near as long.
LONGEST_TITLE = 200

_STOP_RE = regex.compile(r"[。;!?:]|^——")
_CUT_RE = regex.compile(r"(?:(?<!\.)\.{2,}|(?<!…)…+)$")  # from the start of a run only: a long one costs no square
_LATIN_GAP_RE = regex.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_SELF_RE = regex.compile(r"^[^12]*(?=[12]\d{3}年)(?<![厅局委办府会])|[我本][厅局委办部院区市县]")
# 关于印发某局2021年…报告的通知: what is done with the report of whom it names.
_PASSED_ON_RE = regex.compile(r"^(?:关于(?:印发|转发|公布|发布|公开|报送)?|印发|转发|公布|对)(?!外)")
_FILE_RE = regex.compile(r"^\d+[_-]|[-_][^-_]*(?:政府|网)$")


class TypeRule(Pattern):
    """A line of ``[[types]]``."""

    type: ReportType
    where: Literal["title", "body"]


class MetadataRules(Rules):
    """The shape of ``rules/metadata.toml``."""

    full_name: str
    subjects: tuple[str, ...]
    title_end: Pattern
    title_head: Pattern
    title_named: Pattern
    title_generic: Pattern
    period_word: Pattern
    types: tuple[TypeRule, ...]


def metadata_rules() -> MetadataRules:
    """The rules, read once."""
    rules: MetadataRules = read_rules("metadata", MetadataRules)
    return rules


class Author(NamedTuple):
    """Whose report a title says it is: an agency, or only a region."""

    agency: str | None
    region: str | None


def find_titles(stated: Iterable[str], text: Text, path: str) -> list[str]:
    """The titles of a document, the surest first: stated by its page, printed at its head, the name of its file.

    A stated title that is cut off is completed; one that could be any report's comes after all others.

    >>> plain = "某市2012年政府信息\\n公开年度报告\\n一、概述"
    >>> find_titles(["信息公开年报"], Text(plain, plain), "")
    ['某市2012年政府信息公开年度报告', '信息公开年报']
    """
    printed = list(printed_titles(text))
    titles = [mend_title(tidy_title(title), printed) for title in stated] + printed + file_titles(path)
    return sorted(filter(None, dict.fromkeys(titles)), key=is_generic)


def name_title(agency: str, year: int, kind: ReportType, plain: str) -> str | None:
    """The title of a report that prints none: as its preamble calls it, else as its genre is called.

    >>> kind = ReportType.DISCLOSURE_ANNUAL
    >>> name_title("某厅", 2015, kind, "特向社会公布2015年度我厅信息公开工作年度报告。")
    '某厅2015年度信息公开工作年度报告'
    >>> name_title("某厅", 2016, kind, "一、概述"), name_title("某省人民政府", 2020, ReportType.WORK_REPORT, "")
    ('某厅2016年政府信息公开工作年度报告', '2020年某省政府工作报告')
    """
    if kind is ReportType.WORK_REPORT:
        return f"{year}年{agency.removesuffix('人民政府')}政府工作报告"
    if kind is not ReportType.DISCLOSURE_ANNUAL:
        return None
    match = _compiled("title_named").search(plain)
    if not match or str(year) not in match["title"]:
        return f"{agency}{year}年{metadata_rules().full_name}"
    called = _SELF_RE.sub("", tidy_title(match["title"]))
    return called if agency in called else agency + called


def is_generic(title: str) -> bool:
    """Whether any report could have that title."""
    return _compiled("title_generic").search(to_plain(title)) is not None


def tidy_title(title: str) -> str:
    """The title without white space, but for that between Latin words.

    >>> tidy_title("某县人民政府 2025 年 年度报告")
    '某县人民政府2025年年度报告'
    """
    return _LATIN_GAP_RE.sub("", title.strip())


def mend_title(title: str, printed: Sequence[str]) -> str:
    """The title, completed where it is cut off: by the printed one that begins so, else by the name of the genre.

    >>> mend_title("某厅2017年政府信息公开工作年度报...", [])
    '某厅2017年政府信息公开工作年度报告'
    """
    stem = _CUT_RE.sub("", title)
    if stem == title:
        return title
    for whole in printed:
        if whole.startswith(stem):
            return whole
    full = metadata_rules().full_name
    ends = (stem + full[n:] for n in range(len(full), 1, -1) if stem.endswith(full[:n]))
    return next(ends, stem)


def printed_titles(text: Text) -> Iterator[str]:
    """What at the head of a document reads as its title, lines that belong together joined."""
    lines = list(head_lines(text))
    first = 0
    while first < len(lines):
        for end in range(first + 1, min(first + MOST_LINES, len(lines)) + 1):
            joined = tidy_title("".join(lines[first:end]))
            if _compiled("title_end").search(to_plain(joined)):
                yield joined
                first = end - 1
                break
        first += 1
    start = body_start(text)
    match = _compiled("title_head").match(text.plain[start : start + 2 * LONGEST_LINE])
    if match:
        yield tidy_title(text.text[start : start + match.end()])


def head_lines(text: Text) -> Iterator[str]:
    """The short first lines of a document, down to its first sentence or heading, without furniture."""
    skipped = {region.start for region in text.regions}
    position = 0
    for _ in range(FIRST_LINES):
        end = text.plain.find("\n", position)
        end = len(text.plain) if end < 0 else end
        plain = text.plain[position:end]
        if position not in skipped and plain:
            if len(plain) > LONGEST_LINE or _NUMBERED_RE.match(plain):
                return
            if not _STOP_RE.search(plain):
                yield text.text[position:end]
        position = end + 1
        if position > len(text.plain):
            return


def body_start(text: Text) -> int:
    """Where the text begins that is not furniture."""
    start = 0
    for region in text.regions:
        if region.kind is not RegionKind.FURNITURE or text.plain[start : region.start].strip():
            break
        start = region.end
    return start + len(text.plain[start:]) - len(text.plain[start:].lstrip())


def file_titles(path: str) -> list[str]:
    """The title that a file or its folder is named for.

    >>> file_titles("a/80734_某区2012年政府信息公开工作年度报告/page.txt")
    ['某区2012年政府信息公开工作年度报告']
    """
    file = PurePosixPath(path)
    names = (_FILE_RE.sub("", name) for name in (file.stem, file.parent.name))
    return [tidy_title(name) for name in names if _compiled("title_end").search(to_plain(name))]


def read_author(title: str) -> Author:
    """The agency or the region that a title begins with.

    >>> read_author("沈阳市政务服务办2016年政务公开年度报告"), read_author("2026年甘肃省政府工作报告")
    (Author(agency='沈阳市政务服务办', region='沈阳市'), Author(agency=None, region='甘肃省'))
    """
    plain = _PASSED_ON_RE.sub("", to_plain(title)[:LONGEST_TITLE])
    years = [(mention.start, mention.end) for mention in find_dates(plain)]
    start = years[0][1] if years and years[0][0] == 0 else 0
    cuts = sorted(
        {first for first, _ in years if first > start} | {m.start() for m in _subject_re().finditer(plain, start)}
    )
    names = [plain[start:cut] for cut in cuts]
    agency = next((name for name in names if is_agency(name)), None)
    if agency:
        return Author(agency, read_region(agency))
    town = next(filter(None, map(administration_of, names)), None)
    if town:
        return Author(town, read_region(town))
    region = next((name for name in names if read_region(name) == name), None)
    return Author(None, region or None)


@cache
def _compiled(name: str) -> "regex.Pattern[str]":
    pattern: Pattern = getattr(metadata_rules(), name)
    return pattern.compile()


@cache
def _subject_re() -> "regex.Pattern[str]":
    return regex.compile(one_of(metadata_rules().subjects), regex.VERBOSE)
