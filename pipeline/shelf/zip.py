"""Lists the members of zip archives, and of WACZ, which keeps the archives of a crawler in one."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import SEEK_END
from typing import BinaryIO

from pipeline.model import Problem
from pipeline.shelf.members import DAMAGE, Entry, Fault, say
from pipeline.shelf.names import read_path, spell

PACKAGE_MARK = b"PK\x03\x04"
# The directory at the end has 46 bytes for a member, and its name; zipfile makes a value of each before the first can
# be read. This is half a million with names of some 80 bytes.
MOST_DIRECTORY = 64 * 1024**2
# Below so many bytes no ratio does harm; above, a member may be so many times as large as its compressed form.
SMALL, MOST_RATIO = 1 << 20, 500

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_LONGEST_END = 65_557
_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNICODE_PATH = 0x7075
_CRAWL_RE = re.compile(r"archive/.+\.warc(?:\.gz)?", re.IGNORECASE)


def list_zip(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The members of an archive."""
    yield from _list(opened, lambda _: True)


def list_wacz(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The crawler's archives in a WACZ, without what it has to find and show their pages."""
    yield from _list(opened, lambda name: _CRAWL_RE.fullmatch(name) is not None)


def is_wacz(names: Sequence[str]) -> bool:
    """Whether an archive with these members is a WACZ.

    >>> is_wacz(["datapackage.json", "archive/data.warc.gz"]), is_wacz(["a.html"])
    (True, False)
    """
    return "datapackage.json" in names and any(map(_CRAWL_RE.fullmatch, names))


def is_crowded(opened: BinaryIO) -> bool:
    """Whether the directory of an archive is larger than is read."""
    size = opened.seek(0, SEEK_END)
    opened.seek(max(0, size - _LONGEST_END))
    tail = opened.read(_LONGEST_END)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return False
    directory = int(struct.unpack_from("<L", tail, at + 12)[0])
    if directory == 0xFFFFFFFF:
        at = tail.rfind(_END_64, 0, at)
        directory = int(struct.unpack_from("<Q", tail, at + 40)[0]) if at >= 0 and len(tail) >= at + 48 else 0
    return directory > MOST_DIRECTORY


def _list(opened: BinaryIO, wanted: Callable[[str], bool]) -> Iterator[Entry | Fault]:
    if is_crowded(opened):
        yield Fault("", Problem("container_limit.directory"))
        return
    try:
        archive = zipfile.ZipFile(opened)
    except DAMAGE as error:
        yield Fault("", Problem("broken_container.archive", reason=say(error)))
        return
    with archive:
        for info in archive.infolist():
            path = read_path(spell(_raw_name(info)))
            if info.is_dir() or path.is_hidden or not wanted(path.name):
                continue
            fault = path.fault or _refuse(info)
            if fault:
                yield Fault(f"!/{path.name}", fault)
                continue
            try:
                member = archive.open(info)
            except (NotImplementedError, *DAMAGE) as error:
                yield Fault(f"!/{path.name}", Problem("broken_container.opening", reason=say(error)))
                continue
            with member:
                yield Entry("!/", path.name, member, path.name)  # type: ignore[arg-type]


def _raw_name(info: zipfile.ZipInfo) -> "bytes | str":
    """The name as it is written: zipfile reads what is not marked as UTF-8 as the code page of DOS."""
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
    # zipfile inflates the other ways to compress without bound.
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return Problem("broken_container.compression")
    if info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size:
        return Problem("container_limit.ratio", most=MOST_RATIO)
    return None
