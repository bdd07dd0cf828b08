"""Opens files that users write to instruct a run: CSV in UTF-8, of limited size."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pipeline.i18n import Message, MessageError, Value, as_reason
from pipeline.model import Unreadable
from pipeline.run.source_files import read_stream_bytes

Parsed = TypeVar("Parsed")
# The number of the line, or null for the whole file, and the fault.
Wrong = tuple[int | None, Value]


class UserFileError(MessageError):
    """A user's file cannot be read, or has wrong lines: one message line for each, with its number."""


class VerdictsError(UserFileError):
    """A file of verdicts cannot be read, or some of its lines are wrong: one message line for each, with its number."""


class AgenciesFileError(UserFileError):
    """An agencies file cannot be read, or has wrong lines: one message line for each."""


def _name_line(file: str, number: int | None, fault: Value) -> Message:
    if number is None:
        return Message("wrong_file", file=file, fault=fault)
    return Message("wrong_line", file=file, number=number, fault=fault)


def open_user_file(
    file: Path,
    read: Callable[[str], tuple[Parsed, Sequence[Wrong]]],
    refuse: type[UserFileError],
    of: Message,
    most: int,
) -> tuple[str, Parsed]:
    """Reads a file of the kind ``of`` with at most ``most`` bytes; returns its SHA-256 and the result of ``read``.

    Raises:
        UserFileError: of the type ``refuse``, if the file cannot be read or ``read`` finds errors.
    """
    try:
        with file.open("rb") as opened:
            data = read_stream_bytes(opened, str(file), max_bytes=most)
        if isinstance(data, Unreadable):
            raise refuse(Message("too_long_file", file=str(file), most=most, kind=of))
        parsed, errors = read(data.decode("utf-8"))
    except OSError as error:
        raise refuse(Message("cannot_read", path=str(file), reason=as_reason(error.strerror or str(error)))) from error
    except UnicodeDecodeError as error:
        raise refuse(Message("not_utf8", file=str(file))) from error
    if errors:
        raise refuse(*(_name_line(str(file), *error) for error in errors))
    return sha256(data).hexdigest(), parsed
