"""Takes the white space out of a text, and tells where each character stood: cells are broken anywhere."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

_WORD_RE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without its white space.

    ``words`` are the places in the text where white space ended, ``passed`` the same places here, and ``parted`` those
    of them that part two digits.
    """

    text: str
    words: tuple[int, ...]
    passed: tuple[int, ...]
    parted: tuple[int, ...]

    def place(self, position: int) -> int:
        """Where a character stands in the text with its white space."""
        word = bisect_right(self.passed, position) - 1
        return self.words[word] + position - self.passed[word]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece stands in the text with its white space."""
        return self.place(start), self.place(end - 1) + 1

    def is_word(self, position: int) -> bool:
        """Whether a character stands alone between white space."""
        word = bisect_right(self.passed, position) - 1
        behind = self.passed[word + 1] if word + 1 < len(self.passed) else len(self.text)
        return self.passed[word] == position and behind == position + 1


def squeeze(plain: str) -> Squeezed:
    """A text without its white space.

    >>> squeezed = squeeze("规章 无 无")
    >>> squeezed.text, squeezed.place(3), squeezed.is_word(3), squeezed.is_word(1)
    ('规章无无', 5, True, False)
    """
    words = list(_WORD_RE.finditer(plain))
    text = "".join(word.group() for word in words)
    passed = tuple(accumulate((len(word.group()) for word in words), initial=0))[:-1]
    parted = (at for at in passed[1:] if text[at - 1].isdigit() and text[at].isdigit())
    return Squeezed(text, tuple(word.start() for word in words), passed, tuple(parted))
