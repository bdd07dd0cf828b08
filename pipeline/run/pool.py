"""Reads shards in worker processes: one that crashes, hangs or swells costs one document.

The document that ends a worker is told by the file in which the worker says where it is; it is then read alone, so that
only what ends a worker by itself becomes a problem, and the rest of its shard is read again.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import TypeAlias

import psutil
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.run.shards import Done, Limits, Outcome, Read, Shard, failed_rows, make_shard, read_shard

# How often the workers' memory is looked at: a document can take some 200 MB in this time.
WATCH = 0.1
# A worker that is gone for so long without a word from the pool is lost.
LOST = 5.0
# The pool itself has broken down so often that something is wrong with the machine.
MOST_BREAKDOWNS = 5


Running: TypeAlias = "ProcessFuture[tuple[Outcome, ...]]"


@dataclass(slots=True)
class _Task:
    """A shard in the pool: ``pid`` and ``place`` as noted, whether ``killed`` for its memory, since when ``gone``."""

    shard: Shard
    pid: int = 0
    place: int = 0
    killed: bool = False
    gone: float | None = None


def pool_shards(shards: Iterable[Shard], work: Path, read: Read, limits: Limits, workers: int) -> Iterator[Done]:
    """Reads shards in so many workers and gives them as they are done, in whatever order.

    Raises:
        UnwritableError: if a piece cannot be written.
    """
    left = iter(shards)
    again: list[Shard] = []
    for _ in range(MOST_BREAKDOWNS):
        try:
            yield from _drain(left, again, work, (read, limits, workers))
        except BrokenProcessPool:
            continue
        return
    raise BrokenProcessPool("the workers' pool broke down again and again")


def _drain(left: Iterator[Shard], again: list[Shard], work: Path, how: tuple[Read, Limits, int]) -> Iterator[Done]:
    read, limits, workers = how
    context = multiprocessing.get_context("forkserver")
    _start_forkserver(context)
    pool = ProcessPool(workers, context=context, initializer=_prepare_worker)
    running: dict[Running, _Task] = {}
    try:
        while True:
            while len(running) < 2 * workers and (shard := again.pop() if again else next(left, None)):
                future = pool.schedule(read_shard, (shard, work, read, limits), {"fenced": True})
                running[future] = _Task(shard)
            if not running:
                return
            lost = _watch(running, work, limits.memory)
            wait(running, WATCH, FIRST_COMPLETED)
            for future in [future for future in running if future in lost or future.done()]:
                task = running.pop(future)
                try:
                    outcomes = future.result(timeout=0)
                except (ProcessExpired, TimeoutError) as error:
                    yield from _blame(task, getattr(error, "exitcode", 0), limits, again)
                else:
                    yield Done(task.shard, outcomes)
    except BrokenProcessPool:
        again += [task.shard for task in running.values()]
        raise
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _start_forkserver(context: ForkServerContext) -> None:
    """Starts the process that the workers are forked from, and waits until it has loaded what they need.

    A terminal sends a Ctrl-C to all processes, and this one would die of it with a traceback while it loads, as would
    a worker whose pool is gone by the time that it begins.
    """
    context.set_forkserver_preload(["pipeline.run.preload"])
    resource_tracker.ensure_running()  # it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    first = context.Process()
    first.start()
    first.join()


def _prepare_worker() -> None:
    """Ends at once when told to: what is half done is not missed."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _watch(running: dict[Running, _Task], work: Path, megabytes: int) -> set[Running]:
    """Kills the workers that take more memory; gives the tasks whose worker is gone without the pool's noticing."""
    lost: set[Running] = set()
    for future, task in running.items():
        with suppress(FileNotFoundError):  # not begun, or done
            noted = (work / f"{task.shard.name}.at").read_bytes().split()
            if noted:
                task.pid, task.place = map(int, noted)
        if not task.pid:
            continue
        try:
            if psutil.Process(task.pid).memory_info().rss > megabytes * 1024 * 1024:
                os.kill(task.pid, signal.SIGKILL)
                task.killed = True
        except (psutil.Error, ProcessLookupError):
            task.gone = task.gone or time.monotonic()
            if time.monotonic() - task.gone > LOST and not future.done():
                lost.add(future)
    return lost


def _blame(task: _Task, exitcode: int, limits: Limits, again: list[Shard]) -> Iterator[Done]:
    """A document that was alone is the culprit; else the one that was being read is to be read alone."""
    contents = task.shard.contents
    if len(contents) == 1:
        code, message = _verdict(task, exitcode, limits)
        rows = failed_rows(contents[0], code, message, limits)
        outcomes = tuple(Outcome(str(row["source"]), code, 0.0, (code,)) for row in rows)
        yield Done(task.shard, outcomes, tuple(rows))
        return
    place = min(task.place, len(contents) - 1)
    pieces = contents[:place], contents[place : place + 1], contents[place + 1 :]
    again += [make_shard(piece) for piece in pieces if piece]


def _verdict(task: _Task, exitcode: int, limits: Limits) -> tuple[str, str]:
    if task.killed:
        return "out_of_memory", f"Reading the file took more than {limits.memory} MB."
    if exitcode == -signal.SIGALRM:
        return "timed_out", f"The file was not read within {limits.timeout:g} seconds."
    how = signal.Signals(-exitcode).name if exitcode < 0 else f"status {exitcode}"
    return "crashed", f"Reading the file ended its reader with {how}."
