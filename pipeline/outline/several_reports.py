"""Tells a file that holds several reports: lists of pages, tables of a crawler, years bound in one volume."""

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.characters import squeeze
from pipeline.model import Problem, RegionKind, Text
from pipeline.outline.markers import heading_rules
from pipeline.rulebook import all_labels
from pipeline.text import in_region

# No label of a row is longer.
LONGEST_LABEL = 40
# At the head of a line, or behind a sentence or a space.
_FIRST_RE = regex.compile(r"(?:^|(?<=[\s。]))一、")
_SECOND_RE = regex.compile(r"(?:^|(?<=[\s。]))二、")


def find_several_reports(text: Text) -> Iterator[Problem]:
    """A problem for each report but the first: a title of its own, and the number 一、 behind it.

    >>> first, second = (f"某县{name}局2022年政府信息公开工作年度报告\\n一、概述\\n公开3条。\\n" for name in "甲乙")
    >>> [problem.start for problem in find_several_reports(Text(first + second, first + second))], len(first)
    ([33], 33)
    >>> list(find_several_reports(Text(first + first, first + first)))
    []
    """
    yield from list(_find_openings(text)) or _find_apart(text)


def _find_openings(text: Text) -> Iterator[Problem]:
    """The titles that stand on lines of their own, with a first heading on the next line or behind a few words."""
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
    """The titles that stand apart from other words, in the furniture of a page, each with headings behind it."""
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


def _are_alike(one: "regex.Match[str]", other: "regex.Match[str]") -> bool:
    """Whether two titles are of one report: of one year, and one of them says no more than the other."""
    first, second = squeeze(one["title"]), squeeze(other["title"])
    return one["year"] == other["year"] and (first.endswith(second) or second.endswith(first))


def _has_headings(body: str) -> bool:
    """Whether a report's headings stand in a text: 一、, and behind it 二、."""
    first = next((match for match in _FIRST_RE.finditer(body) if not is_form_row(body, match.start())), None)
    return first is not None and _SECOND_RE.search(body, first.end()) is not None


def _is_in_table(text: Text, place: int) -> bool:
    return any(region.kind is RegionKind.TABLE and region.start <= place < region.end for region in text.regions)


def is_form_row(text: str, place: int) -> bool:
    """Whether what begins at a place is the label of a row of a statutory form, which is numbered as a heading is.

    >>> is_form_row("一、本年新收政府信息公开申请数量\\n2", 0), is_form_row("一、总体情况", 0)
    (True, False)
    """
    return squeeze(text[place : place + LONGEST_LABEL].partition("\n")[0]).startswith(_numbered_labels())


@cache
def _numbered_labels() -> tuple[str, ...]:
    return tuple(label for label in all_labels() if label.startswith(("一、", "二、")))


def is_annex(line: str) -> bool:
    """Whether a line in plain form says that an annex begins there.

    >>> is_annex("附件2"), is_annex("附件:统计表")
    (True, False)
    """
    return heading_rules().annex.compile().match(line) is not None
