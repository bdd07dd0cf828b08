"""What is broken or made to do harm is told in its place, in words of both languages, and costs nothing beside it."""

import csv
import gzip
import json
import struct
import tarfile
import zipfile
from functools import partial
from io import BufferedReader, BytesIO, StringIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.i18n import write
from pipeline.shelf.damage import is_bug, to_problem
from pipeline.shelf.kinds import detect_kind
from pipeline.shelf.lists import read_list
from pipeline.shelf.members import HEAD, Fault, Member, Terms
from pipeline.shelf.names import spell
from pipeline.shelf.walk import open_container
from tests.containers import pack_tar, pack_warc, pack_zip

BODY = "一、概述\n某局主动公开政府信息三条，内容涉及水利工程建设、防汛抗旱和饮水安全等方面，没有其他情况。"
TITLES = ("水务", "教育", "民政", "财政")
ROWS = [{"标题": f"某县{name}局年报", "正文": BODY.replace("某局", f"某县{name}局")} for name in TITLES]


def read(data: bytes, name: str = "a") -> dict[str, str]:
    """The Chinese words of each fault, the title or the beginning of each member, by name."""
    kind = detect_kind(data[:HEAD], BytesIO(data), name)
    assert kind
    found = open_container(BufferedReader(BytesIO(data), HEAD), kind, name, len(data), Terms(10**7))
    return {one.name: tell_one(one) for one in found}


def tell_one(one: Member | Fault) -> str:
    if isinstance(one, Fault):
        assert write(one.problem.wording, "en")
        words = write(one.problem.wording, "zh")
        letters = words.replace("JSON", "").replace("br", "").replace("zstd", "")
        assert not any("a" <= sign <= "z" for sign in letters), words
        return words
    return next((value for fact, value in one.facts if fact == "title"), one.data.decode("utf-8", "replace")[:9])


def titles(*names: str) -> list[str]:
    return [f"某县{name}局年报" for name in names]


# Archives


def test_names_that_are_taken_are_counted_up_and_not_down_into_each_other() -> None:
    found = read(pack_tar({**{"a" + "~2" * times: b"3" for times in range(1100)}, "./a": b"4"}))
    assert len(found) == 1101
    assert list(found)[-1] == "!/a~3"


def patch(packed: bytes, offset: int, value: bytes) -> bytes:
    """The archive with other bytes in the first line of its directory."""
    at = packed.index(b"PK\x01\x02") + offset
    return packed[:at] + value + packed[at + len(value) :]


def flag_gbk() -> bytes:
    """The first name in GBK under the mark of UTF-8, as programs of China write it."""
    packed = pack_zip({"AAAA.txt": b"3", "b.txt": b"4"}).replace(b"AAAA", "公报".encode("gb18030"))
    return patch(packed[:7] + b"\x08" + packed[8:], 9, b"\x08")


def break_extra() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.extra = struct.pack("<HH", 1, 60000)
        archive.writestr(info, b"3")
        archive.writestr("b.txt", b"4")
    return made.getvalue()


@pytest.mark.parametrize(
    ("packed", "name"),
    [
        (flag_gbk(), "!/公报.txt"),
        (patch(pack_zip({"a.txt": b"3", "b.txt": b"4"}), 6, b"\x63"), "!/a.txt"),
        (break_extra(), "!/a.txt"),
    ],
    ids=["gbk", "version", "extra"],
)
def test_an_odd_entry_of_a_directory_costs_no_member(packed: bytes, name: str) -> None:
    assert read(packed) == {name: "3", "!/b.txt": "4"}


def test_a_name_that_is_a_nul_is_a_name() -> None:
    packed = pack_zip({"A": b"3", "b.txt": b"4"}).replace(b"A", b"\0")
    assert read(packed) == {"!/�": "3", "!/b.txt": "4"}


def head(name: str, size: int, kind: bytes = b"0", field: bytes | None = None) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    if field:
        block[124:136] = field
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def pax(*said: tuple[bytes, bytes]) -> bytes:
    data = b""
    for name, value in said:
        rest = b" %s=%s\n" % (name, value)
        size = next(size for size in range(len(rest), 2 * len(rest) + 9) if len(str(size)) + len(rest) == size)
        data += b"%d%s" % (size, rest)
    return head("p", len(data), b"x") + data + bytes(-len(data) % 512)


