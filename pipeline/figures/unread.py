"""Reports the figures and numbers that lack something: what they count, or their time, is stated nowhere."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from pipeline.model import Figure, LeftOut, Problem

_DIGIT_RE = regex.compile(r"\d")
# The most bare numbers of a document that have a row each.
MOST_BARE = 20


def find_unread_measures(figures: Sequence[Figure]) -> Iterator[Problem]:
    """A problem for each figure without a measure: none takes the name of its neighbour."""
    for figure in figures:
        if figure.measure is None and not figure.negated:
            yield Problem("unread_measure", figure.start, figure.end)


def find_unread_periods(figures: Sequence[Figure]) -> Iterator[Problem]:
    """A problem for each run of figures without a last day, from the first of them to the end of the last."""
    for unread, group in groupby(figures, key=lambda figure: figure.period_end is None):
        if unread:
            run = list(group)
            start, end = run[0].start, max(figure.end for figure in run)
            if len(run) == 1:
                yield Problem("unread_period", start, end)
            else:
                yield Problem("unread_period.several", start, end, count=len(run))


def find_bare(plain: str, left_out: Sequence[LeftOut]) -> Iterator[Problem]:
    """A problem for each number in digits that was excluded because nothing shows what it is; not for words.

    A list of numbers without names would hide all other problems, so those after the first of a document share a row.

    >>> [problem.start for problem in find_bare("增长13.95,第5,一", [LeftOut(2, 7, "bare"), LeftOut(9, 10, "order")])]
    [2]
    >>> numbers = [LeftOut(2 * at, 2 * at + 1, "bare") for at in range(50)]
    >>> [(problem.code, problem.start, problem.end) for problem in find_bare("7," * 50, numbers)][-2:]
    [('bare_number', 38, 39), ('bare_number', 40, 99)]
    """
    bare = [left for left in left_out if left.trap == "bare" and _DIGIT_RE.search(plain, left.start, left.end)]
    for left in bare[:MOST_BARE]:
        yield Problem("bare_number", left.start, left.end)
    if rest := bare[MOST_BARE:]:
        yield Problem("bare_number.several", rest[0].start, rest[-1].end, count=len(rest))
