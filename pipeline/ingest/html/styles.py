"""Reads what the inline style of an element does to its text."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

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


class Style(NamedTuple):
    """What an inline style does to the text and the background of its element."""

    hidden: bool = False
    raised: bool = False
    lowered: bool = False
    background: bool = False


PLAIN = Style()


def inline_style(attributes: Mapping[str, str | None]) -> Style:
    """What the inline style among the attributes of an element does.

    >>> inline_style({"style": "vertical-align:sub; width:20px"})
    Style(hidden=False, raised=False, lowered=True, background=False)
    """
    text = attributes.get("style")
    if not text:
        return PLAIN
    return _read_style(text) if len(text) <= LONGEST_STYLE else _read_style.__wrapped__(text)


def sizes_in(style: str | None) -> list[int]:
    """The widths and heights that an inline style gives, in pixels.

    >>> sizes_in("width:20px; max-height:3.5px")
    [20, 3]
    """
    return [int(size) for size in _SIZE_RE.findall(style)] if style else []


# Cached, since a page repeats a few styles in hundreds of elements.
@lru_cache(maxsize=4096)
def _read_style(text: str) -> Style:
    raised = (
        _RAISED_RE.search(text)
        if "vertical-align" in (lowered_text := text.lower()) or "relative" in lowered_text
        else None
    )
    lowered = raised is not None and raised["low"] is not None
    hidden = _HIDDEN_RE.search(text) is not None
    background = "url(" in lowered_text and _BACKGROUND_RE.search(text) is not None
    return Style(hidden, raised is not None and not lowered, lowered, background)
