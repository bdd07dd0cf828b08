"""What lists say of documents in a run: what is filled, what is told, and what is read anew when a list changes."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import pipeline
from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.list_lookup import KnownList
from pipeline.run.metadata_lists import MetadataFileError, open_metadata
from pipeline.run.options import Options
from pipeline.run.run import run_files
from tests.containers import SITE, pack_mhtml, pack_warc_gz, pack_zip
from tests.test_volumes import VOLUME

pytestmark = pytest.mark.usefixtures("read_files_once")

STATED = "某县水务局2020年政府信息公开工作年度报告\n一、总体情况\n全年公开信息{}项。\n"
SILENT = "一、总体情况\n全年公开信息{}项，均已上网。\n"
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Runs over the files with lists of these lines; gives documents by source, problems, counts and what is told."""

    def run(files: dict[str, bytes | str], *lists: str, at: Sequence[Path] = (), **options: Any) -> dict[str, Any]:
        raw, out = tmp_path / "raw", tmp_path / "out"
        for name, data in files.items():
            (raw / name).parent.mkdir(parents=True, exist_ok=True)
            (raw / name).write_bytes(data.encode() if isinstance(data, str) else data)
        paths = [*at]
        for number, lines in enumerate(lists):
            paths.append(tmp_path / f"list{number}.csv")
            paths[-1].write_text(lines, "utf-8")
        known = open_metadata(paths, raw) if paths else None
        heard: list[Any] = []
        found = collect_files(raw)
        found = known.leave_aside(found) if known else found
        run_files(found, out, metadata=known, options=Options(**options), listen=heard.append)
        counts = next(event.counts for event in heard if event.name == "planned")
        rows = pq.read_table(out / "documents.parquet").to_pylist()
        said = json.loads((out / "run.json").read_text("utf-8"))["metadata"]
        return {
            "read": counts["read"],
            "rows": {row["source"]: row for row in rows},
            "problems": pq.read_table(out / "problems.parquet").to_pylist(),
            "told": [(one["line"], one["message"]) for one in said["told"]] if said else None,
            "said": said,
        }

    return run


def test_a_list_fills_what_the_document_does_not_say_and_the_columns_tell(read: Read) -> None:
    lines = "文件,机关,年度,地区,网址,发布日期,采集时间,备注\na.txt,某市教育局,2018,某市,http://x.cn/a,2019-01-05,2022-02-03,甲\n"
    row = read({"a.txt": SILENT.format(3)}, lines)["rows"]["a.txt"]
    assert (row["agency"], row["report_year"], row["region"]) == ("某市教育局", 2018, "某市")
    assert (row["url"], row["retrieved"], row["note"]) == ("http://x.cn/a", "2022-02-03", "甲")
    assert row["published"].isoformat() == "2019-01-05"
    assert sorted(row["listed"]) == ["agency", "published", "region", "report_year", "retrieved", "url"]


def test_what_is_filled_is_missed_no_more_and_figures_have_its_year(read: Read, tmp_path: Path) -> None:
    without = read({"a.txt": f"政府信息公开工作年度报告\n{SILENT.format(3)}"})
    assert {row["problem"] for row in without["problems"]} == {"unknown_agency", "unknown_year", "unread_period"}
    assert without["rows"]["a.txt"]["listed"] == []
    assert read({}, "文件,机关,年度\na.txt,某市教育局,2018\n")["problems"] == []
    [figure] = pq.read_table(tmp_path / "out" / "figures.parquet").to_pylist()
    assert figure["period_end"].isoformat() == "2018-12-31"


