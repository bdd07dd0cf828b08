"""Reads start tags: what a reader of the page has to do at each.

A page has thousands of tags and some fifty different ones, so each is read once, as it is written.
"""

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.characters import PICTURED
from pipeline.ingest.furniture import furniture_rules
from pipeline.ingest.html.gaps import DRAWINGS, FRAMES, SHOWING, gap_of, is_pictured
from pipeline.ingest.html.styles import PLAIN, Style, inline_style
from pipeline.ingest.html.tokens import VOID
from pipeline.model import GapKind
from pipeline.patterns import compile_pattern

if TYPE_CHECKING:
    import regex

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
# Elements that are on lines of their own within a cell.
BREAKS = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"))
# Superscript and subscript elements; a field of a form.
RAISED = frozenset(("sup", "sub"))
FIELD = "input"
# Elements that the walk has to know when it is within them.
WATCHED = frozenset(("a", "ol", "ul", "li", "pre"))

_ATTRIBUTE_RE = re.compile(r'\s(\S[^\s=]*)="([^"]*)"')


class Act(Enum):
    """What the walk does at a start tag."""

    PASS = auto()  # nothing: the tag only surrounds text
    KEEP = auto()  # keeps the tag
    KEEP_VOID = auto()  # keeps the tag, which has no content
    PASS_VOID = auto()
    SKIP = auto()  # skips the element
    PRINT_RAISED = auto()
    READ_FRAME = auto()
    DRAW = auto()  # keeps the tag and skips its content
    READ_FIELD = auto()


class Tag(Struct, frozen=True, gc=False):
    """A start tag: ``word`` is what it contributes to the text around it."""

    name: str
    attributes: Mapping[str, str] = {}
    act: Act = Act.PASS
    style: Style = PLAIN
    names: tuple[str, ...] = ()
    is_block: bool = False
    is_stop: bool = False
    is_watched: bool = False
    is_furniture: bool = False
    word: str = ""
    end_word: str = ""
    gap: GapKind | None = None
    is_pictured: bool = False


_PASSED = Tag("")
# What is read even if it is hidden: a superscript may be, and a field looks itself.
_ALWAYS_READ = frozenset((Act.PRINT_RAISED, Act.READ_FIELD))


def read_tag(written: str) -> Tag:
    """The start tag that the parser writes so.

    >>> tag = read_tag('<img src="2.gif" width="9" title="&lt;2&gt;">')
    >>> tag.act, tag.attributes["title"], tag.is_pictured
    (<Act.KEEP_VOID: 3>, '<2>', True)
    """
    name, _, rest = written[1:-1].partition(" ")
    is_block, is_watched, end_word = name in BLOCKS, name in WATCHED, " " if name in BREAKS else ""
    act = _act_at(name)
    if not rest and name not in SHOWING:
        act = _end_act(act, name, is_kept=is_block or is_watched)
        return Tag(
            name, act=act, is_block=is_block, is_stop=is_block, is_watched=is_watched, word=end_word, end_word=end_word
        )
    attributes = dict(_ATTRIBUTE_RE.findall(written))
    if "&" in written:
        attributes = {key: unescape(value) for key, value in attributes.items()}
    style = inline_style(attributes)
    classes, own = attributes.get("class"), attributes.get("id")
    names = (*(classes.split() if classes else ()), own or "") if classes or own else ()
    shows = name in SHOWING or style.background
    gap = gap_of(name, attributes) if shows else None
    pictured = shows and is_pictured(name, attributes)
    is_furniture = any(map(_is_furniture, names))
    if act is Act.KEEP and (style.raised or style.lowered):
        act = Act.PRINT_RAISED
    elif act not in _ALWAYS_READ and is_hidden(attributes, style):
        act = Act.SKIP
    is_stop = bool(is_block or gap or pictured or is_furniture)
    act = _end_act(act, name, is_kept=is_stop or is_watched or not _containers().isdisjoint(names))
    if act is Act.PASS:
        return _PASSED
    word = end_word or PICTURED * pictured
    return Tag(
        name, attributes, act, style, names, is_block, is_stop, is_watched, is_furniture, word, end_word, gap, pictured
    )


def _end_act(act: Act, name: str, *, is_kept: bool) -> Act:
    """What is done at a tag, once it is known whether anything would be lost without it and whether it has an end."""
    if name in VOID and act not in (Act.READ_FIELD, Act.READ_FRAME):
        return Act.KEEP_VOID if act is Act.KEEP and is_kept else Act.PASS_VOID
    return Act.PASS if act is Act.KEEP and not is_kept else act


def is_hidden(attributes: Mapping[str, str], style: Style) -> bool:
    """Whether an element is not shown."""
    return style.hidden or "hidden" in attributes


def unescape(text: str) -> str:
    """A text without the escapes that the parser writes.

    >>> unescape("3&nbsp;&lt;&amp;lt;")
    '3\\xa0<&lt;'
    """
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


def _act_at(name: str) -> Act:
    """What is done at a tag without attributes."""
    if name == "!":
        return Act.SKIP
    if name in _skipped():
        return Act.SKIP
    if name in FRAMES:
        return Act.READ_FRAME
    if name in DRAWINGS:
        return Act.DRAW
    if name == FIELD:
        return Act.READ_FIELD
    return Act.PRINT_RAISED if name in RAISED else Act.KEEP


@cache
def _skipped() -> frozenset[str]:
    return furniture_rules().skipped - FRAMES - DRAWINGS - {FIELD}


@cache
def _containers() -> frozenset[str]:
    return frozenset(furniture_rules().containers)


# Cached: a page has few distinct names.
@lru_cache(maxsize=4096)
def _is_furniture(name: str) -> bool:
    return _element_re().match(name) is not None


@cache
def _element_re() -> "regex.Pattern[str]":
    patterns = "|".join(f"(?:{rule.pattern}\n)" for rule in furniture_rules().elements)
    return compile_pattern(patterns)
