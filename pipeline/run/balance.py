"""Proves that no file is lost: every one that was found is a document, a copy of one, or a problem of its own."""

from pathlib import Path

import pyarrow.compute as pc

from pipeline.i18n import Message, MessageError
from pipeline.report import PART_DIGITS
from pipeline.run.pieces import read_batches
from pipeline.tables import COPY, count_rows


class UnbalancedError(MessageError):
    """The tables do not account for every file; the message has the numbers."""


def balance(folder: Path, found: int) -> None:
    """Compares the files that were ``found`` with what the tables in a folder say of them.

    Raises:
        UnbalancedError: if one is missing, or counted twice.
    """
    documents = count_rows(folder / "documents.parquet") - _count_further(folder)
    copies = refused = 0
    for batch in read_batches(folder / "problems.parquet", "problems", ["document_id", "problem"]):
        copies += pc.sum(pc.equal(batch["problem"], COPY)).as_py() or 0
        refused += batch["document_id"].null_count
    if documents + copies + refused != found:
        raise UnbalancedError(Message("books", found=found, documents=documents, copies=copies, refused=refused))


def _count_further(folder: Path) -> int:
    """The documents that lie in a file with others, less one for each such file.

    They stand beside each other, have the same bytes, and ids that differ in their last digits alone.
    """
    further = 0
    begins, files = "", set[str]()
    for batch in read_batches(folder / "documents.parquet", "documents", ["document_id", "sha256"]):
        for document_id, digest in zip(*(batch[name].to_pylist() for name in ("document_id", "sha256")), strict=True):
            if not document_id.startswith(begins) or not begins:
                begins, files = document_id[:-PART_DIGITS], set()
            further += digest in files
            files.add(digest)
    return further
