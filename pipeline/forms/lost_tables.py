"""Finds pictures and embedded pages that take the place of a table or a section and are not read."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import regex

from pipeline.characters import PICTURED, squeeze
from pipeline.model import Gap, GapKind, Problem, Text
from pipeline.rulebook import NUMBERING, form_rules, one_of

LINKS = frozenset((GapKind.ATTACHMENT, GapKind.LINKED_TABLE))
LONGEST_HEADING = 40
# A text with fewer ideographs besides its title has no content.
FEWEST_WORDS = 10
Span = tuple[int, int] | None

_NUMBERED_RE = regex.compile(NUMBERING)
_LINE_RE = regex.compile(r"[^\n]*\S[^\n]*")
_STYLE_RE = regex.compile(
    r"(?P<first>[一二三四五六七八九十]+、)|(?P<second>\([一二三四五六七八九十]+\))|(?P<third>\d+[.、])"
)
_IDEOGRAPH_RE = regex.compile(r"\p{Han}")


def find_lost_tables(text: Text) -> Iterator[Problem]:
    """A problem for each heading with unread content and no words below it.

    If a heading or a caption announces a table, the table is lost whatever follows; a picture within text is ignored.
    """
    reported: set[Span] = set()
    says_nothing = bool(text.gaps) and _says_nothing(text)
    for gap in text.gaps:
        above, below = _line_above(text, gap.offset), _line_below(text, gap.offset)
        if gap.kind in LINKS:
            above = below
        if above in reported or not (says_nothing or _is_lost(text, gap, above, below)):
            continue
        reported.add(above)
        yield _report_lost(gap.kind, text, above)
    for above in _find_pictured(text):
        if above not in reported:
            reported.add(above)
            yield _report_lost(GapKind.PICTURE, text, above)
    yield from (_report_empty(text, span) for span in _find_empty(text) if span not in reported)


def _find_pictured(text: Text) -> Iterator[tuple[int, int]]:
    """The headings in cells of a layout that announce a table over a cell with nothing but a picture."""
    lines = [match.span() for match in _LINE_RE.finditer(text.text)] if PICTURED in text.text else []
    for above, line in pairwise(lines):
        heading = squeeze(text.plain[slice(*above)])
        is_picture = not text.text[slice(*line)].strip(PICTURED + " \t\u3000")
        if is_picture and len(heading) <= LONGEST_HEADING and _announced_re().search(heading):
            yield above


def _report_empty(text: Text, span: tuple[int, int]) -> Problem:
    return Problem("missing_body.section", *span, heading=text.text[slice(*span)].strip()[:LONGEST_HEADING])


def _find_empty(text: Text) -> Iterator[tuple[int, int]]:
    """The numbered headings that announce a table of the form and are followed by the next heading or nothing.

    Headings that occur again in the text (tables of contents) are ignored, and texts that contain such tables.
    """
    lines = [match.span() for match in _LINE_RE.finditer(text.text)]
    words = [squeeze(text.plain[slice(*line)]) for line in lines]
    for index, line in enumerate(lines):
        announced = _is_heading(words[index]) and _announced_re().search(words[index])
        if not announced or words.count(words[index]) > 1 or any(g.start <= line[0] < g.end for g in text.grids):
            continue
        follows = words[index + 1] if index + 1 < len(lines) else ""
        below = lines[index + 1][0] if follows else None
        if (not follows or _is_next(words[index], follows)) and not any(g.start == below for g in text.grids):
            yield line


def _is_next(heading: str, follows: str) -> bool:
    """Whether a line is the next heading of the same style."""
    style = _STYLE_RE.match(heading)
    return (
        style is not None
        and _is_heading(follows)
        and (other := _STYLE_RE.match(follows)) is not None
        and (style.lastgroup == other.lastgroup)
    )


def _report_lost(kind: GapKind, text: Text, above: Span) -> Problem:
    heading = text.text[slice(*above)].strip()[:LONGEST_HEADING] if above else "-"
    span = above or (None, None)
    if kind is GapKind.PICTURE:
        return Problem("pictured_table", *span, heading=heading)
    if kind is GapKind.FRAME:
        return Problem("framed_content", *span, heading=heading)
    if kind is GapKind.LINKED_TABLE:
        return Problem("attached_report.table", *span, heading=heading)
    return Problem("attached_report", *span, heading=heading)


def _says_nothing(text: Text) -> bool:
    """Whether a text has nothing but its title, so that its unread content is the report."""
    lines = sorted((squeeze(line) for line in text.plain.splitlines()), key=len)
    return not text.grids and len(_IDEOGRAPH_RE.findall("".join(lines[:-1]))) < FEWEST_WORDS


def _is_lost(text: Text, gap: Gap, above: Span, below: Span) -> bool:
    if gap.kind in LINKS:
        return True
    if above is None:
        return False
    heading = squeeze(text.plain[slice(*above)])
    follows = squeeze(text.plain[slice(*below)]) if below else ""
    in_table = any(grid.start <= above[0] < grid.end for grid in text.grids)
    if not in_table and len(heading) <= LONGEST_HEADING and _announced_re().search(heading):
        return below is None or not any(grid.start == below[0] for grid in text.grids)
    return _is_heading(heading) and (not follows or _is_heading(follows))


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and _NUMBERED_RE.match(line) is not None and line[-1] not in "。;；"


def _line_above(text: Text, offset: int) -> Span:
    """The last line before an offset, which may be after the end of the text."""
    end = min(offset, len(text.text))
    while end > 0:
        start = text.text.rfind("\n", 0, end - 1) + 1
        if text.text[start:end].strip():
            return start, end - 1 if text.text[end - 1 : end] == "\n" else end
        end = start
    return None


def _line_below(text: Text, offset: int) -> Span:
    """The first line at or after an offset."""
    start = offset
    while start < len(text.text):
        end = text.text.find("\n", start)
        end = len(text.text) if end < 0 else end
        if text.text[start:end].strip():
            return start, end
        start = end + 1
    return None


@cache
def _announced_re() -> "regex.Pattern[str]":
    return regex.compile(one_of(form_rules().stretches.announced) + r"[^。;]{0,12}$")
