"""Finds the bounds of the clause that contains a number."""

import regex

from pipeline.language.tokens import ALSO_RE, LEVELS, LEVELS_RE

# The bracket in 村(居)民 and 县(市、区) does not open a clause.
CLAUSE_RE = regex.compile(rf"(?:(?<=[{LEVELS}]){LEVELS_RE}|(?<=\p{{Han}}){ALSO_RE})(*SKIP)(*FAIL)|[,。;:!?()\t|\[\]]")
# A bracket with its content.
BRACKETED_RE = regex.compile(r"\([^()]*\)")
# The number of characters before a number that are searched for its noun; the longest lists of the corpus that end
# there have some eighty (2026-11).
REACH = 100


def clause_start(plain: str, floor: int, start: int) -> int:
    """The offset at which the clause that contains ``start`` begins, not before ``floor``."""
    found = floor
    for match in CLAUSE_RE.finditer(plain, floor, start):
        found = match.end()
    return found


def clause_end(plain: str, end: int, ceiling: int) -> int:
    """The offset at which the clause that contains ``end`` ends, not after ``ceiling``."""
    match = CLAUSE_RE.search(plain, end, ceiling)
    return match.start() if match else ceiling
