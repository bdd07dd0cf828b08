"""Reads the rows of tables one by one, whatever they are written as: names and values, both as text.

With each row comes where it stands: its line where the file is of lines, of a sheet its row, else its number, from 1.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, BinaryIO

from pipeline.characters import BROKEN, decode
from pipeline.shelf.columns import Row, is_head
from pipeline.shelf.json_rows import find_rows, flatten, write
from pipeline.shelf.members import HEAD
from pipeline.shelf.rules import column_of

# A text has some 100 kB; where a quotation mark is never closed, a field takes all that is left of the file.
LONGEST_FIELD = 16 * 1024**2
# JSON that is no list is read at once.
MOST_JSON = 64 * 1024**2
# Rows of a Parquet at once.
LOT = 64
# A sheet has its caption and a few empty rows at most above the names of its columns.
MOST_ABOVE = 6

Placed = tuple[int, Row]

_SAID_RE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ESCAPED_RE = re.compile(r"\\\"(?!\s*(?:[,;\t|\r\n]|$))")
_DOUBLED_RE = re.compile(r"[^\s,;|]\"\"")
_SEPARATORS = ",\t;|"
_SPACE = " \t\r\n"
_GAP_RE = re.compile(r"[ \t\r\n,]*")


def read_delimited(opened: BinaryIO) -> Iterator[Placed]:
    """The rows of a CSV or TSV, in whatever encoding; the first line names the columns, or they are 1, 2, 3 ….

    Raises:
        UnreadableError: if it is no text.
        ValueError: if a field has no end.
    """
    head = peek(opened)
    _, encoding = decode(head)
    lines = TextIOWrapper(opened, encoding, "replace", newline="")
    first = lines.readline().lstrip("\ufeff")
    if said := _SAID_RE.fullmatch(first):  # as Excel wants to be told
        separator, first = said[1], lines.readline().lstrip("\ufeff")
    else:
        separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(LONGEST_FIELD)
    cleaned = (line.replace("\0", BROKEN) for line in chain([first], lines))
    escape = "\\" if _is_escaped(head.decode(encoding, "replace")) else None
    records = csv.reader(cleaned, delimiter=separator, escapechar=escape, doublequote=escape is None)
    try:
        yield from _name_cells(_place_records(records))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        lines.detach()


def _is_escaped(text: str) -> bool:
    """Whether quotation marks within quoted fields have a backslash before them, as databases write them.

    >>> _is_escaped('"他说\\\\"好\\\\"。"'), _is_escaped('"他说""好""，C:\\\\"'), _is_escaped('"C:\\\\"')
    (True, False, False)
    """
    return bool(_ESCAPED_RE.search(text)) and not _DOUBLED_RE.search(text)


def _place_records(records: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """The records of a CSV, each with the line that it begins in."""
    line = 1
    for record in records:
        yield line, record
        line = records.line_num + 1


def _name_cells(records: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Placed]:
    """The rows under the names of their columns, which stand in the first line, or under the caption of a sheet."""
    above = list(islice(records, MOST_ABOVE))
    head = next((place for place, (_, record) in enumerate(above) if sum(map(bool, map(str.strip, record))) > 1), 0)
    if not above or not above[0][1]:
        return
    head = head if _are_named(above[head][1]) else 0
    first = above[head][1]
    headed = is_head(first)
    names = [cell.strip() for cell in first] if headed else [str(place) for place in range(1, len(first) + 1)]
    names = _tell_apart(names)
    for line, record in chain(above[head + headed :], records):
        if any(record):
            spare = [str(place) for place in range(len(names) + 1, len(record) + 1)]
            yield line, dict(zip([*names, *spare], record, strict=False))


def _are_named(cells: Sequence[str]) -> bool:
    """Whether a line below others has the names of columns: two of them are known."""
    return sum(column_of(cell) is not None for cell in cells) > 1


def _tell_apart(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    counted: dict[str, int] = {}
    told = []
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        told.append(name if counted[name] == 1 else f"{name}~{counted[name]}")
    return told


def read_json_lines(opened: BinaryIO) -> Iterator[Placed]:
    """The objects of a file that has one a line.

    Raises:
        ValueError: if a line holds something else; the message has its number.
    """
    _, encoding = decode(peek(opened))
    lines = TextIOWrapper(opened, encoding, "replace")
    try:
        for number, line in enumerate(lines, 1):
            if line.strip(f"{_SPACE}\ufeff"):
                yield number, flatten(_load(line.lstrip("\ufeff"), f"line {number}"))
    finally:
        lines.detach()


def read_json(opened: BinaryIO) -> Iterator[Placed]:
    """The objects of a list, read one by one; of an object the rows that it holds (``find_rows``).

    Raises:
        ValueError: if it is no JSON, or an object of more than ``MOST_JSON`` bytes.
    """
    _, encoding = decode(peek(opened))
    text = TextIOWrapper(opened, encoding, "replace")
    try:
        start = text.read(1)
        while start and start in f"{_SPACE}\ufeff":
            start = text.read(1)
        if start == "[":
            yield from enumerate(map(flatten, _items(text)), 1)
            return
        whole = start + text.read(MOST_JSON)
        if len(whole) > MOST_JSON:
            raise ValueError("an object that is larger than is read")
        yield from enumerate(find_rows(_load(whole, "the file")), 1)
    finally:
        text.detach()


def _items(text: TextIOWrapper) -> Iterator[dict[str, Any]]:
    """The objects of a list whose first bracket is read."""
    decoder = json.JSONDecoder()
    held, at, size = "", 0, HEAD
    while True:
        at = _GAP_RE.match(held, at).end()  # type: ignore[union-attr] # it matches nothing, too
        if held.startswith("]", at):
            return
        try:
            item, at = decoder.raw_decode(held, at)
        except (ValueError, RecursionError):
            block = text.read(size)
            held, at, size = held[at:] + block, 0, 2 * size  # what is long is not begun again too often
            if not block or len(held) > MOST_JSON:
                raise ValueError("the list has no end, or something in it is no JSON") from None
            continue
        size = HEAD
        if _is_object(item):
            yield item


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _load(words: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{place} is no JSON") from error
    if not isinstance(found, dict):
        raise ValueError(f"{place} is no object")  # noqa: TRY004 - of the file, and not of a caller
    return found


def read_parquet(opened: BinaryIO) -> Iterator[Placed]:
    """The rows of a Parquet, a few at a time.

    Raises:
        ArrowInvalid: which is a ValueError, if it is broken.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - who reads one file waits for no Arrow

    with pq.ParquetFile(opened) as table:
        rows = (row for batch in table.iter_batches(LOT, use_threads=False) for row in batch.to_pylist())
        yield from enumerate(map(flatten, rows), 1)


def read_sheets(opened: BinaryIO) -> Iterator[Placed]:
    """The rows of the sheets of a workbook, old or new, whose first line names the columns.

    Raises:
        ValueError: if it is broken or encrypted.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError  # noqa: PLC0415

    try:
        workbook = CalamineWorkbook.from_filelike(opened)
        for name in workbook.sheet_names:
            records = ([write(cell) for cell in record] for record in workbook.get_sheet_by_name(name).iter_rows())
            yield from _name_cells(enumerate(records, 1))
    except (CalamineError, PasswordError, XmlError, ZipError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def peek(opened: BinaryIO) -> bytes:
    """What a stream begins with, which is still to be read."""
    head: bytes = opened.peek(HEAD)  # type: ignore[attr-defined]
    return head


def first_rows(rows: Iterator[Placed], most: int) -> list[Row]:
    """The first rows of a table that may be cut off behind them."""
    found: list[Row] = []
    with suppress(ValueError):
        found.extend(row for _, row in islice(rows, most))  # what came before an error is kept
    return found
