"""What a file is that holds no characters by itself is told by its first bytes, whatever its name."""

import pytest

from pipeline.ingest import is_foreign
from pipeline.model import Source, Unreadable
from pipeline.report import extract_source

MHT = (
    "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E5=B9=B4?=\r\n =?utf-8?Q?=E6=8A=A5?=\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; boundary="----x"\r\n\r\n------x\r\nContent-Type: text/html\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><p>=E5=85=AC=E5=BC=803</p></html>\r\n------x--\r\n"
)


@pytest.mark.parametrize("name", ["a.mht", "a.eml", "a.html", "a.txt", "a.pdf", "a"])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (MHT.encode(), "unsupported_format"),
        (b"\xef\xbb\xbf\r\n" + MHT.replace("\r\n", "\n").lower().encode(), "unsupported_format"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n<html><p>3</p></html>", "archive"),
        (b"WARC/1.1\nWARC-Type: response\n\n<html><p>3</p></html>", "archive"),
        (b"\r\n%PDF-1.4\nnothing", "broken_pdf"),
        (b"PK\x03\x04\x14\x00", "archive"),
        (b"{\\rtf1 x}", "needs_libreoffice"),
    ],
)
def test_the_content_is_believed(data: bytes, code: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice
    read = extract_source(Source(name, data))
    assert isinstance(read, Unreadable)
    assert read.problem.code == code
    assert is_foreign(data)


@pytest.mark.parametrize(
    "text",
    [
        "来源：某局\nMIME-Version: 1.0\n一、概述\n公开3条。",
        "一、概述\n公开3条。",
        "WARC 是一种格式。",
        "From: a\n\nMIME-Version: 1.0",
        "Title: report\nDate: 2016\n\n一、概述",
    ],
)
def test_texts_are_no_messages(text: str) -> None:
    assert not is_foreign(text.encode())
    assert not isinstance(extract_source(Source("a.txt", text.encode())), Unreadable)
