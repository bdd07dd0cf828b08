"""Puts lines together again that a fixed width cut, so that the text is as it was before.

A text may have been cut more than once, as lines of a page that a form of mail cut again: until no width is found.
"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.characters import to_plain
from pipeline.ingest.furniture import furniture_line
from pipeline.ingest.line_ends import ENDED_RE, PAGE_NUMBER_RE, glue
from pipeline.ingest.line_starts import LONGEST_ENTRY, Style, begins_row, opens_anew, read_style
from pipeline.ingest.line_width import Width, find_width

MOST_ROUNDS = 4
# The line with the date and the publisher is among so many.
HEAD_LINES = 6
# More pieces of a line or a row are not looked at.
MOST_PIECES = 20


def restore_lines(lines: Sequence[str]) -> list[str]:
    """The lines as they were before a width cut them; all of them where none did.

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
    """The lines, those joined that a width cut; a page number between the two is dropped."""
    full = [*(_is_full(width, *pair) for pair in pairwise(lines)), False]
    style = read_style(lines, full)
    joined: list[list[str]] = []
    # Blank lines and page numbers since the last line.
    held: list[list[str]] = []
    last = ""
    for place, line in enumerate(lines):
        if not line.strip(" ") or PAGE_NUMBER_RE.fullmatch(line):
            held.append([line])
            continue
        paged = any(one.strip() for [one] in held)
        may = bool(joined) and _may_go_on(last, line, width, apart=bool(held), paged=paged)
        if may and _goes_on(joined, line, style, _rest(lines, full, place)):
            joined[-1].append((glue(last, line) if width.whole_words else "") + line)
        else:
            joined += [*held, [line]]
        held, last = [], line
    return ["".join(parts) for parts in [*joined, *held]]


def _is_full(width: Width, line: str, follower: str) -> bool:
    """Whether a line is full; a row of blank cells, which tabs part, is no blank line."""
    return bool(line.strip(" ") and follower.strip(" ")) and width.is_full(line, follower)


def _may_go_on(last: str, line: str, width: Width, *, apart: bool, paged: bool) -> bool:
    """Whether a line is full; over the end of a page, which has a number, only a sentence goes on."""
    return width.is_full(last, line) and (not apart or (paged and not ENDED_RE.search(last)))


def _rest(lines: Sequence[str], full: Sequence[bool], place: int) -> str:
    """A line with those behind it that it may go on in."""
    end = place
    while full[end] and end < place + MOST_PIECES:
        end += 1
    return "".join(lines[place : end + 1])


def _goes_on(joined: Sequence[Sequence[str]], line: str, style: Style, rest: str) -> bool:
    """Whether the last of the joined lines, which is full, goes on in a line."""
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
    """Whether a row between bars goes on: one that is whole ends with a bar, and the next begins with one."""
    if line.startswith("|"):
        return not row.endswith("|") or len(row) == 1
    return not row.rstrip().endswith("|") or "|" in rest


def _tabs_go_on(row: str, line: str, before: int, behind: int) -> bool:
    """Whether a row of cells goes on, or a paragraph before a line with tabs is the beginning of a row.

    ``before`` and ``behind`` are the tabs of the row above, and of the line with what it may go on in.
    """
    cells = row.count("\t")
    if not cells:
        return not ENDED_RE.search(row.strip())
    alike = 0 < before == cells <= behind and behind % before == 0
    if not begins_row(row, line, alike=alike):
        return True
    return row.endswith("\t") and cells < before
