"""Walks what a page of a PDF file draws, forms resolved, mends the texts that pdfium would leave out, and reads clips.

A clip is where print is cut off: spreadsheets print long cells whole and cut them at the page.
"""

import ctypes
from collections.abc import Iterator
from math import inf

import pypdfium2 as pdfium
from pypdfium2 import raw

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# Forms within forms, of which writers use one or two levels.
DEEPEST = 5
# A form may be drawn many times, also by others: no page of a report draws as much.
MOST_OBJECTS = 200_000
# pdfium leaves out a text that is not as wide, in points.
LEAST_WIDTH = 0.01


def walk_objects(page: pdfium.PdfPage) -> Iterator[tuple[ctypes.c_void_p, int, Matrix]]:
    """What a page draws in its order, each with its kind and its matrix; a form before what is in it."""
    waiting = [(raw.FPDFPage_GetObject(page, i), _IDENTITY, 0) for i in range(raw.FPDFPage_CountObjects(page))][::-1]
    matrix = raw.FS_MATRIX()
    walked = 0
    while waiting and walked < MOST_OBJECTS:
        walked += 1
        drawn, outer, depth = waiting.pop()
        if not raw.FPDFPageObj_GetMatrix(drawn, matrix):
            continue
        kind = raw.FPDFPageObj_GetType(drawn)
        inner = _multiply((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), outer)
        yield drawn, kind, inner
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            count = min(raw.FPDFFormObj_CountObjects(drawn), MOST_OBJECTS - walked)
            waiting += [(raw.FPDFFormObj_GetObject(drawn, i), inner, depth + 1) for i in range(count)][::-1]


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    u, v, w, x, y, z = outer
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


def mend_texts(page: pdfium.PdfPage) -> bool:
    """Gives a width to texts that have none, before the text of a page is asked for; says whether it has forms.

    Where a file does not hold its font and the machine has none for it, pdfium knows no glyph of it, and takes a text
    of one character for empty: a cell that prints 无 would be blank. A drawn outline gives it a width.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    still = raw.FS_MATRIX(*_IDENTITY)
    forms = False
    for drawn, kind, _ in walk_objects(page):
        forms = forms or kind == raw.FPDF_PAGEOBJ_FORM
        if kind == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            narrow = right.value - left.value < LEAST_WIDTH
            if narrow and raw.FPDFTextObj_SetTextRenderMode(drawn, raw.FPDF_TEXTRENDERMODE_STROKE):
                raw.FPDFPageObj_SetStrokeWidth(drawn, 1.0)
                raw.FPDFPageObj_TransformF(drawn, still)  # has pdfium measure it anew
    return forms


Box = tuple[float, float, float, float]
WHOLE: Box = (-inf, -inf, inf, inf)


def read_clip(textpage: pdfium.PdfTextPage, index: int) -> Box:
    """The box that a character shows in: left, bottom, right, top."""
    drawn = raw.FPDFText_GetTextObject(textpage, index)
    if not drawn:
        return WHOLE
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    x, y = ctypes.c_float(), ctypes.c_float()
    left, bottom, right, top = WHOLE
    for path in range(max(0, raw.FPDFClipPath_CountPaths(clip))):
        xs, ys = [], []
        for place in range(max(0, raw.FPDFClipPath_CountPathSegments(clip, path))):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, place), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            left, bottom, right, top = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))
    return left, bottom, right, top


def shows(box: Box, size: float, clip: Box) -> bool:
    """Whether a character on a baseline shows in a clip: its middle does.

    >>> shows((10, 50, 20, 50), 10, (0, 0, 100, 100)), shows((10, 50, 20, 50), 10, (0, 0, 100, 50))
    (True, False)
    """
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + size / 3
    return clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]
