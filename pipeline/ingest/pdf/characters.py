"""Reads the characters of a page of a PDF file with their places, as pdfium knows them, from the lower left corner.

What is the same for all that is printed in one go is asked once. A clip is where print is cut off: spreadsheets print
long cells whole and cut them at the page.
"""

import ctypes
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, repeat
from math import atan2, hypot, inf, pi
from operator import sub
from typing import NamedTuple

import pypdfium2 as pdfium
import regex
from pypdfium2 import raw

from pipeline.ingest.pdf.answers import AT_ONCE, WHOLE, Answers, Box
from pipeline.ingest.pdf.calls import (
    Handle,
    clip_of,
    clip_segment,
    count_clip_paths,
    count_clip_segments,
    handle,
    is_generated,
    read_code,
    read_font_size,
    read_ink_box,
    read_loose_box,
    read_origin,
    read_point,
    read_print_matrix,
    read_text,
    text_object,
)

# Nobody can read smaller print.
SMALLEST = 1.0
# No character is as wide and as high, in sizes of itself.
WIDEST = 2.5
# How far from a quarter of a circle print may run, in quarters.
LEAN = 0.02

_HYPHEN = "\x02"  # what pdfium makes of a hyphen at the end of a line
_BROKEN = "\N{REPLACEMENT CHARACTER}"
# What names no character: surrogates, private uses, controls that are no white space, and the last two of each plane.
_LAST_TWO = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(0xF))
_UNNAMED_RE = regex.compile(rf"[\x00-\x08\x0E-\x1B\uD800-\uF8FF\U000F0000-\U0010FFFF{_LAST_TWO}]")

_NOWHERE = -1  # the height of spaces
_SPACES = frozenset(filter(str.isspace, map(chr, range(0x3001))))


class Run(NamedTuple):
    """Characters that pdfium knows one after the other, of one size and on one level: mostly a word or a line of them.

    ``lefts`` and ``rights`` are the sides of each. All reach from ``bottom`` to ``top``, which are both the level of
    print that is upright. ``quarter`` is the one that it runs in, None where it is between two, and ``place`` that
    of the first character among all. Of a space only the text means anything.
    """

    text: str
    lefts: Sequence[float]
    rights: Sequence[float]
    bottom: float
    top: float
    size: float
    quarter: int | None
    place: int


SPACE = Run(" ", (), (), 0.0, 0.0, 0.0, None, 0)
# The size of print, in which quarter it runs, and its level, where it has one.
Print = tuple[float, int | None, float | None]


class Boxes(NamedTuple):
    """The sides of the boxes of all characters of a page."""

    lefts: list[float]
    tops: "array[float]"
    rights: list[float]
    bottoms: "array[float]"


def read_characters(textpage: pdfium.PdfTextPage, answers: Answers, *, clipped: bool) -> list[Run]:
    """The characters of a page in pdfium's order; what a clip cuts off is left out where ``clipped``."""
    page = handle(textpage)
    answers.clips.clear()
    printed = _read_printed(page, raw.FPDFText_CountChars(textpage), answers)
    return list(_cut(page, printed, answers)) if clipped else printed


def _read_printed(page: Handle, length: int, answers: Answers) -> list[Run]:
    """All characters of a page that are large enough to be read."""
    text = _read_text(page, length)
    boxes = _read_boxes(page, length, answers)
    printed: list[Run] = []
    end = 0
    for upright, group in groupby(_find_upright(page, text, boxes, answers)):
        start, end = end, end + len(list(group))
        if upright:
            size, level = upright
            lefts, rights = boxes.lefts[start:end], boxes.rights[start:end]
            printed.append(Run(text[start:end], lefts, rights, level, level, size, 0, start))
            continue
        for index in range(start, end):
            if not text[index].isspace():
                printed += _read_alone(page, text[index], index, boxes, answers)
            # pdfium makes spaces and ends of lines where it sees gaps; it makes nothing else.
            elif is_generated(page, index) != 1:
                printed.append(SPACE)
    return printed


