"""A document is its bytes and what is said of it: the same words under two titles are two documents."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.run.across import ACROSS
from pipeline.run.collect import collect_files
from pipeline.run.metadata_lists import open_metadata
from pipeline.run.options import Options
from pipeline.run.run import run_files
from pipeline.spark.documents import FOUND, find_documents
from pipeline.spark.nested_rows import unfold_table
from pipeline.spark.partitions import read_partition
from pipeline.tables import DOCUMENTS
from tests.test_volumes import VOLUME

BODY = "一、总体情况\n本年度公开政府信息{}条，均在网站上公布，未收到政府信息公开申请，也没有行政复议和行政诉讼案件。\n"
HEAD = "标题,正文,链接,发布时间,单位"
Read = Callable[..., dict[str, Any]]


def row(town: str, year: int, *, url: str = "1", body: str = BODY.format(3)) -> str:
    title = f"某县{town}镇人民政府{year}年政府信息公开工作年度报告"
    return f'{title},"{body}",http://x.gov.cn/{url},{year + 1}-01-20,某县{town}镇人民政府'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Runs over the files, with a list of these lines; gives what was planned, documents by source, and copies."""

    def run(files: dict[str, str], lines: str = "", across: Sequence[Any] | None = None) -> dict[str, Any]:
        raw, out = tmp_path / "raw", tmp_path / "out"
        for name, data in files.items():
            (raw / name).parent.mkdir(parents=True, exist_ok=True)
            (raw / name).write_text(data, "utf-8")
        (tmp_path / "list.csv").write_text(lines, "utf-8")
        known = open_metadata([tmp_path / "list.csv"], raw) if lines else None
        heard: list[Any] = []
        stages = ACROSS if across is None else across
        run_files(collect_files(raw), out, metadata=known, listen=heard.append, across=stages)
        rows = pq.read_table(out / "documents.parquet").to_pylist()
        problems = pq.read_table(out / "problems.parquet").to_pylist()
        return {
            **next(event.counts for event in heard if event.name == "planned"),
            "rows": {row["source"]: row for row in rows},
            "ids": {row["source"]: row["document_id"] for row in rows},
            "copies": {one["source"] for one in problems if one["problem"] == "duplicate_file"},
            "told": [one["message"] for one in known.describe()["told"]] if known else [],  # type: ignore[attr-defined]
        }

    return run


def test_rows_of_the_same_words_are_documents_where_their_columns_differ(read: Read) -> None:
    lines = [
        HEAD,
        row("甲", 2021),
        row("甲", 2022),
        row("乙", 2021),
        row("甲", 2021, url="2"),
        row("乙", 2021, body=BODY.format(4)),
    ]
    found = read({"c.csv": "\n".join(lines)})
    assert {(one["agency"], one["report_year"]) for one in found["rows"].values()} == {
        ("某县甲镇人民政府", 2021),
        ("某县甲镇人民政府", 2022),
        ("某县乙镇人民政府", 2021),
    }
    assert (len(found["rows"]), len(set(found["ids"].values()))) == (4, 4)
    assert found["copies"] == {"c.csv#4"}  # its address alone is another


def test_a_row_is_the_same_document_in_another_order_table_or_run(read: Read) -> None:
    first = read({"c.csv": "\n".join([HEAD, row("甲", 2021), row("甲", 2022)])})
    again = read({"c.csv": "\n".join([HEAD, row("丙", 2021), row("甲", 2022), row("甲", 2021)])})
    assert (again["read"], again["kept"]) == (1, 2)
    assert again["ids"]["c.csv#3"] == first["ids"]["c.csv#1"]
    other = read({"d.csv": "\n".join([HEAD, row("甲", 2021, url="9").replace("2022-01-20", "2022年1月20日 08:00")])})
    assert (other["read"], other["copies"]) == (0, {"d.csv#1"})


def test_the_id_of_a_document_of_which_nothing_is_said_is_that_of_its_bytes(read: Read) -> None:
    other = BODY.format(5)
    found = read({"a.txt": other, "sub/b.txt": other, "c.csv": f'链接,正文\nhttp://x.cn/1,"{BODY.format(3)}"\n'})
    ids = {sha256(BODY.format(3).encode()).hexdigest()[:16], sha256(other.encode()).hexdigest()[:16]}
    assert (set(found["ids"].values()), found["copies"]) == (ids, {"sub/b.txt"})


