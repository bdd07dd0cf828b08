"""Reads the rows of tables one by one, in any format: names and values, both as text.

Each row comes with its number: the line in a text file, the row in a sheet, else a count from 1.
"""

import json
import re
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, BinaryIO

from pipeline.characters import BROKEN, decode
from pipeline.i18n import Message
from pipeline.shelf.columns import Row, is_head
from pipeline.shelf.csv_records import Record, read_records
from pipeline.shelf.damage import DamagedError, TooMuchError
from pipeline.shelf.json_rows import find_rows, flatten, name_values, read_object, write
from pipeline.shelf.lines import let_go, read_lines
from pipeline.shelf.members import HEAD
from pipeline.shelf.rules import column_of

# JSON that is not a list is read at once.
MOST_JSON = 64 * 1024**2
# Rows of a Parquet file read at once.
LOT = 64
# A sheet has at most a caption and a few empty rows above the names of its columns.
MOST_ABOVE = 6

# More columns than any table has, and more values than any JSON object of this kind.
MOST_COLUMNS, MOST_OBJECTS = 16_384, 4_000_000
# Python refuses to read integers of more than 4,300 digits.
LONGEST_NUMBER = 300

# The number of a row, with the row or a fault in its place.
Numbered = tuple[int, Row | Message]

_SAID_RE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ESCAPED_RE = re.compile(r"\\\"(?!\s*(?:[,;\t|\r\n]|$))")
_DOUBLED_RE = re.compile(r"[^\s,;|]\"\"")
_SEPARATORS, _NO_SEPARATORS = ",\t;|", "\"'\0 \r\n"
_SPACE = " \t\r\n"
_GAP_RE = re.compile(r"[ \t\r\n,]*")


def read_delimited(opened: BinaryIO) -> Iterator[Numbered]:
    """The rows of a CSV or TSV file in any encoding; the first line names the columns, or they are 1, 2, 3 ….

    Raises:
        UnreadableError: if it is no text.
        DamagedError: if it is no table.
    """
    head = peek(opened)
    _, encoding = decode(head)
    lines = read_lines(opened, encoding)
    first = next(lines, "").lstrip("\ufeff")
    declared = _SAID_RE.fullmatch(first)  # Excel's declaration of the separator
    if declared:
        first = next(lines, "").lstrip("\ufeff")
    separator = declared[1] if declared and declared[1] not in _NO_SEPARATORS else max(_SEPARATORS, key=first.count)
    cleaned = (line.replace("\0", BROKEN) for line in chain([first], lines))
    escape = "\\" if _is_escaped(head.decode(encoding, "replace")) else None
    how: dict[str, Any] = {"delimiter": separator, "escapechar": escape, "doublequote": escape is None}
    yield from _name_cells(read_records(cleaned, how))


def _is_escaped(text: str) -> bool:
    """Whether quotation marks in quoted fields are escaped by a backslash, as databases write them.

    >>> _is_escaped('"他说\\\\"好\\\\"。"'), _is_escaped('"他说""好""，C:\\\\"'), _is_escaped('"C:\\\\"')
    (True, False, False)
    """
    return bool(_ESCAPED_RE.search(text)) and not _DOUBLED_RE.search(text)


def _name_cells(records: Iterator[Record]) -> Iterator[Numbered]:
    """The rows under the names of their columns, from the first line or below the caption of a sheet.

    If no name is known, there are at least as many columns as each of the first rows has cells.
    """
    above = list(islice(records, MOST_ABOVE))
    heads = [number for number, (_, record) in enumerate(above) if not isinstance(record, Message)]
    if not heads or not above[heads[0]][1]:
        yield from ((line, record) for line, record in above if isinstance(record, Message))
        return
    filled = (number for number in heads if sum(map(bool, map(str.strip, above[number][1]))) > 1)  # type: ignore[arg-type]
    head = next(filled, heads[0])
    head = head if _are_named(above[head][1]) else heads[0]  # type: ignore[arg-type]
    first: Sequence[str] = above[head][1]  # type: ignore[assignment]
    if len(first) > MOST_COLUMNS:
        raise TooMuchError(Message("many_columns", most=MOST_COLUMNS))
    headed = is_head(first)
    names = [cell.strip() for cell in first] if headed else [str(number) for number in range(1, len(first) + 1)]
    below = [cells for _, cells in above[head + 1 :] if not isinstance(cells, Message) and any(cells)]
    least = min(map(len, below), default=0)
    if not headed or not any(map(column_of, first)):
        names += [str(number) for number in range(len(names) + 1, least + 1)]
    names = _make_unique(names)
    for line, record in chain(above[head + headed :], records):
        if isinstance(record, Message):
            yield line, record
        elif len(record) > MOST_COLUMNS:
            raise TooMuchError(Message("many_columns", most=MOST_COLUMNS))
        elif any(record):
            yield line, name_values(names, record, least)


def _are_named(cells: Sequence[str]) -> bool:
    """Whether a line below others names columns: two of them are known."""
    return sum(column_of(cell) is not None for cell in cells) > 1


