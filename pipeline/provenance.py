"""Names this edition of gongkai: its version, and a digest of its rules and code.

Two runs of the same edition on the same file give the same rows, so a row that carries the
fingerprint of its file and its edition need not be computed again.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

VERSION = "0.1.0"

FINGERPRINT_DIGITS = 16
# The number of digits of the SHA-256 of its bytes that are the id of a document.
DOCUMENT_ID_DIGITS = 16


def fingerprint(file_sha256: str, hint: str = "") -> str:
    """The first 16 hex digits of the SHA-256 of a file's digest, of this edition's rules and code, and of a hint.

    The hint is everything else that the rows depend on, such as the file's name (``metadata.read_hint``).

    >>> len(fingerprint("00" * 32)), fingerprint("00" * 32) == fingerprint("11" * 32)
    (16, False)
    """
    digest = sha256(f"{file_sha256} {edition_digest()} {hint}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:FINGERPRINT_DIGITS]


@cache
def edition_digest() -> str:
    """The SHA-256 over the names and contents of every rule file and every module of the package."""
    digest = sha256(VERSION.encode("ascii"))
    for name, file in sorted(_package_files(files("pipeline"), "")):
        content = file.read_bytes()
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _package_files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for entry in folder.iterdir():
        name = prefix + entry.name
        if entry.is_dir():
            found += _package_files(entry, name + "/")
        elif entry.name.endswith((".py", ".toml")):
            found.append((name, entry))
    return found
