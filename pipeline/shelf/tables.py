"""Lists the rows of tables of texts as documents: the text is one column, the other columns state facts about it."""

import html
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from io import BufferedReader, BytesIO
from itertools import chain, islice
from typing import BinaryIO

from pipeline.characters import UnreadableError
from pipeline.i18n import Message
from pipeline.model import Problem
from pipeline.shelf.columns import TAG_RE, Choice, Row, WideRow, choose_columns, whole_rows
from pipeline.shelf.damage import TooMuchError, say
from pipeline.shelf.members import DAMAGE, HEAD, Entry, Facts, Fault
from pipeline.shelf.table_rows import (
    Numbered,
    first_rows,
    list_sheets,
    peek,
    read_delimited,
    read_json,
    read_json_lines,
    read_parquet,
    read_sheets,
)

# The function that reads the rows of each kind of table.
ROWS: dict[str, Callable[[BinaryIO], Iterator[Numbered]]] = {
    "csv": read_delimited,
    "jsonl": read_json_lines,
    "json": read_json,
    "object": read_json,
    "parquet": read_parquet,
    "sheets": read_sheets,
}
# Kinds that need random access: all of the file is read to see its first rows.
JUMPING = frozenset(("parquet", "sheets", "object"))
# The number of rows examined to determine what the columns hold.
SAMPLE = 50
# The facts of a page; other columns are not about the document.
_FACTS = ("title", "url", "published", "retrieved", "issuer", "source", "number", "index")
_DATES = ("published", "retrieved")
# The digits of seconds or milliseconds since 1970, from 2001 to 2286. Chinese time is eight hours ahead of UTC.
_STAMP_DIGITS = (10, 13)
_CHINA = timezone(timedelta(hours=8))


class NoTableError(Exception):
    """A table has no texts; it is a document itself, or nothing that we read."""


def judge_table(opened: BinaryIO, kind: str, asked: Mapping[str, str]) -> Choice:
    """What the columns of a table hold, by its first rows; a stream that can seek is rewound.

    Raises:
        NoTableError: if it is no table of texts, nor a list of documents.
        TooMuchError: if it exceeds what any table of texts has.
    """
    part = opened if opened.seekable() else BufferedReader(BytesIO(peek(opened)), HEAD)
    try:
        samples = [first_rows(rows, SAMPLE) for rows in _tables_of(part, kind)]
    except TooMuchError:
        raise
    except (UnreadableError, *DAMAGE) as error:
        raise NoTableError from error
    if part is not opened and len(peek(opened)) >= HEAD and len(samples[0]) < SAMPLE:
        samples[0] = samples[0][:-1]  # only a part of it may have been seen
    part.seek(0)
    choices = [choose_columns(whole_rows(rows), asked) for rows in samples]
    for choice in sorted(choices, key=lambda choice: "body" not in choice.columns):  # the first sheet with texts
        if "body" in choice.columns or choice.rivals or choice.is_list:
            return choice
    raise NoTableError


def _tables_of(opened: BinaryIO, kind: str) -> Iterator[Iterator[Numbered]]:
    """The rows of a file; for a workbook, those of each sheet."""
    return list_sheets(opened) if kind == "sheets" else iter([ROWS[kind](opened)])


def choose_of(kind: str, opened: BinaryIO, asked: Mapping[str, str]) -> Choice:
    """What the columns of a table of texts hold; nothing for other containers.

    Raises:
        NoTableError: if it is no table of texts, nor a list of documents.
    """
    return judge_table(opened, kind, asked) if kind in ROWS else Choice()


def name_columns(kind: str, opened: BinaryIO) -> tuple[str, ...]:
    """The names of a table's columns, by its first rows; none for other containers."""
    try:
        rows = first_rows(ROWS[kind](opened), SAMPLE) if kind in ROWS else []
    except (UnreadableError, *DAMAGE):
        rows = []
    return tuple(dict.fromkeys(name for row in rows for name in row))


def list_table(opened: BinaryIO, kind: str, asked: Mapping[str, str]) -> Iterator[Entry | Fault]:
    """The rows of a table as documents, numbered from 1.

    Raises:
        NoTableError: if it is no table of texts; nothing of it is read then.
    """
    whole = judge_table(opened, kind, asked)
    if whole.columns.get("body") is None:
        yield Fault("", _undecided(whole))
        return
    number = 0
    try:
        for rows in _tables_of(opened, kind):
            choice, listed = (whole, rows) if kind != "sheets" else _choose_for(rows, asked)
            if choice.rivals:
                yield Fault("", _undecided(choice))
            if "body" not in choice.columns:
                continue  # a sheet without texts
            for number, (_, row) in enumerate(listed, number + 1):  # noqa: B020 - it goes on from sheet to sheet
                yield _read_row(number, row, choice)
    except (UnreadableError, *DAMAGE) as error:
        yield Fault("", Problem("broken_container.table", number=number, reason=say(error)))


def _choose_for(rows: Iterator[Numbered], asked: Mapping[str, str]) -> tuple[Choice, Iterator[Numbered]]:
    """What the columns of a sheet hold, and all of its rows."""
    first = list(islice(rows, SAMPLE))
    return choose_columns([row for _, row in first if not isinstance(row, Message)], asked), chain(first, rows)


def _read_row(number: int, row: Row | Message, choice: Choice) -> Entry | Fault:
    """The document in a row."""
    if isinstance(row, Message):
        return Fault(f"#{number}", Problem("broken_container.row", reason=row))
    body = choice.columns["body"]
    if isinstance(row, WideRow):
        reason = Message("wide_row", cells=row.cells, columns=len(row))
        if body == next(reversed(row)):
            reason = Message("wide_text", cells=row.cells, columns=len(row), name=body)
        return Fault(f"#{number}", Problem("broken_container.row", reason=reason))
    text = row.get(body) or ""
    if not text.strip():
        return Fault(f"#{number}", Problem("empty_file.row", name=body))
    markup = _unescape(text)
    data = markup.encode("utf-8", "replace")
    named = "row.html" if TAG_RE.search(markup) else ""
    return Entry("#", str(number), BytesIO(data), named, _facts(row, choice), leaf=True)


def _undecided(choice: Choice) -> Problem:
    if choice.rivals:
        return Problem("unknown_columns", names=tuple(choice.rivals))
    return Problem("list_of_files", names=tuple(choice.columns.values()))


def _unescape(text: str) -> str:
    """The text; markup that is written as text (&lt;p&gt;) becomes markup."""
    if "<" not in text and "&lt;" in text and TAG_RE.search(unescaped := html.unescape(text)):
        return unescaped
    return text


def _facts(row: Row, choice: Choice) -> Facts:
    columns = ((role, choice.columns[role]) for role in _FACTS if role in choice.columns)
    values = ((role, (row.get(column) or "").strip()) for role, column in columns)
    return tuple((role, read_stamp(value) if role in _DATES else value) for role, value in values if value)


def read_stamp(value: str) -> str:
    """A time; one written as seconds since 1970 is converted.

    >>> read_stamp("1673308800000"), read_stamp("2023-01-10")
    ('2023-01-10 08:00:00', '2023-01-10')
    """
    if value.isdecimal() and len(value) in _STAMP_DIGITS:
        return datetime.fromtimestamp(int(value[:10]), _CHINA).strftime("%Y-%m-%d %H:%M:%S")
    return value
