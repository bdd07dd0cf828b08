"""Reads straight lines and pictures of a PDF page, also in form objects, and repairs text objects.

Those text objects are the ones that pdfium would leave out.
"""

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, repeat
from operator import sub

from msgspec import Struct, field
from pypdfium2 import raw

from pipeline.ingest.pdf.answers import AT_ONCE, Answers
from pipeline.ingest.pdf.calls import (
    Handle,
    closes,
    count_segments,
    form_object,
    handle,
    object_kind,
    page_object,
    path_segment,
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
_MOVE, _LINE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO
_THIN, _UNMOVED = ctypes.c_float(1.0), ctypes.byref(raw.FS_MATRIX(*_IDENTITY))

# The deepest nesting of form objects; PDF writers use one or two levels.
DEEPEST = 5
# The most objects of a page; a form object may be drawn many times, also by other forms.
MOST_OBJECTS = 200_000
# pdfium leaves out text objects narrower than this, in points.
LEAST_WIDTH = 0.01
# An area at most so thick is a line, in points.
THICKEST = 3.0
# A path with more corners may have several parts.
ONE_AREA = 5


class Drawing(Struct):
    """The ends of each straight line of a page, opposite corners of each picture, and whether it has form objects."""

    lines: list[tuple[Point, Point]] = field(default_factory=list)
    pictures: list[tuple[Point, Point]] = field(default_factory=list)
    forms: bool = False


def read_drawing(page: raw.FPDF_PAGE, answers: Answers) -> Drawing:
    """The lines and pictures of a page. Also repairs text objects without width, so call it before reading the text."""
    drawing = Drawing()
    objects = map(page_object, repeat(handle(page)), range(raw.FPDFPage_CountObjects(page)))
    _read_level(objects, _IDENTITY, drawing, answers)
    return drawing


def _read_level(
    objects: Iterator[Handle], outer: Matrix, drawing: Drawing, answers: Answers, read: int = 0, depth: int = 0
) -> int:
    """Reads the objects of a page or a form in order; returns ``read`` plus the number of objects read."""
    while some := list(islice(objects, min(AT_ONCE, MOST_OBJECTS - read))):
        kinds = list(map(object_kind, some))
        start = 0
        for index in [index for index, kind in enumerate(kinds) if kind == _FORM]:
            _read_objects(some[start:index], kinds[start:index], outer, drawing, answers)
            drawing.forms = True
            start = index + 1
            read += start
            if depth < DEEPEST:
                form = some[index]
                read = _read_level(_within(form), _matrix(form, outer, answers), drawing, answers, read, depth + 1)
            read -= start
        _read_objects(some[start:], kinds[start:], outer, drawing, answers)
        read += len(some)
    return read


def _within(form: Handle) -> Iterator[Handle]:
    count = raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT))
    return (form_object(form, ctypes.c_ulong(i)) for i in range(max(0, count)))


def _read_objects(
    objects: Sequence[Handle], kinds: Sequence[int], outer: Matrix, drawing: Drawing, answers: Answers
) -> None:
    """Reads texts, paths and pictures, at most one batch of them."""
    a = answers
    known = list(map(read_bounds, objects, a.lefts_at, a.bottoms_at, a.rights_at, a.tops_at))
    widths = list(map(sub, a.rights[: len(known)], a.lefts))
    if widths and min(widths) < LEAST_WIDTH:
        for drawn, kind, width, has_bounds in zip(objects, kinds, widths, known, strict=True):
            if width < LEAST_WIDTH and has_bounds and kind == _TEXT:
                _mend_text(drawn)
    indices = [index for index, kind in enumerate(kinds) if kind == _PATH]
    paths = [objects[index] for index in indices]
    deque(map(read_draw_mode, paths, a.fills_at, a.strokes_at), maxlen=0)
    corners = map(count_segments, paths)
    for index, path, filled, stroked, count in zip(indices, paths, a.fills, a.strokes, corners, strict=False):
        if not stroked and not filled:
            continue
        if not stroked and outer is _IDENTITY and count <= ONE_AREA and known[index]:
            # The bounds of an area are those of its corners; those of a stroked outline are wider by half its width.
            drawing.lines += _flatten(a.lefts[index], a.rights[index], a.bottoms[index], a.tops[index])
        else:
            matrix = _matrix(path, outer, answers)
            if count == 2 and segment_kind(second := path_segment(path, 1)) == _LINE:
                outlines: Iterable[list[Point]] = [_read_line(path_segment(path, 0), second, matrix, answers)]
            else:
                outlines = _outlines(path, count, matrix, answers)
            for points in outlines:
                drawing.lines += _edges(points, stroked=bool(stroked))
    if _IMAGE in kinds:
        images = (drawn for drawn, kind in zip(objects, kinds, strict=True) if kind == _IMAGE)
        drawing.pictures += [_bound(_matrix(image, outer, answers)) for image in images]


def _bound(matrix: Matrix) -> tuple[Point, Point]:
    """The corners of the bounding box of a picture with a matrix."""
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return (min(xs), min(ys)), (max(xs), max(ys))


def _matrix(drawn: Handle, outer: Matrix, answers: Answers) -> Matrix:
    """The matrix of an object in page coordinates."""
    read_matrix(drawn, answers.matrices_at[0])
    a, b, c, d, e, f = answers.matrices[:6]
    if outer is _IDENTITY:
        return a, b, c, d, e, f
    u, v, w, x, y, z = outer
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


def _mend_text(text: Handle) -> None:
    """Gives a width to a text object that has none.

    If a font is neither in the file nor on the machine, pdfium knows no glyph and takes a text of one character for
    empty, so that a cell that prints 无 would be blank. A stroked outline gives it a width.
    """
    if set_render_mode(text, raw.FPDF_TEXTRENDERMODE_STROKE):
        set_stroke_width(text, _THIN)
        transform(text, _UNMOVED)  # has pdfium measure it anew


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
    """The centre line of a box that is as thin as a line.

    >>> _flatten(0.0, 90.0, 10.0, 12.0), _flatten(0.0, 90.0, 10.0, 20.0)
    ([((0.0, 11.0), (90.0, 11.0))], [])
    """
    width, height = right - left, top - bottom
    if width > THICKEST < height:
        return []
    if width > height:
        level = (bottom + top) / 2
        return [((left, level), (right, level))]
    middle = (left + right) / 2
    return [((middle, bottom), (middle, top))]


def _read_line(first: Handle, second: Handle, matrix: Matrix, answers: Answers) -> list[Point]:
    """The ends of a path that is a single line, as most are."""
    a, b, c, d, e, f = matrix
    point, (x_at, y_at) = answers.point, answers.point_at
    read_point(first, x_at, y_at)
    x, y = point
    read_point(second, x_at, y_at)
    u, v = point
    return [(a * x + c * y + e, b * x + d * y + f), (a * u + c * v + e, b * u + d * v + f)]


def _outlines(path: Handle, count: int, matrix: Matrix, answers: Answers) -> Iterator[list[Point]]:
    """The corners of each part of a path; the first is repeated at the end of a closed part."""
    a, b, c, d, e, f = matrix
    point, (x_at, y_at) = answers.point, answers.point_at
    points: list[Point] = []
    for segment in map(path_segment, repeat(path), range(count)):
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
