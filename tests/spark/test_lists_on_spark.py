"""What lists say of documents is said on Spark as by a local run, and so is which lines fit nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.run.collect import collect_files
from pipeline.run.list_lookup import KnownList
from pipeline.run.metadata_lists import open_metadata
from pipeline.run.options import Options
from pipeline.run.run import run_files
from pipeline.spark.documents import FOUND, find_documents
from pipeline.spark.nested_rows import FOLDED, nested_schema, unfold_table
from pipeline.spark.partitions import read_partition
from pipeline.spark.run import run_spark
from tests.containers import SITE, pack_warc_gz, pack_zip
from tests.test_volumes import VOLUME

pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

TEXT = "一、总体情况\n全年公开信息{}项，均已上网。\n"


@pytest.fixture
def raw(tmp_path: Path, write_texts: Callable[..., Path]) -> Path:
    folder = write_texts(tmp_path / "raw", TEXT, 4)
    pages = {f"{number}.html": f"<p>{TEXT.format(number + 20)}".encode() for number in range(3)}
    (folder / "a.zip").write_bytes(pack_zip(pages))
    (folder / "volume.txt").write_text(VOLUME, "utf-8")
    (folder / "b.warc.gz").write_bytes(pack_warc_gz({"w.html": f"<p>{TEXT.format(40)}".encode()}))
    lines = [
        "文件,url,机关,年度",
        "0.txt,,某市教育局,2018",
        "copy.txt,,,2018",
        "1.txt,,某局,20l8",
        "2.txt,,,2019",
        "2.txt,,,2020",
        "a.zip,,,2017",
        "a.zip!/1.html,,某县水务局,2016",
        f",{SITE}w.html,某县林业局,2015",
        "none.txt,,,2014",
    ]
    (folder / "index.csv").write_text("\n".join(lines), "utf-8")
    return folder


def open_list(raw: Path) -> KnownList:
    return open_metadata([raw / "index.csv"], raw)


def read_both(raw: Path, tmp_path: Path) -> tuple[KnownList, KnownList, dict[str, Any]]:
    """The lists after a local run, and anew, and the rows of the local run."""
    known = open_list(raw)
    run_files(known.leave_aside(collect_files(raw)), tmp_path / "local", metadata=known, across=())
    rows = {table.name: pq.read_table(tmp_path / "local" / f"{table.name}.parquet") for table in FOLDED}
    return known, open_list(raw), rows


def ordered(table: pa.Table) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())


def test_workers_say_of_their_documents_what_a_local_run_says(raw: Path, tmp_path: Path) -> None:
    """Without Spark: what its workers do, over two partitions."""
    local, known, rows = read_both(raw, tmp_path)
    files = known.leave_aside(collect_files(raw))
    batch = pa.RecordBatch.from_pydict({"name": [file.relative.encode() for file in files]})
    found = pa.Table.from_batches(find_documents([batch], str(raw), str(tmp_path), Options()), FOUND)
    half = [int(digest or "0", 16) % 2 for digest in found["digest"].to_pylist()]
    parts = [found.filter(pa.array([one == part for one in half])).sort_by("digest") for part in (0, 1)]
    fenced = Options(fenced=True, workers=1)
    nested = [
        row
        for part in parts
        for row in read_partition(part.to_batches(), str(raw), str(tmp_path), fenced, known.pack())
    ]
    whole = pa.Table.from_batches(nested, nested_schema())
    for table in FOLDED:
        assert ordered(unfold_table(whole, table)) == ordered(rows[table.name]), table.name
    known.add_uses(words for words in whole["listed_lines"].to_pylist() if words)
    assert known.describe() == local.describe()
    assert [one["line"] for one in known.describe()["told"]] == [4, 6, 10]  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("uri", [False, True])
def test_lists_say_on_spark_what_they_say_locally(spark: Any, raw: Path, tmp_path: Path, *, uri: bool) -> None:
    local, known, rows = read_both(raw, tmp_path)
    if uri:  # what lies elsewhere is not looked through for the lists themselves
        (raw / "index.csv").rename(tmp_path / "index.csv")
    address = f"file://{raw}" if uri else str(raw)
    said = run_spark(spark, address, str(tmp_path / "out"), options=Options(), metadata=known)
    for name, table in rows.items():
        assert ordered(pq.read_table(tmp_path / "out" / f"{name}.parquet")) == ordered(table), name
    assert said["metadata"] == local.describe()
