"""Collecting costs no run: what cannot be looked into is a problem that names its path, and nothing is waited for."""

import errno
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Self

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import extract_file
from pipeline.cli.main import app
from pipeline.model import Unreadable
from pipeline.run import regular_files, source_files
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.regular_files import open_source
from pipeline.run.run import run_files
from pipeline.run.same_documents import group_same
from pipeline.run.source_files import File, digest_source
from pipeline.run.source_names import name_source

pytestmark = pytest.mark.usefixtures("read_files_once")

REPORT = "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息553项，办结率100%。\n"
CANNOT = "The file cannot be opened: {}."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report in a folder of it."""
    folder = tmp_path / "raw"
    (folder / "2016").mkdir(parents=True)
    (folder / "2016" / "a.txt").write_text(REPORT, "utf-8")
    return folder


def read_problems(folder: Path, out: Path, **how: Any) -> dict[str, tuple[str, str]]:
    """Runs, and gives of each file that is no document its code and its message; ``a.txt`` is one in every case."""
    only = how.pop("only", "*")
    run_files(collect_files(folder, only=only), out, options=Options(**how))
    assert "2016/a.txt" in pq.read_table(out / "documents.parquet")["source"].to_pylist()
    rows = pq.read_table(out / "problems.parquet").to_pylist()
    return {row["source"]: (row["problem"], row["message"]) for row in rows if row["document_id"] is None}


@pytest.mark.unprivileged
@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
@pytest.mark.parametrize("mode", [0o000, 0o644, 0o444, 0o200, 0o311])
def test_a_folder_that_may_not_be_entered_is_a_problem(folder: Path, tmp_path: Path, mode: int) -> None:
    locked = folder / "locked"
    (locked / "within").mkdir(parents=True)
    (locked / "b.txt").write_text(REPORT, "utf-8")
    (locked / "linked").symlink_to("within")
    locked.chmod(mode)
    try:
        listed = bool(mode & 0o400)
        names = ["locked/b.txt", "locked/linked", "locked/within"] if listed else ["locked"]
        assert read_problems(folder, tmp_path / "out") == {
            name: ("cannot_open", CANNOT.format("Permission denied")) for name in names
        }
        if not listed:  # whatever is asked for, it might lie there
            assert list(read_problems(folder, tmp_path / "out", only="*a.txt")) == ["locked"]
        result = CliRunner().invoke(app, ["run", str(folder), str(tmp_path / "out")])
        assert result.exit_code == 3
        assert "locked" in result.stdout
    finally:
        locked.chmod(0o755)


@pytest.fixture
def deep(folder: Path) -> Iterator[Path]:
    """Folders within each other past what the system takes for a path, and more than Python recurses; a file in each
    of the deepest two that can be named, and below."""
    long = "长" * 80  # 240 bytes
    here = os.open(folder, os.O_RDONLY)
    for name in [*["a"] * 1200, *[long] * 10]:
        os.mkdir(name, dir_fd=here)
        here, above = os.open(name, os.O_RDONLY, dir_fd=here), here
        os.close(above)
        os.close(os.open("b.txt" if name == "a" else "c" * 250, os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_a_path_that_is_too_long_is_a_problem(deep: Path, tmp_path: Path) -> None:
    problems = read_problems(deep, tmp_path / "out")
    codes = [code for code, _ in problems.values()]
    assert codes.count("empty_file") > 1200
    long = [
        name for name, problem in problems.items() if problem == ("cannot_open", CANNOT.format("File name too long"))
    ]
    assert len(long) == len(codes) - codes.count("empty_file") > 0
    assert all(name.startswith("a/a/a/") for name in long)


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.EACCES, errno.ENOTCONN])
@pytest.mark.parametrize("after", [0, 2])
def test_a_folder_that_fails_in_the_middle_is_a_problem_beside_the_files_that_it_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, after: int
) -> None:
    for name in ("b.txt", "c.txt", "d.txt"):
        (folder / "2016" / name).write_text(f"{REPORT}{name}", "utf-8")
    (folder / "2016" / "linked").mkdir()
    listed = os.scandir

    class Failing:
        def __init__(self, path: str) -> None:
            self.entries = [*listed(path)][:after]

        def __enter__(self) -> Iterator[Any]:
            yield from self.entries
            raise OSError(number, os.strerror(number))

        def __exit__(self, *_: object) -> None: ...

    broken = folder / "failing"
    (folder / "2016").rename(broken)
    (folder / "2016").mkdir()
    (folder / "2016" / "a.txt").write_text(REPORT, "utf-8")
    monkeypatch.setattr(os, "scandir", lambda path: Failing(path) if str(path).endswith("failing") else listed(path))
    problems = read_problems(folder, tmp_path / "out")
    assert problems == {"failing": ("cannot_open", CANNOT.format(os.strerror(number)))}
    told = [file.name for file in collect_files(folder) if file.name.startswith("failing/")]
    assert len(told) <= after


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("call", ["open", "read"])
def test_a_file_that_the_disk_does_not_give_is_a_problem(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, call: str
) -> None:
    (folder / "b.txt").write_text(f"{REPORT}乙", "utf-8")
    real = open_source

    class Failing:
        def __init__(self, path: Path) -> None:
            self.opened = real(path)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.opened.close()

        def fileno(self) -> int:
            return self.opened.fileno()

        def read(self, _: int) -> bytes:
            raise OSError(number, os.strerror(number))

    def fail(path: Path) -> Any:
        if path.name != "b.txt":
            return real(path)
        if call == "open":
            raise OSError(number, os.strerror(number))
        return Failing(path)

    monkeypatch.setattr(source_files, "open_source", fail)
    problems = read_problems(folder, tmp_path / "out")
    assert problems == {"b.txt": ("cannot_open", CANNOT.format(os.strerror(number)))}


def test_a_link_that_leads_out_is_read_only_where_that_is_asked_for(folder: Path, tmp_path: Path) -> None:
    """However it leads out; and the remedy that the problem names takes the problem away."""
    away = tmp_path / "raw and more"  # whose name begins as the folder's does
    away.mkdir()
    for name in "bcdef":
        (away / f"{name}.txt").write_text(f"{REPORT}{name}", "utf-8")
    (folder / "absolute.txt").symlink_to(away / "b.txt")
    (folder / "relative.txt").symlink_to("../raw and more/c.txt")
    (folder / "2016" / "twice.txt").symlink_to(folder / "relative.txt")
    (folder / "through.txt").symlink_to("linked/e.txt")
    (folder / "linked").symlink_to(away)
    (folder / "within.txt").symlink_to("2016/a.txt")
    outside = ("outside_link", "The file is a link that leads out of the input folder.")
    names = ["2016/twice.txt", "absolute.txt", "relative.txt", "through.txt"]
    linked = {"linked": ("cannot_open", CANNOT.format("it is a link to a folder"))}
    assert read_problems(folder, tmp_path / "out") == {**dict.fromkeys(names, outside), **linked}
    assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 1
    assert read_problems(folder, tmp_path / "out", follow_links=True) == linked
    assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 4
    assert read_problems(folder, tmp_path / "out") == {**dict.fromkeys(names, outside), **linked}
    result = CliRunner().invoke(app, ["run", str(folder), str(tmp_path / "out"), "--follow-links"])
    assert "outside_link" not in result.stdout


def test_a_folder_that_is_a_link_itself_holds_its_files(folder: Path, tmp_path: Path) -> None:
    (folder / "within.txt").symlink_to("2016/a.txt")
    (tmp_path / "named").symlink_to(folder)
    assert read_problems(tmp_path / "named", tmp_path / "out") == {}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc")
@pytest.mark.parametrize("name", ["version", "self/status", "self/mem", "kmsg", "self/task"])
def test_what_is_the_systems_own_is_never_read(folder: Path, tmp_path: Path, name: str) -> None:
    """``/proc/kmsg`` passes for a regular file, and keeps its reader for as long as the system says nothing."""
    (folder / "b.txt").symlink_to(f"/proc/{name}")
    ((code, message),) = read_problems(folder, tmp_path / "out", follow_links=True).values()
    assert code == "cannot_open"
    said = ["it is no file on a disk, but the system's own", "it is a link to a folder", "Permission denied"]
    assert message in map(CANNOT.format, said)
    unread = extract_file(f"/proc/{name}")
    assert isinstance(unread, Unreadable)


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_put_in_the_place_of_a_file_is_not_waited_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It looks like a file still when it is looked at, and is a pipe without a writer when it is opened."""
    swapped = folder / "b.txt"
    if kind == "pipe":
        os.mkfifo(swapped)
    else:
        swapped.symlink_to("/dev/zero")
    real, regular = Path.stat, (folder / "2016" / "a.txt").stat()
    monkeypatch.setattr(Path, "stat", lambda path, **how: regular if path == swapped else real(path, **how))
    assert read_problems(folder, tmp_path / "out", follow_links=True) == {
        "b.txt": ("cannot_open", CANNOT.format("it is a pipe, a socket or a device"))
    }


