"""Groups the characters of a page into lines, and reads the words of a line with the spaces that a reader sees."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise, repeat
from operator import attrgetter, lt, mul, sub
from typing import Any, Generic, TypeVar

import regex

from pipeline.ingest.pdf.pages import Character

# In font sizes. Lines are at least one apart; a superscript is a third above its line.
SAME_LINE = 0.4
# Some programs print bold by printing a character again, shifted by a share of its width.
SAME_CHARACTER = 0.4
# The least gap that is a space, between Latin letters, between digits, between ideographs.
LATIN_GAP, DIGIT_GAP, WIDE_GAP = 0.2, 0.5, 1.0
# A gap that separates two columns; justified lines have no gap so wide.
COLUMN_GAP = 2.0

_BASELINE, _LEFT, _RIGHT = attrgetter("baseline"), attrgetter("left"), attrgetter("right")
_SIZE, _SPACED, _TEXT = attrgetter("size"), attrgetter("spaced"), attrgetter("text")
_LATIN_RE = regex.compile(r"[A-Za-z]")
_DIGIT_RE = regex.compile(r"[\d.,%]")
_SIGN_RE = regex.compile(r"[\p{P}\p{S}]")
_TOKEN_RE = regex.compile(
    r"[“‘（《〈【〔]*+ (?: [A-Za-z0-9@._%/:,-]++ \p{Lo}?+ | .?+ ) [，。、；：？！）》〉】〕”’％]*+", regex.VERBOSE
)


Value = TypeVar("Value")


class _Once(Generic[Value]):
    """A value of a line that is worked out when first asked for; Python 3.11's ``cached_property`` takes a lock too."""

    def __init__(self, work: "Callable[[Any], Value]") -> None:
        """Takes the method that works it out."""
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, line: Any, owner: type) -> Value:
        """The value, which is found in the line itself from then on."""
        value = line.__dict__[self.name] = self.work(line)
        return value


@dataclass(frozen=True)
class Line:
    """Characters on one line of a page, from left to right. Derived values are computed once."""

    page: int
    characters: tuple[Character, ...]

    @property
    def left(self) -> float:
        """The left side of its first character, in points."""
        return self.characters[0].left

    @_Once
    def right(self) -> float:
        """The right side of its last character, in points."""
        return max([character.right for character in self.characters])

    @_Once
    def baseline(self) -> float:
        """The baseline of most of its characters, in points."""
        return _median([character.baseline for character in self.characters])

    @_Once
    def size(self) -> float:
        """The font size of most of its characters, in points."""
        return _median([character.size for character in self.characters])

    @_Once
    def text(self) -> str:
        """The words of the line."""
        return read_line(self.characters)

    @_Once
    def columns(self) -> "tuple[Line, ...]":
        """The pieces between the gaps that are wide enough to separate columns.

        >>> places = [("规", 0.0), ("章", 10.0), ("3", 60.0)]
        >>> line = Line(1, tuple(Character(c, x, x + 10, 0.0, 10.0) for c, x in places))
        >>> [piece.text for piece in line.columns]
        ['规章', '3']
        """
        characters = self.characters
        gaps = list(map(sub, islice(map(_LEFT, characters), 1, None), map(_RIGHT, characters)))
        if not gaps or max(gaps) < COLUMN_GAP * min(map(_SIZE, characters)):
            return (self,)  # no gap can be wide enough
        cuts = [
            index
            for index, gap in enumerate(gaps, 1)
            if gap > 0 and gap >= COLUMN_GAP * max(characters[index - 1].size, characters[index].size)
        ]
        if not cuts:
            return (self,)
        return tuple(Line(self.page, characters[a:b]) for a, b in pairwise([0, *cuts, len(characters)]))


def _median(numbers: list[float]) -> float:
    """The median; ``statistics.median`` takes twice as long."""
    numbers.sort()
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def set_lines(characters: Iterable[Character], page: int) -> list[Line]:
    """The lines of characters, from top to bottom; characters printed twice for bold are kept once.

    >>> row = [Character(c, 10.0 * i, 10.0 * i + 10, 50.0, 10.0) for i, c in enumerate("公开条")]
    >>> under = Character("二", 0.0, 10.0, 65.0, 10.0)
    >>> [line.text for line in set_lines([under, *row, Character("开", 10.5, 20.5, 50.0, 10.0)], 1)]
    ['公开条', '二']
    """
    return [Line(page, row) for row in set_rows(characters)]


