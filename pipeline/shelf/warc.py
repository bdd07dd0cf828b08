"""Lists the documents among the records of a crawl (WARC): pages, PDF and office files, by address and time."""

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline.i18n import Message
from pipeline.ingest import is_compound, is_pdf
from pipeline.model import Problem
from pipeline.shelf.damage import DamagedError, say
from pipeline.shelf.members import DAMAGE, Entry, Fault
from pipeline.shelf.rules import shelf_rules
from pipeline.shelf.warc_content import Content
from pipeline.shelf.zip import PACKAGE_MARK

_KEPT = frozenset(("response", "resource", "conversion"))
_OK = "200"
_SUFFIXES = frozenset(("html", "htm", "shtml", "pdf", "doc", "docx", "wps", "rtf", "txt"))


def list_warc(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The records with a document: complete responses, without requests, revisits and redirects."""
    from pipeline.shelf.warc_records import iterate_records  # noqa: PLC0415 - few have such a file

    content: Content | None = None
    try:
        for record in iterate_records(opened):
            headers = record.rec_headers
            url = headers.get_header("WARC-Target-URI") or ""
            name = (headers.get_header("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:") or url
            if record.strayed and not (content and content.is_odd):
                yield Fault("", Problem("broken_container.archive", reason=Message("record_length")))
            content = Content(record)
            try:
                wanted = _is_document(record, content)
            except DAMAGE as error:
                yield Fault(f"#{name}", Problem("broken_container.member", reason=say(error)))
                continue
            if not wanted:
                try:
                    content.pass_over()
                except DamagedError as error:
                    yield Fault(f"#{name}", Problem("broken_container.member", reason=say(error)))
                continue
            facts = (("url", url), ("retrieved", headers.get_header("WARC-Date") or ""))
            yield Entry(
                "#",
                name,
                content,  # type: ignore[arg-type]
                _path_of(url),
                tuple(fact for fact in facts if fact[1]),
                leaf=True,
            )
        opened.read(1)  # at truncation the iterator stops as at the end
    except DAMAGE as error:
        yield Fault("", Problem("broken_container.archive", reason=say(error)))


def _is_document(record: Any, content: Content) -> bool:
    if record.rec_type not in _KEPT:
        return False
    if record.rec_type == "response":
        if record.unread:
            raise DamagedError(Message("record_headers"))
        if record.http_headers is None or record.http_headers.get_statuscode() != _OK:
            return False
    headers = record.http_headers or record.rec_headers
    media = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if media in shelf_rules().undecided_media:
        suffix = _path_of(record.rec_headers.get_header("WARC-Target-URI") or "").rpartition(".")[2].lower()
        return suffix in _SUFFIXES or _is_office(content.peek())
    return media in shelf_rules().media


def _is_office(head: bytes) -> bool:
    """Whether a download, whatever its name, is a PDF or an office file."""
    return is_pdf(head) or is_compound(head) or (head.startswith(PACKAGE_MARK) and b"[Content_Types].xml" in head)


def _path_of(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return ""
