"""Files that show a problem each, and what of them is other when its remedy has been applied."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.htmltables import table
from tests.statutory import DOCUMENTS, ISSUED

FONT = "STSong-Light"
WORDS = "某县水务局2016年政府信息公开工作年度报告"
TEXT = f"{WORDS}\n一、总体情况\n全年公开信息553项，办结率100%。\n二、其他\n无。\n"
OTHER = TEXT.replace("水务局2016", "林业局2017")
TRADITIONAL = "某縣水務局二〇一六年年度報告\n一、總體情況\n全年公開信息553項，辦結率100%，對於羣衆來訪認真處理。\n"
HEADS = "|".join(ISSUED.heads)
FLAT = "规章000行政规范性文件121153"
ROWS = (f"{DOCUMENTS['regulations']}|0|0|0", f"{DOCUMENTS['normative_documents']}|12|11|53")


def pdf(*words: str | None, password: str | None = None) -> bytes:
    """A page for each: with the words, or a picture where there are none."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    security = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(out, invariant=1, encrypt=security)
    for page in words:
        if page is None:
            canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        else:
            canvas.setFont(FONT, 12)
            for number, line in enumerate(page.splitlines()):
                canvas.drawString(70, 760 - 25 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page(more: str) -> bytes:
    """The text as a page, with more behind it."""
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    return f"<html><body>{body}{more}</body></html>".encode()


def workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def archive(name: str = "report.txt", data: str | bytes = TEXT) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


def locked() -> bytes:
    """An archive that says of its member that it is encrypted."""
    data = bytearray(archive())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


Files = Mapping[str, bytes | None]  # None where the file is taken away

# By code: what lies in the folder at first, and what of it is other when the remedy has been applied.
FILES: dict[str, tuple[Files, Files]] = {
    "empty_file": ({"a.txt": b" \n"}, {"a.txt": TEXT.encode()}),
    "binary_file": ({"a.txt": b"\x89PNG\r\n\x1a\n" + bytes(99)}, {"a.txt": TEXT.encode()}),
    "archive": ({"a.rar": b"Rar!\x1a\x07\x01\0"}, {"a.rar": None, "report.txt": TEXT.encode()}),
    "broken_container": ({"a.zip": archive()[:-30]}, {"a.zip": archive()}),
    "container_limit": ({"a.zip": archive(data=bytes(2**22))}, {"a.zip": None, "report.txt": TEXT.encode()}),
    "encrypted_member": ({"a.zip": locked()}, {"a.zip": None, "report.txt": TEXT.encode()}),
    "unsafe_member": ({"a.zip": archive("../report.txt")}, {"a.zip": None, "report.txt": TEXT.encode()}),
    "list_of_files": ({"a.csv": b"file,url\na.html,http://a.cn/1\n"}, {"a.csv": None}),
    "no_documents": ({"a.zip": archive(".DS_Store")}, {"a.zip": None}),
    "unsupported_format": ({"a.xlsx": workbook()}, {"a.xlsx": None, "a.txt": TEXT.encode()}),
    "unknown_encoding": (
        {"a.txt": ("Les données publiées à l’été dernier ; " * 40).encode("cp1252")},
        {"a.txt": ("Les données publiées à l’été dernier ; " * 40).encode()},
    ),
    "no_text": (
        {"a.html": b"<html><script>let a = 1</script></html>"},
        {"a.html": f"<html><p>{TEXT}</p></html>".encode()},
    ),
    "lost_markup": (
        {"a.html": f"<html>{'<nav>' * 20_000}<p>{TEXT}</p></html>".encode()},
        {"a.html": f"<html><p>{TEXT}</p></html>".encode()},
    ),
    "broken_characters": ({"a.txt": TEXT.encode() * 20 + b"\xff"}, {"a.txt": TEXT.encode()}),
    "broken_pdf": ({"a.pdf": b"%PDF-1.7 ..."}, {"a.pdf": pdf(TEXT)}),
    "encrypted_pdf": ({"a.pdf": pdf(TEXT, password="geheim")}, {"a.pdf": pdf(TEXT)}),  # noqa: S106
    "scanned_pdf": ({"a.pdf": pdf(None)}, {"a.pdf": None, "a.txt": TEXT.encode()}),
    "scanned_page": ({"a.pdf": pdf(TEXT, None)}, {"a.pdf": pdf(TEXT, TEXT)}),
    "garbled_text": (
        {"a.txt": (TEXT * 3).encode().decode("latin-1").replace("\x85", " ").encode()},
        {"a.txt": TEXT.encode()},
    ),
    "several_reports": (
        {"a.txt": f"{TEXT}{OTHER}".encode()},
        {"a.txt": TEXT.encode(), "b.txt": OTHER.encode()},
    ),
    "pictured_table": (
        {"a.html": page("<p>三、收到和处理政府信息公开申请情况</p><p><img src=1.png></p>")},
        {"a.html": page("<p>三、收到和处理政府信息公开申请情况</p><p>无。</p>")},
    ),
    "framed_content": (
        {"a.html": page("<p>三、附表</p><iframe src=1.html></iframe>")},
        {"a.html": page("<p>三、附表</p><p>无。</p>")},
    ),
    "scripted_report": (
        {"a.html": f"<html><h1>{WORDS}</h1><div id=a></div><script>load('7')</script></html>".encode()},
        {"a.html": page("<script>load('7')</script>")},
    ),
    "attached_report": (
        {"a.html": f"<html><p>{WORDS}</p><p><a href=1.pdf>{WORDS}.pdf</a></p></html>".encode()},
        {"a.html": None, "a.pdf": pdf(TEXT)},
    ),
    "missing_body": ({"a.html": f"<html><h1>{WORDS}</h1></html>".encode()}, {"a.html": page("")}),
    "no_report": ({"a.txt": "牛奶\n鸡蛋\n".encode()}, {"a.txt": None}),
    "traditional_script": ({"a.txt": (TRADITIONAL * 3).encode()}, {"a.txt": TEXT.encode()}),
    "duplicate_file": ({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}, {"b.txt": None}),
    "unread_number": (
        {"a.txt": f"{TEXT}三、信访\n来信三千百件。\n".encode()},
        {"a.txt": f"{TEXT}三、信访\n来信三千件。\n".encode()},
    ),
    "unread_period": (
        {"a.txt": TEXT.replace("2016年", "").encode(), "other.txt": None},
        {"a.txt": TEXT.encode()},
    ),
    "torn_number": (
        {"a.txt": f"{TEXT}三、信访\n来信4,456,78件。\n".encode()},
        {"a.txt": f"{TEXT}三、信访\n来信445,678件。\n".encode()},
    ),
    "flattened_table": (
        {"a.txt": (TEXT + ISSUED.title + HEADS.replace("|", "") + FLAT).encode()},
        {"a.txt": None, "a.html": f"<p>{TEXT}</p>{table('第二十条第（一）项*4', HEADS, *ROWS)}".encode()},
    ),
}
