"""What a container yields: members, and faults in their place; and the limits of reading."""

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

# The largest container on disk; a crawl has some gigabytes.
MOST_PACKED = 64 * 1024**3
# The number of first bytes of a member by which its kind is detected.
HEAD = 256 * 1024
# Exceptions that libraries raise on damaged archives.
DAMAGE = (
    *(BadZipFile, TarError, zlib.error, struct.error, DamagedError),
    *(EOFError, OSError, RuntimeError, ValueError, LookupError, ArithmeticError),
)

# The position of a reader: the numbers of the entries that lead to it, from the outermost container on.
Position = tuple[int, ...]
# Called with the position before a reader goes on; a returned problem replaces the entry there.
Watcher = Callable[[Position], Problem | None]


class LimitError(Exception):
    """A container yields more than any real one; the message says of what."""


class StoppedError(Exception):
    """Reading of a container has to stop; ``problem`` gives the reason."""

    def __init__(self, problem: Problem) -> None:
        """Carries the problem to the code that opened the container."""
        super().__init__(problem.code)
        self.problem = problem


def watch_nothing(_: Position) -> None:
    """Lets the reader go on from any position."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a container is read: the limits, and the ``columns`` of tables that people named, by role.

    ``max_bytes`` limits each document. For a container with everything in it: ``members``, ``depth`` of nesting, and
    ``inflated`` bytes, or ``ratio`` times its size on disk if that is more: text shrinks to a tenth, a page among
    similar ones to a hundredth.
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

    ``name`` follows the name of the outermost container (``!/2023/a.docx``, ``#7``). ``within`` is the part of it for
    the container that holds the document, empty for the outermost, and ``member`` the document's own part without the
    sign. ``named`` is the path whose words describe it, and ``facts`` are stated about it, by the names of
    ``rules/facts.toml``, with ``url`` and ``retrieved``.
    """

    name: str
    within: str
    member: str
    named: str
    data: bytes
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a container that cannot be read: a member, or the container itself if the name is empty."""

    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """A member to be read before the next one is requested.

    ``sign`` and ``name`` are its name in the container. A ``leaf`` is a row or a page, not a file of its own, and is
    not opened as a container. An entry that is ``through`` passes its container's name on to its members.
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
    """The remaining limits of a container."""

    members: int
    inflated: int
    watcher: Watcher = watch_nothing
    entries: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def count_member(self) -> None:
        """Counts a member, whether it is a document or not.

        Raises:
            LimitError: if there are too many.
        """
        self.members -= 1
        if self.members < 0:
            raise LimitError("members")

    def count_bytes(self, number: int) -> None:
        """Counts bytes.

        Raises:
            LimitError: if they are too many.
        """
        self.inflated -= number
        if self.inflated < 0:
            raise LimitError("bytes")

    def call(self, name: str) -> str:
        """The name, made unique with a number if another member has it already.

        >>> budget = Budget(9, 9)
        >>> [budget.call(name) for name in ("a", "a~2", "a", "a")]
        ['a', 'a~2', 'a~3', 'a~4']
        """
        times = self.names[name] = self.names.get(name, 0) + 1
        unique = name
        while times > 1 and (unique := f"{name}~{times}") in self.names:
            times += 1
        self.names[name] = times
        self.names.setdefault(unique, 1)
        return unique


class _Metered(RawIOBase):
    """A stream that counts its bytes; if it breaks off, the bytes before are returned first."""

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
    """The stream with a buffer for peeking; its bytes are counted.

    Raises:
        LimitError: on reading, if they are too many.
    """
    return BufferedReader(_Metered(stream, budget), HEAD)
