"""Describes faults of containers in plain words, since the messages of the libraries are obscure."""

import csv
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.i18n import Message, MessageError, as_reason
from pipeline.model import Problem

if TYPE_CHECKING:
    from types import TracebackType

# Our own code, as opposed to a library.
_OURS = str(Path(__file__).parents[1])
# Exceptions that wrong code raises; those from C have no line of their own and seem to come from the caller.
_OF_BUGS = (AssertionError, AttributeError, LookupError, NameError, TypeError, ZeroDivisionError)
_CUT_RE = re.compile(
    r"truncated|incomplete|unexpected end|end of (?:file|stream|data)|breaks off|ended before", re.IGNORECASE
)
_SUM_RE = re.compile(r"\bCRC|checksum", re.IGNORECASE)


class DamagedError(MessageError):
    """A container violates its format; the message says how."""


class TooMuchError(DamagedError):
    """A table exceeds what any table of texts has, and is not read at all."""


def say(error: BaseException) -> "Message | str":
    """Describes an exception about a container, in both languages.

    >>> from pipeline.i18n import write
    >>> [write(say(error), "en") for error in (EOFError(), RecursionError(), OverflowError("int too big to convert"))]
    ['it is incomplete', 'it is nested too deeply', 'it contains a number that is not possible in its format']
    >>> write(say(ValueError("not enough values to unpack")), "zh")
    '写法不符合格式'
    """
    if isinstance(error, MessageError):
        return error.messages[0]
    words = str(error)
    if isinstance(error, csv.Error) or (isinstance(error, ValueError) and isinstance(error.__cause__, csv.Error)):
        reason = as_reason(words.partition(" (")[0])
        return reason if isinstance(reason, Message) else Message("damaged_form")
    if isinstance(error, OSError) and error.strerror:
        reason = as_reason(error.strerror)
        return reason if isinstance(reason, Message) else Message("damaged_form")
    return Message(_key_of(error, words))


def _key_of(error: BaseException, words: str) -> str:
    if isinstance(error, RecursionError):
        return "damaged_depth"
    if isinstance(error, UnicodeError):
        return "damaged_encoding"
    if isinstance(error, ArithmeticError):
        return "damaged_number"
    if isinstance(error, EOFError) or _CUT_RE.search(words):
        return "damaged_end"
    if _SUM_RE.search(words):
        return "damaged_sum"
    if isinstance(error, zlib.error):
        return "damaged_packing"
    return "damaged_form"


def to_problem(error: Exception) -> Problem:
    """The problem for an unforeseen exception while reading a container.

    If a library raised it, the container is damaged; if our own code did, it is a bug to be seen.
    """
    if isinstance(error, MemoryError):
        return Problem("out_of_memory.machine")
    if is_bug(error):
        return Problem("crashed.bug", error=describe(error))
    return Problem("broken_container.archive", reason=say(error))


def is_bug(error: Exception) -> bool:
    """Whether our own code failed, and not a library given damaged input."""
    trace = _last(error)
    ours = trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OURS)
    return ours and isinstance(error, _OF_BUGS)


def describe(error: Exception) -> str:
    """The exception with the line that raised it."""
    trace = _last(error)
    location = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {error}{location}"


def _last(error: Exception) -> "TracebackType | None":
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace
