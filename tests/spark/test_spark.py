"""On Spark the rows are those of a local run, whatever the input is and whichever worker dies on the way."""

import importlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.specimens.generate import write_documents
from pipeline.audits.year_on_year import codes_between_years
from pipeline.run.collect import collect_files
from pipeline.run.options import Limits, Options
from pipeline.run.run import run_files
from pipeline.spark.filesystems import to_uri
from pipeline.spark.nested_rows import FOLDED, fold_tables, nested_schema, unfold_table
from pipeline.spark.run import run_spark
from pipeline.tables.panel_columns import PANEL, PANEL_CORRECTED
from pipeline.tables.parquet import UnwritableError
from pipeline.tables.schema import TABLES
from tests import htmltables
from tests.spark.differences import differences
from tests.statutory import request_rows

# Spark warns of the newest pandas, which is not used, and leaves sockets to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

# Reads as any run does, but the first reader of all kills the Spark worker for which it reads, and leaves its name.
KILLER = """
import json, time
from pathlib import Path
import psutil
from pipeline.report import extract_source

def read(source):
    try:
        marker = Path({marker!r}).open("x")
    except FileExistsError:
        return extract_source(source)
    worker = psutil.Process().parent().parent()
    with marker:
        json.dump(worker.cmdline(), marker)
    worker.kill()
    time.sleep(60)
"""


PAGE = """<html><body><h1>某市财政局{year}年政府信息公开工作年度报告</h1>
<p>一、收到和处理政府信息公开申请情况</p><p>本年{words}。</p>{form}</body></html>"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forms of all generations, agencies with several years, prose; copies, empty files, one that is too large."""
    folder = tmp_path_factory.mktemp("input") / "raw"
    for path, data, *_ in write_documents(range(60), 0, ["html", "text"], ["F08", "F14", "F19", "F21"]):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    for year, words in ((2021, "收到申请8件"), (2022, "收到申请12件，比上年增长50%")):
        numbers = {"received": year - 2013, "carried_in": year % 2, "handled": year - 2014, "carried_out": year % 2}
        page = PAGE.format(year=year, words=words, form=htmltables.table(*request_rows(numbers)))
        (folder / f"{year}.html").write_text(page, "utf-8")
    files = sorted(folder.rglob("*.*"))
    shutil.copy(files[0], folder / "副本.html")
    shutil.copy(files[0], folder / f"副本二{files[0].suffix}")
    (folder / "_下划线.txt").write_text("某县林业局2016年政府信息公开年度报告\n一、概述\n公开信息8项。\n", "utf-8")
    (folder / ".hidden.txt").write_text("一、概述\n公开信息9项。\n", "utf-8")
    for name in ("空.txt", "空二.txt"):
        (folder / name).touch()
    with (folder / "large.txt").open("wb") as large:
        large.truncate(2_000_001)
    return folder


LIMITS = Limits(max_bytes=2_000_000)


@pytest.fixture(scope="module")
def local(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """The tables of a local run."""
    out = tmp_path_factory.mktemp("local")
    run_files(collect_files(raw), out, options=Options(limits=LIMITS))
    tables = {table.name: pq.read_table(out / f"{table.name}.parquet") for table in TABLES}
    problems = set(tables["problems"]["problem"].to_pylist())
    assert {"duplicate_file", "empty_file", "too_large"} <= problems
    assert codes_between_years() & set(tables["audits"]["rule"].to_pylist())
    return tables


@pytest.mark.slow
def test_a_folder_gives_the_rows_of_a_local_run_though_a_worker_is_killed(
    spark: Any, modules: Path, raw: Path, tmp_path: Path
) -> None:
    marker = tmp_path / "killed.json"
    (modules / "spark_killer.py").write_text(KILLER.format(marker=str(marker)), "utf-8")
    (raw / "gone.txt").symlink_to("nowhere")
    killer = importlib.import_module("spark_killer")
    try:
        run_spark(spark, str(raw), str(tmp_path / "out"), options=Options(read=killer.read, limits=LIMITS))
        run_files(collect_files(raw), tmp_path / "local", options=Options(limits=LIMITS))
    finally:
        (raw / "gone.txt").unlink()
    assert "pyspark" in marker.read_text("utf-8")
    with_link = {table.name: pq.read_table(tmp_path / "local" / f"{table.name}.parquet") for table in TABLES}
    assert "cannot_open" in with_link["problems"]["problem"].to_pylist()
    assert differences(tmp_path / "out", with_link) == []
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith("_")]


@pytest.mark.slow
def test_a_uri_gives_the_rows_of_a_local_run(spark: Any, raw: Path, local: dict[str, pa.Table], tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = run_spark(spark, to_uri(str(raw)), to_uri(str(out)), options=Options(limits=LIMITS))
    assert differences(out, local) == []
    assert said["rows"] == {table.name: local[table.name].num_rows for table in FOLDED}
    assert said["unreadable"] == 3
    with pytest.raises(UnwritableError, match="is not empty"):
        run_spark(spark, str(raw), str(out), options=Options())


@pytest.mark.slow
def test_a_parquet_gives_the_rows_of_a_local_run(
    spark: Any, raw: Path, local: dict[str, pa.Table], tmp_path: Path
) -> None:
    files = collect_files(raw)
    rows = {"path": [file.name for file in files], "bytes": [file.path.read_bytes() for file in files]}
    pq.write_table(pa.table(rows), tmp_path / "reports.parquet")
    run_spark(spark, str(tmp_path / "reports.parquet"), str(tmp_path / "out"), options=Options(limits=LIMITS))
    assert differences(tmp_path / "out", local) == []


@pytest.mark.slow
def test_two_documents_with_one_id_are_refused(
    spark: Any, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pipeline.spark.run._read",
        lambda spark, *_: spark.createDataFrame([("ab",), ("ab",), ("cd",)], "document_id string"),
    )
    with pytest.raises(UnwritableError, match=r"the same document_id: ab$"):
        run_spark(spark, str(raw), str(tmp_path / "out"), options=Options())
    assert not list(tmp_path.glob("out/*.json"))


@pytest.mark.slow
@pytest.mark.usefixtures("spark")
def test_the_command_reads_a_folder(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw = write_reports(tmp_path / "raw", 3)
    (raw / "empty.txt").touch()
    command = [sys.executable, "-m", "pipeline", "spark", str(raw), str(tmp_path / "out"), "--master", "local[1]"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended.stderr
    assert "documents            3\n" in ended.stdout
    assert "unreadable           1\n" in ended.stdout


def test_nested_rows_unfold_into_the_tables_that_they_were_folded_from(
    local: dict[str, pa.Table], tmp_path: Path
) -> None:
    for table in TABLES:
        pq.write_table(local[table.name], tmp_path / f"{table.name}.parquet")
    nested = pa.Table.from_batches(fold_tables(tmp_path), nested_schema())
    ids = nested["document_id"].to_pylist()
    assert ids[:-1] == local["documents"]["document_id"].to_pylist()
    assert ids[-1] is None
    for table in FOLDED:
        rows, own = unfold_table(nested, table).to_pylist(), local[table.name].to_pylist()
        if table in {PANEL, PANEL_CORRECTED}:  # They stand by code, agency and year, and the nested rows by document.
            own = sorted(own, key=itemgetter("document_id"))
        assert rows == own, table.name


def test_nothing_but_the_command_imports_spark() -> None:
    modules = "pipeline.run.run, pipeline.cli.main, pipeline.report, pipeline.spark.run"
    code = f"import sys, {modules}; sys.exit(any(name.startswith('pyspark') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
