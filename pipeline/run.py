"""Runs the extraction over a folder of files: reads each, writes the tables, counts what came out."""

import errno
import operator
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import file_digest
from io import BufferedReader
from itertools import chain, groupby
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.extract import extract_source
from pipeline.model import Problem, Report, Source, Unreadable
from pipeline.store import write_tables
from pipeline.tables import Rows, tabulate, tabulate_audits, tabulate_unreadable
from pipeline.yearaudits import YearFacts, audit_years, find_year_facts


@dataclass(frozen=True, slots=True)
class File:
    """A file and its name under the input folder."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a folder of tables holds: figures by kind, problems by code.

    ``unreadable`` are the files that yielded no document, each with the message that says why.
    """

    documents: int
    unreadable: tuple[tuple[str, str], ...]
    sections: int
    figures: Counter[str]
    cells: int
    citations: int
    problems: Counter[str]


Same = tuple[File, ...]  # files with the same bytes
Track = Callable[[Sequence[Same]], Iterable[Same]]


def run_files(files: Iterable[File], out: Path, *, track: Track = iter) -> None:
    """Reads the files and writes their tables into ``out``.

    ``track`` is handed the work and gives it back piece by piece: where a progress bar hooks in.

    Raises:
        UnwritableError: if the tables cannot be written.
    """
    facts: list[YearFacts] = []
    documents = (rows for same in track(group_same(files)) for rows in _tabulate_same(same, facts))
    write_tables(out, chain(documents, _tabulate_years(facts)))


def _tabulate_years(facts: list[YearFacts]) -> Iterator[Rows]:
    """The audits between the years, once every document is read and its facts are gathered."""
    facts.sort(key=operator.attrgetter("agency"))
    for document_id, audits in groupby(audit_years(facts), key=operator.itemgetter(0)):
        yield tabulate_audits(document_id, [audit for _, audit in audits])


def collect_files(raw: Path, *, out: Path | None = None, only: str = "*") -> list[File]:
    """The files under ``raw`` in the order of their names, less the hidden ones and those under ``out``.

    ``only`` is matched against the name, the path under ``raw`` with forward slashes; ``*`` crosses them.
    What is no regular file is among them, and so are folders whose files are not seen: those that cannot be
    opened, and links to folders, which may run in a circle. Each becomes a problem when it is read.
    """
    unseen: list[Path] = []
    found: list[File] = []

    def note(error: OSError) -> None:
        unseen.append(Path(error.filename))

    for folder, folders, names in os.walk(raw, onerror=note):
        here = Path(folder)
        folders[:] = [name for name in folders if not (_is_left_aside(name) or _is_same(here / name, out))]
        unseen += [here / name for name in folders if (here / name).is_symlink()]
        found += [File(here / name, _name(here / name, raw)) for name in names if not _is_left_aside(name)]
    files = [file for file in found if fnmatchcase(file.name, only)]
    return sorted([*files, *(File(path, _name(path, raw)) for path in unseen)], key=lambda file: file.name)


def _is_left_aside(name: str) -> bool:
    """Hidden files, and the locks of word processors (``~$report.docx``)."""
    return name.startswith((".", "~$"))


def _is_same(folder: Path, out: Path | None) -> bool:
    return out is not None and folder.resolve() == out.resolve()


def _name(path: Path, raw: Path) -> str:
    """The path under ``raw``; a name in another encoding than UTF-8 shows its bytes."""
    return os.fsencode(path.relative_to(raw).as_posix()).decode("utf-8", "backslashreplace")


def group_same(files: Iterable[File]) -> list[Same]:
    """The files in groups of the same bytes, each in the place of its first file."""
    groups: dict[str, list[File]] = {}
    for file in files:
        groups.setdefault(_digest(file), []).append(file)
    return [tuple(group) for group in groups.values()]


def _digest(file: File) -> str:
    """The file's SHA-256; of a file that cannot be opened its name, which no other file has."""
    try:
        with _open(file.path) as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError:
        return file.name


def _open(path: Path) -> BufferedReader:
    """Opens a regular file, or a link to one; a pipe or a device might keep its reader waiting for ever.

    Raises:
        OSError: if it is no such file, or cannot be opened.
    """
    if path.is_dir():
        os.scandir(path).close()  # a folder that may not be opened says so itself
        raise IsADirectoryError(errno.EISDIR, "it is a link to a folder" if path.is_symlink() else "it is a folder")
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device")
    return path.open("rb")


def _tabulate_same(same: Same, facts: list[YearFacts]) -> Iterator[Rows]:
    """The rows of files with the same bytes: the first that can be read is the document, the next are its copies.

    What the document is compared by with other years is added to ``facts``.
    """
    for place, file in enumerate(same, start=1):
        report = extract_file(file.path, file.name)
        if isinstance(report, Report):
            found = find_year_facts(
                report.document_id, report.metadata, report.cells, report.figures, report.indicators
            )
            facts += [found] if found else []
            yield tabulate(report, [copy.name for copy in same[place:]])
            return
        yield tabulate_unreadable(report)


def extract_file(path: Path | str, name: str | None = None) -> Report | Unreadable:
    """The report in a file; a file that cannot be opened is unreadable like one that holds no report.

    ``name`` is what the tables call it, its path where none is given.
    """
    name = str(path) if name is None else name
    try:
        with _open(Path(path)) as opened:
            data = opened.read()
    except OSError as error:
        return Unreadable(name, Problem("cannot_open", f"The file cannot be opened: {error.strerror}."))
    return extract_source(Source(name, data))


def summarize(out: Path) -> Summary:
    """Counts what the tables in ``out`` hold."""
    problems = pq.read_table(out / "problems.parquet", columns=["document_id", "source", "problem", "message"])
    return Summary(
        documents=_count_rows(out / "documents.parquet"),
        unreadable=tuple((row["source"], row["message"]) for row in problems.to_pylist() if row["document_id"] is None),
        sections=_count_rows(out / "sections.parquet"),
        figures=Counter(pq.read_table(out / "figures.parquet", columns=["kind"])["kind"].to_pylist()),
        cells=_count_rows(out / "cells.parquet"),
        citations=_count_rows(out / "citations.parquet"),
        problems=Counter(problems["problem"].to_pylist()),
    )


def _count_rows(file: Path) -> int:
    return int(pq.read_metadata(file).num_rows)
