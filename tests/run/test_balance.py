"""The books balance, or no table changes; and a worker that cannot work says why, in plain words."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.doctor import examine
from pipeline.cli.main import app
from pipeline.i18n.messages import messages
from pipeline.model import Problem, Unreadable
from pipeline.run.balance import UnbalancedError, balance
from pipeline.run.collect import collect_files
from pipeline.run.extract_files import read_contents
from pipeline.run.options import Options
from pipeline.run.publish import work_folder
from pipeline.run.run import run_files
from pipeline.run.shards import Done
from pipeline.run.workers import WorkersError, serving
from pipeline.tables import copy_row, unreadable_row
from tests.prepared import templates

pytestmark = pytest.mark.usefixtures("read_files_once")

ONE = "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息{}项，办结率100%。\n"


@pytest.fixture
def reports(tmp_path: Path, write_texts: Callable[..., Path]) -> Path:
    made = write_texts(tmp_path / "raw", ONE, 5)
    (made / "empty.txt").touch()
    return made


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.*") if file.is_file()}


def gongkai(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_documents_copies_and_refused_files_are_all_that_was_found(
    tmp_path: Path, make_report: Callable[..., Any], write_rows: Callable[..., None]
) -> None:
    from pipeline.tables.rows import tabulate  # noqa: PLC0415

    report = make_report("a.txt")
    copy = {"problems": [copy_row(report.document_id, "a.txt", "b.txt")]}
    refused = {"problems": [unreadable_row(Unreadable("c.txt", Problem("no_text")), None)]}
    write_rows(tmp_path, [tabulate(report), copy, refused])  # the report has a problem, too, and remains one file
    balance(tmp_path, 3)
    for found in (2, 4):
        with pytest.raises(UnbalancedError, match=f"{found} files were found, but the tables have 1 documents, 1 dup"):
            balance(tmp_path, found)


def lose(*arguments: Any) -> Iterator[Done]:
    """Reads, and hands on nothing of it."""
    for _ in read_contents(*arguments):
        yield from ()


def test_files_that_are_lost_end_the_run_with_their_number_and_change_nothing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert gongkai("run", reports, out).exit_code == 3
    before = tables(out)
    (reports / "new.txt").write_text(ONE.format(99), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.run.rewrite.read_contents", lose)
        for language in ("C.UTF-8", "zh_CN.UTF-8"):
            patched.setenv("LC_ALL", language)
            ended = gongkai("run", reports, out)
            assert ended.exit_code == 1
            assert ended.stdout == ""
            assert tables(out) == before
            assert not work_folder(out).exists()
            says = "8 files were found, but the tables have 5 documents, 1 duplicates and 1 unreadable files"
            assert (says in ended.stderr) is (language == "C.UTF-8")
            assert ("找到 8 个文件，而数据表中有 5 份报告" in ended.stderr) is (language != "C.UTF-8")
    assert gongkai("run", reports, out).exit_code == 3
    assert pq.read_metadata(out / "documents.parquet").num_rows == 6


def test_a_piece_that_a_killed_run_left_with_other_files_is_found_out(reports: Path, tmp_path: Path) -> None:
    """A piece is called by what it ought to hold: one of less is seen by the books, and not met again."""
    out = tmp_path / "out"
    options = Options(workers=1, fenced=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pipeline.run.rewrite._merge", _fail)
        with pytest.raises(OSError, match="killed"):
            run_files(collect_files(reports), out, options=options)
    for file in work_folder(out).glob("*/documents.parquet"):
        pq.write_table(pq.read_table(file).slice(1), file)
    with pytest.raises(UnbalancedError, match="7 files were found"):
        run_files(collect_files(reports), out, options=options)
    run_files(collect_files(reports), out, options=options)
    assert pq.read_metadata(out / "documents.parquet").num_rows == 5


def _fail(*_: object) -> None:
    raise OSError("killed")


STUBS = {
    "echo \"ModuleNotFoundError: No module named 'lxml'\" >&2; exit 1": "ModuleNotFoundError: No module named 'lxml'",
    "exit 5": "it ended with status 5",
    "kill -KILL $$": "it ended with SIGKILL",
    "printf '\\033[31mred\\033[0m\\n' >&2; exit 1": " [31mred [0m",
    "exec sleep 60": "nothing was loaded within 1 seconds",
}


@pytest.fixture(params=[*STUBS, "no file"])
def stub(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A program in the place of Python that is of no use; what is to be said of it."""
    request.getfixturevalue("cold_servers")
    program = tmp_path / "python"
    if request.param in STUBS:
        program.write_text(f"#!/bin/sh\n{request.param}\n")
        program.chmod(0o755)
    monkeypatch.setattr("pipeline.run.workers.START", 1.0)
    monkeypatch.setattr(sys, "executable", str(program))
    return STUBS.get(request.param, "No such file or directory")


