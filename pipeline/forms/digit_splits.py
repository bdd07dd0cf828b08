"""Splits digits that ran together into the numbers of a row, if only one split fits.

Numbers in forms have no leading zeros, and the last column of a group is the sum of the others. A row with two possible
splits is not read. Where no sum proves a split, only zeros are split, since a cell next to them may be blank.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from pipeline.model import CellState
from pipeline.values import read_cell

# The most attempts for one row; a row that takes more has several splits anyway.
MOST_STEPS = 20_000
# The most splits of one row that are compared with those of other rows; a row with more is not read.
MOST_READINGS = 12

Parts = tuple[str, ...]


def read_row(chunks: Sequence[str], count: int, groups: Sequence[int] = ()) -> tuple[Parts, ...]:
    """The ways to split the printed chunks of a row into ``count`` cells.

    ``groups`` are the sizes of groups of columns whose last column is the sum of the others. The sums are checked only
    if chunks are split: separate numbers stay as printed, even if the report added them up wrongly. Several chunks are
    split only if such a sum can prove it.

    >>> read_row(["230", "000023"], 7, [7])
    (('23', '0', '0', '0', '0', '0', '23'),)
    >>> read_row(["898989"], 3), read_row(["000"], 3), read_row(["5", "6"], 3)
    ((), (('0', '0', '0'),), ())
    """
    stand = all(_stands(chunk) for chunk in chunks)
    if len(chunks) == count:
        return (tuple(chunks),) if stand else ()
    if not groups:
        # 104 in three columns may be one number and two blanks; zeros that ran together are a cell each.
        return (tuple("0" * count),) if "".join(chunks) == "0" * count else ()
    if len(chunks) > count or (len(chunks) > 1 and stand and _is_sum(chunks)):
        # 9 1 10 in seven columns: complete cells among blank ones.
        return ()
    ends = [sum(groups[: index + 1]) for index in range(len(groups))]
    steps = iter(range(MOST_STEPS))
    found = tuple(islice(_split(tuple(chunks), count, ends, (), steps), MOST_READINGS))
    return found if next(steps, None) is not None else ()


def _is_sum(chunks: Sequence[str]) -> bool:
    """Whether the last chunk is the sum of the others."""
    *parts, total = (read_cell(chunk).value or Decimal(0) for chunk in chunks)
    return sum(parts, Decimal(0)) == total


def _split(
    chunks: Sequence[str], count: int, ends: Sequence[int], before: Parts, steps: Iterator[int]
) -> Iterator[Parts]:
    """All continuations of the cells read so far."""
    if next(steps, None) is None:
        return
    if len(before) in ends and not _adds_up(before, ends):
        return
    if not chunks:
        if len(before) == count:
            yield before
        return
    missing = count - len(before)
    if missing < len(chunks) or sum(map(len, chunks)) < missing:
        return
    first, rest = chunks[0], chunks[1:]
    if not (first.isascii() and first.isdigit()):
        yield from _split(rest, count, ends, (*before, first), steps)
        return
    longest = 1 if first[0] == "0" else len(first)
    for length in range(1, longest + 1):
        left = (first[length:], *rest) if length < len(first) else rest
        yield from _split(left, count, ends, (*before, first[:length]), steps)


def _adds_up(parts: Parts, ends: Sequence[int]) -> bool:
    """Whether the last cell of the group that ends here is the sum of the others."""
    index = ends.index(len(parts))
    start = ends[index - 1] if index else 0
    values = [read_cell(part).value or Decimal(0) for part in parts[start:]]
    return sum(values[:-1], Decimal(0)) == values[-1]


def _stands(chunk: str) -> bool:
    """Whether a chunk can be one cell."""
    whole = chunk.partition(".")[0].lstrip("-+").rstrip("万亿元件条次篇个人份项宗起")
    return read_cell(chunk).state is not CellState.NUMBER or whole == "0" or not whole.startswith("0")
