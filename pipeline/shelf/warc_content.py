"""Reads what a server gave from the record of a crawler: whole, or not at all."""

import zlib
from collections.abc import Iterator
from io import RawIOBase
from typing import Any

from pipeline.i18n import Message
from pipeline.ingest import is_compound, is_pdf
from pipeline.shelf.damage import DamagedError
from pipeline.shelf.zip import PACKAGE_MARK

# By so much of it a download is told.
SEEN = 4096
BLOCK = 64 * 1024
# The line before a chunk has its length in hexadecimal digits; no chunk is longer.
LONGEST_SIZE, MOST_CHUNK = 64, 2**31
_PACKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Content(RawIOBase):
    """The content of a record, which must be as long as the record says, and as the server said.

    ``is_odd`` tells that it is longer than it says, as far as that was seen.
    """

    def __init__(self, record: Any) -> None:
        """Reads nothing yet."""
        self._record, self._raw = record, record.raw_stream
        self._blocks = _unpack(record, self._raw)
        self._seen = b""
        self.is_odd = False

    def peek(self) -> bytes:
        """Some of what it begins with, which is still to be read."""
        while len(self._seen) < SEEN and (block := next(self._blocks, b"")):
            self._seen += block
        return self._seen

    def pass_over(self) -> None:
        """Goes to its end.

        Raises:
            EOFError: if it is shorter than it says.
        """
        while self._raw.read(BLOCK):
            pass
        self._check()

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all.

        Raises:
            DamagedError: if the record is longer than it says, or its content is not what it says.
            EOFError: if it breaks off.
        """
        held, length = [self._seen], len(self._seen)
        while (size < 0 or length < size) and (block := next(self._blocks, b"")):
            held.append(block)
            length += len(block)
        data = b"".join(held)
        self._seen = data[size:] if size >= 0 else b""
        if size < 0 or length < size:
            self._check()
        return data[:size] if size >= 0 else data

    def _check(self) -> None:
        """Sees that the record ends where it says."""
        if getattr(self._raw, "limit", 0) > 0 and not self._raw.read(1):
            raise EOFError
        if getattr(self._raw, "limit", None) == 0:  # of a record that says its length
            reader = self._raw.stream
            reader._fillbuff()  # noqa: SLF001 - warcio has no other way to look ahead
            behind = reader.buff.read(1) if reader.buff else b""
            if behind:
                reader.buff.seek(-1, 1)
            if behind.strip():
                self.is_odd = True
                raise DamagedError(Message("record_length"))


def _unpack(record: Any, raw: Any) -> Iterator[bytes]:
    """The bytes of a content, without the ways in which it came over the network."""
    headers = record.http_headers
    blocks: Iterator[bytes] = iter(lambda: bytes(raw.read(BLOCK)), b"")
    if headers is None:
        return blocks
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        blocks = _join_chunks(raw)
    coding = (headers.get_header("Content-Encoding") or "").strip().lower()
    if coding in {"", "identity", "none", "utf-8"}:
        return blocks
    return _inflate(blocks, _PACKED[coding]) if coding in _PACKED else _pass_plain(blocks, coding)


def _join_chunks(raw: Any) -> Iterator[bytes]:
    """What stands in chunks; what does not, as it is: many crawlers keep what they joined already."""
    line = raw.readline(LONGEST_SIZE)
    if _size_of(line) is None:
        yield line
        yield from iter(lambda: bytes(raw.read(BLOCK)), b"")
        return
    while size := _size_of(line):
        while size:
            block = raw.read(min(size, BLOCK))
            if not block:
                raise EOFError
            size -= len(block)
            yield block
        raw.readline(LONGEST_SIZE)
        line = raw.readline(LONGEST_SIZE)
    if size is None:
        raise EOFError


def _size_of(line: bytes) -> int | None:
    words = line.partition(b";")[0].strip()
    try:
        size = int(words, 16) if line.endswith(b"\n") and words.isalnum() else None
    except ValueError:
        return None
    return size if size is not None and size <= MOST_CHUNK else None


def _inflate(blocks: Iterator[bytes], bits: int) -> Iterator[bytes]:
    """What was compressed; what was not, as it is: many crawlers keep what they inflated already."""
    first = next(blocks, b"")
    inflater = zlib.decompressobj(bits)
    block = first
    try:
        data = inflater.decompress(first, BLOCK)
    except zlib.error:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # as some servers write deflate
        try:
            data = inflater.decompress(first, BLOCK) if bits == zlib.MAX_WBITS else b""
        except zlib.error:
            data = b""
        if not data:
            yield first
            yield from blocks
            return
    while block:
        yield data
        while inflater.unconsumed_tail:
            yield inflater.decompress(inflater.unconsumed_tail, BLOCK)
        block = next(blocks, b"")
        if inflater.eof:
            for _ in blocks:
                pass
            return
        data = inflater.decompress(block, BLOCK)
    if first and not inflater.eof:
        raise EOFError


def _pass_plain(blocks: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """What is said to be compressed in a way that is not read, where it is not."""
    first = next(blocks, b"")
    if first and not (
        (first.lstrip().startswith(b"<") and first[:SEEN].count(b"<") > 1)
        or is_pdf(first)
        or is_compound(first)
        or first.startswith(PACKAGE_MARK)
    ):
        raise DamagedError(Message("unread_coding", name=coding[:20]))
    yield first
    yield from blocks
