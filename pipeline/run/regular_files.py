"""Opens regular files only. Anything that might block, has no end or belongs to the system is refused."""

import errno
import os
import stat
from functools import cache
from io import FileIO
from pathlib import Path

LINKED_FOLDER = "it is a link to a folder"
ENDLESS = "it is a pipe, a socket or a device"
_OF_THE_SYSTEM = "it is no file on a disk, but the system's own"
_NO_NAME = "no file can have this name"


def open_source(path: Path) -> FileIO:
    """Opens a regular file or a link to one without blocking; a pipe might keep its reader waiting for ever.

    Raises:
        OSError: if it is no such file, or cannot be opened.
    """
    try:
        _refuse_other(path.stat(), path)  # before opening, since opening some devices has effects
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except ValueError:  # a NUL or half a surrogate pair in the path
        raise OSError(errno.EINVAL, _NO_NAME) from None
    try:
        _refuse_other(os.fstat(opened), path)  # again, since the file may have been replaced
        return FileIO(opened, "rb")
    except OSError:
        os.close(opened)
        raise


def _refuse_other(facts: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(facts.st_mode):
        os.scandir(path).close()  # opening a folder without permission gives a better error
        raise IsADirectoryError(errno.EISDIR, LINKED_FOLDER if path.is_symlink() else "it is a folder")
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, ENDLESS)
    if facts.st_dev == _system_device():
        raise OSError(errno.EINVAL, _OF_THE_SYSTEM)


@cache
def _system_device() -> int | None:
    """The device number of ``/proc``, whose files pass for regular ones: some block, some are endless, all change."""
    return Path("/proc").stat().st_dev if os.path.ismount("/proc") else None
