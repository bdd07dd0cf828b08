"""Remembers values between processes that are slow to compute and depend on their key alone, above all patterns.

Compiling the patterns that one page needs took 1.0 of the 1.9 s in which ``gongkai explain`` read it (2026-12), since
``regex`` compiles in Python. Loading them compiled, as ``regex`` pickles them, takes 0.03 s. A key contains everything
that its value depends on (the text of a pattern and the version of ``regex``, the bytes of a file), so a changed rule
has a new key, and no value is ever out of date.

There is one file for each version of Python, in the user's folder for caches (``find_folder``). It is trusted as
compiled modules are: only if it belongs to this user, nobody else may write it, and it ends with its own digest.
Without it (no such folder, no space, another user's folder, a damaged file) everything is computed again, and nothing
else changes. Several processes may use it at once: it is replaced by a rename, and a value lost in a race is computed
again.
"""

import atexit
import os
import pickle
import stat
import sys
from collections.abc import Callable, Hashable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

Value = TypeVar("Value")
Key = tuple[Hashable, ...]

# The layout of the file; a file with another first line is ignored and replaced.
HEAD = f"gongkai 1 {sys.version}".replace("\n", " ").encode() + b"\n"
DIGEST_BYTES = sha256().digest_size
# Past this size only what this process has asked for is kept: the patterns of one edition of the rules have 3 MB.
MOST_BYTES = 16 * 1024**2

# Bits of a file's mode: its group, or anybody, may write it.
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def find_folder() -> Path | None:
    """The user's folder for caches: ``$XDG_CACHE_HOME``, or the system's default; ``None`` without a home folder."""
    home = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    stated = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or home
    with suppress(RuntimeError):  # nobody is at home
        folder = Path(stated).expanduser()
        return folder / "gongkai" if folder.is_absolute() else None
    return None


class DiskCache:
    """Values by key, as bytes of ``pickle``: those of the file, read when the first is requested, and new ones."""

    def __init__(self, folder: Path | None) -> None:
        """Takes the folder of the file; without one, values last as long as the process."""
        self._path = folder / f"{sys.implementation.cache_tag}.cache" if folder else None
        self._known: dict[Key, bytes] | None = None
        self._new: dict[Key, bytes] = {}
        self._asked: set[Key] = set()

    def knows(self, key: Key) -> bool:
        """Whether the cache has a value for a key."""
        self._asked.add(key)
        return key in self._new or key in self._load()

    def recall(self, key: Key, work_out: Callable[[], Value]) -> Value:
        """The value for a key; a missing one is computed, and kept in the file after ``save``."""
        self._asked.add(key)
        stored = self._load().get(key) or self._new.get(key)
        if stored is not None:
            return cast("Value", pickle.loads(stored))  # noqa: S301 - it is this user's own, see above
        value = work_out()
        self._new[key] = pickle.dumps(value)
        return value

    def save(self) -> None:
        """Adds the new values to the file, if there are any and it can be written."""
        if not self._new or self._path is None:
            return
        entries = _read(self._path) | self._new
        if sum(map(len, entries.values())) > MOST_BYTES:
            entries = {key: value for key, value in (entries | self._load()).items() if key in self._asked}
        self._known, self._new = entries, {}
        with suppress(OSError):
            _write(self._path, entries)

    def _load(self) -> dict[Key, bytes]:
        if self._known is None:
            self._known = _read(self._path) if self._path else {}
        return self._known


def _read(path: Path) -> dict[Key, bytes]:
    """The entries of a file; none if it is missing, incomplete, writable by others or of another layout."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if os.name == "posix" and (status.st_uid != os.geteuid() or status.st_mode & OTHERS_WRITE):
                return {}
            content = memoryview(file.read())
    except OSError:
        return {}
    body = content[len(HEAD) : -DIGEST_BYTES]
    if content[: len(HEAD)] != HEAD or content[-DIGEST_BYTES:] != sha256(body).digest():
        return {}
    return cast("dict[Key, bytes]", pickle.loads(body))  # noqa: S301 - it is this user's own, see above


def _write(path: Path, entries: dict[Key, bytes]) -> None:
    """Replaces the file in one step; another user's folder (``sudo`` with this one's home) is left alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and path.parent.stat().st_uid != os.geteuid():
        return
    body = pickle.dumps(entries)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        beside.write_bytes(HEAD + body + sha256(body).digest())
        beside.chmod(0o600)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


CACHE = DiskCache(find_folder())
atexit.register(CACHE.save)
