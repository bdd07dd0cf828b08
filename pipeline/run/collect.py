"""Finds the files under a folder, and names what of it cannot be looked into.

Nothing that lies there ends the search: a folder that may not be entered, a path that is longer than the system takes,
a disk that fails or a mount that is gone is told as a file would be, and its problem is found when it is to be read.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.run.inputs import File, may_hold
from pipeline.run.publish import HIDDEN
from pipeline.run.regular_files import LINKED_FOLDER
from pipeline.run.source_names import find_holders


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a folder holds, and what the system said where it did not tell all of it."""

    entries: tuple["os.DirEntry[str]", ...]
    fault: str | None = None


# What may hold documents whose names fit, though its own does not: what is called otherwise is told by its own name.
PACKED = frozenset(
    (
        *(".zip", ".tar", ".gz", ".tgz", ".warc", ".wacz", ".mht", ".mhtml", ".eml"),
        *(".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".jl", ".parquet", ".xlsx", ".xls"),
    )
)


def collect_files(raw: Path, *, out: Path | None = None, only: str = "*", packed: bool = False) -> list[File]:
    """The files under ``raw`` in the order of their names, less the hidden ones and those of runs, ``out`` and others.

    ``only`` is matched against the name, the path under ``raw`` with forward slashes; ``*`` crosses them. With
    ``packed`` files are among them that may hold documents whose names fit.
    What is no regular file is among them, and so are folders whose files are not seen: links to folders, which may
    run in a circle, and those that cannot be listed, whatever ``only`` says, for nobody knows what they hold. Each
    becomes a problem when it is read.
    """
    root, output = str(raw), _identity(out)
    suffixes = PACKED if packed else frozenset[str]()
    found: list[File] = []
    waiting = [""]
    while waiting:  # and not by recursion, which ends at a thousand folders within each other
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
    return sorted(_tell_apart(found), key=lambda file: file.name)


def _tell_apart(found: list[File]) -> list[File]:
    """The files, of which those are told that are called as if they lay in another: beside a.zip a folder "a.zip!"."""
    odd = {file.relative for file in found if "!/" in file.relative or "#" in file.relative}
    if not odd:
        return found
    names = {file.relative for file in found}
    return [
        replace(file, beside=file.relative in odd and any(one in names for one in find_holders(file.relative)))
        for file in found
    ]


def _list(folder: str) -> _Listing:
    """What a folder holds, so far as it can be listed: a disk may fail in the middle."""
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
    """Hidden files, and the locks of word processors (``~$report.docx``)."""
    return name.startswith((".", "~$"))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder, or a link to one; what the system does not tell is a file, and opening it says why."""
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
    """Whether a folder is the one that is written, or holds the tables of another run."""
    return os.path.isdir(f"{folder}/{HIDDEN}") or (output is not None and _identity(Path(folder)) == output)  # noqa: PTH112


def _identity(folder: Path | None) -> tuple[int, int] | None:
    """What tells a folder from all others, whatever it is called; null where it is not there, or cannot be told."""
    try:
        facts = folder.stat() if folder else None
    except OSError:
        return None
    return (facts.st_dev, facts.st_ino) if facts else None
