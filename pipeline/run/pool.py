"""Reads shards in worker processes: one that crashes, hangs or swells costs one document.

The document that ends a worker is told by the file in which the worker says where it is; it is then read alone, so that
only what ends a worker by itself becomes a problem, and the rest of its shard is read again.
"""

import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from pipeline.i18n import Message
from pipeline.model import Problem
from pipeline.run.fork_server import Raised, WorkerTraceback
from pipeline.run.shards import Done, Limits, Outcome, Read, Shard, failed_rows, make_shard, read_shard
from pipeline.run.watch import WATCH, Watch
from pipeline.run.workers import ForkServer, ServerLostError, Worker, WorkersError, describe_end, end_worker, serving

# So many workers in a row ended before they came to a file, or so often the process did that they are forked from:
# something is wrong with the machine, and not with a file.
MOST_BREAKDOWNS = 5


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard that is to be read; ``ended`` tells that a worker has ended of it already, while it was read alone."""

    shard: Shard
    ended: bool = False


@dataclass(slots=True)
class _Errand:
    """A task in the hands of a worker, which is watched."""

    task: _Task
    watch: Watch

    @property
    def worker(self) -> Worker:
        """Who reads it."""
        return self.watch.worker


@dataclass(slots=True)
class _Crew:
    """The workers: ``idle`` ones, and those that are ``busy``, by their pipes; ``early`` counts those lost at once."""

    idle: list[Worker] = field(default_factory=list)
    busy: dict[Any, _Errand] = field(default_factory=dict)
    early: int = 0


def pool_shards(shards: Iterable[Shard], work: Path, read: Read, limits: Limits, workers: int) -> Iterator[Done]:
    """Reads shards in so many workers and gives them as they are done, in whatever order.

    Raises:
        UnwritableError: if a piece cannot be written.
        WorkersError: if no worker can be started, or none comes to a file.
    """
    left = map(_Task, shards)
    again: list[_Task] = []
    for _ in range(MOST_BREAKDOWNS):
        with suppress(ServerLostError), serving() as server:
            yield from _drain(server, left, again, work, (read, limits, workers))
            return
    raise WorkersError(Message("no_worker_server"))


def _drain(
    server: ForkServer, left: Iterator[_Task], again: list[_Task], work: Path, how: tuple[Read, Limits, int]
) -> Iterator[Done]:
    read, limits, workers = how
    call = partial(read_shard, work=work, read=read, limits=limits, fenced=True)
    crew = _Crew()
    try:
        while True:
            while len(crew.busy) < workers and (task := again.pop() if again else next(left, None)):
                try:
                    _hand_over(server, crew, task, call)
                except ServerLostError:
                    again.append(task)
                    raise
            if not crew.busy:
                return
            _watch(crew.busy.values(), limits)
            for pipe in wait(list(crew.busy), WATCH):
                errand = crew.busy.pop(pipe)
                try:
                    answer = errand.worker.pipe.recv()
                except (EOFError, OSError):
                    yield from _bury(server, crew, errand, work, limits, again)
                    continue
                crew.idle.append(errand.worker)
                crew.early = 0
                if isinstance(answer, Raised):
                    raise answer.error from WorkerTraceback(answer.lines)
                yield Done(errand.task.shard, answer)
    except ServerLostError:
        again += [errand.task for errand in crew.busy.values()]
        raise
    finally:
        for worker in (*crew.idle, *(errand.worker for errand in crew.busy.values())):
            end_worker(worker)


def _hand_over(server: ForkServer, crew: _Crew, task: _Task, call: "partial[tuple[Outcome, ...]]") -> None:
    """Gives a task to a worker; one that ended while it waited is left to the system."""
    while crew.idle:
        worker = crew.idle.pop()
        with suppress(OSError):
            worker.pipe.send((call, (task.shard,)))
            break
    else:
        worker = server.fork()
        with suppress(OSError):  # a worker that is gone already is found when it is listened to
            worker.pipe.send((call, (task.shard,)))
    crew.busy[worker.pipe] = _Errand(task, Watch(worker))


def _watch(errands: Iterable[_Errand], limits: Limits) -> None:
    for errand in errands:
        errand.watch.look(limits)


def _bury(
    server: ForkServer, crew: _Crew, errand: _Errand, work: Path, limits: Limits, again: list[_Task]
) -> Iterator[Done]:
    """Finds what ended a worker: a document of its shard, or, where it had come to none, something else."""
    try:
        status = server.status(errand.worker)
    except ServerLostError:
        again.append(errand.task)
        raise
    finally:
        errand.worker.pipe.close()
    place = _read_place(work / f"{errand.task.shard.name}.at")
    if place is None and not errand.watch.killed:
        crew.early += 1
        if crew.early == MOST_BREAKDOWNS:
            raise WorkersError(Message("no_first_file", reason=server.last_words() or describe_end(status)))
        again.append(errand.task)
        return
    crew.early = 0
    yield from _blame(errand, place or 0, status, limits, again)


def _read_place(noted: Path) -> int | None:
    """The place in its shard that a worker came to; another that reads the shard will note its own."""
    try:
        place = noted.read_bytes()
        noted.unlink()
        return int(place)
    except (FileNotFoundError, ValueError):
        return None


def _blame(errand: _Errand, place: int, status: int, limits: Limits, again: list[_Task]) -> Iterator[Done]:
    """A document that was alone is the culprit, the second time; else the one being read is to be read alone."""
    task, contents = errand.task, errand.task.shard.contents
    if len(contents) > 1:
        again += _part(contents, min(place, len(contents) - 1))
    elif not (task.ended or errand.watch.killed or status == -signal.SIGPROF):
        again.append(replace(task, ended=True))  # something else may have ended the worker, which is not there twice
    else:
        twice = Problem("crashed.twice", reason=describe_end(status))
        problem = errand.watch.why_ended(status, limits) or twice
        rows = failed_rows(contents[0], problem)
        outcomes = tuple(Outcome(str(row["source"]), problem.code, 0.0, (problem.code,)) for row in rows)
        yield Done(task.shard, outcomes, tuple(rows))


def _part(contents: Sequence[Any], place: int) -> Iterator[_Task]:
    """The contents before a place, the one at it, which has ended a worker, and those behind it."""
    for piece in (contents[:place], contents[place : place + 1], contents[place + 1 :]):
        if piece:
            yield _Task(make_shard(piece), ended=piece == contents[place : place + 1])
