"""Takes the white space out of a text, and keeps where each character stood: cells are broken anywhere."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

_WORD_RE = re.compile(r"\S+")
# Between bars stand the cells of a table that is written as text.
_CELL_RE = re.compile(r"[^\s|]+")


class Compact(Struct, frozen=True):
    """A text without its white space.

    ``words`` are the offsets in the text where white space ended, ``indices`` the same places in ``text``, and
    ``parted`` those of them that part two digits.
    """

    text: str
    words: tuple[int, ...]
    indices: tuple[int, ...]
    parted: tuple[int, ...]

    def offset(self, index: int) -> int:
        """The offset of a character in the text with its white space."""
        word = bisect_right(self.indices, index) - 1
        return self.words[word] + index - self.indices[word]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of a piece in the text with its white space."""
        return self.offset(start), self.offset(end - 1) + 1

    def begins(self, index: int) -> bool:
        """Whether white space, or the beginning of the text, stands before a character."""
        return _has(self.indices, index)

    def begins_at(self, offset: int) -> bool:
        """Whether it stands before the character at an offset of the text with its white space."""
        return _has(self.words, offset)

    def is_apart(self, start: int, end: int) -> bool:
        """Whether white space or an end of the text stands on both sides of a piece, which may have some within."""
        return self.begins(start) and (end == len(self.text) or self.begins(end))


def squeeze(text: str) -> str:
    """A text without its white space, where nothing asks for the offsets.

    >>> squeeze("规 章\u3000无")
    '规章无'
    """
    return "".join(text.split())


def compact(plain: str) -> Compact:
    """A text without its white space.

    >>> squeezed = compact("规章 无 无")
    >>> squeezed.text, squeezed.offset(3), squeezed.is_apart(3, 4), squeezed.is_apart(1, 2)
    ('规章无无', 5, True, False)
    """
    return _join(plain, [match.span() for match in _WORD_RE.finditer(plain)])


def compact_cells(plain: str, spans: Sequence[tuple[int, int]]) -> Compact:
    """What stands in spans of a text, in order and apart, without white space and without the bars between cells.

    >>> squeezed = compact_cells("一 规章|3 |0", [(2, 9)])
    >>> squeezed.text, squeezed.span(2, 4)
    ('规章30', (5, 9))
    """
    words: list[tuple[int, int]] = []
    for start, end in spans:
        for match in _CELL_RE.finditer(plain, start, end):
            if words and words[-1][1] == match.start():
                words[-1] = (words[-1][0], match.end())
            else:
                words.append(match.span())
    return _join(plain, words)


def _has(ascending: Sequence[int], number: int) -> bool:
    place = bisect_left(ascending, number)
    return place < len(ascending) and ascending[place] == number


def _join(plain: str, words: Sequence[tuple[int, int]]) -> Compact:
    text = "".join(plain[start:end] for start, end in words)
    indices = tuple(accumulate((end - start for start, end in words), initial=0))[:-1]
    parted = (at for at in indices[1:] if text[at - 1].isdigit() and text[at].isdigit())
    return Compact(text, tuple(start for start, _ in words), indices, tuple(parted))
