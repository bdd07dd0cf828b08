"""Lists of what is known of documents: which columns are known, what is read of a line, and what is told."""

import json
from collections.abc import Mapping
from io import BufferedReader, BytesIO

import pytest

from pipeline.i18n import Message, write
from pipeline.shelf.lists import Line, NoListError, read_list
from pipeline.shelf.members import HEAD
from tests.containers import pack_zip
from tests.shelf.test_tables import as_csv, as_json, as_lines, as_parquet, as_workbook

ROWS = [
    {
        "文件": f"{name}.html",
        "发布机构": f"{name}县水务局",
        "所属地区": f"某市{name}县",
        "年度": "2021年",
        "链接": f"http://www.example.gov.cn/{name}.html",
        "发布时间": "2022-01-18 09:30",
        "采集时间": "2022-03-01T08:00:00Z",
        "备注": "第3页缺",
    }
    for name in ("甲", "乙")
]


def read(data: bytes, name: str = "list.csv", beside: str | None = None) -> list[Line]:
    return list(read_list(BufferedReader(BytesIO(data), HEAD), name, beside))


def read_row(row: Mapping[str, str]) -> Line:
    [line] = read(as_csv([row]))
    return line


@pytest.mark.parametrize(
    ("name", "data", "first"),
    [
        ("a.csv", as_csv(ROWS), 2),
        ("gbk.csv", as_csv(ROWS, encoding="gb18030"), 2),
        ("wide.csv", as_csv(ROWS, encoding="utf-16"), 2),
        ("a.tsv", as_csv(ROWS, delimiter="\t"), 2),
        ("a.txt", as_csv(ROWS, delimiter="\t"), 2),
        ("a.json", as_json(ROWS), 1),
        ("a.jsonl", as_lines(ROWS), 1),
        ("a.parquet", as_parquet(ROWS), 1),
        ("a.xlsx", as_workbook(ROWS), 2),
    ],
)
def test_a_list_is_read_the_same_whatever_it_is_written_as(name: str, data: bytes, first: int) -> None:
    lines = read(data, name)
    assert [line.line for line in lines] == [first, first + 1]
    assert [line.faults for line in lines] == [(), ()]
    assert lines[0].keys == (("file", "甲.html"), ("url", "www.example.gov.cn/甲.html"))
    assert dict(lines[0].stated) == {
        "agency": "甲县水务局",
        "region": "某市甲县",
        "report_year": "2021",
        "url": "http://www.example.gov.cn/甲.html",
        "published": "2022-01-18",
        "retrieved": "2022-03-01T08:00:00Z",
        "note": "第3页缺",
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"file": "document", "agency": "agency", "year": "year"},
        {"file": "File_Path", "agency": "Department", "year": "report-year"},
        {"file": "文件路径", "agency": "报告单位", "year": "年份"},
        {"file": "本地文件", "agency": "机关", "year": "报告年度"},
    ],
)
def test_columns_are_known_by_names_in_two_languages(columns: Mapping[str, str]) -> None:
    line = read_row({columns["file"]: "a.html", columns["agency"]: "某局", columns["year"]: "2019", "序号": "1"})
    assert line.keys == (("file", "a.html"),)
    assert dict(line.stated) == {"agency": "某局", "report_year": "2019"}


@pytest.mark.parametrize(
    "year", ["2018", "2018年", "2018年度", "2018.0", "２０１８", "FY2018", "二〇一八", "二○一八年度"]
)
def test_a_year_is_read_as_people_write_it(year: str) -> None:
    assert dict(read_row({"文件": "a", "年度": year}).stated) == {"report_year": "2018"}


@pytest.mark.parametrize("year", ["20l8", "18", "2018-2019", "2018年上半年", "12018", "二〇一", "去年"])
def test_a_year_that_is_none_is_told_and_not_guessed(year: str) -> None:
    line = read_row({"文件": "a", "年度": year, "机关": "某局"})
    assert dict(line.stated) == {"agency": "某局"}
    assert [write(fault, "en") for fault in line.faults] == [f"年度 is {year}, which is no year"]


@pytest.mark.parametrize(
    "day", ["2022-01-18", "2022/1/18", "2022年1月18日", "20220118", "2022-01-18T08:00:00", "1642464000"]
)
def test_a_day_is_read_as_people_and_crawlers_write_it(day: str) -> None:
    assert dict(read_row({"文件": "a", "发布日期": day}).stated) == {"published": "2022-01-18"}


