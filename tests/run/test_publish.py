"""The tables change together or not at all: full disks, foreign files, copies of an output, SIGKILL at any moment."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.run import run as run_module
from pipeline.run.collect import collect_files
from pipeline.run.extract_files import Options
from pipeline.run.publish import HIDDEN, current_folder, hold, publish, work_folder
from pipeline.run.run import run_files
from pipeline.tables.parquet import UnwritableError
from pipeline.tables.schema import TABLES


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.parquet")}


def litter(out: Path) -> list[str]:
    """What lies under the hidden folder and is neither the lock, nor what is shown, nor a piece that is whole."""
    shown = current_folder(out).resolve()
    return [
        str(path.relative_to(out))
        for path in (out / HIDDEN).rglob("*")
        if path.is_file() and path.name != "lock" and path.parent != shown and path.suffix != ".parquet"
    ] + [str(path) for path in work_folder(out).glob("*.half")]


def test_a_run_that_fails_leaves_the_tables_of_the_run_before(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = write_reports(tmp_path / "raw", 5), tmp_path / "out"
    run_files(collect_files(raw), out)
    before = tables(out)
    write_reports(raw, 5, first=5)

    def fail(_out: Path, _new: Path) -> None:
        raise UnwritableError("the last step")

    with monkeypatch.context() as patch:
        patch.setattr(run_module, "publish", fail)
        with pytest.raises(UnwritableError, match="the last step"):
            run_files(collect_files(raw), out)
    assert tables(out) == before
    assert litter(out) == []
    run_files(collect_files(raw), out)
    assert pq.read_metadata(out / "documents.parquet").num_rows == 10
    assert sorted(path.name for path in (out / HIDDEN).iterdir()) == ["generations", "lock", "tables"]
    assert len(list((out / HIDDEN / "generations").iterdir())) == 1


def test_all_tables_change_in_one_step(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After every single call that changes a name, a reader sees the tables of one run and of one alone."""
    raw, out = write_reports(tmp_path / "raw", 5), tmp_path / "out"
    run_files(collect_files(raw), out)
    old = tables(out)
    seen: list[dict[str, bytes]] = []
    write_reports(raw, 5, first=5)

    def watch(name: str) -> None:
        real = getattr(Path, name)

        def watched(path: Path, *arguments: object, **options: object) -> object:
            try:
                return real(path, *arguments, **options)
            finally:
                seen.append(tables(out))

        monkeypatch.setattr(Path, name, watched)

    def publish_watched(out: Path, new: Path) -> None:
        for name in ("rename", "replace", "symlink_to", "unlink"):
            watch(name)
        publish(out, new)

    monkeypatch.setattr(run_module, "publish", publish_watched)
    run_files(collect_files(raw), out)
    new = tables(out)
    assert new != old
    assert old in seen
    assert new in seen
    assert [sight for sight in seen if sight not in (old, new)] == []


def test_what_else_lies_in_the_folder_stays(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "other.parquet").symlink_to("notes.txt")
    for count in (3, 4):
        run_files(collect_files(write_reports(raw, count)), out)
    assert (out / "notes.txt").read_text("utf-8") == "mine"
    assert (out / "other.parquet").is_symlink()


def test_a_copy_that_followed_the_links_goes_on_as_an_output(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out, copy = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "copy"
    run_files(collect_files(raw), out)
    shutil.copytree(out, copy)
    assert not (copy / "documents.parquet").is_symlink()
    read: list[str] = []
    run_files(collect_files(write_reports(raw, 4)), copy, listen=lambda event: read.append(event.name))
    assert read.count("document") == 1
    assert pq.read_metadata(copy / "documents.parquet").num_rows == 4
    assert (copy / "documents.parquet").is_symlink()


def test_an_output_that_was_moved_goes_on(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out, moved = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "moved"
    run_files(collect_files(raw), out)
    out.rename(moved)
    events: list[str] = []
    run_files(collect_files(raw), moved, listen=lambda event: events.append(event.name))
    assert events[-1] == "unchanged"


def test_an_output_that_is_held_is_not_touched(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    with hold(out):
        ended = subprocess.run(
            [sys.executable, "-m", "pipeline", "run", str(raw), str(out)], capture_output=True, text=True, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"gongkai: {out} is being written by process {os.getpid()} on ")
    run_files(collect_files(raw), out)
    assert pq.read_metadata(out / "documents.parquet").num_rows == 3


def test_a_hidden_folder_that_leads_elsewhere_is_refused(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out, elsewhere = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / HIDDEN).symlink_to(elsewhere)
    with pytest.raises(UnwritableError, match="is a link, which might lead anywhere"):
        run_files(collect_files(raw), out)
    assert list(elsewhere.iterdir()) == []


def test_a_rerun_clears_what_a_killed_run_did_not_come_to(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    run_files(collect_files(raw), out)
    (out / HIDDEN / "work" / "next").mkdir(parents=True)
    (out / HIDDEN / "generations" / "99").mkdir()
    run_files(collect_files(raw), out)
    assert sorted(path.name for path in (out / HIDDEN).iterdir()) == ["generations", "lock", "tables"]
    assert [path.name for path in (out / HIDDEN / "generations").iterdir()] == ["1"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_last_output(
    small_disk: Path, tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out = write_reports(tmp_path / "raw", 10), small_disk / "out"
    run_files(collect_files(raw), out)
    before = tables(out)
    write_reports(raw, 200)
    with pytest.raises(UnwritableError, match=r"cannot be written: No space left on device$"):
        run_files(collect_files(raw), out, options=Options(workers=2))
    assert tables(out) == before
    assert litter(out) == []
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    run_files(collect_files(raw), out, options=Options(workers=2))
    run_files(collect_files(raw), tmp_path / "fresh", options=Options(workers=2))
    assert tables(out) == tables(tmp_path / "fresh")


def test_a_table_that_may_not_grow_leaves_the_last_output(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out = write_reports(tmp_path / "raw", 10), tmp_path / "out"
    run_files(collect_files(raw), out)
    before = tables(out)
    write_reports(raw, 60)
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", str(raw), str(out)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert ended.returncode == 2
    assert ended.stderr.endswith("cannot be written: File too large\n")
    assert tables(out) == before
    assert litter(out) == []


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_the_last_output_and_the_next_completes_it(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out, fresh = write_reports(tmp_path / "raw", 100), tmp_path / "out", tmp_path / "fresh"
    run_files(collect_files(raw), out)
    shutil.copytree(out, tmp_path / "first", symlinks=True)
    former = tables(out)
    write_reports(raw, 2000)
    start = time.monotonic()
    command = [sys.executable, "-m", "pipeline", "run", str(raw), "--workers", "2"]
    subprocess.run([*command[:5], str(fresh), *command[5:]], check=True, stdout=subprocess.DEVNULL)
    whole, seconds = tables(fresh), time.monotonic() - start
    assert len(whole) == len(TABLES)
    moments = random.Random(20261125)  # noqa: S311 - no secret
    published = 0
    for _ in range(20):
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "first", out, symlinks=True)
        run = subprocess.Popen([*command[:5], str(out), *command[5:]], stdout=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.1, seconds))
        run.send_signal(signal.SIGKILL)
        run.wait()
        left = tables(out)
        assert left in (former, whole)
        published += left == whole
        run_files(collect_files(raw), out, options=Options(workers=2))
        assert tables(out) == whole
    assert published < 20
