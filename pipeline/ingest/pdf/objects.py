"""Walks what a page of a PDF file draws, forms resolved: its straight lines and pictures.

On the way it mends the texts that pdfium would leave out.
"""

import ctypes
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise, repeat

import pypdfium2 as pdfium
from msgspec import Struct, field
from pypdfium2 import raw

from pipeline.ingest.pdf.calls import (
    Handle,
    closes,
    count_segments,
    form_object,
    handle,
    object_kind,
    page_object,
    path_segment,
    places,
    read_bounds,
    read_draw_mode,
    read_matrix,
    read_point,
    segment_kind,
    set_render_mode,
    set_stroke_width,
    transform,
)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TEXT, _PATH, _IMAGE, _FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
_MOVE = raw.FPDF_SEGMENT_MOVETO
_THIN, _UNMOVED = ctypes.c_float(1.0), ctypes.byref(raw.FS_MATRIX(*_IDENTITY))

# Forms within forms, of which writers use one or two levels.
DEEPEST = 5
# A form may be drawn many times, also by others: no page of a report draws as much.
MOST_OBJECTS = 200_000
# pdfium leaves out a text that is not as wide, in points.
LEAST_WIDTH = 0.01
# What is drawn at most so thick is a line, not an area; in points.
THICKEST = 3.0
# A path of more corners may be of several parts that have an area.
ONE_AREA = 5


class Drawing(Struct):
    """Both ends of each straight line of a page, opposite corners of each picture, and whether it has forms."""

    lines: list[tuple[Point, Point]] = field(default_factory=list)
    pictures: list[tuple[Point, Point]] = field(default_factory=list)
    forms: bool = False


class _Answers:
    """What pdfium writes its answers into, and where: made once for a page."""

    __slots__ = ("box", "box_at", "matrix", "matrix_at", "mode", "mode_at", "point", "point_at")

    def __init__(self) -> None:
        """Makes room for each kind of answer."""
        self.box, self.matrix, self.point = array("f", bytes(16)), array("f", bytes(24)), array("f", bytes(8))
        self.mode = array("i", bytes(8))
        self.box_at, self.mode_at, self.point_at = places(self.box), places(self.mode), places(self.point)
        self.matrix_at = places(self.matrix)[0]


def read_drawing(page: pdfium.PdfPage) -> Drawing:
    """What a page draws besides its text, whose texts without a width it mends: before the text is asked for."""
    drawing, answers = Drawing(), _Answers()
    box, box_at = answers.box, answers.box_at
    for drawn, kind, outer in _walk(page, answers):
        if kind == _TEXT:
            if read_bounds(drawn, *box_at) and box[2] - box[0] < LEAST_WIDTH:
                _mend_text(drawn)
        elif kind == _PATH:
            drawing.lines += _read_path(drawn, outer, answers)
        elif kind == _IMAGE:
            a, b, c, d, e, f = _matrix(drawn, outer, answers)
            xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
            drawing.pictures.append(((min(xs), min(ys)), (max(xs), max(ys))))
        elif kind == _FORM:
            drawing.forms = True
    return drawing


def _walk(page: pdfium.PdfPage, answers: _Answers) -> Iterator[tuple[Handle, int, Matrix]]:
    """What a page draws in its order, each with its kind and the matrix around it; a form before what is in it."""
    top = map(page_object, repeat(handle(page)), range(raw.FPDFPage_CountObjects(page)))
    waiting: list[tuple[Iterator[Handle], Matrix]] = [(top, _IDENTITY)]
    left = MOST_OBJECTS
    while waiting:
        objects, outer = waiting[-1]
        for drawn in islice(objects, left):
            left -= 1
            kind = object_kind(drawn)
            yield drawn, kind, outer
            if kind == _FORM and len(waiting) <= DEEPEST:
                waiting.append((_within(drawn), _matrix(drawn, outer, answers)))
                break
        else:
            waiting.pop()


def _within(form: Handle) -> Iterator[Handle]:
    count = raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT))
    return (form_object(form, ctypes.c_ulong(i)) for i in range(max(0, count)))


def _matrix(drawn: Handle, outer: Matrix, answers: _Answers) -> Matrix:
    """The matrix of what is drawn, on the page."""
    read_matrix(drawn, answers.matrix_at)
    a, b, c, d, e, f = answers.matrix
    if outer is _IDENTITY:
        return a, b, c, d, e, f
    u, v, w, x, y, z = outer
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


def _mend_text(text: Handle) -> None:
    """Gives a width to a text that has none.

    Where a file does not hold its font and the machine has none for it, pdfium knows no glyph of it, and takes a text
    of one character for empty: a cell that prints 无 would be blank. A drawn outline gives it a width.
    """
    if set_render_mode(text, raw.FPDF_TEXTRENDERMODE_STROKE):
        set_stroke_width(text, _THIN)
        transform(text, _UNMOVED)  # has pdfium measure it anew


def _read_path(path: Handle, outer: Matrix, answers: _Answers) -> Iterable[tuple[Point, Point]]:
    """The lines of a path: its edges where it is stroked, its middle where it is a filled area as thin as a line."""
    read_draw_mode(path, *answers.mode_at)
    filled, stroked = answers.mode
    if not stroked and not filled:
        return []
    if not stroked and outer is _IDENTITY and count_segments(path) <= ONE_AREA and read_bounds(path, *answers.box_at):
        # An area has the bounds of its corners; those of an outline reach out by half its thickness.
        left, bottom, right, top = answers.box
        return _flatten(left, right, bottom, top)
    outlines = _outlines(path, _matrix(path, outer, answers), answers)
    return [line for points in outlines for line in _edges(points, stroked=bool(stroked))]


def _edges(points: list[Point], *, stroked: bool) -> Iterable[tuple[Point, Point]]:
    if len(points) == 2:
        (left, bottom), (right, top) = points
        left, right = (left, right) if left < right else (right, left)
        bottom, top = (bottom, top) if bottom < top else (top, bottom)
    else:
        xs, ys = zip(*points, strict=True)
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    return _flatten(left, right, bottom, top) or (pairwise(points) if stroked else ())


def _flatten(left: float, right: float, bottom: float, top: float) -> list[tuple[Point, Point]]:
    """The line through the middle of a box that is as thin as a line.

    >>> _flatten(0.0, 90.0, 10.0, 12.0), _flatten(0.0, 90.0, 10.0, 20.0)
    ([((0.0, 11.0), (90.0, 11.0))], [])
    """
    width, height = right - left, top - bottom
    if width > THICKEST < height:
        return []
    if width > height:
        level = (bottom + top) / 2
        return [((left, level), (right, level))]
    place = (left + right) / 2
    return [((place, bottom), (place, top))]


def _outlines(path: Handle, matrix: Matrix, answers: _Answers) -> Iterator[list[Point]]:
    """The corners of each part of a path, its first again behind its last where it is closed."""
    a, b, c, d, e, f = matrix
    point, (x_at, y_at) = answers.point, answers.point_at
    points: list[Point] = []
    for segment in map(path_segment, repeat(path), range(count_segments(path))):
        read_point(segment, x_at, y_at)
        x, y = point
        if points and segment_kind(segment) == _MOVE:
            yield points
            points = []
        points.append((a * x + c * y + e, b * x + d * y + f))
        if closes(segment):
            points.append(points[0])
    if points:
        yield points
