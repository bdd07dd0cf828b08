"""Lists the members of zip archives, and of WACZ files, which pack the archives of a crawl."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import SEEK_END, RawIOBase
from typing import Any, BinaryIO

from pipeline.model import Problem
from pipeline.shelf.damage import say
from pipeline.shelf.members import DAMAGE, Entry, Fault
from pipeline.shelf.names import read_path, spell

PACKAGE_MARK = b"PK\x03\x04"
# An entry of the directory has 46 bytes and a name; zipfile makes an object of each before the first can be read. This
# is half a million members with names of some 80 bytes.
MOST_DIRECTORY = 64 * 1024**2
# Below this size no ratio does harm; above it, a member may be so many times as large as its compressed form.
SMALL, MOST_RATIO = 1 << 20, 500

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_LONGEST_END = 65_557
_ENCRYPTED, _UTF8 = 0x1, 0x800
# An entry of the directory: its mark, the bytes before its name, the newest known version.
_MEMBER, _ENTRY, _NEWEST = b"PK\x01\x02", 46, 63
_UNICODE_PATH = 0x7075
_CRAWL_RE = re.compile(r"archive/.+\.warc(?:\.gz)?", re.IGNORECASE)


def list_zip(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The members of an archive."""
    yield from _list(opened, lambda _: True)


def list_wacz(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """Lists the WARC files in a WACZ, but not its indexes or page lists."""
    yield from _list(opened, lambda name: _CRAWL_RE.fullmatch(name) is not None)


def is_wacz(names: Sequence[str]) -> bool:
    """Whether an archive with these members is a WACZ file.

    >>> is_wacz(["datapackage.json", "archive/data.warc.gz"]), is_wacz(["a.html"])
    (True, False)
    """
    return "datapackage.json" in names and any(map(_CRAWL_RE.fullmatch, names))


def is_crowded(opened: BinaryIO) -> bool:
    """Whether the directory of an archive exceeds the limit."""
    return _find_directory(opened)[1] > MOST_DIRECTORY


def open_archive(opened: BinaryIO) -> zipfile.ZipFile:
    """Opens an archive, without the faults in its directory that keep zipfile from opening any member.

    A name falsely marked as UTF-8, as many Chinese programs write it, loses the mark; a truncated extra field is
    emptied; an unknown version is replaced by a known one, and the bytes show whether that is right.

    Raises:
        BadZipFile: if it is none, or cut off.
    """
    start, directory = _read_directory(opened)
    mended, unmarked = _mend(directory)
    opened.seek(0)
    if mended == directory:
        return zipfile.ZipFile(opened)
    return zipfile.ZipFile(_Overlaid(opened, start, mended, unmarked))


def _read_directory(opened: BinaryIO) -> tuple[int, bytes]:
    """The offset of an archive's directory, and its bytes; empty without an end, or beyond the limit."""
    start, length = _find_directory(opened)
    if start < 0 or length > MOST_DIRECTORY:
        return 0, b""
    opened.seek(start)
    return start, opened.read(length)


def _find_directory(opened: BinaryIO) -> tuple[int, int]:
    """The offset of an archive's directory, from its end record, and its size; zeros without an end."""
    size = opened.seek(0, SEEK_END)
    opened.seek(max(0, size - _LONGEST_END))
    tail = opened.read(_LONGEST_END)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return 0, 0
    length = int(struct.unpack_from("<L", tail, at + 12)[0])
    if length == 0xFFFFFFFF:
        at = tail.rfind(_END_64, 0, at)
        length = int(struct.unpack_from("<Q", tail, at + 40)[0]) if at >= 0 and len(tail) >= at + 48 else 0
    return size - len(tail) + at - length, length


def _mend(directory: bytes) -> tuple[bytes, frozenset[int]]:
    """Repairs a directory so that each member opens or fails by itself; also returns the offsets that lost a mark."""
    mended = bytearray(directory)
    unmarked: set[int] = set()
    at = 0
    while at + _ENTRY <= len(mended) and mended[at : at + 4] == _MEMBER:
        named, extra, note = struct.unpack_from("<HHH", mended, at + 28)
        after_name = at + _ENTRY + named
        version, flags = struct.unpack_from("<HH", mended, at + 6)
        if flags & _UTF8 and not _is_utf8(mended[at + _ENTRY : after_name]):
            struct.pack_into("<H", mended, at + 8, flags & ~_UTF8)
            unmarked.add(struct.unpack_from("<L", mended, at + 42)[0])
        if version & 0xFF > _NEWEST:
            struct.pack_into("<H", mended, at + 6, 20)
        if not _is_sound(mended[after_name : after_name + extra], mended[at + 20 : at + 46]):
            mended[after_name : after_name + extra] = bytes(len(mended[after_name : after_name + extra]))
            for field in (20, 24, 42):  # the 64-bit value is lost, and so is this member
                if struct.unpack_from("<L", mended, at + field)[0] == 0xFFFFFFFF:
                    struct.pack_into("<L", mended, at + field, 0xFFFFFFFE)
        at = after_name + extra + note
    return bytes(mended), frozenset(unmarked)


def _is_utf8(name: bytes | bytearray) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_sound(extra: bytes | bytearray, sizes: bytes | bytearray) -> bool:
    """Whether an extra field is complete, including its 64-bit values."""
    wanted = 8 * sum(struct.unpack_from("<L", sizes, field)[0] == 0xFFFFFFFF for field in (0, 4, 22))
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if size + 4 > len(extra) or (kind == 1 and size < wanted):
            return False
        wanted = 0 if kind == 1 else wanted
        extra = extra[4 + size :]
    return True


class _Overlaid(RawIOBase):
    """An archive with another directory, and without the UTF-8 mark of some members."""

    def __init__(self, opened: BinaryIO, start: int, laid: bytes, unmarked: frozenset[int]) -> None:
        self._opened, self._start, self._laid, self._unmarked = opened, start, laid, unmarked
        self._at, self._size = 0, opened.seek(0, SEEK_END)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._opened.seek(self._at)
        block = bytearray(self._opened.read(len(buffer)))
        first, last = max(self._at, self._start), min(self._at + len(block), self._start + len(self._laid))
        if first < last:
            block[first - self._at : last - self._at] = self._laid[first - self._start : last - self._start]
        if self._at in self._unmarked and block.startswith(PACKAGE_MARK) and len(block) > 7:
            block[7] &= ~(_UTF8 >> 8)  # zipfile reads the local header of a member itself
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)


