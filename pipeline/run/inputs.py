"""Opens the files of a run, and tells by their bytes which of them are the same document."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from hashlib import sha256
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec import structs

from pipeline.i18n import as_reason
from pipeline.metadata import read_hint
from pipeline.model import ITSELF, Origin, Problem, Unreadable
from pipeline.provenance import DOCUMENT_ID_DIGITS
from pipeline.report import identify
from pipeline.run.regular_files import ENDLESS, open_source
from pipeline.run.source_names import name_source, set_apart
from pipeline.shelf import MOST_PACKED, tell_kind

# A report has some 100 kB, a scan of one some 50 MB; what is larger is no report, and would not fit a worker's memory.
MOST_BYTES = 256 * 1024 * 1024
# So many bytes are read at once.
BLOCK = 1024 * 1024


class Slot(NamedTuple):
    """Where the bytes of a document lie in a file that holds several: from which on, and how many."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class File:
    """A file under the input folder, or a document within one: two strings, since an archive has a million of them.

    ``kept`` is where its bytes lie under ``root``, where that is not under its own name, and ``slot`` which of the
    bytes there are its own, where not all are. ``fault`` says why it cannot be read, where that is known already, and
    ``beside`` that its name is that of a document in another file.
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
        """Where it lies."""
        return Path(self.root, self.kept or self.relative)

    @property
    def name(self) -> str:
        """What the tables call it: its path under the folder; a name in another encoding than UTF-8 shows its bytes."""
        return set_apart(name_source(self.relative)) if self.beside else name_source(self.relative)

    @property
    def hint(self) -> str:
        """What its rows depend on beside its bytes."""
        return read_hint(self.name, self.origin)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, or of several of which the same is said, which then come by name.

    ``identity`` is the digest of both, by which documents are ordered (``report.identify``), that of the bytes where
    nothing is said.
    """

    digest: bytes
    files: tuple[File, ...]
    identity: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in hexadecimal digits."""
        return self.digest.hex()

    @property
    def document_id(self) -> str:
        """The id of the document that they hold."""
        return self.identity.hex()[:DOCUMENT_ID_DIGITS]


class Hashed(NamedTuple):
    """The SHA-256 of a file's bytes, and where it holds documents, as what kind of container (``shelf.tell_kind``)."""

    digest: bytes
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What there is to read, in the order of the documents' ids, and the files that cannot be."""

    contents: tuple[Content, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def total(self) -> int:
        """How many files and documents within files there are."""
        return len(self.unreadable) + sum(len(content.files) for content in self.contents)


Found = tuple[File, bytes | Unreadable]
Open = Callable[[File, Hashed], Iterable[Found]]
# Files that are one document by their bytes and rows, and the digest of the bytes; what lists say may make it several.
Tell = Callable[[Sequence[File], str], Iterable[tuple[File, ...]]]


def may_hold(name: str, only: str) -> bool:
    """Whether a file may hold a report among several whose name fits a pattern that the file's own does not.

    >>> may_hold("a.docx", "a.docx#2"), may_hold("a.docx", "b.docx#2"), may_hold("a.docx", "*.txt")
    (True, False, False)
    """
    file, sign, _ = only.rpartition("#")
    return bool(sign) and fnmatchcase(name, file)


def want(file: File, only: str) -> File:
    """The file, of whose reports those alone are wanted that fit a pattern."""
    return replace(file, origin=structs.replace(file.origin, wanted=only))


def tell_nothing(files: Sequence[File], _digest: str) -> tuple[tuple[File, ...]]:
    """The files as they are: no list says anything of them."""
    return (tuple(files),)


def group_same(
    files: Sequence[File],
    *,
    digest: "Callable[[File], Hashed | Unreadable] | None" = None,
    unpack: Open | None = None,
    tell: Tell = tell_nothing,
    only: str = "*",
    note: Callable[[int], None] = lambda _: None,
) -> Inputs:
    """The files in groups of the same bytes of which the same is said, by the ``digest`` of each (``digest_source``).

    ``unpack`` gives the documents of those that may hold some, each with its digest; without it none is looked into.
    Of all others those are left aside whose name does not fit ``only``: they were found because they might hold some.
    ``tell`` lays what lists say of a document, whose SHA-256 in hexadecimal digits it is given, into its files.
    ``note`` is told now and then how many files are hashed.
    """
    find = digest or digest_source
    digests: list[tuple[bytes, File]] = []
    unreadable: list[Unreadable] = []
    for place, file in enumerate(files):
        if place % 256 == 0:
            note(place)
        hashed = find(file)
        is_file = isinstance(hashed, Unreadable) or not hashed.kind
        if is_file and not file.fault and not fnmatchcase(file.name, only):
            if not may_hold(file.name, only):
                continue
            file = want(file, only)  # noqa: PLW2901
        if isinstance(hashed, Unreadable):
            unreadable.append(hashed)
            continue
        for one, found in unpack(file, hashed) if unpack and hashed.kind else ((file, hashed.digest),):
            if isinstance(found, Unreadable):
                unreadable.append(found)
            else:
                digests.append((found, one))
    note(len(files))
    digests.sort(key=itemgetter(0))  # stable: files of the same bytes stay in the order of their names
    contents = [
        Content(key, files, bytes.fromhex(identify(key.hex(), files[0].origin)))
        for key, group in groupby(digests, key=itemgetter(0))
        for same in _tell_apart(key.hex(), [file for _, file in group])
        for files in tell(same, key.hex())
    ]
    contents.sort(key=attrgetter("identity"))
    return Inputs(tuple(contents), tuple(unreadable))


def _tell_apart(digest: str, files: Sequence[File]) -> Iterable[list[File]]:
    """Files of the same bytes in groups of which the same is said where they lie."""
    if len(files) == 1:
        return [[*files]]
    groups: dict[str, list[File]] = {}
    for file in files:
        groups.setdefault(identify(digest, file.origin), []).append(file)
    return groups.values()


def digest_source(file: File, *, max_bytes: int = MOST_BYTES, follow_links: bool = False) -> Hashed | Unreadable:
    """The SHA-256 of the bytes of a file, or why it is not read; what holds documents may be larger than one.

    Links to files outside of their folder are read only where ``follow_links`` says so.
    """
    if file.fault:
        return _cannot_open(file.name, file.fault)
    if not follow_links and _leads_outside(file):
        return Unreadable(file.name, Problem("outside_link"))
    try:
        with open_source(file.path) as opened:
            head = opened.read(BLOCK) or b""
            kind = tell_kind(head, opened, file.name)
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
    """Whether a file is a link to one that does not lie in its folder, which its sender may not be meant to read."""
    if not os.path.islink(file.path):  # noqa: PTH114 - raises nothing, whatever may not be looked at
        return False
    root = os.path.realpath(file.root)
    return os.path.commonpath([root, os.path.realpath(file.path)]) != root


def read_file(file: File, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of a file or of a document within one, or why it cannot be opened."""
    return _read(file.path, file.name, file.slot, max_bytes)


def read_source_bytes(path: Path, name: str, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of the file at a path, or why it cannot be opened."""
    return _read(path, name, None, max_bytes)


def _read(path: Path, name: str, slot: Slot | None, max_bytes: int) -> bytes | Unreadable:
    try:
        with open_source(path) as opened:
            if slot is None:
                return read_stream_bytes(opened, name, max_bytes=max_bytes)
            opened.seek(slot.start)
            return b"".join(_iterate_blocks(opened, slot.size))
    except ValueError:  # with a NUL, or half of a character
        return _cannot_open(name, "no file can be called so")
    except OSError as error:
        return _cannot_open(name, error.strerror or str(error))


def read_head(file: File, size: int) -> tuple[bytes, int]:
    """The first bytes of a file, and how many it has; none of one that cannot be opened."""
    try:
        with open_source(file.path) as opened:
            start, length = file.slot or Slot(0, os.fstat(opened.fileno()).st_size)
            opened.seek(start)
            return opened.read(min(size, length)), length
    except OSError:
        return b"", 0


def read_stream_bytes(opened: BinaryIO, name: str, *, max_bytes: int = MOST_BYTES) -> bytes | Unreadable:
    """The bytes of an open file, which may have no end.

    Raises:
        OSError: if it cannot be read.
    """
    data = b"".join(_iterate_blocks(opened, max_bytes + 1))
    return too_large(name, max_bytes) if len(data) > max_bytes else data


def _iterate_blocks(opened: BinaryIO, most: int) -> Iterator[bytes]:
    """The bytes of an open file in blocks, and no more than so many."""
    left = most
    while left and (block := opened.read(min(BLOCK, left))) != b"":
        if block is None:  # opened so, a file gives nothing rather than wait
            raise OSError(errno.EAGAIN, ENDLESS)
        left -= len(block)
        yield block


def _cannot_open(name: str, reason: str) -> Unreadable:
    return Unreadable(name, Problem("cannot_open", reason=as_reason(reason)))


def too_large(name: str, max_bytes: int) -> Unreadable:
    """What is said of a file of more bytes than are read."""
    return Unreadable(name, Problem("too_large.bytes", size=max_bytes))
