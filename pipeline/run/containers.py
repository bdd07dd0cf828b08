"""Stores the documents of containers so that a run can read them like files.

The documents of a container are written one after the other to a file in the work folder, which is removed after the
run. An index beside the tables keeps their offsets and digests. So an unchanged container is opened again only if one
of its documents has to be read, and of a changed one only the new documents are read.
"""

import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from hashlib import sha256
from io import BufferedReader
from pathlib import Path, PurePath

from pipeline.i18n import as_reason
from pipeline.model import Origin, Problem, Unreadable
from pipeline.provenance import edition_digest
from pipeline.rulebook import rule_of
from pipeline.run.container_index import ITSELF, is_whole, read_index, read_problem, write_index
from pipeline.run.isolated_worker import Alone, keep_going
from pipeline.run.regular_files import open_source
from pipeline.run.same_documents import Content, Found
from pipeline.run.source_files import File, Hashed, Slot, may_hold, too_large, want
from pipeline.shelf import (
    HEAD,
    Choice,
    DamagedError,
    Fault,
    NoTableError,
    Position,
    StoppedError,
    Terms,
    Watcher,
    choose_of,
    open_container,
    watch_nothing,
)
from pipeline.tables import naming

# How often a container is read again after its reader ended, each time skipping the member that ended it.
MOST_TRIES = 32

# The longest position of a reader that is noted, in characters.
_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Containers:
    """The containers of a run: ``index`` and ``work`` are folders of its output.

    They are read in ``alone``, since each could crash the run. Documents are included if their own name or that of
    their container matches ``only``. ``met`` maps the file that a container's documents are stored in to the container.
    """

    index: Path
    work: Path
    terms: Terms
    alone: Alone | None = None
    only: str = "*"
    met: dict[str, tuple[File, str]] = field(default_factory=dict)

    def unpack(self, file: File, hashed: Hashed) -> Iterator[Found]:
        """Yields the documents of a container with their digests, and the parts that cannot be read."""
        whole = fnmatchcase(file.name, self.only)
        for file_within, found in self._unpack(file, hashed):
            if whole or fnmatchcase(file_within.name, self.only):
                yield file_within, found
            elif may_hold(file_within.name, self.only):
                yield want(file_within, self.only), found

    def _unpack(self, file: File, hashed: Hashed) -> Iterator[Found]:
        key = _key_of(file, hashed, self.terms)
        self.met[key] = file, hashed.kind or ""
        index = self.index / key
        if not is_whole(index):
            try:
                self._lay_down(key)
            except OSError as error:
                reason = as_reason(error.strerror or str(error))
                yield file, Unreadable(file.name, Problem("cannot_open", reason=reason))
                return
        lasting = True
        for row in read_index(index):
            if row["name"] == ITSELF:
                yield file, self._allow(file, hashed)
                continue
            file_within, found = _find(file, str(self.work), key, row)
            lasting = lasting and not (isinstance(found, Unreadable) and rule_of(found.problem.code).transient)
            yield file_within, found
        if not lasting:
            with suppress(OSError):  # retried in the next run
                index.unlink()

    def _allow(self, file: File, hashed: Hashed) -> bytes | Unreadable:
        """The digest of a file that turned out to be a document, unless it is too large."""
        return (
            hashed.digest
            if file.path.stat().st_size <= self.terms.max_bytes
            else too_large(file.name, self.terms.max_bytes)
        )

    def fetch(self, contents: Iterable[Content]) -> None:
        """Stores again those documents to be read that are no longer stored."""
        for key in {file.kept for content in contents for file in content.files if file.slot and file.kept}:
            if key in self.met and not (self.work / key).exists():
                with suppress(OSError):  # each of its documents then reports that it cannot be opened
                    self._lay_down(key)

    def forget(self) -> None:
        """Removes the indexes of containers that no longer exist."""
        with suppress(OSError):
            for known in self.index.iterdir():
                if known.name not in self.met:
                    known.unlink()

    def _lay_down(self, key: str) -> None:
        """Writes the documents of a container one after the other, and their index."""
        file, kind = self.met[key]
        with naming(self.work):
            self.work.mkdir(parents=True, exist_ok=True)
            self.index.mkdir(parents=True, exist_ok=True)
        lay_down_alone(file, kind, self.terms, (self.index / key, self.work / key), self.alone)


Targets = tuple[Path, Path | None]


