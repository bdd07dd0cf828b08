"""Divides the lines of a CSV file into records, and reports unmatched quotation marks.

A quotation mark that is never closed puts everything up to the next one, or to the end of the file, into one cell: rows
vanish, and a text includes others. Such a record is reported, and its lines are read as rows if each is one.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.i18n import Message

# A text has some 100 kB; after an unclosed quotation mark, a field takes the rest of the file.
LONGEST_FIELD = 16 * 1024**2

# The number of a record's first line, with its cells or a fault.
Record = tuple[int, Sequence[str] | Message]


def read_records(lines: Iterator[str], how: Mapping[str, Any]) -> Iterator[Record]:
    """The records of a CSV file; for one with an unmatched quotation mark, a fault with the lines it spans.

    >>> from pipeline.i18n import write
    >>> records = [*read_records(iter(["a,b\\n", '"1,2\\n', "3,4\\n", "5,6\\n"]), {})]
    >>> write(records[1][1], "en"), records[2:]
    ('the quotation mark in line 2 is never closed', [(3, ['3', '4']), (4, ['5', '6'])])
    """
    csv.field_size_limit(LONGEST_FIELD)
    width = 0
    broken: tuple[int, int] | None = None  # lines of a broken record, and those after it
    for first, held, cells, sound in _cut(lines, how):
        last = first + len(held) - 1
        if broken:
            if sound and len(cells) == width:
                yield broken[0], _unmatched(*broken)
                broken = None
            else:
                broken = broken[0], last
        if sound and not broken:
            width = width or len(cells)
            yield first, cells
        elif not broken and (rows := _find_rows(first, held, how, width)):
            yield first, _unmatched(first, first)
            yield from rows
        elif not broken:
            broken = first, last
    if broken:
        yield broken[0], _unmatched(*broken)


def _unmatched(first: int, last: int) -> Message:
    """The fault of a record with an unmatched quotation mark between two lines."""
    return (
        Message("unpaired_quote", first=first) if first == last else Message("unpaired_quotes", first=first, last=last)
    )


def _cut(lines: Iterator[str], how: Mapping[str, Any]) -> Iterator[tuple[int, list[str], Sequence[str], bool]]:
    """The records of a CSV file: the number of the first line, the lines, the cells, and whether it is sound.

    A record of a single line is not examined, unless it is the last or its number of cells differs from the first: no
    other row can be in it.
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
            records = csv.reader(held, **how)  # the line that failed may be within a field
        if cells is None:
            return
        width = width or len(cells)
        odd = len(cells) != width and '"' in held.lines[0]
        asked = odd or failed or len(held.lines) > 1 or held.is_over
        yield line + 1, held.lines, cells, not asked or _is_sound(held.lines, how)
        line += len(held.lines)
        held.lines = []


class _Held:
    """Collects lines while they form a record; if they end too early, a field is unclosed."""

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
    """Whether lines are one record with paired quotation marks; empty lines are, too."""
    try:
        return len(list(csv.reader(lines, **how, strict=True))) == 1
    except csv.Error:
        return not any(map(str.strip, lines))


def _find_rows(first: int, lines: Sequence[str], how: Mapping[str, Any], width: int) -> list[Record]:
    """The rows in the further lines of a broken record, if each line is one."""
    rows: list[Record] = []
    for number, line in enumerate(lines[1:], first + 1):
        if line.strip():
            cells = next(csv.reader([line], **how), [])
            if width < 2 or len(cells) != width or not _is_sound([line], how):
                return []
            rows.append((number, cells))
    return rows
