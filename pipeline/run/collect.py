"""Finds the files under a folder, and the folders that cannot be listed.

Nothing found there stops the search. A folder without permission, a path that is too long, a failing disk or a lost
mount is returned like a file, and becomes a problem when it is read.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.run.publish import HIDDEN
from pipeline.run.regular_files import LINKED_FOLDER
from pipeline.run.source_files import File, may_hold
from pipeline.run.source_names import find_holders


@dataclass(frozen=True, slots=True)
class _Listing:
    """The entries of a folder, and the system's error message if listing it stopped early."""

    entries: tuple["os.DirEntry[str]", ...]
    fault: str | None = None


# Files that may contain documents with a matching name although their own name does not match.
PACKED = frozenset(
    (
        *(".zip", ".tar", ".gz", ".tgz", ".warc", ".wacz", ".mht", ".mhtml", ".eml"),
        *(".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".jl", ".parquet", ".xlsx", ".xls"),
    )
)


def collect_files(raw: Path, *, out: Path | None = None, only: str = "*", packed: bool = False) -> list[File]:
    """The files under ``raw`` sorted by name, without hidden files, ``out`` and the output folders of other runs.

    ``only`` is a pattern for the name, that is the path under ``raw`` with forward slashes; ``*`` matches slashes too.
    With ``packed``, files that may contain documents with a matching name are included.

    Included, too, are entries that are not regular files and folders whose files cannot be seen: links to folders,
    which may form a cycle, and folders that cannot be listed, whatever ``only`` is. Each becomes a problem when it is
    read.
    """
    root, output = str(raw), _identity(out)
    suffixes = PACKED if packed else frozenset[str]()
    found: list[File] = []
    waiting = [""]
    while waiting:  # a loop, since recursion fails at a thousand nested folders
        folder = waiting.pop()
        listing = _list(os.path.join(root, folder))  # noqa: PTH118 - of a million names each costs
        if listing.fault:
            found.append(File(root, folder or os.curdir, fault=listing.fault))
        for entry in listing.entries:
            if _is_left_aside(entry.name):
                continue
            name = f"{folder}/{entry.name}" if folder else entry.name
            if not _is_folder(entry):
                found += _fitting(File(root, name), only, suffixes)
            elif _is_link(entry):
                found += _fitting(File(root, name, fault=LINKED_FOLDER), only, frozenset())
            elif not _is_output(entry.path, output):
                waiting.append(name)
    return sorted(_mark_ambiguous(found), key=lambda file: file.name)


def _mark_ambiguous(found: list[File]) -> list[File]:
    """Marks files whose name looks like that of a document in another file: a folder "a.zip!" beside a.zip."""
    odd = {file.relative for file in found if "!/" in file.relative or "#" in file.relative}
    if not odd:
        return found
    names = {file.relative for file in found}
    return [
        replace(file, beside=file.relative in odd and any(holder in names for holder in find_holders(file.relative)))
        for file in found
    ]


def _list(folder: str) -> _Listing:
    """The entries of a folder, as far as they can be listed; a disk may fail half-way."""
    entries: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as listed:
            for entry in listed:
                entries.append(entry)  # noqa: PERF402 - a list of all would be lost with the first that fails
    except OSError as error:
        return _Listing(tuple(entries), error.strerror or str(error))
    return _Listing(tuple(entries))


def _fitting(file: File, only: str, suffixes: frozenset[str]) -> Iterator[File]:
    packed = os.path.splitext(file.relative)[1].lower() in suffixes  # noqa: PTH122 - see above
    if packed or fnmatchcase(file.name, only) or (suffixes and may_hold(file.name, only)):
        yield file


def _is_left_aside(name: str) -> bool:
    """Whether the name is that of a hidden file or of a word processor's lock (``~$report.docx``)."""
    return name.startswith((".", "~$"))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder or a link to one.

    An entry of unknown type counts as a file; opening it gives the reason.
    """
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_link(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_symlink()
    except OSError:
        return False


def _is_output(folder: str, output: tuple[int, int] | None) -> bool:
    """Whether a folder is this run's output, or contains the tables of another run."""
    return os.path.isdir(f"{folder}/{HIDDEN}") or (output is not None and _identity(Path(folder)) == output)  # noqa: PTH112


def _identity(folder: Path | None) -> tuple[int, int] | None:
    """Device and inode of a folder, which do not depend on its name; null if it does not exist or is inaccessible."""
    try:
        facts = folder.stat() if folder else None
    except OSError:
        return None
    return (facts.st_dev, facts.st_ino) if facts else None
