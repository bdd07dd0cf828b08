"""Finds the indicators that the prose denies in words that are no figure: 行政诉讼无, 未参加在线访谈, 上年结转0.

What a report denies is not unmentioned, though no rule reads a zero. A clause that is only 无 denies what the title
above it names.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.indicators.figure_contexts import bare
from pipeline.model import Figure, Section, Text
from pipeline.rulebook import Sieve, compiled, indicator_rules
from pipeline.text import in_region

if TYPE_CHECKING:
    import regex

_CLAUSE_RE = re.compile(r"[^,;。\n]+")
# The most characters between a denial and the name of what is denied: 未参加|省政府网站|在线访谈.
REACH = 12


def find_denied(
    figures: Sequence[Figure],
    sections: Sequence[Section],
    text: Text,
    mentions: "Sieve[tuple[str, regex.Pattern[str]]]",
) -> Iterator[str]:
    """The indicators whose words (``mentions``) are denied by a clause without a figure."""
    begins = sorted((figure.start, figure.end) for figure in figures)
    for match in _CLAUSE_RE.finditer(text.plain):
        denials = _denials().pick(frozenset(match[0]))
        if not denials or _holds_figure(match.span(), begins) or in_region(text, match.start()):
            continue
        clause = bare(match[0])
        if not any(denial.search(clause) for denial in denials):
            continue
        if compiled(indicator_rules().all_denied).search(clause):
            title = bare(_title_at(match.start(), sections))
            yield from (code for code, words in mentions.pick(frozenset(title)) if words.search(title))
        else:
            picked = mentions.pick(frozenset(clause))
            yield from (code for code, words in picked if denies(clause, words))


def denies(clause: str, words: "regex.Pattern[str]") -> bool:
    """Whether a clause denies what some words name."""
    rules = indicator_rules()
    for denial in compiled(rules.denies).finditer(clause):
        found = words.search(clause, denial.end())
        if found and found.start() - denial.end() <= REACH:
            return True
    named = words.search(clause)
    return named is not None and compiled(rules.none).match(clause, named.end()) is not None


@cache
def _denials() -> "Sieve[regex.Pattern[str]]":
    """The patterns one of which a clause that denies something matches."""
    rules = indicator_rules()
    patterns = map(compiled, (rules.all_denied, rules.denies, rules.none))
    return Sieve((pattern, pattern) for pattern in patterns)


def _holds_figure(span: tuple[int, int], begins: Sequence[tuple[int, int]]) -> bool:
    """Whether a figure overlaps a clause."""
    index = bisect_right(begins, (span[1], 0)) - 1
    return index >= 0 and begins[index][1] > span[0]


def _title_at(offset: int, sections: Sequence[Section]) -> str:
    """The title of the innermost section around an offset."""
    around = [section for section in sections if section.start <= offset < section.end]
    return max(around, key=lambda section: section.level).title or "" if around else ""
