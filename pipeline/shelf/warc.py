"""Lists the documents among the records of a crawler (WARC): its pages, PDF and office files, by address and time."""

from collections.abc import Iterator
from io import RawIOBase
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline.ingest import is_compound, is_pdf
from pipeline.model import Problem
from pipeline.shelf.members import DAMAGE, HEAD, Entry, Fault, say
from pipeline.shelf.rules import shelf_rules
from pipeline.shelf.zip import PACKAGE_MARK

_KEPT = frozenset(("response", "resource", "conversion"))
_OK = "200"
_SUFFIXES = frozenset(("html", "htm", "shtml", "pdf", "doc", "docx", "wps", "rtf", "txt"))
# By so much of it a download is told.
SEEN = 4096


def list_warc(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The records that hold a document: what a server gave in full; not what was asked, met again, or moved."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - few have such a file
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    try:
        for record in ArchiveIterator(opened, no_record_parse=False):
            content = _Whole(record)
            if not _is_document(record, content):
                content.pass_over()
                continue
            headers = record.rec_headers
            url = headers.get_header("WARC-Target-URI") or ""
            number = (headers.get_header("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:")
            facts = (("url", url), ("retrieved", headers.get_header("WARC-Date") or ""))
            yield Entry(
                "#",
                number or url,
                content,  # type: ignore[arg-type]
                _path_of(url),
                tuple(fact for fact in facts if fact[1]),
                leaf=True,
            )
        opened.read(1)  # where it is cut off, the iterator ends as at its end
    except (ArchiveLoadFailed, *DAMAGE) as error:
        yield Fault("", Problem("broken_container.archive", reason=say(error)))


class _Whole(RawIOBase):
    """The content of a record, which must be as long as the record says."""

    def __init__(self, record: Any) -> None:
        self._record, self._content = record, record.content_stream()
        self._seen = b""

    def peek(self) -> bytes:
        """Some of what it begins with, which is still to be read."""
        self._seen = self._seen or self._content.read(SEEN)
        return self._seen

    def pass_over(self) -> None:
        """Goes to its end.

        Raises:
            EOFError: if it is shorter than it says.
        """
        while self._record.raw_stream.read(HEAD):
            pass
        self.read(1)

    def read(self, size: int = -1) -> bytes:
        seen = self._seen if size < 0 else self._seen[:size]
        self._seen = self._seen[len(seen) :]
        size -= len(seen)  # of all, it stays below nothing
        blocks = [seen]
        while size and (block := self._content.read(size)):
            blocks.append(block)
            size -= len(block)
        if size and getattr(self._record.raw_stream, "limit", 0) > 0:
            raise EOFError("the record breaks off")
        return b"".join(blocks)


def _is_document(record: Any, content: _Whole) -> bool:
    if record.rec_type not in _KEPT:
        return False
    if record.rec_type == "response" and (record.http_headers is None or record.http_headers.get_statuscode() != _OK):
        return False
    headers = record.http_headers or record.rec_headers
    media = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if media in shelf_rules().undecided_media:
        suffix = _path_of(record.rec_headers.get_header("WARC-Target-URI") or "").rpartition(".")[2].lower()
        return suffix in _SUFFIXES or _is_office(content.peek())
    return media in shelf_rules().media


def _is_office(head: bytes) -> bool:
    """Whether a download that is called anything is a PDF or an office file."""
    return is_pdf(head) or is_compound(head) or (head.startswith(PACKAGE_MARK) and b"[Content_Types].xml" in head)


def _path_of(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return ""
