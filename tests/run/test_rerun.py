"""A second run reads what changed and nothing else, and its tables are those of a run from nothing."""

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import array, string

from pipeline import provenance
from pipeline.i18n import Message
from pipeline.metadata.hint import read_hint
from pipeline.model import Problem, Report, Source, Unreadable
from pipeline.report import extract_source
from pipeline.rulebook.problems import problem_rules
from pipeline.run.collect import collect_files
from pipeline.run.events import Event
from pipeline.run.merge import merge_tables
from pipeline.run.options import Limits, Options
from pipeline.run.pieces import write_piece
from pipeline.run.run import run_files
from pipeline.run.touched import Carried
from pipeline.tables.parquet import to_batches
from pipeline.tables.rows import tabulate
from pipeline.tables.schema import TABLES
from tests.run.publishing import read_once

pytestmark = pytest.mark.usefixtures("read_files_once")

ALIKE = "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息553项。\n三、其他\n"


@pytest.fixture
def raw_folder(tmp_path: Path, write_reports: Callable[..., Path]) -> Path:
    """Twenty reports, two copies of one more, an empty file and its copy."""
    raw = write_reports(tmp_path / "raw", 20)
    for name in ("b.txt", "c.txt"):
        (raw / name).write_text(ALIKE, encoding="utf-8")
    for name in ("empty.txt", "empty too.txt"):
        (raw / name).touch()
    return raw


def run(raw: Path, out: Path, **options: object) -> list[str]:
    """Runs, and gives the names of the files that were read."""
    read: list[str] = []

    def listen(event: Event) -> None:
        if event.name == "document":
            read.append(str(event.facts["source"]))

    run_files(collect_files(raw), out, options=Options(**options), listen=listen)  # type: ignore[arg-type]
    return sorted(read)


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.parquet")}


def is_as_from_nothing(raw: Path, out: Path) -> bool:
    fresh = out.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    run(raw, fresh)
    return tables(fresh) == tables(out)


def column(out: Path, table: str, name: str) -> list[object]:
    return list(pq.read_table(out / f"{table}.parquet")[name].to_pylist())


def test_a_rerun_reads_nothing_and_touches_nothing(raw_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert len(run(raw_folder, out)) == 23
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in out.glob("*.*") if file.is_file()}
    assert len(before) == len(TABLES) + len(("datapackage.json", "run.json"))
    assert run(raw_folder, out) == []
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in out.glob("*.*") if file.is_file()} == before


def test_one_changed_file_is_read_and_no_other(raw_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw_folder, out)
    changed = raw_folder / "000" / "00007.txt"
    changed.write_text(changed.read_text("utf-8").replace("信息14项", "信息1400项"), encoding="utf-8")
    assert run(raw_folder, out) == ["000/00007.txt"]
    assert 1400 in column(out, "figures", "value")
    assert is_as_from_nothing(raw_folder, out)
    said = json.loads((out / "run.json").read_text("utf-8"))
    assert said["documents"] == {"read": 1, "kept": 20, "renamed": 0, "removed": 1}
    assert said["slowest"][0]["source"] == "000/00007.txt"
    assert said["rows"]["documents"] == 21


