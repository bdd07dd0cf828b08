"""The process that workers are forked from: it loads what all of them need, once, and forks one whenever it is asked.

A worker then costs what it reads, some 40 MB, and no start, in place of 115 MB and a second (2026-11). ``workers``
starts this process and asks over a socket: a number with a descriptor for another worker, which will listen there, and
the number of a worker that has ended for how it ended. The answer is a number, too. The end of the socket is its own.
"""

import os
import pickle
import signal
import socket
import struct
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

NUMBER = struct.Struct("q")
# What it says when it has loaded everything; a worker that is asked for is then there at once.
READY = b"+"
# What ends a worker by default; whoever started the command may have wished otherwise for what it starts.
ENDING = (signal.SIGTERM, signal.SIGPROF)


class WorkerTraceback(Exception):  # noqa: N818 - it is where an error came from
    """The lines that led to an error in a worker, which the error itself loses on its way."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that was raised by a worker, the lines that led to it, and what is said of it in a line."""

    error: Exception
    lines: str
    said: str


def serve(descriptor: int) -> None:
    """Loads everything, and then does what it is asked for until nobody asks any more."""
    with socket.socket(fileno=descriptor) as control:
        from pipeline.run import preload  # noqa: F401, PLC0415 - which loads all that a worker needs

        control.sendall(READY)
        while True:
            asked, given, _, _ = socket.recv_fds(control, NUMBER.size, 1)
            if not asked:
                return
            control.sendall(NUMBER.pack(_fork(control, given[0]) if given else _await(NUMBER.unpack(asked)[0])))


def _fork(control: socket.socket, descriptor: int) -> int:
    """The number of a new worker, or the negative one of the error that kept it from being made."""
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
    except BaseException:  # noqa: BLE001 - it must not go on as another server
        traceback.print_exc()
    finally:
        os._exit(code)


def _await(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _work(descriptor: int) -> None:
    """Calls what it is sent with the arguments that come with it, and sends what comes of it, until nothing comes."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    with Connection(descriptor) as connection:
        while True:
            try:
                function, arguments = connection.recv()
                answer = function(*arguments)
            except EOFError:
                return
            except Exception as error:  # noqa: BLE001 - it is raised where the work was given
                _send_error(connection, error)
            else:
                connection.send(answer)


def _send_error(connection: Connection, error: Exception) -> None:
    from pipeline.shelf import describe  # noqa: PLC0415 - it is loaded by now

    said = describe(error)
    lines = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - it is our own
    except Exception:  # noqa: BLE001 - whatever keeps an error of others from being sent
        error = RuntimeError(lines)
    connection.send(Raised(error, lines, said))
