"""Plans a run: which rows of the previous run still hold, under which names, and what has to be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa

from pipeline.document_ids import PART_DIGITS, number_of_part
from pipeline.provenance import fingerprint
from pipeline.run.previous import Copies, Known, PreviousRun, Refused
from pipeline.run.same_documents import Content, Inputs
from pipeline.run.source_files import File
from pipeline.run.touched import Named
from pipeline.tables import Row, refused_row, unreadable_row


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does.

    ``kept`` are the ids of the documents whose rows are carried over, in order; ``renamed`` maps ids to new sources;
    ``copies`` are further files of kept documents. ``unreadable`` are the rows of files known to hold no document.
    ``contents`` have to be read. ``removed`` counts the documents whose rows are dropped. ``steady`` is true if, apart
    from the contents to read, documents and copies are those of the previous run.
    """

    kept: pa.Array
    renamed: Mapping[str, Named]
    copies: tuple[Copies, ...]
    unreadable: tuple[Row, ...]
    contents: tuple[Content, ...]
    removed: int
    steady: bool

    def is_done(self, previous: PreviousRun, refused: Iterable[Row] = ()) -> bool:
        """Whether the previous tables need no change, if ``refused`` are the rows of problems that reading yields."""
        rows = sorted((*self.unreadable, *refused), key=lambda row: row["source"])
        return self.steady and [Refused(*(row[name] for name in Refused._fields)) for row in rows] == list(
            previous.unreadable
        )


def plan_run(inputs: Inputs, previous: PreviousRun, *, retry_failed: bool = False) -> Plan:
    """Plans a run for the inputs, given the tables of the previous run.

    Files that held no document then are recognised by their fingerprint. Those without a fingerprint are tried again;
    with ``retry_failed``, all are.
    """
    failed = {known.fingerprint: known for known in previous.unreadable if known.fingerprint and not retry_failed}
    unreadable = [unreadable_row(file, None) for file in inputs.unreadable]
    kept: list[str] = []
    renamed: dict[str, Named] = {}
    copies: list[Copies] = []
    contents: list[Content] = []
    for content, known in _pair(inputs.contents, previous.known()):
        verdict = _match_previous(content, known, failed)
        if verdict is None:
            contents.append(content)
            continue
        rows, first, documents = verdict
        unreadable += rows
        if documents:
            source, *further = (file.name for file in content.files[first:])
            kept += [document.document_id for document in documents]
            renamed |= _rename(content, content.files[first], documents)
            if further:
                copies.append(Copies(documents[0].document_id, source, tuple(further)))
    unreadable.sort(key=lambda row: row["source"])
    removed = previous.documents.num_rows - len(kept)
    return Plan(
        kept=_as_array(kept, previous),
        renamed=renamed,
        copies=tuple(copies),
        unreadable=tuple(unreadable),
        contents=tuple(contents),
        removed=removed,
        steady=not (renamed or removed)
        and previous.folder is not None
        and {further.document_id: further.names for further in copies} == previous.copies,
    )


def _as_array(kept: list[str], previous: PreviousRun) -> pa.Array:
    ids = previous.documents["document_id"]
    # All of them are there as they are; pyarrow loads pandas to make an array of a list, where there is one.
    return ids.combine_chunks() if len(kept) == len(ids) else pa.array(kept, pa.string())


def _rename(content: Content, file: File, documents: Iterable[Known]) -> Iterator[tuple[str, Named]]:
    """The new names of documents whose file was renamed; the number of a report in its file is kept."""
    for document in documents:
        number = number_of_part(document.document_id, content.document_id)
        named = Named(file.name, file.origin.container, file.origin.member)
        if number is not None:
            named = Named(f"{file.name}#{number}", file.name, str(number))
        if named.source != document.source:
            yield document.document_id, named


def _pair(contents: Iterable[Content], known: Iterator[Known]) -> Iterator[tuple[Content, tuple[Known, ...]]]:
    """Each content with the documents of the previous run that may come from it; both are in the order of ids."""
    groups = groupby(known, key=lambda document: document.document_id[:-PART_DIGITS])
    begins, held = next(groups, (None, iter(())))
    some: tuple[Known, ...] = ()
    read: str | None = None
    for content in contents:
        first = content.document_id[:-PART_DIGITS]
        while begins is not None and begins < first:
            begins, held = next(groups, (None, iter(())))
        if begins == first and read != first:
            some, read = tuple(held), first
        yield content, some if begins == first else ()


def _match_previous(
    content: Content, known: tuple[Known, ...], failed: Mapping[str, Refused]
) -> tuple[list[Row], int, list[Known]] | None:
    """What the previous run knows of files with the same bytes; null if one has to be read.

    Returns the rows of those without a document, the index of the first file with one, and the documents in it.
    """
    rows: list[Row] = []
    for index, file in enumerate(content.files):
        mark = fingerprint(content.sha256, file.hint)
        matching = [document for document in known if document.fingerprint == mark]
        if matching:
            return rows, index, matching
        if mark not in failed:
            return None
        rows.append(refused_row(**failed[mark]._replace(source=file.name)._asdict()))
    return rows, len(content.files), []
