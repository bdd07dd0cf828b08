"""Decides which markers open a section, and at which level: the outline of a report.

A marker is interpreted within its sequence. ``（二）`` after ``（一）`` opens a section wherever it is; alone in the
middle of a sentence it is a reference. The style that opens first is the outermost.
"""

import re
from collections import deque
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.outline.markers import LAST, Footing, Marker
from pipeline.outline.sequences import WIDEST_GAP, Ahead, find_listed, look_ahead
from pipeline.outline.titles import ends_heading

# The longest heading, in characters, that runs into the next marker (主要做法1.加强领导).
LONGEST_LEAD = 45
# Points may contain points, but no report has been seen with three levels of them.
DEEPEST_POINTS = 3

_LOUD_RE = re.compile(r"[。;:!?\n]")
# Exactly one sentence: 推进权力清单公开。
_SENTENCE_RE = re.compile(r"\s*[^。;:!?]{2,45}[。:]?\s*")
# The characters, besides words that end headings, after which the next heading may follow directly:
# pzxxgkb@163.com一、概述
_BREAK_RE = re.compile(r"[A-Za-z0-9%>]")


class Heading(Struct, frozen=True, gc=False):
    """A marker that opens a section: its level, the indices of its parent and of its predecessor in the sequence."""

    marker: Marker
    level: int
    parent: int | None
    previous: int | None


class _Open(Struct, frozen=True, gc=False):
    """An open section, with the index of its heading."""

    marker: Marker
    index: int


class _Walk(Struct, frozen=True, gc=False):
    """The state of the walk over the markers.

    ``stack`` holds the open sections, ``latest`` the last one opened in each style, and ``nests`` which style has been
    seen within which.
    """

    plain: str
    ahead: Ahead
    stack: list[_Open] = field(default_factory=list)
    latest: dict[str, _Open] = field(default_factory=dict)
    nests: set[tuple[str, str]] = field(default_factory=set)

    def find_open(self, name: str) -> list[int]:
        """The depths at which a style is open."""
        return [depth for depth, opened in enumerate(self.stack) if opened.marker.name == name]

    def close(self) -> None:
        """Closes all sections, so that no sequence continues."""
        self.stack.clear()
        self.latest.clear()


def outline(plain: str, markers: Sequence[Marker], annexes: Sequence[int] = ()) -> tuple[Heading, ...]:
    """The headings among the markers, in order; all sections are closed where an annex begins.

    >>> from pipeline.outline.markers import find_markers
    >>> from pipeline.model import Text
    >>> plain = "一、概述按第五条公开。主要做法:(一)公开形式1.网站2.微博(二)内容。一是条例,二是指南。二、问题"
    >>> [(h.marker.style, h.marker.number, h.level) for h in outline(plain, find_markers(Text(plain, plain)))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('一、', 1, 1), ('（一）', 1, 2), ('1.', 1, 3), ('1.', 2, 3), ('（一）', 2, 2), ('一是', 1, 3), ('一是', 2, 3),
     ('一、', 2, 1)]
    """
    walk = _Walk(plain, look_ahead(markers))
    listed = frozenset(find_listed(plain, walk.ahead))
    headings: list[Heading] = []
    following = deque(annexes)
    for index, marker in enumerate(markers):
        if following and following[0] < marker.start:
            walk.close()
        while following and following[0] < marker.start:
            following.popleft()
        depth = None
        if index not in listed:
            depth = _put_point(walk, marker, index) if marker.points else _put_heading(walk, marker, index)
        if depth is not None:
            headings.append(_open(walk, marker, depth, len(headings)))
    return tuple(headings)


def _open(walk: _Walk, marker: Marker, depth: int, index: int) -> Heading:
    """Opens a section at a depth and closes the sections open there."""
    at_depth = walk.stack[depth] if depth in walk.find_open(marker.name) else None
    before = at_depth or _carried(walk, marker)
    number = before.marker.number + 1 if before and marker.number == LAST else marker.number
    opened = _Open(replace(marker, number=number), index)
    del walk.stack[depth:]
    parent = walk.stack[-1] if walk.stack else None
    if parent:
        walk.nests.add((parent.marker.name, marker.name))
    walk.stack.append(opened)
    walk.latest[marker.name] = opened
    return Heading(opened.marker, depth + 1, parent.index if parent else None, before.index if before else None)


def _carried(walk: _Walk, marker: Marker) -> _Open | None:
    """The heading that a number continues from, in documents whose second level is numbered across the first."""
    latest = walk.latest.get(marker.name)
    return latest if latest and not marker.points and latest.marker.number + 1 == marker.number else None


