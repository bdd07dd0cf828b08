"""Tables that are folders of files: what did not change is linked, and all is as if it had been written anew."""

import os
import random
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.annotations.file import write_verdicts
from pipeline.run.collect import collect_files
from pipeline.run.generations import drop_former
from pipeline.run.options import Options
from pipeline.run.publish import HIDDEN, current_folder
from pipeline.run.run import run_files
from pipeline.tables.files import find_tables, read_table
from pipeline.tables.parquet import UnwritableError
from pipeline.tables.parts import table_files
from pipeline.tables.schema import DERIVED, STORED, TABLES
from tests.run.publishing import read_once, tables, watch_publishing
from tests.run.test_annotate import judge
from tests.run.test_comparable import YEARS, write_page, write_pages

AGENCIES = ("水务局", "教育局", "民政局", "档案局", "统计局", "卫生局", "司法局", "财政局", "审计局", "体育局")


def make_few(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("pipeline.tables.parts.ONE_FILE", 10)
    patch.setattr("pipeline.tables.parts.MOST", 8)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten documents are many, and a file of a table has eight at most on the average."""
    make_few(monkeypatch)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``raw``, ten agencies with five reports each, a copy and a file that is none, and its tables."""
    made = tmp_path_factory.mktemp("first")
    folder = write_pages(made / "raw", AGENCIES)
    shutil.copy(folder / "水务局2020.html", folder / "副本.html")
    (folder / "empty.txt").touch()
    with pytest.MonkeyPatch.context() as patch:
        make_few(patch)
        run(folder, made / "out")
    return made


@pytest.fixture
def raw(first: Path, tmp_path: Path) -> Path:
    return shutil.copytree(first / "raw", tmp_path / "raw")


@pytest.fixture
def out(first: Path, tmp_path: Path) -> Path:
    """The tables of a first run over ``raw``."""
    return shutil.copytree(first / "out", tmp_path / "out", symlinks=True)


def run(raw: Path, out: Path, **options: object) -> None:
    run_files(collect_files(raw), out, options=Options(read=read_once), **options)  # type: ignore[arg-type]


def is_as_from_nothing(raw: Path, out: Path, **options: object) -> bool:
    fresh = out.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    run(raw, fresh, **options)
    return tables(fresh) == tables(out)


def inodes(out: Path) -> dict[tuple[str, str], int]:
    paths = [current_folder(out).resolve() / f"{table.name}.parquet" for table in TABLES]
    return {(path.stem, file.name): file.stat().st_ino for path in paths for file in table_files(path)}


def written(out: Path, before: dict[tuple[str, str], int]) -> dict[str, int]:
    """How many files of each table are others than before; what is made of all documents is one file, made anew."""
    now = inodes(out)
    assert now.keys() == before.keys()
    changed = [table for (table, name), inode in now.items() if before[table, name] != inode]
    return {table.name: changed.count(table.name) for table in STORED}


def test_the_rows_are_those_of_one_file_for_whoever_reads_the_folder(
    raw: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    single = tmp_path / "single"
    monkeypatch.setattr("pipeline.tables.parts.ONE_FILE", 1000)
    run(raw, single)
    for table in TABLES:
        file, folder = single / f"{table.name}.parquet", out / f"{table.name}.parquet"
        rows = pq.read_table(file)
        assert rows.num_rows > 0 or table.name in {"citations", "figures"}
        assert len(table_files(folder)) == (1 if table in DERIVED else 8 + (table.name == "problems"))
        assert pq.read_table(folder).equals(rows)
        assert pd.read_parquet(folder).equals(pd.read_parquet(file))
        assert pl.read_parquet(folder).equals(pl.read_parquet(file))
        with duckdb.connect() as opened:
            (one, many) = (opened.execute(f"SELECT * FROM '{path}'").fetchall() for path in (file, folder))  # noqa: S608
        assert one == many
    for ours, theirs in zip(find_tables(out), find_tables(single), strict=True):
        assert ours.rows == theirs.rows
        assert ours.schema.equals(theirs.schema, check_metadata=True)
        assert read_table(ours).equals(read_table(theirs))


def test_one_changed_report_writes_three_files_of_each_table_at_most(raw: Path, out: Path) -> None:
    before = inodes(out)
    write_page(raw, "教育局", 2022, (9, 9, 9))
    run(raw, out)
    counts = written(out, before)
    assert counts["audits"] == 3  # where it was, where it is, and the report of the year after
    assert all(0 < count <= 3 for count in counts.values())
    assert is_as_from_nothing(raw, out)


def test_another_name_writes_what_says_the_name(raw: Path, out: Path) -> None:
    before = inodes(out)
    (raw / "教育局2022.html").rename(raw / "教育局.html")
    (raw / "副本.html").unlink()
    run(raw, out)
    changed = {table: count for table, count in written(out, before).items() if count}
    assert changed.keys() == {"documents", "problems"}
    assert max(changed.values()) <= 3  # both, and the file of those that are no document
    assert is_as_from_nothing(raw, out)


def test_whatever_changes_the_files_are_those_of_a_run_from_nothing(raw: Path, out: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    counts = set()
    for removed, added in ((3, 2), (20, 0), (25, 1), (0, 6), (1, 30), (0, 40), (5, 1)):
        for _ in range(removed):
            chance.choice(sorted(raw.glob("*.html"))).unlink()
        for _ in range(added):
            numbers = (chance.randrange(9), chance.randrange(9), chance.randrange(9))
            write_page(raw, chance.choice(AGENCIES), chance.choice(YEARS), numbers, f"{chance.randrange(10**6)}")
        run(raw, out)
        assert is_as_from_nothing(raw, out)
        counts.add(len(table_files(out / "figures.parquet")))
    assert {1, 2, 8} <= counts


def test_a_verdict_writes_the_file_that_holds_what_it_is_about(raw: Path, out: Path, tmp_path: Path) -> None:
    verdicts = tmp_path / "verdicts.csv"
    before = inodes(out)
    indicators = pq.read_table(out / "indicators.parquet", columns=["document_id", "cell_id"]).to_pylist()
    stated = {(row["document_id"], row["cell_id"]) for row in indicators}
    cells = [row for row in pq.read_table(out / "cells.parquet").to_pylist()[40:] if row["value"]]
    row = next(row for row in cells if (row["document_id"], row["cell_id"]) not in stated)
    verdicts.write_text(write_verdicts([judge(row, "wrong", 77)]), "utf-8", newline="")
    run(raw, out, verdicts=verdicts)
    assert {table: count for table, count in written(out, before).items() if count} == {"cells": 1, "problems": 1}
    assert 77 in pq.read_table(out / "cells.parquet")["verdict_value"].to_pylist()
    witness = next(row for row in cells if (row["document_id"], row["cell_id"]) in stated)
    verdicts.write_text(write_verdicts([judge(row, "wrong", 77), judge(witness, "wrong", 78)]), "utf-8", newline="")
    before = inodes(out)
    run(raw, out, verdicts=verdicts)
    assert written(out, before)["indicators"] == written(out, before)["panel_status"] == 1  # which it states
    assert is_as_from_nothing(raw, out, verdicts=verdicts)
    write_page(raw, "教育局", 2022, (9, 9, 9))
    run(raw, out, verdicts=verdicts)
    assert is_as_from_nothing(raw, out, verdicts=verdicts)
    run(raw, out)
    assert is_as_from_nothing(raw, out)


def test_a_copy_that_followed_the_links_goes_on_as_an_output(raw: Path, out: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    assert not (copy / "figures.parquet").is_symlink()
    write_page(raw, "教育局", 2022, (9, 9, 9))
    events: list[str] = []
    run(raw, copy, listen=lambda event: events.append(event.name))
    assert events.count("document") == 1
    assert (copy / "figures.parquet").is_symlink()
    assert is_as_from_nothing(raw, copy)


def test_a_table_of_which_a_file_is_gone_or_broken_is_made_again(raw: Path, out: Path) -> None:
    whole = tables(out)
    for harm in (Path.unlink, lambda file: file.write_bytes(b"no table")):
        harm(out / "cells.parquet" / "4.parquet")
        run(raw, out)
        assert tables(out) == whole


def test_a_folder_of_somebody_else_is_refused_and_left_alone(raw: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "figures.parquet"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UnwritableError, match="Is a directory"):
        run(raw, tmp_path / "out")
    assert (folder / "mine.txt").read_text("utf-8") == "mine"


def test_tables_of_another_pyarrow_are_written_and_not_linked(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = inodes(out)
    (raw / "副本.html").unlink()
    monkeypatch.setattr(pa, "cpp_version", "0.0.1")
    run(raw, out)
    assert not set(before.values()) & set(inodes(out).values())


def test_a_file_system_without_second_names_gets_copies(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_page(raw, "教育局", 2022, (9, 9, 9))

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", refuse)
        run(raw, out)
    assert is_as_from_nothing(raw, out)


def test_what_a_command_reads_is_not_removed_before_it_is_read(raw: Path, out: Path) -> None:
    held = find_tables(out)
    rows = {table.name: table.rows for table in held}
    first = current_folder(out).resolve()
    for _ in range(2):
        min(raw.glob("*.html")).unlink()
        run(raw, out)
    shown = int(current_folder(out).resolve().name)
    drop_former(out / HIDDEN / "generations", shown, now=10**12)
    assert {table.name: read_table(table).num_rows for table in held} == rows
    del held
    drop_former(out / HIDDEN / "generations", shown, now=10**12)
    assert not first.exists()


def test_all_tables_change_in_one_step(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After every call that changes a name, a reader sees the tables of one run, also from one file to many."""
    out = tmp_path / "out"
    some = collect_files(raw)[:9]
    run_files(some, out, options=Options(read=read_once))
    for files in (collect_files(raw)[:20], collect_files(raw), some):
        old, seen = tables(out), watch_publishing(monkeypatch)
        run_files(files, out, options=Options(read=read_once))
        monkeypatch.undo()
        monkeypatch.setattr("pipeline.tables.parts.ONE_FILE", 10)
        monkeypatch.setattr("pipeline.tables.parts.MOST", 8)
        new = tables(out)
        assert new.keys() != old.keys()
        assert old in seen
        assert new in seen
        assert [sight for sight in seen if sight not in (old, new)] == []


def test_neither_workers_nor_what_came_before_changes_a_byte(raw: Path, tmp_path: Path) -> None:
    files = collect_files(raw)
    run_files(files, tmp_path / "one", options=Options(workers=1, fenced=True))
    run_files(files, tmp_path / "two", options=Options(workers=2, fenced=True))
    run_files(files[5:40], tmp_path / "again")
    run_files(files, tmp_path / "again")
    assert tables(tmp_path / "one") == tables(tmp_path / "two") == tables(tmp_path / "again")