def set_rows(characters: Iterable[Character]) -> list[tuple[Character, ...]]:
    """The characters of each line, from top to bottom."""
    ordered = sorted(characters, key=_BASELINE)
    if len(ordered) == 1:
        return [(ordered[0],)]
    if ordered and ordered[-1].baseline - ordered[0].baseline <= SAME_LINE * ordered[0].size:
        return [_drop_doubles(ordered)]
    rows: list[list[Character]] = []
    level = size = 0.0
    for baseline, group in groupby(ordered, _BASELINE):
        beside = list(group)
        if rows and baseline - level <= SAME_LINE * size:
            rows[-1] += beside
            continue
        # Larger print may belong to a line that is too far away for other characters.
        joined = 0
        while rows and joined < len(beside) and baseline - level <= SAME_LINE * beside[joined].size:
            joined += 1
        if joined:
            rows[-1] += beside[:joined]
        if joined < len(beside):
            level, size = baseline, beside[joined].size
            rows.append(beside[joined:])
    return [_drop_doubles(row) for row in rows]


def _drop_doubles(row: list[Character]) -> tuple[Character, ...]:
    """The characters of a line from left to right, without those printed twice for bold."""
    row.sort(key=_LEFT)
    lefts, rights = list(map(_LEFT, row)), map(_RIGHT, row)
    nearest = map(mul, repeat(SAME_CHARACTER), map(sub, rights, lefts))
    if not any(map(lt, map(sub, lefts[1:], lefts), nearest)):
        return tuple(row)  # no two are near enough to be duplicates
    kept: list[Character] = []
    for character in row:
        doubles = (c for c in kept[-3:] if c.text == character.text)
        if not any(abs(c.left - character.left) < SAME_CHARACTER * (c.right - c.left) for c in doubles):
            kept.append(character)
    return tuple(kept)


def read_line(characters: Sequence[Character]) -> str:
    """The words of a line.

    >>> places = [("2", 0.0), ("0", 5.0), ("条", 13.0), ("甲", 48.0)]
    >>> read_line([Character(c, x, x + (5 if c.isdigit() else 10), 0.0, 10.0) for c, x in places])
    '20条 甲'
    >>> read_line([Character(c, x, x + 5.0, 0.0, 10.0) for c, x in (("7", 0.0), ("0", 40.0), ("7", 80.0))])
    '7 0 7'
    """
    if len(characters) < 2:
        return "".join(character.text for character in characters)
    gaps = list(map(sub, islice(map(_LEFT, characters), 1, None), map(_RIGHT, characters)))
    least = LATIN_GAP * max(1.0, min(map(_SIZE, characters)))
    if max(gaps) < least and not any(islice(map(_SPACED, characters), 1, None)):
        return "".join(map(_TEXT, characters))  # no gap is wide enough for a space
    usual = max(0.0, _median(gaps[:]))
    pieces = [characters[0].text]
    for before, after, gap in zip(characters, characters[1:], gaps, strict=False):
        if after.spaced or (gap >= least and _is_space(before, after, gap, usual)):
            pieces.append(" ")
        pieces.append(after.text)
    return "".join(pieces)


def _is_space(before: Character, after: Character, gap: float, usual: float) -> bool:
    """Whether a gap is a space, given the usual gap of its line (wide if single digits stand in columns)."""
    size = max(before.size, after.size, 1.0)
    if gap < LATIN_GAP * size:
        return False  # less than the least space, as most gaps are
    pair = before.text + after.text
    share = (gap - usual) / size
    if len(_LATIN_RE.findall(pair)) == 2:
        return share >= LATIN_GAP
    if _DIGIT_RE.match(before.text) and _DIGIT_RE.match(after.text):
        return gap / size - min(usual / size, WIDE_GAP) >= DIGIT_GAP
    return share >= (COLUMN_GAP if _SIGN_RE.search(pair) else WIDE_GAP)


def first_token(line: Line) -> float:
    """The width of the unbreakable beginning of a line: a number and its unit, a word, or a character."""
    match = _TOKEN_RE.match("".join(map(_TEXT, line.characters)))
    taken = line.characters[: match.end() if match else 1]
    return taken[-1].right - taken[0].left


def glue(before: str, after: str) -> str:
    """The separator for joining two lines: a space between Latin letters, otherwise nothing.

    >>> glue("open", "data"), glue("553", "项"), glue("", "项")
    (' ', '', '')
    """
    return " " if before and after and _LATIN_RE.match(before[-1]) and _LATIN_RE.match(after) else ""
