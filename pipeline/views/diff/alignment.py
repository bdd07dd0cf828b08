"""Aligns an old text with a new one, and pairs the rows of the old output with those of the new."""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

Row = Mapping[str, Any]

# Changed lines are compared character by character, unless this takes more comparisons (with an eighth as many bytes):
# then the page was written anew, and words in common mean nothing.
MOST_COMPARISONS = 40_000_000


class Stretch(NamedTuple):
    """A span of the old text and its counterpart in the new; ``known`` is whether offsets within it can be mapped."""

    start: int
    end: int
    new_start: int
    new_end: int
    known: bool


def align_texts(old: str, new: str) -> tuple[Stretch, ...]:
    """Divides the old text into consecutive spans, each with its counterpart in the new text.

    >>> [tuple(stretch[:4]) for stretch in align_texts("公开5项。", "共公开5项。")]
    [(0, 0, 0, 1), (0, 5, 1, 6)]
    """
    if old == new:
        return (Stretch(0, len(old), 0, len(new), known=True),)
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_offsets, new_offsets = _line_offsets(old_lines), _line_offsets(new_lines)
    stretches: list[Stretch] = []
    for alike, i1, i2, j1, j2 in _opcodes(old_lines, new_lines):
        start, new_start = old_offsets[i1], new_offsets[j1]
        before, after = old[start : old_offsets[i2]], new[new_start : new_offsets[j2]]
        if not alike and len(before) * len(after) <= MOST_COMPARISONS:
            stretches += (
                Stretch(start + k1, start + k2, new_start + m1, new_start + m2, known=True)
                for _, k1, k2, m1, m2 in _opcodes(before, after)
            )
        else:
            ends = start + len(before), new_start, new_start + len(after)
            stretches.append(Stretch(start, *ends, known=alike))
    return tuple(stretches)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """The equal parts of both sequences, and the replaced parts between them.

    >>> list(_opcodes("公开5项", "公开72项"))
    [(True, 0, 2, 0, 2), (False, 2, 3, 2, 4), (True, 3, 4, 4, 5)]
    """
    for alike, group in groupby(LCSseq.opcodes(old, new), key=lambda code: code.tag == "equal"):
        codes = list(group)
        yield alike, codes[0].src_start, codes[-1].src_end, codes[0].dest_start, codes[-1].dest_end


def _line_offsets(lines: Sequence[str]) -> list[int]:
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return offsets


def map_offset(offset: int, stretches: Sequence[Stretch], *, is_end: bool = False) -> int | None:
    """Maps an offset in the old text to the new; null if the lines around it were rewritten.

    >>> map_offset(2, align_texts("公开5项。", "共公开5项。"))
    3
    """
    character = offset - 1 if is_end and offset else offset
    stretch = stretches[max(0, bisect_right(stretches, character, key=lambda stretch: stretch.start) - 1)]
    if not stretch.known:
        return None
    return stretch.new_start + min(offset - stretch.start, stretch.new_end - stretch.new_start)


Pairs = list[tuple[Row, Row]]


def match_rows(
    old: Sequence[Row], new: Sequence[Row], keys: Sequence[tuple[str, ...]], *, by_overlap: bool = False
) -> tuple[Pairs, list[Row], list[Row]]:
    """Pairs rows that are the same; also returns the unpaired rows of the old and of the new output.

    Rows with equal values of the first key are paired, then the remaining ones by the next key, and so on; rows with
    equal keys are paired in their order. With ``by_overlap``, remaining rows are paired if their spans overlap.

    >>> old, new = [{"start": 2, "end": 5}], [{"start": 1, "end": 5}]
    >>> match_rows(old, new, [("start", "end")])[0]
    []
    >>> len(match_rows(old, new, [("start", "end")], by_overlap=True)[0])
    1
    """
    pairs: Pairs = []
    for key in keys:
        waiting: defaultdict[tuple[Any, ...], deque[Row]] = defaultdict(deque)
        for row in new:
            waiting[_key(row, key)].append(row)
        left, taken = [], set()
        for row in old:
            found = waiting.get(_key(row, key)) if row.get("start", 0) is not None or "start" not in key else None
            if found:
                taken.add(id(found[0]))
                pairs.append((row, found.popleft()))
            else:
                left.append(row)
        old, new = left, [row for row in new if id(row) not in taken]
    if by_overlap:
        overlapping = _overlapping(old, new)
        pairs += overlapping
        matched = {id(row) for pair in overlapping for row in pair}
        old, new = ([row for row in rows if id(row) not in matched] for rows in (old, new))
    return pairs, list(old), list(new)


def _key(row: Row, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in key)


def _overlapping(old: Sequence[Row], new: Sequence[Row]) -> Pairs:
    """Pairs rows whose spans overlap, each at most once, from the beginning of the text."""
    old, new = (sorted((r for r in rows if r["start"] is not None), key=lambda r: r["start"]) for rows in (old, new))
    pairs: Pairs = []
    waiting = deque(new)
    for row in old:
        while waiting and waiting[0]["end"] <= row["start"]:
            waiting.popleft()
        if waiting and waiting[0]["start"] < row["end"]:
            pairs.append((row, waiting.popleft()))
    return pairs