def test_what_the_document_says_is_taken_and_a_problem_tells_that_the_list_differs(read: Read) -> None:
    found = read({"a.txt": STATED.format(3)}, "文件,机关,年度,地区\na.txt,某县财政局,2019,别县\n")
    row = found["rows"]["a.txt"]
    assert (row["agency"], row["report_year"], row["region"], row["listed"]) == ("某县水务局", 2020, "某县", [])
    assert [problem["problem"] for problem in found["problems"]] == ["list_differs"] * 3
    first = found["problems"][0]
    assert row["text"][first["start"] : first["end"]] == "某县水务局"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (STATED, "某县水务局,2020,某县"),
        (STATED, "某省某市某县水务局,2020年,某市某县"),
        (STATED.replace("某县水务局", "岑溪市人民政府"), "岑溪市,2020,广西壮族自治区梧州市"),
        (STATED.replace("某县", "石家庄市藁城区"), "藁城区水务局,2020,河北省"),
    ],
)
def test_a_list_that_says_the_same_in_other_words_does_not_differ(read: Read, text: str, line: str) -> None:
    assert read({"a.txt": text.format(3)}, f"文件,机关,年度,地区\na.txt,{line}\n")["problems"] == []


def test_the_region_of_a_list_decides_which_of_several_places_is_meant(read: Read) -> None:
    text = STATED.replace("某县", "鼓楼区").format(3)
    assert read({"a.txt": text})["rows"]["a.txt"]["agency_id"] is None
    row = read({}, "文件,地区\na.txt,江苏省南京市鼓楼区\n")["rows"]["a.txt"]
    assert (row["agency"], row["agency_id"], row["agency_rule"]) == ("鼓楼区水务局", "320106:水务局", "listed")
    assert (row["region"], row["listed"]) == ("江苏省南京市鼓楼区", ["region"])
    assert read({}, "文件,地区\na.txt,江苏省苏州市\n")["rows"]["a.txt"]["agency_id"] is None


@pytest.mark.parametrize("title", ["", "政府信息公开工作年度报告\n"])
def test_the_title_of_a_list_is_read_where_the_page_has_none_of_its_own(read: Read, title: str) -> None:
    found = read({"a.txt": title + SILENT.format(3)}, "文件,标题\na.txt,某县水务局2020年政府信息公开工作年度报告\n")
    row = found["rows"]["a.txt"]
    assert (row["agency"], row["report_year"], row["report_type"]) == ("某县水务局", 2020, "disclosure_annual")
    assert {"title", "agency", "region", "report_year"} <= set(row["listed"])


def test_only_documents_whose_own_lines_change_are_read_anew(read: Read) -> None:
    files: dict[str, bytes | str] = {f"{n}.txt": SILENT.format(n + 3) for n in range(4)}
    lines = ["文件,年度", *(f"{n}.txt,2018" for n in range(3))]
    assert read(files, "\n".join(lines))["read"] == 4
    assert read({}, "\n".join([lines[0], *reversed(lines[1:])]))["read"] == 0
    changed = read({}, "\n".join([*lines[:3], "2.txt,2019", "3.txt,20"]))
    assert (changed["read"], changed["rows"]["2.txt"]["report_year"]) == (1, 2019)
    assert changed["told"] == [(5, "年度 is 20, which is no year")]
    assert read({})["read"] == 3


def test_what_fits_nothing_or_several_or_cannot_be_read_is_told_with_its_line(read: Read) -> None:
    pages = {"1.html": b"<p>" + SILENT.format(3).encode(), "2.html": b"<p>" + SILENT.format(4).encode()}
    lines = "文件,年度\na.zip,2018\nnone.txt,2018\nb.txt,20l8\nb.txt,2019\nb.txt,2020\n"
    found = read({"a.zip": pack_zip(pages), "b.txt": SILENT.format(5)}, lines)
    assert found["told"] == [
        (3, "no document of this run is none.txt"),
        (4, "年度 is 20l8, which is no year"),
        (6, "for b.txt it gives report_year 2020, but line 5 gives 2019; neither is used"),
    ]
    assert [row["report_year"] for _, row in sorted(found["rows"].items())] == [2018, 2018, None]
    assert (found["said"]["lines"], found["said"]["fitting"], found["said"]["of_several"]) == (5, 4, 0)


