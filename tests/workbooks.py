"""Writes an old Excel workbook (XLS), which no kept library writes: one sheet of short texts in a compound file."""

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def pack_xls(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A workbook whose first line names the columns; it may have some 60 kB."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    cells = b"".join(
        _record(0x0204, struct.pack("<HHHHB", line, column, 0, len(value), 1) + value.encode("utf-16-le"))
        for line, values in enumerate(lines)
        for column, value in enumerate(values)
    )
    begin = _record(0x0042, struct.pack("<H", 1200))
    named = struct.pack("<BBBB", 0, 0, 1, 0) + b"a"
    before = len(_head(5)) + len(begin) + len(_record(0x0085, b"....." + named)) - 1 + len(_record(0x000A, b""))
    sheet = _record(0x0085, struct.pack("<L", before) + named)
    book = _head(5) + begin + sheet + _record(0x000A, b"") + _head(16) + cells + _record(0x000A, b"")
    return _compound(book)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _head(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHLL", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream: the table of its sectors, its directory, and the stream."""
    stream += bytes(max(0, 4096 - len(stream)))  # what is shorter lies elsewhere
    count = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128L", *chain, *[FREE] * (128 - len(chain)))
    root = _entry("Root Entry", 5, 1, END, 0)
    directory = root + _entry("Workbook", 2, FREE, 2, len(stream)) + 2 * _entry("", 0, FREE, 0, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109L", 0, *[FREE] * 108)
    return head + table + directory + stream + bytes(count * SECTOR - len(stream))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    length = len(written) + 2 if name else 0
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBLLL", length, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )
