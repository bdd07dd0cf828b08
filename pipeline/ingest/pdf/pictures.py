"""Finds the pictures of a page that stand in place of text: as large as a table, and with no line beside them."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.pages import Sheet

# Shares of a page: what is smaller is a seal or a sign, what is larger a background or a scan.
LEAST_WIDTH, LEAST_AREA, MOST_AREA = 0.25, 0.03, 0.9


class Picture(Struct, frozen=True):
    """A picture on a page, and its box."""

    page: int
    box: tuple[float, float, float, float]


def find_pictures(sheet: Sheet, lines: Sequence[Line]) -> list[Picture]:
    """The pictures of a page that has lines, beside none of which they stand.

    >>> sheet = Sheet(1, 600.0, 800.0, (), (), pictures=((50.0, 100.0, 550.0, 400.0), (50.0, 500.0, 70.0, 520.0)))
    >>> [picture.box for picture in find_pictures(sheet, [])]
    [(50.0, 100.0, 550.0, 400.0)]
    """
    page = sheet.width * sheet.height
    characters = [(c.left + c.right, c.baseline) for c in sheet.characters]
    found = []
    for box in sheet.pictures:
        left, top, right, bottom = box
        area = (right - left) * (bottom - top)
        if right - left < LEAST_WIDTH * sheet.width or not LEAST_AREA * page <= area <= MOST_AREA * page:
            continue
        beside = any(top < line.baseline - line.size / 3 < bottom for line in lines)
        if not beside and not any(left < x / 2 < right and top < y < bottom for x, y in characters):
            found.append(Picture(sheet.number, box))
    return found
