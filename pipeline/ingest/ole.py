"""Identifies a compound file (the container of old Office versions and WPS) by the streams at its root."""

import struct
from io import BytesIO

import olefile

MAGIC: bytes = olefile.MAGIC
# The format that a stream at the root indicates; containers come before what they may contain.
_KINDS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "excel_old",
    "Book": "excel_old",
    "PowerPoint Document": "powerpoint_old",
    "MatOST": "works_document",
    "__properties_version1.0": "outlook_message",
}


def is_compound(data: bytes) -> bool:
    """Whether a file begins as a compound file does."""
    return data.startswith(MAGIC)


def name_compound(data: bytes) -> str | None:
    """The format of a compound file: ``doc``, ``encrypted``, the name of an unsupported one, ``None`` if unknown."""
    names = list_root(data)
    return next((kind for name, kind in _KINDS.items() if name in names), None)


def list_root(data: bytes) -> frozenset[str]:
    """The names at the root of a compound file; none if its directory is too damaged."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as opened:
            return frozenset(path[0] for path in opened.listdir(streams=True, storages=True))
    except (OSError, ValueError, IndexError, RecursionError, struct.error):  # any of these, on damaged tables
        return frozenset()
