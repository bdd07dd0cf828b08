"""Reads the pages of a PDF file: the characters with their places, and the straight lines that are drawn.

Places are in points from the upper left corner of a page as a person reads it: a page whose text runs up or down is
turned first. pdfium alone is asked for both: it draws lines in 1–5 ms a page, where pdfplumber takes 80–250.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from msgspec import Struct
from pypdfium2 import raw

from pipeline.ingest.pdf.characters import Found, read_characters
from pipeline.ingest.pdf.objects import Drawing, Point, read_drawing

# How far from straight a line may be.
SKEW = 1.0
# A picture that covers so much of a page may be a scan of it.
LEAST_SCAN = 0.3

Frame = tuple[float, float, float, float]


class Character(NamedTuple):
    """A printed character; ``spaced`` where a space is printed before it. ``baseline`` counts downwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    spaced: bool = False


class Ruling(NamedTuple):
    """A straight line: ``level`` is the place across it, from ``start`` to ``end`` along it."""

    horizontal: bool
    level: float
    start: float
    end: float


class Sheet(Struct, frozen=True):
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
        drawing = read_drawing(page)
        textpage = page.get_textpage()
        try:
            if raw.FPDFText_CountChars(textpage) > most:
                return None
            found = list(read_characters(textpage, clipped=not drawing.forms))
        finally:
            textpage.close()
        return _set_sheet(page.get_bbox(), found, drawing, index + 1)
    finally:
        page.close()


def _set_sheet(frame: Frame, found: Sequence[Found], drawing: Drawing, number: int) -> Sheet:
    left, bottom, right, top = frame
    quarters = Counter(quarter for *_, quarter in found if quarter is not None)
    turn = quarters.most_common(1)[0][0] if quarters else 0
    width, height = (top - bottom, right - left) if turn % 2 else (right - left, top - bottom)
    characters = tuple(_set_characters(found, frame, turn, (width, height)))
    rulings = tuple(_rule(drawing.lines, frame, turn))
    pictures = []
    for start, end in drawing.pictures:
        (x0, y0), (x1, y1) = _turn(start, frame, turn), _turn(end, frame, turn)
        pictures.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    area = max(((right - left) * (low - high) for left, high, right, low in pictures), default=0.0)
    scanned = area >= LEAST_SCAN * width * height
    return Sheet(number, width, height, characters, rulings, scanned, tuple(pictures))


def _set_characters(found: Sequence[Found], frame: Frame, turn: int, page: tuple[float, float]) -> Iterator[Character]:
    """What runs in a quarter and stands on the page, at its places on the page turned by quarters."""
    left, _, _, top = frame
    width, height = page
    spaced = False
    for text, x0, y0, x1, y1, size, quarter in found:
        if quarter is None:
            spaced = spaced or text == " "
            continue
        if turn == 0 and y0 == y1:
            start, end, under = x0 - left, x1 - left, top - y0
        else:
            # A character upright in turned text, or turned in upright text, still stands where its box is.
            (u0, v0), (u1, v1) = _turn((x0, y0), frame, turn), _turn((x1, y1), frame, turn)
            start, end, under = min(u0, u1), max(u0, u1), max(v0, v1)
        if start >= -SKEW and end <= width + SKEW and -SKEW <= under <= height + 2 * size:
            yield Character(text, start, end, under, size, spaced)
        spaced = False


def _turn(point: Point, frame: Frame, turn: int) -> Point:
    """A place of pdfium's, from the lower left, as one from the upper left of the page turned by quarters."""
    x, y = point
    left, bottom, right, top = frame
    return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[turn]


def _rule(lines: Sequence[tuple[Point, Point]], frame: Frame, turn: int) -> Iterator[Ruling]:
    """The lines that are upright or level, and longer than they are thick."""
    for start, end in lines:
        (x0, y0), (x1, y1) = _turn(start, frame, turn), _turn(end, frame, turn)
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= SKEW < width:
            yield Ruling(horizontal=True, level=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1))
        elif width <= SKEW < height:
            yield Ruling(horizontal=False, level=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1))
