"""Decides which markers open a section, and how deep: the outline of a report.

A marker is read in its run. ``（二）`` after ``（一）`` opens a section wherever it stands; alone in the
middle of a sentence it is a reference. The style that opened first is the outermost.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.headings import ends_heading
from pipeline.markers import LAST, Footing, Marker, heading_rules
from pipeline.rulebook import one_of

# A heading that runs into the next marker (主要做法1.加强领导) is not longer than this.
LONGEST_LEAD = 45
# From one point of a sentence to the next, in characters; the points of a report are shorter by far.
LONGEST_POINT = 3000
# A number may be skipped (一是 三是), but not many at once: then it is something else.
WIDEST_GAP = 3
# Points count inside points, but no report was seen to count three deep.
DEEPEST_POINTS = 3
# A contents entry is a heading and perhaps its page.
LONGEST_ENTRY = 60

_LOUD_RE = re.compile(r"[。;:!?\n]")
# One sentence and no more: 推进权力清单公开。
_SENTENCE_RE = re.compile(r"\s*[^。;:!?]{2,45}[。:]?\s*")
# What a heading may run into its successor behind, besides a word that ends headings: pzxxgkb@163.com一、概述
_BREAK_RE = re.compile(r"[A-Za-z0-9%>]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A marker that opens a section: its level, the heading that it lies in, and the one before it in its run."""

    marker: Marker
    level: int
    parent: int | None
    previous: int | None


@dataclass(frozen=True, slots=True)
class _Open:
    """A section that is open, and where it stands among the headings."""

    marker: Marker
    index: int


class _Ahead:
    """What comes behind a marker in the same style."""

    def __init__(self, markers: Sequence[Marker]) -> None:
        self.markers = markers
        self.places: dict[tuple[str, int], list[int]] = {}
        for place, marker in enumerate(markers):
            self.places.setdefault((marker.name, marker.number), []).append(place)

    def find(self, name: str, number: int, place: int) -> int | None:
        """The next marker of that name and number."""
        places = self.places.get((name, number), [])
        index = bisect_right(places, place)
        return places[index] if index < len(places) else None

    def goes_on(self, marker: Marker, place: int) -> bool:
        """Whether a later number follows before the style begins again; points begin again inside each other."""
        restart = self.find(marker.name, 1, place)
        for number in (*range(marker.number + 1, marker.number + 2 + WIDEST_GAP), LAST):
            later = self.find(marker.name, number, place)
            if later is not None and marker.points and self.markers[later].start - marker.start <= LONGEST_POINT:
                return True
            if later is not None and not marker.points and (restart is None or later < restart):
                return True
        return False


def outline(plain: str, markers: Sequence[Marker]) -> tuple[Heading, ...]:
    """The headings among the markers, in order.

    >>> from pipeline.markers import find_markers
    >>> from pipeline.model import Text
    >>> plain = "一、概述按第五条公开。主要做法:(一)公开形式1.网站2.微博(二)内容。一是条例,二是指南。二、问题"
    >>> [(h.marker.style, h.marker.number, h.level) for h in outline(plain, find_markers(Text(plain, plain)))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('一、', 1, 1), ('（一）', 1, 2), ('1.', 1, 3), ('1.', 2, 3), ('（一）', 2, 2), ('一是', 1, 3), ('一是', 2, 3),
     ('一、', 2, 1)]
    """
    ahead = _Ahead(markers)
    listed = set(_find_listed(plain, ahead))
    headings: list[Heading] = []
    stack: list[_Open] = []
    latest: dict[str, _Open] = {}
    for place, marker in enumerate(markers):
        if place in listed:
            continue
        carried = latest.get(marker.name)
        # Some documents number the second level on through all of the first: 一、（一）（二）二、（三）.
        carried = carried if carried and not marker.points and carried.marker.number + 1 == marker.number else None
        if marker.points:
            depth = _put_point(plain, marker, place, stack, ahead)
        else:
            depth = _put_heading(plain, marker, place, stack, ahead, carried)
        if depth is None:
            continue
        before = stack[depth] if depth < len(stack) and stack[depth].marker.name == marker.name else carried
        number = before.marker.number + 1 if before and marker.number == LAST else marker.number
        opened = _Open(replace(marker, number=number), len(headings))
        del stack[depth:]
        parent = stack[-1].index if stack else None
        headings.append(Heading(opened.marker, depth + 1, parent, before.index if before else None))
        stack.append(opened)
        latest[marker.name] = opened
    return tuple(headings)


