"""Checks that no file is lost: every file found is a document, a copy of one, or a problem of its own."""

from pathlib import Path

import pyarrow.compute as pc

from pipeline.document_ids import PART_DIGITS
from pipeline.i18n import Message, MessageError
from pipeline.run.pieces import read_batches
from pipeline.tables import COPY, count_rows


class UnbalancedError(MessageError):
    """The tables do not account for every file; the message gives the numbers."""


def balance(folder: Path, found: int) -> None:
    """Compares the number of files ``found`` with the documents, copies and problems in the tables of a folder.

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
    """Counts the documents that share a file with another one, not counting the first of each file.

    Such documents are adjacent, have the same ``sha256``, and ids that differ only in their last digits.
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
