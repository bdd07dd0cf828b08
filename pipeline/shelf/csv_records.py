"""Cuts the lines of a CSV into records, and tells where a quotation mark has no other.

One that is never closed takes all that stands between it and the next, or the end of the file, into one cell: rows
vanish, and a text has those of others in it. Such a record is told, and the lines in it are read where each of them
is a row.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.i18n import Message

# A text has some 100 kB; where a quotation mark is never closed, a field takes all that is left of the file.
LONGEST_FIELD = 16 * 1024**2

# The line that a record begins in, and its cells, or what is said of it.
Record = tuple[int, Sequence[str] | Message]


def read_records(lines: Iterator[str], how: Mapping[str, Any]) -> Iterator[Record]:
    """The records of a CSV that is written so; of one whose quotation marks are not in pairs, between which lines it is.

    >>> from pipeline.i18n import write
    >>> records = [*read_records(iter(["a,b\\n", '"1,2\\n', "3,4\\n", "5,6\\n"]), {})]
    >>> write(records[1][1], "en"), records[2:]
    ('a quotation mark in line 2 has no other', [(3, ['3', '4']), (4, ['5', '6'])])
    """
    csv.field_size_limit(LONGEST_FIELD)
    held = _Held(lines)
    line = width = 0
    records = csv.reader(held, **how)
    while True:
        cells: Sequence[str] | None
        try:
            cells = next(records, None)
        except csv.Error:
            cells = ()
            records = csv.reader(held, **how)  # the one that failed may stand within a field
        first, line = line + 1, line + len(held.lines)
        if held.lines and (not cells or len(held.lines) > 1 or held.is_over) and not _is_sound(held.lines, how):
            yield from _tell_broken(first, held.lines, how, width)
        elif cells is not None:
            width = width or len(cells)
            yield first, cells
        if cells is None:
            return
        held.lines = []


class _Held:
    """Lines that are kept while they become a record; where they are over while more are asked for, a field has no end."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._source = lines
        self.lines: list[str] = []
        self.is_over = False

    def __iter__(self) -> "Iterator[str]":
        return self

    def __next__(self) -> str:
        try:
            line = next(self._source)
        except StopIteration:
            self.is_over = True
            raise
        self.lines.append(line)
        return line


def _is_sound(lines: Sequence[str], how: Mapping[str, Any]) -> bool:
    """Whether lines are one record, with all its quotation marks in pairs; so are those that hold nothing."""
    try:
        return len(list(csv.reader(lines, **how, strict=True))) == 1
    except csv.Error:
        return not any(map(str.strip, lines))


def _tell_broken(first: int, lines: Sequence[str], how: Mapping[str, Any], width: int) -> Iterator[Record]:
    """What is said of a record that is broken, and the rows that its further lines are, if each of them is one."""
    rows: list[Record] = []
    for number, line in enumerate(lines[1:], first + 1):
        if line.strip():
            cells = next(csv.reader([line], **how), [])
            if width < 2 or len(cells) != width or not _is_sound([line], how):
                last = first + len(lines) - 1
                yield first, Message("unpaired_quotes", first=first, last=last)
                return
            rows.append((number, cells))
    yield first, Message("unpaired_quote", first=first)
    yield from rows
