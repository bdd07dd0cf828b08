"""Finds the pictures of a page in place of text: as large as a table, or as small as a digit in a line."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import PICTURED
from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.pages import Character, Sheet

# Shares of a page: smaller pictures are seals or icons, larger ones backgrounds or scans.
LEAST_WIDTH, LEAST_AREA, MOST_AREA = 0.25, 0.03, 0.9

# The height of a picture of digits, in font sizes of the print beside it, and its largest distance from that.
DIGIT_HEIGHT, DIGIT_WIDTH, BESIDE = (0.4, 1.6), 4.0, 0.5
# A page with more small pictures uses them as drawing elements.
MOST_DIGITS = 200

Box = tuple[float, float, float, float]


class Picture(Struct, frozen=True, gc=False):
    """A picture on a page, and its box."""

    page: int
    box: tuple[float, float, float, float]


def find_pictures(sheet: Sheet, lines: Sequence[Line]) -> list[Picture]:
    """The pictures of a page with text that have no line beside them.

    >>> sheet = Sheet(1, 600.0, 800.0, (), (), pictures=((50.0, 100.0, 550.0, 400.0), (50.0, 500.0, 70.0, 520.0)))
    >>> [picture.box for picture in find_pictures(sheet, [])]
    [(50.0, 100.0, 550.0, 400.0)]
    """
    if not sheet.pictures:
        return []
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


def mark_digits(sheet: Sheet) -> Sheet:
    """Marks the small pictures of a page that are next to print in a line, or alone between ruling lines.

    >>> row = tuple(Character(c, x, x + 10, 50.0, 10.0) for c, x in (("公", 0.0), ("1", 10.0), ("条", 30.0)))
    >>> sheet = Sheet(1, 600.0, 800.0, row, (), pictures=((20.5, 42.0, 28.0, 51.0), (90.0, 42.0, 98.0, 51.0)))
    >>> [(one.left, one.baseline) for one in mark_digits(sheet).characters if one.text == PICTURED]
    [(20.5, 50.0)]
    """
    if not sheet.pictures or not sheet.characters:
        return sheet
    usual = sorted(character.size for character in sheet.characters)[len(sheet.characters) // 2]
    small = [box for box in sheet.pictures if _is_small(box, usual)]
    if not 0 < len(small) <= MOST_DIGITS:
        return sheet
    marks = filter(None, (_mark(box, sheet, usual) for box in small))
    return replace(sheet, characters=(*sheet.characters, *marks))


def _is_small(box: Box, size: float) -> bool:
    left, top, right, bottom = box
    least, most = DIGIT_HEIGHT
    return least * size <= bottom - top <= most * size and right - left <= DIGIT_WIDTH * size


def _mark(box: Box, sheet: Sheet, usual: float) -> Character | None:
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    row = [c for c in sheet.characters if c.baseline - c.size <= middle <= c.baseline + c.size / 3]
    if any(c.left < (left + right) / 2 < c.right for c in row):
        return None  # print on top of it: a background
    near = min(row, key=lambda c: min(abs(c.right - left), abs(c.left - right)), default=None)
    if near is None:
        return Character(PICTURED, left, right, bottom, usual) if sheet.rulings else None
    beside = min(abs(near.right - left), abs(near.left - right)) <= BESIDE * near.size
    return Character(PICTURED, left, right, near.baseline, near.size) if beside or sheet.rulings else None
