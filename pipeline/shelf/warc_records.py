"""Reads the records of a crawl (WARC) independently: a malformed one does not affect the others.

warcio reads them one by one; what it raises or prints is handled here.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from pipeline.i18n import Message
from pipeline.shelf.damage import DamagedError
from pipeline.shelf.members import DAMAGE

# More bytes than any record has; the system cannot handle larger numbers.
MOST_LENGTH = 2**60
# A line between records: empty, or the excess of the record before.
LONGEST_LINE = 64 * 1024
_MARK = b"WARC/"


def iterate_records(opened: BinaryIO) -> Iterator[Any]:
    """The records; ``unread`` means that its HTTP headers cannot be read, ``strayed`` that other bytes precede it.

    Raises:
        DamagedError: where no record can be found any more.
    """
    records = _Records(opened, no_record_parse=False)
    loader = records.loader = _Loader(verify_http=False, arc2warc=False)
    try:
        for record in records:
            record.unread, record.strayed = loader.unread, records.strayed
            records.strayed = False
            yield record
    except ArchiveLoadFailed as error:
        raise DamagedError(Message("no_record")) from error


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """Reads the headers of a record."""

    unread = False

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: int | None) -> Any:
        """The headers of a response; a record without an address counts as HTTP."""
        self.unread = False
        try:
            return super().load_http_headers(rec_type, uri or "http://", stream, length)
        except (StatusAndHeadersParserException, AttributeError, TypeError, *DAMAGE):
            self.unread = True
            return None

    def _ensure_target_uri_format(self, rec_headers: Any) -> Any:
        """The address; on the way, checks the length, which must be a number that the system can handle."""
        length = (rec_headers.get_header("Content-Length") or "").strip()
        if length.isdecimal() and (len(length) > 18 or int(length) > MOST_LENGTH):
            rec_headers.replace_header("Content-Length", str(MOST_LENGTH))
        uri = rec_headers.get_header("WARC-Target-URI")
        if uri and " " in uri:  # warcio would print about it
            rec_headers.replace_header("WARC-Target-URI", uri.replace(" ", "%20"))
        return super()._ensure_target_uri_format(rec_headers)


class _Records(ArchiveIterator):  # type: ignore[misc]
    """Iterates over records; ``strayed`` means that bytes between two of them belong to none."""

    strayed = False

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        """The first line of the next record, wherever it is, and the number of bytes before it."""
        passed = 0
        while line := self.reader.readline(LONGEST_LINE):
            if line.startswith(_MARK):
                return line, passed
            self.strayed = self.strayed or bool(line.strip())
            passed += len(line)
        return None, passed
