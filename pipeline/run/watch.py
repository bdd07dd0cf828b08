"""Watches a worker while it reads: one that takes too much memory, or in which nothing happens any more, is ended."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from pipeline.model import Problem
from pipeline.processor_time import count_seconds
from pipeline.run.shards import Limits
from pipeline.run.workers import Worker

# How often the workers are looked at, in seconds: a document can take some 200 MB in this time.
WATCH = 0.1
# So many times its seconds of a processor a file may take by the clock before it is asked whether anything happens at
# all: a worker that computed for less than a hundredth of that time waits for something that does not come. On a
# machine that is busy a hundred times over, one that computes still gets as much.
PATIENCE = 5
LEAST_SHARE = 0.01


@dataclass(slots=True)
class Watch:
    """What is known of a worker that reads; ``killed`` is what it was ended for.

    ``since`` a time it has been looked after, and had ``spent`` so much of a processor until then.
    """

    worker: Worker
    since: float = field(default_factory=time.monotonic)
    spent: float = 0.0  # at first not asked for, which costs a look at every process there is
    killed: Problem | None = None

    def look(self, limits: Limits) -> None:
        """Ends the worker if it takes more memory than it may, or if nothing happens in it any more."""
        pid, window = self.worker.pid, limits.timeout * PATIENCE
        with suppress(psutil.Error, ProcessLookupError):  # it is gone, which its pipe will tell
            if psutil.Process(pid).memory_info().rss > limits.memory * 1024 * 1024:
                self.killed = Problem("out_of_memory", size=limits.memory)
            elif (now := time.monotonic()) - self.since > window:
                before, self.since, self.spent = self.spent, now, count_seconds(pid)
                if self.spent - before < window * LEAST_SHARE:
                    self.killed = Problem("timed_out.idle", seconds=window, least=window * LEAST_SHARE)
            if self.killed:
                os.kill(pid, signal.SIGKILL)

    def why_ended(self, status: int, limits: Limits) -> Problem | None:
        """Why the worker ended, as far as it was a limit: what it was killed for, or the time of its processor."""
        if self.killed or status != -signal.SIGPROF:
            return self.killed
        return Problem("timed_out", seconds=limits.timeout)
