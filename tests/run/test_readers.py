"""Who reads while runs publish sees one run: by one folder that is resolved once, as all commands do."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

import pipeline
from pipeline.run.collect import collect_files
from pipeline.run.generations import drop_former
from pipeline.run.publish import HIDDEN, current_folder
from pipeline.run.run import run_files, summarize
from pipeline.tables.files import current_tables, find_tables, iterate_rows, read_table
from pipeline.tables.parquet import NoTablesError
from pipeline.views.charts.data import read_chart_data
from pipeline.views.diff.diff import diff_outputs
from pipeline.views.export.export import ExportFormat, export_tables
from pipeline.views.review.site import read_documents
from tests.prepared import start_script

RUNS = 20
# Publishes run after run over more and fewer reports, so that every run shows another number of them.
PUBLISHER = """
import sys
from pathlib import Path
from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
raw, out = map(Path, sys.argv[1:])
files = collect_files(raw)
for run in range({runs}):
    run_files(files[: 2 + run % 5], out)
"""


@pytest.fixture
def out(tmp_path: Path, write_reports: Callable[..., Path]) -> Path:
    """An output that shows two of twenty reports."""
    raw = write_reports(tmp_path / "raw", 6)
    run_files(collect_files(raw)[:3], tmp_path / "out")
    return tmp_path / "out"


def publishing(out: Path) -> Iterator[int]:
    """Counts up while twenty runs publish, and a while longer where nothing was counted."""
    publisher = start_script(PUBLISHER.format(runs=RUNS), out.parent / "raw", out)
    for number in count():
        yield number
        if publisher.poll() is not None:
            break
    assert publisher.returncode == 0


def by_folder(out: Path) -> set[int]:
    folder = pipeline.current_tables(out)
    counted = {len(pd.read_parquet(folder / f"{name}.parquet")) for name in ("panel", "documents")}
    counted.add(pl.scan_parquet(folder / "documents.parquet").select("text").collect().height)
    return counted | {json.loads((folder / "run.json").read_text("utf-8"))["rows"]["panel"]}


def by_one_table(out: Path) -> set[int]:
    """What the examples do, which need nothing of ours."""
    folder = (out / "panel.parquet").resolve().parent
    names = ("documents", "panel")
    with duckdb.connect() as opened:
        return {opened.execute(f"SELECT count(*) FROM '{folder}/{name}.parquet'").fetchall()[0][0] for name in names}  # noqa: S608


def by_tables(out: Path) -> set[int]:
    tables = {table.name: table for table in find_tables(out)}
    assert len(tables) == len(pipeline_tables())
    ids = {row[0] for row in iterate_rows(tables["panel"], ["document_id"])}
    assert ids == set(read_table(tables["documents"])["document_id"].to_pylist())
    return {len(ids), tables["documents"].rows}


def pipeline_tables() -> tuple[object, ...]:
    from pipeline.tables.schema import TABLES  # noqa: PLC0415

    return TABLES


def by_pages(out: Path) -> set[int]:
    documents = [*read_documents(out)]
    assert all(document.figures for document in documents)
    return {len(documents)}


def by_charts(out: Path) -> set[int]:
    data = read_chart_data(out)
    return {data.reports, sum(row["reports"] for row in data.years), len(data.coverage) and data.disclosure}


def by_export(out: Path) -> set[int]:
    file = out.parent / "tables.sqlite"
    export_tables(out, file, ExportFormat.SQLITE)
    with closing(sqlite3.connect(file)) as opened:
        return {opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("panel", "documents")}  # noqa: S608


def by_diff(out: Path) -> set[int]:
    """Each side is whole, so the report that is added is added with all of its rows."""
    former = out.parent / "former"
    if not former.exists():
        run_files(collect_files(out.parent / "raw")[:1], former)
    added = [row["table"] for row in diff_outputs(former, out) if row["change"] == "added"]
    return {added.count("documents"), added.count("documents")}


def by_summary(out: Path) -> set[int]:
    summary = summarize(out)
    assert summary.figures.total() % summary.documents == 0  # the reports are alike
    return {summary.documents}


READERS = (by_folder, by_one_table, by_tables, by_pages, by_charts, by_export, by_diff, by_summary)


def test_whoever_reads_while_twenty_runs_publish_sees_one_run_each_time(out: Path) -> None:
    seen: set[int] = set()
    for number in publishing(out):
        read = READERS[number % len(READERS)]
        counted = read(out)
        assert len(counted) == 1, f"{read.__name__} mixed two runs in reading {number}"
        seen |= counted
    assert len(seen) > 1


def test_a_reader_that_began_reads_to_the_end_though_its_folder_goes(out: Path) -> None:
    tables = find_tables(out)
    run_files(collect_files(out.parent / "raw"), out)
    drop_former(out / HIDDEN / "generations", 2, 2e10)
    assert [path.name for path in (out / HIDDEN / "generations").iterdir()] == ["2"]
    assert not tables[0].path.exists()
    for table in tables:
        assert len([*iterate_rows(table)]) == table.rows
        assert read_table(table).num_rows == table.rows


def test_two_readers_of_one_table_do_not_disturb_each_other(out: Path) -> None:
    (table,) = (table for table in find_tables(out) if table.name == "figures")
    whole = [*iterate_rows(table)]
    assert [*zip(iterate_rows(table), iterate_rows(table), strict=True)] == [(row, row) for row in whole]


def test_tables_that_others_put_beside_them_are_found_where_they_are(out: Path) -> None:
    (out / "revisions.parquet").write_bytes((out / "panel.parquet").read_bytes())
    (out / "mine.parquet").symlink_to(out.parent / "elsewhere.parquet")
    (out.parent / "elsewhere.parquet").write_bytes((out / "panel.parquet").read_bytes())
    paths = {table.name: table.path for table in find_tables(out)}
    assert paths["revisions"] == out / "revisions.parquet"
    assert paths["mine"] == out / "mine.parquet"
    assert paths["panel"].parent == current_tables(out) == current_folder(out).resolve()


def test_a_folder_of_files_holds_them_itself(out: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for file in out.glob("*.parquet"):
        (plain / file.name).write_bytes(file.read_bytes())
    assert current_tables(plain) == plain.resolve()
    assert {table.path.parent for table in find_tables(plain)} == {plain}


@pytest.mark.parametrize("kind", ["nothing", "file", "empty", "dangling", "circle"])
def test_where_there_are_no_tables_that_is_said(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("", "utf-8")
    elif kind != "nothing":
        out.mkdir()
    if kind in {"dangling", "circle"}:
        (out / "documents.parquet").symlink_to("nowhere" if kind == "dangling" else "documents.parquet")
    for find in (current_tables, find_tables, pipeline.current_tables):
        with pytest.raises(NoTablesError):
            find(out)


@pytest.mark.slow
@pytest.mark.parametrize("read", READERS)
def test_no_reading_of_hundreds_is_mixed_or_misses_a_file(out: Path, read: Callable[[Path], set[int]]) -> None:
    for _ in range(3):
        for number in publishing(out):
            assert len(read(out)) == 1, number