def test_documents_are_known_by_file_digest_or_address_wherever_they_lie(read: Read) -> None:
    page = f"<html><p>{SILENT.format(3)}".encode()
    files: dict[str, bytes | str] = {
        "a/1.txt": SILENT.format(4),
        "b.mhtml": pack_mhtml("b.html", page),
        "c.warc.gz": pack_warc_gz({"c.html": page.replace(b"3", b"6")}),
        "d.zip": pack_zip({"x/d.txt": SILENT.format(7).encode()}),
        "e.txt": SILENT.format(8),
        "f.txt": SILENT.format(9),
    }
    digests = [sha256(SILENT.format(n).encode()).hexdigest() for n in (8, 9)]
    lines = [
        "文件,sha256,url,年度",
        "a/1.txt,,,2011",
        "b.mhtml,,,2012",
        f",,{SITE}c.html,2013",
        "d.zip!/x/d.txt,,,2014",
    ]
    lines += [f",{digests[0]},,2015", f",{digests[1][:16]},,2016"]
    found = read(files, "\n".join(lines))
    assert found["told"] == []
    assert sorted(row["report_year"] for row in found["rows"].values()) == list(range(2011, 2017))


def test_of_copies_the_lines_about_any_are_about_the_document(read: Read) -> None:
    found = read({"a.txt": SILENT.format(3), "b.txt": SILENT.format(3)}, "文件,年度\nb.txt,2018\n")
    assert found["rows"]["a.txt"]["report_year"] == 2018
    assert found["told"] == []
    again = read({}, "文件,年度\nb.txt,2018\na.txt,2019\n")
    assert {source: row["report_year"] for source, row in again["rows"].items()} == {"a.txt": 2019, "b.txt": 2018}
    assert again["told"] == []


def test_a_list_beside_the_pages_is_no_report_and_names_them_as_from_its_folder(read: Read, tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "a.txt": SILENT.format(9),
        "site/a.txt": SILENT.format(3),
        "site/index.csv": "file,year\na.txt,2018\n",
    }
    found = read(files, at=[tmp_path / "raw" / "site" / "index.csv"])
    assert {source: row["report_year"] for source, row in found["rows"].items()} == {"a.txt": None, "site/a.txt": 2018}
    assert not [problem for problem in found["problems"] if problem["source"].endswith("index.csv")]


def test_of_a_folder_the_lists_beside_its_pages_are_taken(read: Read, tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"other.json": '{"a": "b"}'}
    for n in (1, 2):
        files[f"{n}.html"] = f"<p>{SILENT.format(n)}"
        files[f"{n}.html.json"] = json.dumps({"url": f"http://x.cn/{n}", "year": 2010 + n})
    found = read(files, at=[tmp_path / "raw"])
    assert [found["rows"][f"{n}.html"]["report_year"] for n in (1, 2)] == [2011, 2012]
    assert "1.html.json" not in found["rows"]


@pytest.mark.parametrize("key", ["source", "来源", "site", "信息来源"])
def test_who_published_a_page_is_its_agency_by_a_name_that_says_which(read: Read, tmp_path: Path, key: str) -> None:
    files: dict[str, bytes | str] = {}
    for n, source in enumerate(["某县水务局", "新华网", "办公室", "www.x.gov.cn", "某县 教育局"]):
        files[f"{n}.html"] = f"<p>{SILENT.format(n + 1)}"
        files[f"{n}.html.json"] = json.dumps({key: source, "url": f"http://x.cn/{n}", "year": 2018})
    found = read(files, at=[tmp_path / "raw"])
    assert [found["rows"][f"{n}.html"]["agency"] for n in range(5)] == ["某县水务局", None, None, None, "某县教育局"]
    assert {row["report_year"] for row in found["rows"].values()} == {2018}
    assert found["told"] == []


