"""Containers are opened by workers: what ends one is told in its place, in runs and in look, and costs nothing else."""

import gzip
import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.look import look_at
from pipeline.run.run import run_files
from pipeline.shelf import Terms
from tests.containers import pack_zip

TEXT = "某县{}局2016年政府信息公开工作年度报告\n一、总体情况\n全年公开信息3项，内容涉及水利工程建设。\n"


def text(name: str) -> bytes:
    return TEXT.format(name).encode()


def pack_far_sheet() -> bytes:
    """A workbook with a cell so far from the others that its reader asks for more memory than any machine has."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "标题", "正文"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def read(raw: Path, out: Path) -> tuple[list[str], dict[str, str]]:
    """The documents, and what is told, by source."""
    run_files(collect_files(raw), out)
    sources = pq.read_table(out / "documents.parquet")["source"].to_pylist()
    rows = pq.read_table(out / "problems.parquet").to_pylist()
    return sorted(sources), {row["source"]: row["problem"] for row in rows if row["severity"] == "error"}


def test_what_ends_a_reader_costs_itself_and_no_member_beside_it(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    far = pack_far_sheet()
    within = pack_zip({"c.txt": text("民政"), "far.xlsx": far, "d.txt": text("财政")})
    (raw / "a.zip").write_bytes(pack_zip({"a.txt": text("水务"), "in.zip": within, "b.txt": text("教育")}))
    (raw / "b.xlsx").write_bytes(far)
    (raw / "c.txt").write_bytes(text("林业"))
    members = ["a.zip!/a.txt", "a.zip!/b.txt", "a.zip!/in.zip!/c.txt", "a.zip!/in.zip!/d.txt"]
    faults = {"a.zip!/in.zip!/far.xlsx": "crashed", "b.xlsx": "crashed"}
    sources, told = read(raw, tmp_path / "out")
    assert sources == [*members, "c.txt"]
    assert {name: code for name, code in told.items() if code == "crashed"} == faults
    seen = {one.name: one for one in look_at(collect_files(raw), Terms(10**8))}
    assert seen["a.zip"].documents == 4
    assert {name: one.code for file in seen.values() for name, one in file.named} == faults
    (raw / "b.xlsx").unlink()  # what may be gone by the next time is tried again then
    (raw / "a.zip").write_bytes(pack_zip({"a.txt": text("水务")}))
    assert read(raw, tmp_path / "out")[0] == ["a.zip!/a.txt", "c.txt"]


def test_a_bug_in_a_reader_is_a_row_of_its_container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.zip").write_bytes(pack_zip({"a.txt": text("水务")}))
    (raw / "c.txt").write_bytes(text("林业"))
    monkeypatch.setattr("pipeline.run.containers.Terms", Terms)
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.run.run.Terms", lambda *_, **__: None)  # of which a worker knows nothing
        assert read(raw, tmp_path / "out") == (["c.txt"], {"a.zip": "crashed"})
    assert read(raw, tmp_path / "out")[0] == ["a.zip!/a.txt", "c.txt"]


def test_what_gzip_files_of_the_same_bytes_hold_is_called_after_each(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = "".join(f'某县{name}局年报,"{TEXT.format(name)}"\n' for name in ("水务", "教育"))
    packed = gzip.compress(f"标题,正文\n{rows}".encode(), mtime=0)
    for name in ("a.csv.gz", "b.txt.gz"):
        (raw / name).write_bytes(packed)
    assert read(raw, tmp_path / "out")[0] == ["a.csv.gz#1", "a.csv.gz#2", "b.txt.gz!/b.txt"]


def test_no_two_documents_have_one_source(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (raw / "a.zip!").mkdir(parents=True)
    (raw / "a.zip").write_bytes(pack_zip({"b.txt": text("水务")}))
    (raw / "a.zip!" / "b.txt").write_bytes(text("教育"))
    row = {"标题": "某县民政局年报", "正文": TEXT.format("民政")}
    (raw / "c.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (raw / "c.jsonl#1").write_bytes(text("财政"))
    (raw / "d#1").write_bytes(text("林业"))
    (raw / "e\n\x1b[31m.txt").write_bytes(text("交通"))
    assert read(raw, tmp_path / "out")[0] == [
        *("a.zip!/b.txt", "a.zip\\x21/b.txt", "c.jsonl#1", "c.jsonl\\x231", "d#1", "e\\x0a\\x1b[31m.txt"),
    ]


def test_a_list_says_no_more_than_can_be_told_and_lies_as_deep_as_it_will(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    row = "某县第{}局年报,全年公开信息{}项。" + "内容涉及水利工程建设防汛抗旱和饮水安全等方面情况" * 2
    (raw / "a.csv").write_text("标题,正文\n" + "\n".join(row.format(n, n) for n in range(300)), "utf-8")
    lines = "".join(f"a.csv,第{number}页{chr(0xFFFD) * 300}\n" for number in range(300))
    (tmp_path / "list.csv").write_text(f"文件,备注\n{lines}", "utf-8")
    said = CliRunner().invoke(app, ["look", str(raw), "--metadata", str(tmp_path / "list.csv")])
    assert said.exit_code == 0
    assert "300 lines describe a.csv; only the first 100 are used" in said.output
    deepest = tmp_path / "deep"
    for _ in range(40):
        deepest = deepest / ("d" * 50)
    deepest.mkdir(parents=True)
    refused = CliRunner().invoke(app, ["look", str(raw), "--metadata", str(tmp_path / "deep")])
    assert refused.exit_code == 2
