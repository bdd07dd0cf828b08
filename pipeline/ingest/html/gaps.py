"""Finds what a page shows or links and the reader does not read: pictures, frames and drawings, and linked files."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pipeline.ingest.html.styles import inline_style, sizes_in
from pipeline.model import Block, GapKind
from pipeline.rulebook import form_rules, one_of

# The words and the address of a link.
Link = tuple[str, str]

# Elements that embed a page or a file.
FRAMES = frozenset(("iframe", "frame", "object", "embed"))
# Elements that draw: text in them is part of the drawing.
DRAWINGS = frozenset(("svg", "canvas"))
# Elements that may show something that is not text, whatever their attributes.
SHOWING = FRAMES | DRAWINGS | {"img"}
# A smaller picture is an icon, a bullet or a spacer.
SMALLEST_PICTURE = 60
# A picture of a digit is at least as large.
LEAST_DIGIT = 4
# A page with fewer characters besides its links does not contain the report itself.
LEAST_WORDS = 120

_SIZE_RE = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*")
_SIGN_RE = re.compile(r"icon|logo|qrcode|erweima|wechat|weixin|share|spacer|blank|\bbg\b", re.IGNORECASE)
_FILE_RE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rar|zip|7z|rtf)(?:[?#].*)?$", re.IGNORECASE)
_PICTURE_RE = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp)(?:[?#].*)?$", re.IGNORECASE)
# What stands around the words of a link and says no more than they do: （查看原图）, 详见附表1。
_AROUND_RE = re.compile(r"^[\s（(【\[]*(?:详?见|请?点击|具体)?[:：]?|[\s）)】\]。：:]*$")
# Attributes with the address of a picture that is loaded lazily.
_LATER_RE = re.compile(r"data-.*(?:src|original|url)|.+[-_]src|original", re.IGNORECASE)


def gap_of(name: str, attributes: Mapping[str, str]) -> GapKind | None:
    """The unread content that a start tag shows; ``None`` if none. A small picture is not content.

    Drawings and backgrounds of elements count as pictures if their size is given.

    >>> gap_of("img", {"src": "a.png"}), gap_of("img", {"src": "a.png", "width": "16"})
    (<GapKind.PICTURE: 'picture'>, None)
    """
    if name in FRAMES:
        return GapKind.FRAME
    if name == "img":
        return None if _is_sign(attributes) else GapKind.PICTURE
    if name not in DRAWINGS and not inline_style(attributes).background:
        return None
    sizes = _sizes(attributes)
    # The default size of a canvas.
    is_large = len(sizes) > 1 or name == "canvas"
    return GapKind.PICTURE if is_large and min(sizes, default=SMALLEST_PICTURE) >= SMALLEST_PICTURE else None


def is_pictured(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a start tag shows a picture that may be a digit: of any size, but not a spacer.

    >>> [is_pictured("img", {"src": "2.gif", "width": width}) for width in ("9", "1")]
    [True, False]
    """
    if name != "img" and name not in DRAWINGS and not inline_style(attributes).background:
        return False
    is_spacer = min(_sizes(attributes), default=LEAST_DIGIT) < LEAST_DIGIT
    return not is_spacer and not _is_named_sign(attributes)


def _is_sign(attributes: Mapping[str, str]) -> bool:
    # The sizes given for a lazily loaded picture are those of its final state.
    return any(size < SMALLEST_PICTURE for size in _sizes(attributes)) or _is_named_sign(attributes)


def _is_named_sign(attributes: Mapping[str, str]) -> bool:
    later = [value for name, value in attributes.items() if value and _LATER_RE.fullmatch(name)]
    words = " ".join([*(later or [attributes.get("src") or ""]), *(attributes.get(n) or "" for n in ("class", "id"))])
    return _SIGN_RE.search(words) is not None


def _sizes(attributes: Mapping[str, str]) -> list[int]:
    """The widths and heights that an element gives, in pixels."""
    given = (_SIZE_RE.fullmatch(attributes.get(name) or "") for name in ("width", "height"))
    return [*(int(match[1]) for match in given if match), *sizes_in(attributes.get("style"))]


def mark_attachments(blocks: Iterable[Block], links: Iterable[Link]) -> Iterator[Block]:
    """Marks the blocks of a body that link to files containing the report or one of its tables.

    If a page is little more than links to files, these are the report; otherwise they may be one of its tables. A block
    that is nothing but a link to a picture (查看原图) stands for the picture.
    """
    named = [(words, address) for words, address in links if words]
    names = {words for words, address in named if _FILE_RE.search(address) or _FILE_RE.search(words)}
    pictures = {
        _AROUND_RE.sub("", words)
        for words, address in named
        if _PICTURE_RE.search(address) or _PICTURE_RE.search(words)
    }
    body = list(blocks)
    # A title above may repeat the words of the link.
    linked = {max(indices) for name in names if (indices := [i for i, block in enumerate(body) if name in block.text])}
    words = sum(len(block.text) for index, block in enumerate(body) if index not in linked)
    has_grid = any(block.grid for block in body)
    is_bare = bool(linked) and words < LEAST_WORDS and not has_grid
    for index, block in enumerate(body):
        if is_bare and index in linked:
            yield Block(block.text, gap=GapKind.ATTACHMENT)
        elif index in linked and not has_grid and not block.gap and _table_re().search(block.text):
            yield Block(block.text, gap=GapKind.LINKED_TABLE)
        elif not block.gap and pictures and _AROUND_RE.sub("", block.text) in pictures:
            yield Block(block.text, gap=GapKind.PICTURE)
        else:
            yield block


@cache
def _table_re() -> re.Pattern[str]:
    """The titles of statutory tables."""
    return re.compile(one_of(form_rules().stretches.called))
