"""Recognises rows that a page end separates from their table and that are too few to be a table themselves."""

from collections.abc import Callable, Sequence

from pipeline.characters import squeeze
from pipeline.values import may_end_page, prints_value

FEWEST_CELLS = 3

# Runs of lines, each with whether they are rows.
Runs = Sequence[tuple[bool, Sequence[str]]]


def is_parted(runs: Runs, index: int, split: Callable[[str], Sequence[str]]) -> bool:
    """Whether the rows of run ``index`` continue those two runs before, or are continued two runs after.

    Runs of rows and of other lines alternate; ``split`` gives the cells of a row.

    >>> cut = [(True, ["a\\tb\\tc", "d\\t1\\t2"]), (False, ["— 2 —"]), (True, ["e\\t3\\t4"]), (False, ["二、概况"])]
    >>> [is_parted(cut, place, lambda row: row.split("\\t")) for place in (0, 2)]
    [True, True]
    """
    for above in (index - 2, index):
        if above >= 0 and above + 2 < len(runs):
            upper, between, lower = (lines for _, lines in runs[above : above + 3])
            if _goes_on(upper, between, lower, split):
                return True
    return False


def _goes_on(
    above: Sequence[str], between: Sequence[str], below: Sequence[str], split: Callable[[str], Sequence[str]]
) -> bool:
    """Whether the first row below has values, and either as many cells as the row above or only values.

    Column headers that the next page repeats are skipped.
    """
    printed = {squeeze(line) for line in above}
    first = next((line for line in below if squeeze(line) not in printed), None)
    if first is None or not may_end_page("".join(between)):
        return False
    upper, lower = split(above[-1]), split(first)
    values = [prints_value(cell) for cell in lower]
    bare = len(lower) >= FEWEST_CELLS and all(values) and any(map(str.strip, lower))
    return bare or (len(upper) == len(lower) >= FEWEST_CELLS and values[-1])
