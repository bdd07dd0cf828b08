"""Inspects the files of a folder as a run would find them, without extracting: the kind of each, and its contents."""

import json
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from gzip import GzipFile
from hashlib import sha256
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import structs

from pipeline.characters import UnreadableError, decode
from pipeline.document_ids import identify
from pipeline.i18n import as_reason
from pipeline.ingest import is_compound, is_html, is_pdf, is_rtf
from pipeline.model import Origin, Problem
from pipeline.run.container_index import ITSELF, read_index, read_problem
from pipeline.run.containers import lay_down_alone
from pipeline.run.isolated_worker import Alone, keep_going
from pipeline.run.list_lookup import KnownList
from pipeline.run.options import Limits
from pipeline.run.regular_files import open_source
from pipeline.run.source_files import BLOCK, File
from pipeline.run.source_names import name_source
from pipeline.shelf import HEAD, ROWS, Choice, DamagedError, NoTableError, Terms, choose_of, detect_kind, name_columns

# The number of faults of a container that are kept in full.
KEPT = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A file and its kind: a document of a format, or a container with a number of documents.

    ``columns`` maps the columns of a table of texts to what they hold, ``unused`` are its other columns. ``faults``
    counts, by code, the problems that a run would have with the file or its documents; ``named`` are the first of them
    with their names. ``known`` counts the documents that a list describes, ``copies`` those that are copies of others.
    """

    name: str
    kind: str
    documents: int
    columns: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    named: tuple[tuple[str, Problem], ...] = ()
    known: int = 0
    copies: int = 0


def look_at(files: Iterable[File], terms: Terms, lists: KnownList | None = None) -> Iterator[Seen]:
    """Inspects files in their order. Containers are opened in a worker, and nothing of them is kept.

    All bytes are read, since a file with the bytes of another is no further document.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="gongkai-")))
        alone = Alone(stack, Limits())
        met: set[str] = set()
        for file in files:
            if file.fault:
                yield _refused(file.name, Problem("cannot_open", reason=as_reason(file.fault)))
                continue
            try:
                with BufferedReader(open_source(file.path), HEAD) as opened:
                    yield _look(file, opened, (terms, folder, alone), lists, met)
            except OSError as error:
                yield _refused(file.name, Problem("cannot_open", reason=as_reason(error.strerror or str(error))))


def _look(
    file: File,
    opened: "BufferedReader[FileIO]",
    how: tuple[Terms, Path, Alone],
    lists: KnownList | None,
    met: set[str],
) -> Seen:
    head = opened.peek(HEAD)
    kind = detect_kind(head, opened, file.name)
    opened.seek(0)
    if kind is None:
        return _mark_known(_identify_document(file.name, head), file, opened, lists, met)
    terms, folder, alone = how
    faults: Counter[str] = Counter()
    named: list[tuple[str, Problem]] = []
    documents = known = copies = 0
    index = folder / "index"
    choice = lay_down_alone(file, kind, terms, (index, None), alone)
    for row in read_index(index):
        if row["name"] == ITSELF:
            return _mark_known(_identify_document(file.name, head), file, opened, lists, met)
        if row["problem"]:
            problem = read_problem(row["problem"])
            faults[problem.code] += 1
            named += [(name_source(f"{file.relative}{row['name']}"), problem)] if len(named) < KEPT else []
            continue
        is_known, is_copy = _meet(_open_member(file, row), row["digest"].hex(), lists, met)
        documents += not is_copy
        known += is_known
        copies += is_copy
    columns = tuple(choice.columns.items())
    kind = _name_kind(kind, file.name, opened)
    return Seen(file.name, kind, documents, columns, choice.unused, tuple(faults.items()), tuple(named), known, copies)


def _name_kind(kind: str, name: str, opened: "BufferedReader[FileIO]") -> str:
    """The kind of a container. For a compressed file, the kind of its content is included: tar.gz, warc.gz."""
    if kind != "gz":
        return kind
    opened.seek(0)
    with suppress(OSError, EOFError, ValueError, zlib.error):
        head = GzipFile(fileobj=opened).read(HEAD)
        if inner := detect_kind(head, BytesIO(head), name.removesuffix(".gz")):
            return f"{inner}.gz"
    return kind


def _open_member(file: File, row: Mapping[str, Any]) -> File:
    facts = tuple((name, value) for name, value in json.loads(row["facts"]))
    origin = Origin(f"{file.relative}{row['within']}", row["member"], row["named"], facts)
    return File(file.root, f"{file.relative}{row['name']}", origin=origin)


def _meet(file: File, digest: str, lists: KnownList | None, met: set[str]) -> tuple[bool, bool]:
    """Whether a list describes a document, and whether it was already in ``met``; it is added there."""
    [[described]] = lists.tell([file], digest) if lists else ((file,),)
    # A list may make two documents of identical files if it states different things about them.
    identity = identify(digest, structs.replace(described.origin, apart=True))
    is_copy = identity in met
    met.add(identity)
    return bool(described.origin.listed), is_copy


def _mark_known(
    seen: Seen, file: File, opened: "BufferedReader[FileIO]", lists: KnownList | None, met: set[str]
) -> Seen:
    """Adds to a document whether a list describes it, and whether it was already ``met``."""
    if not seen.documents:
        return seen
    digest = sha256()
    while block := opened.read(BLOCK):
        digest.update(block)
    is_known, is_copy = _meet(file, digest.hexdigest(), lists, met)
    return replace(seen, documents=int(not is_copy), known=int(is_known), copies=int(is_copy))


def _identify_document(name: str, head: bytes) -> Seen:
    """Identifies a document by its first bytes; whether all of it can be read only reading shows."""
    if is_pdf(head):
        return Seen(name, "pdf", 1)
    if is_compound(head) or is_rtf(head):
        return Seen(name, "doc", 1)
    if head.startswith(b"PK"):
        return Seen(name, "docx", 1)
    try:
        text, _ = decode(head)
    except UnreadableError as error:
        return _refused(name, error.problem)
    return Seen(name, "html" if is_html(text, f".{name.rpartition('.')[2].lower()}") else "text", 1)


def _refused(name: str, problem: Problem) -> Seen:
    return Seen(name, "none", 0, faults=((problem.code, 1),), named=((name, problem),))


def look_at_tables(
    files: Iterable[File], asked: Mapping[str, str], kinds: Container[str] = ROWS
) -> Iterator[tuple[str, tuple[str, ...], Choice]]:
    """The tables of some kinds among the files: name, columns, and what the columns hold, judged by the first rows.

    A table without texts has columns that hold nothing; files that cannot be opened are skipped.
    """
    with ExitStack() as stack:
        alone = Alone(stack, Limits())
        for file in files:
            with suppress(OSError), BufferedReader(open_source(file.path), HEAD) as opened:
                kind = detect_kind(opened.peek(HEAD), opened, file.name)
                if kind is None or kind not in ROWS or kind not in kinds:
                    continue
                found = alone.run(partial(_judge, file, kind, dict(asked), alone.limits.timeout))
                if not isinstance(found, Problem):
                    yield file.name, *found


def _judge(file: File, kind: str, asked: Mapping[str, str], timeout: float) -> tuple[tuple[str, ...], Choice]:
    """The columns of a table and what they hold, determined in a worker."""
    keep_going(timeout)()
    with BufferedReader(open_source(file.path), HEAD) as opened:
        names = name_columns(kind, opened)
        opened.seek(0)
        try:
            return names, choose_of(kind, opened, asked)
        except (DamagedError, NoTableError):
            return names, Choice()