def _put_heading(
    plain: str, marker: Marker, place: int, stack: list[_Open], ahead: _Ahead, carried: _Open | None
) -> int | None:
    """How many of the open sections a heading leaves open; none where it is no heading."""
    same = next((depth for depth, opened in enumerate(stack) if opened.marker.name == marker.name), None)
    before = stack[same] if same is not None else carried
    last = before.marker.number if before else None
    lead = stack[-1].marker.end if stack else marker.start
    if not _stands(plain, marker, last, lead, goes_on=ahead.goes_on(marker, place)):
        return None
    if same is not None:
        return same
    depth = len(stack)
    while depth and (stack[depth - 1].marker.points or not _encloses(stack[depth - 1].marker, marker, place, ahead)):
        depth -= 1
    return depth


def _encloses(opened: Marker, marker: Marker, place: int, ahead: _Ahead) -> bool:
    """Whether a new style opens inside an open one: by custom, or because the open run goes on behind it."""
    if opened.rank < marker.rank:
        return True
    resumed, restart = (ahead.find(opened.name, number, place) for number in (opened.number + 1, 1))
    return resumed is not None and (restart is None or resumed < restart)


def _stands(plain: str, marker: Marker, last: int | None, lead: int, *, goes_on: bool) -> bool:
    """Whether a marker stands as a heading does.

    ``last`` is the number before it in its run, ``lead`` is where the marker before it ends.
    """
    skipped = marker.number - (last or 0) - 1
    if marker.footing is Footing.LOOSE:
        return skipped == 0 and (last is not None or goes_on) and _runs_on(plain, lead, marker, goes_on=goes_on)
    own_paragraph = marker.footing is Footing.PARAGRAPH
    if skipped == 0:
        return own_paragraph or last is not None or goes_on
    if goes_on and (own_paragraph or marker.number == 1 or last is None):
        return True
    return own_paragraph if marker.number == 1 else last is not None and -1 <= skipped <= WIDEST_GAP


def _runs_on(plain: str, lead: int, marker: Marker, *, goes_on: bool) -> bool:
    """Whether a heading may end directly before a marker: 主要做法1.加强领导, 163.com一、概述, 行为1、加强培训."""
    start = marker.start
    if _BREAK_RE.match(plain, start - 1) or ends_heading(plain, start):
        return True
    return (
        goes_on
        and 2 <= start - lead <= LONGEST_LEAD
        and not _LOUD_RE.search(plain, lead, start)
        and plain[start - 1].isalpha()
    )


def _put_point(plain: str, marker: Marker, place: int, stack: list[_Open], ahead: _Ahead) -> int | None:
    """How many of the open sections a counted point leaves open; none where it counts nothing."""
    base = len(stack)
    while base and stack[base - 1].marker.points:
        base -= 1
    same = [depth for depth in range(base, len(stack)) if stack[depth].marker.name == marker.name]
    lead = stack[-1].marker.end if stack else marker.start
    goes_on = ahead.goes_on(marker, place)
    firm = marker.footing is not Footing.LOOSE or plain[marker.start - 1] == ","
    for depth in reversed(same):
        if marker.number in (stack[depth].marker.number + 1, LAST):
            return depth if firm or _runs_on(plain, lead, marker, goes_on=True) else None
    if marker.number == 1:
        if not goes_on or not (firm or _runs_on(plain, lead, marker, goes_on=True)):
            return None
        if len(stack) - base == DEEPEST_POINTS:
            return same[0] if same else base
        return same[0] if same and not _opens_inside(plain, stack[-1].marker, marker) else len(stack)
    if not firm:
        return None
    if not same:
        return len(stack) if goes_on and marker.number != LAST else None
    skipped = marker.number - stack[same[-1]].marker.number - 1
    return same[-1] if -1 <= skipped <= WIDEST_GAP else None


def _opens_inside(plain: str, opened: Marker, marker: Marker) -> bool:
    """Whether a first point counts inside the open one: it follows its heading at once, in the same paragraph."""
    if not _SENTENCE_RE.fullmatch(plain, opened.end, marker.start):
        return False
    return opened.number == 1 or "\n" not in plain[opened.end : marker.start]


def _find_listed(plain: str, ahead: _Ahead) -> Iterator[int]:
    """Markers that number a list in a sentence (包括:一、…;二、…) or the lines of a table of contents."""
    for place, marker in enumerate(ahead.markers):
        if marker.number != 1 or marker.points:
            continue
        run = list(_run_of_entries(plain, place, ahead))
        again = ahead.find(marker.name, 1, place)
        repeated = again is not None and _entry(plain, marker) == _entry(plain, ahead.markers[again])
        if len(run) > 1 and (repeated or _list_re().search(plain, max(0, marker.start - LONGEST_ENTRY), marker.start)):
            yield from range(place, run[-1] + 1)


def _run_of_entries(plain: str, place: int, ahead: _Ahead) -> Iterator[int]:
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
