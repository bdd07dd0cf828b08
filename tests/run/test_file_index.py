"""What was hashed once is known by its size, its times and its inode, and what may have changed is hashed again."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.model import Unreadable
from pipeline.run.collect import collect_files
from pipeline.run.file_index import RACY, remember
from pipeline.run.options import Options
from pipeline.run.publish import index_file
from pipeline.run.run import run_files
from pipeline.run.source_files import File, Hashed, digest_source


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets so much time pass that nothing that is there by now may change unseen any more."""
    passed = [0]
    real = time.time_ns
    monkeypatch.setattr("pipeline.run.file_index.time.time_ns", lambda: real() + passed[0])

    def wait() -> None:
        passed[0] += 2 * RACY

    return wait


@pytest.fixture
def raw(tmp_path: Path, write_reports: Callable[..., Path]) -> Path:
    return write_reports(tmp_path / "raw", 5)


def ask(raw: Path, index: Path, *, rehash: bool = False, max_bytes: int = 10**6) -> list[str]:
    """The names of the files that are hashed; what is remembered is what hashing gives."""
    hashed: list[str] = []

    def digest(file: File) -> Hashed | Unreadable:
        hashed.append(file.name)
        return digest_source(file, max_bytes=max_bytes)

    files = collect_files(raw)
    with remember(index, digest, max_bytes=max_bytes, rehash=rehash) as recall:
        found = [recall(file) for file in files]
    assert found == [digest_source(file, max_bytes=max_bytes) for file in files]
    assert not list(index.parent.glob("*.part"))
    return hashed


def test_what_did_not_change_is_hashed_once(raw: Path, tmp_path: Path, later: Callable[[], None]) -> None:
    index = tmp_path / "index"
    assert len(ask(raw, index)) == 5
    assert len(ask(raw, index)) == 5  # it was changed the moment before: it may change again within the same tick
    later()
    assert len(ask(raw, index)) == 5
    before = index.stat().st_mtime_ns, index.stat().st_ino
    assert ask(raw, index) == []
    assert (index.stat().st_mtime_ns, index.stat().st_ino) == before
    assert len(ask(raw, index, rehash=True)) == 5
    assert ask(raw, index) == []


def replace(file: Path) -> None:
    """Another file takes its place, with the same size and time."""
    facts = file.stat()
    other = file.with_name("other")
    other.write_text(file.read_text("utf-8").replace("信息", "消息"), "utf-8")
    os.utime(other, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    other.replace(file)


def rewrite(file: Path) -> None:
    """The same file has other bytes, with the same size and time."""
    facts = file.stat()
    file.write_text(file.read_text("utf-8").replace("信息", "消息"), "utf-8")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def grow(file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")


def close(file: Path) -> None:
    file.chmod(0o400)


def remove(file: Path) -> None:
    file.unlink()


def rename(file: Path) -> None:
    file.rename(file.with_name("a name.txt"))


def link(file: Path) -> None:
    file.rename(file.parent.parent.parent / "away.txt")
    file.symlink_to(file.parent.parent.parent / "away.txt")


@pytest.mark.parametrize("change", [replace, rewrite, grow, close, remove, rename, link], ids=lambda f: f.__name__)
def test_what_changed_in_whatever_way_is_hashed(
    raw: Path, tmp_path: Path, later: Callable[[], None], change: Callable[[Path], None]
) -> None:
    index, file = tmp_path / "index", raw / "000" / "00002.txt"
    later()
    ask(raw, index)
    change(file)
    hashed = {"remove": [], "rename": ["000/a name.txt"]}.get(change.__name__, ["000/00002.txt"])
    assert ask(raw, index) == hashed
    later()
    ask(raw, index)
    assert ask(raw, index) == (["000/00002.txt"] if change is link else [])


def test_a_file_that_is_now_too_large_is_refused_though_it_is_known(
    raw: Path, tmp_path: Path, later: Callable[[], None]
) -> None:
    later()
    ask(raw, tmp_path / "index")
    assert len(ask(raw, tmp_path / "index", max_bytes=100)) == 5


@pytest.mark.parametrize("harm", ["cut", "no index", "another shape", "a bit"])
def test_an_index_that_is_broken_is_as_if_there_were_none(
    raw: Path, tmp_path: Path, later: Callable[[], None], harm: str
) -> None:
    index = tmp_path / "index"
    later()
    ask(raw, index)
    data = index.read_bytes()
    if harm == "cut":
        index.write_bytes(data[: len(data) // 2])
    elif harm == "no index":
        index.write_bytes(b"no index")
    elif harm == "another shape":
        pq.write_table(pq.read_table(index).drop_columns(["inode"]), index)
    else:
        offset = data.rindex(pq.read_table(index)["digest"][0].as_py()[:8])
        index.write_bytes(data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1 :])
    assert len(ask(raw, index)) == 5
    assert ask(raw, index) == []


def test_an_index_that_cannot_be_written_ends_no_run(raw: Path, tmp_path: Path, later: Callable[[], None]) -> None:
    later()
    assert len(ask(raw, tmp_path / "no folder" / "index")) == 5
    assert len(ask(raw, tmp_path / "no folder" / "index")) == 5


def test_a_run_remembers_and_hashes_all_when_it_is_told_to(
    raw: Path, tmp_path: Path, later: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, opened = tmp_path / "out", list[str]()
    later()
    run_files(collect_files(raw), out)
    assert pq.read_metadata(index_file(out)).num_rows == 5
    real = digest_source

    def watch(file: File, **how: object) -> Hashed | Unreadable:
        opened.append(file.name)
        return real(file, **how)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.run.run.digest_source", watch)
    run_files(collect_files(raw), out)
    assert opened == []
    run_files(collect_files(raw), out, options=Options(rehash=True))
    assert len(opened) == 5
    shutil.copy(raw / "000" / "00001.txt", raw / "copy.txt")
    opened.clear()
    run_files(collect_files(raw), out)
    assert opened == ["copy.txt"]
    assert "duplicate_file" in pq.read_table(out / "problems.parquet")["problem"].to_pylist()
