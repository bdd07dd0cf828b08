"""The tables change together or not at all: full disks, foreign files, copies of an output, SIGKILL at any moment."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.i18n import Message
from pipeline.run import rewrite as run_module
from pipeline.run.collect import collect_files
from pipeline.run.publish import HIDDEN, current_folder, hold
from pipeline.run.run import run_files
from pipeline.tables.parquet import UnwritableError
from tests.prepared import run_command
from tests.run.publishing import generations, litter, tables, watch_publishing

pytestmark = pytest.mark.usefixtures("read_files_once")


def test_a_run_that_fails_leaves_the_tables_of_the_run_before(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = write_reports(tmp_path / "raw", 5), tmp_path / "out"
    run_files(collect_files(raw), out)
    before = tables(out)
    write_reports(raw, 5, first=5)

    def fail(_out: Path, _new: Path) -> None:
        raise UnwritableError(Message("nothing_under", path="the last step"))

    with monkeypatch.context() as patch:
        patch.setattr(run_module, "publish", fail)
        with pytest.raises(UnwritableError, match="the last step"):
            run_files(collect_files(raw), out)
    assert tables(out) == before
    assert litter(out) == []
    run_files(collect_files(raw), out)
    assert pq.read_metadata(out / "documents.parquet").num_rows == 10
    left = {path.name for path in (out / HIDDEN).iterdir()} - {"files.index"}
    assert left == {"generations", "lock", "tables"}
    assert generations(out) == ["1", "2"]


def test_all_tables_change_in_one_step(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After every single call that changes a name, a reader sees the tables of one run and of one alone."""
    raw, out = write_reports(tmp_path / "raw", 5), tmp_path / "out"
    run_files(collect_files(raw), out)
    old = tables(out)
    write_reports(raw, 5, first=5)
    seen = watch_publishing(monkeypatch)
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
        ended = run_command("run", raw, out)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"gongkai: {out} is in use by process {os.getpid()} on ")
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


def link_hidden(out: Path, away: Path, name: str) -> None:
    """Moves what is called so below the hidden folder away, and leaves a link to it."""
    here, there = out / HIDDEN / name, away / name.replace("/", "-")
    here.parent.mkdir(parents=True, exist_ok=True)
    if here.exists():
        here.rename(there)
    elif name.endswith((".at", "lock", ".parquet")):
        there.write_text("mine", "utf-8")
    else:
        there.mkdir()
        (there / "mine.txt").write_text("mine", "utf-8")
    here.symlink_to(there)


def list_all(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("rerun", [False, True], ids=["unchanged", "changed"])
@pytest.mark.parametrize(
    "name",
    [
        *("generations", "generations/1", "generations/7", "generations/7.gone", "generations/1/figures.parquet"),
        *("work", "work/next", "work/0123.half", "work/0123.at", "work/0123456789abcdef0123456789abcdef", "lock"),
    ],
)
def test_a_link_below_the_hidden_folder_is_refused_and_nothing_outside_is_touched(
    tmp_path: Path, write_reports: Callable[..., Path], name: str, *, rerun: bool
) -> None:
    raw, out, away = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "away"
    run_files(collect_files(raw), out)
    away.mkdir()
    link_hidden(out, away, name)
    before, shown = list_all(away), tables(out)
    if rerun:
        write_reports(raw, 5)
    with pytest.raises(UnwritableError, match=rf"\{HIDDEN}/{name} in it is a link, which might lead anywhere"):
        run_files(collect_files(raw), out)
    assert list_all(away) == before
    assert tables(out) == shown


def test_a_lock_with_another_name_is_refused_and_keeps_what_it_holds(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out, precious = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "precious"
    precious.write_text("kept", encoding="utf-8")
    (out / HIDDEN).mkdir(parents=True)
    (out / HIDDEN / "lock").hardlink_to(precious)
    with pytest.raises(UnwritableError, match="another name"):
        run_files(collect_files(raw), out)
    assert precious.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("name", ["²", "01", "٣", "1a", "-1"])
def test_a_folder_that_is_no_generation_is_left_alone(
    tmp_path: Path, write_reports: Callable[..., Path], name: str
) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    strange = out / HIDDEN / "generations" / name
    strange.mkdir(parents=True)
    run_files(collect_files(raw), out)
    assert strange.is_dir()
    assert (current_folder(out) / "figures.parquet").exists()


def test_what_is_shown_may_not_be_a_folder_elsewhere(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw, out, other = write_reports(tmp_path / "raw", 3), tmp_path / "out", tmp_path / "other"
    for folder in (out, other):
        run_files(collect_files(raw), folder)
    for target in (other / HIDDEN / "generations" / "1", "../../other", "generations/../../../raw"):
        current_folder(out).unlink()
        current_folder(out).symlink_to(target)
        with pytest.raises(UnwritableError, match="tables in it is a link"):
            run_files(collect_files(raw), out)


def test_the_link_that_a_run_was_killed_over_is_no_hindrance(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    run_files(collect_files(raw), out)
    (out / HIDDEN / ".tables.new").symlink_to("generations/2")
    run_files(collect_files(write_reports(raw, 4)), out)
    assert pq.read_metadata(out / "documents.parquet").num_rows == 4
