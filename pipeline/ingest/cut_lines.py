"""Rejoins lines that were wrapped at a fixed width, so that the text is as it was before.

A text may have been wrapped more than once (lines of a page, wrapped again by a mail program), so this is repeated
until no width is found.
"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.characters import to_plain
from pipeline.ingest.furniture import furniture_line
from pipeline.ingest.line_ends import ENDED_RE, PAGE_NUMBER_RE, glue
from pipeline.ingest.line_starts import LONGEST_ENTRY, Style, begins_row, opens_anew, read_style
from pipeline.ingest.line_width import Width, find_width

MOST_ROUNDS = 4
# The line with the date and the publisher is among the first so many.
HEAD_LINES = 6
# The most pieces of a line or a row that are examined.
MOST_PIECES = 20


def restore_lines(lines: Sequence[str]) -> list[str]:
    """The lines as they were before wrapping; unchanged if they were not wrapped.

    >>> text = "全年共收到政府信息公开申请一百二十件，均在法定期限内答复，其中予以公开八十件，不予公开四十件。"
    >>> restore_lines(["一、概况", *(text[i : i + 20] for i in range(0, 45, 20)), "二、问题"]) == [
    ...     "一、概况",
    ...     text,
    ...     "二、问题",
    ... ]
    True
    """
    padded = all(line[-1:].isspace() for line in lines if line.strip())
    restored = [line.rstrip() for line in lines] if padded else list(lines)
    for _ in range(MOST_ROUNDS):
        width = find_width(restored)
        if width is None:
            break
        restored = join_full(restored, width)
    return restored


def join_full(lines: Sequence[str], width: Width) -> list[str]:
    """Joins the lines that were wrapped at a width; a page number between two such lines is dropped."""
    full = [*(_is_full(width, *pair) for pair in pairwise(lines)), False]
    style = read_style(lines, full)
    joined: list[list[str]] = []
    # Blank lines and page numbers since the last line.
    held: list[list[str]] = []
    last = ""
    for index, line in enumerate(lines):
        if not line.strip(" ") or PAGE_NUMBER_RE.fullmatch(line):
            held.append([line])
            continue
        paged = any(line_held.strip() for [line_held] in held)
        may = bool(joined) and _may_go_on(last, line, width, apart=bool(held), paged=paged)
        if may and _goes_on(joined, line, style, _rest(lines, full, index)):
            joined[-1].append((glue(last, line) if width.whole_words else "") + line)
        else:
            joined += [*held, [line]]
        held, last = [], line
    return ["".join(parts) for parts in [*joined, *held]]


def _is_full(width: Width, line: str, follower: str) -> bool:
    """Whether a line is full. A row of blank cells separated by tabs is not a blank line."""
    return bool(line.strip(" ") and follower.strip(" ")) and width.is_full(line, follower)


def _may_go_on(last: str, line: str, width: Width, *, apart: bool, paged: bool) -> bool:
    """Whether a line may continue in the next. It must be full; across a page number, only a sentence may."""
    return width.is_full(last, line) and (not apart or (paged and not ENDED_RE.search(last)))


def _rest(lines: Sequence[str], full: Sequence[bool], index: int) -> str:
    """A line joined with the lines after it in which it may continue."""
    end = index
    while full[end] and end < index + MOST_PIECES:
        end += 1
    return "".join(lines[index : end + 1])


def _goes_on(joined: Sequence[Sequence[str]], line: str, style: Style, rest: str) -> bool:
    """Whether the last of the joined lines, which is full, continues in a line."""
    above = "".join(joined[-1][-MOST_PIECES:])
    if above.startswith("|"):
        return _bars_go_on(above, line, rest)
    if "\t" in above or "\t" in line:
        before = sum(piece.count("\t") for piece in joined[-2]) if len(joined) > 1 else 0
        return _tabs_go_on(above, line, before, rest.count("\t"))
    if len(joined) <= HEAD_LINES and len(above) <= LONGEST_ENTRY and furniture_line(to_plain(line.strip()), "head"):
        return False
    return not opens_anew(above, line, style)


def _bars_go_on(row: str, line: str, rest: str) -> bool:
    """Whether a row between bars continues: a complete row ends with a bar, and the next begins with one."""
    if line.startswith("|"):
        return not row.endswith("|") or len(row) == 1
    return not row.rstrip().endswith("|") or "|" in rest


def _tabs_go_on(row: str, line: str, before: int, behind: int) -> bool:
    """Whether a row of cells continues, or a paragraph before a line with tabs is the beginning of a row.

    ``before`` and ``behind`` count the tabs of the row above, and of the line with those it may continue in.
    """
    cells = row.count("\t")
    if not cells:
        return not ENDED_RE.search(row.strip())
    alike = 0 < before == cells <= behind and behind % before == 0
    if not begins_row(row, line, alike=alike):
        return True
    return row.endswith("\t") and cells < before
