"""Finds columns of text, as in bulletins or with two pages on one sheet, and splits the page into them.

A page is split only if that is certain: several consecutive lines leave a vertical strip free, nothing is drawn across
it, and both sides have lines of words of even width. What only looks like columns is reported as a problem.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.pages import Character, Ruling, Sheet

# The least width of a gutter, in font sizes; it is in the middle part of the page.
LEAST_GUTTER = 1.2
MIDDLE = (0.25, 0.75)
# The fewest lines beside each other; a page with more than the most is not a text page.
FEWEST_LINES = 4
MOST_LINES = 300
# The fewest ideographs on either side, and how near most lines of a side end to its edge, in font sizes.
FEWEST_WORDS = 6
SAME_EDGE = 2.0
# The share of the lines of a side for which this holds.
MOST = 0.6

_HAN_RE = regex.compile(r"\p{Han}")


class Gutter(Struct, frozen=True, gc=False):
    """A vertical gap at ``x``, free from ``top`` to ``bottom``; ``certain``: there is prose on both sides."""

    x: float
    top: float
    bottom: float
    certain: bool


def find_gutter(sheet: Sheet, lines: Sequence[Line]) -> Gutter | None:
    """The gutter between two columns of the lines of a page, tables excluded; ``None`` if there is none.

    >>> def row(words, left, level):
    ...     return [Character(c, left + 10 * i, left + 10 * i + 10, level, 10.0) for i, c in enumerate(words)]
    >>> lines = [Line(1, (*row("本局公开信息各类", 10, y), *row("收到申请依法答复", 120, y))) for y in (20, 40, 60, 80)]
    >>> sheet = Sheet(1, 220.0, 300.0, tuple(c for line in lines for c in line.characters), ())
    >>> find_gutter(sheet, lines)
    Gutter(x=105.0, top=-inf, bottom=inf, certain=True)
    """
    if not FEWEST_LINES <= len(lines) <= MOST_LINES:
        return None
    first, last = (share * sheet.width for share in MIDDLE)
    xs = [(a + b) / 2 for line in lines for a, b in _gaps(line) if first <= (a + b) / 2 <= last]
    if len(xs) < FEWEST_LINES:
        return None
    runs = [(x, run) for x in sorted(set(xs)) if (run := _longest_run(lines, x))]
    if not runs:
        return None
    x, run = max(runs, key=lambda found: len(_beside(found[1], found[0])))
    both = _beside(run, x)
    worded = [line for line in both if all(_has_words(side) for side in _sides(line, x))]
    if len(both) < FEWEST_LINES or len(worded) < MOST * len(both):
        return None
    top = -inf if run[0] is lines[0] else run[0].baseline - run[0].size
    bottom = inf if run[-1] is lines[-1] else run[-1].baseline + run[-1].size / 3
    wrapped = all(_is_wrapped([_sides(line, x)[side] for line in both]) for side in (0, 1))
    crossed = any(_crosses(ruling, x, top, bottom) for ruling in sheet.rulings)
    certain = wrapped and not crossed
    return Gutter(x, top, bottom, certain) if certain or len(worded) >= 2 * FEWEST_LINES else None


def _gaps(line: Line) -> Iterator[tuple[float, float]]:
    for before, after in pairwise(line.characters):
        gap = after.left - before.right
        if gap > 0 and gap >= LEAST_GUTTER * max(before.size, after.size):
            yield before.right, after.left


def _longest_run(lines: Sequence[Line], x: float) -> list[Line]:
    """The longest series of consecutive lines that leave ``x`` free, by the lines that lie on both sides of it."""
    runs = [list(run) for free, run in groupby(lines, key=lambda line: _leaves_free(line, x)) if free]
    return max(runs, key=lambda run: len(_beside(run, x)), default=[])


def _leaves_free(line: Line, x: float) -> bool:
    if line.left >= x or line.right <= x:
        return True
    return any(a <= x <= b for a, b in _gaps(line))


def _beside(run: Sequence[Line], x: float) -> list[Line]:
    return [line for line in run if line.left < x < line.right]


def _sides(line: Line, x: float) -> tuple[tuple[Character, ...], tuple[Character, ...]]:
    left = tuple(character for character in line.characters if character.right <= x)
    return left, line.characters[len(left) :]


def _has_words(side: Sequence[Character]) -> bool:
    return len(_HAN_RE.findall("".join(character.text for character in side))) >= FEWEST_WORDS


def _is_wrapped(sides: Sequence[Sequence[Character]]) -> bool:
    edge = max(side[-1].right for side in sides)
    near = sum(edge - side[-1].right <= SAME_EDGE * side[-1].size for side in sides)
    return near >= MOST * len(sides)


def _crosses(ruling: Ruling, x: float, top: float, bottom: float) -> bool:
    return ruling.horizontal and ruling.start < x < ruling.end and top <= ruling.level <= bottom


def cut_sheet(sheet: Sheet, gutter: Gutter) -> list[Sheet]:
    """The parts of a page in reading order: above the columns, the left one, the right one, below."""
    parts = (
        (-inf, inf, -inf, gutter.top),
        (-inf, gutter.x, gutter.top, gutter.bottom),
        (gutter.x, inf, gutter.top, gutter.bottom),
        (-inf, inf, gutter.bottom, inf),
    )
    cut = (_cut_out(sheet, *part) for part in parts)
    return [part for part in cut if part.characters or part.rulings or part.pictures]


def _cut_out(sheet: Sheet, left: float, right: float, top: float, bottom: float) -> Sheet:
    """A part of a page as a sheet; its coordinates count from the left side of the part."""
    start, end = max(0.0, left), min(sheet.width, right)

    def holds(x: float, y: float) -> bool:
        return left <= x < right and top <= y < bottom

    characters = tuple(
        replace(character, left=character.left - start, right=character.right - start)
        for character in sheet.characters
        if holds((character.left + character.right) / 2, character.baseline)
    )
    rulings = tuple(_shift(ruling, start) for ruling in sheet.rulings if holds(*_middle(ruling)))
    boxes = (box for box in sheet.pictures if holds((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    pictures = tuple((a - start, b, c - start, d) for a, b, c, d in boxes)
    return replace(sheet, width=end - start, characters=characters, rulings=rulings, pictures=pictures)


def _middle(ruling: Ruling) -> tuple[float, float]:
    along = (ruling.start + ruling.end) / 2
    return (along, ruling.level) if ruling.horizontal else (ruling.level, along)


def _shift(ruling: Ruling, by: float) -> Ruling:
    if ruling.horizontal:
        return ruling._replace(start=ruling.start - by, end=ruling.end - by)
    return ruling._replace(level=ruling.level - by)
