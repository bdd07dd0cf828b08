"""Reads one file, or one document within a file, in this process and without writing tables."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from pipeline.i18n import Message
from pipeline.model import Origin, Problem, Report, Source, Unreadable
from pipeline.report import extract_reports
from pipeline.run.regular_files import open_source
from pipeline.run.source_files import MOST_BYTES, File, read_source_bytes
from pipeline.run.source_names import name_source
from pipeline.shelf import HEAD, Fault, Member, Terms, detect_kind

if TYPE_CHECKING:
    from pipeline.run.list_lookup import KnownList

# How many documents are named when the caller has to choose one.
NAMED = 3
_NOT_THERE = Problem("cannot_open", reason=Message("member_missing"))
# The name of one of several reports in a file.
_PART_RE = re.compile(r"(?P<member>.*)#(?P<number>[1-9]\d{0,5})", re.DOTALL)


def extract_file(
    path: Path | str,
    name: str | None = None,
    known: "KnownList | None" = None,
    columns: tuple[tuple[str, str], ...] = (),
) -> Report | Unreadable:
    """The report in a file, or an ``Unreadable`` with the problem; no content of a file raises an exception.

    A file that cannot be opened is unreadable, like one without a report. For a container, the path may end in the name
    of a document (``crawl.csv#7``, ``reports.zip!/2023/a.docx``); without it, the only document is read.

    >>> missing = extract_file("no/such/report.txt")
    >>> isinstance(missing, Unreadable), missing.problem.code
    (True, 'cannot_open')

    ``name`` is the name in the tables, by default the path. ``known`` are metadata lists, which match by the end of the
    path, by digest or by address. ``columns`` maps the columns of a table of texts to what they hold.
    """
    terms = Terms(MOST_BYTES, columns=columns)
    file_path, member = split_member(str(path))
    name = _print_name(name_source(str(path)) if name is None else name)
    source = _find_source(Path(file_path), name, member, terms)
    number = None
    if isinstance(source, Unreadable) and (cut := _PART_RE.fullmatch(member)):
        member, number = cut["member"], int(cut["number"])
        source = _find_source(Path(file_path), name.removesuffix(f"#{cut['number']}"), member, terms)
    if isinstance(source, Unreadable):
        return source
    if known:
        file = File("", source.path, origin=source.origin)
        listed = known.say(file, sha256(source.data).hexdigest(), _name_ends(path))
        source = replace(source, origin=replace(source.origin, listed=listed))
    return _choose_report(source, number)


def _choose_report(source: Source, number: int | None) -> Report | Unreadable:
    """The report with this number; without a number, the only report of the file."""
    reports = extract_reports(source)
    if isinstance(reports, Unreadable):
        return reports
    several = len(reports) > 1
    if number is None and several:
        return _name_some(source.path, [report.source for report in reports])
    if number is None:
        return reports[0]
    if several and 0 < number <= len(reports):
        return reports[number - 1]
    return Unreadable(f"{source.path}#{number}", _NOT_THERE)


def _name_some(name: str, sources: Sequence[str]) -> Unreadable:
    return Unreadable(name, Problem("archive.several", names=tuple(sources[:NAMED])))


def _name_ends(path: Path | str) -> list[str]:
    """The endings of a path by which a list may name it, the longest first.

    >>> _name_ends("/a/b/c.txt")
    ['a/b/c.txt', 'b/c.txt', 'c.txt']
    """
    parts = os.path.abspath(path).split("/")[1:]  # noqa: PTH100 - links stay as given
    return ["/".join(parts[index:]) for index in range(len(parts))]


def _find_source(path: Path, name: str, member: str, terms: Terms) -> Source | Unreadable:
    """The bytes of a file, or of the document in it that is asked for."""
    found = _open(path, name.removesuffix(member), member, terms)
    if found is not None:
        return found
    if member:
        return Unreadable(name, _NOT_THERE)
    data = read_source_bytes(path, name)
    return data if isinstance(data, Unreadable) else Source(name, data)


def split_member(path: str) -> tuple[str, str]:
    """Splits a path into a file and the name of a document in it; the name is empty if there is no such file.

    >>> split_member("no/such.zip!/a.docx")
    ('no/such.zip!/a.docx', '')
    """
    with suppress(OSError, ValueError):
        if Path(path).exists():
            return path, ""
        for index, sign in enumerate(path):
            if (sign == "#" or path.startswith("!/", index)) and Path(path[:index]).is_file():
                return path[:index], path[index:]
    return path, ""


def _open(path: Path, name: str, wanted: str, terms: Terms) -> Source | Unreadable | None:
    """The document within a container; null if the file is a document itself, or cannot be opened."""
    with suppress(OSError), BufferedReader(open_source(path), HEAD) as opened:
        kind = detect_kind(opened.peek(HEAD), opened, name)
        opened.seek(0)
        if kind is not None:
            return _read_container(opened, kind, name, wanted, path.stat().st_size, terms)
    return None


def _read_container(
    opened: BinaryIO, kind: str, name: str, wanted: str, size: int, terms: Terms
) -> Source | Unreadable | None:
    """The document within a container; null if that is a table without texts, which is a document itself."""
    from pipeline.shelf import NoTableError, open_container  # noqa: PLC0415 - who reads a page opens no container

    with suppress(NoTableError):
        return _choose(open_container(opened, kind, name, size, terms), name, wanted)
    return None


def _choose(found: Iterator[Member | Fault], name: str, wanted: str) -> Source | Unreadable:
    """The document asked for, or the only one."""
    some = list(islice((entry for entry in found if not wanted or entry.name == wanted), 1 if wanted else NAMED + 1))
    if wanted and not some:
        return Unreadable(f"{name}{wanted}", _NOT_THERE)
    members = [entry for entry in some if isinstance(entry, Member)]
    if len(some) > 1 and len(members) != 1:
        return _name_some(name, [f"{name}{entry.name}" for entry in some])
    entry = (members or some)[0]
    source = f"{name}{entry.name}"
    if isinstance(entry, Fault):
        return Unreadable(source, entry.problem)
    return Source(source, entry.data, Origin(f"{name}{entry.within}", entry.member, entry.named, entry.facts))


def _print_name(name: str) -> str:
    r"""A name as tables can store it: half a surrogate pair is shown as an escape.

    >>> _print_name("年报" + chr(0xDCFF)) == r"年报\udcff"
    True
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
