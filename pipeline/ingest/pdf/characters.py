"""Reads the characters of a PDF page with their positions, in pdfium's coordinates from the lower left corner.

Properties common to a text object are queried once. A clip is the area outside which print is cut off: spreadsheets
print long cells whole and clip them at the page.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, repeat
from math import atan2, hypot, inf, pi
from operator import sub
from typing import NamedTuple

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

# Smaller print is illegible.
SMALLEST = 1.0
# The largest width and height of a character, in font sizes.
WIDEST = 2.5
# How far the direction of print may deviate from a quarter turn, in quarters.
LEAN = 0.02

_HYPHEN = "\x02"  # pdfium's code for a hyphen at the end of a line
_BROKEN = "\N{REPLACEMENT CHARACTER}"
# Codes without a character: surrogates, private use, controls other than white space, the last two of each plane.
_LAST_TWO = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(0xF))
_UNNAMED_RE = regex.compile(rf"[\x00-\x08\x0E-\x1B\uD800-\uF8FF\U000F0000-\U0010FFFF{_LAST_TWO}]")

_NOWHERE = -1  # the height of spaces
_SPACE_RE = regex.compile("[" + "".join(filter(str.isspace, map(chr, range(0x3001)))) + "]")


class Run(NamedTuple):
    """Consecutive characters in pdfium's order, of one size and on one baseline: mostly a word or a line.

    ``lefts`` and ``rights`` are the sides of each character. All reach from ``bottom`` to ``top``, both of which are
    the baseline for upright print. ``quarter`` is the direction in quarter turns, ``None`` if between two; ``first``
    is that of the first character on the page. For a space only the text is meaningful.
    """

    text: str
    lefts: Sequence[float]
    rights: Sequence[float]
    bottom: float
    top: float
    size: float
    quarter: int | None
    first: int


SPACE = Run(" ", (), (), 0.0, 0.0, 0.0, None, 0)
# The size of print, its direction in quarter turns, and its baseline if it has one.
Print = tuple[float, int | None, float | None]


class Boxes(NamedTuple):
    """The sides of the bounding boxes of all characters of a page."""

    lefts: list[float]
    tops: "array[float]"
    rights: list[float]
    bottoms: "array[float]"


def read_characters(textpage: raw.FPDF_TEXTPAGE, answers: Answers, *, clipped: bool) -> list[Run]:
    """The characters of a page in pdfium's order, without those outside their clip if ``clipped``."""
    page = handle(textpage)
    answers.clips.clear()
    printed = _read_printed(page, raw.FPDFText_CountChars(textpage), answers)
    return list(_cut(page, printed, answers)) if clipped else printed


def _read_printed(page: Handle, length: int, answers: Answers) -> list[Run]:
    """All legible characters of a page."""
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
            # pdfium generates spaces and line ends at gaps, and nothing else.
            elif is_generated(page, index) != 1:
                printed.append(SPACE)
    return printed


def _find_upright(page: Handle, text: str, boxes: Boxes, answers: Answers) -> Iterable[tuple[float, float] | None]:
    """The size and baseline of each upright character; ``None`` for spaces.

    A box is as high as the font, so characters with the same top and bottom have the same size and baseline.
    """
    ends = array("f", bytes(8 * len(text)))
    ends[::2], ends[1::2] = boxes.bottoms, boxes.tops
    heights = array("Q", ends.tobytes()).tolist()
    for space in _SPACE_RE.finditer(text):
        heights[space.start()] = _NOWHERE
    firsts = dict(zip(reversed(heights), range(len(heights) - 1, -1, -1), strict=True))
    firsts.pop(_NOWHERE, None)
    known: dict[int, tuple[float, float] | None] = {_NOWHERE: None}
    for height, (size, _, level) in zip(firsts, _read_prints(page, [*firsts.values()], boxes, answers), strict=True):
        known[height] = None if level is None or not SMALLEST <= size < inf else (size, level)
    return map(known.__getitem__, heights)


def _read_alone(page: Handle, character: str, index: int, boxes: Boxes, answers: Answers) -> Iterator[Run]:
    """A character queried on its own, unless it is illegibly small."""
    ((size, quarter, level),) = _read_prints(page, [index], boxes, answers)
    if SMALLEST <= size < inf:
        box = _read_box(page, index, size, quarter, boxes, answers)
        left, bottom, right, top = box if level is None else (boxes.lefts[index], level, boxes.rights[index], level)
        yield Run(character, (left,), (right,), bottom, top, size, quarter, index)


def _read_boxes(page: Handle, length: int, answers: Answers) -> Boxes:
    """Reads the bounding boxes of all characters of a page."""
    sides = [array("f") for _ in range(4)]
    for start in range(0, length, AT_ONCE):
        count = min(AT_ONCE, length - start)
        deque(map(read_loose_box, repeat(page), range(start, start + count), answers.boxes_at), maxlen=0)
        for offset, side in enumerate(sides):
            side.extend(answers.boxes[offset : 4 * count : 4])
    lefts, tops, rights, bottoms = sides
    return Boxes(lefts.tolist(), tops, rights.tolist(), bottoms)


