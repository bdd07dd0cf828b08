"""Walks the markup of an HTML page: its tags and its texts in reading order, as a flat list.

The walk is not recursive, so pages may nest to any depth.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.ingest.furniture import furniture_rules
from pipeline.ingest.html.bounds import find_excess
from pipeline.ingest.html.lists import first_number, label_of, number_style, numbers_of
from pipeline.ingest.raised import print_lowered, print_raised
from pipeline.values import prints_value

# Elements that embed a page or a file.
FRAMES = frozenset(("iframe", "frame", "object", "embed"))
# Elements that draw: text in them is part of the drawing.
DRAWINGS = frozenset(("svg", "canvas"))
# What a form shows its values in: by the type of the field, within the cells of a table.
FIELD, SHOWN, CELLS = "input", frozenset(("text", "number")), frozenset(("td", "th"))
# Lists and their items; superscript and subscript elements; the parser's name for text.
LISTED = frozenset(("ol", "ul", "li"))
RAISED = frozenset(("sup", "sub"))
TEXT = "-text"
# Text that is struck out is omitted, like hidden text.
_HIDDEN_RE = re.compile(
    r"""
    display\s*:\s*none | visibility\s*:\s*hidden | text-decoration[^;]*line-through
  | (?:^|[;\s])font-size\s*:\s*0+(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$) | opacity\s*:\s*0+(?:\.0+)?\s*(?:;|!|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RAISED_RE = re.compile(
    r"""
    vertical-align\s*:\s*(?:super|(?P<low>sub)\b)
  | vertical-align\s*:\s*(?:(?:[3-9]|\d{2,})(?:\.\d+)?p[xt]|[2-9]\d(?:\.\d+)?%|0?\.[2-9]\d*r?em)       # by so much
  | position\s*:\s*relative\b.*?(?:top\s*:\s*-|bottom\s*:\s*)(?:[3-9]|\d{2,}|0?\.[2-9])(?:\.\d+)?(?:p[xt]|r?em|ex)
  | font-size\s*:.*vertical-align\s*:\s*(?:text-)?top | vertical-align\s*:\s*(?:text-)?top.*font-size\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BACKGROUND_RE = re.compile(r"background[^;]*url\(", re.IGNORECASE)
_SIZE_RE = re.compile(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
# Longer styles are rare, and are not kept.
LONGEST_STYLE = 500
# The context that tells a footnote mark from an exponent.
_BESIDE = 6


class Event(NamedTuple):
    """A start tag, an end tag or a text; ``name`` of a text is its characters."""

    kind: Literal["open", "close", "text"]
    name: str
    attributes: Mapping[str, str | None] = {}


class Markup(NamedTuple):
    """The events of a page, and for the index of each start tag the index of its end tag."""

    events: list[Event]
    ends: dict[int, int]


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page, for which ``bounds.find_excess`` must have found no excess."""
    return LexborHTMLParser(html)


def walk(root: LexborNode | None) -> Markup:
    """The tags and visible texts of a node and its descendants.

    Footnote marks and struck-out text are omitted; the items of an ordered list get their numbers.

    >>> body = parse("<p>公开<b>3</b>条<sup>1</sup><del>5</del><i style='display:none'>9</i>").body
    >>> [event.name for event in walk(body).events]
    ['body', 'p', '公开', 'b', '3', 'b', '条', '', 'p', 'body']
    """
    return _walk(root, frames=True)


def _walk(root: LexborNode | None, *, frames: bool) -> Markup:  # noqa: C901 - a call for each node costs as much again
    events: list[Event] = []
    ends: dict[int, int] = {}
    above: list[tuple[LexborNode, int]] = []
    numbers = _Numbers()
    if root is None:
        return Markup(events, ends)
    node = root
    skipped = furniture_rules().skipped - FRAMES - DRAWINGS - {FIELD}
    while True:
        below = None
        # Each of these is a call into the parser, once per node: none is repeated.
        tag = node.tag or ""
        if tag == TEXT:
            events.append(Event("text", numbers.print_before(node.text_content or "")))
        elif node.is_element_node and tag not in skipped:
            if tag in FRAMES:
                _read_frame(events, ends, node, frames=frames)
            elif tag in DRAWINGS:
                _mark(events, ends, node)
            elif tag == FIELD:
                events.append(Event("text", _read_field(node.attributes, above)))
            elif _opens(node, tag, attributes := node.attributes, events):
                above.append((node, len(events)))
                events.append(Event("open", tag, attributes))
                if tag in LISTED:
                    numbers.open(tag, attributes, _count_items(node))
                below = node.child
                if below is None:
                    numbers.close(tag)
                    _close(events, ends, above)
        while below is None and above and (below := node.next) is None:
            numbers.close(events[above[-1][1]].name)
            node = _close(events, ends, above)
        if below is None:
            return Markup(events, ends)
        node = below


def _opens(node: LexborNode, tag: str, attributes: Mapping[str, str | None], events: list[Event]) -> bool:
    """Whether the content of an element is to be walked; superscripts are printed at once."""
    if not attributes and tag not in RAISED:
        return True
    style = inline_style(attributes)
    if (printed := _print_raised(node, tag, style, events)) is not None:
        events.append(Event("text", printed))
        return False
    return not style.hidden and "hidden" not in attributes


def _read_frame(events: list[Event], ends: dict[int, int], node: LexborNode, *, frames: bool) -> None:
    """Reads an embedded page from its attribute; if it is not in the file, marks that one is missing."""
    start = len(events)
    attributes = node.attributes
    if _is_hidden(attributes):
        return
    inner = (attributes.get("srcdoc") or "").strip() if frames else ""
    if inner and find_excess(inner) is None:
        within = _walk(parse(inner).body, frames=False)
        events.append(Event("open", "div"))
        ends.update({opening + start + 1: end + start + 1 for opening, end in within.ends.items()})
        events += within.events
        ends[start] = len(events)
        events.append(Event("close", "div"))
    else:
        _mark(events, ends, node)


def _read_field(attributes: Mapping[str, str | None], above: Sequence[tuple[LexborNode, int]]) -> str:
    """What a browser shows in a field that is all of a cell: its value, if that is one of a table; or nothing."""
    value = attributes.get("value") or ""
    if (attributes.get("type") or "text") not in SHOWN or _is_hidden(attributes) or not prints_value(value):
        return ""
    cell = next((node for node, _ in reversed(above) if node.tag in CELLS), None)
    return value if cell is not None and not (cell.text() or "").strip() else ""


def _mark(events: list[Event], ends: dict[int, int], node: LexborNode) -> None:
    """Adds an element without its content."""
    if not _is_hidden(node.attributes):
        ends[len(events)] = len(events) + 1
        events += [Event("open", node.tag or "", node.attributes), Event("close", node.tag or "")]


def _count_items(node: LexborNode) -> int:
    """The number of items of a list that counts down; 0 for others."""
    if node.tag != "ol" or "reversed" not in node.attributes:
        return 0
    return sum(child.tag == "li" for child in node.iter())


class _Numbers:
    """The lists that are open during the walk: the style and the next number of each."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, int, int] | None] = []
        self.label = ""

    def open(self, tag: str, attributes: Mapping[str, str | None], items: int = 0) -> None:
        """Handles a start tag: begins a list of so many items, or an item with its number."""
        if tag in ("ol", "ul"):
            numbers = numbers_of(tag, attributes)
            step = -1 if "reversed" in attributes else 1
            first = first_number(attributes, "start", 1 if step > 0 else items)
            self.lists.append((numbers, first, step) if numbers else None)
        elif tag == "li" and self.lists and (current := self.lists[-1]) is not None:
            style, number, step = current
            number = first_number(attributes, "value", number)
            item_style = number_style(attributes, style)
            self.label, self.lists[-1] = (
                label_of(item_style, number) if item_style else "",
                (style, number + step, step),
            )

    def close(self, tag: str) -> None:
        """Handles an end tag; an item without words shows no number."""
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.label = ""

    def print_before(self, text: str) -> str:
        """A text, preceded by the number of its item if it is the first text of it."""
        if not self.label or not text.strip():
            return text
        label, self.label = self.label, ""
        return label + text.lstrip()


def _print_raised(node: LexborNode, tag: str, style: "Style", events: list[Event]) -> str | None:
    """The text of a superscript or subscript element; ``None`` for every other element."""
    if tag not in RAISED and not style.raised and not style.lowered:
        return None
    words = node.text() or ""
    before = events[-1].name.rstrip()[-_BESIDE:] if events and events[-1].kind == "text" else ""
    if tag == "sub" or style.lowered:
        return print_lowered(words, before)
    following = node.next
    behind = following.text()[:_BESIDE] if following is not None else ""
    return print_raised(words, before, behind or "")


def _close(events: list[Event], ends: dict[int, int], above: list[tuple[LexborNode, int]]) -> LexborNode:
    node, start = above.pop()
    ends[start] = len(events)
    events.append(_closing(events[start].name))
    return node


@lru_cache(maxsize=256)
def _closing(name: str) -> Event:
    """The end tag with a name, cached since a page has few names and events are immutable."""
    return Event("close", name)


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or inline_style(attributes).hidden


class Style(NamedTuple):
    """What an inline style does to the text and the background of its element."""

    hidden: bool = False
    raised: bool = False
    lowered: bool = False
    background: bool = False
    sizes: tuple[int, ...] = ()


PLAIN = Style()


def inline_style(attributes: Mapping[str, str | None]) -> Style:
    """What the inline style among the attributes of an element does.

    >>> inline_style({"style": "vertical-align:sub; width:20px"})
    Style(hidden=False, raised=False, lowered=True, background=False, sizes=(20,))
    """
    text = attributes.get("style")
    if not text:
        return PLAIN
    return _read_style(text) if len(text) <= LONGEST_STYLE else _read_style.__wrapped__(text)


# Cached, since a page repeats a few styles in hundreds of elements.
@lru_cache(maxsize=4096)
def _read_style(text: str) -> Style:
    raised = _RAISED_RE.search(text)
    lowered = raised is not None and raised["low"] is not None
    sizes = tuple(int(size) for size in _SIZE_RE.findall(text))
    hidden = _HIDDEN_RE.search(text) is not None
    return Style(hidden, raised is not None and not lowered, lowered, _BACKGROUND_RE.search(text) is not None, sizes)
