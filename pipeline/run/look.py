"""Looks at the files of a folder as a run would find them, and reads none: what each is, and what it holds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader, FileIO

from pipeline.characters import UnreadableError, decode
from pipeline.i18n import as_reason
from pipeline.ingest import is_compound, is_html, is_pdf, is_rtf
from pipeline.model import Problem
from pipeline.run.inputs import File, open_source
from pipeline.shelf import HEAD, Fault, NoTableError, Terms, choose_of, open_container, tell_kind

# So many faults of a container are kept with what is said of them.
KEPT = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, and what it is: a document of a format, or a container of a kind with so many documents.

    ``columns`` are those of a table of texts, by what they hold; ``faults`` the problems that a run would have with the
    file itself or with documents in it, by code, and ``named`` the first of them, each with its name.
    """

    name: str
    kind: str
    documents: int
    columns: tuple[tuple[str, str], ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    named: tuple[tuple[str, Problem], ...] = ()


def look_at(files: Iterable[File], terms: Terms) -> Iterator[Seen]:
    """What the files are, in their order: containers are opened, and nothing of them is kept."""
    for file in files:
        if file.fault:
            yield _refused(file.name, Problem("cannot_open", reason=as_reason(file.fault)))
            continue
        try:
            with BufferedReader(open_source(file.path), HEAD) as opened:
                yield _look(file, opened, terms)
        except OSError as error:
            yield _refused(file.name, Problem("cannot_open", reason=as_reason(error.strerror or str(error))))


def _look(file: File, opened: "BufferedReader[FileIO]", terms: Terms) -> Seen:
    head = opened.peek(HEAD)
    kind = tell_kind(head, opened, file.name)
    opened.seek(0)
    if kind is None:
        return _tell_document(file.name, head)
    faults: Counter[str] = Counter()
    named: list[tuple[str, Problem]] = []
    documents = 0
    try:
        columns = choose_of(kind, opened, dict(terms.columns))
        opened.seek(0)
        for found in open_container(opened, kind, file.name, file.path.stat().st_size, terms):
            if isinstance(found, Fault):
                faults[found.problem.code] += 1
                named += [(f"{file.name}{found.name}", found.problem)] if len(named) < KEPT else []
            else:
                documents += 1
    except NoTableError:
        return _tell_document(file.name, head)
    return Seen(file.name, kind, documents, columns, tuple(faults.items()), tuple(named))


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
    return Seen(name, "none", 0, (), ((problem.code, 1),), ((name, problem),))
