"""Splits a file with several reports into one page for each: a county's departments, or the years of one agency.

A file is split only if nothing contradicts it. Each report has a title of its own with agency and year (the year alone
if each report is signed), no two titles are the same, and the headings of the report follow, from 一、 on. A file with
lists of titles, quotations, annexes or reports without such a title stays one document.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.ingest import read_label
from pipeline.metadata import Titled, is_full_name, read_titled, read_unsigned
from pipeline.model import Page, Problem, Text
from pipeline.outline import is_annex, is_form_row
from pipeline.text import in_region, place_blocks

# No real file has more reports; one that has is a table of titles, or malicious.
MOST = 1000
# The most lines of a title, and its largest distance to the first heading, since a preamble may come between them.
TITLE_LINES = 3
REACH = 3000
# The largest distance to the line before a title, which may say that an annex begins.
ABOVE = 200
# The fewest ideographs after the first heading of a report; a shorter text is an excerpt, as in a list of pages.
LEAST = 60

# The signature of a report is within so many last lines.
SIGNED_LINES = 4
# Up to so many words before the first report are only a title of the volume.
MOST_BEFORE = 3

_BRACKETED_FIRST_RE = regex.compile(r"^\ ?\(一\)", regex.MULTILINE)
# At the beginning of a line, or of a paragraph that lost its line break but not its indent.
_FIRST_RE = regex.compile(r"(?:^\ ?|(?<=\S\ {2,8}))一\ ?[、.．]", regex.MULTILINE)
_SECOND_RE = regex.compile(r"(?:^\ ?|(?<=\S\ {2,8}))二\ ?[、.．]|^\ ?\(二\)", regex.MULTILINE)
_PROSE_RE = regex.compile(r"[,。;:!?]")
# The day below a signature: the lines above it belong to the previous report.
_DAY_RE = regex.compile(
    r"[12一二][〇○零O\d一二三四五六七八九]{3}\ ?年\ ?[\d一二三十]{1,3}\ ?月\ ?[\d一二三四五六七八九十]{1,3}\ ?日"
)
_HAN_RE = regex.compile(r"\p{Unified_Ideograph}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A title in a text; it may span several lines."""

    start: int
    end: int
    titled: Titled

    @property
    def key(self) -> tuple[str, int]:
        """The agency and the year in it."""
        return self.titled.author, self.titled.year


def split_page(page: Page, text: Text) -> tuple[Page, ...]:
    """One page for each report in a page, as if it were a file of its own; the page itself if it has only one.

    >>> from pipeline.model import Block, Format
    >>> from pipeline.text import compose_text
    >>> words = "一、概述|2022年，我局主动公开政府信息3条，内容涉及水利工程建设、防汛抗旱和饮水安全。|"
    >>> words += "二、收到申请情况|全年收到政府信息公开申请2件，均已按时答复申请人，没有收取费用。"
    >>> lines = [f"某县{name}局2022年政府信息公开工作年度报告|{words}" for name in ("水务", "教育")]
    >>> page = Page(Format.TEXT, "utf-8", tuple(Block(line) for line in "|".join(lines).split("|")))
    >>> [part.blocks[0].text[:5] for part in split_page(page, compose_text(page))]
    ['某县水务局', '某县教育局']
    """
    starts = _find_starts(text)
    if len(starts) < 2:
        return (page,)
    blocks = _blocks_at(page, starts)
    if blocks is None:
        return (page,)
    # The facts of the page (title, publisher, a day) are about the volume, or about one of the reports.
    parts = [
        replace(page, blocks=page.blocks[first:last], facts=()) for first, last in pairwise([*blocks, len(page.blocks)])
    ]
    before = text.plain[: starts[0]]
    if "。" in before or len(before.split()) > MOST_BEFORE:
        outside = Problem("outside_reports", count=len(before))
        parts[0] = replace(parts[0], problems=(*parts[0].problems, outside))
    return tuple(parts)


