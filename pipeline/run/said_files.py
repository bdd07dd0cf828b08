"""Opens the files in which people say what a run shall do with its tables: bounded, as CSV in UTF-8."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pipeline.model import Unreadable
from pipeline.run.inputs import read_stream_bytes

Said = TypeVar("Said")


class SaidFileError(Exception):
    """Such a file cannot be read, or lines of it are wrong: a line of the message for each, with its number."""


def open_said(
    file: Path, read: Callable[[str], tuple[Said, Sequence[str]]], refuse: type[SaidFileError], of: str, most: int
) -> tuple[str, Said]:
    """The SHA-256 of a file ``of`` verdicts or the like, of at most so many bytes, and what ``read`` makes of it.

    Raises:
        SaidFileError: of the type ``refuse``, if the file cannot be read or ``read`` finds errors.
    """
    try:
        with file.open("rb") as opened:
            data = read_stream_bytes(opened, str(file), max_bytes=most)
        if isinstance(data, Unreadable):
            raise refuse(f"{file} has more than {most} bytes, and is no file of {of}")
        said, errors = read(data.decode("utf-8"))
    except OSError as error:
        raise refuse(f"{file} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise refuse(f"{file} is not in UTF-8; export it again, or save it as CSV UTF-8") from error
    if errors:
        raise refuse("\n".join(f"{file}: {error}" for error in errors))
    return sha256(data).hexdigest(), said
