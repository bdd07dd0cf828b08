"""A run knows members as it knows files: what did not change is kept, whatever became of the container."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.publish import index_folder, work_folder
from pipeline.run.run import run_files
from tests.containers import pack_tar, pack_warc_gz, pack_zip
from tests.test_volumes import VOLUME

pytestmark = pytest.mark.usefixtures("read_files_once")

Read = Callable[..., dict[str, Any]]


def pages(*numbers: int) -> dict[str, bytes]:
    text = "某县第{}局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息{}项。\n"
    return {f"{number}.txt": text.format(number, number + 7).encode() for number in numbers}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Runs over the files; gives what was planned, and the documents by source."""

    def run(files: dict[str, bytes], **options: Any) -> dict[str, Any]:
        raw = tmp_path / "raw"
        raw.mkdir(exist_ok=True)
        for old in raw.iterdir():
            if old.name not in files:
                old.unlink()
        for name, data in files.items():
            (raw / name).write_bytes(data)
        heard: list[Any] = []
        found = collect_files(raw, only=options.get("only", "*"), packed=True)
        run_files(found, tmp_path / "out", options=Options(**options), listen=heard.append)
        planned = next(event.counts for event in heard if event.name == "planned")
        rows = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
        return {**planned, "sources": sorted(row["source"] for row in rows), "rows": rows}

    return run


def test_what_is_wrong_with_a_member_is_said_in_both_languages_in_every_run(read: Read, tmp_path: Path) -> None:
    packed = {"a.zip": pack_zip({**pages(1), "../b.txt": b"x", "empty.txt": b" "})}
    said = []
    for _ in range(2):
        read(packed)
        rows = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
        said.append(sorted((row["problem"], row["message"], row["message_zh"]) for row in rows))
    assert said[0] == said[1]
    assert said[0] == [
        ("empty_file", "The file contains no text.", "文件中没有文字。"),
        (
            "unsafe_member",
            "The name of the member points outside its container; it is not read.",
            "压缩包中的这个文件的名称指向压缩包以外，未读取。",
        ),
    ]


def test_of_a_changed_container_only_the_changed_members_are_read(read: Read, tmp_path: Path) -> None:
    first = read({"a.zip": pack_zip(pages(1, 2, 3))})
    assert (first["read"], first["kept"], first["files"]) == (3, 0, 3)
    again = read({"a.zip": pack_zip(pages(1, 2, 3))})
    assert (again["read"], again["kept"]) == (0, 3)
    changed = pages(1, 2, 4) | {"3.txt": pages(9)["9.txt"]}
    after = read({"a.zip": pack_zip(changed)})
    assert (after["read"], after["kept"], after["removed"]) == (2, 2, 1)
    assert after["sources"] == [f"a.zip!/{number}.txt" for number in (1, 2, 3, 4)]
    assert len(list(index_folder(tmp_path / "out").iterdir())) == 1
    assert not work_folder(tmp_path / "out").exists()


def test_a_document_keeps_its_rows_when_it_is_unpacked_or_packed_otherwise(read: Read) -> None:
    read({"a.zip": pack_zip(pages(1, 2))})
    unpacked = read(pages(1, 2))
    assert (unpacked["read"], unpacked["kept"], unpacked["renamed"]) == (0, 2, 2)
    assert [(row["container"], row["member"]) for row in unpacked["rows"]] == [(None, None)] * 2
    packed = read({"b.tar": pack_tar(pages(1, 2))})
    assert (packed["read"], packed["renamed"]) == (0, 2)
    assert sorted((row["container"], row["member"]) for row in packed["rows"]) == [
        ("b.tar", "1.txt"),
        ("b.tar", "2.txt"),
    ]


def test_a_copy_in_another_container_is_told_as_a_copy(read: Read, tmp_path: Path) -> None:
    read({"a.zip": pack_zip(pages(1, 2)), "b.tar": pack_tar(pages(2, 3)), **pages(3)})
    rows = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    copies = [row["source"] for row in rows if row["problem"] == "duplicate_file"]
    assert sorted(copies) == ["b.tar!/2.txt", "b.tar!/3.txt"]


@pytest.mark.parametrize(
    ("only", "sources"),
    [
        ("a.zip", ["a.zip!/1.txt", "a.zip!/2.txt"]),
        ("a.zip!/2*", ["a.zip!/2.txt"]),
        ("*3.txt", ["3.txt", "b.tar!/3.txt"]),
    ],
)
def test_only_is_matched_against_members(read: Read, only: str, sources: list[str]) -> None:
    files = {"a.zip": pack_zip(pages(1, 2)), "b.tar": pack_tar({"3.txt": pages(5)["5.txt"]}), **pages(3)}
    assert read(files, only=only)["sources"] == sources


