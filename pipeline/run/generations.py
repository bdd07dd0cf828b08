"""Keeps earlier tables for their readers for a while, then removes them.

Generations are numbered folders. A link leads to the published one. Lower numbers were published before; higher ones
were left by a killed run and never published.
"""

import fcntl
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from pipeline.tables import HELD_BY

# For this many seconds the previous generation stays beside the published one: time for a notebook that opens one table
# after the other (our own readers open all at once and need none). The first run after that removes it before it
# writes, so three generations are on the disk only if runs follow each other within the hour.
KEPT = 3600.0
# Earlier generations stay for this long: the time a reader takes to open nine files once it knows their folder. Tables
# that are replaced twice in a minute are small.
KEPT_OTHERWISE = 60.0

# Other digit strings are no generation: Python takes ² for a digit, and 01 would be another name of 1.
_NAME_RE = re.compile(r"0|[1-9][0-9]*")

# The suffix of a folder that is being removed.
GONE = ".gone"


def list_generations(folder: Path) -> list[int]:
    """The numbers of the generations in a folder, sorted."""
    return sorted(int(generation.name) for generation in folder.iterdir() if _NAME_RE.fullmatch(generation.name))


def drop_former(folder: Path, shown: int | None, now: float | None = None) -> None:
    """Removes expired generations and those never published, unless a command is reading them.

    Each is renamed before its files are deleted, so that a reader finds all of it or nothing. What cannot be removed,
    such as files open over NFS, only costs space: the next run tries again.

    Raises:
        OSError: if one cannot be renamed.
    """
    for number in [*_outdated(folder, shown, time.time() if now is None else now)]:
        with _unless_held(folder / str(number)) as free:
            if free:
                (folder / str(number)).rename(folder / f"{number}{GONE}")
    for gone in folder.glob(f"*{GONE}"):
        shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def _unless_held(generation: Path) -> Iterator[bool]:
    """Yields whether nobody reads a generation; if so, nobody can begin to within the block."""
    opened = None
    with suppress(OSError):
        opened = (generation / HELD_BY).open("rb")
    if opened is None:  # so nobody can hold it
        yield True
        return
    with opened:
        yield _lock(opened)


def _lock(opened: BinaryIO) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _outdated(folder: Path, shown: int | None, now: float) -> Iterator[int]:
    """The generations that may be removed. The age counts from when the next generation was made."""
    numbers = list_generations(folder)
    previous = [number for number in numbers if shown is not None and number <= shown]
    yield from (number for number in numbers if number not in previous)
    for number, following in pairwise(previous):
        age = now - (folder / str(following)).stat().st_mtime
        if (
            not 0 <= age <= (KEPT if following == shown else KEPT_OTHERWISE)
        ):  # if the clock was set back, the time counts as over
            yield number
