"""Several reports in one file are documents of a run: kept, renamed, copied, picked and counted as all others are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import pipeline
from pipeline.annotations.file import COLUMNS
from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.empty_selection import NothingFitsError
from pipeline.run.metadata_lists import open_metadata
from pipeline.run.options import Options
from pipeline.run.run import run_files
from tests.containers import pack_zip
from tests.test_volumes import NAMES, VOLUME, report

pytestmark = pytest.mark.usefixtures("read_files_once")

Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Runs over the files; gives what was planned, the documents by source, and the problems."""

    def run(files: dict[str, bytes | str], *, lines: str = "", **options: Any) -> dict[str, Any]:
        raw, out = tmp_path / "raw", tmp_path / "out"
        raw.mkdir(exist_ok=True)
        for old in raw.iterdir():
            if old.name not in files:
                old.unlink()
        for name, data in files.items():
            (raw / name).write_bytes(data.encode() if isinstance(data, str) else data)
        known = None
        if lines:
            (tmp_path / "list.csv").write_text(lines, "utf-8")
            known = open_metadata([tmp_path / "list.csv"], raw)
        heard: list[Any] = []
        found = collect_files(raw, only=options.get("only", "*"), packed="only" in options)
        run_files(found, out, metadata=known, options=Options(**options), listen=heard.append)
        rows = pq.read_table(out / "documents.parquet").to_pylist()
        return {
            **next(event.counts for event in heard if event.name == "planned"),
            "rows": {row["source"]: row for row in rows},
            "problems": pq.read_table(out / "problems.parquet").to_pylist(),
        }

    return run


def sources(name: str, *numbers: int) -> list[str]:
    return [f"{name}#{number}" for number in numbers or (1, 2, 3)]


def test_each_report_of_a_file_is_a_document_with_rows_of_its_own(read: Read, tmp_path: Path) -> None:
    found = read({"v.txt": VOLUME, "a.txt": report("水务", 2021)})
    assert list(found["rows"]) != []
    assert sorted(found["rows"]) == ["a.txt", *sources("v.txt")]
    assert found["problems"] == []
    for number, name in enumerate(NAMES, 1):
        row = found["rows"][f"v.txt#{number}"]
        assert (row["container"], row["member"]) == ("v.txt", str(number))
        assert (row["agency"], row["report_year"]) == (f"某县{name}局", 2022)
    panel = pq.read_table(tmp_path / "out" / "panel.parquet").to_pylist()
    assert len(panel) == 4
    figures = pq.read_table(tmp_path / "out" / "figures.parquet").to_pylist()
    texts = {row["document_id"]: row["text"] for row in found["rows"].values()}
    assert all(texts[row["document_id"]][row["start"] : row["end"]] == row["surface"] for row in figures)


def test_what_did_not_change_is_kept_and_a_renamed_file_renames_its_reports(read: Read) -> None:
    first = read({"v.txt": VOLUME, "a.txt": report("水务", 2021)})
    again = read({"v.txt": VOLUME, "a.txt": report("水务", 2021)})
    assert (again["read"], again["kept"]) == (0, 4)
    named = read({"w.txt": VOLUME, "a.txt": report("水务", 2021)})
    assert (named["read"], named["kept"], named["renamed"], named["removed"]) == (0, 4, 3, 0)
    ids = [first["rows"][source]["document_id"] for source in sources("v.txt")]
    assert [named["rows"][source]["document_id"] for source in sources("w.txt")] == ids
    assert [named["rows"][source]["container"] for source in sources("w.txt")] == ["w.txt"] * 3
    packed = read({"p.zip": pack_zip({"v.txt": VOLUME.encode()})})
    assert (packed["read"], packed["renamed"], packed["removed"]) == (0, 3, 1)
    assert sorted(packed["rows"]) == sources("p.zip!/v.txt")


def test_a_file_that_loses_a_report_loses_its_document(read: Read) -> None:
    read({"v.txt": VOLUME})
    shorter = read({"v.txt": "".join(map(report, NAMES[:2]))})
    assert sorted(shorter["rows"]) == sources("v.txt", 1, 2)
    single = read({"v.txt": report("水务")})
    assert sorted(single["rows"]) == ["v.txt"]


