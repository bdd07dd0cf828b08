"""Tracks the open elements of a page in one pass over its tags.

By the HTML standard, many tags look back over all open elements, and ``<b>``, ``<font>`` and their like, if left open,
are recreated in every following block. This module counts an upper bound (up to a constant) of what the parser would
hold: an element counts until its end tag, and an end tag counts only where the standard honours it.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

# fmt: off
VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "image", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
))
# Elements whose content is raw text up to the end tag.
RAW = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))
# Formatting elements, recreated after the block in which they were left open; at most three alike.
FORMATTING = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))
# End tags of inline elements have no effect across these.
SPECIAL = frozenset((
    "address", "applet", "article", "aside", "blockquote", "button", "caption", "center", "dd", "desc", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "foreignobject", "form", "frameset", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "li", "listing", "main", "marquee", "menu", "nav", "noscript",
    "object", "ol", "optgroup", "option", "p", "pre", "rb", "rp", "rt", "rtc", "search", "section", "select",
    "summary", "table", "tbody", "td", "template", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
# No end tag has an effect across these, except that of a table across all but the last.
BARRIERS = frozenset(
    ("applet", "caption", "desc", "foreignobject", "marquee", "object", "table", "td", "template", "th")
)
CELLS, ROWS, GROUPS = frozenset(("td", "th")), frozenset(("tr",)), frozenset(("tbody", "thead", "tfoot", "caption"))
# Elements that confine the formatting left open in them.
HOLDING = CELLS | {"caption"}
PARTS = CELLS | ROWS | GROUPS
# Elements that end a previous one of their kind.
_KINDS = (("li",), ("dd", "dt"), ("option", "optgroup"), ("h1", "h2", "h3", "h4", "h5", "h6"))
_KIND_OF = {name: frozenset(kind) for kind in _KINDS for name in kind}
# Leaf elements of drawings, which end with "/>" only there.
_DRAWN = frozenset(("circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "stop", "svg", "use"))
# The end tag of a formatting element crosses so many blocks; it leaves the element open if there are more.
_MOST_PASSED = 7
# The other elements need no end tag, or may not be nested in themselves.
_SKIPPED = frozenset(("html", "head", "body"))

_ATTRIBUTES = r"""
    (?:
        [ \t\n\r\f/]++
      | [^ \t\n\r\f/>] [^ \t\n\r\f/>=]*+                                  # a name, and its value
        (?:
            [ \t\n\r\f]*+ = [ \t\n\r\f]*+
            (?: "[^"]*+ (?:"|\Z) | '[^']*+ (?:'|\Z) | [^ \t\n\r\f>"'] [^ \t\n\r\f>]*+ )?
        )?+
    )*+
"""
MARKUP_RE = re.compile(
    rf"""
      <!-- (?: -?> | .*? (?: --!?> | \Z ) )                               # a comment
    | <[!?] [^>]*+ (?: > | \Z )                                           # a declaration
    | </ [^a-z>] [^>]*+ (?: > | \Z )                                      # is read as a comment, too
    | < (?P<raw>{"|".join(sorted(RAW))}) (?=[ \t\n\r\f/>]) (?P<of_raw>{_ATTRIBUTES}) (?: > | \Z )
      .*? (?= </ (?P=raw) [ \t\n\r\f/>] | \Z )
    | < (?P<close>/?) (?P<name>[a-z][^ \t\n\r\f/>]*+) (?P<attributes>{_ATTRIBUTES}) (?: > | \Z )
    """,
    # ASCII: for the parser ſcript is no script.
    re.IGNORECASE | re.VERBOSE | re.DOTALL | re.ASCII,
)
# Every tag, even within what looks like a comment or raw text: in drawings the parser does not treat <title> or
# <style> as such, and a comment may begin within their CDATA.
TAG_RE = re.compile(
    rf"< (?P<close>/?) (?P<name>[a-z][^ \t\n\r\f/>]*+) (?P<attributes>{_ATTRIBUTES}) (?: > | \Z )",
    re.IGNORECASE | re.VERBOSE | re.DOTALL | re.ASCII,
)
FOREIGN_RE = re.compile(r"<(?:svg|math|select|frameset|template)\b", re.IGNORECASE | re.ASCII)


class _Open(Struct):
    """The open elements by ordinal: all of them, those of each name, and those that stop end tags."""

    elements: dict[int, tuple[str, str]] = field(default_factory=dict)
    indices: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    special: list[int] = field(default_factory=list)
    barriers: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    copies: int = 0
    count: int = 0

    def last(self, *names: str) -> int:
        """The ordinal of the last open element with one of the names; -1 if none is open."""
        return max((self.indices[name][-1] for name in names if self.indices.get(name)), default=-1)

    def push(self, name: str, tag: str) -> None:
        """Opens an element."""
        self.count += 1
        self.elements[self.count] = name, tag
        self.indices[name].append(self.count)
        if name in SPECIAL:
            self.special.append(self.count)
        if name in BARRIERS:
            self.barriers.append(self.count)
        if name in FORMATTING:
            self.left[tag] += 1
            self.copies += self.left[tag] <= 3

    def drop(self, name: str) -> None:
        """Closes the last element with a name, and no other."""
        index = self.indices[name].pop()
        self._forget(index, *self.elements.pop(index))

    def drop_above(self, index: int) -> None:
        """Closes all elements after an ordinal except formatting outside cells, which is recreated."""
        cells = (self.indices[name] for name in HOLDING if self.indices.get(name))
        held = min((cell for indices in cells for cell in indices[bisect_right(indices, index) :][:1]), default=None)
        again: list[tuple[int, str, str]] = []
        while self.elements:
            last, (name, tag) = self.elements.popitem()
            if last <= index:
                self.elements[last] = name, tag
                break
            if name in FORMATTING and self.left[tag] <= 3 and (held is None or last < held):
                again.append((last, name, tag))
            else:
                indices = self.indices[name]
                del indices[bisect_right(indices, last) - 1]
                self._forget(last, name, tag)
        for last, name, tag in reversed(again):
            self.elements[last] = name, tag

    def _forget(self, index: int, name: str, tag: str) -> None:
        for indices in (self.special, self.barriers):
            position = bisect_right(indices, index) - 1
            if position >= 0 and indices[position] == index:
                del indices[position]
        if name in FORMATTING:
            self.copies -= self.left[tag] <= 3
            self.left[tag] -= 1

    def is_heeded(self, name: str) -> bool:
        """Whether the end tag of an open element closes it."""
        index = self.last(name)
        if index < 0 or (self.barriers and self.barriers[-1] > index):
            return False
        if name in FORMATTING:
            return len(self.special) - bisect_right(self.special, index) <= _MOST_PASSED
        return name in SPECIAL or not self.special or self.special[-1] < index


def count_open(html: str, *, every_tag: bool = False) -> Iterator[tuple[int, int]]:
    """After each tag, the number of open elements and the most of them that it recreates.

    ``every_tag`` also counts tags in comments and raw text.

    >>> list(count_open("<b><p>1<p>2</b></ul>"))
    [(1, 0), (2, 1), (2, 1), (1, 0), (1, 0)]
    """
    opened = _Open()
    for match in (TAG_RE if every_tag else MARKUP_RE).finditer(html):
        name = match["name"]
        if name is None:
            continue
        name = name.lower()
        if match["close"]:
            _close(opened, name)
        elif name not in VOID and name not in _SKIPPED:
            _open(opened, name, match["attributes"])
        yield len(opened.elements), opened.copies if name in SPECIAL else 0


def _open(opened: _Open, name: str, attributes: str) -> None:
    is_drawing = opened.last("svg", "math") > opened.last("table")
    if name in _DRAWN and is_drawing and attributes.endswith("/"):
        return
    if name in PARTS and not is_drawing:
        if not _open_part(opened, name):
            return
    elif name == "table":
        table = opened.last("table")
        if table > opened.last("td", "th", "caption", "template"):
            opened.drop_above(table - 1)
    elif name in ("a", "nobr"):
        if opened.is_heeded(name):
            opened.drop(name)
    elif name in SPECIAL and opened.special:
        _end_paragraph(opened)
        kind = _KIND_OF.get(name)
        if kind and opened.special and (last := opened.elements[opened.special[-1]][0]) in kind:
            opened.drop(last)
    opened.push(name, f"{name}{attributes}" if name in FORMATTING else "")


def _end_paragraph(opened: _Open) -> None:
    if opened.elements[opened.special[-1]][0] == "p":
        opened.drop("p")


def _open_part(opened: _Open, name: str) -> bool:
    """Closes what a new table row or cell ends; returns whether the tag begins one."""
    table = opened.last("table")
    if table < 0 or opened.last("template") > table:
        return opened.last("template") > table
    above = GROUPS if name in ROWS else GROUPS | ROWS if name in CELLS else ()
    opened.drop_above(max(table, opened.last(*above)))
    return True


def _close(opened: _Open, name: str) -> None:
    index, table = opened.last(name), opened.last("table")
    if name == "table" or name in PARTS:
        if index >= table >= 0 and opened.last("template") < index:
            opened.drop_above(index - 1)
    elif opened.is_heeded(name):
        opened.drop(name)
