"""What a container gives: members, and faults in their place; and how much of one is read at most."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from tarfile import TarError
from typing import Any, BinaryIO
from zipfile import BadZipFile

from pipeline.model import Problem
from pipeline.shelf.damage import DamagedError

Facts = tuple[tuple[str, str], ...]

# A container on the disk may be as large; of a crawl it is some gigabytes.
MOST_PACKED = 64 * 1024**3
# What a member begins with is looked at, to tell what it is.
HEAD = 256 * 1024
# What the libraries raise on damaged archives.
DAMAGE = (
    *(BadZipFile, TarError, zlib.error, struct.error, DamagedError),
    *(EOFError, OSError, RuntimeError, ValueError, LookupError, ArithmeticError),
)

# Where a reader stands: in the container that is an entry of this number, behind an entry of that one, or at one.
Place = tuple[int, ...]
# Is told where a reader stands before it goes on; a problem that it gives is said in the place of what lies there.
Watcher = Callable[[Place], Problem | None]


class LimitError(Exception):
    """More comes out of a container than any real one holds; the message says of what."""


class StoppedError(Exception):
    """A container is to be read no further; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        """Carries the problem to where the container is opened."""
        super().__init__(problem.code)
        self.problem = problem


def watch_nothing(_: Place) -> None:
    """Lets a reader go on wherever it stands."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a container is read: how much of it, and as what the ``columns`` of tables that people named, by role.

    ``max_bytes`` of one document. Of a container with all that lies within it so many ``members``, so many levels of
    containers, and ``inflated`` bytes, or ``ratio`` times those that it has on the disk if that is more: text shrinks
    to a tenth, a page of a site that is like all others to a hundredth.
    """

    max_bytes: int
    members: int = 500_000
    depth: int = 5
    inflated: int = 1024**3
    ratio: int = 200
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A document within a container.

    It is called ``name`` behind the name of the outermost container (``!/2023/a.docx``, ``#7``). ``within`` is that
    name's part for the container that it lies in, empty for the outermost, and ``member`` its own part without the
    sign. ``named`` is the path whose words say what it is, and ``facts`` are what is said of it, by the names of
    ``rules/facts.toml``, and ``url`` and ``retrieved``.
    """

    name: str
    within: str
    member: str
    named: str
    data: bytes
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read of a container: a member, or where the name is empty the container itself."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as it lies, to be read before the next one is asked for.

    ``sign`` and ``name`` are how it is called in its container. An entry that is a row or a page and no file of its own
    is a ``leaf``: it is not looked into. One that is ``through`` gives its container's name to what lies in it.
    """

    sign: str
    name: str
    opened: BinaryIO
    named: str
    facts: Facts = ()
    leaf: bool = False
    through: bool = False


@dataclass(slots=True)
class Budget:
    """What is left of the limits of a container."""

    members: int
    inflated: int
    watcher: Watcher = watch_nothing
    entries: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def count_member(self) -> None:
        """One member more, whether it is a document or not.

        Raises:
            LimitError: if that is one too many.
        """
        self.members -= 1
        if self.members < 0:
            raise LimitError("members")

    def count_bytes(self, number: int) -> None:
        """So many bytes more.

        Raises:
            LimitError: if they are too many.
        """
        self.inflated -= number
        if self.inflated < 0:
            raise LimitError("bytes")

    def call(self, name: str) -> str:
        """The name, or where a member had it already, one of its own: with the next number that makes none.

        >>> budget = Budget(9, 9)
        >>> [budget.call(name) for name in ("a", "a~2", "a", "a")]
        ['a', 'a~2', 'a~3', 'a~4']
        """
        times = self.names[name] = self.names.get(name, 0) + 1
        own = name
        while times > 1 and (own := f"{name}~{times}") in self.names:
            times += 1
        self.names[name] = times
        self.names.setdefault(own, 1)
        return own


class _Metered(RawIOBase):
    """A stream whose bytes are counted as they come; where it breaks off, what came before is given first."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget = stream, budget
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        filled = 0
        while filled < len(view) and not self._error:
            try:
                block = self._stream.read1(len(view) - filled)  # type: ignore[attr-defined]
            except DAMAGE as error:
                self._error = error
                break
            if not block:
                break
            view[filled : filled + len(block)] = block
            filled += len(block)
        if self._error and not filled:
            raise self._error
        self._budget.count_bytes(filled)
        return filled


def meter(stream: BinaryIO, budget: Budget) -> BufferedReader:
    """The stream, read through a buffer that shows its head; its bytes are counted.

    Raises:
        LimitError: on reading, if they are too many.
    """
    return BufferedReader(_Metered(stream, budget), HEAD)
