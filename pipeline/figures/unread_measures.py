"""Says which figures count what cannot be told: none of them takes the name of its neighbour."""

from collections.abc import Iterator, Sequence

from pipeline.model import Figure, Problem


def find_unread_measures(figures: Sequence[Figure]) -> Iterator[Problem]:
    """A problem for each figure without a measure, at its span."""
    for figure in figures:
        if figure.measure is None and not figure.negated:
            yield Problem("unread_measure", figure.start, figure.end)
