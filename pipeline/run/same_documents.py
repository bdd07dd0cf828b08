"""Groups the files of a run that are the same document: the same bytes, with the same facts stated about them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import groupby
from operator import attrgetter, itemgetter

from pipeline.document_ids import identify
from pipeline.model import Unreadable
from pipeline.provenance import DOCUMENT_ID_DIGITS
from pipeline.run.source_files import File, Hashed, digest_source, may_hold, want


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, or of several files with the same facts, sorted by name.

    ``identity`` is a digest of bytes and facts, by which documents are ordered (``report.identify``); without facts, it
    is the digest of the bytes.
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
        """The id of the document with these bytes."""
        return self.identity.hex()[:DOCUMENT_ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The contents to read, in the order of document ids, and the files that cannot be read."""

    contents: tuple[Content, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def total(self) -> int:
        """The number of files and of documents within files."""
        return len(self.unreadable) + sum(len(content.files) for content in self.contents)


Found = tuple[File, bytes | Unreadable]
Open = Callable[[File, Hashed], Iterable[Found]]
# Takes the files with the same bytes and facts, and the digest of the bytes. Lists may make several documents of them.
Describe = Callable[[Sequence[File], str], Iterable[tuple[File, ...]]]


def keep_files(files: Sequence[File], _digest: str) -> tuple[tuple[File, ...]]:
    """Leaves the files as they are: no list states anything about them."""
    return (tuple(files),)


def group_same(
    files: Sequence[File],
    *,
    digest: "Callable[[File], Hashed | Unreadable] | None" = None,
    unpack: Open | None = None,
    describe: Describe = keep_files,
    only: str = "*",
    note: Callable[[int], None] = lambda _: None,
) -> Inputs:
    """Groups files with the same bytes and facts; ``digest`` hashes each of them (``digest_source``).

    ``unpack`` yields the documents of a container with their digests; without it, containers are not opened. Files that
    are no container and do not match ``only`` are dropped: they were collected because they might have been one.
    ``describe`` adds what lists state about a document to its files, given the SHA-256 in hexadecimal digits. ``note``
    is called now and then with the number of files hashed.
    """
    find = digest or digest_source
    digests: list[tuple[bytes, File]] = []
    unreadable: list[Unreadable] = []
    for index, file in enumerate(files):
        if index % 256 == 0:
            note(index)
        hashed = find(file)
        is_file = isinstance(hashed, Unreadable) or not hashed.kind
        if is_file and not file.fault and not fnmatchcase(file.name, only):
            if not may_hold(file.name, only):
                continue
            file = want(file, only)  # noqa: PLW2901
        if isinstance(hashed, Unreadable):
            unreadable.append(hashed)
            continue
        for document, found in unpack(file, hashed) if unpack and hashed.kind else ((file, hashed.digest),):
            if isinstance(found, Unreadable):
                unreadable.append(found)
            else:
                digests.append((found, document))
    note(len(files))
    digests.sort(key=itemgetter(0))  # stable: files with the same bytes stay sorted by name
    contents = [
        Content(key, files, bytes.fromhex(identify(key.hex(), files[0].origin)))
        for key, group in groupby(digests, key=itemgetter(0))
        for same in _group_by_facts(key.hex(), [file for _, file in group])
        for files in describe(same, key.hex())
    ]
    contents.sort(key=attrgetter("identity"))
    return Inputs(tuple(contents), tuple(unreadable))


def _group_by_facts(digest: str, files: Sequence[File]) -> Iterable[list[File]]:
    """Groups files with the same bytes by the facts that their origin states."""
    if len(files) == 1:
        return [[*files]]
    groups: dict[str, list[File]] = {}
    for file in files:
        groups.setdefault(identify(digest, file.origin), []).append(file)
    return groups.values()
