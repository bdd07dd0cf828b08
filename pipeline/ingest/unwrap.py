"""Joins the lines of a text that was wrapped at the width of a page, as text out of PDF files is.

A line that fills the page and does not end a sentence goes on in the next one, and one that surely breaks off goes on
whatever its width. A page number between the two is dropped, so that a sentence, a word or a number that a page break
split comes out whole; between two paragraphs it stands as one.
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
# Below this width a "page" is a column of a table.
NARROWEST = 40
# In wrapped text most characters stand in full lines, and nearly no line is wider.
LEAST_FULL = 0.4
MOST_WIDER = 0.02
FEWEST_FULL = 4
# So many lines break off in a sentence, where few are full; one, where it is sure that it goes on in the next.
FEWEST_OPEN = 3
# A paragraph that a page break cut in two is longer than headings and signatures are, in characters.
LEAST_CUT = 30
# So many lines before a line end show whether a bracket is open.
LONGEST_SENTENCE = 8

# How a line ends that a list follows, a point of a list, and a label of a table with its remark.
_LISTED_RE = regex.compile(r"[：:；;）)] \s* $", regex.VERBOSE)
_WORD_RE = regex.compile(r"[A-Za-z0-9.,%]+")
_PROSE_RE = regex.compile(r"[，。；]")
# The cells of a table's row stand apart, and a label in two lines may break off within its brackets.
_CELLS_RE = regex.compile(r"\t | \S [ \u3000]{2,} \S | [（(] [^（()）]* $", regex.VERBOSE)


def unwrap(lines: Sequence[str], *, ragged: bool = True) -> list[str]:
    """The paragraphs of lines; blank lines are none of them.

    Where lines are ``ragged``, those that are nearly as wide as the widest may go on in the next; else only those that
    surely break off.

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
    """The width that the lines were wrapped at, an ideograph counted as two; ``None`` where they were not."""
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
    """The width of the lines that break off in a sentence, where all of them are as wide as each other.

    So are texts told whose paragraphs are short, or that hold long tables: few of their lines are full, or break off.
    """
    followers = [*prose[1:], ""][: len(prose)]
    cut = [
        (width, line, follower)
        for line, width, follower in zip(prose, widths, followers, strict=True)
        # The labels of tables break off too, and are as wide as they are.
        if _PROSE_RE.search(line) and not (_LISTED_RE.search(line) or _CELLS_RE.search(line) or ENDED_RE.search(line))
    ]
    narrow, wide = min((width for width, *_ in cut), default=0), max((width for width, *_ in cut), default=0)
    sure = any(_breaks_off(line, follower) for _, line, follower in cut)
    if len(cut) < (1 if sure else FEWEST_OPEN):
        return None
    return wide if narrow >= NARROWEST and wide - narrow <= SLACK else None


def _breaks_off(line: str, follower: str) -> bool:
    """Whether an indented line goes on in one that is not, as no paragraph after another does, or ends in a number."""
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
    # A page break can leave a blank line in the middle of a sentence, but behind a heading it is meant.
    if after_blank and width:
        return len(parts) > 1 or not MARKER_RE.match(last)
    return not after_blank or (len(last) >= LEAST_CUT and _PROSE_RE.search(last) is not None)


def _measure_word(line: str) -> int:
    """By how much the word or the number at the beginning of a line is wider than an ideograph: it moved whole."""
    word = _WORD_RE.match(line)
    return max(0, len(word[0]) - 2) if word else 0
