"""Reads the pages of a PDF file: the characters with their places, and the straight lines that are drawn.

Places are in points from the upper left corner of a page as a person reads it: a page whose text runs up or down is
turned first. pdfium alone is asked for both: it draws lines in 1–5 ms a page, where pdfplumber takes 80–250.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, hypot, inf, pi

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.ingest.pdf.objects import WHOLE, Matrix, mend_texts, read_clip, shows, walk_objects

# What is drawn at most so thick is a line, not an area; in points.
THICKEST = 3.0
# How far from straight a line may be.
SKEW = 1.0
# Nobody can read smaller print.
SMALLEST = 1.0
# No character is as wide and as high, in sizes of itself.
WIDEST = 2.5
# A picture that covers so much of a page may be a scan of it.
LEAST_SCAN = 0.3

_HYPHEN = "\x02"  # what pdfium makes of a hyphen at the end of a line
_BROKEN = "\N{REPLACEMENT CHARACTER}"
Point = tuple[float, float]
# A character, its box on its baseline, its size, and in which quarter it runs; None between two.
Found = tuple[str, tuple[float, float, float, float], float, int | None]


@dataclass(frozen=True, slots=True)
class Character:
    """A printed character; ``spaced`` where a space is printed before it. ``baseline`` counts downwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: ``level`` is the place across it, from ``start`` to ``end`` along it."""

    horizontal: bool
    level: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is printed; ``pictured`` where a picture covers much of it, ``pictures`` are the boxes of all."""

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    rulings: tuple[Ruling, ...]
    pictured: bool = False
    pictures: tuple[tuple[float, float, float, float], ...] = ()


def read_sheet(document: pdfium.PdfDocument, index: int, most: int) -> Sheet | None:
    """The characters and lines of a page, turned so that most of its text runs from left to right.

    ``None`` where it has more characters and drawn objects than ``most``.

    Raises:
        PdfiumError: if the page is broken.
    """
    page = document[index]
    try:
        if raw.FPDFPage_CountObjects(page) > most:
            return None
        forms = mend_texts(page)
        textpage = page.get_textpage()
        try:
            if raw.FPDFText_CountChars(textpage) > most:
                return None
            found = list(_read_characters(textpage, clipped=not forms))
        finally:
            textpage.close()
        return _set_sheet(page, found, index + 1)
    finally:
        page.close()


def _set_sheet(page: pdfium.PdfPage, found: Sequence[Found], number: int) -> Sheet:
    left, bottom, right, top = page.get_bbox()
    quarters = Counter(quarter for *_, quarter in found if quarter is not None)
    turn = quarters.most_common(1)[0][0] if quarters else 0
    frame = (left, bottom, right, top)
    width, height = (top - bottom, right - left) if turn % 2 else (right - left, top - bottom)
    characters = []
    spaced = False
    for text, box, size, quarter in found:
        if text == " ":
            spaced = True
        elif quarter is not None:
            # A character upright in turned text, or turned in upright text, still stands where its box is.
            (x0, y0), (x1, y1) = _turn(box[:2], frame, turn), _turn(box[2:], frame, turn)
            start, end, under = min(x0, x1), max(x0, x1), max(y0, y1)
            if start >= -SKEW and end <= width + SKEW and -SKEW <= under <= height + 2 * size:
                characters.append(Character(text, start, end, under, size, spaced))
            spaced = False
    rulings: list[Ruling] = []
    pictures = []
    for corners, is_picture in _draw(page):
        (x0, y0), (x1, y1) = _turn(corners[0], frame, turn), _turn(corners[1], frame, turn)
        if is_picture:
            pictures.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        else:
            rulings += _rule((x0, y0), (x1, y1))
    area = max(((right - left) * (low - high) for left, high, right, low in pictures), default=0.0)
    scanned = area >= LEAST_SCAN * width * height
    return Sheet(number, width, height, tuple(characters), tuple(rulings), scanned, tuple(pictures))


def _turn(point: Point, frame: tuple[float, float, float, float], turn: int) -> Point:
    """A place of pdfium's, from the lower left, as one from the upper left of the page turned by quarters."""
    x, y = point
    left, bottom, right, top = frame
    return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[turn]


def _read_characters(textpage: pdfium.PdfTextPage, *, clipped: bool) -> Iterator[Found]:
    """Each character with its box on its baseline, its size, and in which quarter it runs; ``None`` between two."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    clip, before = WHOLE, (inf, inf)
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        text = _HYPHEN if code == ord(_HYPHEN) else chr(code)
        if raw.FPDFText_IsGenerated(textpage, index) == 1 and text != _HYPHEN:
            continue
        if text.isspace():
            yield " ", (0.0, 0.0, 0.0, 0.0), 0.0, None
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetMatrix(textpage, index, matrix)
        size = raw.FPDFText_GetFontSize(textpage, index) * hypot(matrix.c, matrix.d)
        if not SMALLEST <= size < inf:
            continue
        angle = atan2(matrix.b, matrix.a) * 2 / pi
        if box.right - box.left > WIDEST * size and box.top - box.bottom > WIDEST * size:
            # Of characters in columns pdfium knows neither the box in points nor the origin; their ink it knows.
            raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
            box.left, box.right, box.bottom, box.top = left.value, right.value, bottom.value, top.value
            x.value, y.value = left.value, bottom.value
        quarter = round(angle) % 4 if abs(angle - round(angle)) < 0.02 else None
        # The box along the baseline: its other sides are those of the font, or of the ink.
        along = (
            (box.left, y.value, box.right, y.value) if quarter in (0, 2) else (x.value, box.bottom, x.value, box.top)
        )
        if clipped and quarter == 0:
            # What is printed in one go is cut off in one box, and to ask for it takes longer than all the rest.
            beside = along[1] == before[1] and 0 <= along[0] - before[0] < 2 * size and shows(along, size, clip)
            clip = clip if beside else read_clip(textpage, index)
            before = along[:2]
            if not shows(along, size, clip):
                continue
        yield _character(text, code), along, size, quarter


def _character(text: str, code: int) -> str:
    if text == _HYPHEN:
        return "-"
    private = 0xE000 <= code < 0xF900 or code >= 0xF0000
    return _BROKEN if private or code < 0x20 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE else text


def _rule(start: Point, end: Point) -> Iterator[Ruling]:
    """The line between two points, if it is upright or level, and longer than it is thick."""
    (x0, y0), (x1, y1) = start, end
    width, height = abs(x1 - x0), abs(y1 - y0)
    if height <= SKEW < width:
        yield Ruling(horizontal=True, level=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1))
    elif width <= SKEW < height:
        yield Ruling(horizontal=False, level=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1))


def _draw(page: pdfium.PdfPage) -> Iterator[tuple[tuple[Point, Point], bool]]:
    """Both ends of each straight line of a page, and opposite corners of each of its pictures, then true."""
    for drawn, kind, matrix in walk_objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = matrix
            xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
            yield ((min(xs), min(ys)), (max(xs), max(ys))), True
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            yield from ((line, False) for line in _read_path(drawn, matrix))


def _read_path(path: ctypes.c_void_p, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The lines of a path: its edges where it is stroked, its middle where it is a filled area as thin as a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _outlines(path, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, top - bottom) <= THICKEST:
            middle = (left + right) / 2, (bottom + top) / 2
            level = right - left > top - bottom
            yield ((left, middle[1]), (right, middle[1])) if level else ((middle[0], bottom), (middle[0], top))
        elif stroke.value:
            yield from pairwise(points)


def _outlines(path: ctypes.c_void_p, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path, its first again behind its last where it is closed."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
