"""A file of a run, or a document within one: its name in the tables, its bytes, and their digest."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec import structs

from pipeline.i18n import as_reason
from pipeline.metadata import read_hint
from pipeline.model import ITSELF, Origin, Problem, Unreadable
from pipeline.run.regular_files import ENDLESS, open_source
from pipeline.run.source_names import name_source, set_apart
from pipeline.shelf import MOST_PACKED, detect_kind

# A report has some 100 kB, a scan of one some 50 MB. Larger files are no reports and would not fit a worker's memory.
MOST_BYTES = 256 * 1024 * 1024
# Bytes read at once.
BLOCK = 1024 * 1024


class Slot(NamedTuple):
    """The byte range of a document in a file that holds several: first byte and size."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class File:
    """A file under the input folder, or a document within one.

    Two strings keep it small: an archive has a million of them.

    ``kept`` is the path of its bytes under ``root`` if it differs from its name, and ``slot`` their range if the file
    there holds more. ``fault`` is the reason why it cannot be read, if already known. ``beside`` marks a name that
    could be that of a document in another file.
    """

    root: str
    relative: str
    kept: str | None = None
    fault: str | None = None
    origin: Origin = ITSELF
    slot: Slot | None = None
    beside: bool = False

    @property
    def path(self) -> Path:
        """The path of its bytes."""
        return Path(self.location)

    @property
    def location(self) -> str:
        """The path of its bytes as a string, which costs a tenth of a ``Path``."""
        return os.path.join(self.root, self.kept or self.relative)  # noqa: PTH118

    @property
    def name(self) -> str:
        """Its name in the tables: the path under the folder, with bytes that are not UTF-8 escaped."""
        return set_apart(name_source(self.relative)) if self.beside else name_source(self.relative)

    @property
    def hint(self) -> str:
        """Everything besides its bytes that its rows depend on."""
        return read_hint(self.name, self.origin)


class Hashed(NamedTuple):
    """The SHA-256 of a file's bytes, and the kind of container that it is, if it is one (``shelf.detect_kind``)."""

    digest: bytes
    kind: str | None = None


def may_hold(name: str, only: str) -> bool:
    """Whether a file may hold several reports, one of which matches a pattern that the file's own name does not.

    >>> may_hold("a.docx", "a.docx#2"), may_hold("a.docx", "b.docx#2"), may_hold("a.docx", "*.txt")
    (True, False, False)
    """
    file, sign, _ = only.rpartition("#")
    return bool(sign) and fnmatchcase(name, file)


def want(file: File, only: str) -> File:
    """The file, restricted to those of its reports whose name matches a pattern."""
    return replace(file, origin=structs.replace(file.origin, wanted=only))


def digest_source(file: File, *, max_bytes: int = MOST_BYTES, follow_links: bool = False) -> Hashed | Unreadable:
    """The SHA-256 of a file's bytes, or why it is not read; containers may be larger than documents.

    Links that lead outside the folder are read only with ``follow_links``.
    """
    if file.fault:
        return _cannot_open(file.name, file.fault)
    if not follow_links and _leads_outside(file):
        return Unreadable(file.name, Problem("outside_link"))
    try:
        with open_source(file.path) as opened:
            head = opened.read(BLOCK) or b""
            kind = detect_kind(head, opened, file.name)
            most = MOST_PACKED if kind else max_bytes
            opened.seek(len(head))
            if os.fstat(opened.fileno()).st_size > most:
                return too_large(file.name, most)
            digest, size = sha256(head), len(head)
            for block in _iterate_blocks(opened, most + 1 - size):
                digest.update(block)
                size += len(block)
            return too_large(file.name, most) if size > most else Hashed(digest.digest(), kind)
    except OSError as error:
        return _cannot_open(file.name, error.strerror or str(error))


def _leads_outside(file: File) -> bool:
    """Whether a file is a link that leads outside its folder, to something its sender may not be allowed to read."""
    if not os.path.islink(file.path):  # noqa: PTH114 - raises nothing, whatever may not be looked at
        return False
    root = os.path.realpath(file.root)
    return os.path.commonpath([root, os.path.realpath(file.path)]) != root


def read_file(file: File, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of a file or of a document within one, or why it cannot be opened."""
    return _read(file.path, file.name, file.slot, max_bytes)


def read_source_bytes(path: Path, name: str) -> bytes | Unreadable:
    """The bytes of the file at a path, or why it cannot be opened."""
    return _read(path, name, None, MOST_BYTES)


def _read(path: Path, name: str, slot: Slot | None, max_bytes: int) -> bytes | Unreadable:
    try:
        with open_source(path) as opened:
            if slot is None:
                return read_stream_bytes(opened, name, max_bytes=max_bytes)
            opened.seek(slot.start)
            return b"".join(_iterate_blocks(opened, slot.size))
    except ValueError:  # a name with a NUL or half a surrogate pair
        return _cannot_open(name, "no file can be called so")
    except OSError as error:
        return _cannot_open(name, error.strerror or str(error))


def read_head(file: File, size: int) -> tuple[bytes, int]:
    """The first bytes of a file, and its size; nothing if it cannot be opened."""
    try:
        with open_source(file.path) as opened:
            start, length = file.slot or Slot(0, os.fstat(opened.fileno()).st_size)
            opened.seek(start)
            return opened.read(min(size, length)), length
    except OSError:
        return b"", 0


def read_stream_bytes(opened: BinaryIO, name: str, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of an open file, which may be endless.

    Raises:
        OSError: if it cannot be read.
    """
    data = b"".join(_iterate_blocks(opened, max_bytes + 1))
    return too_large(name, max_bytes) if len(data) > max_bytes else data


def _iterate_blocks(opened: BinaryIO, most: int) -> Iterator[bytes]:
    """The bytes of an open file in blocks, up to a maximum."""
    left = most
    while left and (block := opened.read(min(BLOCK, left))) != b"":
        if block is None:  # a non-blocking file returns nothing instead of waiting
            raise OSError(errno.EAGAIN, ENDLESS)
        left -= len(block)
        yield block


def _cannot_open(name: str, reason: str) -> Unreadable:
    return Unreadable(name, Problem("cannot_open", reason=as_reason(reason)))


def too_large(name: str, max_bytes: int) -> Unreadable:
    """The problem of a file with more bytes than are read."""
    return Unreadable(name, Problem("too_large.bytes", size=max_bytes))
