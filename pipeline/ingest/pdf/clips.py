"""Reads where the print of a PDF file is cut off: spreadsheets print long cells whole and cut them at the page."""

import ctypes
from math import inf

import pypdfium2 as pdfium
from pypdfium2 import raw

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
