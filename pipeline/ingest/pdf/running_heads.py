"""Removes page numbers, running headers and footers from the pages of a PDF file.

Lines are examined from the outside of a page inwards, until one is kept.
"""

from collections import Counter
from collections.abc import Sequence

import regex

from pipeline.characters import squeeze, to_plain
from pipeline.ingest.pdf.lines import Line

# Shares of the height of a page: the margins that contain page numbers, and running headers and footers.
MARGIN = 0.12
# How near a running header is to its position on other pages, in points.
SAME_POSITION = 3.0
# A line at the same position on so many pages, and on this share of them, is a running header.
LEAST_PAGES = 3
LEAST_SHARE = 0.3

PAGE_NUMBER_RE = regex.compile(
    r"""
    [-—―–－~·•|/\s]*+
    (?: 第 \s*+ (?: \d{1,4} | [一二三四五六七八九十百]{1,5} ) \s*+ 页     # 第3页, 第3页 共9页, 第3页/共9页
        (?: [\s,，/]*+ [（(]? 共 \s*+ (?: \d{1,4} | [一二三四五六七八九十百]{1,5} ) \s*+ 页 [）)]? )?
      | (?: [Pp]age \s*+ )? \d{1,4} (?: \s*+ (?: / | of ) \s*+ \d{1,4} )?  # 3, 3/9, Page 3 of 9
      | [ivxIVX]{1,6}                                                   # iii
    )
    [-—―–－~·•|\s]*+
    """,
    regex.VERBOSE,
)
# A browser's header and footer: 2024/1/17 09:30 and the title, the address and 3/9.
_DATE = r"(?:\d{4}[/-]\d{1,2}[/-]\d{1,2} | \d{1,2}/\d{1,2}/\d{2,4})"
STAMP_RE = regex.compile(
    rf"""
    {_DATE} ,? \s*+ (?:[上下]午)? \s*+ \d{{1,2}}:\d{{2}} (?::\d{{2}})? (?:\s*+ [AaPp][Mm])? (?: \s++ (?P<title>.*+) )?
  | (?:https?|file) :// \S++ (?: \s++ \d{{1,4}}/\d{{1,4}} )?
  | (?P<named>.*) \s (?:https?|file) :// \S++
    """,
    regex.VERBOSE,
)
_NUMBERS_RE = regex.compile(r"第\s*+\d{1,4}\s*+页|共\s*+\d{1,4}\s*+页|(?:^|(?<=\s))[-—―–－]*\d{1,4}[-—―–－]*$")

Lines = Sequence[Line]


def remove_furniture(pages: Sequence[Lines], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of each page without page numbers, headers and footers.

    >>> from pipeline.ingest.pdf.pages import Character
    >>> def line(text, page, level):
    ...     return Line(page, tuple(Character(c, 10.0 * i, 10.0 * i + 10, level, 10.0) for i, c in enumerate(text)))
    >>> pages = [
    ...     [line("某局年报", n, 30.0), line("正文" + "甲乙丙"[n], n, 90.0), line(f"—{n}—", n, 790.0)] for n in range(3)
    ... ]
    >>> [[line.text for line in lines] for lines in remove_furniture(pages, [800.0] * 3)]
    [['正文甲'], ['正文乙'], ['正文丙']]
    """
    running = _find_running(pages, heights)
    kept = []
    for lines, height in zip(pages, heights, strict=True):
        first, last = 0, len(lines)
        while first < last and _is_furniture(lines[first], height, running):
            first += 1
        while last > first and _is_furniture(lines[last - 1], height, running):
            last -= 1
        kept.append(list(lines[first:last]))
    return kept


def _is_furniture(line: Line, height: float, running: set[tuple[str, int]]) -> bool:
    words = to_plain(line.text).strip()
    if not _in_margin(line, height):
        return False
    if PAGE_NUMBER_RE.fullmatch(words) or STAMP_RE.fullmatch(words):
        return True
    return bool(running & set(_position_keys(line, height)))


def read_stamp(pages: Sequence[Lines], heights: Sequence[float]) -> str | None:
    """The title that a browser printed at the top of the first page."""
    for lines, height in zip(pages[:1], heights, strict=False):
        for line in lines[:1]:
            match = STAMP_RE.fullmatch(to_plain(line.text).strip()) if _in_margin(line, height) else None
            if match and (title := match["title"] or match["named"]):
                return line.text.strip()[-len(title) :] if match["title"] else title
    return None


def _in_margin(line: Line, height: float) -> bool:
    return line.baseline - line.size <= MARGIN * height or line.baseline >= (1 - MARGIN) * height


def _find_running(pages: Sequence[Lines], heights: Sequence[float]) -> set[tuple[str, int]]:
    """The words in the margins of many pages, each with its position."""
    counts: Counter[tuple[str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen = {key for line in lines if _in_margin(line, height) for key in _position_keys(line, height)}
        counts.update(seen)
    least = max(LEAST_PAGES, LEAST_SHARE * len(pages))
    return {key for key, count in counts.items() if count >= least}


def _position_keys(line: Line, height: float) -> tuple[tuple[str, int], tuple[str, int]]:
    """The words of a line without page numbers, with its level rounded down and up, so that near lines share a key."""
    words = _NUMBERS_RE.sub("", squeeze(to_plain(line.text)))
    # From the nearer edge, so that pages of different heights agree.
    level = min(line.baseline, height - line.baseline)
    band = int(level / SAME_POSITION)
    return (words, band), (words, band + 1)
