"""Watches workers while they read, and ends those that take too much memory or make no progress."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from pipeline.model import Problem
from pipeline.processor_time import count_seconds
from pipeline.run.options import Limits
from pipeline.run.workers import Worker

# The interval between looks, in seconds; a document can take some 200 MB in this time.
WATCH = 0.1
# When a file has taken so many times its limit of processor seconds by the clock, the worker is checked for progress:
# if it computed for less than a hundredth of that time, it waits for something that does not come. A worker on a
# machine that is a hundred times overloaded still gets as much.
PATIENCE = 5
LEAST_SHARE = 0.01


@dataclass(slots=True)
class Watch:
    """The state of a worker that reads; ``killed`` is the reason for ending it, if it was ended.

    ``since`` is the time when the watch began, and ``spent`` the worker's processor seconds by then.
    """

    worker: Worker
    since: float = field(default_factory=time.monotonic)
    spent: float = 0.0  # determined later, since it means looking at every process
    killed: Problem | None = None

    def look(self, limits: Limits) -> None:
        """Ends the worker if it exceeds its memory, or if it makes no progress."""
        pid, window = self.worker.pid, limits.timeout * PATIENCE
        with suppress(psutil.Error, ProcessLookupError):  # the worker has ended, which its pipe will show
            if psutil.Process(pid).memory_info().rss > limits.memory * 1024 * 1024:
                self.killed = Problem("out_of_memory", size=limits.memory)
            elif (now := time.monotonic()) - self.since > window:
                before, self.since, self.spent = self.spent, now, count_seconds(pid)
                if self.spent - before < window * LEAST_SHARE:
                    self.killed = Problem("timed_out.idle", seconds=window, least=window * LEAST_SHARE)
            if self.killed:
                os.kill(pid, signal.SIGKILL)

    def why_ended(self, status: int, limits: Limits) -> Problem | None:
        """The limit that ended the worker, if it was one: the reason for killing it, or its processor time."""
        if self.killed or status != -signal.SIGPROF:
            return self.killed
        return Problem("timed_out", seconds=limits.timeout)