def test_pages_of_the_same_bytes_are_documents_where_a_list_says_so(read: Read) -> None:
    pages = {f"{name}.html": f"<p>{BODY.format(3)}" for name in "abcd"}
    before = read(pages)
    lines = "文件,标题,年度,网址\na.html,某县甲镇人民政府年报,2021,http://x.cn/1\nb.html,某县甲镇人民政府年报,2022,\nc.html,某县乙镇人民政府年报,2021,\n"
    found = read({}, lines)
    assert {source: (one["agency"], one["report_year"]) for source, one in found["rows"].items()} == {
        "a.html": ("某县甲镇人民政府", 2021),
        "b.html": ("某县甲镇人民政府", 2022),
        "c.html": ("某县乙镇人民政府", 2021),
        "d.html": (None, None),
    }
    assert (found["told"], found["copies"]) == ([], set())
    assert found["ids"]["d.html"] == before["ids"]["a.html"]
    assert read({}, f"{lines}d.html,某县甲镇人民政府 年报,2021,http://x.cn/2\n")["copies"] == {"d.html"}
    assert (len(read({}, lines)["rows"]), read({}, lines)["read"]) == (4, 0)


def test_a_list_that_contradicts_nothing_changes_no_id(read: Read) -> None:
    pages = {f"{name}.html": f"<p>{BODY.format(3)}" for name in "ab"} | {"c.html": f"<p>{BODY.format(4)}"}
    before = read(pages)
    found = read({}, "文件,机关,年度\na.html,某县甲镇人民政府,2021\nb.html,,2021\nc.html,某县乙镇人民政府,\n")
    assert (found["ids"], found["copies"]) == (before["ids"], {"b.html"})
    by_id = "".join(f"{one},2020\n" for one in found["ids"].values())
    assert {one["report_year"] for one in read({}, f"document_id,年度\n{by_id}")["rows"].values()} == {2020}


def test_a_row_is_found_by_the_id_that_the_tables_have(read: Read) -> None:
    found = read({"c.csv": f'标题,正文\n某县甲镇人民政府年报,"{BODY.format(3)}"\n'})
    [one] = found["ids"].values()
    again = read({}, f"document_id,年度\n{one},2020\n")
    assert (again["ids"], again["told"]) == (found["ids"], [])
    assert again["rows"]["c.csv#1"]["report_year"] == 2020


def test_volumes_of_the_same_bytes_stay_whole_in_either_document(read: Read) -> None:
    found = read({"a.txt": VOLUME, "b.txt": VOLUME}, "文件,标题\na.txt,某县年报汇编甲\nb.txt,某县年报汇编乙\n")
    assert sorted(found["rows"]) == [f"{name}.txt#{number}" for name in "ab" for number in (1, 2, 3)]
    assert (len(set(found["ids"].values())), found["copies"]) == (6, set())
    again = read({"c.txt": VOLUME}, "文件,标题\na.txt,某县年报汇编甲\nb.txt,某县年报汇编乙\nc.txt,某县年报汇编乙\n")
    assert (again["read"], again["kept"], again["copies"]) == (0, 6, {"c.txt"})


def test_workers_of_spark_tell_the_same_documents(read: Read, tmp_path: Path) -> None:
    lines = [HEAD, row("甲", 2021), row("甲", 2022), row("甲", 2021, url="2")]
    files = {"c.csv": "\n".join(lines), "a.html": f"<p>{BODY.format(3)}", "b.html": f"<p>{BODY.format(3)}"}
    listed = "文件,年度\na.html,2021\nb.html,2022\n"
    local = read(files, listed, across=())
    raw = tmp_path / "raw"
    batch = pa.RecordBatch.from_pydict({"name": [file.relative.encode() for file in collect_files(raw)]})
    found = pa.Table.from_batches(find_documents([batch], str(raw), str(tmp_path), Options()), FOUND).sort_by("digest")
    packed = open_metadata([tmp_path / "list.csv"], raw).pack()
    nested = pa.Table.from_batches(read_partition(found.to_batches(), str(raw), str(tmp_path), Options(), packed))
    rows = unfold_table(nested, DOCUMENTS).to_pylist()
    assert {one["source"]: one["document_id"] for one in rows} == local["ids"]
    assert len(local["ids"]) == 4
