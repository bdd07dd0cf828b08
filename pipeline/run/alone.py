"""Does one thing in a worker of its own: what crashes, hangs or swells there ends the worker and nothing else."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import psutil

from pipeline.processor_time import count_seconds
from pipeline.run.fork_server import Raised, WorkerTraceback
from pipeline.run.shards import Limits
from pipeline.run.workers import ForkServer, ServerLostError, Worker, describe_end, end_worker, serving

# How often the worker's memory is looked at.
WATCH = 0.1
# As for a shard: so many times its seconds may pass by the clock while it computes for less than a hundredth of them.
PATIENCE, LEAST_SHARE = 5, 0.01


@dataclass(slots=True)
class Alone:
    """A place for workers that do one thing each; their server is started when the first is asked for."""

    stack: ExitStack
    limits: Limits
    server: ForkServer | None = None

    def run(self, call: Callable[[], None]) -> tuple[str, str] | None:
        """Does it, and gives the code and the message of the problem that ended its worker, if one did.

        What is done can be sent to a worker: a function of a module, with its arguments (``partial``).

        Raises:
            WorkersError: if no worker can be started.
        """
        server = self.server = self.server or self.stack.enter_context(serving())
        try:
            worker = server.fork()
            killed = None
            try:
                worker.pipe.send((call, ()))
                killed = self._wait(worker)
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                return killed or self._verdict(server.status(worker))
            finally:
                end_worker(worker)
        except ServerLostError:
            self.server = None
            return "crashed", "Reading the file ended its reader: it is gone."
        if isinstance(answer, Raised):
            raise answer.error from WorkerTraceback(answer.lines)
        return None

    def _wait(self, worker: Worker) -> tuple[str, str] | None:
        """Waits for an answer; kills a worker that takes too much memory, or in which nothing happens any more."""
        since, spent, window = time.monotonic(), 0.0, self.limits.timeout * PATIENCE
        while not worker.pipe.poll(WATCH):
            killed = None
            with suppress(psutil.Error, ProcessLookupError):
                if psutil.Process(worker.pid).memory_info().rss > self.limits.memory * 1024 * 1024:
                    killed = "out_of_memory", f"Reading the file took more than {self.limits.memory} MB."
                elif time.monotonic() - since > window:
                    before, since, spent = spent, time.monotonic(), count_seconds(worker.pid)
                    if spent - before < window * LEAST_SHARE:
                        least = window * LEAST_SHARE
                        killed = (
                            "timed_out",
                            (
                                f"Reading the file came to nothing: in {window:g} seconds its reader computed for less "
                                f"than {least:g}."
                            ),
                        )
                if killed:
                    os.kill(worker.pid, signal.SIGKILL)
                    return killed
        return None

    def _verdict(self, status: int) -> tuple[str, str]:
        if status == -signal.SIGPROF:
            return "timed_out", f"Reading the file took more than {self.limits.timeout:g} seconds of a processor."
        return "crashed", f"Reading the file ended its reader: {describe_end(status)}."


def keep_going(timeout: float | None) -> Callable[[], Any]:
    """What a worker calls now and then, to be given so many seconds of a processor more; nothing, without a limit."""
    if timeout is None:
        return lambda: None
    return lambda: signal.setitimer(signal.ITIMER_PROF, timeout)
