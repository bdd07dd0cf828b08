"""What crawlers keep and mail carries beside the documents themselves: which of it is read, and which is left aside."""

import gzip
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from quopri import encodestring
from typing import Any

import pyarrow.parquet as pq
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.shelf.members import Fault, Member
from tests.containers import DATE, SITE, pack_zip
from tests.shelf.test_containers import PAGES, members, read, told
from tests.shelf.test_tables import text_of

PAGE = f"<html><head><meta charset='gb2312'></head><body><p>{text_of('石桥', 3)}</p></body></html>"
HTML = PAGE.encode("gb18030")


def pack(*answers: tuple[str, bytes, Mapping[str, str]], kind: str = "response", status: str = "200 OK") -> bytes:
    """Answers of a server as Wget keeps them, behind a record about itself."""
    made = BytesIO()
    writer = WARCWriter(made, gzip=True)
    write(writer, writer.create_warcinfo_record("a.warc.gz", {"software": "Wget"}))
    for name, body, heads in answers:
        head = StatusAndHeaders(status, list(heads.items()), protocol="HTTP/1.1")
        at = {"WARC-Date": DATE}
        record = writer.create_warc_record(SITE + name, kind, BytesIO(body), http_headers=head, warc_headers_dict=at)
        write(writer, record)
    return made.getvalue()


def write(writer: WARCWriter, record: Any) -> None:
    writer.write_record(record)
    record.raw_stream.close()


def urls(data: bytes) -> list[str]:
    found = read(data, "site.warc.gz")
    return [dict(one.facts)["url"].removeprefix(SITE) for one in found if isinstance(one, Member)]


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 50] for start in range(0, len(body), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "heads"),
    [
        (HTML, {}),
        (gzip.compress(HTML), {"Content-Encoding": "gzip"}),
        (chunked(HTML), {"Transfer-Encoding": "chunked"}),
        (chunked(gzip.compress(HTML)), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
    ],
)
def test_an_answer_is_read_in_whatever_way_it_was_sent(body: bytes, heads: Mapping[str, str]) -> None:
    data = pack(("a.html", body, {"Content-Type": "TEXT/HTML; charset=gb2312", **heads}))
    assert list(members(data, "site.warc.gz").values()) == [HTML]


def test_a_download_is_told_by_what_it_is_where_its_server_does_not_say() -> None:
    some = {"Content-Type": "application/octet-stream"}
    office = pack_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})
    data = pack(
        ("down?id=1", b"%PDF-1.7 " + bytes(9000), some),
        ("down?id=2", office, some),
        ("down?id=3", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), some),
        ("down?id=4", b"\x89PNG\r\n\x1a\n", some),
        ("app.js", b"var a = 1;", {}),
        ("年报.doc", b"{\\rtf1 }", {}),
        ("6.zip", pack_zip(PAGES), some),
    )
    assert urls(data) == ["down?id=1", "down?id=2", "down?id=3", "年报.doc"]
    assert len(next(iter(members(data, "site.warc.gz").values()))) == 9009


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "404 Not Found", "500 Internal Server Error", "206 Partial"]
)
def test_what_is_no_whole_answer_is_left_aside(status: str) -> None:
    data = pack(("a.html", HTML, {"Content-Type": "text/html"}), status=status)
    assert told(data, "a.warc.gz") == {"": "no_documents"}


def test_what_was_met_again_is_left_aside() -> None:
    made = BytesIO()
    writer = WARCWriter(made, gzip=True)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    write(writer, writer.create_revisit_record(f"{SITE}a.html", "sha1:A", f"{SITE}b.html", DATE, http_headers=head))
    data = pack(("b.html", HTML, {"Content-Type": "text/html"})) + made.getvalue()
    assert urls(data) == ["b.html"]


def test_pictures_styles_and_scripts_are_left_aside() -> None:
    media = ("image/png", "text/css", "application/javascript", "application/json", "font/woff2", "video/mp4")
    data = pack(*((f"{number}", b"x", {"Content-Type": one}) for number, one in enumerate(media)))
    assert told(data, "a.warc.gz") == {"": "no_documents"}


