"""Says in a line what the machine refuses: memory, room for what is printed, a process. A bug keeps its traceback."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from pipeline.i18n import as_reason, say, write

# What the system says of a place where nothing more can be written; where it names no file, what is printed goes there.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE}
# How a library says that memory is short, or that there are as many processes as there may be.
SHORT = (
    *("failed to map segment", "annot allocate memory", "can't start new thread", "Failed to launch worker thread"),
    "error return without exception set",  # as the interpreter says of C code that found no memory for its own error
    *map(os.strerror, (errno.EAGAIN, errno.ENOMEM)),
)


def state_refusal(error: BaseException) -> str | None:
    """What the machine refused; null where the error is a bug of ours.

    >>> state_refusal(OSError(errno.ENOSPC, "No space left on device"))
    'what is printed cannot be written: No space left on device'
    >>> state_refusal(ValueError("no number")) is None
    True
    """
    if _is_short(error):
        return say("no_memory")
    if not isinstance(error, OSError):
        return None
    reason = write(as_reason(error.strerror or str(error)))
    if error.filename is not None:
        return say("cannot_use", path=error.filename, reason=reason)
    if error.errno in FULL:
        return say("cannot_print", reason=reason)
    return say("machine_refused", reason=f"{reason} ({_place(error)})")


def _is_short(error: BaseException | None) -> bool:
    """Whether memory is short, or was when this was raised: jieba takes the lack of it for a broken dictionary."""
    while error is not None:
        if isinstance(error, MemoryError) or any(words in str(error) for words in SHORT):
            return True
        error = error.__cause__ or error.__context__
    return False


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def drop_output() -> None:
    """Lets nothing more be printed: what is left would be written, and refused once more, at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def allow_every_character() -> None:
    """Has what a terminal's encoding lacks written as escapes, in place of an error: arrows and Chinese in Latin-1."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
