"""Proves that no file is lost: every one that was found is a document, a copy of one, or a problem of its own."""

from pathlib import Path

import pyarrow.compute as pc

from pipeline.i18n import Message, MessageError
from pipeline.run.pieces import read_batches
from pipeline.tables import COPY, count_rows


class UnbalancedError(MessageError):
    """The tables do not account for every file; the message has the numbers."""


def balance(folder: Path, found: int) -> None:
    """Compares the files that were ``found`` with what the tables in a folder say of them.

    Raises:
        UnbalancedError: if one is missing, or counted twice.
    """
    documents = count_rows(folder / "documents.parquet")
    copies = refused = 0
    for batch in read_batches(folder / "problems.parquet", "problems", ["document_id", "problem"]):
        copies += pc.sum(pc.equal(batch["problem"], COPY)).as_py() or 0
        refused += batch["document_id"].null_count
    if documents + copies + refused != found:
        raise UnbalancedError(Message("books", found=found, documents=documents, copies=copies, refused=refused))
