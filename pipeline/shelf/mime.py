"""Lists the pages of a message: what a browser or Word saves in one file (MHTML), and attachments of mail."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import policy
from email.errors import MessageError
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import unquote, urlsplit

from pipeline.model import Problem
from pipeline.shelf.damage import say
from pipeline.shelf.members import DAMAGE, Entry, Facts, Fault
from pipeline.shelf.names import read_path

if TYPE_CHECKING:
    from email.message import Message

# A message is read at once; a page with its pictures has some megabytes.
MOST_BYTES = 64 * 1024**2
# A frame with fewer ideographs is an advertisement or a visit counter, not a page.
LEAST_HAN = 100
# A page has some hundred parts, nested a few levels deep.
MOST_PARTS, MOST_NESTED = 20_000, 64
_PART_RE = re.compile(rb"^--", re.MULTILINE)
_BOUNDARY_RE = re.compile(rb"boundary\s*=", re.IGNORECASE)
# Exceptions that the library raises on malformed headers and bodies.
_ODD = (MessageError, AttributeError, TypeError, AssertionError, *DAMAGE)
_Answer = TypeVar("_Answer")
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_TAG_RE = re.compile(r"<[^<>]*>")


def list_mime(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The page of a message, its frames with content, and its attachments."""
    data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Fault("", Problem("too_large.mail", most=MOST_BYTES))
        return
    if len(_PART_RE.findall(data)) > MOST_PARTS or len(_BOUNDARY_RE.findall(data)) > MOST_NESTED:
        yield Fault("", Problem("container_limit.parts", most=MOST_PARTS, count=MOST_NESTED))
        return
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        parts = [part for part in message.walk() if not part.is_multipart()]
    except _ODD as error:
        yield Fault("", Problem("broken_container.mail", reason=say(error)))
        return
    if _is_cut(message, data):
        yield Fault("", Problem("broken_container.mail_end"))
    yield from _choose(message, parts)


def _choose(message: "Message[str, str]", parts: "list[Message[str, str]]") -> Iterator[Entry | Fault]:
    kinds = [_ask(part.get_content_type, "") for part in parts]
    attached = [_ask(part.get_content_disposition, None) == "attachment" for part in parts]
    pages = [number for number, kind in enumerate(kinds) if kind == "text/html" and not attached[number]]
    texts = [number for number, kind in enumerate(kinds) if kind == "text/plain" and not attached[number]]
    root = _find_root(message, parts, pages)
    are_pages, are_texts = set(pages), set(texts)
    for number, part in enumerate(parts):
        try:
            body = _payload(part)
        except _ODD as error:
            yield Fault(f"!/{number + 1}", Problem("broken_container.member", reason=say(error)))
            continue
        if number == root or (number in are_pages and _says_something(body)):
            yield _entry(part, number + 1, ".html", body, _facts(message, part, root=number == root))
        elif (not pages and texts and number == texts[0]) or attached[number]:
            yield _entry(part, number + 1, ".txt" if number in are_texts else "", body, ())


def _ask(asked: "Callable[[], _Answer]", otherwise: "_Answer") -> "_Answer":
    """The value of a header; one that cannot be read counts as missing."""
    try:
        return asked()
    except _ODD:
        return otherwise


def _find_root(message: "Message[str, str]", parts: "list[Message[str, str]]", pages: list[int]) -> int | None:
    """The page itself: the part named as start, else the first."""
    start = _ask(lambda: message.get_param("start"), None)
    named = (number for number in pages if start and _ask(lambda: parts[number]["Content-ID"], None) == start)  # noqa: B023
    return next(named, next(iter(pages), None))


def _payload(part: "Message[str, str]") -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _says_something(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    text = text if "\N{REPLACEMENT CHARACTER}" not in text else body.decode("gb18030", "replace")
    return len(_HAN_RE.findall(_TAG_RE.sub("", text))) >= LEAST_HAN


def _entry(part: "Message[str, str]", number: int, suffix: str, body: bytes, facts: Facts) -> Entry:
    location = _ask(lambda: str(part["Content-Location"] or ""), "")
    called = _ask(part.get_filename, None) or _ask(lambda: unquote(urlsplit(location).path), "")
    name = read_path(called.replace("\\", "/").rpartition("/")[2]).name
    if not name or (suffix and not PurePosixPath(name).suffix):
        name = f"{name or number}{suffix}"
    return Entry("!/", name, BytesIO(body), name, facts, leaf=bool(suffix))


def _facts(message: "Message[str, str]", part: "Message[str, str]", *, root: bool) -> Facts:
    """The address of a page, and when it was saved."""
    url = _ask(
        lambda: str((root and message["Snapshot-Content-Location"]) or part["Content-Location"] or "").strip(), ""
    )
    facts = [("url", url)] if url.startswith(("http://", "https://")) else []
    with suppress(TypeError, ValueError, OverflowError):  # it is missing, or no date
        facts.append(("retrieved", parsedate_to_datetime(str(message["Date"])).isoformat()))
    return tuple(facts)


def _is_cut(message: "Message[str, str]", data: bytes) -> bool:
    boundary = _ask(message.get_boundary, None)
    return bool(boundary) and f"--{boundary}--".encode("utf-8", "replace") not in data
