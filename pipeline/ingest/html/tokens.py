"""Cuts the markup that the parser writes into tags and the texts between them.

The parser's own tree is written out and cut by one pattern, since a call into the tree for each node costs as much as
reading the whole page. What it writes is regular: every element is closed, attributes are quoted, and ``<`` and ``>``
are escaped everywhere but in comments and raw text, which are taken out first.
"""

import re
from collections.abc import Collection, Iterator

# Elements whose content the parser writes as it is; the first three have none that is read.
_EMPTIED = ("script", "style", "iframe")
_RAW = (*_EMPTIED, "noembed", "noframes", "xmp", "plaintext")
_RAW_RE = re.compile(
    rf"<!--.*?-->|<(?P<name>{'|'.join(_RAW)})(?P<rest>(?:[ ][^>]*)?>)(?P<raw>.*?)</(?P=name)>", re.DOTALL
)
_BEGUN = tuple(f"<{name}" for name in _RAW)
_TAG_RE = re.compile("(<[^>]*>)")
# Elements without content and end tag.
VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
))  # fmt: skip
# Only within formulas and drawings, where they are other elements of the same name.
_VOID_END_RE = re.compile(f"</(?:{'|'.join(sorted(VOID))})>")
# What a comment leaves: it separates two texts.
COMMENT = "<!>"


def cut_markup(written: str) -> list[str]:
    """The texts (at even places, empty ones too) and the tags (at odd places).

    >>> cut_markup("<p>3<!-- <b> -->&lt;5<xmp><b></xmp></p>")
    ['', '<p>', '3', '<!>', '&lt;5', '<xmp>', '&lt;b&gt;', '</xmp>', '', '</p>', '']
    >>> cut_markup("<style(x>1</style(x>")
    ['', '<style(x>', '1', '</style(x>', '']
    """
    if "<!--" in written or any(map(written.__contains__, _BEGUN)):
        written = _RAW_RE.sub(_escape_raw, written)
    if "<math" in written or "<svg" in written:
        written = _VOID_END_RE.sub("", written)
    return _TAG_RE.split(written)


def find_end(parts: list[str], start: int) -> int:
    """The place of the end tag of the element whose start tag is at a place.

    >>> find_end(cut_markup("<b>1<b>2</b>3</b>4"), 1)
    7
    """
    name = name_at(parts, start)
    if name in VOID or name == "!":
        return start
    end, alone, begun = f"</{name}>", f"<{name}>", f"<{name} "
    depth = 0
    for place in range(start, len(parts), 2):
        tag = parts[place]
        if tag == end:
            depth -= 1
            if not depth:
                return place
        elif tag == alone or tag.startswith(begun):
            depth += 1
    return len(parts) - 2


def find_children(parts: list[str], start: int) -> Iterator[int]:
    """The places of the start tags of the children of an element.

    >>> list(find_children(cut_markup("<ol><li>1<b>2</b></li><br><li>3</li></ol><p></p>"), 1))
    [3, 11, 13]
    """
    place, end = start + 2, find_end(parts, start)
    while place < end:
        yield place
        place = find_end(parts, place) + 2


def find_around(parts: list[str], place: int, names: Collection[str]) -> int:
    """The place of the start tag of the innermost element of some names that a place is in; 1 if there is none."""
    depth = 0
    for before in range(place, 0, -2):
        name = name_at(parts, before)
        if name in names:
            depth += 1
        elif name.removeprefix("/") in names:
            depth -= 1
        if depth > 0:
            return before
    return 1


def texts_between(parts: list[str], start: int, end: int) -> Iterator[str]:
    """The texts between two tags, but not those of templates.

    >>> list(texts_between(cut_markup("<p>1<b>2</b><template>3</template></p>4"), 1, 11))
    ['1', '2', '', '']
    """
    place = start
    while place < end:
        if name_at(parts, place) == "template":
            place = find_end(parts, place)
        yield parts[place + 1]
        place += 2


def name_at(parts: list[str], place: int) -> str:
    """The name of a tag; that of an end tag begins with a stroke."""
    return parts[place][1:-1].partition(" ")[0]


def _escape_raw(match: "re.Match[str]") -> str:
    name = match["name"]
    if name is None:
        return COMMENT
    raw = "" if name in _EMPTIED else match["raw"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{name}{match['rest']}{raw}</{name}>"
