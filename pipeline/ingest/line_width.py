"""Finds the width at which the lines of a text were wrapped: in characters or columns, anywhere or between words.

Wrapping leaves many lines of one width and none wider. A line is full if the first character or word of the next line
did not fit on it. If lines end with sentences, or are as often a little narrower, nothing was wrapped.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import regex
from msgspec import Struct

from pipeline.ingest.line_ends import ENDED_RE, is_cut, splits_row
from pipeline.ingest.line_starts import find_kind, opens_anew

# The bounds of ideographs in a line of a page; table columns have fewer.
WIDEST, NARROWEST = 120, 16
# So many lines that break off are not chance; a single one is enough if it is prose or clearly continues.
FEWEST_CUT = 3
# More lines than these tell nothing new.
MOST_LINES = 3000
LEAST_OPEN = 0.6
# Lines were wrapped between words if no word is split, or if most lines that wrapping anywhere does not explain break
# off, one of them in prose.
LEAST_WORDS = 0.6
# Lines so many ideographs narrower are about as frequent as the widest where only the words decide the widths.
NEAR = range(1, 4)
# Lines of a width that is not the widest are so many times as frequent as those that are near it.
SURELY = 4

# What wraps as one: a word or a number with the punctuation that may not begin or end a line.
_TOKEN_RE = regex.compile(
    r"\s* [（《“‘〈【「『(]* (?: [A-Za-z0-9０-９.,．%]+ | . ) [，。、；：！？）》”’】％%,.;:!?)]*",
    regex.VERBOSE | regex.DOTALL,
)
# A line break within a word or number, or before punctuation that may not begin a line.
_SPLIT_RE = regex.compile(r"[A-Za-z\d]{2} | .[，。、；：！？）》”’】％%]", regex.VERBOSE)
_PROSE_RE = regex.compile(r"[，。；]")
# A sign at the end of a line that may not begin the next one.
_HANGING = "，。、；：！？）》”’】％%,.;:!?)"

Pairs = Sequence[tuple[str, str]]


def count_columns(words: str) -> int:
    """The width of words in columns; an ideograph is two.

    >>> count_columns("共12件")
    6
    """
    return len(words.encode("gbk", "replace"))


class Width(Struct, frozen=True, gc=False):
    """The width of the widest line, how it is measured, and whether words were kept whole."""

    widest: int
    measure: Callable[[str], int]
    whole_words: bool

    def is_full(self, line: str, follower: str) -> bool:
        """Whether the first character or word of the next line did not fit on a line.

        >>> Width(6, count_columns, whole_words=True).is_full("共12", "345件")
        True
        """
        word = _TOKEN_RE.match(follower) if self.whole_words else None
        return self.measure(line) + self.measure(word[0] if word else follower[:1]) > self.widest


class _Fit(Struct, frozen=True, gc=False):
    """How well a width explains the lines: how many are full, how many of them break off, how many of these are prose.

    ``splits_words``: a word or number is cut in two; ``proven``: the width is not chance.
    """

    width: Width
    full: int
    open: int
    prose: int
    splits_words: bool
    proven: bool


def find_width(lines: Sequence[str]) -> Width | None:
    """The width at which lines were wrapped; ``None`` if they were not.

    >>> text = "全年共收到政府信息公开申请一百二十件，均在法定期限内答复，其中予以公开八十件，不予公开四十件。"
    >>> find_width([text[i : i + 20] for i in range(0, 45, 20)]).widest, find_width([text, text])
    (20, None)
    """
    lines = lines[:MOST_LINES]
    pairs = [(line, follower) for line, follower in pairwise(lines) if line.strip() and follower.strip()]
    best: tuple[int, int, Width] | None = None
    for measure, ideograph in ((len, 1), (count_columns, 2)):
        widths = Counter(map(measure, lines))
        for widest in _rooms(widths, lines, measure, ideograph):
            near = max(widths[widest - ideograph * step] for step in NEAR)
            cut, wrapped = (_fit(pairs, Width(widest, measure, whole)) for whole in (False, True))
            mostly = wrapped.open - cut.open >= LEAST_WORDS * (wrapped.full - cut.full)
            fit = wrapped if wrapped.prose > cut.prose and (mostly or not cut.splits_words) else cut
            surely = near * (SURELY if widest < max(widths) else 1)
            if fit.proven and cut.open > surely and (best is None or (cut.open - near, fit.open) > best[:2]):
                best = cut.open - near, fit.open, fit.width
    return best[2] if best else None


def _rooms(widths: Counter[int], lines: Sequence[str], measure: Callable[[str], int], ideograph: int) -> Iterator[int]:
    """The widths that a page may have: of the widest line, and of the prose without the signs that hang over its edge.

    A sign that may not begin a line stands behind a full one, which is then a little wider than the page.
    """
    widest = max(widths, default=0)
    held = max((measure(line.rstrip(_HANGING)) for line in lines if "\t" not in line), default=0)
    rooms = {widest, held if widest - held <= ideograph else widest}
    yield from (room for room in sorted(rooms) if NARROWEST <= room <= WIDEST * ideograph)


def _fit(pairs: Pairs, width: Width) -> _Fit:
    full = [pair for pair in pairs if width.is_full(*pair)]
    broken = [pair for pair in full if not ENDED_RE.search(pair[0].strip()) and not opens_anew(*pair)]
    prose = sum(_is_prose(line) for line, _ in broken)
    sure = len(broken) >= FEWEST_CUT or prose > 0 or any(is_cut(*pair) or splits_row(*pair) for pair in broken)
    splits_words = any(_SPLIT_RE.match(line.strip()[-1] + follower.strip()[0]) for line, follower in full)
    return _Fit(width, len(full), len(broken), prose, splits_words, sure and len(broken) >= LEAST_OPEN * len(full))


def _is_prose(line: str) -> bool:
    """Whether a line is prose and not a heading, which may contain a comma too."""
    return _PROSE_RE.search(line) is not None and ("。" in line or find_kind(line) is None)