@pytest.mark.parametrize("key", ["source", "来源"])
@pytest.mark.parametrize("file", ["file", "文件"])
def test_beside_the_name_of_a_file_a_source_is_who_published_it(read: Read, key: str, file: str) -> None:
    found = read({"1.txt": SILENT.format(3)}, f"{file},{key}\n1.txt,某县水务局\n")
    assert (found["rows"]["1.txt"]["agency"], found["told"]) == ("某县水务局", [])


def test_without_another_file_a_source_is_one_if_it_is_there_or_written_as_a_path(read: Read) -> None:
    files: dict[str, bytes | str] = {"1.txt": SILENT.format(3), "年报": SILENT.format(4)}
    files["c.csv"] = f'链接,正文\nhttp://x.cn/1,"{SILENT.format(5) * 3}"\n'
    lines = "source,url,year\n1.txt,,2016\n年报,,2017\nc.csv#1,,2018\n某县水务局,http://x.cn/9,2019\n某县水务局,,2019\nx/9.txt,,2019\n"
    found = read(files, lines)
    assert {source: row["report_year"] for source, row in found["rows"].items()} == {
        "1.txt": 2016,
        "年报": 2017,
        "c.csv#1": 2018,
    }
    assert found["told"] == [
        (5, "no document of this run is x.cn/9"),
        (6, "it names no document"),
        (7, "no document of this run is x/9.txt"),
    ]


def test_a_line_may_be_about_one_report_of_a_volume(read: Read) -> None:
    lines = "文件,年度,备注,网址\nv.txt,,卷,\nv.txt#2,,第二份,http://x.cn/2\n"
    for _ in range(2):
        found = read({"v.txt": VOLUME}, lines)
        assert [found["rows"][f"v.txt#{n}"]["note"] for n in (1, 2, 3)] == ["卷", "第二份", "卷"]
        assert [found["rows"][f"v.txt#{n}"]["url"] for n in (1, 2, 3)] == [None, "http://x.cn/2", None]
        assert found["told"] == []
    assert found["read"] == 0
    assert read({}, lines.replace("第二份", "二"))["read"] == 1
    other = read({}, lines.replace("v.txt#2", "v.txt#9"))
    assert other["rows"]["v.txt#2"]["note"] == "卷"
    assert other["told"] == [(3, "no document of this run is v.txt#9 / x.cn/2")]


def test_a_name_without_a_folder_is_that_of_the_only_file_that_is_called_so(read: Read) -> None:
    files: dict[str, bytes | str] = {
        "x/1.txt": SILENT.format(3),
        "x/2.txt": SILENT.format(4),
        "y/2.txt": SILENT.format(5),
        "z/a.zip": pack_zip({"k.txt": SILENT.format(6).encode()}),
    }
    found = read(files, "文件,年度\n1.txt,2011\n2.txt,2012\na.zip!/k.txt,2013\n")
    assert {source: row["report_year"] for source, row in found["rows"].items() if row["report_year"]} == {
        "x/1.txt": 2011,
        "z/a.zip!/k.txt": 2013,
    }
    assert found["told"] == [(3, "no document of this run is 2.txt")]


def test_a_title_that_a_list_cuts_off_is_mended_as_that_of_a_table_is(read: Read) -> None:
    cut = "某县水务局2020年政府信息公开工作年度报..."
    row = read({"a.txt": SILENT.format(3)}, f"文件,标题\na.txt,{cut}\n")["rows"]["a.txt"]
    assert (row["title"], row["agency"]) == ("某县水务局2020年政府信息公开工作年度报告", "某县水务局")


