"""Reads a server's response from a record of a crawl: completely, or not at all."""

import zlib
from collections.abc import Iterator
from io import RawIOBase
from typing import Any

from pipeline.i18n import Message
from pipeline.ingest import is_compound, is_pdf
from pipeline.shelf.damage import DamagedError
from pipeline.shelf.zip import PACKAGE_MARK

# The number of first bytes by which a download is detected.
SEEN = 4096
BLOCK = 64 * 1024
# The line before a chunk has its length in hexadecimal digits; no chunk is longer.
LONGEST_SIZE, MOST_CHUNK = 64, 2**31
_PACKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Content(RawIOBase):
    """The content of a record, which must have the length stated by the record and by the server.

    ``is_odd`` means that it was seen to be longer than stated.
    """

    def __init__(self, record: Any) -> None:
        """Does not read anything yet."""
        self._record, self._raw = record, record.raw_stream
        self._blocks = _unpack(record, self._raw)
        self._seen = b""
        self.is_odd = False

    def peek(self) -> bytes:
        """Some of the first bytes, without consuming them."""
        while len(self._seen) < SEEN and (block := next(self._blocks, b"")):
            self._seen += block
        return self._seen

    def pass_over(self) -> None:
        """Skips to its end.

        Raises:
            EOFError: if it is shorter than stated.
        """
        while self._raw.read(BLOCK):
            pass
        self._check()

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all.

        Raises:
            DamagedError: if the record is longer than stated, or its content contradicts its headers.
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
        """Checks that the record ends where it should."""
        if getattr(self._raw, "limit", 0) > 0 and not self._raw.read(1):
            raise EOFError
        if getattr(self._raw, "limit", None) == 0:  # if the record states its length
            reader = self._raw.stream
            reader._fillbuff()  # noqa: SLF001 - warcio has no other way to look ahead
            rest = reader.buff.read(1) if reader.buff else b""
            if rest:
                reader.buff.seek(-1, 1)
            if rest.strip():
                self.is_odd = True
                raise DamagedError(Message("record_length"))


def _unpack(record: Any, raw: Any) -> Iterator[bytes]:
    """The bytes of a content, without transfer and content encodings."""
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
    """Joins chunks; content without chunks is unchanged: many crawlers store it joined."""
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
    """Decompresses a content; one that is not compressed is unchanged: many crawlers store it decompressed."""
    first = next(blocks, b"")
    inflater = zlib.decompressobj(bits)
    block = first
    try:
        data = inflater.decompress(first, BLOCK)
    except zlib.error:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # raw deflate, as some servers send it
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
    """Passes a content whose stated encoding is not supported, if it is in fact not encoded."""
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
