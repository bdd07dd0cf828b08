"""Makes malicious inputs: each has a shape that grows to any size, and the resource that it attacks.

Each attack once worked: time quadratic in the length, unbounded memory, or a crash of the process.
"""

import gzip
from collections.abc import Callable, Mapping
from io import BytesIO
from tarfile import GNU_FORMAT, TarInfo
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

SMALL, MIDDLE, LARGE = 100_000, 1_000_000, 10_000_000
# Text takes about ten seconds per megabyte if every word is a figure.
MARKUP, TEXT, ONCE = (SMALL, MIDDLE, LARGE), (SMALL, 4 * SMALL), (0,)

Make = Callable[[int], bytes]


class Hostile(NamedTuple):
    """An input: its description, its file name, the function that makes it in a given size, and the sizes."""

    what: str
    name: str
    make: Make
    sizes: tuple[int, ...]


def _repeat(piece: str, before: str = "", behind: str = "") -> Make:
    size = len(piece.encode())
    return lambda length: (before + piece * (length // size + 1) + behind).encode()


def _count(piece: str, before: str = "", behind: str = "") -> Make:
    """Pieces that differ in a number."""
    size = len(piece.encode()) + 3
    return lambda length: (before + "".join(map(piece.format, range(length // size + 1))) + behind).encode()


def _page(what: str, make: Make, sizes: tuple[int, ...] = MARKUP) -> Hostile:
    return Hostile(what, "hostile.html", make, sizes)


def _text(what: str, piece: str, before: str = "") -> Hostile:
    return Hostile(what, "hostile.txt", _repeat(piece, before), TEXT)


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HTML, END = "<html><body>", "<p>全年公开信息3条。"
STATUTORY = (
    "<table><tr><td>第二十条第（一）项<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>1<td>2<td>2"
    "<tr><td>行政规范性文件<td>18<td>8<td>22</table>"
)

PAGES = (
    *(
        _page(f"`{tag}`, never closed", _repeat(tag, HTML, END))
        for tag in ("<nav>", "<pre>", "<span>", "<table><tr><td>")
    ),
    _page("`<div></ul>`: end tags that close nothing", _repeat("<div></ul>", HTML, END)),
    _page('`<div a="<">`: `<` in an attribute', _repeat('<div a="<">', HTML, END)),
    _page(
        "`<div><table><tr><td></div></table>`: end tags that are out of scope",
        _repeat("<div><table><tr><td></div></table>", HTML, END),
    ),
    _page("`<p><font size=N>`: formatting that is reopened in every block", _count("<p><font size={}>文", HTML, END)),
    _page("many attributes in one tag", _count("a{}=1 ", f"{HTML}<p ", f">文{END}")),
    _page("`<td colspan=1000>`", _repeat("<td colspan=1000>1", f"{HTML}<table><tr>", END)),
    _page("`<td rowspan=65534>`", _repeat("<td rowspan=65534>1<tr><td>2", f"{HTML}<table><tr>", END)),
    _page("many cells in one row", _repeat("<td>1", f"{HTML}<table><tr>", END)),
    _page("many rows of one cell", _repeat("<tr><td>1", f"{HTML}<table>", END)),
    _page("many small statutory tables", _repeat(STATUTORY, HTML, END), TEXT),
    _page("an unclosed comment, script and quotation mark", _repeat("<!-- <script> \" ' <p a=", HTML, END)),
    _page("character references", _repeat("&#x6587;&lt;&", HTML, END)),
)
TEXTS = (
    _text("digits", "1234567890"),
    _text("opening brackets", "（公开"),
    _text("many counts in one sentence", "公开信息3条、"),
    _text("many headings with the same number", "一、概述\n"),
    _text("many headings within one line", "（一）公开（二）问题"),
    _text("labels of a form without numbers", "本年新收政府信息公开申请数量", "统计指标 单位 统计数\n"),
    _text("labels and numbering of a form", "从\n1.三分之一本年新收政府信息公开申请数量", "统计指标 单位 统计数\n"),
    _text("rows of a form", "四、行政复议数量(二)被依法纠错数3", "统计指标"),
    _text("tab-separated cells", "3\t"),
    _text("cells between vertical bars", "| 申请 | 3 |\n", "| 项 | 数 |\n|---|---|\n"),
    _text("blank lines", "\n", "一、概述"),
    _text("zeros in words", "没有收到申请，"),
    _text("titles in 《》", "《办法》"),
    _text("malformed numbers with commas", "4,456,78 "),
)


def _drawing_pdf(_: int) -> bytes:
    """A PDF whose page draws a form that draws itself."""
    form = b"q /X Do /X Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (len(form), form),
        b"<</Length %d>>stream\n%s\nendstream" % (len(form), form),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _swelling_docx(_: int) -> bytes:
    """A Word file of a few kilobytes that holds a gigabyte of spaces."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f"<w:document {WORD}><w:body><w:p>".encode())
            for _ in range(1024):
                part.write(b" " * 1_048_576)
    return held.getvalue()


def _deep_docx(_: int) -> bytes:
    """A Word file with tables in tables, deeper than any reader descends."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>" + "<w:tbl><w:tr><w:tc>" * 100_000)
    return held.getvalue()


def _lying_tar(_: int) -> bytes:
    """An archive whose member claims to have four exabytes."""
    info = TarInfo("a.txt")
    head = bytearray(info.tobuf(GNU_FORMAT))
    head[124:136] = b"\x80\0\0\0" + (2**62).to_bytes(8, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + bytes(1024)


def _digits_tar(_: int) -> bytes:
    """An archive with an extended header of digits, which took tarfile quadratic time."""
    info = TarInfo("pax")
    info.type, info.size = b"x", 512 * 1000
    return info.tobuf(GNU_FORMAT) + b"1" * info.size + TarInfo("a.txt").tobuf(GNU_FORMAT) + bytes(1024)


def _far_sheet(_: int) -> bytes:
    """An archive with a workbook whose second cell is the last possible one: as a full grid it would take 549 GB."""
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "标题", "正文"
    held = BytesIO()
    book.save(held)
    return _zip({"a.xlsx": held.getvalue()})


def _taken_names(_: int) -> bytes:
    """An archive whose names collide with the names that duplicates are given."""
    return _zip({**{"a" + "~2" * times: b"3" for times in range(1100)}, "./a": b"4"})


def _zip(files: Mapping[str, bytes]) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1%s\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MIME = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
# Read by workers because of their content, under names that do not show it.
FOREIGN = (
    Hostile("a PDF whose form draws itself, called `.html`", "hostile.html", _drawing_pdf, ONCE),
    Hostile("a Word file that unpacks to 1 GB, called `.txt`", "hostile.txt", _swelling_docx, ONCE),
    Hostile("a Word file with deeply nested tables, called `.html`", "hostile.html", _deep_docx, ONCE),
    Hostile("a damaged old Office file, called `.txt`", "hostile.txt", lambda _: OLE + b"\1" * 4096, ONCE),
    Hostile("Rich Text, called `.html`", "hostile.html", lambda _: rb"{\rtf1 " + b"{" * 100_000, ONCE),
    Hostile("a page saved as a message, called `.html`", "hostile.html", lambda _: MIME + b"--x\r\n" * 100_000, ONCE),
    Hostile("a crawl archive, called `.txt`", "hostile.txt", lambda _: b"WARC/1.0\r\n" * 100_000, ONCE),
    Hostile("a page saved in 30,000 parts", "hostile.mht", lambda _: MIME + b"--x\n\n<p>\n" * 30_000, ONCE),
    Hostile("a crawl whose record claims 10³⁰ bytes", "hostile.warc", lambda _: RECORD % (b"0" * 30), ONCE),
    Hostile("a tar archive whose member claims four exabytes", "hostile.tar", _lying_tar, ONCE),
    Hostile("a tar archive with an extended header of digits only", "hostile.tar", _digits_tar, ONCE),
    Hostile("a zip archive with a sheet that uses the last possible cell", "hostile.zip", _far_sheet, ONCE),
    Hostile("names that collide with the names given to duplicates", "hostile.zip", _taken_names, ONCE),
    Hostile("a CSV of commas, compressed", "hostile.csv.gz", lambda _: gzip.compress(b"," * 8_000_000 + b"\n"), ONCE),
    Hostile(
        "JSON of 20 million objects, compressed",
        "hostile.json.gz",
        lambda _: gzip.compress(b'{"a":[' + b"{}," * 20_000_000 + b"{}]}", 1),
        ONCE,
    ),
    Hostile(
        "1 GB, compressed with gzip, called `.html`", "hostile.html", lambda _: gzip.compress(bytes(2**30), 1), ONCE
    ),
)
