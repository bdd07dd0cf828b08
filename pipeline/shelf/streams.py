"""Lists what lies in a stream: the members of a tar archive one after the other, and the one of a gzip file."""

import gzip
import tarfile
from collections.abc import Iterator
from io import RawIOBase
from pathlib import PurePosixPath
from typing import BinaryIO

from pipeline.model import Problem
from pipeline.shelf.members import DAMAGE, Entry, Fault, say
from pipeline.shelf.names import read_path, spell

_BLOCK = 512


def list_tar(opened: BinaryIO) -> Iterator[Entry | Fault]:
    """The members of a tar archive, in one pass over it."""
    watched = _Watched(opened)
    try:
        with tarfile.open(fileobj=watched, mode="r|", errors="surrogateescape") as archive:
            for info in archive:
                archive.members = []  # type: ignore[attr-defined] # it would keep every one
                yield from _read_tar_member(archive, info)
    except DAMAGE as error:
        yield Fault("", Problem("broken_container.archive", reason=say(error)))
        return
    if watched.tail.strip(b"\0"):  # it ends with blocks of nothing
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


class _Watched(RawIOBase):
    """A stream that remembers its last block."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.tail = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self.tail = (self.tail + block)[-_BLOCK:]
        return block


def list_gz(opened: BinaryIO, name: str) -> Iterator[Entry | Fault]:
    """What a gzip file holds; where that holds documents, they are called as if they lay in the file itself."""
    with gzip.GzipFile(fileobj=opened) as unpacked:
        inner = PurePosixPath(name.replace("\\", "/").rpartition("/")[2])
        stem = inner.stem if inner.suffix.lower() in {".gz", ".gzip"} else inner.name
        stem = f"{inner.stem}.tar" if inner.suffix.lower() == ".tgz" else stem
        yield Entry("!/", stem or "content", unpacked, stem, through=True)  # type: ignore[arg-type]
