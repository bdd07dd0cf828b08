"""Walks what a page of a PDF file draws, forms resolved: its straight lines and pictures.

On the way it mends the texts that pdfium would leave out.
"""

import ctypes
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pypdfium2 as pdfium
from msgspec import Struct, field
from pypdfium2 import raw

from pipeline.ingest.pdf.calls import (
    Handle,
    address,
    closes,
    count_segments,
    form_object,
    object_kind,
    page_object,
    path_segment,
    places,
    read_bounds,
    read_draw_mode,
    read_matrix,
    read_point,
    segment_kind,
)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

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
        self.matrix_at = self.matrix.buffer_info()[0]


def read_drawing(page: pdfium.PdfPage) -> Drawing:
    """What a page draws besides its text, whose texts without a width it mends: before the text is asked for."""
    drawing, answers = Drawing(), _Answers()
    for drawn, kind, outer in _walk(page, answers):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            _mend_text(drawn, answers)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            drawing.lines += _read_path(drawn, outer, answers)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = _matrix(drawn, outer, answers)
            xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
            drawing.pictures.append(((min(xs), min(ys)), (max(xs), max(ys))))
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            drawing.forms = True
    return drawing


def _walk(page: pdfium.PdfPage, answers: _Answers) -> Iterator[tuple[Handle, int, Matrix]]:
    """What a page draws in its order, each with its kind and the matrix around it; a form before what is in it."""
    owner = address(page)
    top = (page_object(owner, i) for i in range(raw.FPDFPage_CountObjects(page)))
    waiting: list[tuple[Iterator[Handle], Matrix]] = [(top, _IDENTITY)]
    walked = 0
    while waiting:
        objects, outer = waiting[-1]
        for drawn in objects:
            if walked == MOST_OBJECTS:
                return
            walked += 1
            kind = object_kind(drawn)
            yield drawn, kind, outer
            if kind == raw.FPDF_PAGEOBJ_FORM and len(waiting) <= DEEPEST:
                waiting.append((_within(drawn), _matrix(drawn, outer, answers)))
                break
        else:
            waiting.pop()


def _within(form: Handle) -> Iterator[Handle]:
    count = raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT))
    return (form_object(form, i) for i in range(max(0, count)))


def _matrix(drawn: Handle, outer: Matrix, answers: _Answers) -> Matrix:
    """The matrix of what is drawn, on the page."""
    read_matrix(drawn, answers.matrix_at)
    a, b, c, d, e, f = answers.matrix
    if outer == _IDENTITY:
        return a, b, c, d, e, f
    u, v, w, x, y, z = outer
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


def _mend_text(drawn: Handle, answers: _Answers) -> None:
    """Gives a width to a text that has none.

    Where a file does not hold its font and the machine has none for it, pdfium knows no glyph of it, and takes a text
    of one character for empty: a cell that prints 无 would be blank. A drawn outline gives it a width.
    """
    if read_bounds(drawn, *answers.box_at) and answers.box[2] - answers.box[0] < LEAST_WIDTH:
        text = ctypes.cast(drawn, raw.FPDF_PAGEOBJECT)
        if raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_STROKE):
            raw.FPDFPageObj_SetStrokeWidth(text, 1.0)
            raw.FPDFPageObj_TransformF(text, raw.FS_MATRIX(*_IDENTITY))  # has pdfium measure it anew


def _read_path(path: Handle, outer: Matrix, answers: _Answers) -> Iterable[tuple[Point, Point]]:
    """The lines of a path: its edges where it is stroked, its middle where it is a filled area as thin as a line."""
    read_draw_mode(path, *answers.mode_at)
    filled, stroked = answers.mode
    if not stroked and not filled:
        return []
    if not stroked and outer == _IDENTITY and count_segments(path) <= ONE_AREA and read_bounds(path, *answers.box_at):
        # An area has the bounds of its corners; those of an outline reach out by half its thickness.
        left, bottom, right, top = answers.box
        return _flatten(left, right, bottom, top)
    matrix = _matrix(path, outer, answers)
    return [line for points in _outlines(path, matrix, answers) for line in _edges(points, stroked=bool(stroked))]


def _edges(points: list[Point], *, stroked: bool) -> Iterable[tuple[Point, Point]]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    thin = _flatten(min(xs), max(xs), min(ys), max(ys))
    return thin or (pairwise(points) if stroked else ())


def _flatten(left: float, right: float, bottom: float, top: float) -> list[tuple[Point, Point]]:
    """The line through the middle of a box that is as thin as a line.

    >>> _flatten(0.0, 90.0, 10.0, 12.0), _flatten(0.0, 90.0, 10.0, 20.0)
    ([((0.0, 11.0), (90.0, 11.0))], [])
    """
    width, height = right - left, top - bottom
    if width > THICKEST < height:
        return []
    middle = (left + right) / 2, (bottom + top) / 2
    return [((left, middle[1]), (right, middle[1])) if width > height else ((middle[0], bottom), (middle[0], top))]


def _outlines(path: Handle, matrix: Matrix, answers: _Answers) -> Iterator[list[Point]]:
    """The corners of each part of a path, its first again behind its last where it is closed."""
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    for index in range(count_segments(path)):
        segment = path_segment(path, index)
        read_point(segment, *answers.point_at)
        x, y = answers.point
        if points and segment_kind(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        points.append((a * x + c * y + e, b * x + d * y + f))
        if closes(segment):
            points.append(points[0])
    if points:
        yield points
