"""Applies a page's own style sheets where they concern list numbers, struck-out text and superscripts.

Nothing else is applied: what a sheet hides, a script may show (tabs, folded lists), and its text is part of the page.
"""

from collections.abc import Iterable

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

# Sheets of real pages have a few hundred rules, few of them of these kinds.
MOST_RULES = 200
MOST_ELEMENTS = 5_000
LONGEST_SHEET = 500_000

_COMMENT_RE = regex.compile(r"/\*.*?\*/", regex.DOTALL)
_RULE_RE = regex.compile(r"(?P<selector>[^{}@;]++)\{(?P<body>[^{}]*+)\}")
_LOOK_RE = regex.compile(
    r"""
    list-style(?:-type)? \s*+ : [^;!]++
  | text-decoration(?:-line)? \s*+ : [^;!]*? line-through
  | vertical-align \s*+ : \s*+ su(?:b|per)\b
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
# States and parts of elements, which a page does not show by itself.
_STATE_RE = regex.compile(r"::|:(?:before|after|hover|visited|focus|active|link)\b", regex.IGNORECASE)


def apply_sheets(tree: LexborHTMLParser, sheets: Iterable[LexborNode]) -> None:
    """Writes the relevant rules of the sheets into the style of the elements, before their own style.

    >>> tree = LexborHTMLParser("<style>.out{text-decoration: line-through}</style><p>公开<b class=out>3</b>5条")
    >>> apply_sheets(tree, tree.css("style"))
    >>> tree.css_first("b").attributes["style"]
    'text-decoration: line-through;'
    """
    left = MOST_ELEMENTS
    for selector, look in _rules(sheets)[:MOST_RULES]:
        for node in _select(tree, selector)[:left]:
            node.attrs["style"] = f"{look};{node.attributes.get('style') or ''}"
            left -= 1


def _rules(sheets: Iterable[LexborNode]) -> list[tuple[str, str]]:
    """The selectors of the sheets with their relevant declarations, later rules first.

    The first declaration in a style has the lowest precedence, so each rule is put before those after it.
    """
    rules = []
    for sheet in sheets:
        text = sheet.text() or ""
        if len(text) > LONGEST_SHEET or not _LOOK_RE.search(text):
            continue
        for rule in _RULE_RE.finditer(_COMMENT_RE.sub("", text)):
            look = ";".join(match[0] for match in _LOOK_RE.finditer(rule["body"]))
            if look and not _STATE_RE.search(rule["selector"]):
                rules.append((rule["selector"].strip(), look))
    return rules[::-1]


def _select(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements that a selector matches; none if the parser does not know the selector."""
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []
