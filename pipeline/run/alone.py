"""Does one thing in a worker of its own: what crashes, hangs or swells there ends the worker and nothing else."""

import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from pipeline.i18n import Message
from pipeline.model import Problem
from pipeline.run.fork_server import Raised, WorkerTraceback
from pipeline.run.shards import Limits
from pipeline.run.watch import WATCH, Watch
from pipeline.run.workers import ForkServer, ServerLostError, describe_end, end_worker, serving


@dataclass(slots=True)
class Alone:
    """A place for workers that do one thing each; their server is started when the first is asked for."""

    stack: ExitStack
    limits: Limits
    server: ForkServer | None = None

    def run(self, call: Callable[[], None]) -> Problem | None:
        """Does it, and gives the problem that ended its worker, if one did.

        What is done can be sent to a worker: a function of a module, with its arguments (``partial``).

        Raises:
            WorkersError: if no worker can be started.
        """
        server = self.server = self.server or self.stack.enter_context(serving())
        try:
            watch = Watch(server.fork())
            worker = watch.worker
            try:
                worker.pipe.send((call, ()))
                while not (watch.killed or worker.pipe.poll(WATCH)):
                    watch.look(self.limits)
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                status = server.status(worker)
                return watch.why_ended(status, self.limits) or Problem("crashed", reason=describe_end(status))
            finally:
                end_worker(worker)
        except ServerLostError:
            self.server = None
            return Problem("crashed", reason=Message("worker_gone"))
        if isinstance(answer, Raised):
            raise answer.error from WorkerTraceback(answer.lines)
        return None


def keep_going(timeout: float | None) -> Callable[[], Any]:
    """What a worker calls now and then, to be given so many seconds of a processor more; nothing, without a limit."""
    if timeout is None:
        return lambda: None
    return lambda: signal.setitimer(signal.ITIMER_PROF, timeout)
