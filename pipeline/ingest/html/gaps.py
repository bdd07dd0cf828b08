"""Tells what stands in the body of a page and is not read: pictures and frames in place of words, files it links to."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.ingest.html.events import FRAMES, Event
from pipeline.model import Block, GapKind

# A smaller picture is a sign: an icon, a bullet, a spacer.
SMALLEST_PICTURE = 60
# A page with fewer characters than these beside its links has no report of its own.
LEAST_WORDS = 120

_SIZE_RE = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*")
_STYLE_RE = re.compile(r"(?:^|;)\s*(?:max-)?(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
_SIGN_RE = re.compile(r"icon|logo|qrcode|erweima|wechat|weixin|share|spacer|blank|\bbg\b", re.IGNORECASE)
_FILE_RE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rar|zip|7z|rtf)(?:[?#].*)?$", re.IGNORECASE)


def gap_of(event: Event) -> GapKind | None:
    """What a start tag shows that is not read; a small picture is a sign and no content.

    >>> from pipeline.ingest.html.events import Event
    >>> gap_of(Event("open", "img", {"src": "a.png"})), gap_of(Event("open", "img", {"src": "a.png", "width": "16"}))
    (<GapKind.PICTURE: 'picture'>, None)
    """
    if event.name in FRAMES:
        return GapKind.FRAME
    if event.name == "img" and not _is_sign(event.attributes):
        return GapKind.PICTURE
    return None


def _is_sign(attributes: Mapping[str, str | None]) -> bool:
    sizes = [match[1] for name in ("width", "height") if (match := _SIZE_RE.fullmatch(attributes.get(name) or ""))]
    sizes += [size for _, size in _STYLE_RE.findall(attributes.get("style") or "")]
    words = " ".join(attributes.get(name) or "" for name in ("src", "class", "id"))
    return any(int(size) < SMALLEST_PICTURE for size in sizes) or _SIGN_RE.search(words) is not None


def mark_attachments(blocks: Iterable[Block], events: Iterable[Event]) -> Iterator[Block]:
    """The blocks of a body; where it is little more than links to files, the paragraphs that name them are marked."""
    names = set(_linked_files(events))
    body = list(blocks)
    # A title may have the words of the link; it stands above.
    linked = {max(places) for name in names if (places := [i for i, block in enumerate(body) if name in block.text])}
    words = sum(len(block.text) for place, block in enumerate(body) if place not in linked)
    is_bare = bool(linked) and words < LEAST_WORDS and not any(block.grid for block in body)
    for place, block in enumerate(body):
        yield Block(block.text, gap=GapKind.ATTACHMENT) if is_bare and place in linked else block


def _linked_files(events: Iterable[Event]) -> Iterator[str]:
    """The words of the links to files."""
    words: list[str] | None = None
    for event in events:
        if event.kind == "text" and words is not None:
            words.append(event.name)
        elif event.name == "a" and event.kind == "open":
            words = [] if _FILE_RE.search(event.attributes.get("href") or "") else None
        elif event.name == "a" and event.kind == "close" and words is not None:
            if name := " ".join("".join(words).split()):
                yield name
            words = None
