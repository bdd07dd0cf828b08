"""Workers: the bytes do not depend on their number, and one that crashes, hangs or swells costs one document."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest

from pipeline.model import Report, Source, Unreadable
from pipeline.report import extract_source
from pipeline.run.collect import collect_files
from pipeline.run.extract_files import FEW
from pipeline.run.options import Limits, Options
from pipeline.run.publish import work_folder
from pipeline.run.run import run_files
from tests.prepared import run_command, start_command

WORDS = {
    "crash": "报告崩溃",
    "leave": "报告离去",
    "hang": "报告停滞",
    "swell": "报告膨胀",
    "bug": "报告出错",
    "spin": "报告空转",
}
TWICE = "Reading the file crashed the worker process twice, the second time because"


def read_badly(source: Source) -> Report | Unreadable:
    """Does to its process what the file says."""
    text = source.data.decode("utf-8")
    if WORDS["crash"] in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if WORDS["leave"] in text:
        os._exit(0)
    if WORDS["hang"] in text:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        while True:
            time.sleep(1)
    if WORDS["spin"] in text:
        while True:
            pass
    if WORDS["swell"] in text:
        held = b"x" * 800_000_000
        time.sleep(len(held))
    if WORDS["bug"] in text:
        raise ValueError("a bug")
    return extract_source(source)


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.parquet")}


def test_the_number_of_workers_changes_no_byte(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    """One worker reads as two do, and as this process does."""
    raw = write_reports(tmp_path / "raw", 70)
    (raw / "empty.txt").touch()
    shutil.copy(raw / "000" / "00001.txt", raw / "copy.txt")
    files = collect_files(raw)
    assert len(files) >= FEW
    run_files(files[:40], tmp_path / "alone")  # in this process, since they are few
    for out, workers in (("one", 1), ("two", 2), ("alone", 2)):
        run_files(files, tmp_path / out, options=Options(workers=workers, fenced=True))
    assert tables(tmp_path / "one") == tables(tmp_path / "two") == tables(tmp_path / "alone")
    assert pq.read_metadata(tmp_path / "one" / "documents.parquet").num_rows == 70


def test_what_ends_a_worker_costs_one_document(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw = write_reports(tmp_path / "raw", 12)
    for name, word in WORDS.items():
        (raw / f"{name}.txt").write_text(f"某县2016年年度报告\n一、概述\n{word}。公开信息3条。\n", encoding="utf-8")
    options = Options(workers=2, limits=Limits(timeout=0.5, memory=700), read=read_badly, fenced=True)
    run_files(collect_files(raw), tmp_path / "out", options=options)
    assert pq.read_metadata(tmp_path / "out" / "documents.parquet").num_rows == 12
    rows = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    found = {row["source"]: (row["problem"], row["message"]) for row in rows if row["document_id"] is None}
    assert found == {
        "bug.txt": ("crashed", found["bug.txt"][1]),
        "crash.txt": (
            "crashed",
            f"{TWICE} it ended with SIGSEGV.",
        ),
        "hang.txt": (
            "timed_out",
            "Reading the file hung: in 2.5 seconds the worker process used less than 0.025 seconds of CPU time.",
        ),
        "leave.txt": (
            "crashed",
            f"{TWICE} it ended with status 0.",
        ),
        "spin.txt": ("timed_out", "Reading the file took more than 0.5 seconds of CPU time."),
        "swell.txt": ("out_of_memory", "Reading the file took more than 700 MB."),
    }
    assert found["bug.txt"][1].startswith("Reading the file hit a bug: ValueError: a bug (test_pool.py:")
    assert not work_folder(tmp_path / "out").exists()
    for file in raw.glob("*.txt"):
        file.unlink()
    run_files(collect_files(raw), tmp_path / "fresh")
    run_files(collect_files(raw), tmp_path / "out")
    assert tables(tmp_path / "out") == tables(tmp_path / "fresh")


def read_killed_once(source: Source) -> Report | Unreadable:
    """Is ended from outside when it first reads a file of this name, and not when it reads it again."""
    mark = Path(os.environ["MARKS"], source.path.replace("/", "_"))
    if source.path.endswith(os.environ["VICTIM"]) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_source(source)


@pytest.mark.parametrize("count", [1, 20], ids=["alone", "among others"])
def test_one_kill_from_outside_costs_nothing(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    raw, marks = write_reports(tmp_path / "raw", count), tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setenv("MARKS", str(marks))
    monkeypatch.setenv("VICTIM", ".txt" if count == 1 else "7.txt")
    options = Options(workers=2, read=read_killed_once, fenced=True)
    run_files(collect_files(raw), tmp_path / "out", options=options)
    assert list(marks.iterdir())
    run_files(collect_files(raw), tmp_path / "fresh")
    assert tables(tmp_path / "out") == tables(tmp_path / "fresh")


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """A shell makes what it runs in the background ignore Ctrl-C, and what that starts inherits it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def await_documents(log: Path, count: int) -> None:
    for _ in range(3000):
        if log.exists() and log.read_text("utf-8").count('"event": "document"') >= count:
            return
        time.sleep(0.02)
    pytest.fail("the run does not go on")


@pytest.mark.usefixtures("_interruptible")
def test_a_run_that_is_interrupted_while_its_workers_load_says_no_more(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    """The command is started anew, since workers are loading only then, and in a group of its own, as by a terminal."""
    raw, out = write_reports(tmp_path / "raw", 100), tmp_path / "out"
    command = [sys.executable, "-m", "pipeline", "run", str(raw), str(out), "--workers", "2"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
    for _ in range(600):
        if psutil.Process(run.pid).children(recursive=True):
            break
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(run.pid, signal.SIGINT)
    assert (
        run.communicate(timeout=30)[1]
        == f"gongkai: stopped; {out} is unchanged, and the next run continues from here\n"
    )


def test_an_interrupted_run_ends_at_once_and_what_is_done_is_kept(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out = write_reports(tmp_path / "raw", 400), tmp_path / "out"
    command = ("run", raw, out, "--log-json", tmp_path / "log", "--workers", "2")
    run = start_command(*command, group=True)
    await_documents(tmp_path / "log", 40)
    children = psutil.Process(run.pid).children(recursive=True)
    os.killpg(run.pid, signal.SIGINT)
    stopped = time.monotonic()
    said = run.communicate(timeout=30)[1]
    assert time.monotonic() - stopped < 20  # a second, on a machine with nothing else to do
    assert run.returncode == 130
    assert said == f"gongkai: stopped; {out} is unchanged, and the next run continues from here\n"
    assert list(out.glob("*.parquet")) == []
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert run_command(*command).returncode == 0
    log = (tmp_path / "log").read_text("utf-8")
    assert log.count('"event": "resumed"') >= 1
    assert log.count('"event": "document"') <= 376  # a shard at least is not read again
    run_files(collect_files(raw), tmp_path / "fresh", options=Options(workers=2))
    assert tables(out) == tables(tmp_path / "fresh")