def _find_upright(page: Handle, text: str, boxes: Boxes, answers: Answers) -> Iterable[tuple[float, float] | None]:
    """The size and the level of each character that stands upright on it; none for spaces.

    A box is as high as the font: what lies as high as other print and reaches as far has its size and level.
    """
    ends = array("f", bytes(8 * len(text)))
    ends[::2], ends[1::2] = boxes.bottoms, boxes.tops
    heights = array("Q", ends.tobytes()).tolist()
    for index in [index for index, character in enumerate(text) if character in _SPACES]:
        heights[index] = _NOWHERE
    firsts = dict(zip(reversed(heights), range(len(heights) - 1, -1, -1), strict=True))
    firsts.pop(_NOWHERE, None)
    known: dict[int, tuple[float, float] | None] = {_NOWHERE: None}
    for height, (size, _, level) in zip(firsts, _read_prints(page, [*firsts.values()], boxes, answers), strict=True):
        known[height] = None if level is None or not SMALLEST <= size < inf else (size, level)
    return map(known.__getitem__, heights)


def _read_alone(page: Handle, character: str, index: int, boxes: Boxes, answers: Answers) -> Iterator[Run]:
    """A character that is asked for by itself, unless it is too small to be read."""
    ((size, quarter, level),) = _read_prints(page, [index], boxes, answers)
    if SMALLEST <= size < inf:
        box = _read_box(page, index, size, quarter, boxes, answers)
        left, bottom, right, top = box if level is None else (boxes.lefts[index], level, boxes.rights[index], level)
        yield Run(character, (left,), (right,), bottom, top, size, quarter, index)


def _read_boxes(page: Handle, length: int, answers: Answers) -> Boxes:
    """The boxes of all characters of a page."""
    sides = [array("f") for _ in range(4)]
    for start in range(0, length, AT_ONCE):
        count = min(AT_ONCE, length - start)
        deque(map(read_loose_box, repeat(page), range(start, start + count), answers.boxes_at), maxlen=0)
        for place, side in enumerate(sides):
            side.extend(answers.boxes[place : 4 * count : 4])
    lefts, tops, rights, bottoms = sides
    return Boxes(lefts.tolist(), tops, rights.tolist(), bottoms)


def _cut(page: Handle, printed: Iterable[Run], answers: Answers) -> Iterator[Run]:
    """What of runs shows: the characters whose middle is in the box that they show in.

    What is beside other print is cut off in one box with it: to ask for it takes longer than all the rest.
    """
    box = WHOLE
    level = before = inf
    for run in printed:
        _, lefts, rights, bottom, _, size, quarter, index = run
        if quarter != 0:
            yield run
            continue
        y = bottom + size / 3
        hidden = []
        for place, (left, right) in enumerate(zip(lefts, rights, strict=True)):
            x = (left + right) / 2
            beside = bottom == level and 0 <= left - before < 2 * size
            if not (beside and _holds(box, x, y)):
                box = read_clip(text_object(page, index + place), answers)
                if not _holds(box, x, y):
                    hidden.append(place)
            level, before = bottom, left
            if not place and not hidden and _shows_whole(run, box, y):
                before = lefts[-1]
                break
        yield from _without(run, hidden) if hidden else (run,)


def _holds(box: Box, x: float, y: float) -> bool:
    left, bottom, right, top = box
    return left <= x <= right and bottom <= y <= top


def _shows_whole(run: Run, box: Box, y: float) -> bool:
    """Whether the characters of a run stand beside each other, all within a box."""
    lefts, rights = run.lefts, run.rights
    if len(lefts) == 1:
        return True
    if not (box[0] <= lefts[0] and max(rights) <= box[2] and box[1] <= y <= box[3]):
        return False
    steps = list(map(sub, lefts[1:], lefts))
    return bool(min(steps) >= 0 and max(steps) < 2 * run.size)


