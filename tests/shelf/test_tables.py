"""Tables whose rows are reports: which column holds the text, and what the others say of it."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from io import BufferedReader, BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.shelf.columns import choose_columns
from pipeline.shelf.kinds import detect_kind
from pipeline.shelf.members import HEAD, Fault, Member, Terms
from pipeline.shelf.tables import NoTableError
from pipeline.shelf.walk import open_container
from tests.containers import pack_zip
from tests.workbooks import pack_xls

Rows = Sequence[Mapping[str, str]]
COUNTIES = ("柳溪", "石桥", "青山", "沙河", "龙泉", "云岭", "白沙", "金水", "东川", "南林", "北渡")


def text_of(county: str, number: int) -> str:
    return (
        f"一、总体情况\n2022年，{county}县水务局主动公开政府信息{number + 20}条，"
        "内容涉及水利工程建设、防汛抗旱和饮水安全等方面。\n二、收到和处理政府信息公开申请情况\n"
        f"2022年，我局共收到政府信息公开申请{number + 3}件，均已在规定期限内办结。\n"
    )


def crawled(**columns: str) -> list[dict[str, str]]:
    """Eleven reports as a crawler keeps them, under these names of columns."""
    names = {"title": "标题", "date": "发布时间", "url": "链接", "source": "来源", "body": "正文"} | columns
    return [
        {
            names["title"]: f"{county}县水务局2022年政府信息公开工作年度报告",
            names["date"]: f"2023-01-{number + 10} 09:30:00",
            names["url"]: f"http://www.example.gov.cn/{number}.html",
            names["source"]: f"{county}县水务局",
            names["body"]: text_of(county, number),
        }
        for number, county in enumerate(COUNTIES)
    ]


def as_csv(rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_json(rows: Rows) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def as_records(rows: Rows) -> bytes:
    return json.dumps({"RECORDS": rows, "total": len(rows)}, ensure_ascii=True).encode()


def as_lines(rows: Rows) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def as_parquet(rows: Rows) -> bytes:
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out)
    return out.getvalue()


def as_workbook(rows: Rows) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "crawl.csv": as_csv,
    "crawl_gbk.csv": lambda rows: as_csv(rows, encoding="gb18030"),
    "crawl_wide.csv": lambda rows: as_csv(rows, encoding="utf-16"),
    "crawl.tsv": lambda rows: as_csv(rows, delimiter="\t"),
    "crawl_semicolon.csv": lambda rows: as_csv(rows, delimiter=";"),
    "crawl.json": as_json,
    "records.json": as_records,
    "crawl.jsonl": as_lines,
    "lines.json": as_lines,
    "lines.txt": as_lines,
    "crawl.parquet": as_parquet,
    "crawl.xlsx": as_workbook,
    "crawl.xls": pack_xls,
}


def read(data: bytes, name: str, **asked: str) -> list[Member | Fault]:
    kind = detect_kind(data[:HEAD], BytesIO(data), name)
    assert kind
    return list(
        open_container(
            BufferedReader(BytesIO(data), HEAD), kind, name, len(data), Terms(10**6, columns=tuple(asked.items()))
        )
    )


def lengthen(rows: Rows) -> list[dict[str, str]]:
    """The rows with texts as long as reports have them."""
    return [{name: value * (3 if len(value) > 90 else 1) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("name", WRITERS)
def test_eleven_rows_are_eleven_documents_with_title_url_and_date(name: str, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(WRITERS[name](crawled()))
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    rows.sort(key=lambda row: int(row["member"]))
    assert [row["source"] for row in rows] == [f"{name}#{number}" for number in range(1, 12)]
    assert {row["container"] for row in rows} == {name}
    for number, (row, county) in enumerate(zip(rows, COUNTIES, strict=True)):
        assert row["title"] == f"{county}县水务局2022年政府信息公开工作年度报告"
        assert row["agency"] == f"{county}县水务局"
        assert row["url"] == f"http://www.example.gov.cn/{number}.html"
        assert (row["report_year"], row["published"].isoformat()) == (2022, f"2023-01-{number + 10}")
        assert row["text"] == text_of(county, number).strip()
    problems = pq.read_table(tmp_path / "out" / "problems.parquet").filter(pa.compute.field("document_id").is_null())
    assert problems.num_rows == 0


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_members(name: str) -> None:
    def bare(found: Sequence[Member | Fault]) -> list[Any]:
        return [(one.name, one.named, one.data, one.facts) for one in found if isinstance(one, Member)]

    assert bare(read(WRITERS[name](crawled()), name)) == bare(read(as_csv(crawled()), "crawl.csv"))


@pytest.mark.parametrize(
    "columns",
    [
        {"title": "title", "date": "pub_time", "url": "href", "body": "content"},
        {"title": "文章标题", "date": "日期", "url": "原文链接", "body": "内容"},
        {"title": "Title", "date": "publishDate", "url": "page-url", "body": "full_text"},
        {"url": "第三列"},
        {"body": "第五列"},
    ],
)
def test_columns_are_known_by_their_names_or_by_what_they_hold(columns: dict[str, str]) -> None:
    found = read(as_csv(lengthen(crawled(**columns))), "crawl.csv")
    assert len(found) == len(COUNTIES)
    for one in found:
        assert isinstance(one, Member)
        assert [name for name, _ in one.facts] == ["title", "url", "published", "source"]


def test_columns_that_people_name_come_first() -> None:
    rows = [{**row, "标题": "首页", "h": row["标题"], "摘要": "报告"} for row in crawled()]
    for one in read(as_csv(rows), "a.csv", title="h", body="摘要"):
        assert isinstance(one, Member)
        assert one.data.decode() == "报告"
        assert dict(one.facts)["title"].endswith("年度报告")


def test_where_it_is_not_sure_the_columns_are_named_and_nothing_is_read() -> None:
    rows = [{"甲": text_of("甲", 1) * 3, "乙": text_of("乙", 2) * 3, "url": "http://a.cn/1"}]
    [one] = read(as_csv(rows), "a.csv")
    assert isinstance(one, Fault)
    assert one.problem.code == "unknown_columns"
    assert "甲, 乙" in one.problem.message
    assert len(read(as_csv(rows), "a.csv", body="乙")) == 1


def test_of_a_text_and_its_markup_the_markup_is_read() -> None:
    rows = [{**row, "html": f"<div><p>{row['正文']}</p><table><tr><td>3</td></tr></table></div>"} for row in crawled()]
    for one in read(as_csv(rows), "a.csv"):
        assert isinstance(one, Member)
        assert one.data.startswith(b"<div>")
        assert one.named == "row.html"
    escaped = [{**row, "正文": f"&lt;p&gt;{row['正文']}&lt;/p&gt;"} for row in crawled()]
    assert all(isinstance(one, Member) and one.data.startswith(b"<p>") for one in read(as_csv(escaped), "a.csv"))


@pytest.mark.parametrize("write", [as_csv, as_lines, as_json])
def test_a_list_of_files_is_no_report_and_is_told_as_a_list(write: Callable[[Rows], bytes], tmp_path: Path) -> None:
    rows = [{"file": f"{n}.html", "url": f"http://a.cn/{n}", "title": f"{c}县年报"} for n, c in enumerate(COUNTIES)]
    name = {as_csv: "INDEX.csv", as_lines: "pages.jsonl", as_json: "pages.json"}[write]  # type: ignore[index]
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(write(rows))
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    [row] = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    assert (row["source"], row["problem"], row["severity"]) == (name, "list_of_files", "info")
    assert "file" in row["message"]
    assert "is not read" in row["message"]


@pytest.mark.parametrize("data", ["品名,价格\n苹果,3\n梨,4\n", "项目,本年新收\n规章,3\n规范性文件,12\n"])
def test_a_table_without_texts_is_read_as_the_document_that_it_is(data: str, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("a.csv", "a.txt"):
        (tmp_path / "raw" / name).write_text(data, "utf-8")
    (tmp_path / "raw" / "b.csv").write_text(data + "x,3\n", "utf-8")
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert sorted((row["source"], row["container"]) for row in documents) == [("a.csv", None), ("b.csv", None)]
    with pytest.raises(NoTableError):
        read(data.encode(), "a.csv")
    packed = read(pack_zip({"a.csv": data.encode()}), "a.zip")
    assert [(one.name, isinstance(one, Member)) for one in packed] == [("!/a.csv", True)]


def test_a_row_without_text_is_a_problem_of_its_own() -> None:
    rows = crawled()
    rows[3]["正文"] = " "
    found = read(as_csv(rows), "a.csv")
    assert [(one.name, one.problem.code) for one in found if isinstance(one, Fault)] == [("#4", "empty_file")]
    assert len(found) == len(COUNTIES)


@pytest.mark.parametrize("name", ["crawl.csv", "crawl.jsonl", "crawl.json"])
def test_what_stands_before_a_broken_tail_is_read(name: str) -> None:
    data = WRITERS[name](crawled())
    if name == "crawl.csv":
        return  # the last record ends where the file does
    found = read(data[: int(len(data) * 0.7)], name)
    assert [one.problem.code for one in found if isinstance(one, Fault)] == ["broken_container"]
    assert sum(isinstance(one, Member) for one in found) >= 6


def test_an_open_quotation_mark_ends_as_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.shelf.csv_records.LONGEST_FIELD", 5000)
    data = as_csv(crawled()) + b'"x,' + b"y" * 9000
    assert [one.problem.code for one in read(data, "a.csv") if isinstance(one, Fault)] == ["broken_container"]


def test_tables_within_containers_and_numbers_for_times() -> None:
    rows = [{**row, "发布时间": "1673308800000"} for row in crawled()]
    found = read(pack_zip({"2023/crawl.csv": as_csv(rows), "b.jsonl": as_lines(crawled())}), "a.zip")
    assert [one.name for one in found][::11] == ["!/2023/crawl.csv#1", "!/b.jsonl#1"]
    first = found[0]
    assert isinstance(first, Member)
    assert (first.within, first.member) == ("!/2023/crawl.csv", "1")
    assert dict(first.facts)["published"] == "2023-01-10 08:00:00"


def test_a_long_list_of_json_is_read_row_by_row() -> None:
    rows = crawled() * 300
    data = as_json(rows)
    assert len(data) > 3 * HEAD
    assert sum(1 for _ in read(data, "a.json")) == len(rows)


def test_a_table_without_a_head_has_its_columns_by_place() -> None:
    lines = as_csv(lengthen(crawled()), encoding="utf-8").split(b"\r\n", 1)[1]
    found = read(lines, "a.csv")
    assert len(found) == len(COUNTIES)
    assert all(isinstance(one, Member) and dict(one.facts).get("url") for one in found)


def test_columns_are_shown_in_one_order() -> None:
    choice = choose_columns(crawled(), {})
    assert list(choice.columns) == ["body", "title", "url", "published", "source"]
