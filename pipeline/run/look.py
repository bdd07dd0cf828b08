"""Looks at the files of a folder as a run would find them, and reads none: what each is, and what it holds."""

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
from pipeline.i18n import as_reason
from pipeline.ingest import is_compound, is_html, is_pdf, is_rtf
from pipeline.model import Origin, Problem
from pipeline.report import identify
from pipeline.run.alone import Alone, keep_going
from pipeline.run.container_index import ITSELF, read_index, read_problem
from pipeline.run.containers import lay_down_alone
from pipeline.run.inputs import BLOCK, File
from pipeline.run.known_list import KnownList
from pipeline.run.regular_files import open_source
from pipeline.run.shards import Limits
from pipeline.run.source_names import name_source
from pipeline.shelf import HEAD, ROWS, Choice, DamagedError, NoTableError, Terms, choose_of, name_columns, tell_kind

# So many faults of a container are kept with what is said of them.
KEPT = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, and what it is: a document of a format, or a container of a kind with so many documents.

    ``columns`` are those of a table of texts, by what they hold, and ``unused`` its others; ``faults`` the problems
    that a run would have with the file itself or with documents in it, by code, and ``named`` the first of them, each
    with its name. Of so many documents a list is ``known`` to say something, and so many are ``copies`` of others.
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
    """What the files are, in their order: containers are opened, each in a worker, and nothing of them is kept.

    All bytes are read, since what has those of another is no document more.
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
    kind = tell_kind(head, opened, file.name)
    opened.seek(0)
    if kind is None:
        return _tell_known(_tell_document(file.name, head), file, opened, lists, met)
    terms, folder, alone = how
    faults: Counter[str] = Counter()
    named: list[tuple[str, Problem]] = []
    documents = known = copies = 0
    index = folder / "index"
    choice = lay_down_alone(file, kind, terms, (index, None), alone)
    for row in read_index(index):
        if row["name"] == ITSELF:
            return _tell_known(_tell_document(file.name, head), file, opened, lists, met)
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
    """The kind of a container; of what is compressed alone with that of what it holds: tar.gz, warc.gz."""
    if kind != "gz":
        return kind
    opened.seek(0)
    with suppress(OSError, EOFError, ValueError, zlib.error):
        head = GzipFile(fileobj=opened).read(HEAD)
        if inner := tell_kind(head, BytesIO(head), name.removesuffix(".gz")):
            return f"{inner}.gz"
    return kind


def _open_member(file: File, row: Mapping[str, Any]) -> File:
    facts = tuple((name, value) for name, value in json.loads(row["facts"]))
    origin = Origin(f"{file.relative}{row['within']}", row["member"], row["named"], facts)
    return File(file.root, f"{file.relative}{row['name']}", origin=origin)


def _meet(file: File, digest: str, lists: KnownList | None, met: set[str]) -> tuple[bool, bool]:
    """Whether a list says something of a document, and whether it is one that was ``met``, which it is then."""
    [[told]] = lists.tell([file], digest) if lists else ((file,),)
    # Of twins a list may make two documents: here they are that where it says two things of them.
    identity = identify(digest, structs.replace(told.origin, apart=True))
    is_copy = identity in met
    met.add(identity)
    return bool(told.origin.said), is_copy


def _tell_known(
    seen: Seen, file: File, opened: "BufferedReader[FileIO]", lists: KnownList | None, met: set[str]
) -> Seen:
    """A document, whether a list says something of it, and whether it is one that was ``met``."""
    if not seen.documents:
        return seen
    digest = sha256()
    while block := opened.read(BLOCK):
        digest.update(block)
    is_known, is_copy = _meet(file, digest.hexdigest(), lists, met)
    return replace(seen, documents=int(not is_copy), known=int(is_known), copies=int(is_copy))


def _tell_document(name: str, head: bytes) -> Seen:
    """A document by how it begins; whether it can be read to its end is found by reading it."""
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
    """The tables of some kinds among the files: their names, their columns, and what these hold, by their first rows.

    What is no table of texts has columns that hold nothing, and what cannot be opened is left aside.
    """
    with ExitStack() as stack:
        alone = Alone(stack, Limits())
        for file in files:
            with suppress(OSError), BufferedReader(open_source(file.path), HEAD) as opened:
                kind = tell_kind(opened.peek(HEAD), opened, file.name)
                if kind is None or kind not in ROWS or kind not in kinds:
                    continue
                found = alone.run(partial(_judge, file, kind, dict(asked), alone.limits.timeout))
                if not isinstance(found, Problem):
                    yield file.name, *found


def _judge(file: File, kind: str, asked: Mapping[str, str], timeout: float) -> tuple[tuple[str, ...], Choice]:
    """The columns of a table and what these hold, in a worker."""
    keep_going(timeout)()
    with BufferedReader(open_source(file.path), HEAD) as opened:
        names = name_columns(kind, opened)
        opened.seek(0)
        try:
            return names, choose_of(kind, opened, asked)
        except (DamagedError, NoTableError):
            return names, Choice()
