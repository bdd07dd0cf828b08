"""What lists say of documents is said on Spark as by a local run, and so is which lines fit nothing."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.run.collect import collect_files
from pipeline.run.extract_files import Options
from pipeline.run.known_list import KnownList
from pipeline.run.metadata_lists import open_metadata
from pipeline.run.run import run_files
from pipeline.spark.nested_rows import FOLDED
from pipeline.spark.run import run_spark
from tests.containers import SITE, pack_warc_gz, pack_zip
from tests.test_volumes import VOLUME

pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

TEXT = "一、总体情况\n全年公开信息{}项，均已上网。\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(TEXT.format(number + 3), "utf-8")
    (folder / "copy.txt").write_text(TEXT.format(3), "utf-8")
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


@pytest.mark.slow
@pytest.mark.parametrize("uri", [False, True])
def test_lists_say_on_spark_what_they_say_locally(spark: Any, raw: Path, tmp_path: Path, *, uri: bool) -> None:
    local = open_list(raw)
    if uri:  # what lies elsewhere is not looked through for the lists themselves
        (raw / "index.csv").rename(tmp_path / "index.csv")
        local = open_metadata([tmp_path / "index.csv"], raw)
    run_files(local.leave_aside(collect_files(raw)), tmp_path / "local", metadata=local, across=())
    known = open_metadata([Path(local.files[0])], raw)
    place = f"file://{raw}" if uri else str(raw)
    said = run_spark(spark, place, str(tmp_path / "out"), options=Options(), metadata=known)
    for table in (table.name for table in FOLDED):
        rows = [pq.read_table(tmp_path / out / f"{table}.parquet").to_pylist() for out in ("out", "local")]
        assert rows[0] == rows[1], table
    assert said["metadata"] == json.loads((tmp_path / "local" / "run.json").read_text("utf-8"))["metadata"]
    assert [one["line"] for one in said["metadata"]["told"]] == [4, 6, 7, 10]
