"""Refuses a run with ``--only`` that matches no file: it would replace the tables by empty ones."""

from collections.abc import Iterable, Sequence, Sized
from pathlib import Path

from pipeline.i18n import Message, MessageError
from pipeline.model import Problem
from pipeline.run.pieces import read_pieces
from pipeline.run.same_documents import Inputs
from pipeline.run.source_files import File
from pipeline.tables import Row


class NothingFitsError(MessageError):
    """No file, and no document in a file, has a name that matches the pattern."""


def has_documents(pieces: Iterable[Path]) -> bool:
    """Whether any document was read."""
    return any(batch.num_rows for batch in read_pieces(pieces, "documents"))


def refuse_nothing(
    only: str, files: Sequence[File] | Inputs, refused: Sequence[Row], kept: Sized = (), pieces: Sequence[Path] = ()
) -> None:
    """Ends a run restricted to ``only`` if no file or document matches.

    ``refused`` are the rows of files that hold no document; ``kept`` and ``pieces`` hold the documents.

    Raises:
        NothingFitsError: if so.
    """
    missing = Problem("cannot_open", reason=Message("member_missing")).message
    if only == "*" or isinstance(files, Inputs) or any(row["message"] != missing for row in refused):
        return
    if len(kept) or has_documents(pieces):
        return
    raise NothingFitsError(Message("nothing_fits", path=files[0].root if files else "", only=only))