def test_attachments_of_mail_are_documents_and_its_text_is_one() -> None:
    mail = EmailMessage()
    mail["Subject"] = "年报"
    mail.set_content("请查收附件。")
    mail.add_attachment(pack_zip(PAGES), maintype="application", subtype="zip", filename="年报.zip")
    mail.add_attachment(HTML, maintype="text", subtype="html", filename="公报.html")
    found = members(mail.as_bytes(), "a.eml")
    assert list(found) == ["!/1.txt", "!/年报.zip!/2023/a.html", "!/年报.zip!/b.txt", "!/公报.html"]
    assert found["!/1.txt"].decode().strip() == "请查收附件。"


def saved(page: bytes, *heads: str) -> bytes:
    """A page as a browser saves it, without anything beside it."""
    head = "\r\n".join(
        ("MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="x"', "", "--x", *heads, "", "")
    )
    return head.encode() + encodestring(page) + b"\r\n--x--\r\n"


QUOTED = "Content-Transfer-Encoding: quoted-printable"


@pytest.mark.parametrize("location", [f"{SITE}t1.html", "file:///C:/t1.html", "cid:t1.html@mhtml"])
@pytest.mark.parametrize("media", ["text/html", 'text/html;\r\n\tcharset="gb2312"', "TEXT/HTML"])
def test_a_page_is_read_whoever_saved_it(location: str, media: str) -> None:
    data = saved(HTML, f"Content-Type: {media}", QUOTED, f"Content-Location: {location}")
    [one] = read(data, "年报.mht")
    assert isinstance(one, Member)
    assert one.data.strip() == HTML
    assert dict(one.facts).get("url") == (location if location.startswith("http") else None)


@pytest.mark.parametrize(("text", "count"), [(text_of("石桥", 3) * 3, 2), ("今日访问3次", 1)])
def test_a_frame_is_read_where_it_says_something(text: str, count: int) -> None:
    """And neither the pictures of a page nor its styles are."""
    parts = [
        ("text/html", f"{SITE}a.html", HTML),
        ("text/html", f"{SITE}b.html", f"<p>{text}</p>".encode()),
        ("image/png", f"{SITE}a.png", b"x"),
        ("text/css", f"{SITE}a.css", b"p {}"),
    ]
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    body = b""
    for media, location, data in parts:
        said = f"--x\r\nContent-Type: {media}\r\n{QUOTED}\r\nContent-Location: {location}\r\n\r\n"
        body += said.encode() + encodestring(data) + b"\r\n"
    assert list(told(head.encode() + body + b"--x--\r\n", "a.mht")) == ["!/a.html", "!/b.html"][:count]


def test_other_archives_are_problems_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    other = {"a.rar": b"Rar!\x1a\x07\x01\x00" + bytes(60), "b.7z": b"7z\xbc\xaf'\x1c" + bytes(60)}
    (tmp_path / "raw" / "a.zip").write_bytes(pack_zip(other | {"c.txt": text_of("石桥", 3).encode()}))
    (tmp_path / "raw" / "a.rar").write_bytes(other["a.rar"] + b"1")
    run_files(collect_files(tmp_path / "raw"), tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist()
    archives = {row["source"] for row in rows if row["problem"] == "archive"}
    assert archives == {"a.rar", "a.zip!/a.rar", "a.zip!/b.7z"}
    assert pq.read_table(tmp_path / "out" / "documents.parquet")["source"].to_pylist() == ["a.zip!/c.txt"]


NAMES = ("a\nb.txt", "c\x01\x7f.txt", "a\tb.txt", " .txt", "a#1.txt", "b!/c.txt", f"{'长' * 900}.txt", "\u202e.txt")


def test_strange_names_are_names_on_one_line() -> None:
    found: Sequence[Member | Fault] = read(pack_zip(dict.fromkeys(NAMES, b"3")))
    assert all(isinstance(one, Member) for one in found)
    assert len({one.name for one in found}) == len(NAMES)
    assert not [one.name for one in found if set(one.name) & {"\n", "\t", "\x01", "\x7f"}]


def test_a_container_that_holds_itself_ends_at_a_depth() -> None:
    """Each level has two of the next: what would be two to the power of the levels ends with the fifth."""
    data = pack_zip({"a.txt": b"3"})
    for _ in range(8):
        data = pack_zip({"a.zip": data, "b.zip": data})
    found = told(data)
    assert set(found.values()) == {"container_limit"}
    assert len(found) == 2**5
