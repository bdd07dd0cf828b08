"""Joins the lines of a text that was wrapped at the width of a page, as text extracted from PDF files is.

A line that fills the page and does not end a sentence continues in the next one; a line that clearly breaks off
continues whatever its width. A page number between the two is dropped, so that a sentence, word or number split by a
page break comes out whole; between two paragraphs it remains a paragraph.
"""

from collections.abc import Sequence

import regex

from pipeline.characters import to_plain
from pipeline.ingest.facts import is_index_line
from pipeline.ingest.line_ends import ENDED_RE, MARKER_RE, PAGE_NUMBER_RE, glue, is_cut
from pipeline.ingest.line_starts import ends_heads
from pipeline.ingest.line_width import count_columns

# A full line may be this much narrower than the widest: punctuation that may not begin a line moves with the word
# before it. Widths count an ideograph as two.
SLACK = 6
# The first line of a paragraph is narrower by its indent, which is lost.
INDENT = 4
# Lines narrower than this are a column of a table, not a page.
NARROWEST = 40
# In wrapped text most characters stand in full lines, and nearly no line is wider.
LEAST_FULL = 0.4
MOST_WIDER = 0.02
FEWEST_FULL = 4
# Where few lines are full, so many must break off within a sentence; one is enough if it clearly continues.
FEWEST_OPEN = 3
# A paragraph split by a page break is longer than headings and signatures, in characters.
LEAST_CUT = 30
# The number of lines before a line end that are searched for an open bracket.
LONGEST_SENTENCE = 8

# The end of a line before a list, of a list item, and of a table label with its remark.
_LISTED_RE = regex.compile(r"[：:；;）)] \s* $", regex.VERBOSE)
_WORD_RE = regex.compile(r"[A-Za-z0-9.,%]+")
_PROSE_RE = regex.compile(r"[，。；]")
# Cells of a row are separated by spaces, and a label on two lines may break off within its brackets.
_CELLS_RE = regex.compile(r"\t | \S [ \u3000]{2,} \S | [（(] [^（()）]* $", regex.VERBOSE)


def unwrap(lines: Sequence[str], *, ragged: bool = True) -> list[str]:
    """Joins lines to paragraphs; blank lines are dropped.

    If lines are ``ragged``, those nearly as wide as the widest may continue in the next; otherwise only those that
    clearly break off.

    >>> unwrap(["全年公开信息12件。", "", "— 1 —", "二、问题"])
    ['全年公开信息12件。', '— 1 —', '二、问题']
    >>> full = "本年度报告由总体情况和主动公开政府信息情况等部分组成，"
    >>> unwrap([full, full, full, full, "— 1 —", "所列数据截至2024年。", "一、总体情况"])[1:]
    ['一、总体情况']
    """
    width = page_width(lines) if ragged else None
    paragraphs: list[list[str]] = []
    page_numbers: list[list[str]] = []
    blank = False
    for line in map(str.strip, lines):
        if not line:
            # Blank lines around a page number are the page's margin.
            blank = not page_numbers
        elif PAGE_NUMBER_RE.fullmatch(line):
            page_numbers.append([line])
            blank = False
        else:
            if paragraphs and _goes_on(paragraphs[-1], line, width, after_blank=blank):
                paragraphs[-1].append(glue(paragraphs[-1][-1], line) + line)
            else:
                paragraphs += [*page_numbers, [line]]
            page_numbers, blank = [], False
    return ["".join(parts) for parts in [*paragraphs, *page_numbers]]


def page_width(lines: Sequence[str]) -> int | None:
    """The width at which the lines were wrapped, in columns (an ideograph is two); ``None`` if they were not."""
    prose = [
        line for line in lines if line.strip() and line.lstrip()[0] not in "|#" and not is_index_line(to_plain(line))
    ]
    widths = list(map(count_columns, prose))
    ordered = sorted(widths)
    widest = ordered[int((len(ordered) - 1) * (1 - MOST_WIDER))] if ordered else 0
    full = [line for line, width in zip(prose, widths, strict=True) if widest - SLACK <= width <= widest]
    if widest < NARROWEST or len(full) < FEWEST_FULL or len(full) * widest < LEAST_FULL * sum(ordered):
        return _width_of_open_lines(prose, widths)
    open_ended = sum(not ENDED_RE.search(line) for line in full)
    return widest if 2 * open_ended >= len(full) else _width_of_open_lines(prose, widths)


def _width_of_open_lines(prose: Sequence[str], widths: Sequence[int]) -> int | None:
    """The common width of the lines that break off within a sentence, in columns; ``None`` if they differ.

    This detects texts with short paragraphs or long tables, in which few lines are full or break off.
    """
    followers = [*prose[1:], ""][: len(prose)]
    cut = [
        (width, line, follower)
        for line, width, follower in zip(prose, widths, followers, strict=True)
        # Table labels break off too, at any width.
        if _PROSE_RE.search(line) and not (_LISTED_RE.search(line) or _CELLS_RE.search(line) or ENDED_RE.search(line))
    ]
    narrow, wide = min((width for width, *_ in cut), default=0), max((width for width, *_ in cut), default=0)
    sure = any(_breaks_off(line, follower) for _, line, follower in cut)
    if len(cut) < (1 if sure else FEWEST_OPEN):
        return None
    return wide if narrow >= NARROWEST and wide - narrow <= SLACK else None


def _breaks_off(line: str, follower: str) -> bool:
    """Whether an indented line is followed by one that is not, which starts no paragraph, or a line ends in a digit."""
    indented = line[0].isspace() and not follower[:1].isspace()
    return (indented or line.rstrip()[-1].isdigit()) and bool(follower) and not MARKER_RE.match(follower)


def _goes_on(parts: list[str], line: str, width: int | None, *, after_blank: bool) -> bool:
    last = parts[-1]
    if not after_blank and is_cut("".join(parts[-LONGEST_SENTENCE:]), line):
        return True
    if width is None and not after_blank:
        return False
    if last[0] in "|#" or MARKER_RE.match(line) or ENDED_RE.search(last):
        return False
    if ends_heads(last, line) or is_index_line(to_plain(last)) or is_index_line(to_plain(line)):
        return False
    if width and count_columns(last) + _measure_word(line) < width - SLACK - (INDENT if len(parts) == 1 else 0):
        return False
    # A page break can leave a blank line within a sentence, but after a heading it is intended.
    if after_blank and width:
        return len(parts) > 1 or not MARKER_RE.match(last)
    return not after_blank or (len(last) >= LEAST_CUT and _PROSE_RE.search(last) is not None)


def _measure_word(line: str) -> int:
    """By how many columns the first word or number of a line is wider than an ideograph, since it wraps whole."""
    word = _WORD_RE.match(line)
    return max(0, len(word[0]) - 2) if word else 0
