"""Tells by its first bytes what a file holds documents as; a document itself, Word's packages among them, is none."""

import zipfile
from typing import BinaryIO

from pipeline.ingest import is_mime, is_warc, name_members
from pipeline.shelf.members import DAMAGE
from pipeline.shelf.zip import PACKAGE_MARK, is_crowded, is_wacz

_TAR_MARK = slice(257, 262)


def tell_kind(head: bytes, opened: BinaryIO) -> str | None:
    """The kind of container, a key of ``walk.READERS``; none of a document. ``opened`` is all of it, and can seek.

    >>> tell_kind(b"WARC/1.0\\r\\n", BytesIO()), tell_kind("一、概述".encode(), BytesIO())
    ('warc', None)
    """
    if head.startswith(PACKAGE_MARK):
        return _tell_zip(opened)
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    if head[_TAR_MARK] == b"ustar":
        return "tar"
    if is_warc(head):
        return "warc"
    if is_mime(head):
        return "mime"
    return None


def _tell_zip(opened: BinaryIO) -> str | None:
    """What a zip archive is; of one that cannot be opened, a container unless a word of Word's stands in it."""
    try:
        opened.seek(0)
        if is_crowded(opened):
            return "zip"
        with zipfile.ZipFile(opened) as archive:
            names = archive.namelist()
    except DAMAGE:
        opened.seek(0)
        return None if _mentions(opened, b"word/") else "zip"
    if name_members(names):
        return None
    return "wacz" if is_wacz(names) else "zip"


def _mentions(opened: BinaryIO, words: bytes) -> bool:
    before = b""
    while block := opened.read(1 << 20):
        if words in before + block:
            return True
        before = block[-len(words) :]
    return False
