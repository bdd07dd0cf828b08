"""Bytes become characters: whatever the encoding, whatever the file claims to be."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.encoding import BROKEN, UnreadableError, clean, decode
from pipeline.ingest.page import is_html, read_page
from pipeline.model import Format, Report, Source
from pipeline.report import extract_source, extract_text
from pipeline.rulebook.problems import rule_of

REPORT = "某区水务局2015年政府信息公开年度报告\n一、概述\n全年主动公开政府信息1,024条，比上年增加百分之三。\n" * 3
TRADITIONAL = (
    "本府依據政府資訊公開辦法，全年受理申請案件共計三百二十件，其中准予提供者二百八十件，部分提供者二十五件，駁回者十五件。\n"
    * 2
)


def problem_of(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert caught.value.problem.message
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
    ],
)
@pytest.mark.parametrize("text", [REPORT, REPORT[:30], REPORT.replace("\n", ""), REPORT * 400], ids=len)
def test_every_encoding_of_a_report(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == (text, name)


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL * 200, TRADITIONAL.replace("\n", "")], ids=len)
def test_big5(text: str) -> None:
    assert decode(text.encode("big5")) == (text, "big5hkscs")


def test_utf16_with_a_big_endian_mark() -> None:
    assert decode(codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be")) == (REPORT, "utf-16-be")


def test_ascii_is_utf8() -> None:
    assert decode(b"report 2016, 30 items") == ("report 2016, 30 items", "utf-8")


def test_broken_bytes_leave_utf8_what_it_is() -> None:
    data = bytearray(REPORT.encode())
    for offset in (10, 90, 200):
        data[offset] = 0xFF
    text, encoding = decode(bytes(data))
    assert encoding == "utf-8"
    assert 1 <= text.count(BROKEN) <= 9
    assert "全年主动公开政府信息1,024条" in text


def test_a_file_cut_within_a_character() -> None:
    assert decode(REPORT.encode()[:-5])[1] == "utf-8"
    assert decode(REPORT.encode("gb18030")[:-2])[1] == "gb18030"


@pytest.mark.parametrize("declared", ["utf-8", "big5", "iso-8859-1"])
def test_the_bytes_outweigh_what_a_page_declares(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>{REPORT}</p>'
    assert decode(page.encode("gbk")) == (page, "gb18030")
    assert decode(page.encode()) == (page, "utf-8")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, b"\0\0\0"])
def test_empty_files(data: bytes) -> None:
    assert problem_of(data) == "empty_file"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0....",
        b"\x7fELF\x02\x01",
        b"text\0with\0many\0holes",
        bytes(range(256)) * 4,
    ],
    ids=lambda data: data[:4].hex(),
)
def test_binary_files(data: bytes) -> None:
    assert problem_of(data) == "binary_file"


def test_a_stray_nul_does_not_make_a_report_binary() -> None:
    text, encoding = decode(REPORT.encode() * 10 + b"\0")
    assert (encoding, text.count(BROKEN), text.count("\0")) == ("utf-8", 1, 0)


def test_bytes_in_no_known_encoding() -> None:
    assert problem_of(("Les données publiées à l’été dernier ; " * 40).encode("cp1252")) == "unknown_encoding"


def outcome(data: bytes) -> str:
    """The text of the bytes, or the code of the problem with them."""
    try:
        return decode(data)[0]
    except UnreadableError as error:
        return error.problem.code


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert "\0" not in outcome(data)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("一\r\n二\r三\n", "一\n二\n三\n"),
        ("一\r\r\n二\u2028三\x0c", "一\n二\n三\n"),
        ("公\u200b开\ufeff\xad3\x00条", "公开3条"),
        ("表\t格\u3000\xa0一", "表\t格\u3000\xa0一"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "broken_pdf"),
        ("a.txt", b"%PDF-1.7 ...", "broken_pdf"),
        ("a.docx", b"PK\x03\x04 [Content_Types].xml word/document.xml", "broken_docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_format"),
        ("a.zip", b"PK\x03\x04 pictures/1.png", "archive"),
        ("a.txt", b"", "empty_file"),
        ("a.html", b"<html><script>var a = 1</script></html>", "no_text"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_page(Source(path, data))
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.txt", "<html><body><p>一、概述</p></body></html>", Format.HTML),
        ("a.txt", "<div><p>一、概述</p><p>公开3条</p></div>", Format.HTML),
        ("a.html", "一、概述\n公开3条", Format.TEXT),
        ("a.html", "一、概述<br>公开3条", Format.HTML),
        ("a.txt", "《某省实施<信息公开条例>办法》", Format.TEXT),
        ("a.md", "# 一、概述", Format.TEXT),
    ],
)
def test_the_content_tells_the_format(path: str, text: str, expected: Format) -> None:
    assert read_page(Source(path, text.encode())).format is expected


def test_a_page_says_how_it_was_encoded_and_what_was_broken() -> None:
    page = read_page(Source("a.txt", REPORT.encode("gbk")))
    assert (page.encoding, page.problems) == ("gb18030", ())
    broken = read_page(Source("a.txt", REPORT.encode() + b"\xff"))
    assert [problem.code for problem in broken.problems] == ["broken_characters"]


def test_many_comments_before_a_page_cost_nothing() -> None:
    assert not is_html("<!---->" * 3000, ".txt")


def test_says_that_a_text_is_in_traditional_characters() -> None:
    found = extract_source(Source("a.txt", TRADITIONAL.encode("big5")))
    assert isinstance(found, Report)
    assert [str(figure.value) for figure in found.figures][:4] == ["320", "280", "25", "15"]
    assert {problem.code for problem in found.problems} - {"unread_period"} == {"traditional_script"}


def test_a_rare_name_or_a_quotation_makes_no_traditional_text() -> None:
    text = f"{REPORT}二〇一六年，朱镕堃同志为“為人民服務”牌匾揭幕。"
    assert "traditional_script" not in {problem.code for problem in extract_text(text).problems}


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a",
        b"Rar!\x1a\x07 a",
        b"7z\xbc\xaf'\x1c a",
        b"\x1f\x8b\x08 a",
        b"a.txt".ljust(257, b"\0") + b"ustar",
    ],
)
def test_of_an_archive_the_remedy_is_to_unpack_it(data: bytes) -> None:
    assert problem_of(data) == "archive"
    assert "Unpack" in rule_of("archive").remedy