def test_a_file_that_is_no_list_ends_the_run_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("机关,年度\n某局,2018\n", "utf-8")
    (tmp_path / "empty").mkdir()
    for name in ("a.csv", "none.csv", "empty"):
        with pytest.raises(MetadataFileError):
            open_metadata([tmp_path / name], tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(SILENT.format(3), "utf-8")
    asked = ["run", str(tmp_path / "raw"), str(tmp_path / "out"), "--metadata", str(tmp_path / "a.csv")]
    shown = CliRunner().invoke(app, asked)
    assert shown.exit_code == 2
    assert "no column names documents by file, hash or url" in shown.output
    assert not (tmp_path / "out").exists()


def test_run_look_explain_and_python_take_lists(tmp_path: Path) -> None:
    raw, out, said = tmp_path / "raw", tmp_path / "out", tmp_path / "list.csv"
    raw.mkdir()
    for n in (1, 2):
        (raw / f"{n}.txt").write_text(SILENT.format(n), "utf-8")
    digest = sha256(SILENT.format(2).encode()).hexdigest()
    said.write_text(f"文件,hash,年度\n1.txt,,2018\n,{digest},2019\n9.txt,,2017\n", "utf-8")

    def shown(*words: object) -> str:
        result = CliRunner().invoke(app, [*map(str, words), "--metadata", str(said)])
        assert result.exit_code == 0, result.output
        return result.output

    looked = shown("look", raw)
    assert "the list describes 2 of 2 documents" in looked
    assert "line 4: no document of this run is 9.txt" in looked
    assert "3 lines, 2 of which describe documents" in shown("run", raw, out)
    assert "2019" in shown("explain", raw / "2.txt")
    report = pipeline.extract_file(raw / "1.txt", metadata=said)
    assert report.to_arrow()["documents"]["report_year"].to_pylist() == [2018]
    dropped = CliRunner().invoke(app, ["run", str(raw), str(out)]).output
    assert "made with 3 lines of a list; this run had no list" in dropped


def test_a_list_goes_to_another_machine_whole(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("文件,年度\na.txt,2018\n", "utf-8")
    known = open_metadata([tmp_path / "list.csv"], tmp_path)
    sent = KnownList.unpack(known.pack())
    [file] = collect_files(tmp_path)
    assert (sent.sha256, sent.count) == (known.sha256, 1)
    [[told]] = sent.tell([type(file)(str(tmp_path), "a.txt")], "0" * 64)
    assert told.origin.listed == (("report_year", "2018"),)
    known.add_uses([sent.take_uses(), sent.take_uses()])
    assert known.describe()["fitting"] == 1


def test_what_is_wrong_with_a_list_is_said_in_the_language_of_the_user(tmp_path: Path) -> None:
    raw, said = tmp_path / "raw", tmp_path / "list.csv"
    raw.mkdir()
    (raw / "1.txt").write_text(SILENT.format(1), "utf-8")
    chinese = {"LC_ALL": "zh_CN.UTF-8"}

    def shown(lines: str) -> str:
        said.write_text(lines, "utf-8")
        return CliRunner().invoke(app, ["look", str(raw), "--metadata", str(said)], env=chinese).output

    looked = shown("文件,年度\n1.txt,20l8\n9.txt,2017\n")
    assert "第 2 行：年度 写的是“20l8”，不是年份" in looked
    assert "第 3 行：这次运行没有 9.txt 这个文档" in looked
    assert "不是文档清单：没有一列按文件、哈希或网址指明文档（各列：机关、年度）" in shown("机关,年度\n某局,2018\n")
    assert "不是文档清单：里面没有内容" in shown("文件,年度\n")


def test_what_was_told_elsewhere_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("文件,年度\na.txt,20l8\na.txt,2018\na.txt,2019\n", "utf-8")
    known = open_metadata([tmp_path / "list.csv"], tmp_path)
    [file] = collect_files(tmp_path)
    known.tell([type(file)(str(tmp_path), "a.txt")], "0" * 64)
    before = known.describe()
    assert len(known.faults.kept) == 2
    back = KnownList.unpack(known.pack())
    back.add_uses([known.take_uses()])
    assert back.describe() == before
