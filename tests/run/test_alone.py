"""What crashes, hangs or swells in a worker of its own ends that worker, and the next one does its work."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from pipeline.run.alone import Alone, keep_going
from pipeline.run.shards import Limits


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
    raise ValueError("a bug")


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (crash, "crashed", "Reading the file ended its reader: "),
        (hang, "timed_out", "Reading the file came to nothing: in 2.5 seconds"),
        (partial(spin, 0.5), "timed_out", "Reading the file took more than 0.5 seconds of a processor."),
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


def test_a_bug_is_raised_where_the_work_was_given() -> None:
    with ExitStack() as stack, pytest.raises(ValueError, match="a bug"):
        Alone(stack, Limits(timeout=5.0, memory=1000)).run(fail)
