"""Joins the lines of pages to paragraphs, by where they begin and end: over the end of a page, too.

A line that has no room left for what follows goes on in the next, if that begins where lines that go on begin. So a
number, a word or a sentence that the width of the page has broken comes out whole, and a heading stays by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from msgspec import Struct

from pipeline.ingest.line_ends import ENDED_RE, MARKER_RE
from pipeline.ingest.pdf.lines import Line, first_token, glue

# In sizes of a character: an edge of the text is where lines end so near to each other; a line that leaves no more
# room than this and the next word is full, or, where only first lines are indented, than the wide slack; a line
# further in than the last of these is indented.
SAME_EDGE = 0.7
SLACK = 0.6
WIDE_SLACK = 4.0
INDENT = 1.2
# The first line of a centred heading fills so much of the width, if it is too long for one line.
WIDE_HEADING = 0.7
LARGE = 1.15
# A first line further in than this is set apart, as a signature is.
DEEPEST = 5.0
# So many lines make an edge.
LEAST_LINES = 2
# Characters of a line differ by this share of their size at most.
SAME_SIZE = 0.12
# Lines are no further apart than this, compared with the line before, or, behind a first line, in sizes.
WIDER = 1.35
WIDEST = 2.6

_CLOSED = frozenset("；;：:。！？!?")


class Frame(Struct, frozen=True):
    """Where the lines of a page begin and end, and the size of the text of its document."""

    left: float
    right: float
    size: float = inf


def find_frames(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Frame]:
    """The frame of the text of each page; pages of one width have text of one width, perhaps not at the same place."""
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
    for (own, _), key in zip(found, map(round, widths), strict=True):
        left = nearest.get(key, 0.0) if own is None else own
        # Where text is narrower than half of its page, as beside tables, it is not wrapped.
        wrapped = 2 * widest.get(key, 0.0) > key
        frames.append(Frame(left, min(left + widest[key], furthest[key]) if wrapped else inf, size))
    return frames


def _edges(lines: Sequence[Line]) -> tuple[float | None, float | None]:
    """The leftmost and the rightmost place where several lines begin or end."""
    if len(lines) < LEAST_LINES:
        return None, None
    near = SAME_EDGE * Counter(line.size for line in lines).most_common(1)[0][0]
    lefts, rights = sorted(line.left for line in lines), sorted((line.right for line in lines), reverse=True)
    others = LEAST_LINES - 1
    left = next((x for x, other in zip(lefts, lefts[others:], strict=False) if other - x <= near), None)
    right = next((x for x, other in zip(rights, rights[others:], strict=False) if x - other <= near), None)
    return left, right


def uses_indents(pages: Sequence[Sequence[Line]], frames: Sequence[Frame]) -> bool:
    """Whether the first lines of paragraphs are indented: then a full line goes on in one that is not."""
    places = [
        (line.left - frame.left) / line.size for lines, frame in zip(pages, frames, strict=True) for line in lines
    ]
    indented = sum(INDENT < place < 3 for place in places)
    flush = sum(place < SAME_EDGE for place in places)
    return indented >= max(2, 0.1 * len(places)) and flush >= 2


class Paragraph(Struct, frozen=True):
    """The lines of a paragraph."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its words on one line."""
        text = ""
        for line in self.lines:
            words = line.text
            text += glue(text, words) + words
        return text


def join_lines(lines: Iterable[Line], frames: Mapping[int, Frame], *, indents: bool) -> list[Paragraph]:
    """The paragraphs of lines; ``frames`` are those of their pages.

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
    """Whether a line has the size of the lines before, is near to them, and not in columns with them."""
    last = parts[-1]
    if abs(line.size - last.size) > SAME_SIZE * last.size or not _is_near(parts, line):
        return False
    return len(last.columns) == 1 or len(line.columns) == 1


def _goes_on(parts: Sequence[Line], line: Line, frames: Mapping[int, Frame], *, indents: bool) -> bool:
    """Whether a paragraph goes on in a line, by where its last line ends and where this one begins."""
    last, size, words = parts[-1], parts[-1].size, parts[-1].text
    room = frames[last.page].right - last.right
    # Where a page's frame lies elsewhere, lines are compared within it.
    inset = (line.left - frames[line.page].left) / size
    before = (last.left - frames[last.page].left) / size
    marked, ended = MARKER_RE.match(line.text) is not None, ENDED_RE.search(words) is not None
    if _is_heading(last, line, frames[last.page]):
        return not marked and words[-1] not in _CLOSED
    if len(parts) == 1 and before > DEEPEST:
        return False
    if room >= first_token(line) + SLACK * size:
        # Some programs break lines earlier than they must.
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
    """Whether two lines are one heading that was too long for its line: large and centred, the first of them wide."""
    middle, width = (frame.left + frame.right) / 2, frame.right - frame.left
    large = last.page == line.page and last.size >= LARGE * frame.size
    centred = all(abs((one.left + one.right) / 2 - middle) < last.size for one in (last, line))
    return large and centred and WIDE_HEADING * width <= last.right - last.left


def _is_near(parts: Sequence[Line], line: Line) -> bool:
    last = parts[-1]
    if last.page != line.page:
        return True
    step = line.baseline - last.baseline
    if len(parts) > 1 and parts[-2].page == last.page:
        return step <= WIDER * (last.baseline - parts[-2].baseline)
    return step <= WIDEST * last.size