def _without(run: Run, hidden: Sequence[int]) -> Iterator[Run]:
    """What a run is without the characters at some places: the runs between them."""
    for start, end in pairwise((-1, *hidden, len(run.text))):
        if end > start + 1:
            part = slice(start + 1, end)
            yield run._replace(
                text=run.text[part], lefts=run.lefts[part], rights=run.rights[part], place=run.place + start + 1
            )


def _read_text(page: Handle, length: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    buffer = (ctypes.c_uint16 * (length + 1))()
    copied = read_text(page, 0, length, buffer) - 1 if length else 0
    text = bytes(buffer)[: 2 * max(0, copied)].decode("utf-16-le", "surrogatepass")
    if copied != length or len(text) != length:
        # Characters that are two units of UTF-16, and some that pdfium counts and does not copy.
        text = "".join(chr(read_code(page, index)) for index in range(length))
    return _UNNAMED_RE.sub(_BROKEN, text.replace(_HYPHEN, "-"))


def _read_prints(page: Handle, indexes: Sequence[int], boxes: Boxes, answers: Answers) -> Iterator[Print]:
    """How characters are printed, and what is printed in one go with each."""
    matrices, levels = answers.matrices, answers.ys
    for start in range(0, len(indexes), AT_ONCE):
        some = indexes[start : start + AT_ONCE]
        deque(map(read_print_matrix, repeat(page), some, answers.matrices_at), maxlen=0)
        deque(map(read_origin, repeat(page), some, answers.xs_at, answers.ys_at), maxlen=0)
        for place, index in enumerate(some):
            a, b, c, d, _, f = matrices[6 * place : 6 * place + 6]
            size = read_font_size(page, index) * hypot(c, d)
            if b == 0 < a:
                # Print that runs down, or is raised, does not stand on the level of its matrix.
                stands = levels[place] == f and boxes.tops[index] - boxes.bottoms[index] <= WIDEST * size
                yield size, 0, f if stands else None
                continue
            angle = atan2(b, a) * 2 / pi
            yield size, round(angle) % 4 if abs(angle - round(angle)) < LEAN else None, None


def _read_box(page: Handle, index: int, size: float, quarter: int | None, boxes: Boxes, answers: Answers) -> Box:
    """The box of a character along its baseline: its other sides are those of the font, or of the ink."""
    left, top, right, bottom = (side[index] for side in boxes)
    if right - left > WIDEST * size and top - bottom > WIDEST * size:
        # Of characters in columns pdfium knows neither the box in points nor the origin; their ink it knows.
        read_ink_box(page, index, *answers.ink_at)
        left, right, bottom, top = answers.ink
        x, y = left, bottom
    else:
        read_origin(page, index, answers.xs_at[0], answers.ys_at[0])
        x, y = answers.xs[0], answers.ys[0]
    return (left, y, right, y) if quarter in (0, 2) else (x, bottom, x, top)


def read_clip(drawn: Handle, answers: Answers) -> Box:
    """The box that print shows in: left, bottom, right, top."""
    box = WHOLE
    clip = clip_of(drawn) if drawn else Handle()
    for path in range(count_clip_paths(clip) if clip else 0):
        # What is cut off by one path has it in common: its first corner lies where it lay before.
        corner = clip_segment(clip, path, 0).value
        if (found := answers.clips.get(corner)) is None:
            found = answers.clips[corner] = _bound(clip, path, answers)
        if box is WHOLE:
            box = found
        elif box != found:
            (left, bottom, right, top), (a, b, c, d) = box, found
            box = max(left, a), max(bottom, b), min(right, c), min(top, d)
    return box


def _bound(clip: Handle, path: int, answers: Answers) -> Box:
    """The box around a path that cuts off; all there is for one without corners."""
    count = count_clip_segments(clip, path)
    xs, ys = [], []
    point, (x_at, y_at) = answers.point, answers.point_at
    for corner in map(clip_segment, repeat(clip), repeat(path), range(count)):
        read_point(corner, x_at, y_at)
        x, y = point
        xs.append(x)
        ys.append(y)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else WHOLE
