"""Reads the pages of a PDF file: the characters with their positions, and the straight lines.

Positions are in points from the upper left corner of a page as a person reads it: a page whose text runs up or down is
rotated first. Both come from pdfium, which takes 1–5 ms a page for the lines, where pdfplumber takes 80–250.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

import pypdfium2 as pdfium
from msgspec import Struct
from pypdfium2 import raw

from pipeline.ingest.pdf.answers import Answers
from pipeline.ingest.pdf.characters import Run, read_characters
from pipeline.ingest.pdf.objects import Drawing, Point, read_drawing

# How far a line may deviate from horizontal or vertical, in points.
SKEW = 1.0
# A picture that covers this share of a page may be a scan of it.
LEAST_SCAN = 0.3

# Faster than the constructor of a named tuple by half.
_make = tuple.__new__
# The defaults of most characters.
_UNSPACED = False

Frame = tuple[float, float, float, float]


class Character(Struct, frozen=True, gc=False):
    """A printed character; ``spaced``: a space is printed before it. ``baseline`` counts downwards.

    ``gc=False``, since a file has so many that garbage collection would take a tenth of the time.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    spaced: bool = False


class Ruling(NamedTuple):
    """A straight line: ``level`` is its coordinate across, ``start`` and ``end`` those along it, in points."""

    horizontal: bool
    level: float
    start: float
    end: float


class Sheet(Struct, frozen=True, gc=False):
    """A printed page; ``pictured``: a picture covers much of it; ``pictures``: the boxes of all pictures."""

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    rulings: tuple[Ruling, ...]
    pictured: bool = False
    pictures: tuple[tuple[float, float, float, float], ...] = ()


def read_sheet(document: pdfium.PdfDocument, index: int, most: int, answers: Answers) -> Sheet | None:
    """The characters and lines of a page, rotated so that most of its text runs from left to right.

    ``None`` if it has more characters and drawn objects than ``most``; ``answers`` are the document's buffers.

    Raises:
        PdfiumError: if the page is broken.
    """
    # The helpers of pypdfium2 keep a list of what is open, which costs as much as some pages do.
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise pdfium.PdfiumError("no page")
    try:
        if raw.FPDFPage_CountObjects(page) > most:
            return None
        drawing = read_drawing(page, answers)
        textpage = raw.FPDFText_LoadPage(page)
        if not textpage:
            raise pdfium.PdfiumError("no text")
        try:
            if raw.FPDFText_CountChars(textpage) > most:
                return None
            found = read_characters(textpage, answers, clipped=not drawing.forms)
        finally:
            raw.FPDFText_ClosePage(textpage)
        return _set_sheet(_read_frame(page), found, drawing, index + 1)
    finally:
        raw.FPDF_ClosePage(page)


def _read_frame(page: raw.FPDF_PAGE) -> Frame:
    """The box of a page: what its media box and its crop box share."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, box):
        raise pdfium.PdfiumError("no box")
    return box.left, box.bottom, box.right, box.top


def _set_sheet(frame: Frame, found: Sequence[Run], drawing: Drawing, number: int) -> Sheet:
    left, bottom, right, top = frame
    quarters: Counter[int | None] = Counter()
    for run in found:
        quarters[run.quarter] += len(run.text)
    del quarters[None]
    turn = quarters.most_common(1)[0][0] or 0 if quarters else 0
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


def _set_characters(found: Sequence[Run], frame: Frame, turn: int, page: tuple[float, float]) -> list[Character]:
    """The characters that run in the direction of ``turn`` and lie on the page, in coordinates of the rotated page."""
    furthest, lowest = page[0] + SKEW, page[1]
    placed: list[Character] = []
    spaced = False
    for run in found:
        text, _, _, _, _, size, quarter, _ = run
        if quarter is None:
            spaced = spaced or text == " "
            continue
        starts, ends, under = _locate_run(run, frame, turn)
        if -SKEW <= under <= lowest + 2 * size:
            made: Iterable[Character] = map(
                Character, text, starts, ends, repeat(under), repeat(size), chain((spaced,), repeat(_UNSPACED))
            )
            if min(starts) < -SKEW or max(ends) > furthest:
                made = (character for character in made if character.left >= -SKEW and character.right <= furthest)
            placed += made
        spaced = False
    return placed


def _locate_run(run: Run, frame: Frame, turn: int) -> tuple[Sequence[float], Sequence[float], float]:
    """The left and right sides of the characters of a run, and their baseline, on the rotated page."""
    left, _, _, top = frame
    if turn == 0 and run.bottom == run.top:
        if left == 0:
            return run.lefts, run.rights, top - run.bottom
        return [x - left for x in run.lefts], [x - left for x in run.rights], top - run.bottom
    # An upright character in rotated text, or the reverse, is still at its box.
    starts, ends, under = [], [], 0.0
    for x0, x1 in zip(run.lefts, run.rights, strict=True):
        (u0, v0), (u1, v1) = _turn((x0, run.bottom), frame, turn), _turn((x1, run.top), frame, turn)
        starts.append(min(u0, u1))
        ends.append(max(u0, u1))
        under = max(v0, v1)
    return starts, ends, under


def _turn(point: Point, frame: Frame, turn: int) -> Point:
    """Converts a point in pdfium's coordinates (from the lower left) to the rotated page (from the upper left)."""
    x, y = point
    left, bottom, right, top = frame
    if turn == 0:
        return x - left, top - y
    if turn == 1:
        return y - bottom, x - left
    if turn == 2:
        return right - x, y - bottom
    return top - y, right - x


def _rule(lines: Sequence[tuple[Point, Point]], frame: Frame, turn: int) -> Iterator[Ruling]:
    """The horizontal and vertical lines that are longer than thick."""
    left, _, _, top = frame
    for start, end in lines:
        if turn:
            (x0, y0), (x1, y1) = _turn(start, frame, turn), _turn(end, frame, turn)
        else:  # nearly always: without two calls for each line
            x0, y0, x1, y1 = start[0] - left, top - start[1], end[0] - left, top - end[1]
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= SKEW < width:
            yield _make(Ruling, (True, (y0 + y1) / 2, *((x0, x1) if x0 < x1 else (x1, x0))))
        elif width <= SKEW < height:
            yield _make(Ruling, (False, (x0 + x1) / 2, *((y0, y1) if y0 < y1 else (y1, y0))))
