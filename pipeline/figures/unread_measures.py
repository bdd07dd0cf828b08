"""Says which figures count what cannot be told, none of which takes the name of its neighbour, and which numbers do."""

from collections.abc import Iterator, Sequence

import regex

from pipeline.model import Figure, LeftOut, Problem

_DIGIT_RE = regex.compile(r"\d")


def find_unread_measures(figures: Sequence[Figure]) -> Iterator[Problem]:
    """A problem for each figure without a measure, at its span."""
    for figure in figures:
        if figure.measure is None and not figure.negated:
            yield Problem("unread_measure", figure.start, figure.end)


def find_bare(plain: str, left_out: Sequence[LeftOut]) -> Iterator[Problem]:
    """A problem for each number in digits that was kept out because nothing says what it is; words are no numbers.

    >>> [problem.start for problem in find_bare("增长13.95,第5,一", [LeftOut(2, 7, "bare"), LeftOut(9, 10, "order")])]
    [2]
    """
    for left in left_out:
        if left.trap == "bare" and _DIGIT_RE.search(plain, left.start, left.end):
            yield Problem("bare_number", left.start, left.end)
