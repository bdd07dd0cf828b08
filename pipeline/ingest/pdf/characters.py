"""Reads the characters of a page of a PDF file with their places, as pdfium knows them, from the lower left corner.

What is the same for all that is printed in one go is asked once. A clip is where print is cut off: spreadsheets print
long cells whole and cut them at the page.
"""

import ctypes
from array import array
from collections.abc import Iterable
from math import atan2, hypot, inf, pi

import pypdfium2 as pdfium
import regex
from pypdfium2 import raw

from pipeline.ingest.pdf.calls import (
    Handle,
    clip_of,
    clip_segment,
    count_clip_paths,
    count_clip_segments,
    handle,
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


# A character, the box on its baseline (left, bottom, right, top), its size, in which quarter it runs (None where it is
# between two), and its place among all. Of a space only the first means anything.
Found = tuple[str, float, float, float, float, float, int | None, int]
SPACE: Found = (" ", 0.0, 0.0, 0.0, 0.0, 0.0, None, 0)
# The size of print, in which quarter it runs, and its level, where it has one.
Print = tuple[float, int | None, float | None]


class Answers:
    """What pdfium writes its answers into, and where, and the boxes of clips that were read: made once for a page."""

    __slots__ = (
        "box",
        "box_at",
        "clips",
        "ink",
        "ink_at",
        "matrix",
        "matrix_at",
        "point",
        "point_at",
        "spot",
        "spot_at",
    )

    def __init__(self) -> None:
        """Makes room for each kind of answer."""
        self.clips: dict[int, Box] = {}
        self.box, self.matrix, self.point = array("f", bytes(16)), array("f", bytes(24)), array("f", bytes(8))
        self.ink, self.spot = array("d", bytes(32)), array("d", bytes(16))
        self.box_at, self.matrix_at = places(self.box)[0], places(self.matrix)[0]
        self.point_at, self.ink_at, self.spot_at = map(places, (self.point, self.ink, self.spot))


def read_characters(textpage: pdfium.PdfTextPage, *, clipped: bool) -> list[Found]:
    """Each character of a page in pdfium's order; what a clip cuts off is left out where ``clipped``."""
    page, answers = handle(textpage), Answers()
    printed = _read_printed(page, raw.FPDFText_CountChars(textpage), answers)
    return _cut(page, printed, answers) if clipped else printed


def _read_printed(page: Handle, length: int, answers: Answers) -> list[Found]:
    """Each character of a page that is large enough to be read."""
    printed: list[Found] = []
    known: dict[tuple[float, float], tuple[float, float]] = {}
    box, box_at = answers.box, answers.box_at
    for index, character in enumerate(_read_text(page, length)):
        if character.isspace():
            # pdfium makes spaces and ends of lines where it sees gaps; it makes nothing else.
            if is_generated(page, index) != 1:
                printed.append(SPACE)
            continue
        read_loose_box(page, index, box_at)
        left, top, right, bottom = box
        # The box is as high as the font: what lies as high as other print and reaches as far has its size and level.
        if found := known.get((bottom, top)):
            size, ground = found
            printed.append((character, left, ground, right, ground, size, 0, index))
            continue
        size, quarter, level = _read_print(page, index, answers)
        if SMALLEST <= size < inf:
            place = _read_box(page, index, size, quarter, answers) if level is None else (left, level, right, level)
            printed.append((character, *place, size, quarter, index))
            if level is not None:
                known[bottom, top] = size, level
    return printed


def _cut(page: Handle, printed: Iterable[Found], answers: Answers) -> list[Found]:
    """The characters whose middle is in the box that they show in.

    What is beside other print is cut off in one box with it: to ask for it takes longer than all the rest.
    """
    kept: list[Found] = []
    first, low, final, high = WHOLE
    level = before = inf
    for found in printed:
        _, left, bottom, right, _, size, quarter, index = found
        if quarter == 0:
            x, y = (left + right) / 2, bottom + size / 3
            beside = bottom == level and 0 <= left - before < 2 * size
            if not (beside and first <= x <= final and low <= y <= high):
                first, low, final, high = read_clip(text_object(page, index), answers)
                if not (first <= x <= final and low <= y <= high):
                    level, before = bottom, left
                    continue
            level, before = bottom, left
        kept.append(found)
    return kept


def _read_text(page: Handle, length: int) -> str:
    """The characters of a page, one for each that pdfium counts."""
    buffer = (ctypes.c_uint16 * (length + 1))()
    copied = read_text(page, 0, length, buffer) - 1 if length else 0
    text = bytes(buffer)[: 2 * max(0, copied)].decode("utf-16-le", "surrogatepass")
    if copied != length or len(text) != length:
        # Characters that are two units of UTF-16, and some that pdfium counts and does not copy.
        text = "".join(chr(read_code(page, index)) for index in range(length))
    return _UNNAMED_RE.sub(_BROKEN, text.replace(_HYPHEN, "-"))


def _read_print(page: Handle, index: int, answers: Answers) -> Print:
    """How a character is printed, and what is printed in one go with it."""
    read_print_matrix(page, index, answers.matrix_at)
    a, b, c, d, _, f = answers.matrix
    size = read_font_size(page, index) * hypot(c, d)
    if b == 0 < a:
        # Print that runs down, or is raised, does not stand on the level of its matrix.
        read_origin(page, index, *answers.spot_at)
        _, top, _, bottom = answers.box
        return size, 0, f if answers.spot[1] == f and top - bottom <= WIDEST * size else None
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


def read_clip(drawn: Handle, answers: Answers) -> Box:
    """The box that print shows in: left, bottom, right, top."""
    clip = clip_of(drawn) if drawn else Handle()
    left, bottom, right, top = WHOLE
    for path in range(count_clip_paths(clip) if clip else 0):
        # What is cut off by one path has it in common: its first corner lies where it lay before.
        corner = clip_segment(clip, path, 0).value
        if corner not in answers.clips:
            answers.clips[corner] = _bound(clip, path, answers)
        a, b, c, d = answers.clips[corner]
        left, bottom, right, top = max(left, a), max(bottom, b), min(right, c), min(top, d)
    return left, bottom, right, top


def _bound(clip: Handle, path: int, answers: Answers) -> Box:
    """The box around a path that cuts off; all there is for one without corners."""
    xs, ys = [], []
    for place in range(count_clip_segments(clip, path)):
        read_point(clip_segment(clip, path, place), *answers.point_at)
        x, y = answers.point
        xs.append(x)
        ys.append(y)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else WHOLE
