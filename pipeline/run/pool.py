"""Reads shards in worker processes; a document that crashes, hangs or exhausts a worker costs only itself.

Each worker writes the index of its current document to a file, which shows what it was reading when it ended. That
document is then read alone, so that only a document that ends a worker on its own becomes a problem; the rest of the
shard is read again.
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
from pipeline.run.options import Limits, Read
from pipeline.run.shards import Done, Outcome, Shard, failed_rows, make_shard, read_shard
from pipeline.run.watch import WATCH, Watch
from pipeline.run.workers import ForkServer, ServerLostError, Worker, WorkersError, describe_end, end_worker, serving

# If so many workers in a row end before they reach a file, or the fork server ends so often, the fault is with the
# machine and not with a file.
MOST_BREAKDOWNS = 5


@dataclass(frozen=True, slots=True)
class _Task:
    """A shard to read; ``ended`` is true if it holds one document, which has ended a worker once before."""

    shard: Shard
    ended: bool = False


@dataclass(slots=True)
class _Errand:
    """A task, with the watch over the worker that reads it."""

    task: _Task
    watch: Watch

    @property
    def worker(self) -> Worker:
        """The worker that reads it."""
        return self.watch.worker


@dataclass(slots=True)
class _Crew:
    """The workers: the ``idle`` ones, the ``busy`` ones by pipe, and in ``early`` the number lost before any file."""

    idle: list[Worker] = field(default_factory=list)
    busy: dict[Any, _Errand] = field(default_factory=dict)
    early: int = 0


def pool_shards(shards: Iterable[Shard], work: Path, read: Read, limits: Limits, workers: int) -> Iterator[Done]:
    """Reads shards in a number of workers and yields each when it is done, in any order.

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
    """Gives a task to a worker; an idle worker that has ended is dropped."""
    while crew.idle:
        worker = crew.idle.pop()
        with suppress(OSError):
            worker.pipe.send((call, (task.shard,)))
            break
    else:
        worker = server.fork()
        with suppress(OSError):  # a worker that has already ended is noticed when its answer is awaited
            worker.pipe.send((call, (task.shard,)))
    crew.busy[worker.pipe] = _Errand(task, Watch(worker))


def _watch(errands: Iterable[_Errand], limits: Limits) -> None:
    for errand in errands:
        errand.watch.look(limits)


def _bury(
    server: ForkServer, crew: _Crew, errand: _Errand, work: Path, limits: Limits, again: list[_Task]
) -> Iterator[Done]:
    """Finds the cause of a worker's end: a document of its shard, or something else if it had not reached any."""
    try:
        status = server.status(errand.worker)
    except ServerLostError:
        again.append(errand.task)
        raise
    finally:
        errand.worker.pipe.close()
    index = _read_index(work / f"{errand.task.shard.name}.at")
    if index is None and not errand.watch.killed:
        crew.early += 1
        if crew.early == MOST_BREAKDOWNS:
            raise WorkersError(Message("no_first_file", reason=server.last_words() or describe_end(status)))
        again.append(errand.task)
        return
    crew.early = 0
    yield from _blame(errand, index or 0, status, limits, again)


def _read_index(noted: Path) -> int | None:
    """The index of the document that a worker reached; the next worker to read the shard overwrites it."""
    try:
        written = noted.read_bytes()
        noted.unlink()
        return int(written)
    except (FileNotFoundError, ValueError):
        return None


def _blame(errand: _Errand, index: int, status: int, limits: Limits, again: list[_Task]) -> Iterator[Done]:
    """Reports a document that ended a worker twice while read alone; otherwise has the current document read alone."""
    task, contents = errand.task, errand.task.shard.contents
    if len(contents) > 1:
        again += _part(contents, min(index, len(contents) - 1))
    elif not (task.ended or errand.watch.killed or status == -signal.SIGPROF):
        again.append(replace(task, ended=True))  # something else may have ended the worker, and may not happen again
    else:
        twice = Problem("crashed.twice", reason=describe_end(status))
        problem = errand.watch.why_ended(status, limits) or twice
        rows = failed_rows(contents[0], problem)
        outcomes = tuple(Outcome(str(row["source"]), problem.code, 0.0, (problem.code,)) for row in rows)
        yield Done(task.shard, outcomes, tuple(rows))


def _part(contents: Sequence[Any], index: int) -> Iterator[_Task]:
    """Splits the contents at the index: those before, the one that ended a worker, and those after it."""
    for piece in (contents[:index], contents[index : index + 1], contents[index + 1 :]):
        if piece:
            yield _Task(make_shard(piece), ended=piece == contents[index : index + 1])
