"""Tells a file that holds several reports: lists of pages, tables of a crawler, years bound in one volume."""

from collections.abc import Iterator

from pipeline.characters import squeeze
from pipeline.model import Problem, Text
from pipeline.outline.markers import heading_rules
from pipeline.text import in_region


def find_several_reports(text: Text) -> Iterator[Problem]:
    """A problem for each report but the first: a title of its own, and the number 一、 behind it.

    >>> first, second = (f"某县{name}局2022年政府信息公开工作年度报告\\n一、概述\\n公开3条。\\n" for name in "甲乙")
    >>> [problem.start for problem in find_several_reports(Text(first + second, first + second))], len(first)
    ([33], 33)
    >>> list(find_several_reports(Text(first + first, first + first)))
    []
    """
    seen: set[str] = set()
    for match in heading_rules().opening.compile().finditer(text.plain):
        start, end = match.span("title")
        title = squeeze(match["title"])
        if title in seen or in_region(text, start):
            continue
        if seen:
            yield Problem("several_reports", start, end, title=text.text[start:end])
        seen.add(title)


def is_annex(line: str) -> bool:
    """Whether a line in plain form says that an annex begins there.

    >>> is_annex("附件2"), is_annex("附件:统计表")
    (True, False)
    """
    return heading_rules().annex.compile().match(line) is not None
