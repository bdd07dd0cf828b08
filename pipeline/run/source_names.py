"""Writes the paths of files as the tables call them, whatever bytes they are made of."""

import os
import re

# What looks like a byte.
_BYTE_RE = re.compile(rb"\\(?=x[0-9a-f]{2})")


def name_source(path: str) -> str:
    r"""What the tables call a path: no two alike, and as it stands unless it has bytes that are no UTF-8.

    These are shown as ``\xb1``; a backslash that stands before such letters of its own is shown as its byte, 5c:

    >>> name_source("2016/报告.txt"), name_source("a\udcb1.txt"), name_source(r"a\xb1.txt"), name_source(r"2016\a.txt")
    ('2016/报告.txt', 'a\\xb1.txt', 'a\\x5cxb1.txt', '2016\\a.txt')
    """
    try:
        written = os.fsencode(path)
    except UnicodeEncodeError:  # no path of this system
        written = path.encode("utf-8", "replace")
    return _BYTE_RE.sub(rb"\\x5c", written).decode("utf-8", "backslashreplace")