def test_a_file_without_end_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size says nothing: some file systems give none."""
    monkeypatch.setattr(regular_files, "_refuse_other", lambda *_: None)
    found = group_same([File("/dev", "zero")], digest=partial(digest_source, max_bytes=10_000_000, follow_links=True))
    assert [unread.problem.code for unread in found.unreadable] == ["too_large"]


@pytest.mark.parametrize(
    "names",
    [
        (b"\xff", rb"\xff"),
        (b"\xb1\xa8.txt", rb"\xb1\xa8.txt"),
        (b"\xff", rb"\x5cxff", rb"\xff", rb"\x5cx5cxff"),
        (rb"\\xff", rb"\\x5cxff", b"\\\xff", rb"\xff"),
        (b"\xe6\x8a", rb"\xe6\x8a", "报".encode()),
        (rb"\x5c", b"\\", rb"\x5cx5c"),
    ],
)
def test_no_two_files_have_one_name(folder: Path, tmp_path: Path, names: tuple[bytes, ...]) -> None:
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(f"{REPORT}{number}", "utf-8")
    read_problems(folder, tmp_path / "out")
    sources = pq.read_table(tmp_path / "out" / "documents.parquet")["source"].to_pylist()
    assert len(set(sources)) == len(sources) == len(names) + 1


@pytest.mark.parametrize("name", ["2016/报告.txt", r"2016\report.txt", r"a\b\xyz.txt", r"C:\x.txt"])
def test_a_name_that_shows_no_bytes_stands_as_it_is(name: str) -> None:
    assert name_source(name) == name


@pytest.mark.parametrize(
    "path", ["a\0b.txt", "\0", "a\ud800.txt", os.fsdecode(b"a\xff.txt"), "x" * 5000, "", "a/" * 3000]
)
def test_a_path_that_no_file_can_have_is_an_unread_file(path: str) -> None:
    unread = extract_file(path)
    assert isinstance(unread, Unreadable)
    assert unread.problem.code == "cannot_open"
    assert unread.to_arrow()["problems"].num_rows == 1