def lay_down_alone(file: File, kind: str, terms: Terms, targets: Targets, alone: Alone | None) -> Choice:
    """Stores the documents of a container in a worker, since a member may end it; without ``alone``, in this process.

    Returns what the columns of a table hold.

    A member that ended the worker is recorded as a problem, and the container is read again without it. After too many
    such members, the documents before the last one are kept.

    Raises:
        OSError: if the container cannot be opened.
        UnwritableError: if the documents cannot be written.
    """
    if alone is None:
        return lay_down(file, kind, terms, targets)
    noted = targets[0].with_name(f"{targets[0].name}.at")
    refused: dict[Position, Problem] = {}
    call = partial(lay_down, file, kind, terms, targets, noted=noted, timeout=alone.limits.timeout)
    try:
        for left in reversed(range(MOST_TRIES)):
            answer = alone.run(partial(call, refused=refused, last=not left))
            if not isinstance(answer, Problem):
                return answer  # type: ignore[no-any-return] # what lay_down gives
            position = _read_position(noted)
            if position is None or position in refused:
                break
            refused[position] = answer
        write_index([Fault("", answer)], *targets, keep_going(None))
        return Choice()
    finally:
        with suppress(OSError):
            noted.unlink(missing_ok=True)


def lay_down(  # noqa: PLR0913 - what is read, where it goes, and how far
    file: File,
    kind: str,
    terms: Terms,
    targets: Targets,
    *,
    noted: Path | None = None,
    refused: Mapping[Position, Problem] | None = None,
    last: bool = False,
    timeout: float | None = None,
) -> Choice:
    """Writes the documents of a container and their index to two files; if the second is null, only the index.

    A worker has its time limit for each document and writes its position to ``noted``. Members at a ``refused``
    position are not read but recorded as problems; with ``last``, the last of them ends the reading. Returns what the
    columns of a table hold, if no documents are stored.

    Raises:
        OSError: if the container cannot be opened.
        UnwritableError: if they cannot be written.
    """
    reach = keep_going(timeout)
    reach()
    with ExitStack() as stack:
        opened = stack.enter_context(BufferedReader(open_source(file.path), HEAD))
        watcher: Watcher = watch_nothing
        if noted is not None:
            with naming(noted):
                note = stack.enter_context(noted.open("wb", buffering=0))
            watcher = partial(_note, note.fileno(), dict(refused or {}), reach, last=last)
        choice = Choice()
        if targets[1] is None:
            with suppress(NoTableError, DamagedError):  # which is met again
                choice = choose_of(kind, opened, dict(terms.columns))
            opened.seek(0)
        found = open_container(opened, kind, file.name, file.path.stat().st_size, terms, watcher)
        write_index(found, *targets, reach)
    if timeout is not None:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    return choice


def _note(
    noted: int, refused: Mapping[Position, Problem], reach: Callable[[], object], position: Position, *, last: bool
) -> Problem | None:
    """Writes down the position of a reader; returns the problem of a reader that ended there before."""
    os.pwrite(noted, json.dumps(position).encode().ljust(_WIDTH), 0)
    reach()
    problem = refused.get(position)
    if problem and last and position == [*refused][-1]:
        raise StoppedError(problem)
    return problem


def _read_position(noted: Path) -> Position | None:
    with suppress(OSError, ValueError):
        return tuple(json.loads(noted.read_bytes()))
    return None


def _key_of(file: File, hashed: Hashed, terms: Terms) -> str:
    """A key for a container: a digest of everything that its documents depend on.

    The content of a gzip file is named after the file, so that name is included.
    """
    named = PurePath(file.name).name if hashed.kind == "gz" else ""
    inputs = f"{hashed.digest.hex()} {hashed.kind} {terms} {edition_digest()} {named}"
    return sha256(inputs.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _find(file: File, work: str, key: str, row: dict[str, object]) -> Found:
    """A document of a container as a file, with its digest or the reason why it is not read."""
    relative = f"{file.relative}{row['name']}"
    if row["problem"]:
        file_within = File(file.root, relative)
        return file_within, Unreadable(file_within.name, read_problem(str(row["problem"])))
    facts = tuple((name, value) for name, value in json.loads(str(row["facts"])))
    container = File(file.root, f"{file.relative}{row['within']}").name
    origin = Origin(container, str(row["member"]), str(row["named"]), facts)
    slot = Slot(int(str(row["start"])), int(str(row["size"])))
    digest = row["digest"]
    return File(work, relative, key, origin=origin, slot=slot), digest if isinstance(digest, bytes) else b""