def _make_unique(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    counted: dict[str, int] = {}
    unique = []
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        unique.append(name if counted[name] == 1 else f"{name}~{counted[name]}")
    return unique


def read_json_lines(opened: BinaryIO) -> Iterator[Numbered]:
    """The objects of a file with one on each line, and a fault for each other line."""
    _, encoding = decode(peek(opened))
    for number, line in enumerate(read_lines(opened, encoding), 1):
        words = line.strip(f"{_SPACE}\ufeff")
        if words:
            try:
                yield number, read_object(_load(words))
            except DamagedError as error:
                yield number, error.messages[0]


def read_json(opened: BinaryIO) -> Iterator[Numbered]:
    """The objects of a list, read one by one; for an object, the rows that it holds (``find_rows``).

    Raises:
        DamagedError: if it is no JSON, or an object of more than ``MOST_JSON`` bytes or ``MOST_OBJECTS`` objects.
    """
    _, encoding = decode(peek(opened))
    text = TextIOWrapper(opened, encoding, "replace")
    try:
        start = text.read(1)
        while start and start in f"{_SPACE}\ufeff":
            start = text.read(1)
        if start == "[":
            yield from enumerate(map(read_object, _items(text)), 1)
            return
        whole = start + text.read(MOST_JSON)
        if len(whole) > MOST_JSON or whole.count("{") + whole.count("[") > MOST_OBJECTS:
            raise TooMuchError(Message("large_object"))
        found = _load(whole)
        if not isinstance(found, dict):
            raise DamagedError(Message("no_object"))
        yield from enumerate(find_rows(found), 1)
    finally:
        let_go(text)


def _items(text: TextIOWrapper) -> Iterator[Any]:
    """The items of a list whose first bracket has been read."""
    held, at, size = "", 0, HEAD
    while True:
        at = _GAP_RE.match(held, at).end()  # type: ignore[union-attr] # it matches nothing, too
        if held.startswith("]", at):
            return
        try:
            item, at = _DECODER.raw_decode(held, at)
        except (ValueError, RecursionError) as error:
            block = text.read(size)
            held, at, size = held[at:] + block, 0, 2 * size  # so that long items are not parsed again too often
            if not block or len(held) > MOST_JSON:
                deep = isinstance(error, RecursionError)
                raise DamagedError(Message("damaged_depth" if deep else "broken_list")) from None
            continue
        size = HEAD
        yield item


def _load(words: str) -> Any:
    try:
        return _DECODER.decode(words)
    except RecursionError:
        raise DamagedError(Message("damaged_depth")) from None
    except ValueError:
        raise DamagedError(Message("no_json")) from None


def _read_integer(digits: str) -> int | str:
    """A JSON number; one that is too long stays as it is written."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


_DECODER = json.JSONDecoder(parse_int=_read_integer)


def read_parquet(opened: BinaryIO) -> Iterator[Numbered]:
    """The rows of a Parquet file, a few at a time.

    Raises:
        ArrowInvalid: which is a ValueError, if it is broken.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - who reads one file waits for no Arrow

    with pq.ParquetFile(opened) as table:
        rows = (row for batch in table.iter_batches(LOT, use_threads=False) for row in _rows_of(batch))
        yield from enumerate(map(flatten, rows), 1)


def _rows_of(batch: Any) -> list[dict[str, Any]]:
    """The rows of a batch; a time outside the calendar becomes the number that it is stored as."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except (ArithmeticError, ValueError):
        names = batch.schema.names
        columns = [_values_of(column) for column in batch.columns]
        rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    return rows


def _values_of(column: Any) -> list[Any]:
    try:
        return list(column.to_pylist())
    except (ArithmeticError, ValueError):
        return [_value_of(value) for value in column]


def _value_of(value: Any) -> Any:
    try:
        return value.as_py()
    except (ArithmeticError, ValueError):
        return getattr(value, "value", None)


def read_sheets(opened: BinaryIO) -> Iterator[Numbered]:
    """The rows of the sheets of a workbook, old or new, whose first line names the columns.

    Raises:
        DamagedError: if it is broken or encrypted.
    """
    for sheet in list_sheets(opened):
        yield from sheet


def list_sheets(opened: BinaryIO) -> Iterator[Iterator[Numbered]]:
    """The rows of each sheet of a workbook.

    Raises:
        DamagedError: if it is broken or encrypted.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError  # noqa: PLC0415

    try:
        workbook = CalamineWorkbook.from_filelike(opened)
        for name in workbook.sheet_names:
            records = ([write(cell) for cell in record] for record in workbook.get_sheet_by_name(name).iter_rows())
            yield _name_cells(enumerate(records, 1))
    except PasswordError:
        raise DamagedError(Message("locked_workbook")) from None
    except (CalamineError, XmlError, ZipError):
        raise DamagedError(Message("damaged_form")) from None


def peek(opened: BinaryIO) -> bytes:
    """The first bytes of a stream, without consuming them."""
    head: bytes = opened.peek(HEAD)  # type: ignore[attr-defined]
    return head


def first_rows(rows: Iterator[Numbered], most: int) -> list[Row]:
    """The first rows of a table, which may be cut off after them.

    Raises:
        TooMuchError: if it exceeds what any table of texts has.
    """
    found: list[Row] = []
    try:
        for _, row in islice(rows, most):
            found += [] if isinstance(row, Message) else [row]
    except TooMuchError:
        raise
    except (DamagedError, ValueError):  # rows before an error are kept
        pass
    return found
