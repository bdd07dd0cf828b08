"""Lists the pages of a message: what a browser or Word saves in one file (MHTML), and what is attached to mail."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from email.errors import MessageError
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline.model import Problem
from pipeline.shelf.members import DAMAGE, Entry, Facts, Fault, say
from pipeline.shelf.names import read_path

if TYPE_CHECKING:
    from email.message import Message

# All of a message is read at once; a page with its pictures has some megabytes.
MOST_BYTES = 64 * 1024**2
# A frame with fewer ideographs is an advertisement or a counter of visits, and no page.
LEAST_HAN = 100
_HAN_RE = re.compile(r"[\u4e00-\u9fff]")
_TAG_RE = re.compile(r"<[^<>]*>")


def list_mime(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The page of a message, its frames that say something, and its attachments."""
    data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Fault("", Problem("too_large.mail", most=MOST_BYTES))
        return
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        parts = [part for part in message.walk() if not part.is_multipart()]
        found = list(_choose(message, parts))
    except (MessageError, AttributeError, TypeError, LookupError, *DAMAGE) as error:
        yield Fault("", Problem("broken_container.mail", reason=say(error)))
        return
    if _is_cut(message, data):
        yield Fault("", Problem("broken_container.mail_end"))
    yield from found


def _choose(message: "Message[str, str]", parts: "list[Message[str, str]]") -> Iterator[Entry]:
    pages = [part for part in parts if part.get_content_type() == "text/html" and not _is_attached(part)]
    texts = [part for part in parts if part.get_content_type() == "text/plain" and not _is_attached(part)]
    root = _find_root(message, pages)
    for number, part in enumerate(parts, 1):
        body = _payload(part)
        if part is root or (part in pages and _says_something(body)):
            yield _entry(part, number, ".html", body, _facts(message, part, root=part is root))
        elif (not pages and texts and part is texts[0]) or _is_attached(part):
            yield _entry(part, number, ".txt" if part in texts else "", body, ())


def _find_root(message: "Message[str, str]", pages: "list[Message[str, str]]") -> "Message[str, str] | None":
    """The page itself: the part that the message calls its start, else the first."""
    start = message.get_param("start")
    return next((part for part in pages if part["Content-ID"] and part["Content-ID"] == start), next(iter(pages), None))


def _is_attached(part: "Message[str, str]") -> bool:
    return part.get_content_disposition() == "attachment"


def _payload(part: "Message[str, str]") -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _says_something(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    text = text if "\N{REPLACEMENT CHARACTER}" not in text else body.decode("gb18030", "replace")
    return len(_HAN_RE.findall(_TAG_RE.sub("", text))) >= LEAST_HAN


def _entry(part: "Message[str, str]", number: int, suffix: str, body: bytes, facts: Facts) -> Entry:
    called = part.get_filename() or unquote(urlsplit(str(part["Content-Location"] or "")).path)
    name = read_path(called.replace("\\", "/").rpartition("/")[2]).name
    if not name or (suffix and not PurePosixPath(name).suffix):
        name = f"{name or number}{suffix}"
    return Entry("!/", name, BytesIO(body), name, facts, leaf=bool(suffix))


def _facts(message: "Message[str, str]", part: "Message[str, str]", *, root: bool) -> Facts:
    """The address of a page, and when it was saved."""
    url = str((root and message["Snapshot-Content-Location"]) or part["Content-Location"] or "").strip()
    facts = [("url", url)] if url.startswith(("http://", "https://")) else []
    with suppress(TypeError, ValueError):  # there is none, or it is no date
        facts.append(("retrieved", parsedate_to_datetime(str(message["Date"])).isoformat()))
    return tuple(facts)


def _is_cut(message: "Message[str, str]", data: bytes) -> bool:
    boundary = message.get_boundary()
    return bool(boundary) and f"--{boundary}--".encode("utf-8", "replace") not in data
