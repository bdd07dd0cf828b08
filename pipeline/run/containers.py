"""Lays down the documents of containers, so that a run reads them as it reads files.

The documents of a container lie one after the other in a file of the work folder, which goes with the run. An index
beside the tables remembers where each lies and its digest, so that a container which did not change is opened only
where one of its documents is to be read, and of one that did only those are read which are new.
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
from pipeline.run.alone import Alone, keep_going
from pipeline.run.container_index import ITSELF, is_whole, read_index, read_problem, write_index
from pipeline.run.inputs import Content, File, Found, Hashed, Slot, may_hold, too_large, want
from pipeline.run.regular_files import open_source
from pipeline.shelf import (
    HEAD,
    Choice,
    DamagedError,
    Fault,
    NoTableError,
    Place,
    StoppedError,
    Terms,
    Watcher,
    choose_of,
    open_container,
    watch_nothing,
)
from pipeline.tables import naming

# So often a container is begun again whose reader ended: each time without what ended it.
MOST_TRIES = 32

# The longest place, in characters.
_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Containers:
    """The containers of a run: ``index`` and ``work`` are folders of its output.

    ``alone`` is where they are read, since each could take the run with it. Documents are given whose name fits
    ``only``, or whose container's does. ``met`` are the containers that were asked for, by the name of the file that
    their documents are laid down in.
    """

    index: Path
    work: Path
    terms: Terms
    alone: Alone | None = None
    only: str = "*"
    met: dict[str, tuple[File, str]] = field(default_factory=dict)

    def unpack(self, file: File, hashed: Hashed) -> Iterator[Found]:
        """The documents of a container with their digests, and what of it cannot be read."""
        whole = fnmatchcase(file.name, self.only)
        for one, found in self._unpack(file, hashed):
            if whole or fnmatchcase(one.name, self.only):
                yield one, found
            elif may_hold(one.name, self.only):
                yield want(one, self.only), found

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
            one, found = _find(file, str(self.work), key, row)
            lasting = lasting and not (isinstance(found, Unreadable) and rule_of(found.problem.code).transient)
            yield one, found
        if not lasting:
            with suppress(OSError):  # the next run tries again
                index.unlink()

    def _allow(self, file: File, hashed: Hashed) -> bytes | Unreadable:
        """The digest of a file that turned out to be a document, unless it is too large for one."""
        return (
            hashed.digest
            if file.path.stat().st_size <= self.terms.max_bytes
            else too_large(file.name, self.terms.max_bytes)
        )

    def fetch(self, contents: Iterable[Content]) -> None:
        """Lays down anew the documents that are to be read and do not lie there any more."""
        for key in {file.kept for content in contents for file in content.files if file.slot and file.kept}:
            if key in self.met and not (self.work / key).exists():
                with suppress(OSError):  # each of its documents says then that it cannot be opened
                    self._lay_down(key)

    def forget(self) -> None:
        """Removes what the index remembers of containers that are not there any more."""
        with suppress(OSError):
            for known in self.index.iterdir():
                if known.name not in self.met:
                    known.unlink()

    def _lay_down(self, key: str) -> None:
        """Writes the documents of a container one after the other, and the index of them."""
        file, kind = self.met[key]
        with naming(self.work):
            self.work.mkdir(parents=True, exist_ok=True)
            self.index.mkdir(parents=True, exist_ok=True)
        lay_down_alone(file, kind, self.terms, (self.index / key, self.work / key), self.alone)


Places = tuple[Path, Path | None]


def lay_down_alone(file: File, kind: str, terms: Terms, places: Places, alone: Alone | None) -> Choice:
    """Lays down a container in a worker, which what is in it may end; without one, here.

    Given is what the columns of a table hold.

    What ended the worker is told in its place, and the container is begun again without it. Where that happens too
    often, what stands before is kept.

    Raises:
        OSError: if the container cannot be opened.
        UnwritableError: if the documents cannot be written.
    """
    if alone is None:
        return lay_down(file, kind, terms, places)
    noted = places[0].with_name(f"{places[0].name}.at")
    refused: dict[Place, Problem] = {}
    call = partial(lay_down, file, kind, terms, places, noted=noted, timeout=alone.limits.timeout)
    try:
        for left in reversed(range(MOST_TRIES)):
            answer = alone.run(partial(call, refused=refused, last=not left))
            if not isinstance(answer, Problem):
                return answer  # type: ignore[no-any-return] # what lay_down gives
            place = _read_place(noted)
            if place is None or place in refused:
                break
            refused[place] = answer
        write_index([Fault("", answer)], *places, keep_going(None))
        return Choice()
    finally:
        with suppress(OSError):
            noted.unlink(missing_ok=True)


def lay_down(  # noqa: PLR0913 - what is read, where it goes, and how far
    file: File,
    kind: str,
    terms: Terms,
    places: Places,
    *,
    noted: Path | None = None,
    refused: Mapping[Place, Problem] | None = None,
    last: bool = False,
    timeout: float | None = None,
) -> Choice:
    """Writes the documents of a container and their index into two files; without the second the index alone.

    In a worker, which has its time for each document, it is ``noted`` where it stands. What is ``refused`` at a place
    is not done, but told; the ``last`` of it ends the reading. Given is what the columns of a table hold, where no
    documents are laid down.

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
        if places[1] is None:
            with suppress(NoTableError, DamagedError):  # which is met again
                choice = choose_of(kind, opened, dict(terms.columns))
            opened.seek(0)
        found = open_container(opened, kind, file.name, file.path.stat().st_size, terms, watcher)
        write_index(found, *places, reach)
    if timeout is not None:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    return choice


def _note(
    noted: int, refused: Mapping[Place, Problem], reach: Callable[[], object], place: Place, *, last: bool
) -> Problem | None:
    """Notes where a reader stands; gives what ended one there before."""
    os.pwrite(noted, json.dumps(place).encode().ljust(_WIDTH), 0)
    reach()
    problem = refused.get(place)
    if problem and last and place == [*refused][-1]:
        raise StoppedError(problem)
    return problem


def _read_place(noted: Path) -> Place | None:
    with suppress(OSError, ValueError):
        return tuple(json.loads(noted.read_bytes()))
    return None


def _key_of(file: File, hashed: Hashed, terms: Terms) -> str:
    """What tells a container from others: all that its documents depend on.

    What a gzip file holds is called after the file, and is told by that name.
    """
    named = PurePath(file.name).name if hashed.kind == "gz" else ""
    said = f"{hashed.digest.hex()} {hashed.kind} {terms} {edition_digest()} {named}"
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _find(file: File, work: str, key: str, row: dict[str, object]) -> Found:
    """A document of a container as a file, and its digest, or why it is not read."""
    relative = f"{file.relative}{row['name']}"
    if row["problem"]:
        one = File(file.root, relative)
        return one, Unreadable(one.name, read_problem(str(row["problem"])))
    facts = tuple((name, value) for name, value in json.loads(str(row["facts"])))
    container = File(file.root, f"{file.relative}{row['within']}").name
    origin = Origin(container, str(row["member"]), str(row["named"]), facts)
    slot = Slot(int(str(row["start"])), int(str(row["size"])))
    digest = row["digest"]
    return File(work, relative, key, origin=origin, slot=slot), digest if isinstance(digest, bytes) else b""