@pytest.mark.parametrize(
    "packed",
    [
        head("b.txt", 0, field=b"\x80\0\0\0" + (2**62).to_bytes(8, "big")),
        head("p", 400_000, b"x") + b"1" * 400_000 + bytes(-400_000 % 512) + head("b.txt", 1) + b"3" + bytes(511),
        pax((b"size", b"-1024")) + head("b.txt", 0),
        pax((b"GNU.sparse.map", b"-5,x")) + head("b.txt", 0),
        pax((b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"), (b"GNU.sparse.realsize", b"5"))
        + head("b.txt", 512)
        + b"99999999999999\n0\n".ljust(512, b"\0"),
    ],
    ids=["size", "digits", "negative", "map", "sparse"],
)
def test_a_tar_archive_that_lies_of_sizes_ends_and_is_told(packed: bytes) -> None:
    found = read(pack_tar({"a.txt": b"3"})[:1024] + packed + bytes(1024))
    assert found["!/a.txt"] == "3"
    assert "损坏" in found[""]


# Tables


def as_json(rows: Any) -> bytes:
    return json.dumps(rows).encode()


def test_halves_of_characters_are_signs_for_what_is_broken() -> None:
    half = chr(0xD800)
    rows = [{**row, "标题": f"{row['标题']}{half}", f"备注{half}": half, "正文": row["正文"] + half} for row in ROWS]
    assert list(read(as_json(rows)).values()) == [f"{title}�" for title in titles(*TITLES)]


@pytest.mark.parametrize("broken", ['{"标题": "x', "null", "[1]", '"x"', "3"])
def test_a_broken_line_costs_no_other(broken: str) -> None:
    lines = [json.dumps(row) for row in ROWS]
    lines[1] = broken
    found = read("\n".join(lines).encode(), "a.jsonl")
    assert [*found.values()][0::2] == titles("水务", "民政")
    assert found["#2"].startswith("这一行已损坏")
    assert found["#4"] == titles("财政")[0]


def test_what_is_no_object_in_a_list_is_told() -> None:
    found = read(as_json([ROWS[0], "x", [1], ROWS[1], None]))
    assert [name for name, words in found.items() if words.startswith("这一行已损坏（不是")] == ["#2", "#3", "#5"]
    assert [*read(as_json({"n": [ROWS[0], "x", ROWS[1]]}), "a.json")] == ["#1", "#2", "#3"]


def test_a_number_without_end_is_no_error() -> None:
    words = as_json(ROWS).replace(b'"}, ', b'", "n": ' + b"9" * 5000 + b"}, ", 1)
    assert list(read(words).values()) == titles(*TITLES)


def test_several_lists_of_texts_are_all_read() -> None:
    assert list(read(as_json({"2022": ROWS[:2], "2023": ROWS[2:]}), "a.json").values()) == titles(*TITLES)


def as_csv(rows: list[dict[str, str]]) -> str:
    made = StringIO()
    writer = csv.DictWriter(made, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def test_a_quotation_mark_without_another_is_told_and_takes_no_row_with_it() -> None:
    rows = [{**row, "正文": row["正文"].replace("\n", " ")} for row in ROWS]
    found = read(as_csv(rows).replace("某县教育局年报", '"某县教育局年报').encode(), "a.csv")
    assert list(found) == ["#1", "#2", "#3", "#4"]
    assert found["#2"] == "这一行已损坏（第 3 行有一个引号不成对）。"
    assert [found["#1"], found["#3"], found["#4"]] == titles("水务", "民政", "财政")


@pytest.mark.parametrize("index", range(1, 4))
def test_rows_that_a_quotation_mark_takes_are_told_with_their_lines(index: int) -> None:
    """The texts have lines of their own: where the rows in it begin is not sure."""
    name = TITLES[index]
    found = read(as_csv(ROWS).replace(f"某县{name}局年报", f'"某县{name}局年报').encode(), "a.csv")
    assert [found[f"#{number}"] for number in range(1, index + 1)] == titles(*TITLES[:index])
    first = 2 + 2 * index
    assert f"第 {first} 行有一个引号不成对" in found[f"#{index + 1}"]


@pytest.mark.parametrize("first", ["utf-8", "gb18030"])
def test_two_files_in_one_are_each_read_in_its_encoding(first: str) -> None:
    lines = as_csv([{**row, "正文": 3 * row["正文"]} for row in ROWS]).splitlines(keepends=True)
    other = "gb18030" if first == "utf-8" else "utf-8"
    half = len(lines) // 2
    data = "".join(lines[:half]).encode(first) + "".join(lines[half:]).encode(other)
    assert list(read(data, "a.csv").values()) == titles(*TITLES)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a,b," + b"," * 20_000, "a.csv"),
        (b"x" * 70_000_000, "a.csv"),
        (b'{"a": [' + b"{}," * 4_100_000 + b"{}]}", "a"),
    ],
    ids=["columns", "line", "objects"],
)
def test_more_than_any_table_has_is_told(data: bytes, name: str) -> None:
    assert "超过" in read(gzip.compress(data, 1), f"{name}.gz").popitem()[1]


def test_times_that_no_calendar_has_cost_no_row() -> None:
    for kind in (pa.timestamp("us"), pa.duration("s"), pa.timestamp("ns")):
        times = pa.array([2**62] * 4, pa.int64()).cast(kind)
        table = pa.table({"标题": [row["标题"] for row in ROWS], "正文": [row["正文"] for row in ROWS], "t": times})
        made = BytesIO()
        pq.write_table(table, made)
        assert list(read(made.getvalue()).values()) == titles(*TITLES)


def test_a_list_may_hold_halves_of_characters_and_broken_lines() -> None:
    half = chr(0xD800)
    rows = [{"文件": f"a{half}.txt", "机关": f"某县{half}水务局", "年度": f"20{half}l8", half: half}]
    [line] = read_list(BufferedReader(BytesIO(as_json(rows))), "list.json")
    assert [value for _, value in (*line.keys, *line.stated)] == ["a�.txt", "某县�水务局"]
    assert [write(fault, "zh") for fault in line.faults] == ["年度 写的是“20�l8”，不是年份"]
    words = f'{json.dumps({"文件": "a.txt"})}\n{{"文件": \n{json.dumps({"文件": "b.txt"})}\n'.encode()
    lines = list(read_list(BufferedReader(BytesIO(words)), "list.jsonl"))
    assert [line.keys for line in lines] == [(("file", "a.txt"),), (), (("file", "b.txt"),)]
    assert [write(fault, "zh") for fault in lines[1].faults] == ["未读取（不是 JSON）"]


# Messages and crawls

PART = b"--x\r\nContent-Type: text/html\r\n%s\r\n<p>3</p>\r\n"
MAIL = b"MIME-Version: 1.0\r\n%sContent-Type: multipart/related; boundary=x\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "header"),
    [
        (b"Date: Mon, 01 Jan 0001 00:00:00 +9999999999999\r\n", b""),
        (b"", b"Content-Location: http://[bad\r\n"),
        (b"", b"Content-Disposition: inline; filename*0*=a''%ED%A0%80; filename*99999999999999999999=x\r\n"),
        (b"", b"Content-ID: \xff\r\nContent-Location: \xb1\xb2\xff\r\n"),
    ],
    ids=["date", "place", "name", "bytes"],
)
def test_a_bad_header_costs_no_page(said: bytes, header: bytes) -> None:
    assert list(read(MAIL % said + PART % header + b"--x--\r\n").values()) == ["<p>3</p>"]


