"""Generations: how long the tables of former runs stay, and runs that are killed."""

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

from pipeline.run.collect import collect_files
from pipeline.run.generations import drop_former
from pipeline.run.options import Options
from pipeline.run.publish import HIDDEN, current_folder
from pipeline.run.run import run_files
from pipeline.tables.parquet import UnwritableError
from tests.prepared import run_command
from tests.run.publishing import generations, litter, tables


def drop_at(out: Path, now: float) -> None:
    drop_former(out / HIDDEN / "generations", int(current_folder(out).resolve().name), now)


def test_the_output_may_be_a_link_itself(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out, linked = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "linked"
    linked.mkdir()
    out.symlink_to(linked)
    for count in (3, 4):
        run_files(collect_files(write_reports(raw, count)), out)
        assert pq.read_metadata(linked / "documents.parquet").num_rows == count


def test_a_rerun_clears_what_a_killed_run_did_not_come_to(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    run_files(collect_files(raw), out)
    (out / HIDDEN / "work" / "next").mkdir(parents=True)
    (out / HIDDEN / "generations" / "99").mkdir()
    (out / HIDDEN / "generations" / "0.gone").mkdir()
    run_files(collect_files(raw), out)
    left = {path.name for path in (out / HIDDEN).iterdir()} - {"files.index"}
    assert left == {"generations", "lock", "tables"}
    assert generations(out) == ["1"]


def test_a_generation_stays_an_hour_if_it_was_the_last_and_a_minute_otherwise(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    for count in (1, 2, 3, 4):
        run_files(collect_files(write_reports(raw, count)), out)
    now = time.time()
    for seconds, left in ((5, "1234"), (100, "34"), (3500, "34"), (3700, "4"), (-5000, "4")):
        drop_at(out, now + seconds)
        assert generations(out) == list(left), seconds
    run_files(collect_files(write_reports(raw, 5)), out)
    assert generations(out) == ["4", "5"]
    drop_at(out, now - 5000)  # the clock was set back: what cannot be told is over
    assert generations(out) == ["5"]
    assert pq.read_metadata(out / "documents.parquet").num_rows == 5


def test_a_generation_goes_at_once_and_not_file_by_file(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader finds all tables of its folder, or none; and one that cannot be removed costs no run."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    for count in (1, 2):
        run_files(collect_files(write_reports(raw, count)), out)
    first = out / HIDDEN / "generations" / "1"
    seen: list[bool] = []

    def remove(folder: Path, **_: object) -> None:
        seen.append(first.exists())
        assert folder.name == "1.gone"

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", remove)
        drop_at(out, time.time() + 10_000)
    assert seen == [False]
    run_files(collect_files(write_reports(raw, 3)), out)
    assert generations(out) == ["2", "3"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds the tables of ten reports, and not those of two hundred."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1000k", "tmpfs", str(disk)]
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
    ended = run_command("run", raw, out, limits=[(resource.RLIMIT_FSIZE, 10_000)])
    assert ended.returncode == 2
    assert ended.stderr.endswith("cannot be written: File too large\n")
    assert tables(out) == before
    assert litter(out) == []


# The command, with tables that are folders of files from the eleventh document on where it is told so.
COMMAND = """
import sys
from pipeline.tables import parts
parts.ONE_FILE, parts.MOST = int(sys.argv.pop(1)), int(sys.argv.pop(1))
from pipeline.__main__ import main
if __name__ == "__main__":
    main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(1000, 900), (10, 80)], ids=["a file", "folders"])
def test_a_run_killed_at_any_moment_leaves_the_last_output_and_the_next_completes_it(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, int]
) -> None:
    for name, size in zip(("ONE_FILE", "MOST"), sizes, strict=True):
        monkeypatch.setattr(f"pipeline.tables.parts.{name}", size)
    raw, out, fresh = write_reports(tmp_path / "raw", 900), tmp_path / "out", tmp_path / "fresh"
    run_files(collect_files(raw), out, options=Options(workers=2))
    shutil.copytree(out, tmp_path / "first", symlinks=True)
    former = tables(out)
    write_reports(raw, 60, first=900)
    run_files(collect_files(raw), fresh, options=Options(workers=2))
    whole = tables(fresh)
    command = [sys.executable, "-c", COMMAND, *map(str, sizes), "run", str(raw), str(out), "--workers", "2"]
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    assert tables(out) == whole
    moments = random.Random(20261125)  # noqa: S311 - no secret
    published = 0
    for _ in range(20):
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "first", out, symlinks=True)
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(moments.uniform(seconds / 4, seconds))
        run.send_signal(signal.SIGKILL)
        run.wait()
        left = tables(out)
        assert left in (former, whole)
        published += left == whole
        run_files(collect_files(raw), out, options=Options(workers=2))
        assert tables(out) == whole
    assert published < 20
