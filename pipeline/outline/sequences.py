"""Looks ahead in the run of a marker: whether its numbers go on, and whether they only number a list."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from pipeline.outline.markers import LAST, Footing, Marker, heading_rules
from pipeline.rulebook import one_of

# A number may be skipped (一是 三是), but not many at once: then it is something else.
WIDEST_GAP = 3
# From one point to the next, in characters; the points of a report are shorter by far.
LONGEST_POINT = 3000
# An entry of a list or of a table of contents is a heading and perhaps its page.
LONGEST_ENTRY = 60


class Ahead(Struct, frozen=True):
    """The markers of a text, and where those of each name and number stand among them.

    ``begins`` has the first numbers of a style alone that no word runs into: 统一、规范 begins nothing.
    """

    markers: Sequence[Marker]
    places: dict[tuple[str, int], list[int]]
    begins: dict[str, list[int]]

    def find(self, name: str, number: int, place: int) -> int | None:
        """The next marker of that name and number behind a place."""
        return _after(self.places.get((name, number), []), place)

    def find_restart(self, name: str, place: int) -> int | None:
        """Where a style begins again behind a place."""
        return _after(self.begins.get(name, []), place)

    def goes_on(self, place: int) -> bool:
        """Whether a later number follows before the style begins again; points begin again inside each other."""
        marker = self.markers[place]
        restart = self.find_restart(marker.name, place)
        for number in (*range(marker.number + 1, marker.number + 2 + WIDEST_GAP), LAST):
            later = self.find(marker.name, number, place)
            if later is not None and marker.points and self.markers[later].start - marker.start <= LONGEST_POINT:
                return True
            if later is not None and not marker.points and (restart is None or later < restart):
                return True
        return False

    def resumes(self, marker: Marker, place: int) -> bool:
        """Whether the run of an open section goes on behind a place before it begins again."""
        resumed = self.find(marker.name, marker.number + 1, place)
        restart = self.find_restart(marker.name, place)
        return resumed is not None and (restart is None or resumed < restart)


def look_ahead(markers: Sequence[Marker]) -> Ahead:
    """What comes behind each marker.

    >>> from pipeline.outline.markers import find_markers
    >>> from pipeline.model import Text
    >>> plain = "一、概述。二、问题。(一)人员。一、概述。"
    >>> ahead = look_ahead(find_markers(Text(plain, plain)))
    >>> [ahead.goes_on(place) for place in range(4)], ahead.find("chinese", 1, 0)
    ([True, False, False, False], 3)
    """
    places: dict[tuple[str, int], list[int]] = {}
    begins: dict[str, list[int]] = {}
    for place, marker in enumerate(markers):
        places.setdefault((marker.name, marker.number), []).append(place)
        if marker.number == 1 and marker.footing is not Footing.LOOSE:
            begins.setdefault(marker.name, []).append(place)
    return Ahead(markers, places, begins)


def _after(places: list[int], place: int) -> int | None:
    index = bisect_right(places, place)
    return places[index] if index < len(places) else None


def find_listed(plain: str, ahead: Ahead) -> Iterator[int]:
    """Markers that number a list in a sentence (包括:一、…;二、…) or the lines of a table of contents."""
    for place, marker in enumerate(ahead.markers):
        if marker.number != 1 or marker.points:
            continue
        run = list(_run_of_entries(plain, place, ahead))
        again = ahead.find_restart(marker.name, place)
        repeated = again is not None and _entry(plain, marker) == _entry(plain, ahead.markers[again])
        if len(run) > 1 and (repeated or _list_re().search(plain, max(0, marker.start - LONGEST_ENTRY), marker.start)):
            yield from range(place, run[-1] + 1)


def _run_of_entries(plain: str, place: int, ahead: Ahead) -> Iterator[int]:
    """A marker and those that count on from it with nothing but a short entry between."""
    while True:
        yield place
        marker = ahead.markers[place]
        following = ahead.find(marker.name, marker.number + 1, place)
        if following is None or ahead.markers[following].start - marker.end > LONGEST_ENTRY:
            return
        if "。" in plain[marker.end : ahead.markers[following].start]:
            return
        place = following


def _entry(plain: str, marker: Marker) -> str:
    """The first words behind a marker."""
    return plain[marker.end : marker.end + 10].strip()[:4]


@cache
def _list_re() -> re.Pattern[str]:
    """What announces a list: 本报告包括:, 由以下六个部分组成:, 目录."""
    return re.compile(rf"{one_of(heading_rules().lists)}[^。;\n]*[:\s]\s*$")
