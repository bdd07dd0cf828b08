"""Walks the markup of an HTML page: its tags and its texts in reading order, as flat lists.

The walk is not recursive, so pages may nest to any depth. Tags that only surround text (most of those that Word writes)
leave nothing, and each tag is read once however often it is written: a page is walked in three times the time that
parsing it takes.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.ingest.html.bounds import find_excess
from pipeline.ingest.html.lists import Numbers
from pipeline.ingest.html.tags import Act, Tag, is_hidden, read_tag, unescape
from pipeline.ingest.html.tokens import cut_markup, find_around, find_children, find_end, texts_between
from pipeline.ingest.raised import print_lowered, print_raised
from pipeline.values import prints_value

# What a form shows its values in: by the type of the field, within the cells of a table.
SHOWN, CELLS = frozenset(("text", "number")), frozenset(("td", "th"))
# The context that tells a footnote mark from an exponent.
_BESIDE = 6
# Shorter text without punctuation is a label or a menu item, not prose.
LEAST_PROSE = 10
# A numbered heading counts for as much prose.
HEADING_WEIGHT = 50
# So many tags are looked at in all beside the walk (behind superscripts, around fields, in lists that count down):
# nested elements would cost the square of their number.
MOST_LOOKS = 500_000
LINE_END = "\n"

HEADING_RE = regex.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_PUNCTUATION_RE = regex.compile(r"[，。；、：]")


class Markup(NamedTuple):
    """The events of a page: start tags, end tags of blocks and texts."""

    words: list[str]
    """What each prints: a text itself, a tag nothing, a space or the mark of a picture."""
    tags: dict[int, Tag]
    """The start tags by their indices."""
    ends: dict[int, int]
    """For the index of each start tag the index behind the element."""
    stops: list[int]
    """The indices of the tags at which a text ends or something is shown, and of the line ends of ``pre``."""
    weights: dict[int, int]
    """The amount of prose in each text; text in links counts as none."""

    @property
    def prose(self) -> list[int]:
        """The amount of prose in each event."""
        prose = [0] * len(self.words)
        for index, weight in self.weights.items():
            prose[index] = weight
        return prose

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words of each link, on one line, and its address."""
        links = []
        for index, tag in self.tags.items():
            if tag.name == "a":
                texts = (self.words[i] for i in range(index, self.ends[index]) if i not in self.tags)
                links.append((" ".join("".join(texts).split()), tag.attributes.get("href", "")))
        return links


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page, for which ``bounds.find_excess`` must have found no excess."""
    return LexborHTMLParser(html)


def find_named(tree: LexborHTMLParser, *names: str) -> dict[str, list[LexborNode]]:
    """The elements of a page with some names, by name: one search, since each goes through the whole page.

    >>> {name: len(nodes) for name, nodes in find_named(parse("<p>1<b>2</b><p>3"), "p", "b", "h1").items()}
    {'p': 2, 'b': 1, 'h1': 0}
    """
    found: dict[str, list[LexborNode]] = {name: [] for name in names}
    for node in tree.css(",".join(names)):
        found[node.tag or ""].append(node)
    return found


def walk(root: LexborNode | None) -> Markup:
    """The tags and visible texts of a node and its descendants.

    Footnote marks and struck-out text are omitted; the items of an ordered list get their numbers.

    >>> body = parse("<p>公开<b>3</b>条<sup>1</sup><del>5</del><i style='display:none'>9</i>").body
    >>> walk(body).words
    ['', ' ', '公开', '3', '条', '', ' ', '']
    """
    markup = Markup([], {}, {}, [], {})
    if root is not None:
        _Walk(markup, frames=True).read(root)
    return markup


class _Walk:
    """What is known of a page while it is walked."""

    def __init__(self, markup: Markup, *, frames: bool) -> None:
        self.markup = markup
        self.frames = frames
        self.parts: list[str] = []
        self.above: list[int] = []
        self.blank_cells: dict[int, bool] = {}
        self.looks = MOST_LOOKS

    def read(self, root: LexborNode) -> None:  # noqa: C901, PLR0912, PLR0915 - a call for each tag costs as much again
        """Adds the events of a node."""
        words, tags, ends, stops, weights = self.markup
        above, numbers = self.above, Numbers()
        parts = self.parts = cut_markup(root.html or "")
        known: dict[str, Tag] = {}
        weighed: dict[str, int] = {}
        pass_, keep = Act.PASS, Act.KEEP
        # How many links and preformatted elements are open; the tag that follows a text.
        links = written = behind_text = 0
        pairs = zip(range(1, len(parts), 2), parts[::2], parts[1::2], strict=False)
        for place, before, mark in pairs:
            if before:
                text = unescape(before) if "&" in before else before
                if numbers.label:
                    text = numbers.print_before(text)
                weight = weighed.get(text)
                if weight is None:
                    weight = weighed[text] = weigh(text)
                if weight and not links:
                    weights[len(words)] = weight
                if written and LINE_END in text:
                    _add_lines(self.markup, text)
                else:
                    words.append(text)
                behind_text = place
            if mark[1] == "/":
                index = above.pop()
                if index >= 0:
                    tag = tags[index]
                    if tag.is_block:
                        stops.append(len(words))
                        words.append(tag.end_word)
                    ends[index] = len(words)
                    if tag.is_watched:
                        links -= tag.name == "a"
                        written -= tag.name == "pre"
                        numbers.close(tag.name)
                continue
            seen = known.get(mark)
            tag = seen if seen is not None else known.setdefault(mark, read_tag(mark))
            act = tag.act
            if act is pass_:
                above.append(-1)
            elif act is keep:
                if tag.is_watched:
                    links += tag.name == "a"
                    written += tag.name == "pre"
                    numbers.open(tag.name, tag.attributes, self._count_items(tag, place))
                index = len(words)
                above.append(index)
                tags[index] = tag
                if tag.is_stop:
                    stops.append(index)
                words.append(tag.word)
            else:
                # Texts on both sides of what prints nothing are beside each other.
                beside = words[-1] if behind_text == place else ""
                printed = self._add_special(tag, place, beside)
                if printed:
                    weights[len(words)] = 0 if links else weigh(printed)
                if printed is not None:
                    words.append(printed)
                end = find_end(parts, place)
                _skip(pairs, place, end)
                if printed is not None or (act is Act.SKIP and behind_text == place):
                    behind_text = end + 2

    def _keep(self, tag: Tag) -> None:
        words, tags, _, stops, _ = self.markup
        tags[len(words)] = tag
        if tag.is_stop:
            stops.append(len(words))
        words.append(tag.word)

    def _keep_alone(self, tag: Tag) -> None:
        """Keeps a tag without its content."""
        self.markup.ends[len(self.markup.words)] = len(self.markup.words) + 1
        self._keep(tag)

    def _add_special(self, tag: Tag, place: int, before: str) -> str | None:
        """Adds what a tag shows besides its content; returns the text that is printed in its place, if any is."""
        if tag.act is Act.PRINT_RAISED:
            return self._print_raised(tag, place, before)
        if tag.act is Act.READ_FIELD:
            return self._read_field(tag, place)
        if tag.act is Act.KEEP_VOID or tag.act is Act.DRAW:
            self._keep_alone(tag)
        elif tag.act is Act.READ_FRAME:
            self._read_frame(tag)
        return None

    def _read_frame(self, tag: Tag) -> None:
        """Reads an embedded page from its attribute; if it is not in the file, marks that one is missing."""
        words = self.markup.words
        inner = tag.attributes.get("srcdoc", "").strip() if self.frames else ""
        if not inner or find_excess(inner) is not None:
            self._keep_alone(tag)
            return
        start = len(words)
        self._keep(read_tag("<div>"))
        body = parse(inner).body
        if body is not None:
            _Walk(self.markup, frames=False).read(body)
        self.markup.stops.append(len(words))
        words.append(" ")
        self.markup.ends[start] = len(words)

    def _read_field(self, tag: Tag, place: int) -> str:
        """What a browser shows in a field that is all of a cell: its value, if that is one of a table; or nothing."""
        attributes = tag.attributes
        value = attributes.get("value", "")
        if (attributes.get("type") or "text") not in SHOWN or is_hidden(attributes, tag.style):
            return ""
        return value if prints_value(value) and self._is_in_blank_cell(place) else ""

    def _is_in_blank_cell(self, place: int) -> bool:
        """Whether the cell that a tag is in has no text."""
        cell = next((i for i in reversed(self.above) if i >= 0 and self.markup.tags[i].name in CELLS), None)
        if cell is None:
            return False
        if cell not in self.blank_cells:
            start = find_around(self.parts, place, CELLS)
            end = self._look_for_end(start)
            self.blank_cells[cell] = end is not None and not any(map(str.strip, self._texts(start, end)))
        return self.blank_cells[cell]

    def _print_raised(self, tag: Tag, place: int, before: str) -> str:
        """The characters for a superscript or subscript element that follows a text."""
        end = find_end(self.parts, place)
        words = "".join(self._texts(place, end))
        beside = before.rstrip()[-_BESIDE:]
        if tag.name == "sub" or tag.style.lowered:
            return print_lowered(words, beside)
        return print_raised(words, beside, self._text_behind(end))

    def _text_behind(self, end: int) -> str:
        """The beginning of the text of what follows an element beside it."""
        text, follower = unescape(self.parts[end + 1]), self.parts[end + 2 : end + 3]
        if not text and follower and follower[0][1] not in "/!":
            stop = self._look_for_end(end + 2)
            for piece in self._texts(end + 2, end if stop is None else stop):
                text += piece
                if len(text) >= _BESIDE:
                    break
        return text[:_BESIDE]

    def _look_for_end(self, start: int) -> int | None:
        """The place of the end tag of an element, unless too much was looked at already."""
        if self.looks <= 0:
            return None
        end = find_end(self.parts, start)
        self.looks -= (end - start) // 2
        return end

    def _texts(self, start: int, end: int) -> Iterator[str]:
        """All texts of an element, whether they are shown or not."""
        return map(unescape, texts_between(self.parts, start, end))

    def _count_items(self, tag: Tag, place: int) -> int:
        """The number of items of a list that counts down; 0 for others."""
        if tag.name != "ol" or "reversed" not in tag.attributes or self._look_for_end(place) is None:
            return 0
        return sum(self.parts[child].startswith(("<li>", "<li ")) for child in find_children(self.parts, place))


def weigh(text: str) -> int:
    """The amount of prose in a text."""
    length = len(text.strip())
    if length < LEAST_PROSE and (not length or not _PUNCTUATION_RE.search(text)):
        return 0
    return length + (HEADING_WEIGHT if HEADING_RE.match(text) else 0)


def _add_lines(markup: Markup, text: str) -> None:
    """Adds a preformatted text, whose line ends belong to the page."""
    *lines, last = text.split(LINE_END)
    for line in lines:
        markup.words.append(line)
        markup.stops.append(len(markup.words))
        markup.words.append(LINE_END)
    markup.words.append(last)


def _skip(pairs: Iterator[object], place: int, end: int) -> None:
    """Skips the tags up to a place."""
    tags = (end - place) // 2
    next(islice(pairs, tags, tags), None)
