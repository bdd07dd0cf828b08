"""Finds the width that the lines of a text were cut at: by characters or by columns, at any place or between words.

A cut leaves many lines of one width and none that is wider; a line is full where the next one's first character or
word had no room left on it. Where lines end in a sentence, or are as often a little narrower, nothing was cut.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import regex
from msgspec import Struct

from pipeline.ingest.line_ends import ENDED_RE, is_cut, splits_row
from pipeline.ingest.line_starts import find_kind, opens_anew

# No page has more or fewer ideographs in a line; a column of a table has fewer.
WIDEST, NARROWEST = 120, 16
# So many lines that break off are no chance; one is none if it is prose, or surely goes on.
FEWEST_CUT = 3
# What the widths of so many lines do not tell, more do not tell either.
MOST_LINES = 3000
LEAST_OPEN = 0.6
# Lines are cut between words where no word is torn, or where most of those lines that a cut anywhere does not explain
# break off; one of them in prose.
LEAST_WORDS = 0.6
# So many ideographs narrower, lines are about as frequent as the widest where only the words decide their widths.
NEAR = range(1, 4)

# What stays together: a word or a number, with the punctuation that no line begins or ends with.
_TOKEN_RE = regex.compile(
    r"\s* [（《“‘〈【「『(]* (?: [A-Za-z0-9０-９.,．%]+ | . ) [，。、；：！？）》”’】％%,.;:!?)]*",
    regex.VERBOSE | regex.DOTALL,
)
# A cut within a word or a number, or before a sign that no line begins with.
_TORN_RE = regex.compile(r"[A-Za-z\d]{2} | .[，。、；：！？）》”’】％%]", regex.VERBOSE)
_PROSE_RE = regex.compile(r"[，。；]")

Pairs = Sequence[tuple[str, str]]


def count_columns(words: str) -> int:
    """How wide words are, an ideograph counted as two.

    >>> count_columns("共12件")
    6
    """
    return len(words.encode("gbk", "replace"))


class Width(Struct, frozen=True):
    """The width of the widest line, how it is measured, and whether words were kept whole."""

    widest: int
    measure: Callable[[str], int]
    whole_words: bool

    def is_full(self, line: str, follower: str) -> bool:
        """Whether the first character or word of the next line had no room on a line.

        >>> Width(6, count_columns, whole_words=True).is_full("共12", "345件")
        True
        """
        word = _TOKEN_RE.match(follower) if self.whole_words else None
        return self.measure(line) + self.measure(word[0] if word else follower[:1]) > self.widest


class _Fit(Struct, frozen=True):
    """How well a width explains the lines: how many are full, how many of them break off, how many of these are prose.

    ``torn`` tells whether a word or a number is cut in two, ``proven`` that the width is no chance.
    """

    width: Width
    full: int
    open: int
    prose: int
    torn: bool
    proven: bool


def find_width(lines: Sequence[str]) -> Width | None:
    """The width that lines were cut at; ``None`` where they were not.

    >>> text = "全年共收到政府信息公开申请一百二十件，均在法定期限内答复，其中予以公开八十件，不予公开四十件。"
    >>> find_width([text[i : i + 20] for i in range(0, 45, 20)]).widest, find_width([text, text])
    (20, None)
    """
    lines = lines[:MOST_LINES]
    pairs = [(line, follower) for line, follower in pairwise(lines) if line.strip() and follower.strip()]
    best: tuple[int, int, Width] | None = None
    for measure, ideograph in ((len, 1), (count_columns, 2)):
        widths = Counter(map(measure, lines))
        widest = max(widths, default=0)
        if not NARROWEST <= widest <= WIDEST * ideograph:
            continue
        near = max(widths[widest - ideograph * step] for step in NEAR)
        cut, wrapped = (_fit(pairs, Width(widest, measure, whole)) for whole in (False, True))
        mostly = wrapped.open - cut.open >= LEAST_WORDS * (wrapped.full - cut.full)
        fit = wrapped if wrapped.prose > cut.prose and (mostly or not cut.torn) else cut
        if fit.proven and cut.open > near and (best is None or (cut.open - near, fit.open) > best[:2]):
            best = cut.open - near, fit.open, fit.width
    return best[2] if best else None


def _fit(pairs: Pairs, width: Width) -> _Fit:
    full = [pair for pair in pairs if width.is_full(*pair)]
    broken = [pair for pair in full if not ENDED_RE.search(pair[0].strip()) and not opens_anew(*pair)]
    prose = sum(_is_prose(line) for line, _ in broken)
    sure = len(broken) >= FEWEST_CUT or prose > 0 or any(is_cut(*pair) or splits_row(*pair) for pair in broken)
    torn = any(_TORN_RE.match(line.strip()[-1] + follower.strip()[0]) for line, follower in full)
    return _Fit(width, len(full), len(broken), prose, torn, sure and len(broken) >= LEAST_OPEN * len(full))


def _is_prose(line: str) -> bool:
    """Whether a line is no heading, which may have a comma, too."""
    return _PROSE_RE.search(line) is not None and ("。" in line or find_kind(line) is None)
