"""Detects files with several reports: lists of pages, tables of a crawler, years bound in one volume."""

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.characters import squeeze
from pipeline.model import Problem, RegionKind, Text
from pipeline.outline.markers import heading_rules
from pipeline.rulebook import all_labels
from pipeline.text import in_region

# The longest label of a row, in characters.
LONGEST_LABEL = 40
# At the beginning of a line, or after a sentence or a space.
_FIRST_RE = regex.compile(r"(?:^|(?<=[\s。]))一、")
_SECOND_RE = regex.compile(r"(?:^|(?<=[\s。]))二、")


def find_several_reports(text: Text) -> Iterator[Problem]:
    """A problem for each report after the first: a title of its own, followed by the number 一、.

    >>> first, second = (f"某县{name}局2022年政府信息公开工作年度报告\\n一、概述\\n公开3条。\\n" for name in "甲乙")
    >>> [problem.start for problem in find_several_reports(Text(first + second, first + second))], len(first)
    ([33], 33)
    >>> list(find_several_reports(Text(first + first, first + first)))
    []
    """
    yield from list(_find_openings(text)) or _find_apart(text)


def _find_openings(text: Text) -> Iterator[Problem]:
    """The titles on lines of their own, with a first heading on the next line or after a few words."""
    seen: set[str] = set()
    for match in heading_rules().opening.compile().finditer(text.plain):
        start, end = match.span("title")
        title = squeeze(match["title"])
        if title in seen or in_region(text, start):
            continue
        if seen:
            yield Problem("several_reports", start, end, title=text.text[start:end])
        seen.add(title)


def _find_apart(text: Text) -> Iterator[Problem]:
    """The titles apart from other words, in the furniture of a page, each followed by headings."""
    titles = [match for match in heading_rules().apart.compile().finditer(text.plain) if match["year"]]
    titles = [match for match in titles if not _is_in_table(text, match.start())]
    held: regex.Match[str] | None = None
    found = 0
    for number, match in enumerate(titles):
        if held and _are_alike(held, match):
            continue
        following = (other.start() for other in titles[number + 1 :] if not _are_alike(match, other))
        if not _has_headings(text.plain[match.end() : next(following, len(text.plain))]):
            continue
        held = match
        found += 1
        if found > 1:
            start, end = match.span("title")
            yield Problem("several_reports", start, end, title=text.text[start:end])


def _are_alike(left: "regex.Match[str]", right: "regex.Match[str]") -> bool:
    """Whether two titles belong to one report: the years are equal, and one title ends with the other."""
    first, second = squeeze(left["title"]), squeeze(right["title"])
    return left["year"] == right["year"] and (first.endswith(second) or second.endswith(first))


def _has_headings(body: str) -> bool:
    """Whether a text has the headings of a report: 一、, and later 二、."""
    first = next((match for match in _FIRST_RE.finditer(body) if not is_form_row(body, match.start())), None)
    return first is not None and _SECOND_RE.search(body, first.end()) is not None


def _is_in_table(text: Text, offset: int) -> bool:
    return any(region.kind is RegionKind.TABLE and region.start <= offset < region.end for region in text.regions)


def is_form_row(text: str, offset: int) -> bool:
    """Whether the label of a form's row, numbered like a heading, begins at an offset.

    >>> is_form_row("一、本年新收政府信息公开申请数量\\n2", 0), is_form_row("一、总体情况", 0)
    (True, False)
    """
    return squeeze(text[offset : offset + LONGEST_LABEL].partition("\n")[0]).startswith(_numbered_labels())


@cache
def _numbered_labels() -> tuple[str, ...]:
    return tuple(label for label in all_labels() if label.startswith(("一、", "二、")))


def is_annex(line: str) -> bool:
    """Whether a line in plain form announces an annex.

    >>> is_annex("附件2"), is_annex("附件:统计表")
    (True, False)
    """
    return heading_rules().annex.compile().match(line) is not None
