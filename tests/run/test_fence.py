"""Which files are read by workers: those that could take the run with them, by what they hold."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.ingest import is_foreign
from pipeline.run import extract_files
from pipeline.run.balance import UnbalancedError
from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.run.shards import Done, Shard
from tests.prepared import start_command

REPORT = "某县水务局2016年政府信息公开年度报告\n一、概述\n全年公开信息3条。\n"

FOREIGN = {
    "pdf": b"\xef\xbb\xbf\r\n%PDF-1.4\n1 0 obj\n",
    "zip": b"PK\x03\x04\x14\x00word/",
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rtf": b"\n{\\rtf1\\ansi",
}


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> list[Shard]:
    """The shards that were given to workers, which read none of them."""
    given: list[Shard] = []

    def note(shards: list[Shard], *_: object) -> Iterator[Done]:
        given.extend(shards)
        return iter(())

    monkeypatch.setattr(extract_files, "pool_shards", note)
    return given


@pytest.mark.parametrize("name", ["report.html", "report.txt", "report", "report.pdf"])
@pytest.mark.parametrize("kind", FOREIGN)
def test_what_code_outside_python_opens_is_fenced_whatever_its_name(
    kind: str, name: str, tmp_path: Path, pooled: list[Shard]
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(FOREIGN[kind])
    (tmp_path / "raw" / "other.txt").write_text(REPORT, encoding="utf-8")
    assert is_foreign(FOREIGN[kind])
    with pytest.raises(UnbalancedError):  # nothing came back
        run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    assert len(pooled) == 1


@pytest.mark.parametrize(("size", "fenced"), [(1_000, False), (extract_files.UNFENCED_BYTES + 1, True)])
@pytest.mark.parametrize("name", ["report.html", "report.txt"])
def test_large_files_of_any_kind_are_fenced(
    name: str, size: int, *, fenced: bool, tmp_path: Path, pooled: list[Shard]
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(REPORT.encode() + b" " * (size - len(REPORT.encode())))
    with suppress(UnbalancedError):  # nothing comes back from workers that read nothing
        run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    assert bool(pooled) is fenced


def test_the_name_of_a_file_fences_nothing(tmp_path: Path, pooled: list[Shard]) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "report.pdf").write_text(REPORT, encoding="utf-8")
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    assert not pooled
    assert pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()[0]["format"] == "text"


def test_a_page_made_to_do_harm_costs_no_other_report(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "hostile.html").write_text("<html>" + "<nav>" * 200_000, encoding="utf-8")
    (raw / "report.txt").write_text(REPORT, encoding="utf-8")
    run_files(collect_files(raw), tmp_path / "out")
    problems = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    assert [(row["source"], row["problem"]) for row in problems] == [("hostile.html", "no_text")]
    assert pq.read_metadata(tmp_path / "out" / "documents.parquet").num_rows == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda raw: (raw / "small.html").write_text("<pre>" * 52_000, encoding="utf-8"),
        lambda raw: (raw / "large.html").write_text("<p>全年公开信息3条。" * 200_000, encoding="utf-8"),
        lambda raw: [(raw / f"{n}.txt").write_text(REPORT * 500 + str(n), encoding="utf-8") for n in range(40)],
    ],
    ids=["a page within the parser", "a page within a worker", "many texts without a worker"],
)
def test_an_interrupted_run_ends_while_it_reads(write: Callable[[Path], object], tmp_path: Path) -> None:
    raw, log = tmp_path / "raw", tmp_path / "log"
    raw.mkdir()
    write(raw)
    run = start_command("run", raw, tmp_path / "out", "--log-json", log, group=True)
    for _ in range(3000):  # a minute, on a machine that has much to do
        if log.exists() and '"planned"' in log.read_text("utf-8"):
            break
        time.sleep(0.02)
    time.sleep(0.5)
    stopped = time.monotonic()
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert time.monotonic() - stopped < 15  # half a second, on a machine with nothing else to do
    assert run.returncode in {130, 3, 0}
    assert "Traceback" not in said