def _find_starts(text: Text) -> list[int]:
    """The offsets at which the reports of a text begin; none unless it certainly has several."""
    # (一) is the outermost numbering only if there is no other.
    firsts = _find_firsts(text, _FIRST_RE) or _find_firsts(text, _BRACKETED_FIRST_RE)
    if not 1 < len(firsts) <= MOST:
        return []
    titles = list(_find_titles(text, read_titled))
    unsigned = not titles
    titles = titles or list(_find_titles(text, read_unsigned))
    starts = [title.start for title in titles]
    openings: list[_Line] = []
    before = 0
    for first in firsts:
        some = titles[bisect_left(starts, max(before, first - REACH)) : bisect_left(starts, first)]
        near = [title for title in some if title.titled.report]
        if not near:
            return []  # numbering restarts without a title: an annex, or a report with an unknown title
        while len(near) > 1 and near[-2].key == near[-1].key:
            near.pop()  # a repeated title, as on a cover
        openings.append(near[-1])
        before = first
    keys = [opening.key for opening in openings]
    if len(set(keys)) < len(keys) or not _agree(titles, openings, firsts):
        return []
    ends = [opening.start for opening in openings[1:]] + [len(text.plain)]
    pairs = list(zip(firsts, ends, strict=True))
    whole = all(_is_report(text, first, end) and (not unsigned or _is_signed(text, first, end)) for first, end in pairs)
    return [opening.start for opening in openings] if whole and not _are_annexes(text, openings) else []


def _find_firsts(text: Text, pattern: "regex.Pattern[str]") -> list[int]:
    return [
        match.start()
        for match in pattern.finditer(text.plain)
        if not in_region(text, match.start()) and not is_form_row(text.plain, match.start())
    ]


def _find_titles(text: Text, read: Callable[[str], Titled | None]) -> Iterator[_Line]:
    """The titles in a text, including those whose agency is on the lines above."""
    above: list[tuple[int, str]] = []
    following = 0
    for line in text.plain.split("\n"):
        start, following = following, following + len(line) + 1
        other = _PROSE_RE.search(line) or _DAY_RE.fullmatch(line.strip())
        if in_region(text, start) or other or read_label(line.strip().split(" ", 1)[0]):
            above.clear()
            continue
        for number in range(min(TITLE_LINES, len(above) + 1)):
            upper = above[len(above) - number :]
            titled = read("".join(words for _, words in upper) + line.strip())
            if titled:
                yield _Line(upper[0][0] if upper else start, start + len(line), titled)
                above.clear()
                break
        else:
            above = [*above, (start, line.strip())][-TITLE_LINES + 1 :]


def _agree(titles: Sequence[_Line], openings: Sequence[_Line], firsts: Sequence[int]) -> bool:
    """Whether every title belongs to one of the reports, except for one at the beginning: the volume's own."""
    known = {opening.key for opening in openings}
    head = [title for title in titles if title.start < openings[0].start and title.key not in known]
    behind = [title for title in titles if title.start >= openings[0].start]
    if len(head) > 1:
        return False
    # Within a report only its own title may be repeated, as a running head is.
    index = 0
    for title in behind:
        while index + 1 < len(openings) and title.start >= openings[index + 1].start:
            index += 1
        within = title.start > firsts[index]
        if within and title.key != openings[index].key:
            return False
    return True


def _is_report(text: Text, first: int, end: int) -> bool:
    """Whether a report follows a first heading: with a second heading, sentences, and some length."""
    body = text.plain[first:end]
    return bool(_SECOND_RE.search(body)) and "。" in body and len(_HAN_RE.findall(body, endpos=4 * LEAST * 10)) >= LEAST


def _is_signed(text: Text, first: int, end: int) -> bool:
    """Whether one of the last lines of a report is the name of an agency."""
    lines = text.plain[first:end].rstrip().rsplit("\n", SIGNED_LINES)[1:]
    return any(is_full_name(squeeze(line)) for line in lines)


def _are_annexes(text: Text, openings: Sequence[_Line]) -> bool:
    """Whether the line before any of the titles says that an annex begins there."""
    for opening in openings:
        before = text.plain[max(0, opening.start - ABOVE) : opening.start].rstrip().rpartition("\n")[2]
        if is_annex(before):
            return True
    return False


def _blocks_at(page: Page, starts: Sequence[int]) -> list[int] | None:
    """The indices of the blocks that begin at these offsets of the text; null if an offset is within a block."""
    indices = {block.start: index for index, block in enumerate(place_blocks(page)) if block.printed is not None}
    found = [indices.get(start) for start in starts]
    return None if None in found else [index for index in found if index is not None]
