"""Lists the documents among the records of a crawler (WARC): its pages, PDF and office files, by address and time."""

from collections.abc import Iterator
from io import RawIOBase
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline.model import Problem
from pipeline.shelf.members import DAMAGE, HEAD, Entry, Fault, say
from pipeline.shelf.rules import shelf_rules

_KEPT = frozenset(("response", "resource", "conversion"))
_OK = "200"


def list_warc(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The records that hold a document: what a server gave in full; not what was asked, met again, or moved."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - few have such a file
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    try:
        for record in ArchiveIterator(opened, no_record_parse=False):
            if not _is_document(record):
                _Whole(record).pass_over()
                continue
            headers = record.rec_headers
            url = headers.get_header("WARC-Target-URI") or ""
            number = (headers.get_header("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:")
            facts = (("url", url), ("retrieved", headers.get_header("WARC-Date") or ""))
            yield Entry(
                "#",
                number or url,
                _Whole(record),  # type: ignore[arg-type]
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

    def pass_over(self) -> None:
        """Goes to its end.

        Raises:
            EOFError: if it is shorter than it says.
        """
        while self._record.raw_stream.read(HEAD):
            pass
        self.read(1)

    def read(self, size: int = -1) -> bytes:
        blocks: list[bytes] = []
        while size and (block := self._content.read(size)):
            blocks.append(block)
            size -= len(block)
        if size and getattr(self._record.raw_stream, "limit", 0) > 0:
            raise EOFError("the record breaks off")
        return b"".join(blocks)


def _is_document(record: Any) -> bool:
    if record.rec_type not in _KEPT:
        return False
    if record.rec_type == "response" and (record.http_headers is None or record.http_headers.get_statuscode() != _OK):
        return False
    headers = record.http_headers or record.rec_headers
    media = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if media in shelf_rules().undecided_media:
        suffix = _path_of(record.rec_headers.get_header("WARC-Target-URI") or "").rpartition(".")[2].lower()
        return suffix in {"html", "htm", "shtml", "pdf", "doc", "docx", "wps", "rtf", "txt"}
    return media in shelf_rules().media


def _path_of(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return ""
