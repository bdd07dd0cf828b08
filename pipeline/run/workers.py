"""Starts workers and ends them: the process that they are forked from, each with a pipe, and what became of one.

Everything that they load comes from where it is installed: they are told the search path, which leaves the working
folder out, and nothing of the program that started them is run a second time (``multiprocessing`` would import its
script). Nor is anything needed of the machine but processes: no shared memory, no socket with a name.
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

# Loading takes a second, and ten times that on a machine that has much to do; a disk that is far away may need more.
START = 300.0
# A process that was told to end is given so long.
END = 5.0
# So much is shown of what a process said last.
WIDTH = 300

# Loads this very package, and no other of its name, with the path that it is given.
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
    """No worker can be started, or none comes to its first file; the message says why."""


class ServerLostError(Exception):
    """The process that workers are forked from is gone."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker: its process, and the pipe through which it is given work and gives what comes of it."""

    pid: int
    pipe: Any  # a Connection, which is generic for mypy and not for Python 3.11


@dataclass(frozen=True, slots=True)
class ForkServer:
    """The process that workers are forked from, the socket for asking it, and the file that holds what it said."""

    process: "subprocess.Popen[bytes]"
    control: socket.socket
    said: IO[bytes]

    def fork(self) -> Worker:
        """Another worker.

        Raises:
            ServerLostError: if the process is gone that it is to be forked from.
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
        """How a worker ended: its status, or the negative number of the signal.

        Raises:
            ServerLostError: if the process is gone that would know.
        """
        return self._ask(worker.pid)

    def last_words(self) -> str:
        """What the server or one of its workers said last, in a line: for Python, the error."""
        self.said.seek(0, os.SEEK_END)
        self.said.seek(max(0, self.said.tell() - 10 * WIDTH))
        lines = [line for line in self.said.read().decode("utf-8", "replace").splitlines() if line.strip()]
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
    """The process that workers are forked from, as soon as it has loaded what they need; it ends with the block.

    Raises:
        WorkersError: if it cannot be started.
    """
    with ExitStack() as stack:
        try:
            said = stack.enter_context(TemporaryFile(prefix="gongkai-"))
            ours, theirs = map(stack.enter_context, socket.socketpair())
            process = _start(theirs, said)
            theirs.close()
            stack.callback(_end, process)
            stack.callback(ours.close)  # first, and the process ends by itself
            server = ForkServer(process, ours, said)
            _await(server)
        except OSError as error:
            raise _refuse(error) from error
        yield server


def _refuse(error: OSError) -> WorkersError:
    return WorkersError(Message("no_worker", reason=as_reason(error.strerror or str(error))))


def _start(control: socket.socket, said: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Starts the server deaf to Ctrl-C, which a terminal sends to all processes: it ends with the run."""
    flags = ["-P", f"-Xutf8={sys.flags.utf8_mode}"]
    flags += ["-E"] * sys.flags.ignore_environment + ["-s"] * sys.flags.no_user_site + ["-B"] * sys.dont_write_bytecode
    path = leave_working_folder(sys.path)
    # The path is told, so what PYTHONPATH says of the working folder is not heard a second time.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return subprocess.Popen(  # noqa: S603 - Python itself
            [sys.executable, *flags, "-c", _BOOT, str(control.fileno()), HOME, *path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
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
    """Waits for the end of the server, which has lost its socket, and ends it where it is still loading."""
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END)


def end_worker(worker: Worker) -> None:
    """Ends a worker at once: what is half done is not missed."""
    worker.pipe.close()
    with suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGKILL)


def describe_end(status: int) -> Message:
    """How a process ended, in words.

    >>> from pipeline.i18n import write
    >>> write(describe_end(-9), "en"), write(describe_end(3), "en")
    ('it ended with SIGKILL', 'it ended with status 3')
    """
    if status >= 0:
        return Message("ended_status", number=status)
    with suppress(ValueError):
        return Message("ended_signal", how=signal.Signals(-status).name)
    return Message("ended_unknown_signal", number=-status)
