"""Reads the styles of a Word document: their numbering, visibility and names."""

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from pipeline.ingest.word.package import WORD

# Word itself allows chains of ten styles; a malicious file has more, or a cycle.
LONGEST_CHAIN = 50
VAL = f"{WORD}val"
_OFF = frozenset(("0", "false", "off"))


class Numbered(Struct, frozen=True, gc=False):
    """The numbering of a paragraph as its properties state it: a list, a level, or both."""

    list_id: str | None
    level: int | None


class Style(Struct, frozen=True, gc=False):
    """A paragraph style or a character style."""

    name: str
    parent: str | None
    numbered: Numbered | None
    hidden: bool | None
    struck: bool | None = None
    aligned: str | None = None


class Styles(Struct, frozen=True, gc=False):
    """The styles by id, and the default paragraph style."""

    by_id: Mapping[str, Style]
    default: str | None

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those that it is based on."""
        for _ in range(LONGEST_CHAIN):
            style = self.by_id.get(style_id) if style_id else None
            if style_id is None or style is None:
                return
            yield style_id, style
            style_id = style.parent

    def hides(self, style_id: str | None) -> bool:
        """Whether a style hides its text."""
        return next((style.hidden for _, style in self.chain(style_id) if style.hidden is not None), False)

    def strikes(self, style_id: str | None) -> bool:
        """Whether a style strikes its text out."""
        return next((style.struck for _, style in self.chain(style_id) if style.struck is not None), False)

    def aligns(self, style_id: str | None) -> str:
        """Whether a style raises or lowers its text, in Word's terms; empty if neither."""
        return next((style.aligned for _, style in self.chain(style_id) if style.aligned is not None), "")


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of the part ``styles.xml``."""
    by_id: dict[str, Style] = {}
    default = None
    for element in () if root is None else root.iterchildren(f"{WORD}style"):
        style_id = element.get(f"{WORD}styleId", "")
        by_id[style_id] = Style(
            name=read_value(element, "name") or "",
            parent=read_value(element, "basedOn"),
            numbered=read_numbered(element.find(f"{WORD}pPr")),
            hidden=read_switch(look := element.find(f"{WORD}rPr"), "vanish"),
            struck=read_struck(look),
            aligned=read_value(look, "vertAlign"),
        )
        if element.get(f"{WORD}type") == "paragraph" and element.get(f"{WORD}default", "0") not in _OFF:
            default = style_id
    return Styles(by_id, default)


def read_struck(look: etree._Element | None) -> bool | None:
    """Whether the properties of a run strike it out, by one line or two; ``None`` if they say nothing of it."""
    stated = [read_switch(look, name) for name in ("strike", "dstrike")]
    return None if stated == [None, None] else any(stated)


def read_numbered(properties: etree._Element | None) -> Numbered | None:
    """The numbering that the properties of a paragraph state."""
    number = None if properties is None else properties.find(f"{WORD}numPr")
    if number is None:
        return None
    level = read_int(read_value(number, "ilvl"))
    return Numbered(read_value(number, "numId"), None if level is None else min(max(level, 0), 8))


def read_value(element: etree._Element | None, name: str) -> str | None:
    """``w:val`` of a child element; ``None`` if there is no such child."""
    child = None if element is None else element.find(WORD + name)
    return None if child is None else child.get(VAL)


def read_int(value: str | None) -> int | None:
    """The integer in an attribute; ``None`` if it is not one, or has too many digits.

    >>> read_int("12"), read_int("-1"), read_int("9" * 5000), read_int("甲")
    (12, -1, None, None)
    """
    digits = (value or "").strip()
    unsigned = digits.removeprefix("-")
    return int(digits) if unsigned.isascii() and unsigned.isdigit() and len(unsigned) < 10 else None


def read_switch(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on; ``None`` if it is not stated."""
    child = None if properties is None else properties.find(WORD + name)
    return None if child is None else child.get(VAL, "1") not in _OFF