def _put_heading(walk: _Walk, marker: Marker, index: int) -> int | None:
    """The depth at which a heading opens a section; null if it is no heading."""
    same = walk.find_open(marker.name)
    before = walk.stack[same[0]] if same else _carried(walk, marker)
    if not _stands(walk, marker, before.marker.number if before else None, goes_on=walk.ahead.goes_on(index)):
        return None
    depth = same[0] if same else len(walk.stack)
    while not same and depth and not _encloses(walk, walk.stack[depth - 1].marker, marker, index):
        depth -= 1
    return depth


def _encloses(walk: _Walk, opened: Marker, marker: Marker, index: int) -> bool:
    """Whether a new style opens within an open section: by custom, as before, or because that sequence continues."""
    if opened.points or opened.rank < marker.rank:
        return not opened.points
    seen = (opened.name, marker.name) in walk.nests and (marker.name, opened.name) not in walk.nests
    return seen or walk.ahead.resumes(opened, index)


def _stands(walk: _Walk, marker: Marker, last: int | None, *, goes_on: bool) -> bool:
    """Whether a marker is placed like a heading; ``last`` is the number before it in its sequence."""
    skipped = marker.number - (last or 0) - 1
    if marker.footing is Footing.LOOSE:
        return skipped == 0 and (last is not None or goes_on) and _runs_on(walk, marker, goes_on=goes_on)
    begins_paragraph = marker.footing is Footing.PARAGRAPH
    if skipped == 0:
        return begins_paragraph or last is not None or goes_on
    if goes_on and (begins_paragraph or marker.number == 1 or last is None):
        return True
    if marker.number == 1 or last is None:
        return begins_paragraph and (marker.number == 1 or _may_be_alone(walk.plain, marker))
    return -1 <= skipped <= WIDEST_GAP


def _may_be_alone(plain: str, marker: Marker) -> bool:
    """Whether a number without a predecessor may still be a heading: a page may begin after 一、 or （一）.

    A lone Arabic number may be an amount, and （三） a reference after a line break.
    """
    before = plain[max(0, marker.start - 20) : marker.start].rstrip()
    return marker.style in {"第一章", "一、"} or (marker.style == "（一）" and before[-1:] in {"", "。", ";", ":"})


def _runs_on(walk: _Walk, marker: Marker, *, goes_on: bool) -> bool:
    """Whether a heading may end directly before a marker: 主要做法1.加强领导, 163.com一、概述, 行为1、加强培训."""
    plain, start = walk.plain, marker.start
    lead = walk.stack[-1].marker.end if walk.stack else start
    near = 2 <= start - lead <= LONGEST_LEAD and not _LOUD_RE.search(plain, lead, start)
    if _BREAK_RE.match(plain, start - 1) or (near and goes_on and plain[start - 1].isalpha()):
        return True
    # 统计工作一、…: no sequence has begun, and no heading is near.
    return ends_heading(plain, start) and (near or marker.number > 1 or marker.style == "一、")


def _put_point(walk: _Walk, marker: Marker, index: int) -> int | None:
    """The depth at which a counted point opens a section; null if it counts nothing."""
    stack, number = walk.stack, marker.number
    base = sum(not opened.marker.points for opened in stack)
    same = walk.find_open(marker.name)
    goes_on = walk.ahead.goes_on(index)
    firm = marker.footing is not Footing.LOOSE or walk.plain[marker.start - 1] == ","
    stands = firm or _runs_on(walk, marker, goes_on=True)
    for depth in reversed(same):
        if number in (stack[depth].marker.number + 1, LAST):
            return depth if stands else None
    if number == 1:
        if not (goes_on and stands):
            return None
        inside = len(stack) == base or (len(stack) - base < DEEPEST_POINTS and _opens_inside(walk, marker, index))
        return len(stack) if inside else min(same, default=base)
    if not same:
        return len(stack) if firm and goes_on and number != LAST else None
    skipped = number - stack[same[-1]].marker.number - 1
    return same[-1] if firm and -1 <= skipped <= WIDEST_GAP else None


def _opens_inside(walk: _Walk, marker: Marker, index: int) -> bool:
    """Whether a first point opens within an open one: it directly follows that heading, or is in its paragraph."""
    opened = walk.stack[-1].marker
    same_paragraph = "\n" not in walk.plain[opened.end : marker.start]
    if opened.name == marker.name:
        title_only = _SENTENCE_RE.fullmatch(walk.plain, opened.end, marker.start) is not None
        return title_only and (same_paragraph or opened.number == 1)
    return same_paragraph or walk.ahead.resumes(opened, index)
