"""Looks ahead in the sequence of a marker: whether its numbers continue, and whether they only number a list."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from pipeline.outline.markers import LAST, Footing, Marker, heading_rules
from pipeline.rulebook import one_of

# Numbers may be skipped (一是 三是), but a wider gap means something else.
WIDEST_GAP = 3
# The greatest distance from one point to the next, in characters; real points are far shorter.
LONGEST_POINT = 3000
# The longest entry, in characters, of a list or a table of contents: a heading and perhaps its page.
LONGEST_ENTRY = 60


class Ahead(Struct, frozen=True, gc=False):
    """The markers of a text, and the indices of those with each name and number.

    ``begins`` has only first numbers that do not follow a word directly: 统一、规范 begins nothing.
    """

    markers: Sequence[Marker]
    indices: dict[tuple[str, int], list[int]]
    begins: dict[str, list[int]]

    def find(self, name: str, number: int, index: int) -> int | None:
        """The index of the next marker with that name and number."""
        return _after(self.indices.get((name, number), []), index)

    def find_restart(self, name: str, index: int) -> int | None:
        """The index of the next marker at which a style restarts."""
        return _after(self.begins.get(name, []), index)

    def goes_on(self, index: int) -> bool:
        """Whether a later number follows before the style restarts; points restart within each other."""
        marker = self.markers[index]
        restart = self.find_restart(marker.name, index)
        for number in (*range(marker.number + 1, marker.number + 2 + WIDEST_GAP), LAST):
            later = self.find(marker.name, number, index)
            if later is not None and marker.points and self.markers[later].start - marker.start <= LONGEST_POINT:
                return True
            if later is not None and not marker.points and (restart is None or later < restart):
                return True
        return False

    def resumes(self, marker: Marker, index: int) -> bool:
        """Whether the sequence of an open section continues before it restarts."""
        resumed = self.find(marker.name, marker.number + 1, index)
        restart = self.find_restart(marker.name, index)
        return resumed is not None and (restart is None or resumed < restart)


def look_ahead(markers: Sequence[Marker]) -> Ahead:
    """Indexes the markers by name and number.

    >>> from pipeline.outline.markers import find_markers
    >>> from pipeline.model import Text
    >>> plain = "一、概述。二、问题。(一)人员。一、概述。"
    >>> ahead = look_ahead(find_markers(Text(plain, plain)))
    >>> [ahead.goes_on(index) for index in range(4)], ahead.find("chinese", 1, 0)
    ([True, False, False, False], 3)
    """
    indices: dict[tuple[str, int], list[int]] = {}
    begins: dict[str, list[int]] = {}
    for index, marker in enumerate(markers):
        indices.setdefault((marker.name, marker.number), []).append(index)
        if marker.number == 1 and marker.footing is not Footing.LOOSE:
            begins.setdefault(marker.name, []).append(index)
    return Ahead(markers, indices, begins)


def _after(indices: list[int], index: int) -> int | None:
    found = bisect_right(indices, index)
    return indices[found] if found < len(indices) else None


def find_listed(plain: str, ahead: Ahead) -> Iterator[int]:
    """The indices of markers that number a list in a sentence (包括:一、…;二、…) or a table of contents."""
    for index, marker in enumerate(ahead.markers):
        if marker.number != 1 or marker.points:
            continue
        run = list(_run_of_entries(plain, index, ahead))
        again = ahead.find_restart(marker.name, index)
        repeated = again is not None and _entry(plain, marker) == _entry(plain, ahead.markers[again])
        if len(run) > 1 and (repeated or _list_re().search(plain, max(0, marker.start - LONGEST_ENTRY), marker.start)):
            yield from range(index, run[-1] + 1)


def _run_of_entries(plain: str, index: int, ahead: Ahead) -> Iterator[int]:
    """The indices of a marker and of those that continue it with only a short entry between."""
    while True:
        yield index
        marker = ahead.markers[index]
        following = ahead.find(marker.name, marker.number + 1, index)
        if following is None or ahead.markers[following].start - marker.end > LONGEST_ENTRY:
            return
        if "。" in plain[marker.end : ahead.markers[following].start]:
            return
        index = following


def _entry(plain: str, marker: Marker) -> str:
    """The first words after a marker."""
    return plain[marker.end : marker.end + 10].strip()[:4]


@cache
def _list_re() -> re.Pattern[str]:
    """Words that announce a list: 本报告包括:, 由以下六个部分组成:, 目录."""
    return re.compile(rf"{one_of(heading_rules().lists)}[^。;\n]*[:\s]\s*$")
