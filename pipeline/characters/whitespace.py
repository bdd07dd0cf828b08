"""Removes white space from a text and keeps the offsets, since cells may be broken anywhere."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

_WORD_RE = re.compile(r"\S+")
# The cells of a table that is written as text, separated by bars.
_CELL_RE = re.compile(r"[^\s|]+")


class Compact(Struct, frozen=True, gc=False):
    """A text without its white space.

    ``words`` are the offsets in the text where white space ended, ``indices`` the corresponding indices in ``text``,
    and ``parted`` those ``indices`` at which white space separated two digits.
    """

    text: str
    words: tuple[int, ...]
    indices: tuple[int, ...]
    parted: tuple[int, ...]

    def offset(self, index: int) -> int:
        """The offset in the original text of the character at an index."""
        word = bisect_right(self.indices, index) - 1
        return self.words[word] + index - self.indices[word]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of a span of this one."""
        return self.offset(start), self.offset(end - 1) + 1

    def begins(self, index: int) -> bool:
        """Whether a character follows white space or begins the text."""
        return _has(self.indices, index)

    def begins_at(self, offset: int) -> bool:
        """Whether the character at an offset of the original text follows white space or begins the text."""
        return _has(self.words, offset)

    def is_apart(self, start: int, end: int) -> bool:
        """Whether a span has white space or an end of the text on both sides; there may be some within."""
        return self.begins(start) and (end == len(self.text) or self.begins(end))


def squeeze(text: str) -> str:
    """Removes white space from a text; for callers that need no offsets.

    >>> squeeze("规 章\u3000无")
    '规章无'
    """
    return "".join(text.split())


def compact(plain: str) -> Compact:
    """Removes white space from a text.

    >>> squeezed = compact("规章 无 无")
    >>> squeezed.text, squeezed.offset(3), squeezed.is_apart(3, 4), squeezed.is_apart(1, 2)
    ('规章无无', 5, True, False)
    """
    return _join(plain, [match.span() for match in _WORD_RE.finditer(plain)])


def compact_cells(plain: str, spans: Sequence[tuple[int, int]]) -> Compact:
    """The content of some spans of a text, in order, without white space and bars between cells.

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
    index = bisect_left(ascending, number)
    return index < len(ascending) and ascending[index] == number


def _join(plain: str, words: Sequence[tuple[int, int]]) -> Compact:
    text = "".join(plain[start:end] for start, end in words)
    indices = tuple(accumulate((end - start for start, end in words), initial=0))[:-1]
    parted = (at for at in indices[1:] if text[at - 1].isdigit() and text[at].isdigit())
    return Compact(text, tuple(start for start, _ in words), indices, tuple(parted))
