"""Finds the files under a folder, and tells by their bytes which of them are the same document."""

import errno
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import file_digest
from io import BufferedReader
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from pipeline.model import Problem, Unreadable
from pipeline.report import DOCUMENT_ID_DIGITS
from pipeline.run.publish import HIDDEN

# A report has some 100 kB, a scan of one some 50 MB; what is larger is no report, and would not fit a worker's memory.
MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file under the input folder: two strings, since an archive has a million of them.

    ``kept`` is where its bytes lie under ``root``, where that is not under its own name.
    """

    root: str
    relative: str
    kept: str | None = None

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.root, self.kept or self.relative)

    @property
    def name(self) -> str:
        """What the tables call it: its path under the folder; a name in another encoding than UTF-8 shows its bytes."""
        return os.fsencode(self.relative).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, or of several, which then come by name."""

    digest: bytes
    files: tuple[File, ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in hexadecimal digits."""
        return self.digest.hex()

    @property
    def document_id(self) -> str:
        """The id of the document that they hold."""
        return self.sha256[:DOCUMENT_ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What there is to read, in the order of the documents' ids, and the files that cannot be."""

    contents: tuple[Content, ...]
    unreadable: tuple[Unreadable, ...]


def collect_files(raw: Path, *, out: Path | None = None, only: str = "*") -> list[File]:
    """The files under ``raw`` in the order of their names, less the hidden ones and those of runs, ``out`` and others.

    ``only`` is matched against the name, the path under ``raw`` with forward slashes; ``*`` crosses them.
    What is no regular file is among them, and so are folders whose files are not seen: those that cannot be
    opened, and links to folders, which may run in a circle. Each becomes a problem when it is read.
    """
    root = str(raw)
    found: list[File] = []

    def note(error: OSError) -> None:
        found.append(File(root, os.path.relpath(error.filename, root)))

    for folder, folders, names in os.walk(root, onerror=note):
        folders[:] = [name for name in folders if not (_is_left_aside(name) or _is_output(Path(folder, name), out))]
        here = os.path.relpath(folder, root)
        links = [name for name in folders if Path(folder, name).is_symlink()]
        kept = [*links, *(name for name in names if not _is_left_aside(name))]
        found += [File(root, name if here == os.curdir else f"{here}/{name}") for name in kept]
    return sorted((file for file in found if fnmatchcase(file.name, only)), key=lambda file: file.name)


def _is_left_aside(name: str) -> bool:
    """Hidden files, and the locks of word processors (``~$report.docx``)."""
    return name.startswith((".", "~$"))


def _is_output(folder: Path, out: Path | None) -> bool:
    """Whether a folder is the one that is written, or holds the tables of another run."""
    return (folder / HIDDEN).is_dir() or (out is not None and folder.resolve() == out.resolve())


def group_same(
    files: Sequence[File], *, max_bytes: int = MOST_BYTES, note: Callable[[int], None] = lambda _: None
) -> Inputs:
    """The files in groups of the same bytes; every byte is hashed, since sizes and times prove nothing.

    ``note`` is told now and then how many files are hashed.
    """
    digests: list[tuple[bytes, File]] = []
    unreadable: list[Unreadable] = []
    for place, file in enumerate(files):
        if place % 256 == 0:
            note(place)
        digest = _digest(file, max_bytes)
        if isinstance(digest, Unreadable):
            unreadable.append(digest)
        else:
            digests.append((digest, file))
    note(len(files))
    digests.sort(key=itemgetter(0))  # stable: files of the same bytes stay in the order of their names
    groups = groupby(digests, key=itemgetter(0))
    return Inputs(
        tuple(Content(digest, tuple(file for _, file in group)) for digest, group in groups), tuple(unreadable)
    )


def _digest(file: File, max_bytes: int) -> bytes | Unreadable:
    try:
        with _open(file.path) as opened:
            if os.fstat(opened.fileno()).st_size > max_bytes:
                return _too_large(file.name, max_bytes)
            return file_digest(opened, "sha256").digest()
    except OSError as error:
        return _cannot_open(file.name, error)


def read_source_bytes(path: Path, name: str, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of a file, or why it cannot be opened."""
    try:
        with _open(path) as opened:
            return read_stream_bytes(opened, name, max_bytes=max_bytes)
    except ValueError:  # with a NUL, or half of a character
        return _cannot_open(name, OSError(errno.EINVAL, "no file can be called so"))
    except OSError as error:
        return _cannot_open(name, error)


def read_head(path: Path, size: int) -> tuple[bytes, int]:
    """The first bytes of a file, and how many it has; none of one that cannot be opened."""
    try:
        with _open(path) as opened:
            return opened.read(size), os.fstat(opened.fileno()).st_size
    except OSError:
        return b"", 0


def read_stream_bytes(opened: BinaryIO, name: str, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of an open file, which may have no end."""
    data = opened.read(max_bytes + 1)
    return _too_large(name, max_bytes) if len(data) > max_bytes else data


def _open(path: Path) -> BufferedReader:
    """Opens a regular file, or a link to one; a pipe or a device might keep its reader waiting for ever.

    Raises:
        OSError: if it is no such file, or cannot be opened.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        os.scandir(path).close()  # a folder that may not be opened says so itself
        raise IsADirectoryError(errno.EISDIR, "it is a link to a folder" if path.is_symlink() else "it is a folder")
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device")
    return path.open("rb")


def _cannot_open(name: str, error: OSError) -> Unreadable:
    return Unreadable(name, Problem("cannot_open", f"The file cannot be opened: {error.strerror}."))


def _too_large(name: str, max_bytes: int) -> Unreadable:
    return Unreadable(name, Problem("too_large", f"The file has more than {max_bytes} bytes and is not read."))
