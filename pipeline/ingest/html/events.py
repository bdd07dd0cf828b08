"""Walks the markup of an HTML page: its tags and its texts in reading order, as a flat list.

The walk keeps no recursion, so that pages may nest as deep as they like.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.ingest.furniture import furniture_rules

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
    """The tree of a page, which must be none that costs more than its length (``bounds.find_excess``)."""
    return LexborHTMLParser(html)


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