@pytest.mark.parametrize("day", ["昨天", "2022-13-41", "2022年", "01-18", "发布于 2022-01-18 以前"])
def test_a_day_that_is_none_is_told(day: str) -> None:
    line = read_row({"文件": "a", "发布日期": day})
    assert (line.stated, len(line.faults)) == ((), 1)


@pytest.mark.parametrize("nothing", ["", " ", "-", "无", "NaN", "None", "N/A", "未知"])
def test_of_an_empty_cell_nothing_is_said_and_nothing_told(nothing: str) -> None:
    line = read_row(
        {"文件": "a", "机关": nothing, "年度": nothing, "发布日期": nothing, "网址": nothing, "备注": nothing}
    )
    assert (line.stated, line.faults) == ((), ())


def test_province_city_and_county_are_one_region_and_a_region_of_its_own_comes_first() -> None:
    row = {"文件": "a", "省份": "某省", "市": "某市", "区县": "某县"}
    assert dict(read_row(row).stated) == {"region": "某省某市某县"}
    assert dict(read_row(row | {"地区": "别处"}).stated) == {"region": "别处"}


@pytest.mark.parametrize(
    ("digest", "key"),
    [
        ("AB" * 32, "ab" * 8),
        ("sha256:" + "0f" * 32, "0f" * 8),
        ("0123456789abcdef", "0123456789abcdef"),
        ("0f" * 16, None),
    ],
)
def test_a_digest_is_a_sha256_or_the_id_of_a_document_and_nothing_else(digest: str, key: str | None) -> None:
    line = read_row({"sha256": digest, "年度": "2018"})
    assert line.keys == ((("hash", key),) if key else ())
    assert bool(line.faults) == (key is None)


def test_a_line_that_names_nothing_is_told_and_costs_no_other() -> None:
    lines = read(as_csv([{"文件": "", "年度": "2018"}, {"文件": "b", "年度": "2019"}]))
    assert lines[0].faults == (Message("line_names_none"),)
    assert lines[1].keys == (("file", "b"),)


def test_the_line_is_that_of_the_file_where_a_cell_has_several() -> None:
    words = '文件,备注\na,"第一行\n第二行"\nb,短\n'.encode()
    assert [line.line for line in read(words)] == [2, 4]


def test_the_names_of_columns_may_stand_below_a_caption() -> None:
    words = "某省年报清单,,\n,,\n文件,机关,年度\na,某局,2018\n".encode()
    [line] = read(words)
    assert (line.line, line.keys) == (4, (("file", "a"),))


def test_what_a_crawler_leaves_beside_a_page_is_about_that_page() -> None:
    stated = json.dumps({"title": "某局年报", "date": "2022-01-18", "meta": {"encoding": "gbk"}}).encode()
    [line] = read(stated, "page.html.json", "page.html")
    assert line.keys == (("file", "page.html"),)
    assert dict(line.stated) == {"title": "某局年报", "published": "2022-01-18"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", pack_zip({"a": b"b"})),
        ("a.csv", "机关,年度\n某局,2018\n".encode()),
        ("a.csv", b""),
        ("a.xlsx", pack_zip({"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b""})),
        ("a.bin", bytes(range(256)) * 9),
    ],
)
def test_what_is_no_list_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(NoListError):
        read(data, name)


def test_a_broken_line_of_a_list_is_told_and_costs_no_other() -> None:
    lines = read(b'{"file": "a.txt"}\n{"file"\n{"file": "b.txt"}', "a.jsonl")
    assert [(line.line, line.keys) for line in lines if line.keys] == [
        (1, (("file", "a.txt"),)),
        (3, (("file", "b.txt"),)),
    ]
    assert [[fault.key for fault in line.faults] for line in lines] == [[], ["broken_line"], []]


def test_urls_are_compared_and_not_spelled() -> None:
    keys = {
        read_row({"url": url, "年度": "2018"}).keys
        for url in (
            "http://www.example.gov.cn/a/年报.html",
            "https://WWW.example.gov.cn/a/%E5%B9%B4%E6%8A%A5.html#top",
            "www.example.gov.cn/a/年报.html",
        )
    }
    assert len(keys) == 1
