"""Starts and ends workers, and the process that they are forked from.

Workers load everything from where it is installed: they get the search path without the working folder, and no part of
the calling program is run again (``multiprocessing`` would import its script). They need nothing of the machine but
processes: no shared memory and no named socket.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from tempfile import TemporaryFile
from typing import IO, Any

from pipeline.i18n import Message, MessageError, as_reason
from pipeline.run.fork_server import NUMBER, READY
from pipeline.search_path import HOME, leave_working_folder

# Seconds for loading, which takes one, ten on a busy machine, and may take more from a distant disk.
START = 300.0
# Seconds that a process has to end when asked.
END = 5.0
# The number of characters shown of a process's last output.
WIDTH = 300

# Loads this package, and no other of the same name, with the given search path.
_BOOT = """\
import sys
sys.path[:] = sys.argv[3:]
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
spec = PathFinder.find_spec("pipeline", [sys.argv[2]])
package = sys.modules["pipeline"] = module_from_spec(spec)
spec.loader.exec_module(package)
from pipeline.run.fork_server import serve
serve(int(sys.argv[1]))
"""


class WorkersError(MessageError):
    """No worker can be started, or none reaches its first file; the message gives the reason."""


class ServerLostError(Exception):
    """The process that workers are forked from has ended."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker: its process, and the pipe for calls and results."""

    pid: int
    pipe: Any  # a Connection, which is generic for mypy but not in Python 3.11


@dataclass(frozen=True, slots=True)
class ForkServer:
    """The process that workers are forked from, the socket for requests, and the file with its output."""

    process: "subprocess.Popen[bytes]"
    control: socket.socket
    output: IO[bytes]

    def fork(self) -> Worker:
        """Forks a worker.

        Raises:
            ServerLostError: if the process to fork from is gone.
            WorkersError: if the machine has no room for another process.
        """
        try:
            ours, theirs = Pipe()
        except OSError as error:
            raise _refuse(error) from error
        with theirs:
            pid = self._ask(0, theirs.fileno())
        if pid < 0:
            raise WorkersError(Message("no_worker", reason=as_reason(os.strerror(-pid))))
        return Worker(pid, ours)

    def status(self, worker: Worker) -> int:
        """The exit status of a worker, or the negative number of the signal that ended it.

        Raises:
            ServerLostError: if the process that would know is gone.
        """
        return self._ask(worker.pid)

    def last_words(self) -> str:
        """The last line that the server or one of its workers printed: for Python, the error."""
        self.output.seek(0, os.SEEK_END)
        self.output.seek(max(0, self.output.tell() - 10 * WIDTH))
        lines = [line for line in self.output.read().decode("utf-8", "replace").splitlines() if line.strip()]
        return "".join(sign if sign.isprintable() else " " for sign in lines[-1][:WIDTH]) if lines else ""

    def _ask(self, number: int, *descriptors: int) -> int:
        try:
            socket.send_fds(self.control, [NUMBER.pack(number)], descriptors)
            answer = self.control.recv(NUMBER.size, socket.MSG_WAITALL)
        except OSError as error:
            raise ServerLostError from error
        if len(answer) < NUMBER.size:
            raise ServerLostError
        return int(NUMBER.unpack(answer)[0])


@contextmanager
def serving() -> Iterator[ForkServer]:
    """Starts the process that workers are forked from and waits until it has loaded; it ends with the block.

    Raises:
        WorkersError: if it cannot be started.
    """
    with ExitStack() as stack:
        try:
            output = stack.enter_context(TemporaryFile(prefix="gongkai-"))
            ours, theirs = map(stack.enter_context, socket.socketpair())
            process = _start(theirs, output)
            theirs.close()
            stack.callback(_end, process)
            stack.callback(ours.close)  # first, and the process ends by itself
            server = ForkServer(process, ours, output)
            _await(server)
        except OSError as error:
            raise _refuse(error) from error
        yield server


def _refuse(error: OSError) -> WorkersError:
    return WorkersError(Message("no_worker", reason=as_reason(error.strerror or str(error))))


def _start(control: socket.socket, output: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Starts the server so that it ignores Ctrl-C, which a terminal sends to all processes: it ends with the run."""
    flags = ["-P", f"-Xutf8={sys.flags.utf8_mode}"]
    flags += ["-E"] * sys.flags.ignore_environment + ["-s"] * sys.flags.no_user_site + ["-B"] * sys.dont_write_bytecode
    path = leave_working_folder(sys.path)
    # The search path is passed explicitly, so PYTHONPATH must not add the working folder again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return subprocess.Popen(  # noqa: S603 - Python itself
            [sys.executable, *flags, "-c", _BOOT, str(control.fileno()), HOME, *path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            pass_fds=[control.fileno()],
            env=environment,
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _await(server: ForkServer) -> None:
    server.control.settimeout(START)
    try:
        ready = server.control.recv(len(READY))
    except TimeoutError:
        raise WorkersError(Message("no_worker_in_time", seconds=START)) from None
    except ConnectionError:
        ready = b""
    server.control.settimeout(None)
    if ready != READY:
        ended = describe_end(server.process.wait(END))
        raise WorkersError(Message("no_worker", reason=server.last_words() or ended))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Waits for the server to end after its socket is closed, and kills it if it is still loading."""
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END)


def end_worker(worker: Worker) -> None:
    """Ends a worker at once; its unfinished work is not needed."""
    worker.pipe.close()
    with suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGKILL)


def describe_end(status: int) -> Message:
    """Describes how a process ended.

    >>> from pipeline.i18n import write
    >>> write(describe_end(-9), "en"), write(describe_end(3), "en")
    ('it ended with SIGKILL', 'it ended with status 3')
    """
    if status >= 0:
        return Message("ended_status", number=status)
    with suppress(ValueError):
        return Message("ended_signal", how=signal.Signals(-status).name)
    return Message("ended_unknown_signal", number=-status)
