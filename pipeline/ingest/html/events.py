"""Walks the markup of an HTML page: its tags and its texts in reading order, as a flat list.

The walk keeps no recursion, so that pages may nest as deep as they like.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.ingest.furniture import furniture_rules

# Every open block element makes the parser look back over all others: a page of 20,000 takes half a second, one of
# 100,000 forty (measured 2026-11, selectolax 1.0). Pages of real systems nest some thirty deep.
DEEPEST = 5_000

_NESTING_RE = re.compile(
    r"""<(?P<close>/?)
    (?:div|section|article|center|blockquote|main|aside|header|ul|ol|li|dl|dt|dd|fieldset|figure|select|optgroup|option)
    \b[^<>]*>""",
    re.IGNORECASE | re.VERBOSE,
)
_HIDDEN_RE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Event(NamedTuple):
    """A start tag, an end tag or a text (then ``name`` is the text)."""

    kind: Literal["open", "close", "text"]
    name: str
    attributes: Mapping[str, str | None] = {}


class Markup(NamedTuple):
    """The events of a page, and for the place of each start tag that of its end tag."""

    events: list[Event]
    ends: dict[int, int]


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page; where it nests deeper than any real one, block elements are taken for line breaks."""
    return LexborHTMLParser(_NESTING_RE.sub("<br>", html) if is_too_deep(html) else html)


def is_too_deep(html: str) -> bool:
    """Whether more block elements are open at once than in any page that a person wrote.

    >>> is_too_deep("<div>" * 10 + "</div>" * 10), is_too_deep("<option>" * 6000)
    (False, True)
    """
    depth = 0
    if html.count("<") <= DEEPEST:
        return False
    for match in _NESTING_RE.finditer(html):
        depth = max(0, depth - 1) if match["close"] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def walk(root: LexborNode | None) -> Markup:
    """The tags and texts of a node and all below it, without what prints nothing.

    >>> body = parse("<p>公开<b>3</b>条<script>x</script><i style='display:none'>9</i>").body
    >>> [event.name for event in walk(body).events]
    ['body', 'p', '公开', 'b', '3', 'b', '条', 'p', 'body']
    """
    skipped = furniture_rules().skipped
    events: list[Event] = []
    ends: dict[int, int] = {}
    above: list[tuple[LexborNode, int]] = []
    if root is None:
        return Markup(events, ends)
    node = root
    while True:
        below = None
        if node.is_text_node:
            events.append(Event("text", node.text_content or ""))
        elif node.is_element_node and (tag := node.tag or "") not in skipped:
            attributes = node.attributes
            if not _is_hidden(attributes):
                above.append((node, len(events)))
                events.append(Event("open", tag, attributes))
                below = node.child
                if below is None:
                    _close(events, ends, above)
        while below is None and above and (below := node.next) is None:
            node = _close(events, ends, above)
        if below is None:
            return Markup(events, ends)
        node = below


def _close(events: list[Event], ends: dict[int, int], above: list[tuple[LexborNode, int]]) -> LexborNode:
    node, start = above.pop()
    ends[start] = len(events)
    events.append(Event("close", events[start].name))
    return node


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN_RE.search(style))
