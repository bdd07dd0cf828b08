"""Reads the characters of a page of a PDF file with their places, as pdfium knows them, from the lower left corner.

What is the same for all that is printed in one go is asked once. A clip is where print is cut off: spreadsheets print
long cells whole and cut them at the page.
"""

import ctypes
from array import array
from collections.abc import Iterable, Iterator
from math import atan2, hypot, inf, pi

import pypdfium2 as pdfium
import regex
from pypdfium2 import raw

from pipeline.ingest.pdf.calls import (
    Handle,
    address,
    clip_of,
    clip_segment,
    count_clip_paths,
    count_clip_segments,
    is_generated,
    places,
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

Box = tuple[float, float, float, float]
WHOLE: Box = (-inf, -inf, inf, inf)


# A character, the box on its baseline (left, bottom, right, top), its size, and in which quarter it runs: None where it
# runs between two. Of a space only the first means anything.
Found = tuple[str, float, float, float, float, float, int | None]
SPACE: Found = (" ", 0.0, 0.0, 0.0, 0.0, 0.0, None)


class Answers:
    """What pdfium writes its answers into, and where: made once for a page."""

    __slots__ = ("box", "box_at", "ink", "ink_at", "matrix", "matrix_at", "point", "point_at", "spot", "spot_at")

    def __init__(self) -> None:
        """Makes room for each kind of answer."""
        self.box, self.matrix, self.point = array("f", bytes(16)), array("f", bytes(24)), array("f", bytes(8))
        self.ink, self.spot = array("d", bytes(32)), array("d", bytes(16))
        self.box_at, self.matrix_at = self.box.buffer_info()[0], self.matrix.buffer_info()[0]
        self.point_at, self.ink_at, self.spot_at = map(places, (self.point, self.ink, self.spot))


def read_characters(textpage: pdfium.PdfTextPage, *, clipped: bool) -> Iterator[Found]:
    """Each character of a page in pdfium's order; what a clip cuts off is left out where ``clipped``."""
    answers = Answers()
    printed = _read_printed(textpage, answers)
    return _cut(printed, answers) if clipped else (found for found, _ in printed)


def _read_printed(textpage: pdfium.PdfTextPage, answers: Answers) -> Iterator[tuple[Found, Handle | None]]:
    """Each character of a page, and what it was drawn with."""
    page = address(textpage)
    box, box_at = answers.box, answers.box_at
    last, size, quarter, level = 0, 0.0, None, None
    for index, text in enumerate(_read_text(page, raw.FPDFText_CountChars(textpage))):
        if text.isspace():
            # pdfium makes spaces and ends of lines where it sees gaps; it makes nothing else.
            if is_generated(page, index) != 1:
                yield SPACE, None
            continue
        drawn = text_object(page, index)
        if drawn != last or drawn is None:
            size, quarter, level = _read_print(page, index, answers)
            last = drawn
        if not SMALLEST <= size < inf:
            continue
        read_loose_box(page, index, box_at)
        left, top, right, bottom = box
        limit = WIDEST * size
        if level is not None and (right - left <= limit or top - bottom <= limit):
            yield (text, left, level, right, level, size, quarter), drawn
        else:
            yield (text, *_read_box(page, index, size, quarter, answers), size, quarter), drawn


def _cut(printed: Iterable[tuple[Found, Handle | None]], answers: Answers) -> Iterator[Found]:
    """The characters whose middle is in the box that they show in.

    What is beside other print is cut off in one box with it: to ask for it takes longer than all the rest.
    """
    first, low, final, high = WHOLE
    owner: Handle | None = None
    level = before = inf
    for found, drawn in printed:
        _, left, bottom, right, _, size, quarter = found
        if quarter == 0:
            x, y = (left + right) / 2, bottom + size / 3
            if drawn != owner or drawn is None:
                beside = bottom == level and 0 <= left - before < 2 * size
                if not (beside and first <= x <= final and low <= y <= high):
                    (first, low, final, high), owner = read_clip(drawn, answers), drawn
            level, before = bottom, left
            if not (first <= x <= final and low <= y <= high):
                continue
        yield found


def _read_text(page: Handle, count: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    buffer = (ctypes.c_uint16 * (count + 1))()
    copied = read_text(page, 0, count, ctypes.addressof(buffer)) - 1 if count else 0
    text = bytes(buffer)[: 2 * max(0, copied)].decode("utf-16-le", "surrogatepass")
    if copied != count or len(text) != count:
        # Characters that are two units of UTF-16, and some that pdfium counts and does not copy.
        text = "".join(chr(read_code(page, index)) for index in range(count))
    return _UNNAMED_RE.sub(_BROKEN, text.replace(_HYPHEN, "-"))


def _read_print(page: Handle, index: int, answers: Answers) -> tuple[float, int | None, float | None]:
    """The size of all that is printed in one go, in which quarter it runs, and its level, where it has one."""
    read_print_matrix(page, index, answers.matrix_at)
    a, b, c, d, _, f = answers.matrix
    size = read_font_size(page, index) * hypot(c, d)
    if b == 0 < a:
        # Print that runs down, or is raised, does not stand on the level of its matrix.
        read_origin(page, index, *answers.spot_at)
        return size, 0, f if answers.spot[1] == f else None
    angle = atan2(b, a) * 2 / pi
    return size, round(angle) % 4 if abs(angle - round(angle)) < LEAN else None, None


def _read_box(page: Handle, index: int, size: float, quarter: int | None, answers: Answers) -> Box:
    """The box of a character along its baseline: its other sides are those of the font, or of the ink."""
    left, top, right, bottom = answers.box
    if right - left > WIDEST * size and top - bottom > WIDEST * size:
        # Of characters in columns pdfium knows neither the box in points nor the origin; their ink it knows.
        read_ink_box(page, index, *answers.ink_at)
        left, right, bottom, top = answers.ink
        x, y = left, bottom
    else:
        read_origin(page, index, *answers.spot_at)
        x, y = answers.spot
    return (left, y, right, y) if quarter in (0, 2) else (x, bottom, x, top)


def read_clip(drawn: Handle | None, answers: Answers) -> Box:
    """The box that print shows in: left, bottom, right, top."""
    clip = clip_of(drawn) if drawn else None
    left, bottom, right, top = WHOLE
    for path in range(count_clip_paths(clip) if clip else 0):
        xs, ys = [], []
        for place in range(count_clip_segments(clip, path)):
            read_point(clip_segment(clip, path, place), *answers.point_at)
            x, y = answers.point
            xs.append(x)
            ys.append(y)
        if xs:
            left, bottom, right, top = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))
    return left, bottom, right, top
