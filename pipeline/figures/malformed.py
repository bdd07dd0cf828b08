"""Finds numbers that are torn: their digits are grouped as no number's are (4,456,78), or a line ends between them.

A digit was lost, and which one nobody can say; or two numbers stand there, and nobody can say which.
"""

from bisect import bisect_right
from collections.abc import Sequence

import regex

from pipeline.model import Problem, Text
from pipeline.text import in_region

TORN = "torn_number"

# Only the comma of numbers: a full-width one stands between numbers too. A lost digit shows at the end (4,456,78) or
# between two groups (4,56,789), or before what is counted (1,23条); 30,20,5 is a list.
_TORN_RE = regex.compile(
    r"""
    (?<! [\d,.] )
    \d{1,3}+
    (?: (?: ,\d{3} )++ ,\d{1,2} (?! \d ) (?: ,\d{3} )*+     # 4,456,78   4,456,78,900
      | ,\d{1,2} (?: ,\d{3} )++                            # 4,56,789
    )
    (?! ,? \d )
  | (?<! [\d,.第] ) \d{1,3}+ ,\d{2} (?= [条件次份篇人] )      # 1,23条
  | (?<! [\d,.] ) \d{1,3}+ (?: ['’]\d{3} | 、0\d{2} ) (?! \d )  # 1'000   1、000: no number begins with a zero
    """,
    regex.VERBOSE,
)


# 办复率为1 | 00%: the lines of a text whose width could not be told.
_BROKEN_RE = regex.compile(r"(?<=[\u4e00-\u9fff])\d[\d,.]*+\n[ \t\u3000]*+(?!\d{4}年)\d[\d,.]*+(?=[\u4e00-\u9fff%])")


def find_torn(text: Text) -> tuple[Problem, ...]:
    """A problem for every torn number of a text.

    >>> plain = "公开信息4,456,78条,另有1,024件,分别为30,20,5条"
    >>> [plain[problem.start : problem.end] for problem in find_torn(Text(plain, plain))]
    ['4,456,78']
    """
    message = "The digits of the number are grouped as in no number: one was lost, and it is not read."
    broken = "A line ends within the number, or between two; it is not read."
    found = [Problem(TORN, message, *match.span()) for match in _TORN_RE.finditer(text.text)]
    found += (
        Problem(TORN, broken, *match.span())
        for match in _BROKEN_RE.finditer(text.text)
        if not in_region(text, match.start()) and not in_region(text, match.end() - 1)
    )
    return tuple(sorted(found, key=lambda problem: problem.start or 0))


def is_torn(torn: Sequence[Problem], start: int, end: int) -> bool:
    """Whether a place touches a torn number; these are in order and apart."""
    before = bisect_right(torn, end - 1, key=lambda problem: problem.start or 0) - 1
    return before >= 0 and (torn[before].end or 0) > start