def _cut(page: Handle, printed: Iterable[Run], answers: Answers) -> Iterator[Run]:
    """The visible parts of runs: the characters whose centre is within their clip.

    Adjacent characters are assumed to share a clip, since querying it takes longer than all the rest.
    """
    runs = list(printed)
    box = WHOLE
    level = before = inf
    # One call after the other for all runs: the loops in C take a third of the time.
    objects = map(text_object, repeat(page), [run.first for run in runs if run.quarter == 0])
    clips = list(map(clip_of, objects))
    clipped = zip(clips, map(count_clip_paths, clips), strict=True)
    for run in runs:
        _, lefts, rights, bottom, _, size, quarter, index = run
        if quarter != 0:
            yield run
            continue
        clip, count = next(clipped)
        y = bottom + size / 3
        first, last = lefts[0], rights[0]
        x = (first + last) / 2
        beside = bottom == level and 0 <= first - before < 2 * size
        if not (beside and box[0] <= x <= box[2] and box[1] <= y <= box[3]):
            box = _read_clip(clip, count, answers)
        if box[0] <= x <= box[2] and box[1] <= y <= box[3] and _shows_whole(run, box, y):
            # Nearly all runs end here.
            level, before = bottom, lefts[-1]
            yield run
            continue
        hidden = []
        for offset, (left, right) in enumerate(zip(lefts, rights, strict=True)):
            x = (left + right) / 2
            beside = bottom == level and 0 <= left - before < 2 * size
            if not (beside and _holds(box, x, y)):
                own = clip_of(text_object(page, index + offset))
                box = _read_clip(own, count_clip_paths(own), answers)
                if not _holds(box, x, y):
                    hidden.append(offset)
            level, before = bottom, left
        yield from _without(run, hidden) if hidden else (run,)


def _holds(box: Box, x: float, y: float) -> bool:
    left, bottom, right, top = box
    return left <= x <= right and bottom <= y <= top


def _shows_whole(run: Run, box: Box, y: float) -> bool:
    """Whether the characters of a run are adjacent and all within a box."""
    lefts, rights = run.lefts, run.rights
    if len(lefts) == 1:
        return True
    if not (box[0] <= lefts[0] and max(rights) <= box[2] and box[1] <= y <= box[3]):
        return False
    steps = list(map(sub, lefts[1:], lefts))
    return bool(min(steps) >= 0 and max(steps) < 2 * run.size)


def _without(run: Run, hidden: Sequence[int]) -> Iterator[Run]:
    """The runs that remain of a run without its characters at some indices."""
    for start, end in pairwise((-1, *hidden, len(run.text))):
        if end > start + 1:
            part = slice(start + 1, end)
            yield run._replace(
                text=run.text[part], lefts=run.lefts[part], rights=run.rights[part], first=run.first + start + 1
            )


def _read_text(page: Handle, length: int) -> str:
    """The characters of a page, one for each in pdfium's count."""
    buffer = array("H", bytes(2 * (length + 1)))
    copied = read_text(page, 0, length, Handle(buffer.buffer_info()[0])) - 1 if length else 0
    text = buffer[: max(0, copied)].tobytes().decode("utf-16-le", "surrogatepass")
    if copied != length or len(text) != length:
        # Characters of two UTF-16 units, and some that pdfium counts but does not copy.
        text = "".join(chr(read_code(page, index)) for index in range(length))
    return _UNNAMED_RE.sub(_BROKEN, text.replace(_HYPHEN, "-"))


def _read_prints(page: Handle, indexes: Sequence[int], boxes: Boxes, answers: Answers) -> Iterator[Print]:
    """The size, direction and baseline of each of the given characters."""
    matrices, levels = answers.matrices, answers.ys
    for start in range(0, len(indexes), AT_ONCE):
        some = indexes[start : start + AT_ONCE]
        deque(map(read_print_matrix, repeat(page), some, answers.matrices_at), maxlen=0)
        deque(map(read_origin, repeat(page), some, answers.xs_at, answers.ys_at), maxlen=0)
        for offset, index in enumerate(some):
            a, b, c, d, _, f = matrices[6 * offset : 6 * offset + 6]
            size = read_font_size(page, index) * hypot(c, d)
            if b == 0 < a:
                # Vertical or raised print does not stand on the baseline of its matrix.
                stands = levels[offset] == f and boxes.tops[index] - boxes.bottoms[index] <= WIDEST * size
                yield size, 0, f if stands else None
                continue
            angle = atan2(b, a) * 2 / pi
            yield size, round(angle) % 4 if abs(angle - round(angle)) < LEAN else None, None


def _read_box(page: Handle, index: int, size: float, quarter: int | None, boxes: Boxes, answers: Answers) -> Box:
    """The box of a character along its baseline; its other sides are those of the font, or of the ink."""
    left, top, right, bottom = (side[index] for side in boxes)
    if right - left > WIDEST * size and top - bottom > WIDEST * size:
        # For vertical text pdfium knows neither the box in points nor the origin, but the ink.
        read_ink_box(page, index, *answers.ink_at)
        left, right, bottom, top = answers.ink
        x, y = left, bottom
    else:
        read_origin(page, index, answers.xs_at[0], answers.ys_at[0])
        x, y = answers.xs[0], answers.ys[0]
    return (left, y, right, y) if quarter in (0, 2) else (x, bottom, x, top)


def _read_clip(clip: Handle, count: int, answers: Answers) -> Box:
    """The box of a clip of some paths: left, bottom, right, top; unbounded for none (a count of zero or less)."""
    box = WHOLE
    for path in range(count):
        # Objects that share a clip path have the same first corner, which is the key of the cache.
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
    """The bounding box of a clip path; unbounded for a path without corners."""
    count = count_clip_segments(clip, path)
    if 0 < count <= AT_ONCE:
        corners = map(clip_segment, repeat(clip), repeat(path), range(count))
        deque(map(read_point, corners, answers.lefts_at, answers.bottoms_at), maxlen=0)
        lefts, bottoms = answers.lefts[:count], answers.bottoms[:count]
        return min(lefts), min(bottoms), max(lefts), max(bottoms)
    xs, ys = [], []
    point, (x_at, y_at) = answers.point, answers.point_at
    for corner in map(clip_segment, repeat(clip), repeat(path), range(count)):
        read_point(corner, x_at, y_at)
        x, y = point
        xs.append(x)
        ys.append(y)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else WHOLE