def test_what_harms_is_a_problem_and_costs_no_other_document(read: Read, tmp_path: Path) -> None:
    bad = {
        "bomb.zip": pack_zip({"x.txt": bytes(2**22)}),
        "cut.zip": pack_zip(pages(5))[:-9],
        "e.warc.gz": b"\x1f\x8b\0",
    }
    found = read({**bad, **pages(1), "ok.warc.gz": pack_warc_gz(pages(2))})
    assert len(found["sources"]) == 2
    rows = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    assert {row["source"]: row["problem"] for row in rows} == {
        "bomb.zip!/x.txt": "container_limit",
        "cut.zip": "broken_container",
        "e.warc.gz": "broken_container",
    }


def test_look_counts_no_copies_and_names_what_is_compressed_and_takes_a_file(tmp_path: Path) -> None:
    site = {f"{name}.html": f"<p>{text.decode()}".encode() for name, text in pages(1, 2).items()}
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(pack_tar(pages(1, 2))))
    (tmp_path / "c.warc.gz").write_bytes(pack_warc_gz(site))
    (tmp_path / "d.txt").write_bytes(pages(1)["1.txt"])
    rows = "".join(f'某县{name}镇年报,"{pages(1)["1.txt"].decode() * 3}"\n' for name in "甲乙甲")
    (tmp_path / "e.csv").write_text(f"标题,正文\n{rows}", "utf-8")
    said = CliRunner().invoke(app, ["look", str(tmp_path)]).output
    for words in ("tar.gz: 1 files, 2 documents", "warc.gz: 1 files, 2 documents", "text: 1 files, 0 documents"):
        assert words in said
    assert "to be read: 6; not to be read: 0" in said
    assert "2 more are copies of these" in said
    assert "counts once here" in said
    assert "warc.gz: 1 files, 2 documents" in CliRunner().invoke(app, ["look", str(tmp_path / "c.warc.gz")]).output


def test_look_says_what_would_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack_zip(pages(1, 2)))
    (tmp_path / "b.txt").write_bytes(pages(3)["3.txt"])
    (tmp_path / "INDEX.csv").write_text("file,url\na.html,http://a.cn/1\n", "utf-8")
    (tmp_path / "crawl.csv").write_text("标题,正文\n年报," + "我局公开政府信息三条。" * 9 + "\n", "utf-8")
    shown = CliRunner().invoke(app, ["look", str(tmp_path)])
    assert shown.exit_code == 0, shown.output
    assert "zip: 1 files, 2 documents" in shown.output
    assert "crawl.csv: 1 documents, columns body=正文, title=标题" in shown.output
    assert "to be read: 4; not to be read: 1" in shown.output
    assert "INDEX.csv: The table lists documents" in shown.output
    assert CliRunner().invoke(app, ["look", str(tmp_path / "none")]).exit_code == 2


@pytest.mark.parametrize("only", ["zzz", "*.txt#9", "a.zip!/*9*", "c.csv#77", "v.txt#9"])
def test_a_pattern_that_fits_nothing_is_refused_and_the_tables_stay(tmp_path: Path, only: str) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.zip").write_bytes(pack_zip(pages(1, 2)))
    (raw / "b.txt").write_bytes(pages(3)["3.txt"])
    (raw / "v.txt").write_text(VOLUME, "utf-8")
    rows = "".join(f'http://x.cn/{n},"{pages(n)[f"{n}.txt"].decode() * 3}"\n' for n in (4, 5))
    (raw / "c.csv").write_text(f"链接,正文\n{rows}", "utf-8")

    def ask(*words: str) -> tuple[int, str, list[str]]:
        result = CliRunner().invoke(app, ["run", str(raw), str(out), *words])
        rows = pq.read_table(out / "documents.parquet", columns=["source"]).to_pylist()
        return result.exit_code, " ".join(result.output.split()), sorted(row["source"] for row in rows)

    code, _, before = ask()
    assert (code, len(before)) == (0, 8)
    for _ in range(2):
        refused, said, after = ask("--only", only)
        assert (refused, after) == (2, before)
        assert f"matches {only}" in said
    for fitting, sources in (("a.zip!/*2*", ["a.zip!/2.txt"]), ("c.csv#2", ["c.csv#2"]), ("v.txt#2", ["v.txt#2"])):
        assert ask("--only", fitting)[2] == sources
