"""Joins wrapped labels of unruled tables, whose lines are set above and below the numbers of their row.

The numbers of a row are centred vertically beside its label, so they come between the lines of it. Lines are joined
only if together they are the complete label of a row of a form.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

import regex

from pipeline.characters import squeeze, to_plain
from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.pages import Character
from pipeline.rulebook import form_rules, strip_numbering

# So many numbers in a line are a row of a table, not part of a sentence.
FEWEST_NUMBERS = 2
# The most lines of a label above its numbers and below them, and the largest distance between them, in font sizes.
MOST_LINES = 2
WIDEST_STEP = 2.0
# The gap before a number, in font sizes; the first characters of the lines of a label are as near.
LEAST_GAP = 0.3
SAME_LEFT = 1.0

_NUMBER_RE = regex.compile(r"[-+－]?[\d０-９][\d０-９,，.．]*(?:%)?|[/／—–-]{1,2}")
_LAST_RE = regex.compile(r"[\d０-９,，.．%/／—–]")
_MARKS_RE = regex.compile(r"[、,]")
_BRACKET_RE = regex.compile(r"\([^()]*\)")


def gather_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page in order, with each wrapped label of a form joined before the numbers of its row.

    >>> def line(text, left, level):
    ...     return Line(
    ...         1, tuple(Character(c, left + 10 * i, left + 10 * i + 10, level, 10.0) for i, c in enumerate(text))
    ...     )
    >>> row = Line(1, tuple(Character(c, x, x + 5, 29.0, 10.0) for c, x in (("7", 200.0), ("0", 250.0), ("7", 300.0))))
    >>> above, below = line("5.要求行政机关确认或", 20, 20), line("重新出具已获取信息", 20, 38)
    >>> [one.text for one in gather_labels([above, row, below])]
    ['5.要求行政机关确认或重新出具已获取信息 7 0 7']
    """
    taken: set[int] = set()
    gathered: dict[int, Line] = {}
    columns = [line.columns for line in lines]
    for index, line in enumerate(lines):
        label, values = split_values(line)
        if not values or index in taken:
            continue
        for above, below in _choices(lines, index, label, taken):
            parts = [*above, *([index] if label else []), *below]
            pieces = [label if part == index else columns[part][-1].characters for part in parts]
            if _is_whole("".join(character.text for piece in pieces for character in piece)):
                gathered[index] = Line(line.page, (*(c for piece in pieces for c in piece), *values))
                taken.update(above, below)
                break
    kept = (columns[index][:-1] if index in taken else [gathered.get(index, line)] for index, line in enumerate(lines))
    return [line for pieces in kept for line in pieces]


def split_values(line: Line) -> tuple[tuple[Character, ...], tuple[Character, ...]]:
    """Splits a line before its final numbers; the second part is empty if they are not a row of a table."""
    characters = line.characters
    if not _LAST_RE.match(characters[-1].text):
        return characters, ()  # most lines end in words
    start = end = len(characters)
    count = 0
    while end:
        first = end - 1
        while first and not _begins_word(characters[first - 1], characters[first]):
            first -= 1
        if not _NUMBER_RE.fullmatch("".join([character.text for character in characters[first:end]])):
            break
        start = end = first
        count += 1
    return (characters, ()) if count < FEWEST_NUMBERS else (characters[:start], characters[start:])


def _begins_word(last: Character, character: Character) -> bool:
    return character.spaced or character.left - last.right > LEAST_GAP * character.size


def _choices(
    lines: Sequence[Line], index: int, label: Sequence[Character], taken: set[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """The candidate lines above and below a row of numbers for its label, the longest first."""
    above = _beside(lines, index, -1, label, taken)
    below = _beside(lines, index, 1, label, taken)
    for up, down in product(range(len(above), -1, -1), range(len(below), -1, -1)):
        if up + down and (label or (up and down)):
            yield above[:up][::-1], below[:down]


def _beside(lines: Sequence[Line], index: int, step: int, label: Sequence[Character], taken: set[int]) -> list[int]:
    """The nearest lines on one side of a row of numbers that may continue its label, perhaps not adjacent."""
    row = lines[index]
    values = split_values(row)[1][0].left
    left = label[0].left if label else None
    level, size = row.baseline, row.size
    found: list[int] = []
    at = index + step
    while 0 <= at < len(lines) and abs(lines[at].baseline - level) <= WIDEST_STEP * size and len(found) < MOST_LINES:
        line = lines[at]
        begins_there = left is None or abs(line.columns[-1].left - left) <= SAME_LEFT * size
        if at not in taken and line.page == row.page and line.right <= values and begins_there:
            if split_values(line)[1]:
                break
            found.append(at)
            left, level = line.columns[-1].left, line.baseline
        at += step
    return found


def _is_whole(words: str) -> bool:
    return any(_bare(core) in _row_labels() for core in strip_numbering([squeeze(to_plain(words))]))


def _bare(label: str) -> str:
    return _MARKS_RE.sub("", _BRACKET_RE.sub("", label))


@cache
def _row_labels() -> frozenset[str]:
    rows = (row for table in form_rules().tables for row in table.rows)
    return frozenset(map(_bare, strip_numbering(wording for row in rows for wording in row.wordings())))
