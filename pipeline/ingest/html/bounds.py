"""Estimates the parser's work on a page before parsing it, and flattens pages that would cost too much.

Real pages nest some thirty levels deep and leave a few elements open; a malicious page costs the square of its length.
``open_elements`` counts what is open.
"""

import re
from collections.abc import Collection
from enum import Enum

from pipeline.ingest.html.open_elements import FOREIGN_RE, FORMATTING, MARKUP_RE, count_open

# Looking back over one open element takes 2.5 ns (measured 2026-11, selectolax 1.0): so many in all, and so many per
# tag, take at most 0.125 s and 1 s per megabyte.
MOST_LOOKS, LOOKS_A_TAG = 50_000_000, 500
# A recreated element takes about 100 bytes.
MOST_COPIES, COPIES_A_TAG = 1_000_000, 2
# A page of at most so many tags cannot exceed these bounds, whatever it contains.
FEW = 10_000
# Word writes 300,000 tags in 10 MB; an element takes about 600 bytes and 20 µs to read.
MOST_TAGS = 500_000
# The parser compares each attribute with all before it. Real tags have up to ten.
MOST_ATTRIBUTES = 1_000

_ATTRIBUTE_RE = re.compile(
    r"""
    [^ \t\n\r\f/>] [^ \t\n\r\f/>=]*+
    (?: [ \t\n\r\f]*+ = [ \t\n\r\f]*+ (?: "[^"]*+"? | '[^']*+'? | [^ \t\n\r\f>]*+ ) )?+
    """,
    re.VERBOSE,
)
# A tag of so many characters has no end, or its end is within quotation marks. Two patterns that each begin with one
# character take half the time of one.
_LONG_TAG_RE = re.compile(rf"<[^>]{{{2 * MOST_ATTRIBUTES - 1}}}")
_QUOTED_END_RE = re.compile(r"=\s*+(?:\"[^\">]*+>|'[^'>]*+>)")
# Formatting elements with attributes; of those without, at most three of each are recreated.
_FORMATTED_RE = re.compile(
    rf"<(?=[{''.join({name[0] for name in FORMATTING})}])(?:{'|'.join(sorted(FORMATTING - {'a'}))})[ \t\n\r\f/]",
    re.IGNORECASE | re.ASCII,
)


class Excess(Enum):
    """What an excessive page has too much of; the values are keys of messages."""

    DEPTH = "open_elements"
    TAGS = "tags"
    ATTRIBUTES = "attributes_in_one_tag"


def find_excess(html: str) -> Excess | None:
    """What makes parsing a page cost more than its length; ``None`` for ordinary pages.

    >>> find_excess("<p>公开</p>" * 20_000), find_excess("<nav>" * 200_000)
    (None, <Excess.DEPTH: 'open_elements'>)
    """
    excess = _find_excess(html)
    # A page that is read as lines keeps its number of tags.
    return Excess.TAGS if excess and html.count("<") > MOST_TAGS else excess


def _find_excess(html: str) -> Excess | None:
    marks = html.count("<")
    formatted = len(_FORMATTED_RE.findall(html)) + 3 * len(FORMATTING)
    # The shortest attribute has two characters: most tags are too short for so many.
    if (_LONG_TAG_RE.search(html) or _QUOTED_END_RE.search(html)) and any(
        len(match[0]) > 2 * MOST_ATTRIBUTES and _has_many_attributes(match) for match in MARKUP_RE.finditer(html)
    ):
        return Excess.ATTRIBUTES
    if marks <= FEW and formatted * marks <= MOST_COPIES:
        return None
    excess = _count_excess(html)
    if excess is None and FOREIGN_RE.search(html):
        # With drawings, only the parser knows what is a comment or raw text, so every tag counts.
        excess = _count_excess(html, every_tag=True)
    return excess


def _count_excess(html: str, *, every_tag: bool = False) -> Excess | None:
    looks = copies = 0
    for tags, (elements, again) in enumerate(count_open(html, every_tag=every_tag), 1):
        looks, copies = looks + elements, copies + again
        if tags > MOST_TAGS:
            return Excess.TAGS
        if looks > MOST_LOOKS + LOOKS_A_TAG * tags or copies > MOST_COPIES + COPIES_A_TAG * tags:
            return Excess.DEPTH
    return None


def flatten(html: str, blocks: Collection[str]) -> str:
    """Removes the elements of a page; where a block element begins or ends, a line break remains.

    Other tags leave a mark, so that the text around them cannot join to a new tag.

    >>> flatten("<title a>年报</title><nav a=1>公开<b>3</b>条<<i>p><!-- x -->", {"nav"})
    '<title>年报</title><br>公开<wbr>3<wbr>条<<wbr>p><wbr>'
    """

    def replace(match: "re.Match[str]") -> str:
        if (match["raw"] or "").lower() == "title":
            return "<title" + match[0][match.end("of_raw") - match.start() :]
        name = (match["name"] or "").lower()
        if name == "title":
            return "</title>"
        return "<br>" if name in blocks else "<wbr>"

    return MARKUP_RE.sub(replace, html)


def _has_many_attributes(match: "re.Match[str]") -> bool:
    """Whether a tag has more attributes than any ordinary one."""
    attributes = match["attributes"] or match["of_raw"] or ""
    return any(count > MOST_ATTRIBUTES for count, _ in enumerate(_ATTRIBUTE_RE.finditer(attributes), 1))
