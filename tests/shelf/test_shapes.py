"""Tables as crawlers, databases and offices really write them, each in a form of its own."""

import csv
import datetime as dt
import json
from base64 import b64encode
from collections.abc import Sequence
from io import BufferedReader, BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.shelf.columns import choose_columns
from pipeline.shelf.damage import TooMuchError
from pipeline.shelf.kinds import detect_kind
from pipeline.shelf.members import HEAD, Fault, Member
from pipeline.shelf.tables import NoTableError, judge_table
from tests.containers import pack_tgz, pack_zip
from tests.shelf.test_tables import as_csv, as_workbook, crawled, read
from tests.workbooks import pack_xls

TITLES = [row["标题"] for row in crawled()]
BODIES = [row["正文"] for row in crawled()]
URLS = [row["链接"] for row in crawled()]
ITEMS = [{"title": row["标题"], "content": row["正文"], "url": row["链接"]} for row in crawled()]


# A picture within a page; what is all alike would be taken for a bomb.
PICTURE = b64encode(Random(21).randbytes(HEAD)).decode()  # noqa: S311 - no secret


def lines(items: Sequence[Any]) -> bytes:
    return "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in items).encode()


def whole(item: Any) -> bytes:
    return json.dumps(item, ensure_ascii=False).encode()


def records(rows: Sequence[Sequence[str]], encoding: str = "utf-8", **how: Any) -> bytes:
    out = StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue().encode(encoding)


HEAD_ROW = ["序号", "标题", "正文", "网址"]
ROWS = [[str(at), *row] for at, row in enumerate(zip(TITLES, BODIES, URLS, strict=True))]
SAID = [[at, title, f'他说"好"，\n{body}', url] for at, title, body, url in ROWS]
COLUMNS = {"title": TITLES, "content": BODIES, "url": URLS}

