"""Writes the site: reads the tables of an output folder, renders changed pages, removes obsolete ones."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.i18n import as_reason, say, write
from pipeline.tables import NoTablesError, TableFile, find_tables, naming, read_table
from pipeline.views.review.documents import READ, Document, split_documents
from pipeline.views.review.pages import CONTENT, digest_document, render_index, render_report, summarize_document

if TYPE_CHECKING:
    from collections.abc import Iterator

# The bytes at the beginning of a page that contain its digest.
HEAD = 2048


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers of pages written, kept and removed."""

    written: int
    kept: int
    removed: int


def write_site(out: Path, site: Path) -> Written:
    """Writes the index and the page of every report of the tables in ``out`` to the folder ``site``.

    A page is rewritten only if its document or the code that makes pages changed. Pages of removed documents are
    deleted, and no other file.

    Raises:
        NoTablesError: if the tables cannot be read.
        UnwritableError: if the site cannot be written.
    """
    documents = read_documents(out)
    pages = site / "pages"
    with naming(pages):
        pages.mkdir(parents=True, exist_ok=True)
    written = 0
    lines = []
    for document in documents:
        page = pages / f"{document.document_id}.html"
        if _digest_of(page) != digest_document(document):
            _write(page, render_report(document))
            written += 1
        lines.append(summarize_document(document))
    removed = _remove_stale(pages, {line["id"] for line in lines})
    lines.sort(key=lambda line: (line["agency"], line["year"] or 0, line["source"]))
    _write(site / "index.html", render_index(lines))
    return Written(written, len(lines) - written, removed)


def read_documents(out: Path) -> "Iterator[Document]":
    """The documents of the tables in a folder, one after the other.

    Raises:
        NoTablesError: if the tables cannot be read, before the first document is given.
    """
    tables = {table.name: _read_table(table) for table in find_tables(out) if table.name in READ}
    return split_documents(tables)


def _read_table(table: TableFile) -> pa.Table:
    try:
        return read_table(table)
    except (pa.ArrowException, OSError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error).splitlines()[0]
        raise NoTablesError(say("cannot_read", path=table.path, reason=write(as_reason(reason)))) from error


def _digest_of(page: Path) -> str | None:
    """The digest that a page carries; null if there is no page, or it is not ours."""
    try:
        with page.open(encoding="utf-8") as opened:
            head = opened.read(HEAD)
    except (OSError, UnicodeDecodeError):
        return None
    _, found, rest = head.partition(f'<meta name="{CONTENT}" content="')
    return rest.partition('"')[0] if found else None


def _remove_stale(pages: Path, known: Iterable[str]) -> int:
    names = {f"{document_id}.html" for document_id in known}
    stale = [page for page in pages.glob("*.html") if page.name not in names and _digest_of(page)]
    for page in stale:
        with naming(page):
            page.unlink()
    return len(stale)


def _write(file: Path, content: str) -> None:
    """Writes a file under another name, then renames it."""
    part = file.with_suffix(".part")
    with naming(file):
        part.write_text(content, "utf-8", errors="replace", newline="\n")
        part.replace(file)
