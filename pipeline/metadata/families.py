"""Determines the family of a report: by its title, else by what its text states and how it is structured."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

import regex

from pipeline.characters import squeeze, to_plain
from pipeline.model import ReportType, Section, Text
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Pattern, Rules, read_rules

# In characters: a report names its kind near the beginning; the text is examined up to here.
HEAD = 1500
REACH = 30_000
# The longest line, in characters, that counts as a heading without a number.
LONGEST_HEADING = 30

_LONE_LINE_RE = regex.compile(rf"^[^\n。;,:!?|\t]{{2,{LONGEST_HEADING}}}$", regex.MULTILINE)
# A bracket at the end of a title: (摘要), (全文), (2018年度).
_TAIL_RE = regex.compile(r"(?:\([^()]{1,30}\))+$")


class TitleRule(Pattern):
    """A line of ``[[titles]]``."""

    family: ReportType


class SignRule(Pattern):
    """A line of ``[[signs]]``."""

    family: ReportType
    where: Literal["head", "heading", "text"]
    weight: int
    least: int = 1


class FamilyRules(Rules):
    """The structure of ``rules/families.toml``."""

    titles: tuple[TitleRule, ...]
    wrapped: Pattern
    goes_on: Pattern
    law: Pattern
    enough: int
    signs: tuple[SignRule, ...]


class Evidence(NamedTuple):
    """The texts in which signs are sought: the beginning, the headings, one a line, and everything."""

    head: str
    heading: str
    text: str


def read_family(titles: Iterable[str], text: Text, headings: Sequence[str], form: str | None) -> ReportType | None:
    """The family of a report: by the first title that names one, by its statutory form, else by its signs.

    ``None`` if two families have equally many signs.

    >>> read_family(["某县审计局2020年工作总结"], Text("", ""), [], None).value
    'work_summary'
    >>> read_family([], Text("", ""), ["主动公开政府信息情况"], None).value
    'disclosure_annual'
    >>> read_family(["某市年鉴"], Text("", ""), ["主动公开政府信息情况"], None).value
    'other'
    """
    named = next(filter(None, map(family_of_title, titles)), None)
    if named and named is not ReportType.OTHER:
        return named
    if form:
        return ReportType.DISCLOSURE_ANNUAL
    return named or weigh_signs(text, headings)


def family_of_title(title: str) -> ReportType | None:
    """The family named by the head noun of a title, at its end.

    >>> [family_of_title(title).value for title in ("关于2019年预算执行的审计工作报告", "审计局2020年政务公开年报")]
    ['audit_report', 'disclosure_annual']
    >>> family_of_title("关于印发某局2020年政府信息公开年度报告的通知").value
    'disclosure_annual'
    >>> family_of_title("某县概况"), family_of_title("关于《某市预算监督条例》实施情况的报告")
    (None, None)
    """
    rules = family_rules()
    plain = rules.law.compile().sub("", _TAIL_RE.sub("", squeeze(to_plain(title))))
    wrapped = rules.wrapped.compile().match(plain)
    inner = family_of_title(wrapped["inner"]) if wrapped else None
    if inner and inner is not ReportType.OTHER:
        return inner
    found: list[tuple[int, int, ReportType]] = []
    for rule in rules.titles:
        for match in _compiled(rule.pattern).finditer(plain, overlapped=True):
            tail = rules.goes_on.compile().match(plain, match.end())
            end = tail.end() if tail else match.end()
            found.append((end, end - match.start(), rule.family))
    return max(found, key=lambda candidate: candidate[:2])[2] if found else None


def weigh_signs(text: Text, headings: Sequence[str]) -> ReportType | None:
    """The family with the most signs; ``other`` if none has enough, ``None`` if two have equally many."""
    evidence = Evidence(text.plain[:HEAD], "\n".join(map(to_plain, headings)), text.plain[:REACH])
    weights: Counter[ReportType] = Counter()
    for rule in family_rules().signs:
        matches = _compiled(rule.pattern).finditer(getattr(evidence, rule.where))
        if sum(1 for _, _ in zip(range(rule.least), matches, strict=False)) == rule.least:
            weights[rule.family] += rule.weight
    ranked = weights.most_common(2)
    if not ranked or ranked[0][1] < family_rules().enough:
        return ReportType.OTHER
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None


def is_news(text: Text) -> bool:
    """Whether a text tells of another's report: a sign of ``other`` recognises it.

    >>> is_news(Text("", "3月2日上午,某县法院召开会议。")), is_news(Text("", "2020年,某县法院审结案件3件。"))
    (True, False)
    """
    signs = (rule for rule in family_rules().signs if rule.family is ReportType.OTHER)
    return any(_compiled(rule.pattern).search(text.plain[:HEAD]) for rule in signs)


def find_headings(text: Text, sections: Sequence[Section]) -> list[str]:
    """The titles of numbered sections, and short lines on their own: headings without a number.

    >>> plain = "各位代表:\\n2022年工作回顾\\n一年来,我们做了许多工作。"
    >>> find_headings(Text(plain, plain), [])
    ['2022年工作回顾']
    """
    in_tables = [(region.start, region.end) for region in text.regions]
    lone = [
        (match.start(), match[0])
        for match in _LONE_LINE_RE.finditer(text.plain[:REACH])
        if not any(start <= match.start() < end for start, end in in_tables)
    ]
    numbered = [(section.start, section.title) for section in sections if section.level and section.title]
    return [title for _, title in sorted({*lone, *numbered})]


def family_rules() -> FamilyRules:
    """The rules, read once."""
    rules: FamilyRules = read_rules("families", FamilyRules)
    return rules


@cache
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return compile_pattern(pattern, regex.VERBOSE | regex.MULTILINE)
