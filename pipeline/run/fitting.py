"""Refuses a run over some files (``--only``) where there are none: its tables would be empty, and the former gone."""

from collections.abc import Iterable, Sequence, Sized
from pathlib import Path

from pipeline.i18n import Message, MessageError
from pipeline.model import Problem
from pipeline.run.inputs import File, Inputs
from pipeline.run.pieces import read_pieces
from pipeline.tables import Row


class NothingFitsError(MessageError):
    """No file, and no document within one, has a name that fits what is wanted."""


def has_documents(pieces: Iterable[Path]) -> bool:
    """Whether any document was read."""
    return any(batch.num_rows for batch in read_pieces(pieces, "documents"))


def refuse_nothing(
    only: str, files: Sequence[File] | Inputs, refused: Sequence[Row], kept: Sized = (), pieces: Sequence[Path] = ()
) -> None:
    """Ends a run that is to read ``only`` some files and found none, or no such document within them.

    ``refused`` are the rows of files that are no document; documents are ``kept``, or in ``pieces`` of what was read.

    Raises:
        NothingFitsError: if so.
    """
    missing = Problem("cannot_open", reason=Message("member_missing")).message
    if only == "*" or isinstance(files, Inputs) or any(row["message"] != missing for row in refused):
        return
    if len(kept) or has_documents(pieces):
        return
    raise NothingFitsError(Message("nothing_fits", path=files[0].root if files else "", only=only))
