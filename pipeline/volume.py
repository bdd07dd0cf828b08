"""Cuts a file that holds several reports into the pages of each: a county's departments, or the years of one agency.

It is cut only where nothing speaks against it: each report has a title of its own that says whose it is and on which
year, or on which year where each is signed, no two the same, and its own headings behind it, from 一、 on. Lists of
titles, quotations, annexes and reports without such a title leave the file one document, as it was.
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

# More reports are in no file; what has more is a table of titles or made to do harm.
MOST = 1000
# The title of a report stands on so many lines, and this far at most before its first heading: a preamble is between.
TITLE_LINES = 3
REACH = 3000
# The line before a title, which may say that an annex begins, ends at most so far before it.
ABOVE = 200
# A report has so many ideographs behind its first heading; what is shorter is an excerpt, as of a list of pages.
LEAST = 60

# Who signs a report stands on one of so many last lines.
SIGNED_LINES = 4
# So many lines before the first report are a title of all of them and a word or two, and say nothing else.
MOST_BEFORE = 3

_BRACKETED_FIRST_RE = regex.compile(r"^\ ?\(一\)", regex.MULTILINE)
# At the head of a line, or of a paragraph whose line end was lost and whose indent was not.
_FIRST_RE = regex.compile(r"(?:^\ ?|(?<=\S\ {2,8}))一\ ?[、.．]", regex.MULTILINE)
_SECOND_RE = regex.compile(r"(?:^\ ?|(?<=\S\ {2,8}))二\ ?[、.．]|^\ ?\(二\)", regex.MULTILINE)
_PROSE_RE = regex.compile(r"[,。;:!?]")
# The day under a signature: what stands above it is of the report before.
_DAY_RE = regex.compile(
    r"[12一二][〇○零O\d一二三四五六七八九]{3}\ ?年\ ?[\d一二三十]{1,3}\ ?月\ ?[\d一二三四五六七八九十]{1,3}\ ?日"
)
_HAN_RE = regex.compile(r"\p{Unified_Ideograph}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text that is a title, from where it begins, over several lines where it is printed so."""

    start: int
    end: int
    titled: Titled

    @property
    def key(self) -> tuple[str, int]:
        """Whose it is, and on which year."""
        return self.titled.author, self.titled.year


def split_page(page: Page, text: Text) -> tuple[Page, ...]:
    """The pages of the reports that a page holds, each as if it were a file of its own; itself where it holds one.

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
    # What the page says of itself (its title, its publisher, a day) is of the volume, or of one of the reports.
    parts = [
        replace(page, blocks=page.blocks[first:last], facts=()) for first, last in pairwise([*blocks, len(page.blocks)])
    ]
    before = text.plain[: starts[0]]
    if "。" in before or len(before.split()) > MOST_BEFORE:
        outside = Problem("outside_reports", count=len(before))
        parts[0] = replace(parts[0], problems=(*parts[0].problems, outside))
    return tuple(parts)


def _find_starts(text: Text) -> list[int]:
    """Where the reports of a text begin; nothing where it is not sure that they are several, and which."""
    # (一) numbers what is outermost only where nothing else does.
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
            return []  # what is numbered anew has no title: an annex, or a report whose title is not known
        while len(near) > 1 and near[-2].key == near[-1].key:
            near.pop()  # a title that stands twice, as on a cover
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
    """The lines that are titles, also those of which whose report it is stands on the lines above."""
    above: list[tuple[int, str]] = []
    place = 0
    for line in text.plain.split("\n"):
        start, place = place, place + len(line) + 1
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
    """Whether every title that stands anywhere is of one of the reports, but for one at the head: the volume's own."""
    known = {opening.key for opening in openings}
    head = [title for title in titles if title.start < openings[0].start and title.key not in known]
    behind = [title for title in titles if title.start >= openings[0].start]
    if len(head) > 1:
        return False
    # Within a report only its own title may stand again, as at the head of every page of print.
    place = 0
    for title in behind:
        while place + 1 < len(openings) and title.start >= openings[place + 1].start:
            place += 1
        within = title.start > firsts[place]
        if within and title.key != openings[place].key:
            return False
    return True


def _is_report(text: Text, first: int, end: int) -> bool:
    """Whether what stands behind a first heading is a report: it has a second heading, sentences, and some length."""
    body = text.plain[first:end]
    return bool(_SECOND_RE.search(body)) and "。" in body and len(_HAN_RE.findall(body, endpos=4 * LEAST * 10)) >= LEAST


def _is_signed(text: Text, first: int, end: int) -> bool:
    """Whether one of the last lines of a report is the name of an agency."""
    lines = text.plain[first:end].rstrip().rsplit("\n", SIGNED_LINES)[1:]
    return any(is_full_name(squeeze(line)) for line in lines)


def _are_annexes(text: Text, openings: Sequence[_Line]) -> bool:
    """Whether the line before a title says that an annex begins there."""
    for opening in openings:
        before = text.plain[max(0, opening.start - ABOVE) : opening.start].rstrip().rpartition("\n")[2]
        if is_annex(before):
            return True
    return False


def _blocks_at(page: Page, starts: Sequence[int]) -> list[int] | None:
    """Which blocks of the page begin at these places of its text; nothing where one begins within a block."""
    places = {one.start: number for number, one in enumerate(place_blocks(page)) if one.printed is not None}
    found = [places.get(start) for start in starts]
    return None if None in found else [number for number in found if number is not None]