def test_a_change_that_keeps_size_and_time_is_seen(raw_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw_folder, out)
    changed = raw_folder / "b.txt"
    stat = changed.stat()
    changed.write_text(ALIKE.replace("553", "554"), encoding="utf-8")
    os.utime(changed, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert run(raw_folder, out) == ["b.txt"]
    assert is_as_from_nothing(raw_folder, out)


def test_renamed_removed_and_copied_files_are_not_read_again(raw_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw_folder, out)
    (raw_folder / "000" / "00003.txt").rename(raw_folder / "new name.txt")
    (raw_folder / "000" / "00004.txt").unlink()
    shutil.copy(raw_folder / "000" / "00005.txt", raw_folder / "another.txt")
    (raw_folder / "c.txt").unlink()
    (raw_folder / "b.txt").rename(raw_folder / "d.txt")
    (raw_folder / "empty.txt").rename(raw_folder / "void.txt")
    assert run(raw_folder, out) == []
    assert is_as_from_nothing(raw_folder, out)
    problems = pq.read_table(out / "problems.parquet").to_pylist()
    assert [(row["source"], row["problem"]) for row in problems if row["problem"] != "no_report"] == [
        *((row["source"], row["problem"]) for row in problems if row["document_id"]),
        ("empty too.txt", "empty_file"),
        ("void.txt", "empty_file"),
    ]
    assert "another.txt" not in column(out, "documents", "source") or "000/00005.txt" not in column(
        out, "documents", "source"
    )
    assert run(raw_folder, out) == []


def test_the_problems_of_a_renamed_document_and_its_copies_go_with_it(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name in ("b.txt", "c.txt", "d.txt"):
        (raw / name).write_text(ALIKE, encoding="utf-8")
    run(raw, out)
    (raw / "b.txt").unlink()
    assert run(raw, out) == []
    rows = pq.read_table(out / "problems.parquet").to_pylist()
    assert [(row["source"], row["problem"]) for row in rows] == [
        ("c.txt", "numbering_gap"),
        ("d.txt", "duplicate_file"),
    ]
    assert "the same bytes as c.txt" in rows[1]["message"]
    assert column(out, "documents", "problems") == [2]
    assert is_as_from_nothing(raw, out)


def test_other_rules_or_code_read_everything_again(
    raw_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(raw_folder, out)
    monkeypatch.setattr(provenance, "edition_digest", lambda: "another")
    assert len(run(raw_folder, out)) == 23
    assert run(raw_folder, out) == []


@pytest.mark.parametrize("name", ["documents.parquet", "problems.parquet", "cells.parquet"])
def test_tables_that_are_broken_or_gone_are_made_again(raw_folder: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    run(raw_folder, out)
    whole = tables(out)
    (out / name).resolve().write_bytes(b"no table")
    assert len(run(raw_folder, out)) == 23
    (out / name).unlink()
    assert run(raw_folder, out) == []
    assert tables(out) == whole


# Where the code alone is no message.
PROBLEMS = {
    "too_slow": Problem("too_slow.word", seconds=1),
    "timed_out": Problem("timed_out", seconds=1),
    "out_of_memory": Problem("out_of_memory", size=1),
    "crashed": Problem("crashed", reason=Message("worker_gone")),
}
REFUSED = ("needs_libreoffice", "too_slow", "timed_out", "out_of_memory", "crashed")


def _refuse(source: Source, code: str) -> tuple[Report, ...] | Unreadable:
    """Refuses a file for what may not be its fault; all others are read."""
    found = read_once(source)
    return Unreadable(source.path, PROBLEMS.get(code, Problem(code))) if source.path == "b.txt" else found


def test_the_problems_that_the_next_run_tries_again_are_those_of_the_machine() -> None:
    transient = {rule.code for rule in problem_rules() if rule.transient}
    assert transient == {*REFUSED, "cannot_open", "changed_file"}


@pytest.mark.parametrize("code", REFUSED)
def test_what_may_be_no_fault_of_the_file_is_tried_again_by_every_run(
    raw_folder: Path, tmp_path: Path, code: str
) -> None:
    (raw_folder / "c.txt").unlink()
    out, refuse = tmp_path / "out", partial(_refuse, code=code)
    assert len(run(raw_folder, out, read=refuse)) == 23
    assert code in column(out, "problems", "problem")
    before = {file: file.stat().st_ino for file in out.glob("*.parquet")}
    assert run(raw_folder, out, read=refuse) == ["b.txt"]
    # It said nothing new, so nothing was written.
    assert {file: file.stat().st_ino for file in out.glob("*.parquet")} == before
    assert run(raw_folder, out) == ["b.txt"]
    assert code not in column(out, "problems", "problem")
    assert is_as_from_nothing(raw_folder, out)
    assert run(raw_folder, out) == []


def test_what_a_file_is_refused_for_is_known_until_it_is_asked_for_again(raw_folder: Path, tmp_path: Path) -> None:
    (raw_folder / "c.txt").unlink()
    out, refuse = tmp_path / "out", partial(_refuse, code="broken_pdf")
    run(raw_folder, out, read=refuse)
    assert run(raw_folder, out) == []
    assert "broken_pdf" in column(out, "problems", "problem")
    assert run(raw_folder, out, retry_failed=True) == ["b.txt", "empty too.txt", "empty.txt"]
    assert "broken_pdf" not in column(out, "problems", "problem")
    assert is_as_from_nothing(raw_folder, out)
    written = {file: file.stat().st_ino for file in out.glob("*.parquet")}
    assert run(raw_folder, out, retry_failed=True) == ["empty too.txt", "empty.txt"]
    assert {file: file.stat().st_ino for file in out.glob("*.parquet")} == written


def test_what_a_killed_run_refused_for_the_machine_is_tried_again_by_the_next(
    raw_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.run.rewrite._merge", _end)
        with pytest.raises(OSError, match="killed"):
            run(raw_folder, out, read=partial(_refuse, code="needs_libreoffice"))
    assert run(raw_folder, out) != []
    assert "needs_libreoffice" not in column(out, "problems", "problem")
    assert is_as_from_nothing(raw_folder, out)


def _end(*_: object) -> None:
    raise OSError("killed")


def test_a_file_that_is_too_large_is_not_read(raw_folder: Path, tmp_path: Path) -> None:
    out, small = tmp_path / "out", Limits(max_bytes=1000)
    (raw_folder / "large.txt").write_text(ALIKE * 100, encoding="utf-8")
    assert "large.txt" not in run(raw_folder, out, limits=small)
    rows = pq.read_table(out / "problems.parquet").to_pylist()
    assert [row["source"] for row in rows if row["problem"] == "too_large"] == ["large.txt"]
    assert run(raw_folder, out, limits=small) == []
    assert run(raw_folder, out) == ["large.txt"]


@pytest.mark.parametrize("name", ["报告.txt", "2016/某县水务局2015年政府信息公开工作年度报告.txt", "a.HTML", "x.md"])
def test_what_the_hint_does_not_say_of_a_path_changes_nothing(name: str, raw: Path) -> None:
    other = f"elsewhere/{Path(name).name}"
    assert read_hint(name) == read_hint(other)
    for path in sorted(raw.iterdir()):
        one, two = (extract_source(Source(source, path.read_bytes())) for source in (name, other))
        assert isinstance(one, Report)
        assert isinstance(two, Report)
        assert (one.metadata, one.figures, one.cells, one.problems) == (
            two.metadata,
            two.figures,
            two.cells,
            two.problems,
        )


def test_a_document_longer_than_a_batch_keeps_its_rows_together(
    make_report: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [make_report(f"{number}.txt") for number in range(9)]
    reports.sort(key=lambda report: report.document_id)
    for name, some in (("even", reports[::2]), ("odd", reports[1::2])):
        write_piece(tmp_path, name, [to_batches([tabulate(report)]) for report in some])
    (tmp_path / "all").mkdir()
    write_piece(tmp_path, "whole", [to_batches([tabulate(report)]) for report in reports])
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    none = Carried(None, array([], string()), {}, {})
    merge_tables(tmp_path / "all", none, [tmp_path / "whole"], [], [])
    merge_tables(old, none, [tmp_path / "even"], [], [])
    monkeypatch.setattr("pipeline.run.pieces.BATCH_OTHERWISE", 3)  # a document has four cells
    monkeypatch.setattr("pipeline.run.pieces.BATCH", {})
    ids = array([report.document_id for report in reports[::2]])
    merge_tables(new, Carried(old, ids, {}, {}), [tmp_path / "odd"], [], [])
    assert tables(new) == tables(tmp_path / "all")
