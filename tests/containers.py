"""Packs pages into containers of every kind, as crawlers, browsers and people do."""

import gzip
import tarfile
import zipfile
from base64 import encodebytes
from collections.abc import Callable, Mapping
from io import BytesIO
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Pages = Mapping[str, bytes]
SITE = "http://www.example.gov.cn/"
DATE = "2023-02-01T08:30:00Z"
MEDIA = {".html": "text/html", ".pdf": "application/pdf", ".txt": "text/plain; charset=gb18030"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pack_zip(pages: Pages) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pages.items():
            archive.writestr(name, data)
    return made.getvalue()


def pack_tar(pages: Pages) -> bytes:
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in pages.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return made.getvalue()


def pack_tgz(pages: Pages) -> bytes:
    return gzip.compress(pack_tar(pages))


def media_of(name: str) -> str:
    return next((media for suffix, media in MEDIA.items() if name.endswith(suffix)), WORD)


def pack_warc(pages: Pages, *, packed: bool = False) -> bytes:
    """What a crawler keeps: of each page what was asked and what was answered, and a picture and a page that moved."""
    made = BytesIO()
    writer = WARCWriter(made, gzip=packed)
    answers = [(name, "200 OK", media_of(name), data) for name, data in pages.items()]
    answers += [
        ("seal.png", "200 OK", "image/png", b"\x89PNG"),
        ("old.html", "302 Found", "text/html", b"<p>moved</p>"),
    ]
    for name, status, media, data in answers:
        head = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
        asked = StatusAndHeaders(f"GET /{name} HTTP/1.1", [("Host", "www.example.gov.cn")], is_http_request=True)
        at = {"WARC-Date": DATE}
        for kind, headers, body in (("request", asked, b""), ("response", head, data)):
            record = writer.create_warc_record(
                SITE + name, kind, BytesIO(body), http_headers=headers, warc_headers_dict=at
            )
            writer.write_record(record)
            record.raw_stream.close()
    return made.getvalue()


def pack_warc_gz(pages: Pages) -> bytes:
    return pack_warc(pages, packed=True)


def pack_wacz(pages: Pages) -> bytes:
    listed = b'{"format": "json-pages-1.0"}\n{"url": "http://www.example.gov.cn/a.html", "title": "a", "text": "b"}\n'
    within = {"archive/data.warc.gz": pack_warc_gz(pages), "pages/pages.jsonl": listed, "datapackage.json": b"{}"}
    return pack_zip(within)


def pack_mhtml(name: str, page: bytes) -> bytes:
    """A page as a browser saves it, with a picture, a style and an empty frame."""
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {SITE}{quote(name)}\r\nSubject: =?utf-8?B?5bm05oql?=\r\n"
        "Date: Wed, 1 Feb 2023 08:30:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n'
    )
    parts = [
        ("text/html", f"{SITE}{quote(name)}", page),
        ("image/png", f"{SITE}seal.png", b"\x89PNG"),
        ("text/css", f"{SITE}a.css", b"p { color: red }"),
        ("text/html", "cid:frame-1@mhtml.blink", b"<html><p>3</p></html>"),
    ]
    body = "".join(
        f"------x\r\nContent-Type: {media}\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {location}\r\n\r\n"
        f"{encodebytes(data).decode()}\r\n"
        for media, location, data in parts
    )
    return f"{head}{body}------x--\r\n".encode()


# What packs several pages into one file, by the suffix of the file.
PACKERS: dict[str, Callable[[Pages], bytes]] = {
    ".zip": pack_zip,
    ".tar": pack_tar,
    ".tar.gz": pack_tgz,
    ".warc": pack_warc,
    ".warc.gz": pack_warc_gz,
    ".wacz": pack_wacz,
}
