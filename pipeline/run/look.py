"""Looks at the files of a folder as a run would find them, and reads none: what each is, and what it holds."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import BufferedReader, FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.characters import UnreadableError, decode
from pipeline.i18n import as_reason
from pipeline.ingest import is_compound, is_html, is_pdf, is_rtf
from pipeline.model import Origin, Problem
from pipeline.run.alone import Alone, keep_going
from pipeline.run.containers import ITSELF, lay_down_alone, read_index, read_problem
from pipeline.run.inputs import BLOCK, File, name_source
from pipeline.run.known_list import KnownList
from pipeline.run.regular_files import open_source
from pipeline.run.shards import Limits
from pipeline.shelf import HEAD, ROWS, Choice, DamagedError, NoTableError, Terms, choose_of, name_columns, tell_kind

# So many faults of a container are kept with what is said of them.
KEPT = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, and what it is: a document of a format, or a container of a kind with so many documents.

    ``columns`` are those of a table of texts, by what they hold, and ``unused`` its others; ``faults`` the problems
    that a run would have with the file itself or with documents in it, by code, and ``named`` the first of them, each
    with its name. Of so many documents a list is ``known`` to say something.
    """

    name: str
    kind: str
    documents: int
    columns: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    named: tuple[tuple[str, Problem], ...] = ()
    known: int = 0


def look_at(files: Iterable[File], terms: Terms, lists: KnownList | None = None) -> Iterator[Seen]:
    """What the files are, in their order: containers are opened, each in a worker, and nothing of them is kept.

    Where ``lists`` name documents by digest, all bytes are read.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="gongkai-")))
        alone = Alone(stack, Limits())
        for file in files:
            if file.fault:
                yield _refused(file.name, Problem("cannot_open", reason=as_reason(file.fault)))
                continue
            try:
                with BufferedReader(open_source(file.path), HEAD) as opened:
                    yield _look(file, opened, (terms, folder, alone), lists)
            except OSError as error:
                yield _refused(file.name, Problem("cannot_open", reason=as_reason(error.strerror or str(error))))


def _look(
    file: File, opened: "BufferedReader[FileIO]", how: tuple[Terms, Path, Alone], lists: KnownList | None
) -> Seen:
    head = opened.peek(HEAD)
    kind = tell_kind(head, opened, file.name)
    opened.seek(0)
    if kind is None:
        return _tell_known(_tell_document(file.name, head), file, opened, lists)
    terms, folder, alone = how
    faults: Counter[str] = Counter()
    named: list[tuple[str, Problem]] = []
    documents = known = 0
    index = folder / "index"
    choice = lay_down_alone(file, kind, terms, (index, None), alone)
    for row in read_index(index):
        if row["name"] == ITSELF:
            return _tell_known(_tell_document(file.name, head), file, opened, lists)
        if row["problem"]:
            problem = read_problem(row["problem"])
            faults[problem.code] += 1
            named += [(name_source(f"{file.relative}{row['name']}"), problem)] if len(named) < KEPT else []
        else:
            documents += 1
            known += _is_known(file, row, lists)
    columns = tuple(choice.columns.items())
    return Seen(file.name, kind, documents, columns, choice.unused, tuple(faults.items()), tuple(named), known)


def _is_known(file: File, row: dict[str, Any], lists: KnownList | None) -> bool:
    if lists is None:
        return False
    facts = tuple((name, value) for name, value in json.loads(row["facts"]))
    origin = Origin(f"{file.relative}{row['within']}", row["member"], row["named"], facts)
    [[told]] = lists.tell([File(file.root, f"{file.relative}{row['name']}", origin=origin)], row["digest"].hex())
    return bool(told.origin.said)


def _tell_known(seen: Seen, file: File, opened: "BufferedReader[FileIO]", lists: KnownList | None) -> Seen:
    """A document, and whether a list says something of it."""
    if lists is None or not seen.documents:
        return seen
    digest = sha256()
    while lists.has_digests and (block := opened.read(BLOCK)):
        digest.update(block)
    [[told]] = lists.tell([file], digest.hexdigest())
    return replace(seen, known=int(bool(told.origin.said)))


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
