"""Reads the lines of a stream, each in its own encoding."""

import re
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from typing import BinaryIO, TypeVar

from pipeline.characters import BROKEN
from pipeline.i18n import Message
from pipeline.shelf.damage import TooMuchError

# Lines of a table are shorter.
LONGEST_LINE = 64 * 1024**2

_Line = TypeVar("_Line", str, bytes)
# The two encodings of Chinese files, and the characters that are and are not Chinese in them.
_CHINESE = ("utf-8", "gb18030")
_FOREIGN_RE = re.compile(r"[\x00-\x7f]+")
_CHINESE_RE = re.compile(r"[\u2010-\u2049\u2460-\u24ff\u3000-\u9fff\uff00-\uffef\u00b7]")
_LINE_RE = re.compile(r"[^\r]*\r\n?|[^\r]+")


def read_lines(opened: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a stream, with their ends.

    A line that is not in the encoding of the others, as when two files were joined, is read in the other encoding used
    for Chinese.

    Raises:
        DamagedError: if a line is too long for a table.
    """
    if encoding.startswith(("utf-16", "utf-32")):
        text = TextIOWrapper(opened, encoding, "replace", newline="")
        try:
            while line := text.readline(LONGEST_LINE):
                yield _measure(line)
        finally:
            let_go(text)
        return
    while raw := opened.readline(LONGEST_LINE):
        line = _decode_line(_measure(raw), encoding)
        yield from _LINE_RE.findall(line) if "\r" in line else (line,)


def _measure(line: "_Line") -> "_Line":
    if len(line) >= LONGEST_LINE:
        raise TooMuchError(Message("long_line", most=LONGEST_LINE))
    return line


def _decode_line(raw: bytes, encoding: str) -> str:
    """A line in the main encoding, or in the other one used for Chinese if it evidently is in that.

    >>> line = "本局公开政府信息三条"
    >>> [_decode_line(line.encode(of_line), of_most) for of_line in _CHINESE for of_most in _CHINESE] == [line] * 4
    True
    """
    if raw.isascii() or encoding not in _CHINESE:
        return raw.decode(encoding, "replace")
    text = raw.decode("utf-8", "replace")
    if BROKEN not in text:
        return text if encoding == "utf-8" or _is_chinese(text) else raw.decode("gb18030", "replace")
    other = raw.decode("gb18030", "replace")
    return other if encoding == "gb18030" or (BROKEN not in other and not _is_chinese(text)) else text


def _is_chinese(text: str) -> bool:
    """Whether the characters outside ASCII are all Chinese."""
    foreign = _FOREIGN_RE.sub("", text)
    return len(_CHINESE_RE.findall(foreign)) > 0.9 * len(foreign)


def let_go(text: TextIOWrapper) -> None:
    """Detaches the stream without closing it; one that is closed already is ignored."""
    with suppress(ValueError):
        text.detach()
