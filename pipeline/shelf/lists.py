"""Reads metadata lists: which documents each line is about, and what it states about them.

A list is a table of any kind that the shelf reads (CSV, TSV, JSON, JSON lines, Parquet, a workbook). Its columns are
recognised by their names, in Chinese or English. Values that cannot be read are reported and ignored.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline.characters import UnreadableError, to_plain
from pipeline.i18n import Message, MessageError
from pipeline.provenance import DOCUMENT_ID_DIGITS
from pipeline.shelf.columns import Row
from pipeline.shelf.damage import say
from pipeline.shelf.kinds import detect_kind
from pipeline.shelf.members import DAMAGE, Facts
from pipeline.shelf.rules import listed_column_of, shelf_rules
from pipeline.shelf.table_rows import peek
from pipeline.shelf.tables import ROWS, read_stamp
from pipeline.values import find_dates

# The keys by which a line names documents, the most reliable first.
FILE, HASH, URL = "file", "hash", "url"
KEYS = (FILE, HASH, URL)
# The role of a column with the file, or the publisher, that the line is about.
ORIGIN = "origin"
# The facts that a line may state, named like the columns of ``documents``.
STATED = ("title", "agency", "region", "report_year", "url", "published", "retrieved", "note")
# A longer title or note is a text.
LONGEST = 1000

_COLUMNS = {"report_year": "year"}
_PLACES = ("province", "prefecture", "county")
_HEX_RE = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}")
_YEAR_RE = re.compile(r"(?:fy)?((?:19|20)\d\d)(?:\.0+)?(?:年度?|财年)?", re.IGNORECASE)
_CHINESE_YEAR_RE = re.compile(r"[一二][〇○零O九][〇○零一二三四五六七八九]{2}年?度?")
_HAN_RE = re.compile(r"[\u4e00-\u9fff]{2}")


class NoListError(MessageError):
    """A file is no list of documents; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: the documents that it names, the facts that it states, and its faults.

    ``keys`` are names and values: a file as written, a digest by its first 16 hexadecimal digits, an address as
    ``plain_url`` returns it. ``faults`` do not include the line's number. ``publishers`` may include news sites.
    ``origin`` is a publisher or the name of a file, to be decided by whether there is such a file.
    """

    line: int
    keys: Facts
    stated: Facts
    faults: tuple[Message, ...] = ()
    publishers: tuple[str, ...] = ()
    origin: str | None = None


class _UnreadValueError(MessageError):
    """A value cannot be read; the message says what it is not."""


def read_list(opened: BinaryIO, name: str, beside: str | None = None) -> Iterator[Line]:
    """The lines of a list, in their order; one that names no document has a fault.

    A list named after a file ``beside`` it is about that file, unless a line names another.

    >>> from io import BufferedReader
    >>> from pipeline.i18n import write
    >>> words = "文件,机关,年度\\na.html,某县水务局,20l8\\n".encode()
    >>> [line] = read_list(BufferedReader(BytesIO(words)), "list.csv")
    >>> line.line, line.keys, line.stated, [write(fault, "en") for fault in line.faults]
    (2, (('file', 'a.html'),), (('agency', '某县水务局'),), ['年度 is 20l8, which is no year'])

    Raises:
        NoListError: if it is no table, or no column names documents.
    """
    head = peek(opened)
    kind = detect_kind(head, opened if opened.seekable() else BytesIO(head), name) or "csv"
    if opened.seekable():
        opened.seek(0)
    if kind not in ROWS:
        raise NoListError(Message("list_holds_files"))
    columns: dict[str, list[str]] = {}
    names: tuple[str, ...] | None = None
    try:
        for line, row in ROWS[kind](opened):
            if isinstance(row, Message):
                yield Line(line, (), (), (Message("broken_line", reason=row),))
                continue
            if tuple(row) != names:
                first, names = names is None, tuple(row)
                columns = _choose(names)
                if first and not beside and not any(map(columns.get, (*KEYS, ORIGIN))):
                    raise NoListError(Message("list_names_none", names=names[:8]))
            yield _read_line(line, row, columns, beside)
    except (UnreadableError, *DAMAGE) as error:
        raise NoListError(Message("list_unreadable", reason=say(error))) from error
    if names is None:
        raise NoListError(Message("list_empty"))


def _choose(names: Sequence[str]) -> dict[str, list[str]]:
    """The columns for each role, the likeliest first."""
    by_role: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        if found := listed_column_of(name):
            by_role.setdefault(found[0], []).append((found[1], name))
    return {role: [name for _, name in sorted(some)] for role, some in by_role.items()}


def _read_line(line: int, row: Row, columns: Mapping[str, Sequence[str]], beside: str | None) -> Line:
    faults: list[Message] = []
    keys: list[tuple[str, str]] = []
    for role in KEYS:
        keys += ((role, value) for value in _values(row, columns.get(role, ()), _READ_KEYS[role], faults))
    stated: list[tuple[str, str]] = []
    for fact in STATED:
        names = columns.get(_COLUMNS.get(fact, fact), ())
        stated += ((fact, value) for value in [*_values(row, names, _READ[fact], faults if fact != URL else [])][:1])
    if not any(fact == "region" for fact, _ in stated):
        parts = (value for place in _PLACES for value in [*_values(row, columns.get(place, ()), str, [])][:1])
        stated += [("region", region)] if (region := _join_places(parts)) else []
    if beside and not any(role == FILE for role, _ in keys):
        keys.insert(0, (FILE, beside))
    publishers = [*_values(row, columns.get("source", ()), _read_words, [])]
    origin = next(_values(row, columns.get(ORIGIN, ()), _read_file, []), None)
    if origin and any(role == FILE for role, _ in keys):
        publishers.insert(0, origin)
        origin = None
    if not keys and not origin and not faults:
        faults.append(Message("line_names_none"))
    return Line(line, tuple(keys), tuple(stated), tuple(faults), tuple(publishers), origin)


def _values(row: Row, names: Sequence[str], read: Callable[[str], str], faults: list[Message]) -> Iterator[str]:
    """The values of some columns, parsed; those that cannot be read are added to ``faults``."""
    for name in names:
        value = " ".join((row.get(name) or "").split())
        if not value or value.lower() in shelf_rules().nothing:
            continue
        try:
            yield read(value)
        except _UnreadValueError as fault:
            faults.append(Message("unread_value", name=name, words=value[:40], what=fault.messages[0]))


def _join_places(parts: Iterator[str]) -> str:
    """Joins province, city and county to one place, without repetitions.

    >>> _join_places(iter(["北京市", "北京市", "海淀区"])), _join_places(iter(["某省", "某省某市"]))
    ('北京市海淀区', '某省某市')
    """
    place = ""
    for part in parts:
        place = part if part.startswith(place) else place + part
    return place


def _read_file(value: str) -> str:
    path = value.replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    return path


def _read_hash(value: str) -> str:
    digest = value.lower().removeprefix("sha256:").removeprefix("sha256-")
    if not _HEX_RE.fullmatch(digest):
        raise _UnreadValueError(Message("no_digest"))
    return digest[:DOCUMENT_ID_DIGITS]


def plain_url(value: str) -> str:
    """An address in the form in which it is compared: without scheme, fragment and last slash, and unescaped.

    >>> plain_url("HTTPS://WWW.Example.gov.cn/zwgk/%E5%B9%B4%E6%8A%A5/?id=3#top"), plain_url("www.example.gov.cn")
    ('www.example.gov.cn/zwgk/年报?id=3', 'www.example.gov.cn')
    """
    try:
        parts = urlsplit(value if "//" in value[:10] else f"//{value}")
    except ValueError:
        return value
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{unquote(parts.path).rstrip('/')}{query}"


def _read_url(value: str) -> str:
    if "." not in value or " " in value or "/" not in value:
        raise _UnreadValueError(Message("no_address"))
    return value


def _read_year(value: str) -> str:
    plain = to_plain(value).replace(" ", "")
    if match := _YEAR_RE.fullmatch(plain):
        return match[1]
    if _CHINESE_YEAR_RE.fullmatch(plain):
        mention = next(iter(find_dates(plain if "年" in plain else f"{plain}年")), None)
        if mention:
            return str(mention.last.year)
    raise _UnreadValueError(Message("no_year"))


def _read_day(value: str) -> str:
    plain = to_plain(read_stamp(value))
    plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}" if re.fullmatch(r"(?:19|20)\d{6}", plain) else plain
    mention = next((date for date in find_dates(plain) if date.precision == "day"), None)
    if mention is None or mention.start > 1:
        raise _UnreadValueError(Message("no_day"))
    return mention.first.isoformat()


def _read_time(value: str) -> str:
    _read_day(value.replace("T", " ").partition("+")[0].removesuffix("Z"))
    return read_stamp(value)


def _read_name(value: str) -> str:
    if not _HAN_RE.search(value):
        raise _UnreadValueError(Message("no_name"))
    return value[:LONGEST]


def _read_words(value: str) -> str:
    return value[:LONGEST]


_READ_KEYS: dict[str, Callable[[str], str]] = {
    FILE: _read_file,
    HASH: _read_hash,
    URL: lambda value: plain_url(_read_url(value)),
}
_READ: dict[str, Callable[[str], str]] = {
    "title": _read_name,
    "agency": _read_name,
    "region": _read_name,
    "report_year": _read_year,
    "url": _read_url,
    "published": _read_day,
    "retrieved": _read_time,
    "note": _read_words,
}