SHAPES = {
    "items.jl": lines([{"item": item, "meta": {"depth": 2, "name": "spider"}} for item in ITEMS]),
    "deep.jsonl": lines([{"_id": {"$oid": "63"}, "data": {"article": item}} for item in ITEMS]),
    "index.jsonl": lines([{"_index": "a", "_source": item} for item in ITEMS]),
    "lists.jsonl": lines([{name: [value] for name, value in item.items()} for item in ITEMS]),
    "hits.json": whole({"took": 3, "hits": {"total": 11, "hits": [{"_source": item} for item in ITEMS]}}),
    "answer.json": whole({"code": 200, "pages": [{"n": 1}], "data": {"total": 11, "list": ITEMS}}),
    "by_url.json": whole({item.pop("url"): item for item in map(dict, ITEMS)}),
    "by_place.json": whole({str(at): item for at, item in enumerate(ITEMS)}),
    "by_column.json": whole({name: dict(enumerate(values)) for name, values in COLUMNS.items()}),
    "split.json": whole({"columns": list(COLUMNS), "index": [0], "data": [list(item.values()) for item in ITEMS]}),
    "titled.csv": records([["某省年报汇总", "", "", ""], ["制表：某处", "", "", ""], HEAD_ROW, *ROWS], "gb18030"),
    "noted.csv": records([["序号", "标题\n(title)", "正文（必填）", "网址"], *ROWS], "gb18030"),
    "told.csv": b"\xef\xbb\xbfsep=;\r\n" + records([HEAD_ROW, *ROWS], delimiter=";"),
    "index.csv": records([["", "title", "content", "url"], *ROWS], "utf-8-sig", lineterminator="\n"),
    "database.csv": records([HEAD_ROW, *SAID], doublequote=False, escapechar="\\"),
    "quoted.csv": records([HEAD_ROW, *SAID], "gb18030"),
    "exported.xls": records([HEAD_ROW, *ROWS], "gb18030", delimiter="\t"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_row_is_a_document_with_its_title_and_address(name: str) -> None:
    found = read(SHAPES[name], name)
    assert [type(one) for one in found] == [Member] * len(TITLES)
    members = [one for one in found if isinstance(one, Member)]
    assert [dict(one.facts) for one in members] == [
        {"title": title, "url": url} for title, url in zip(TITLES, URLS, strict=True)
    ]
    for one, body in zip(members, BODIES, strict=True):
        assert one.data.decode().removeprefix('他说"好"，\n') == body


@pytest.mark.parametrize("name", ["hits.json", "by_column.json", "items.jl", "titled.csv"])
@pytest.mark.parametrize("pack", [pack_zip, pack_tgz])
def test_so_it_is_within_an_archive(name: str, pack: Any) -> None:
    found = read(pack({name: SHAPES[name]}), "a.zip" if pack is pack_zip else "a.tar.gz")
    assert [one.name for one in found if isinstance(one, Member)] == [f"!/{name}#{n}" for n in range(1, 12)]


@pytest.mark.parametrize("name", ["long.jsonl", "long.json", "object.json", "long.csv"])
def test_a_first_row_that_is_longer_than_what_is_looked_at_at_once(name: str) -> None:
    """A page with its pictures in it."""
    picture = f'<p>年报</p><img src="data:image/png;base64,{PICTURE}">'
    rows = [{**row, "正文": f"{picture}<p>{row['正文']}</p>"} for row in crawled()[:2]]
    data = {
        "long.jsonl": lines(rows),
        "long.json": whole(rows),
        "object.json": whole({"data": rows}),
        "long.csv": as_csv(rows),
    }[name]
    for packed, called in ((data, name), (pack_zip({name: data}), "a.zip"), (pack_tgz({name: data}), "a.tgz")):
        found = read(packed, called)
        assert [isinstance(one, Member) for one in found] == [True] * 2, called


def test_a_path_says_what_a_value_is_only_beside_the_text() -> None:
    row = {"item.content": BODIES[0], "author.name": "某人", "site.url": "x", "item.title": TITLES[0], "url": URLS[0]}
    assert choose_columns([row], {}).columns == {"body": "item.content", "title": "item.title", "url": "url"}
    del row["item.title"]
    assert choose_columns([row], {}).columns == {"body": "item.content", "url": "url"}


def test_of_several_sheets_those_with_texts_are_read() -> None:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.append(["本表由某处汇总"])
    book.active.append(["请勿外传"])
    sheet = book.create_sheet("年报")
    sheet.append(["年报汇总"])
    sheet.append([*HEAD_ROW, "发布日期"])
    for at, row in enumerate(ROWS, 1):
        sheet.append([*row, dt.date(2023, 1, at)])
    book.create_sheet("联系人").append(["姓名", "电话"])
    book["联系人"].append(["某人", "3"])
    book.save(out)
    found = read(out.getvalue(), "a.xlsx")
    assert len(found) == len(TITLES)
    for at, one in enumerate(found, 1):
        assert isinstance(one, Member)
        assert dict(one.facts)["published"] == f"2023-01-{at:02}"
        assert dict(one.facts)["title"] == TITLES[at - 1]


@pytest.mark.parametrize("pack", [pack_xls, as_workbook])
def test_a_workbook_without_texts_is_a_problem(pack: Any, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.xls").write_bytes(pack([{"品名": "苹果", "价格": "3"}, {"品名": "梨", "价格": "4"}]))
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    [row] = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    assert (row["source"], row["problem"]) == ("a.xls", "unsupported_format")
    assert "Excel" in row["message"]


HARMS = {
    "deep.json": b"[" * 200_000,
    "deeper.json": b'{"a":' * 200_000,
    "deep.jsonl": lines([{"content": BODIES[0] * 9}]) + b'{"a":' * 100_000 + b"\n",
    "wide.csv": b"," * 300_000 + b"\n3",
    "wide.jsonl": lines([{f"a{number}": "3" for number in range(20_000)}]),
    "digits.json": b'{"a": ' + b"9" * 300_000 + b"}",
}


@pytest.mark.parametrize("name", HARMS)
def test_what_is_deep_or_wide_is_no_table_or_a_problem(name: str) -> None:
    data = HARMS[name]
    kind = detect_kind(data[:HEAD], BytesIO(data), name)
    if kind is None:
        return
    try:
        judge_table(BufferedReader(BytesIO(data), HEAD), kind, {})
    except NoTableError:
        return
    except TooMuchError:
        pass
    found = read(data, name)
    assert [one.problem.code for one in found if isinstance(one, Fault)] == ["broken_container"]
