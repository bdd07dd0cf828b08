"""Names the stretches of a report whose figures are for a time that nothing says."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.model import Figure, Problem


def find_unread_periods(figures: Sequence[Figure]) -> Iterator[Problem]:
    """A problem for each run of figures that have no last day, from the first of them to the end of the last."""
    for unread, group in groupby(figures, key=lambda figure: figure.period_end is None):
        if unread:
            run = list(group)
            message = (
                "A figure has no period: nothing says for when it is."
                if len(run) == 1
                else f"{len(run)} figures have no period: nothing says for when they are."
            )
            yield Problem("unread_period", message, run[0].start, max(figure.end for figure in run))
