"""Rows with more cells than the table has columns, and short texts under a column that is named as their text."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.shelf.columns import choose_columns
from pipeline.shelf.members import Fault, Member
from tests.shelf.test_tables import COUNTIES, Rows, as_csv, as_json, as_lines, as_parquet, as_workbook, crawled, read

HEAD = ("标题", "正文", "发布日期", "链接")
WHOLE = ("柳溪县水务局2022年年度报告", "全年主动公开信息21条。", "2023-01-06", "http://a.cn/1")
CUT = ("石桥县水务局2022年年度报告", "一、概况 2022年", "本局公开信息22条", "办结3件。", "2023-01-06", "http://a.cn/2")


def join(*rows: tuple[str, ...], sign: str = ",") -> bytes:
    return "".join(sign.join(row) + "\n" for row in rows).encode()


def told(data: bytes, name: str = "a.csv") -> dict[str, str]:
    """The problems of a table, by the row; each is of a damaged row."""
    faults = [one for one in read(data, name) if isinstance(one, Fault)]
    assert {one.problem.code for one in faults} <= {"broken_container"}
    return {one.name: one.problem.message for one in faults}


def texts(data: bytes, name: str = "a.csv") -> list[str]:
    return [one.name for one in read(data, name) if isinstance(one, Member)]


@pytest.mark.parametrize(("name", "sign"), [("a.csv", ","), ("a.tsv", "\t"), ("b.csv", ";"), ("c.csv", "|")])
def test_a_row_with_more_cells_than_columns_is_told_and_not_read(name: str, sign: str) -> None:
    data = join(HEAD, WHOLE, CUT, WHOLE, (*CUT, "x"), sign=sign)
    assert texts(data, name) == ["#1", "#3"]
    said = told(data, name)
    assert list(said) == ["#2", "#4"]
    assert "6 cells" in said["#2"]
    assert "7 cells" in said["#4"]
    assert "4 columns" in said["#2"]


def test_a_run_names_the_file_and_the_row(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "crawl.csv").write_bytes(join(HEAD, WHOLE, CUT))
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    assert [row["problem"] for row in rows if row["source"] == "crawl.csv#2"] == ["broken_container"]
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert [row["source"] for row in documents] == ["crawl.csv#1"]


@pytest.mark.parametrize("rows", [[CUT], [CUT, CUT, CUT], [CUT] * 9, [(*CUT[:5], "")] + [CUT] * 6])
def test_a_table_of_which_all_rows_are_cut_is_no_document_of_its_own(rows: list[tuple[str, ...]]) -> None:
    data = join(HEAD, *rows)
    assert texts(data) == []
    assert list(told(data)) == [f"#{number}" for number in range(1, len(rows) + 1)]


@pytest.mark.parametrize(
    "row",
    [
        (*WHOLE[:3], "", "x"),
        (WHOLE[0], "", *WHOLE[1:]),
        ("", *CUT),
        ("甲县年报", "公开21条", "受理3件。", "2023-01-06", ""),  # the last column is empty, and one sign cut the text
    ],
)
def test_empty_cells_hide_no_surplus(row: tuple[str, ...]) -> None:
    data = join(HEAD, WHOLE, row, WHOLE)
    assert (texts(data), list(told(data))) == (["#1", "#3"], ["#2"])


def test_signs_at_the_end_of_all_rows_and_rows_of_nothing_are_no_surplus() -> None:
    ended = join(HEAD, *([(*WHOLE, "", "")] * 8))
    assert (len(texts(ended)), told(ended)) == (8, {})
    headed = join((*HEAD, ""), *([(*WHOLE, "")] * 3))
    assert (len(texts(headed)), told(headed)) == (3, {})
    empty = join(HEAD, WHOLE, ("",) * 7, WHOLE)
    assert (texts(empty), told(empty)) == (["#1", "#2"], {})
    quoted = join(HEAD, (WHOLE[0], '"公开21条,受理3件。"', *WHOLE[2:]))
    assert (texts(quoted), told(quoted)) == (["#1"], {})


def test_a_text_in_the_last_column_is_named_but_not_put_together() -> None:
    data = join(("标题", "链接", "正文"), ("甲", "http://a.cn/1", "公开21条", "受理3件。"), ("乙", "u", "公开22条。"))
    assert texts(data) == ["#2"]
    assert "may be the rest of 正文" in told(data)["#1"]
    assert "may be the rest" not in told(join(HEAD, CUT))["#1"]


def test_without_names_the_first_rows_say_how_many_columns_there_are() -> None:
    long = "全年主动公开政府信息二十一条，均已按时答复。" * 12
    rows = [(f"http://a.cn/{number}", long, "2023-01-06") for number in range(7)]
    data = join(*rows, ("http://a.cn/9", long, long, "2023-01-06"))
    assert (len(texts(data)), list(told(data))) == (7, ["#8"])


def test_json_of_columns_and_rows_is_held_to_its_columns_too() -> None:
    data = json.dumps({"columns": HEAD, "data": [WHOLE, CUT]}, ensure_ascii=False).encode()
    assert (texts(data, "a.json"), list(told(data, "a.json"))) == (["#1"], ["#2"])


def short(**columns: str) -> list[dict[str, str]]:
    rows = crawled(**columns)
    body = columns.get("body", "正文")
    return [{**row, body: f"公开{number}条。"} for number, row in enumerate(rows)]


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "a.csv": as_csv,
    "a.tsv": lambda rows: as_csv(rows, delimiter="\t"),
    "a.jsonl": as_lines,
    "a.json": as_json,
    "a.parquet": as_parquet,
    "a.xlsx": as_workbook,
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("body", ["正文", "content", "内容", "Full_Text"])
def test_a_column_that_is_named_as_the_text_is_it_however_short(name: str, body: str) -> None:
    found = read(WRITERS[name](short(body=body)), name)
    assert [one.data.decode() for one in found if isinstance(one, Member)] == [
        f"公开{number}条。" for number in range(len(COUNTIES))
    ]


def test_most_texts_may_be_missing() -> None:
    rows = [{**row, "正文": row["正文"] if number == 2 else ""} for number, row in enumerate(short())]
    found = read(as_csv(rows), "a.csv")
    assert [one.name for one in found if isinstance(one, Member)] == ["#3"]
    assert {one.problem.code for one in found if isinstance(one, Fault)} == {"empty_file"}


def test_two_columns_named_so_or_a_long_one_beside_it_are_not_decided() -> None:
    two = [{**row, "content": "见附件"} for row in short()]
    assert choose_columns(two, {}).rivals == ("正文", "content")
    assert choose_columns([{**row, "content": ""} for row in two], {}).columns["body"] == "正文"
    long = [{**row, "详情": "全年主动公开政府信息二十一条。" * 20} for row in short()]
    assert choose_columns(long, {}).rivals == ("正文", "详情")
    assert (
        choose_columns([{**row, "content": "公开信息三条。" * 9} for row in short()], {}).columns["body"] == "content"
    )


def test_a_name_alone_makes_no_crawl_of_a_table() -> None:
    assert "body" not in choose_columns([{"项目": "规章", "内容": "本年新收", "数量": "3"}], {}).columns
    rows = [{"file": "a.html", "url": "http://a.cn/1", "content": "text/html"}]
    assert choose_columns(rows, {}).is_list
    parts = {"files": [{"name": "甲.doc", "content": "附件"}] * 2, "news": as_rows(crawled(body="content"))}
    assert len(read(json.dumps(parts).encode(), "a.json")) == len(COUNTIES)


def as_rows(rows: Rows) -> list[dict[str, str]]:
    return [dict(row) for row in rows]
