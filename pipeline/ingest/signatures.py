"""Detects from its first bytes, whatever its name, that a file is binary or a container rather than text."""

import re
from collections.abc import Collection

from pipeline.ingest.ole import is_compound

# Menus and scripts can fill this much of a page before its first element of text.
SAMPLE = 20_000

_BLANK = b"\xef\xbb\xbf\0 \t\r\n"
# The header lines of a message, down to the one that all messages have.
_MIME_RE = re.compile(rb"(?:[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n)*+)*?MIME-Version:[ \t]*1", re.IGNORECASE)
_WARC_RE = re.compile(rb"WARC/\d\.\d\r?\n")

_CONTENT_TYPES = "[Content_Types].xml"
# A member that identifies another format based on zip archives, and the name of that format.
_OTHERS = {
    "xl/workbook.xml": "excel_workbook",
    "xl/workbook.bin": "excel_binary",
    "ppt/presentation.xml": "powerpoint",
    "OFD.xml": "ofd_document",
    "content.xml": "opendocument",
}


def is_foreign(head: bytes) -> bool:
    """Whether opening a file needs native code or another program, where a fault may end the process.

    >>> [is_foreign(head) for head in (b"%PDF-1.7", b"PK\\x03\\x04", rb"{\\rtf1", "一、概述".encode())]
    [True, True, True, False]
    """
    return is_pdf(head) or is_package(head) or is_compound(head) or is_rtf(head) or is_mime(head) or is_warc(head)


def is_pdf(head: bytes) -> bool:
    """Whether a file is a PDF file; a few bytes may precede its signature.

    >>> is_pdf(b"\\r\\n%PDF-1.7"), is_pdf("一、%PDF-1.7".encode())
    (True, False)
    """
    return head[:SAMPLE].lstrip(_BLANK).startswith(b"%PDF-")


def is_package(head: bytes) -> bool:
    """Whether a file begins as a zip archive does."""
    return head.startswith(b"PK\x03\x04")


def is_rtf(head: bytes) -> bool:
    """Whether a file is Rich Text."""
    return head[:SAMPLE].lstrip().startswith(rb"{\rtf")


def is_mime(head: bytes) -> bool:
    """Whether a file is a message, or a page as a browser saves it in one file (MHT).

    >>> is_mime(b"From: <Saved by Blink>\\r\\nSubject: =?utf-8?Q?=E5=B9=B4?=\\r\\n =?\\r\\nMIME-Version: 1.0")
    True
    >>> is_mime("来源: 某局\\nMIME-Version: 1.0".encode())
    False
    """
    return _MIME_RE.match(head[:SAMPLE].lstrip(_BLANK)) is not None


def is_warc(head: bytes) -> bool:
    """Whether a file is a WARC archive, as crawlers write."""
    return _WARC_RE.match(head[:SAMPLE].lstrip(_BLANK)) is not None


def name_members(names: Collection[str]) -> str | None:
    """The format of a zip archive with these members: ``docx``, the name of an unsupported format, or ``None``."""
    if _CONTENT_TYPES in names and any(name.startswith("word/") for name in names):
        return "docx"
    return next((named for member, named in _OTHERS.items() if member in names), None)
