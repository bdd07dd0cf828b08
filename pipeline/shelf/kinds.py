"""Detects by its first bytes what kind of container a file is; documents, including Word packages, are none."""

import re
from pathlib import PurePosixPath
from typing import BinaryIO

from pipeline.ingest import is_compound, is_mime, is_warc, name_compound, name_members
from pipeline.shelf.members import DAMAGE
from pipeline.shelf.zip import PACKAGE_MARK, is_crowded, is_wacz, open_archive

# Formats whose directory is at their end.
MARKS_OF_JUMPING = (PACKAGE_MARK, b"PAR1", b"\xd0\xcf\x11\xe0")
_SHEETS = frozenset(("excel_workbook", "excel_binary", "excel_old"))
_DELIMITED, _LINES = frozenset((".csv", ".tsv", ".tab")), frozenset((".jsonl", ".ndjson", ".jl"))
# Workbooks exported by web sites may be lines with tabs between their cells.
_EXPORTED = frozenset((".xls", ".xlsx"))
# A larger old workbook is no table of texts; to determine its kind, all of it has to be read.
MOST_COMPOUND = 256 * 1024**2
_LIST_RE = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{\s*\"")
_OBJECT_RE = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
_TAR_MARK = slice(257, 262)


def detect_kind(head: bytes, opened: BinaryIO, named: str = "") -> str | None:
    """The kind of container, a key of ``walk.READERS``; null for a document. ``opened`` must support seeking.

    Whether a table is one of texts is found when it is read. CSV begins like any text and is detected by its name.

    >>> from io import BytesIO
    >>> detect_kind(b"WARC/1.0\\r\\n", BytesIO()), detect_kind("一、概述".encode(), BytesIO())
    ('warc', None)
    >>> detect_kind(b"a,b", BytesIO(), "a.CSV"), detect_kind(b'[ {"a": 3}]', BytesIO())
    ('csv', 'json')
    >>> detect_kind(b'{"a":\\n3}', BytesIO())
    'object'
    """
    if head.startswith(PACKAGE_MARK):
        return _detect_zip(opened)
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    if head[_TAR_MARK] == b"ustar":
        return "tar"
    if is_warc(head):
        return "warc"
    if is_mime(head):
        return "mime"
    if head.startswith(b"PAR1"):
        return "parquet"
    if is_compound(head):
        opened.seek(0)
        data = opened.read(MOST_COMPOUND + 1)
        return "sheets" if len(data) <= MOST_COMPOUND and name_compound(data) in _SHEETS else None
    return _detect_text(head, PurePosixPath(named).suffix.lower())


def _detect_text(head: bytes, suffix: str) -> str | None:
    if suffix in _DELIMITED or (suffix in _EXPORTED and not head.lstrip().startswith(b"<")):
        return "csv"
    if _LIST_RE.match(head):
        return "json"
    if _OBJECT_RE.match(head):
        first, _, rest = head.partition(b"\n")
        whole = first.rstrip().endswith(b"}")
        lines = suffix in _LINES or (whole and (suffix != ".json" if not rest.strip() else _OBJECT_RE.match(rest)))
        return "jsonl" if lines else "object"
    return None


def _detect_zip(opened: BinaryIO) -> str | None:
    """The kind of a zip archive; one that cannot be opened is a container unless it mentions a part of a Word file."""
    try:
        opened.seek(0)
        if is_crowded(opened):
            return "zip"
        with open_archive(opened) as archive:
            names = archive.namelist()
    except DAMAGE:
        opened.seek(0)
        return None if _mentions(opened, b"word/") else "zip"
    if document := name_members(names):
        return "sheets" if document in _SHEETS else None
    return "wacz" if is_wacz(names) else "zip"


def _mentions(opened: BinaryIO, words: bytes) -> bool:
    before = b""
    while block := opened.read(1 << 20):
        if words in before + block:
            return True
        before = block[-len(words) :]
    return False
