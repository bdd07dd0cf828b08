"""Keeps two runs from writing into one folder: the second is told who holds it."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.run.publish import HIDDEN
from pipeline.tables.parquet import UnwritableError, naming


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Holds the output folder, which is made if need be.

    The system lets go of the lock when its holder ends in whatever way, so there is no stale one to remove; what the
    file says is for people.

    Raises:
        UnwritableError: if another run holds it, which the message names, or if the folder cannot be written into.
    """
    path = out / HIDDEN / "lock"
    with naming(out):
        if path.parent.is_symlink():
            raise OSError(f"{HIDDEN} in it is a link, which might lead anywhere")
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(opened, 1000).decode("utf-8", "replace").strip() or "another run"
            raise UnwritableError(f"{out} is being written by {holder}; wait for its end, or end it") from None
        with naming(out):
            os.ftruncate(opened, 0)
            since = datetime.now(UTC).isoformat(" ", "seconds")
            os.pwrite(opened, f"process {os.getpid()} on {socket.gethostname()} since {since}\n".encode(), 0)
        yield
        os.ftruncate(opened, 0)
    finally:
        os.close(opened)
