"""Lists the content of a stream: the members of a tar archive one after the other, and the one of a gzip file."""

import gzip
import re
import tarfile
from collections.abc import Iterator
from io import RawIOBase
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from pipeline.i18n import Message
from pipeline.model import Problem
from pipeline.shelf.damage import DamagedError, say
from pipeline.shelf.members import DAMAGE, Entry, Fault
from pipeline.shelf.names import read_path, spell

_BLOCK = 512
# The extended header of a member has some hundred bytes, with numbers of some twenty digits.
MOST_PAX = 1024**2
_LONG_NUMBER_RE = re.compile(rb"\d{256}")
# The number of reads allowed after the end.
MOST_ENDS = 100


def list_tar(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The members of a tar archive, in one pass."""
    watched = _Watched(opened)
    try:
        with tarfile.open(fileobj=watched, mode="r|", errors="surrogateescape", tarinfo=_Info) as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined] # it would keep every one
                yield from _read_tar_member(archive, info)
    except DAMAGE as error:
        yield Fault("", Problem("broken_container.archive", reason=say(error)))
        return
    if watched.tail.strip(b"\0"):  # it ends with blocks of zeros
        yield Fault("", Problem("broken_container.archive_end"))


def _read_tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[Entry | Fault]:
    path = read_path(spell(info.name.encode("utf-8", "surrogateescape")))
    if info.isdir() or path.is_hidden:
        return
    if path.fault:
        yield Fault(f"!/{path.name}", path.fault)
    elif not info.isfile():
        yield Fault(f"!/{path.name}", Problem("unsafe_member.link"))
    elif member := archive.extractfile(info):
        yield Entry("!/", path.name, member, path.name)  # type: ignore[arg-type]


class _Info(tarfile.TarInfo):
    """A member whose extended header (PAX) is checked before tarfile reads it, in quadratic time for long numbers."""

    def _proc_pax(self, archive: Any) -> Any:
        stream = archive.fileobj
        size = self._block(self.size)  # type: ignore[attr-defined]
        held = stream.read(size) if 0 <= size <= MOST_PAX else b""
        if not 0 <= size <= MOST_PAX or _LONG_NUMBER_RE.search(held):
            raise DamagedError(Message("damaged_number"))
        archive.fileobj = _Replayed(held, stream)
        try:
            return super()._proc_pax(archive)  # type: ignore[misc]
        finally:
            archive.fileobj = stream


class _Replayed:
    """A stream whose first bytes have been read already, and are returned again."""

    def __init__(self, held: bytes, stream: Any) -> None:
        self._held, self._stream = held, stream

    def read(self, size: int) -> bytes:
        held, self._held = self._held, b""
        return held or bytes(self._stream.read(size))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Watched(RawIOBase):
    """A stream that remembers its last block, and does not return empty reads for ever."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ends = 0
        self.tail = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._ends += not block
        if self._ends > MOST_ENDS:  # tarfile seeks as far as the stated size of a member
            raise EOFError
        self.tail = (self.tail + block)[-_BLOCK:]
        return block


def list_gz(opened: BinaryIO, name: str) -> Iterator[Entry | Fault]:
    """The content of a gzip file; if that is a container, its members are named as if they were in the file itself."""
    with gzip.GzipFile(fileobj=opened) as unpacked:
        inner = PurePosixPath(name.replace("\\", "/").rpartition("/")[2])
        stem = inner.stem if inner.suffix.lower() in {".gz", ".gzip"} else inner.name
        stem = f"{inner.stem}.tar" if inner.suffix.lower() == ".tgz" else stem
        yield Entry("!/", stem or "content", unpacked, stem, through=True)  # type: ignore[arg-type]
