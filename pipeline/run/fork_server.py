"""The process that workers are forked from. It loads all they need once, and forks a worker on request.

A worker then costs only what it reads, some 40 MB, and no start-up, instead of 115 MB and a second (2026-11).
``workers`` starts this process and talks to it over a socket: a number with a file descriptor asks for a worker that
listens there, and the pid of an ended worker asks for its status. Answers are numbers, too. The process ends when the
socket is closed.
"""

import os
import pickle
import signal
import socket
import struct
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

from pipeline.disk_cache import CACHE
from pipeline.search_path import leave_pandas_aside

NUMBER = struct.Struct("q")
# Sent when everything is loaded; from then on workers are forked at once.
READY = b"+"
# Signals that end a worker by default; the caller of the command may have set them otherwise for its children.
ENDING = (signal.SIGTERM, signal.SIGPROF)


class WorkerTraceback(Exception):  # noqa: N818 - it is where an error came from
    """The traceback of an error in a worker, which does not survive pickling."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception in a worker, its traceback, and a one-line description."""

    error: Exception
    lines: str
    description: str


def serve(descriptor: int) -> None:
    """Loads everything, then answers requests until the socket is closed."""
    leave_pandas_aside()
    with socket.socket(fileno=descriptor) as control:
        from pipeline.run import preload  # noqa: F401, PLC0415 - which loads all that a worker needs

        CACHE.save()
        control.sendall(READY)
        while True:
            asked, given, _, _ = socket.recv_fds(control, NUMBER.size, 1)
            if not asked:
                return
            control.sendall(NUMBER.pack(_fork(control, given[0]) if given else _await(NUMBER.unpack(asked)[0])))


def _fork(control: socket.socket, descriptor: int) -> int:
    """The pid of a new worker, or the negative errno if it could not be forked."""
    try:
        pid = os.fork()
    except OSError as error:
        pid = -(error.errno or 1)
    if pid:
        os.close(descriptor)
        return pid
    code = 1
    try:
        control.close()
        _work(descriptor)
        code = 0
    except Exception:  # noqa: BLE001 - no caller could handle it: whatever it is, it is printed
        traceback.print_exc()
    finally:
        os._exit(code)  # Also when interrupted, since it would go on as another server.


def _await(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _work(descriptor: int) -> None:
    """Calls the functions that it is sent, with their arguments, and returns the results until the pipe is closed."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    with Connection(descriptor) as connection:
        while True:
            try:
                sent = connection.recv_bytes()
            except EOFError:
                CACHE.save()
                return
            try:
                function, arguments = pickle.loads(sent)  # noqa: S301 - it is our own
                answer = function(*arguments)
            except Exception as error:  # noqa: BLE001 - whatever the call raises is raised again where it was given
                _send_error(connection, error)
            else:
                connection.send(answer)


def _send_error(connection: Connection, error: Exception) -> None:
    from pipeline.shelf import describe  # noqa: PLC0415 - it is loaded by now

    description = describe(error)
    lines = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - it is our own
    except Exception:  # noqa: BLE001 - to unpickle it runs a constructor of a library, which may raise anything
        error = RuntimeError(lines)
    connection.send(Raised(error, lines, description))
