"""Finds the rows in an object of JSON, and writes what they hold as text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from pipeline.characters import BROKEN, decode
from pipeline.i18n import Message
from pipeline.shelf.columns import Row, choose_columns
from pipeline.shelf.rules import column_of

# What lies deeper is left aside.
MOST_DEEP = 8
# So many rows are looked at.
SAMPLE = 50

Object = Mapping[str, Any]
# An object, or what is said of what is none in its place.
Found = Row | Message
# Halves of characters: JSON can write them, and no file can hold them.
_LONE_RE = re.compile("[\ud800-\udfff]")


def find_rows(found: Object) -> Iterator[Found]:
    """The rows that an object holds: those of its only list of objects, wherever it lies, or the only one with texts.

    Of several lists whose texts are called alike, as of the reports of each year, they are all, each with the name of
    its list as its ``key``. What in a list is no object has a message in its place.

    Without such a list they are told by columns, or are objects under a name each, which is their ``key``; else the
    object is the only row.

    >>> list(find_rows({"data": {"list": [{"a": 3}, {"a": 4}]}})), list(find_rows({"a": {"b": 3}}))
    ([{'a': '3'}, {'a': '4'}], [{'a.b': '3'}])
    >>> list(find_rows({"标题": {"0": "年报"}, "正文": {"0": "概述"}}))
    [{'标题': '年报', '正文': '概述'}]
    >>> list(find_rows({"columns": ["标题", "正文"], "data": [["年报", "概述"]]}))
    [{'标题': '年报', '正文': '概述'}]
    """
    lists = list(_find_lists(found, "", 0))
    if len(lists) > 1:
        bodies = [_body_of(rows) for _, rows in lists]
        lists = [one for one, body in zip(lists, bodies, strict=True) if body]
        if len(lists) > 1 and len({body for body in bodies if body}) == 1:
            yield from (
                {"key": name, **row} if isinstance(row, dict) else row
                for name, rows in lists
                for row in map(read_object, rows)
            )
            return
    if len(lists) == 1:
        yield from map(read_object, lists[0][1])
    elif isinstance(found.get("columns"), list) and isinstance(found.get("data"), list):
        names = [write(name) for name in found["columns"]]
        yield from (
            dict(zip(names, map(write, row), strict=False)) if isinstance(row, list) else Message("no_object")
            for row in found["data"]
        )
    else:
        yield from _find_columns(found)


def _body_of(rows: Sequence[Any]) -> str | None:
    """The column of a list of objects that has texts."""
    sample = [flatten(one) for one in rows[:SAMPLE] if isinstance(one, dict)]
    return choose_columns(sample, {}).columns.get("body")


def read_object(one: Any) -> Found:
    """What stands in the place of a row: its values as text, or that it is none."""
    return flatten(one) if isinstance(one, dict) else Message("no_object")


def _find_lists(found: Object, path: str, depth: int) -> Iterator[tuple[str, Sequence[Any]]]:
    """The lists of objects that an object holds, each with its path."""
    for name, value in found.items():
        if isinstance(value, dict) and depth < MOST_DEEP:
            yield from _find_lists(value, f"{path}{name}.", depth + 1)
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value[:SAMPLE]):
            yield _clean(f"{path}{name}"), value


def _find_columns(found: Object) -> Iterator[Row]:
    columns = list(found.values())
    if not columns or not all(isinstance(column, dict) and column for column in columns):
        yield flatten(found)
    elif any(map(column_of, found)):
        places = dict.fromkeys(place for column in columns for place in column)
        yield from ({_clean(name): write(found[name].get(place)) for name in found} for place in places)
    elif _are_alike(islice(columns, SAMPLE)) and len(columns) > 1:
        yield from ({"key": _clean(name), **flatten(column)} for name, column in found.items())
    else:
        yield flatten(found)


def _are_alike(objects: Iterable[Object]) -> bool:
    """Whether objects have a name that all of them have."""
    return bool(set.intersection(*map(set, objects)))


def flatten(found: Object) -> Row:
    """The values of an object as text; what lies deeper is named by its path.

    >>> flatten({"a": {"b": {"c": 3}}, "t": {"$date": "2023-01-02"}, "l": ["x", "y"]})
    {'a.b.c': '3', 't': '2023-01-02', 'l': 'x\\ny'}
    """
    return dict(_flatten(found, "", 0))


def _flatten(found: Object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        one = value
        if isinstance(one, dict) and len(one) == 1 and next(iter(one)).startswith("$"):  # as MongoDB tells the type
            one = next(iter(one.values()))
        if not isinstance(one, dict):
            yield _clean(f"{path}{name}"), write(one)
        elif depth < MOST_DEEP:
            yield from _flatten(one, f"{path}{name}.", depth + 1)


def write(value: Any) -> str:
    """A value as text: of a list a line for each, of a time as people write it, of nothing no character."""
    if value is None or isinstance(value, bytes):
        return "" if value is None else decode(value)[0] if value else ""
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | tuple):
        return "\n".join(write(one) for one in value if not isinstance(one, dict | list))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """The text as a file can hold it.

    >>> _clean("年报" + chr(0xD800))
    '年报�'
    """
    return _LONE_RE.sub(BROKEN, text)
