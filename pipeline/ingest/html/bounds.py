"""Asks what the parser would have to do for a page, before it does it, and makes a page that costs too much a flat one.

Pages of real systems nest some thirty deep and leave a few elements open; a page made to do harm costs the square of
its length. What is open is counted as ``open_elements`` has it.
"""

import re
from collections.abc import Collection
from enum import Enum

from pipeline.ingest.html.open_elements import FOREIGN_RE, FORMATTING, MARKUP_RE, count_open

# Looking back over one open element takes 2.5 ns (measured 2026-11, selectolax 1.0): so many whatever the length, and
# so many a tag, are an eighth of a second and a second a megabyte at the most.
MOST_LOOKS, LOOKS_A_TAG = 50_000_000, 500
# What is made again takes some 100 bytes an element.
MOST_COPIES, COPIES_A_TAG = 1_000_000, 2
# A page of so many tags or fewer cannot look back more often than that, whatever it holds.
FEW = 10_000
# Word writes 10 MB with 300,000; an element costs some 600 bytes and 20 µs until it is read.
MOST_TAGS = 500_000
# The parser compares each with all before it. Real tags have ten.
MOST_ATTRIBUTES = 1_000

_ATTRIBUTE_RE = re.compile(
    r"""
    [^ \t\n\r\f/>] [^ \t\n\r\f/>=]*+
    (?: [ \t\n\r\f]*+ = [ \t\n\r\f]*+ (?: "[^"]*+"? | '[^']*+'? | [^ \t\n\r\f>]*+ ) )?+
    """,
    re.VERBOSE,
)
# What a tag that is as long has: so many characters without an end, or an end within quotation marks.
_LONG_TAG_RE = re.compile(rf"<[^>]{{{2 * MOST_ATTRIBUTES - 1}}}|=\s*+(?:\"[^\">]*+>|'[^'>]*+>)")
# Formatting elements with attributes: of those without, three of each are made again.
_FORMATTED_RE = re.compile(rf"<(?:{'|'.join(sorted(FORMATTING - {'a'}))})[ \t\n\r\f/]", re.IGNORECASE | re.ASCII)


class Excess(Enum):
    """What a page has more of than any page that a person wrote; the values are keys of messages."""

    DEPTH = "open_elements"
    TAGS = "tags"
    ATTRIBUTES = "attributes_in_one_tag"


def find_excess(html: str) -> Excess | None:
    """What a page has so much of that to parse it would take more than its length; none for pages that people wrote.

    >>> find_excess("<p>公开</p>" * 20_000), find_excess("<nav>" * 200_000)
    (None, <Excess.DEPTH: 'open_elements'>)
    """
    excess = _find_excess(html)
    # A page that is read as lines has as many tags as before.
    return Excess.TAGS if excess and html.count("<") > MOST_TAGS else excess


def _find_excess(html: str) -> Excess | None:
    marks = html.count("<")
    formatted = len(_FORMATTED_RE.findall(html)) + 3 * len(FORMATTING)
    # Of two characters is the shortest attribute: most tags are too short for so many.
    if _LONG_TAG_RE.search(html) and any(
        len(match[0]) > 2 * MOST_ATTRIBUTES and _has_many_attributes(match) for match in MARKUP_RE.finditer(html)
    ):
        return Excess.ATTRIBUTES
    if marks <= FEW and formatted * marks <= MOST_COPIES:
        return None
    excess = _count_excess(html)
    if excess is None and FOREIGN_RE.search(html):
        # Where drawings are, what is a comment or raw text is the parser's to say: then every tag counts.
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
    """A page without its elements: a line break where one begins or ends that stands on lines of its own.

    What else is taken out leaves a mark, so that nothing comes together to a tag that was none.

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
    """Whether a tag has more attributes than any that a person or a program wrote."""
    attributes = match["attributes"] or match["of_raw"] or ""
    return any(count > MOST_ATTRIBUTES for count, _ in enumerate(_ATTRIBUTE_RE.finditer(attributes), 1))
