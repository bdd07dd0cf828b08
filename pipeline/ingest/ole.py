"""Tells what a compound file is, the container that old Office versions and WPS write, by what lies at its root."""

import struct
from io import BytesIO

import olefile

MAGIC: bytes = olefile.MAGIC
# What a stream at the root tells the file to be; what encloses a document stands before what may be enclosed.
_KINDS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "An old Excel workbook (XLS)",
    "Book": "An old Excel workbook (XLS)",
    "PowerPoint Document": "An old PowerPoint presentation (PPT)",
    "MatOST": "A Microsoft Works document (WPS of before 2007)",
    "__properties_version1.0": "An Outlook message (MSG)",
}


def is_compound(data: bytes) -> bool:
    """Whether a file begins as a compound file does."""
    return data.startswith(MAGIC)


def name_compound(data: bytes) -> str | None:
    """What a compound file is: ``doc``, ``encrypted``, the name of a format that is not read; none if unknown."""
    names = list_root(data)
    return next((kind for name, kind in _KINDS.items() if name in names), None)


def list_root(data: bytes) -> frozenset[str]:
    """The names at the root of a compound file; of one that is too damaged for its directory none."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as opened:
            return frozenset(path[0] for path in opened.listdir(streams=True, storages=True))
    except (OSError, ValueError, IndexError, RecursionError, struct.error):  # whatever a damaged table leads it to
        return frozenset()
