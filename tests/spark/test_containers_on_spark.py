"""What lies in containers gives on Spark the rows of a local run, whoever opens the container."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from bench.specimens.generate import write_documents
from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.options import Limits, Options
from pipeline.run.run import run_files
from pipeline.spark.documents import FOUND, find_documents
from pipeline.spark.filesystems import to_uri
from pipeline.spark.nested_rows import FOLDED, nested_schema, unfold_table
from pipeline.spark.partitions import read_partition
from pipeline.spark.run import run_spark
from pipeline.tables.schema import TABLES
from tests.containers import pack_mhtml, pack_tgz, pack_wacz, pack_warc_gz, pack_zip
from tests.shelf.test_tables import as_csv, as_lines, crawled
from tests.spark.differences import differences

pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

OPTIONS = Options(limits=Limits(max_bytes=2_000_000), columns=(("body", "甲"),))


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Containers of many kinds, with copies of one document in several, and with what cannot be read of them."""
    folder = tmp_path_factory.mktemp("input") / "raw"
    folder.mkdir()
    pages = {written.path: written.data for written in write_documents(range(12), 5, ["html", "text"], ["F19", "F21"])}
    some = list(pages.items())
    others = [{name: value.replace("水务", "林业") for name, value in row.items()} for row in crawled()]
    undecided = [{"甲": row["正文"] * 3, "乙": row["正文"] * 4, "标题": row["标题"]} for row in others]
    bad = {"../out.txt": b"3", "bomb.txt": bytes(2**22)}
    files = {
        "a.zip": pack_zip({**dict(some[:6]), **bad, "lists/a.csv": as_csv(crawled())}),
        "b.warc.gz": pack_warc_gz(dict(some[4:9])),
        "c.wacz": pack_wacz(dict(some[8:])),
        "d.tar.gz": pack_tgz({"z.zip": pack_zip(dict(some[:2])), some[3][0]: some[3][1]}),
        "cut.zip": pack_zip(pages)[:-9],
        "saved.doc": pack_mhtml("年报.html", some[0][1]),
        "crawl.csv": as_csv([*crawled(), {**crawled()[0], "正文": " "}]),
        "lines.jsonl": as_lines(crawled()),
        "undecided.csv": as_csv(undecided),
        "INDEX.csv": b"file,url\na.html,http://a.cn/1\n",
        "prices.csv": "品名,价格\n苹果,3\n".encode(),
        "empty.txt": b"",
        "page.html": some[0][1],
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def read_locally(raw: Path, out: Path, **also: Any) -> dict[str, pa.Table]:
    """The tables of a local run."""
    run_files(collect_files(raw), out, options=OPTIONS, **also)
    return {table.name: pq.read_table(out / f"{table.name}.parquet") for table in TABLES}


@pytest.fixture(scope="module")
def local(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    tables = read_locally(raw, tmp_path_factory.mktemp("local"))
    problems = set(tables["problems"]["problem"].to_pylist())
    assert {"duplicate_file", "unsafe_member", "container_limit", "broken_container", "list_of_files"} <= problems
    sources = tables["documents"]["source"].to_pylist()
    assert {source.partition("#")[0].partition("!")[0] for source in sources} >= {"a.zip", "b.warc.gz", "undecided.csv"}
    return tables


@pytest.fixture(scope="module")
def alone(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """The same, with nothing that compares documents."""
    return read_locally(raw, tmp_path_factory.mktemp("alone"), across=())


def partition(rows: pa.Table, number: int) -> list[pa.Table]:
    """The rows in so many parts, those of one digest together, each in the order of its digests."""
    digests = rows["digest"].to_pylist()
    parts_of = [hash(digest) % number for digest in digests]
    parts = [rows.filter(pa.array([chosen == part for chosen in parts_of])) for part in range(number)]
    return [part.sort_by("digest") for part in parts]


def ordered(table: pa.Table) -> list[str]:
    """The rows of a table in an order that no run has a part in."""
    return sorted(json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())


@pytest.mark.parametrize(("by_path", "most"), [(True, 512), (False, 25)])
def test_partitions_of_containers_have_the_rows_of_a_local_run(
    raw: Path, alone: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, by_path: bool, most: int
) -> None:
    """Without Spark: what its workers do, over parts that are cut where one is full."""
    monkeypatch.setattr("pipeline.spark.partitions.PARTITION", most)
    files = sorted(raw.iterdir())
    names = {"name": [path.name.encode() for path in files]}
    data = {"length": [path.stat().st_size for path in files], "content": [path.read_bytes() for path in files]}
    batch = pa.RecordBatch.from_pydict(names if by_path else names | data)
    root = str(raw) if by_path else None
    found = pa.Table.from_batches(find_documents([batch], root, str(tmp_path), OPTIONS), FOUND)
    assert [row["content"] is None for row in found.to_pylist() if row["name"] == b"page.html"] == [by_path]
    fenced = replace(OPTIONS, fenced=True, workers=1)
    nested = [
        rows for part in partition(found, 2) for rows in read_partition(part.to_batches(2), root, str(tmp_path), fenced)
    ]
    whole = pa.Table.from_batches(nested, nested_schema())
    for table in TABLES:
        if table in FOLDED:
            assert ordered(unfold_table(whole, table)) == ordered(alone[table.name]), table.name
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_folder_of_containers_gives_the_rows_of_a_local_run(
    spark: Any, raw: Path, local: dict[str, pa.Table], tmp_path: Path
) -> None:
    run_spark(spark, str(raw), str(tmp_path / "out"), options=OPTIONS)
    assert differences(tmp_path / "out", local) == []


@pytest.mark.slow
def test_a_uri_of_containers_gives_the_rows_of_a_local_run(
    spark: Any, raw: Path, local: dict[str, pa.Table], tmp_path: Path
) -> None:
    run_spark(spark, to_uri(str(raw)), str(tmp_path / "out"), options=OPTIONS)
    assert differences(tmp_path / "out", local) == []


def test_the_command_hands_on_the_columns_of_tables(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Options] = []

    def run(*_: object, options: Options, **_also: object) -> dict[str, object]:
        heard.append(options)
        return {"rows": {}, "unreadable": 0}

    monkeypatch.setattr("pipeline.spark.start_spark", lambda *_: SimpleNamespace(stop=lambda: None))
    monkeypatch.setattr("pipeline.spark.run_spark", run)
    shown = CliRunner().invoke(app, ["spark", str(raw), "out", "--columns", "body=甲,title=标题"])
    assert shown.exit_code == 0, shown.output
    assert heard[0].columns == (("body", "甲"), ("title", "标题"))
    assert CliRunner().invoke(app, ["spark", str(raw), "out", "--columns", "甲"]).exit_code == 2