def test_workers_that_cannot_start_end_the_run_in_plain_words(
    reports: Path, tmp_path: Path, stub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = gongkai("run", reports, tmp_path / "out", "--workers", "2")
    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"gongkai: no worker can be started: {stub}")
    assert "No table was changed" in ended.stderr
    assert "Traceback" not in ended.output
    assert "Aborted" not in ended.output
    assert list((tmp_path / "out").glob("*.parquet")) == []
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert gongkai("run", reports, tmp_path / "out", "--workers", "2").stderr.startswith("gongkai: 无法启动读取进程：")


def test_the_doctor_tells_of_workers_that_cannot_start(tmp_path: Path, stub: str) -> None:
    (finding,) = (finding for finding in examine(tmp_path) if finding.name == "worker")
    assert not finding.ok
    assert finding.needed
    assert stub in finding.seen
    assert finding.remedy == messages()["remedy_worker"]["en"]
    assert gongkai("doctor", tmp_path).exit_code == 3


def test_the_doctor_has_a_worker_read_a_report(tmp_path: Path) -> None:
    (finding,) = (finding for finding in examine(tmp_path) if finding.name == "worker")
    assert finding.ok
    assert finding.seen.startswith("read a report of 53 characters in ")


def test_no_temporary_folder_is_said_so(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(WorkersError, match=r"^no worker can be started: No such file or directory$"):
        run_files(collect_files(reports), tmp_path / "out", options=Options(workers=1, fenced=True))
    (finding,) = (finding for finding in examine(tmp_path) if finding.name == "worker")
    assert not finding.ok


def test_an_error_of_who_uses_workers_is_no_fault_of_theirs() -> None:
    with pytest.raises(OSError, match="mine"), serving():
        raise OSError("mine")
    assert psutil.wait_procs(find_workers(), timeout=5)[1] == []


class Poison:
    """Ends the worker that is handed it, before it reads anything."""

    def __init__(self, end: Callable[..., object], *arguments: object) -> None:
        self.end = end, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.end


@pytest.mark.parametrize(
    ("poison", "says"),
    [(Poison(os._exit, 3), "it ended with status 3"), (Poison(signal.raise_signal, 9), "it ended with SIGKILL")],
    ids=["leaves", "is killed"],
)
def test_workers_that_end_before_their_first_file_end_the_run(
    reports: Path, tmp_path: Path, poison: Any, says: str
) -> None:
    options = Options(workers=2, read=poison, fenced=True)
    with pytest.raises(WorkersError, match=f"^no worker reaches its first file: {says}$"):
        run_files(collect_files(reports), tmp_path / "out", options=options)
    assert list((tmp_path / "out").glob("*.parquet")) == []


def find_workers() -> list[psutil.Process]:
    """The process that workers are forked from, and they."""
    found: list[psutil.Process] = []
    for server in (server for parent in templates() for server in parent.children()):
        with suppress(psutil.NoSuchProcess):  # it has just ended
            found += [server, *server.children(recursive=True)]
    return found


@pytest.mark.parametrize("victim", ["the server", "all", "the workers"])
def test_what_is_killed_from_outside_costs_nothing(
    tmp_path: Path, write_reports: Callable[..., Path], victim: str
) -> None:
    raw, out = write_reports(tmp_path / "raw", 24), tmp_path / "out"
    killed: list[psutil.Process] = []

    def listen(_: object) -> None:
        running = find_workers()
        if running and not killed:
            server, *workers = running
            for process in {"the server": [server], "all": running, "the workers": workers}[victim]:
                process.kill()
                killed.append(process)

    run_files(collect_files(raw), out, options=Options(workers=2, fenced=True), listen=listen)
    assert killed
    assert pq.read_metadata(out / "documents.parquet").num_rows == 24
    assert psutil.wait_procs(find_workers(), timeout=5)[1] == []
    run_files(collect_files(raw), tmp_path / "fresh")
    assert {file.name: file.read_bytes() for file in out.glob("*.parquet")} == {
        file.name: file.read_bytes() for file in (tmp_path / "fresh").glob("*.parquet")
    }