def test_parts_without_number_are_told() -> None:
    assert "超过" in read(MAIL % b"" + PART % b"" * 30_000 + b"--x--\r\n")[""]


def record(content: bytes, length: Any = None, *, url: str = "http://a.cn/1", head: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode() + content
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\n{target}WARC-Record-ID: <urn:uuid:odd>\r\n"
            f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


PAGE = "<html><p>某县年报</p></html>".encode()


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (record(PAGE, 80), "长度与所写的不符"),
        (record(PAGE, -5), "长度与所写的不符"),
        (record(PAGE, "abc"), "长度与所写的不符"),
        (record(PAGE, 10**30), "内容中断"),
        (record(gzip.compress(PAGE)[:-12], head="Content-Encoding: gzip\r\n"), "内容中断"),
        (record(b"ff\r\n" + PAGE, head="Transfer-Encoding: chunked\r\n"), "内容中断"),
        (record(b"\x8b\x02\x80abc\x03" * 30, head="Content-Encoding: br\r\n"), "br 方式压缩"),
        (record(b"(\xb5/\xfd" + b"abc" * 30, head="Content-Encoding: zstd\r\n"), "zstd 方式压缩"),
    ],
)
def test_what_a_server_did_not_give_in_full_is_told_and_costs_no_other_record(
    odd: bytes, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    good = pack_warc({"a.html": PAGE})
    found = list(read(good + odd + (b"" if b"0" * 30 in odd else good), "a.warc").values())
    assert found[0] == "<html><p>"
    assert words in found[1]
    assert found[2:] == ([] if b"0" * 30 in odd else ["<html><p>"])
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "good",
    [
        record(PAGE, url=""),
        record(PAGE).replace(b"Content-Length", b"Length"),
        record(PAGE, head="Content-Encoding: gzip\r\n"),
        record(PAGE, head="Content-Encoding: br\r\n"),
        record(PAGE, head="Transfer-Encoding: chunked\r\n"),
        record(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), head="Transfer-Encoding: chunked\r\n"),
        record(gzip.compress(PAGE), head="Content-Encoding: gzip\r\n"),
    ],
    ids=["no address", "no length", "inflated", "no br", "joined", "chunks", "gzip"],
)
def test_what_crawlers_keep_in_their_own_way_is_read(good: bytes) -> None:
    assert list(read(good, "a.warc").values()) == ["<html><p>"]


def test_names_of_records_hold_nothing_that_a_terminal_obeys() -> None:
    odd = record(PAGE).replace(b"urn:uuid:odd", b"urn:uuid:\x1b[2J\xe2\x80\xae")
    assert list(read(odd, "a.warc")) == ["#�[2J�"]


# What nobody foresaw


def test_a_library_that_fails_is_damage_and_our_own_code_a_bug() -> None:
    def fail() -> None:
        raise KeyError("a bug")

    for call in (fail, partial(json.loads, "{"), partial(int, "x"), b"\xff".decode):
        with pytest.raises((KeyError, ValueError)) as caught:
            call()
        assert not is_bug(caught.value)  # this file is no code of ours
        assert to_problem(caught.value).code == "broken_container"
    with pytest.raises((AttributeError, TypeError)) as caught:
        spell(3)  # type: ignore[arg-type]
    assert to_problem(caught.value).code == "crashed"
