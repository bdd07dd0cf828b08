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
    """The records of a CSV that is written so; of one with a quotation mark too many, between which lines it is.

    >>> from pipeline.i18n import write
    >>> records = [*read_records(iter(["a,b\\n", '"1,2\\n', "3,4\\n", "5,6\\n"]), {})]
    >>> write(records[1][1], "en"), records[2:]
    ('a quotation mark in line 2 has no other', [(3, ['3', '4']), (4, ['5', '6'])])
    """
    csv.field_size_limit(LONGEST_FIELD)
    width = 0
    broken: tuple[int, int] | None = None  # lines of a record that is broken, and of what lies behind it
    for first, held, cells, sound in _cut(lines, how):
        last = first + len(held) - 1
        if broken:
            if sound and len(cells) == width:
                yield broken[0], _tell(*broken)
                broken = None
            else:
                broken = broken[0], last
        if sound and not broken:
            width = width or len(cells)
            yield first, cells
        elif not broken and (rows := _find_rows(first, held, how, width)):
            yield first, _tell(first, first)
            yield from rows
        elif not broken:
            broken = first, last
    if broken:
        yield broken[0], _tell(*broken)


def _tell(first: int, last: int) -> Message:
    """What is said of a record without a quotation mark that it should have, between which lines it is."""
    return (
        Message("unpaired_quote", first=first) if first == last else Message("unpaired_quotes", first=first, last=last)
    )


def _cut(lines: Iterator[str], how: Mapping[str, Any]) -> Iterator[tuple[int, list[str], Sequence[str], bool]]:
    """The records of a CSV: the number of the first line of each, its lines, its cells, and whether it is sound.

    Of one that is of a single line it is not asked whether it is, unless it is the last or has other cells than the
    first: no other row is in it.
    """
    held = _Held(lines)
    line = width = 0
    records = csv.reader(held, **how)
    while True:
        cells: Sequence[str] | None
        failed = False
        try:
            cells = next(records, None)
        except csv.Error:
            cells, failed = (), True
            records = csv.reader(held, **how)  # the one that failed may stand within a field
        if cells is None:
            return
        width = width or len(cells)
        odd = len(cells) != width and '"' in held.lines[0]
        asked = odd or failed or len(held.lines) > 1 or held.is_over
        yield line + 1, held.lines, cells, not asked or _is_sound(held.lines, how)
        line += len(held.lines)
        held.lines = []


class _Held:
    """Lines that are kept while they become a record; where they are over too early, a field has no end."""

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


def _find_rows(first: int, lines: Sequence[str], how: Mapping[str, Any], width: int) -> list[Record]:
    """The rows that the further lines of a broken record are, if each of them is one."""
    rows: list[Record] = []
    for number, line in enumerate(lines[1:], first + 1):
        if line.strip():
            cells = next(csv.reader([line], **how), [])
            if width < 2 or len(cells) != width or not _is_sound([line], how):
                return []
            rows.append((number, cells))
    return rows
