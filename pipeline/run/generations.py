"""Keeps the tables that were shown before for a while, for those who are reading them, and removes them then.

Generations are folders with numbers. The one that is shown is known by the link to it; those below it were shown
before, and those above it, which a run made that was killed, never.
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

# For so many seconds the generation that was shown last stays beside the one that is shown: time for a notebook that
# opens one table after the other (our own readers open all at once, and need none). The first run after that removes it
# before it writes, so that three are on the disk only where runs follow each other within the hour.
KEPT = 3600.0
# Those before it stay for so long: what a reader takes to open nine files once it knows their folder. Tables that are
# replaced twice in a minute are small.
KEPT_OTHERWISE = 60.0

# No other name is one: ² is a digit for Python, and 01 would be another name of 1.
_NAME_RE = re.compile(r"0|[1-9][0-9]*")

# What is renamed so is being removed.
GONE = ".gone"


def list_generations(folder: Path) -> list[int]:
    """The numbers of the generations in a folder, in their order."""
    return sorted(int(generation.name) for generation in folder.iterdir() if _NAME_RE.fullmatch(generation.name))


def drop_former(folder: Path, shown: int | None, now: float | None = None) -> None:
    """Removes the generations whose time is over, and those that were never shown; what is read by a command stays.

    Each is renamed before its files go one by one, so that a reader finds all of it or nothing. What cannot be removed,
    such as files that are read over NFS, costs room alone: the next run tries again.

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
    """Whether nobody reads a generation; where so, nobody can begin to within the block."""
    opened = None
    with suppress(OSError):
        opened = (generation / HELD_BY).open("rb")
    if opened is None:  # nobody can hold it
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
    """The generations that may go: one is made when the one before it is shown no more."""
    numbers = list_generations(folder)
    previous = [number for number in numbers if shown is not None and number <= shown]
    yield from (number for number in numbers if number not in previous)
    for number, following in pairwise(previous):
        age = now - (folder / str(following)).stat().st_mtime
        if not 0 <= age <= (KEPT if following == shown else KEPT_OTHERWISE):  # a clock that was set back counts as over
            yield number
