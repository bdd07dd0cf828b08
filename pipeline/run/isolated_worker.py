"""Runs calls in a separate worker process. A crash, a hang or excessive memory use ends that worker only."""

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
from pipeline.run.options import Limits
from pipeline.run.watch import WATCH, Watch
from pipeline.run.workers import ForkServer, ServerLostError, Worker, describe_end, end_worker, serving

# A worker that uses more megabytes than this is ended after its call: its memory would count against the next one.
KEPT_MEMORY = 512


@dataclass(slots=True)
class Alone:
    """Runs one call after the other in a single worker process, which is started on first use.

    A worker that has ended is replaced by a new one.
    """

    stack: ExitStack
    limits: Limits
    server: ForkServer | None = None
    worker: Worker | None = None

    def run(self, call: Callable[[], Any]) -> Any:
        """Runs a call in the worker and returns its result, or the problem that prevented it.

        The call must be picklable: a function of a module, with its arguments (``partial``). The end of the worker is a
        problem, and so is an unexpected exception.

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
                # An interrupt, too, leaves an answer on its way, which the next call must not take for its own.
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
        return Problem("crashed.bug", error=answer.description)

    def _hand_over(self, server: ForkServer, call: Callable[[], Any]) -> Worker:
        """Sends the call to the idle worker, or to a new one if the idle worker has ended."""
        if self.worker:
            with suppress(OSError):
                self.worker.pipe.send((call, ()))
                return self.worker
            self._end()
        worker = self.worker = server.fork()
        with suppress(OSError):  # a worker that has already ended is noticed when its answer is awaited
            worker.pipe.send((call, ()))
        return worker

    def _spare(self) -> None:
        """Keeps the worker for the next call, unless its memory has grown."""
        with suppress(psutil.Error):
            if self.worker and psutil.Process(self.worker.pid).memory_info().rss > KEPT_MEMORY * 1024 * 1024:
                self._end()

    def _end(self) -> None:
        worker, self.worker = self.worker, None
        if worker:
            end_worker(worker)


def keep_going(timeout: float | None) -> Callable[[], Any]:
    """Returns a function with which a worker renews its limit of processor seconds; it does nothing without a limit.

    The worker exits if its parent has gone: nobody waits for the result, and another run may write to the same files.
    """
    if timeout is None:
        return lambda: None
    parent = os.getppid()

    def go_on() -> None:
        if os.getppid() != parent:
            os._exit(1)
        signal.setitimer(signal.ITIMER_PROF, timeout)

    return go_on
