"""Does things in a worker of their own: what crashes, hangs or swells there ends the worker and nothing else."""

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import psutil

from pipeline.i18n import Message, MessageError
from pipeline.model import Problem
from pipeline.run.fork_server import Raised, WorkerTraceback
from pipeline.run.shards import Limits
from pipeline.run.watch import WATCH, Watch
from pipeline.run.workers import ForkServer, ServerLostError, Worker, describe_end, end_worker, serving

# A worker with so many megabytes does nothing more: what it still holds would be laid to the account of the next.
KEPT_MEMORY = 512


@dataclass(slots=True)
class Alone:
    """A place for a worker that does one thing after the other; it is started when it is first asked for.

    One that ended is followed by another.
    """

    stack: ExitStack
    limits: Limits
    server: ForkServer | None = None
    worker: Worker | None = None

    def run(self, call: Callable[[], Any]) -> Any:
        """Does it, and gives what came of it, or the problem that kept it from being done.

        What is done can be sent to a worker: a function of a module, with its arguments (``partial``). What ended the
        worker is a problem, and so is a bug.

        Raises:
            MessageError: if the call raised it, or no worker can be started.
            OSError: likewise.
        """
        if self.server is None:
            self.server = self.stack.enter_context(serving())
            self.stack.callback(self._end)
        try:
            worker = self._hand_over(self.server, call)
            watch = Watch(worker)
            try:
                while not (watch.killed or worker.pipe.poll(WATCH)):
                    watch.look(self.limits)
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                status = self.server.status(worker)
                self._end()
                return watch.why_ended(status, self.limits) or Problem("crashed", reason=describe_end(status))
            except BaseException:
                self._end()
                raise
        except ServerLostError:
            self._end()
            self.server = None
            return Problem("crashed", reason=Message("worker_gone"))
        self._spare()
        if not isinstance(answer, Raised):
            return answer
        if isinstance(answer.error, MessageError | OSError):
            raise answer.error from WorkerTraceback(answer.lines)
        return Problem("crashed.bug", error=answer.said)

    def _hand_over(self, server: ForkServer, call: Callable[[], Any]) -> Worker:
        """Gives it to the worker that waits; where that ended while it waited, to another."""
        if self.worker:
            with suppress(OSError):
                self.worker.pipe.send((call, ()))
                return self.worker
            self._end()
        worker = self.worker = server.fork()
        with suppress(OSError):  # a worker that is gone already is found when it is listened to
            worker.pipe.send((call, ()))
        return worker

    def _spare(self) -> None:
        """Keeps the worker for what is asked next, unless it has grown."""
        with suppress(psutil.Error):
            if self.worker and psutil.Process(self.worker.pid).memory_info().rss > KEPT_MEMORY * 1024 * 1024:
                self._end()

    def _end(self) -> None:
        worker, self.worker = self.worker, None
        if worker:
            end_worker(worker)


def keep_going(timeout: float | None) -> Callable[[], Any]:
    """What a worker calls now and then, to be given so many seconds of a processor more; nothing, without a limit.

    One whose run is gone ends: nobody waits for what it does, and another run may write in the same place.
    """
    if timeout is None:
        return lambda: None
    parent = os.getppid()

    def go_on() -> None:
        if os.getppid() != parent:
            os._exit(1)
        signal.setitimer(signal.ITIMER_PROF, timeout)

    return go_on
