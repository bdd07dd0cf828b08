"""Processes that begin with everything loaded, for tests of what a process does and not of how it starts.

A cold start of the command takes three seconds of processor time, most of it for compiling rules, and so does that of
the server that workers are forked from. Here one process for all tests of a core loads the same once, as the server
does, and forks every other from itself. What is forked is a process like any other: it has its own number, working
folder, environment and output, may be killed, limited and waited for, and what is patched in the tests is unknown to
it. The tests of starting (``test_start``, ``test_working_folder``, ``test_broken_rules``, and whoever asks for
``cold_servers``) have Python start anew.
"""

import os
import pickle
import resource
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import psutil

from pipeline.search_path import leave_pandas_aside

ROOT = Path(__file__).parents[1]
# A request, which names its work, is no longer than so many bytes.
LONGEST = 1 << 17
# What a process has open has lower numbers.
MOST_FILES = 4096
_BOOT = """\
import sys
sys.path[:] = sys.argv[2:]
from tests.prepared import _load_and_fork
_load_and_fork(int(sys.argv[1]))
"""


@dataclass(slots=True)
class Started:
    """A process that was forked: its number, what it printed, and its status when it has ended, as of ``Popen``."""

    pid: int
    ended: socket.socket
    files: Sequence[IO[bytes] | None]
    said: tuple[str, ...] = ()
    returncode: int | None = None

    def poll(self) -> int | None:
        """The status of a process that has ended, or nothing."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Waits for the end of the process and gives its status; the negative number of the signal that ended it.

        Raises:
            subprocess.TimeoutExpired: if it has not ended in so many seconds.
        """
        if self.returncode is None:
            if not select.select([self.ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a prepared process", timeout or 0)
            self.returncode = int(self.ended.recv(16))
            self.ended.close()
            self.said = tuple(map(_read_all, self.files))
        return self.returncode

    def kill(self) -> None:
        """Ends the process at once."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Sends a signal to a process that has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[str, ...]:
        """Waits for the end of the process and gives what it printed, and what it printed as errors."""
        self.wait(timeout)
        return self.said


@dataclass(frozen=True, slots=True)
class _Work:
    """What a forked process is to do, and how it differs from the one that asks for it."""

    kind: str
    arguments: tuple[Any, ...]
    path: list[str]
    folder: str
    environment: dict[str, str]
    group: bool = False
    limits: tuple[tuple[int, int], ...] = field(default=())
    mask: frozenset[int] = field(default=frozenset())


def run_command(*arguments: object, timeout: float = 300, **how: Any) -> "subprocess.CompletedProcess[str]":
    """Runs ``gongkai`` in a process of its own to its end; ``how`` is as of ``_start``."""
    return _complete(start_command(*arguments, **how), timeout)


def start_command(*arguments: object, group: bool = False, **how: Any) -> Started:
    """Starts ``gongkai`` in a process of its own, and in a ``group`` of its own, as a terminal does."""
    return _start("command", tuple(map(str, arguments)), group=group, **how)


def run_script(code: str, *arguments: object, timeout: float = 300) -> "subprocess.CompletedProcess[str]":
    """Runs a script, as ``python -c`` does, to its end."""
    return _complete(start_script(code, *arguments), timeout)


def start_script(code: str, *arguments: object) -> Started:
    """Starts a script, as ``python -c`` does."""
    return _start("script", (code, *map(str, arguments)))


def start_server(control: socket.socket, output: IO[bytes]) -> Any:
    """Instead of ``pipeline.run.workers._start``: the server that workers are forked from."""
    with Path(os.devnull).open("wb") as nowhere:
        return _start("server", (), control=control, stdout=nowhere, stderr=output)


def _read_all(file: IO[bytes] | None) -> str:
    if file is None:
        return ""
    with file:
        file.seek(0)
        return file.read().decode("utf-8", "surrogateescape")


def _complete(started: Started, timeout: float) -> "subprocess.CompletedProcess[str]":
    try:
        said = started.communicate(timeout)
    finally:
        started.kill()
    return subprocess.CompletedProcess([], started.wait(), *said)


def _start(
    kind: str,
    arguments: tuple[Any, ...],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    limits: Sequence[tuple[int, int]] = (),
    group: bool = False,
    control: socket.socket | None = None,
    stdout: IO[bytes] | None = None,
    stderr: IO[bytes] | None = None,
) -> Started:
    """Has a process forked; ``limits`` are numbers and values of ``resource``, and what goes to no file is kept."""
    mask = frozenset({int(signal.SIGINT)}) if kind == "server" else frozenset[int]()
    environment = dict(os.environ if env is None else env)
    work = _Work(kind, arguments, list(sys.path), str(cwd or ""), environment, group, tuple(limits), mask)
    files = [None if given else TemporaryFile() for given in (stdout, stderr)]  # noqa: SIM115 - when all is read
    ours, theirs = socket.socketpair()
    with theirs:
        given = (stdout or files[0], stderr or files[1], theirs, control)
        request = pickle.dumps(work)
        assert len(request) < LONGEST
        socket.send_fds(_ask(), [request], [one.fileno() for one in given if one])
        pid = int(ours.recv(16))
    return Started(pid, ours, files)


# The socket that asks the process that others are forked from, once there is one; it ends when the socket is closed.
_asked: list[socket.socket] = []
_templates: list["subprocess.Popen[bytes]"] = []


def _ask() -> socket.socket:
    if not _asked:
        ours, theirs = _make_channel()
        command = [sys.executable, "-P", "-c", _BOOT, str(theirs.fileno()), *sys.path, str(ROOT)]
        with theirs:
            _templates.append(
                subprocess.Popen(
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
                )
            )
        _asked.append(ours)
    return _asked[0]


def _make_channel() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LONGEST)
    return ours, theirs


def templates() -> list[psutil.Process]:
    """The process that others are forked from, where one was started."""
    return [psutil.Process(process.pid) for process in _templates]


def end_template() -> None:
    """Ends the process that others are forked from, where one was started."""
    while _asked:
        _asked.pop().close()
    while _templates:
        _templates.pop().wait(60)


def leave_in_memory(_: int) -> None:
    """Instead of ``os.fsync``."""


# ── in the process that others are forked from ──


def _load_and_fork(descriptor: int) -> None:
    """Loads what the command and its workers need, and forks what is asked for until nobody can ask."""
    leave_pandas_aside()
    for module in ("pipeline.__main__", "pipeline.cli.main", "pipeline.run.run", "pipeline.run.preload"):
        import_module(module)
    os.fsync = leave_in_memory  # type: ignore[assignment]
    _fork_as_asked(socket.socket(fileno=descriptor))


def _fork_as_asked(asked: socket.socket) -> None:
    waking, woken = socket.socketpair()
    for end in (waking, woken):
        end.settimeout(0)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which a terminal sends to all processes
    waited: dict[int, socket.socket] = {}
    while True:
        ready = select.select([asked, woken], [], [])[0]
        if woken in ready:
            woken.recv(LONGEST)
            _tell_ends(waited)
        if asked in ready:
            request, given, _, _ = socket.recv_fds(asked, LONGEST, 8)
            if not request:
                os._exit(0)
            _fork(pickle.loads(request), given, waited)  # noqa: S301 - it is our own


def _tell_ends(waited: dict[int, socket.socket]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        with waited.pop(pid) as ended, suppress(OSError):
            ended.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _fork(work: _Work, given: list[int], waited: dict[int, socket.socket]) -> None:
    pid = os.fork()
    if not pid:
        _become(work, given)
    ended = socket.socket(fileno=given[2])
    for descriptor in (*given[:2], *given[3:]):
        os.close(descriptor)
    waited[pid] = ended
    ended.sendall(str(pid).encode())


def _become(work: _Work, given: list[int]) -> None:
    """Does the work in a process that has just been forked, and ends it."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_BLOCK, work.mask)
        os.dup2(given[0], 1)
        os.dup2(given[1], 2)
        control = os.dup2(given[3], 3) if len(given) > 3 else -1
        os.closerange(3 if control < 0 else 4, MOST_FILES)
        # Made anew, since Python has looked at what they were before.
        encoding = work.environment.get("PYTHONIOENCODING")
        errors = "strict" if encoding else "surrogateescape"
        sys.stdout = os.fdopen(1, "w", encoding=encoding or "utf-8", errors=errors, closefd=False)
        sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
        if work.group:
            os.setpgid(0, 0)
        sys.path[:] = work.path
        os.environ.clear()
        os.environ.update(work.environment)
        if work.folder:
            os.chdir(work.folder)
        for number, most in work.limits:
            resource.setrlimit(number, (most, most))
        code = _do(_WORK[work.kind], control, *work.arguments)
    except BaseException:  # noqa: BLE001 - it must not go on as another template
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _do(act: Callable[..., None], *arguments: Any) -> int:
    try:
        act(*arguments)
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            print(ended.code, file=sys.stderr)  # noqa: T201
            return 1
        return ended.code or 0
    return 0


def _run_command(_: int, *arguments: str) -> None:
    _own_servers()
    sys.argv = ["gongkai", *arguments]
    from pipeline.__main__ import main  # noqa: PLC0415

    main()


def _run_script(_: int, code: str, *arguments: str) -> None:
    _own_servers()
    sys.argv = ["-c", *arguments]
    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's


def _run_server(control: int) -> None:
    from pipeline.run.fork_server import serve  # noqa: PLC0415

    serve(control)


_WORK: dict[str, Callable[..., None]] = {"command": _run_command, "script": _run_script, "server": _run_server}


def _own_servers() -> None:
    """Servers of a command are forked from a process below it, which knows nothing of what the command patches."""
    from pipeline.run import workers  # noqa: PLC0415

    ours, theirs = _make_channel()
    if not os.fork():
        ours.close()
        _fork_as_asked(theirs)
    theirs.close()
    _asked[:] = [ours]
    workers._start = start_server  # noqa: SLF001
