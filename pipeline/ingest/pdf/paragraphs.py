"""Joins the lines of pages to paragraphs by where they begin and end, also across page breaks.

A full line continues in the next if that begins where continuation lines begin. So a number, a word or a sentence that
was wrapped comes out whole, and a heading stays separate.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from msgspec import Struct

from pipeline.ingest.line_ends import ENDED_RE, MARKER_RE
from pipeline.ingest.pdf.lines import Line, first_token, glue

# In font sizes: how near line ends must be to form an edge of the text; the room that a full line may leave besides
# the next word, and the wider room if only first lines are indented; the least indent.
SAME_EDGE = 0.7
SLACK = 0.6
WIDE_SLACK = 4.0
INDENT = 1.2
# The first line of a wrapped centred heading fills at least this share of the width.
WIDE_HEADING = 0.7
LARGE = 1.15
# A first line indented further than this is separate, as a signature is.
DEEPEST = 5.0
# The fewest lines that form an edge.
LEAST_LINES = 2
# The most that font sizes within a paragraph may differ, as a share.
SAME_SIZE = 0.12
# The largest line spacing, relative to the previous spacing, or after a first line in font sizes.
WIDER = 1.35
WIDEST = 2.6

_CLOSED = frozenset("；;：:。！？!?")


class Frame(Struct, frozen=True, gc=False):
    """The left and right edges of the text of a page, and the font size of the document's text."""

    left: float
    right: float
    size: float = inf


def find_frames(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Frame]:
    """The frame of each page; pages of the same width have text of the same width, perhaps shifted."""
    found = [_edges(lines) for lines in pages]
    widest: dict[int, float] = {}
    furthest: dict[int, float] = {}
    nearest: dict[int, float] = {}
    for (left, right), width in zip(found, map(round, widths), strict=True):
        if left is not None and right is not None:
            widest[width] = max(widest.get(width, 0.0), right - left)
            furthest[width] = max(furthest.get(width, 0.0), right)
            nearest[width] = min(nearest.get(width, inf), left)
    sizes = sorted(line.size for lines in pages for line in lines)
    size = sizes[len(sizes) // 2] if sizes else inf
    frames = []
    for (frame_left, _), key in zip(found, map(round, widths), strict=True):
        left = nearest.get(key, 0.0) if frame_left is None else frame_left
        # Text narrower than half of its page, as beside tables, is not wrapped.
        wrapped = 2 * widest.get(key, 0.0) > key
        frames.append(Frame(left, min(left + widest[key], furthest[key]) if wrapped else inf, size))
    return frames


def _edges(lines: Sequence[Line]) -> tuple[float | None, float | None]:
    """The leftmost and rightmost coordinates at which several lines begin or end."""
    if len(lines) < LEAST_LINES:
        return None, None
    near = SAME_EDGE * Counter(line.size for line in lines).most_common(1)[0][0]
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in lines), reverse=True)
    others = LEAST_LINES - 1
    left = next((x for x, other in zip(lefts, lefts[others:], strict=False) if other - x <= near), None)
    right = next((x for x, other in zip(rights, rights[others:], strict=False) if x - other <= near), None)
    return left, right


def uses_indents(pages: Sequence[Sequence[Line]], frames: Sequence[Frame]) -> bool:
    """Whether the first lines of paragraphs are indented, so that a full line continues in one that is not."""
    insets = [
        (line.left - frame.left) / line.size for lines, frame in zip(pages, frames, strict=True) for line in lines
    ]
    indented = sum(INDENT < inset < 3 for inset in insets)
    flush = sum(inset < SAME_EDGE for inset in insets)
    return indented >= max(2, 0.1 * len(insets)) and flush >= 2


class Paragraph(Struct, frozen=True, gc=False):
    """The lines of a paragraph."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The words on one line."""
        text = ""
        for line in self.lines:
            words = line.text
            text += glue(text, words) + words
        return text


def join_lines(lines: Iterable[Line], frames: Mapping[int, Frame], *, indents: bool) -> list[Paragraph]:
    """Joins lines to paragraphs; ``frames`` are those of their pages.

    >>> from pipeline.ingest.pdf.pages import Character
    >>> def line(text, left, level):
    ...     return Line(
    ...         1, tuple(Character(c, left + 10 * i, left + 10 * i + 10, level, 10.0) for i, c in enumerate(text))
    ...     )
    >>> lines = [line("一、概况", 20, 20), line("全年公开信息12", 20, 40), line("34条，均按时。", 0, 60)]
    >>> [p.text for p in join_lines(lines, {1: Frame(0.0, 100.0)}, indents=True)]
    ['一、概况', '全年公开信息1234条，均按时。']
    """
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _is_alike(paragraphs[-1], line) and _goes_on(paragraphs[-1], line, frames, indents=indents):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [Paragraph(tuple(parts)) for parts in paragraphs]


def _is_alike(parts: Sequence[Line], line: Line) -> bool:
    """Whether a line has the font size of the previous lines, is near them, and not in columns with them."""
    last = parts[-1]
    if abs(line.size - last.size) > SAME_SIZE * last.size or not _is_near(parts, line):
        return False
    return len(last.columns) == 1 or len(line.columns) == 1


def _goes_on(parts: Sequence[Line], line: Line, frames: Mapping[int, Frame], *, indents: bool) -> bool:
    """Whether a paragraph continues in a line, by where its last line ends and where this one begins."""
    last, size, words = parts[-1], parts[-1].size, parts[-1].text
    room = frames[last.page].right - last.right
    # Pages may have shifted frames, so positions are compared relative to them.
    inset = (line.left - frames[line.page].left) / size
    before = (last.left - frames[last.page].left) / size
    marked, ended = MARKER_RE.match(line.text) is not None, ENDED_RE.search(words) is not None
    if _is_heading(last, line, frames[last.page]):
        return not marked and words[-1] not in _CLOSED
    if len(parts) == 1 and before > DEEPEST:
        return False
    if room >= first_token(line) + SLACK * size:
        # Some programs wrap lines earlier than necessary.
        flush = indents and inset < SAME_EDGE and before > -SAME_EDGE
        return flush and room < WIDE_SLACK * size and not marked and words[-1] not in _CLOSED
    if inset < INDENT:
        return indents or not (marked or ended)
    if inset > before + SAME_EDGE:
        return False
    if inset < before - SAME_EDGE or len(parts) > 1:
        return not marked
    return not marked and words[-1] not in _CLOSED and not ended


def _is_heading(last: Line, line: Line, frame: Frame) -> bool:
    """Whether two lines are one wrapped heading: large and centred, the first of them wide."""
    middle, width = (frame.left + frame.right) / 2, frame.right - frame.left
    large = last.page == line.page and last.size >= LARGE * frame.size
    centred = all(abs((part.left + part.right) / 2 - middle) < last.size for part in (last, line))
    return large and centred and WIDE_HEADING * width <= last.right - last.left


def _is_near(parts: Sequence[Line], line: Line) -> bool:
    last = parts[-1]
    if last.page != line.page:
        return True
    step = line.baseline - last.baseline
    if len(parts) > 1 and parts[-2].page == last.page:
        return step <= WIDER * (last.baseline - parts[-2].baseline)
    return step <= WIDEST * last.size
