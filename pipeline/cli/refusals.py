"""Describes failures of the machine in a line: memory, disk space, processes. Bugs keep their traceback."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from pipeline.i18n import as_reason, say, write

# Errors of a full output; without a file name, it is the standard output that is full.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE}
# The messages with which libraries report a lack of memory or of processes.
SHORT = (
    *("failed to map segment", "annot allocate memory", "can't start new thread", "Failed to launch worker thread"),
    "error return without exception set",  # raised by the interpreter for C code that lacks memory for its own error
    *map(os.strerror, (errno.EAGAIN, errno.ENOMEM)),
)


def state_refusal(error: BaseException) -> str | None:
    """The failure of the machine; null if the exception is a bug of ours.

    >>> state_refusal(OSError(errno.ENOSPC, "No space left on device"))
    'the output cannot be written: No space left on device'
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
    return say("machine_refused", reason=f"{reason} ({_target(error)})")


def _is_short(error: BaseException | None) -> bool:
    """Whether memory is short, or was when this was raised: jieba reports it as a broken dictionary."""
    while error is not None:
        if isinstance(error, MemoryError) or any(words in str(error) for words in SHORT):
            return True
        error = error.__cause__ or error.__context__
    return False


def _target(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def drop_output() -> None:
    """Discards further output: what is left would be written, and fail once more, at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def allow_every_character() -> None:
    """Writes characters that a terminal's encoding lacks as escapes, not errors: arrows and Chinese in Latin-1."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
