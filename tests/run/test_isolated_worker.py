"""What crashes, hangs or swells in a worker of its own ends that worker, and the next one does its work."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import psutil
import pytest

from pipeline.run.isolated_worker import Alone, keep_going
from pipeline.run.options import Limits


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    time.sleep(600)


def spin(seconds: float) -> None:
    keep_going(seconds)()
    while True:
        pass


def swell() -> None:
    held = b"x" * 1_200_000_000
    time.sleep(len(held))


def write(path: Path) -> None:
    path.write_text("done", encoding="ascii")


def fail() -> None:
    raise KeyError("a bug")


def refuse() -> None:
    raise OSError("no disk")


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (crash, "crashed", "Reading the file crashed the worker process: "),
        (hang, "timed_out", "Reading the file hung: in 2.5 seconds"),
        (partial(spin, 0.5), "timed_out", "Reading the file took more than 0.5 seconds of CPU time."),
        (swell, "out_of_memory", "Reading the file took more than 1000 MB."),
    ],
    ids=["crash", "hang", "spin", "swell"],
)
def test_what_ends_a_worker_is_told_and_ends_nothing_else(
    call: Callable[[], None], code: str, words: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        alone = Alone(stack, Limits(timeout=0.5, memory=1000))
        problem = alone.run(call)
        assert problem is not None
        assert (problem.code, problem.message[: len(words)]) == (code, words)
        assert alone.run(partial(write, tmp_path / "done")) is None
    assert (tmp_path / "done").read_text(encoding="ascii") == "done"


def test_a_bug_costs_what_met_it_and_says_where_it_is() -> None:
    with ExitStack() as stack:
        problem = Alone(stack, Limits(timeout=5.0, memory=1000)).run(fail)
    assert problem.code == "crashed"
    assert problem.message.startswith("Reading the file hit a bug: KeyError: 'a bug' (test_isolated_worker.py:")


def test_what_is_meant_to_end_a_run_ends_it() -> None:
    with ExitStack() as stack, pytest.raises(OSError, match="no disk"):
        Alone(stack, Limits(timeout=5.0, memory=1000)).run(refuse)


def until_gone(pid: int) -> None:
    """Waits until a process that was killed has closed what it held."""
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)


def test_one_worker_does_several_things_until_it_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        alone = Alone(stack, Limits(timeout=5.0, memory=1000))
        first, second = alone.run(os.getpid), alone.run(os.getpid)
        assert first == second != os.getpid()
        os.kill(first, signal.SIGKILL)  # while it waits, which is no fault of what comes next
        until_gone(first)
        third = alone.run(os.getpid)
        assert third not in {first, os.getpid()}
        monkeypatch.setattr("pipeline.run.isolated_worker.KEPT_MEMORY", 1)
        assert alone.run(os.getpid) == third
        assert alone.run(os.getpid) != third
