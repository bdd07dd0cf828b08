"""Tells the rows of a text that a page end parts from their table: too few to be known for rows by themselves."""

from collections.abc import Callable, Sequence

from pipeline.characters import squeeze
from pipeline.values import may_end_page, prints_value

FEWEST_CELLS = 3

# Whether lines are rows, and the lines.
Runs = Sequence[tuple[bool, Sequence[str]]]


def is_parted(runs: Runs, place: int, split: Callable[[str], Sequence[str]]) -> bool:
    """Whether rows go on with those of the run before the last, or those of the run after the next with them.

    Runs of rows and of other lines take turns; ``split`` gives the cells of a row.

    >>> cut = [(True, ["a\\tb\\tc", "d\\t1\\t2"]), (False, ["— 2 —"]), (True, ["e\\t3\\t4"]), (False, ["二、概况"])]
    >>> [is_parted(cut, place, lambda row: row.split("\\t")) for place in (0, 2)]
    [True, True]
    """
    for above in (place - 2, place):
        if above >= 0 and above + 2 < len(runs):
            upper, between, lower = (lines for _, lines in runs[above : above + 3])
            if _goes_on(upper, between, lower, split):
                return True
    return False


def _goes_on(
    above: Sequence[str], between: Sequence[str], below: Sequence[str], split: Callable[[str], Sequence[str]]
) -> bool:
    """Whether the first of some rows is one of values, and has as many cells as the row above it or none but values.

    Heads that the next page prints again are passed over.
    """
    printed = {squeeze(line) for line in above}
    first = next((line for line in below if squeeze(line) not in printed), None)
    if first is None or not may_end_page("".join(between)):
        return False
    upper, lower = split(above[-1]), split(first)
    values = [prints_value(cell) for cell in lower]
    bare = len(lower) >= FEWEST_CELLS and all(values) and any(map(str.strip, lower))
    return bare or (len(upper) == len(lower) >= FEWEST_CELLS and values[-1])
