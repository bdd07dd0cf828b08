"""Decodes the names of members, and checks whether they can be names of documents."""

import re
from typing import NamedTuple

from pipeline.model import Problem
from pipeline.shelf.rules import shelf_rules

_DRIVE_RE = re.compile(r"[A-Za-z]:")
# Terminal controls, marks that change text direction, and lone surrogates.
_CONTROL_RE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONE_RE = re.compile("[\ud800-\udfff]")


class Path(NamedTuple):
    """The name of a member with forward slashes; ``fault`` is the reason why a member of this name is not read."""

    name: str
    is_hidden: bool = False
    fault: Problem | None = None


def spell(raw: "bytes | str") -> str:
    """Decodes the bytes of a name: as UTF-8, else as Chinese Windows writes it, else as DOS did.

    >>> spell("2023/年报.docx".encode("gb18030")), spell("年报.docx".encode()), spell(b"caf\\x82.txt")
    ('2023/年报.docx', '年报.docx', 'café.txt')
    """
    if isinstance(raw, str):
        return raw.encode("utf-8", "replace").decode("utf-8")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def clean_name(name: str) -> str:
    """A name that tables and terminals can show.

    >>> clean_name("<a\\x1b[2J" + chr(0xDCFF))
    '<a�[2J�'
    """
    return _CONTROL_RE.sub("\N{REPLACEMENT CHARACTER}", name)


def clean_value(value: str) -> str:
    """A fact about a document that tables can hold."""
    return _LONE_RE.sub("\N{REPLACEMENT CHARACTER}", value)


def read_path(spelled: str) -> Path:
    r"""Checks and normalises the name of a member.

    >>> read_path(".\\2023\\a.docx").name, read_path("__MACOSX/._a.docx").is_hidden
    ('2023/a.docx', True)
    >>> [read_path(name).fault is None for name in ("a/../b", "/etc/a", "C:/a", "a..b")]
    [False, False, False, True]
    """
    name = clean_name(spelled).replace("\\", "/")
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if ".." in parts or name.startswith("/") or _DRIVE_RE.match(name):
        return Path(name, fault=Problem("unsafe_member.name"))
    hidden = any(part.startswith((".", "~$")) or part in shelf_rules().hidden_folders for part in parts)
    return Path("/".join(parts), is_hidden=hidden or not parts)
