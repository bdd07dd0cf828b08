"""Writes the paths of files as the tables name them, whatever bytes they contain."""

import os
import re
import sys
from collections.abc import Iterator

# Text that looks like an escaped byte.
_BYTE_RE = re.compile(rb"\\(?=x[0-9a-f]{2})")
# The ending of a document's name within a file: after the file's name, a path or a number.
_HELD_RE = re.compile(r"!/|#\d+\Z")
_UNSEEN_RE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Whether the system writes names in UTF-8.
_IS_UTF8 = sys.getfilesystemencoding() == "utf-8"


def name_source(path: str) -> str:
    r"""The name of a path in the tables: unique, and unchanged unless it has bytes that are not UTF-8 or invisible.

    Such bytes are shown as ``\xb1``; a backslash that would look like such an escape is shown as its own byte, 5c:

    >>> name_source("2016/报告.txt"), name_source("a\udcb1.txt"), name_source(r"a\xb1.txt"), name_source(r"2016\a.txt")
    ('2016/报告.txt', 'a\\xb1.txt', 'a\\x5cxb1.txt', '2016\\a.txt')
    """
    if path.isprintable() and "\\" not in path and (_IS_UTF8 or path.isascii()):
        return path
    try:
        written = os.fsencode(path)
    except UnicodeEncodeError:  # not a path of this system
        written = path.encode("utf-8", "replace")
    shown = _BYTE_RE.sub(rb"\\x5c", written).decode("utf-8", "backslashreplace")
    return _UNSEEN_RE.sub(_show_bytes, shown)


def find_holders(path: str) -> Iterator[str]:
    """The files that a document of this name could be in.

    >>> list(find_holders("a.zip!/b!/c.csv#12")), list(find_holders("第#1号.txt"))
    (['a.zip', 'a.zip!/b', 'a.zip!/b!/c.csv'], [])
    """
    yield from (path[: match.start()] for match in _HELD_RE.finditer(path))


def set_apart(name: str) -> str:
    r"""The name in the tables for a file beside a container that has a document of the same name.

    >>> set_apart("a.zip!/b.txt"), set_apart("c.csv#1")
    ('a.zip\\x21/b.txt', 'c.csv\\x231')
    """
    return _HELD_RE.sub(lambda match: _show_bytes(match) + match[0][1:], name)


def _show_bytes(match: "re.Match[str]") -> str:
    r"""The escaped bytes of a character.

    >>> name_source("a" + chr(10) + chr(0x202E) + ".txt")
    'a\\x0a\\xe2\\x80\\xae.txt'
    """
    return "".join(f"\\x{byte:02x}" for byte in match[0][:1].encode())
