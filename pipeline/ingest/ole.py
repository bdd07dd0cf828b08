"""Tells what a compound file is, the container that old Office versions and WPS write, by what lies at its root.

The layout is that of [MS-CFB]: sectors in chains, and a directory whose entries are a tree.
"""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a stream at the root tells the file to be; what encloses a document stands before what may be enclosed.
_KINDS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "excel_old",
    "Book": "excel_old",
    "PowerPoint Document": "powerpoint_old",
    "MatOST": "works_document",
    "__properties_version1.0": "outlook_message",
}
_ENTRY = 128
# A root holds some ten streams; a directory of more than this was made to do harm.
_MOST_ENTRIES = 10_000
_NONE = 0xFFFFFFFF


def is_compound(data: bytes) -> bool:
    """Whether a file begins as a compound file does."""
    return data.startswith(MAGIC)


def name_compound(data: bytes) -> str | None:
    """What a compound file is: ``doc``, ``encrypted``, the name of a format that is not read; none if unknown."""
    names = set(list_root(data))
    return next((kind for name, kind in _KINDS.items() if name in names), None)


def list_root(data: bytes) -> Iterator[str]:
    """The names at the root of a compound file; of a damaged one those that can be found."""
    try:
        directory = _read_directory(data)
    except struct.error:
        return
    count = len(directory) // _ENTRY
    waiting = [struct.unpack_from("<I", directory, 76)[0]] if count else []
    seen: set[int] = set()
    while waiting:
        place = waiting.pop()
        if place in seen or place >= count:
            continue
        seen.add(place)
        entry = directory[place * _ENTRY : (place + 1) * _ENTRY]
        length, left, right = struct.unpack_from("<H2xII", entry, 64)
        yield entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        waiting += (left, right)


def _read_directory(data: bytes) -> bytes:
    """The sectors of the directory, found by the table of what follows each sector."""
    shift = min(struct.unpack_from("<H", data, 30)[0], 16)
    size = 1 << shift
    place = struct.unpack_from("<I", data, 48)[0]
    tables = _list_tables(data, size)
    sectors: list[bytes] = []
    while place < _NONE - 4 and len(sectors) * size < _MOST_ENTRIES * _ENTRY:
        sector = data[(place + 1) * size : (place + 2) * size]
        if not sector:
            break
        sectors.append(sector)
        table, offset = divmod(place, size // 4)
        if table >= len(tables):
            break
        place = struct.unpack_from("<I", data, (tables[table] + 1) * size + 4 * offset)[0]
    return b"".join(sectors)


def _list_tables(data: bytes, size: int) -> list[int]:
    """The sectors of the table of sectors: the first 109 stand in the header, the others in a chain of their own."""
    tables = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    while following < _NONE - 4 and len(tables) * size <= len(data):
        start = (following + 1) * size
        tables += struct.unpack_from(f"<{size // 4 - 1}I", data, start)
        following = struct.unpack_from("<I", data, start + size - 4)[0]
    return tables
