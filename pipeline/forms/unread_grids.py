"""Finds grids under the heading of a statutory table of which no number has a row and a column of the form.

Their headers or labels are missing, merged or printed the other way round.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from pipeline.characters import squeeze
from pipeline.forms.grid_codes import Coded
from pipeline.model import CellState, Problem, Text
from pipeline.rulebook import form_rules, one_of

# The heading is among so many lines above the grid: a caption and a unit may stand between.
MOST_LINES = 3
LONGEST_HEADING = 40
# One number may be anything.
FEWEST_NUMBERS = 2


def find_unread_grids(text: Text, grids: Sequence[Sequence[Coded]], reported: Sequence[Problem]) -> Iterator[Problem]:
    """A problem for each such grid, unless one of ``reported`` lies in it."""
    starts = [problem.start for problem in reported if problem.start is not None]
    end = 0
    for grid in grids:
        if not grid:
            continue
        start = min(coded.laid.placed.start for coded in grid)
        numbers = [coded.laid.placed for coded in grid if coded.laid.state is CellState.NUMBER]
        is_read = any(coded.row and coded.column for coded in grid)
        above, end = end, max(end, *(coded.laid.placed.end for coded in grid))
        if is_read or len(numbers) < FEWEST_NUMBERS or any(start <= told <= end for told in starts):
            continue
        if _is_announced(text.plain[above:start]):
            yield Problem("unplaced_numbers", min(p.start for p in numbers), max(p.end for p in numbers))


def _is_announced(before: str) -> bool:
    """Whether one of the last lines before a grid names a table of the forms.

    >>> _is_announced("四、政府信息公开行政复议、行政诉讼情况\\n单位:件\\n"), _is_announced("公开情况如下表:\\n")
    (True, False)
    """
    lines = [line for line in map(squeeze, before.splitlines()) if line]
    return any(len(line) <= LONGEST_HEADING and _named_re().search(line) for line in lines[-MOST_LINES:])


@cache
def _named_re() -> "regex.Pattern[str]":
    return regex.compile(one_of(form_rules().stretches.named) + r"[^。;]{0,12}$")