def _list(opened: BinaryIO, wanted: Callable[[str], bool]) -> Iterator[Entry | Fault]:
    if is_crowded(opened):
        yield Fault("", Problem("container_limit.directory"))
        return
    try:
        archive = open_archive(opened)
    except DAMAGE as error:
        yield Fault("", Problem("broken_container.archive", reason=say(error)))
        return
    with archive:
        for info in archive.infolist():
            path = read_path(spell(_raw_name(info)))
            if info.filename.endswith("/") or path.is_hidden or not wanted(path.name):
                continue
            fault = path.fault or _refuse(info)
            if fault:
                yield Fault(f"!/{path.name}", fault)
                continue
            try:
                member = archive.open(info)
            except DAMAGE as error:
                yield Fault(f"!/{path.name}", Problem("broken_container.opening", reason=say(error)))
                continue
            with member:
                yield Entry("!/", path.name, member, path.name)  # type: ignore[arg-type]


def _raw_name(info: zipfile.ZipInfo) -> "bytes | str":
    """The name as written: zipfile decodes names without the UTF-8 mark as DOS text."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5 and struct.unpack_from("<L", extra, 5)[0] == zlib.crc32(raw):
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return raw


def _refuse(info: zipfile.ZipInfo) -> Problem | None:
    if info.flag_bits & _ENCRYPTED:
        return Problem("encrypted_member")
    # zipfile inflates other compression methods without a limit.
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return Problem("broken_container.compression")
    if info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size:
        return Problem("container_limit.ratio", most=MOST_RATIO)
    return None