def test_copies_of_a_file_are_told_once_and_the_books_balance(read: Read) -> None:
    for _ in range(2):
        found = read({"v.txt": VOLUME, "w.txt": VOLUME, "x.zip": pack_zip({"v.txt": VOLUME.encode()})})
        copies = [row for row in found["problems"] if row["problem"] == "duplicate_file"]
        assert [row["source"] for row in copies] == ["w.txt", "x.zip!/v.txt"]
        assert {row["document_id"] for row in copies} == {found["rows"]["v.txt#1"]["document_id"]}
        assert "v.txt, which was read" in copies[0]["message"]
    assert (found["read"], found["kept"]) == (0, 3)


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("v.txt", sources("v.txt")),
        ("v.txt#2", ["v.txt#2"]),
        ("v.txt#[13]", sources("v.txt", 1, 3)),
        ("p.zip!/v.txt#3", ["p.zip!/v.txt#3"]),
    ],
)
def test_only_picks_reports_and_the_next_run_reads_the_others(read: Read, only: str, expected: list[str]) -> None:
    files: dict[str, bytes | str] = {"v.txt": VOLUME, "a.txt": report("教育", 2021)}
    files["p.zip"] = pack_zip({"v.txt": VOLUME.replace("11", "21").encode()})
    assert sorted(read(files, only=only)["rows"]) == expected
    assert sorted(read(files)["rows"]) == ["a.txt", *sources("p.zip!/v.txt"), *sources("v.txt")]


def test_a_report_that_is_asked_for_and_not_there_is_told(read: Read) -> None:
    with pytest.raises(NothingFitsError, match=r"v\.txt#9"):
        read({"v.txt": VOLUME}, only="v.txt#9")


def test_a_list_about_the_file_says_of_each_report_what_is_of_all(read: Read) -> None:
    found = read({"v.txt": VOLUME}, lines="文件,机关,url,备注\nv.txt,某县人民政府,http://a.cn/v,汇编\n")
    assert [found["rows"][source]["url"] for source in sources("v.txt")] == ["http://a.cn/v"] * 3
    assert [found["rows"][source]["note"] for source in sources("v.txt")] == ["汇编"] * 3
    assert found["problems"] == []


def test_explain_and_python_read_one_report_and_name_them_where_none_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "v.txt").write_text(VOLUME, "utf-8")
    (tmp_path / "p.zip").write_bytes(pack_zip({"v.txt": VOLUME.encode()}))
    for name in ("v.txt", "p.zip!/v.txt"):
        found = pipeline.extract_file(f"{tmp_path}/{name}#2", f"{name}#2")
        assert isinstance(found, pipeline.ReadReport)
        assert (found.source, found.metadata.agency) == (f"{name}#2", "某县教育局")
        unread = pipeline.extract_file(f"{tmp_path}/{name}#4")
        assert isinstance(unread, pipeline.UnreadFile)
        assert unread.problem.code == "cannot_open"
    shown = CliRunner().invoke(app, ["explain", f"{tmp_path}/v.txt#3"])
    assert (shown.exit_code, "某县财政局" in shown.output) == (0, True)
    whole = CliRunner().invoke(app, ["explain", f"{tmp_path}/v.txt"])
    assert whole.exit_code == 3
    assert "name one: v.txt#1, v.txt#2, v.txt#3" in whole.output


def test_verdicts_and_pages_are_of_the_reports(read: Read, tmp_path: Path) -> None:
    rows = read({"v.txt": VOLUME})["rows"]
    row = rows["v.txt#2"]
    start = row["text"].index("12条")
    said = dict.fromkeys(COLUMNS, "") | {
        "document_id": row["document_id"],
        "kind": "figure",
        "start": start,
        "end": start + 3,
        "surface": "12条",
        "verdict": "right",
        "value": 12,
        "who": "li",
        "when": "2026-01-31T09:30:00Z",
    }
    (tmp_path / "verdicts.csv").write_text(f"{','.join(said)}\n{','.join(map(str, said.values()))}\n", "utf-8")
    raw, out, site = tmp_path / "raw", tmp_path / "out", tmp_path / "site"
    words = ["run", str(raw), str(out), "--verdicts", str(tmp_path / "verdicts.csv")]
    assert CliRunner().invoke(app, words).exit_code == 0
    judged = pq.read_table(out / "figures.parquet").to_pylist()
    assert [one["document_id"] for one in judged if one["verdict"]] == [row["document_id"]]
    assert CliRunner().invoke(app, ["review", str(out), str(site)]).exit_code == 0
    pages = "".join(page.name for page in site.rglob("*") if page.is_file())
    assert all(one["document_id"] in pages for one in rows.values())
