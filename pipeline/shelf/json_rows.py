"""Finds the rows in a JSON object, and converts their values to text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from pipeline.characters import BROKEN, decode
from pipeline.i18n import Message
from pipeline.shelf.columns import Row, WideRow, choose_columns
from pipeline.shelf.rules import column_of

# Deeper levels are ignored.
MOST_DEEP = 8
# The number of rows examined.
SAMPLE = 50

Object = Mapping[str, Any]
# An object, or a fault for something else in its place.
Found = Row | Message
# Lone surrogates, which JSON can contain and files cannot.
_LONE_RE = re.compile("[\ud800-\udfff]")


def find_rows(found: Object) -> Iterator[Found]:
    """The rows in an object: those of its only list of objects, at any depth, or of the only one with texts.

    Several lists whose text columns have the same name, such as the reports of each year, are all taken, each row with
    the name of its list as ``key``. An item that is no object becomes a message.

    Without such a list, the object may hold columns, or objects by name, which is their ``key``; otherwise it is itself
    the only row.

    >>> list(find_rows({"data": {"list": [{"a": 3}, {"a": 4}]}})), list(find_rows({"a": {"b": 3}}))
    ([{'a': '3'}, {'a': '4'}], [{'a.b': '3'}])
    >>> list(find_rows({"标题": {"0": "年报"}, "正文": {"0": "概述"}}))
    [{'标题': '年报', '正文': '概述'}]
    >>> list(find_rows({"columns": ["标题", "正文"], "data": [["年报", "概述"]]}))
    [{'标题': '年报', '正文': '概述'}]
    """
    lists = list(_find_lists(found, "", 0))
    if len(lists) > 1:
        bodies = [_body_of(rows, short=False) for _, rows in lists]
        if not any(bodies):
            bodies = [_body_of(rows, short=True) for _, rows in lists]
        lists = [found_list for found_list, body in zip(lists, bodies, strict=True) if body]
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
            name_values(names, [*map(write, row)]) if isinstance(row, list) else Message("no_object")
            for row in found["data"]
        )
    else:
        yield from _find_columns(found)


def name_values(names: Sequence[str], values: Sequence[str], least: int = 0) -> Row:
    """The values of a row by the names of the columns.

    More values make it a ``WideRow``, unless they are empty and all rows have ``least`` values, as where lines end with
    a separator.

    >>> name_values(["a", "b"], ["3", "4", ""], 3), name_values(["a", "b"], ["3", "4", "5"], 3).cells
    ({'a': '3', 'b': '4'}, 3)
    """
    if len(values) <= len(names) or (len(values) <= least and not any(values[len(names) :])):
        return dict(zip(names, values, strict=False))
    row = WideRow(zip(names, values, strict=False))
    row.cells = len(values)
    return row


def _body_of(rows: Sequence[Any], *, short: bool) -> str | None:
    """The text column in a list of objects."""
    sample = [flatten(item) for item in rows[:SAMPLE] if isinstance(item, dict)]
    return choose_columns(sample, {}, short=short).columns.get("body")


def read_object(item: Any) -> Found:
    """The values of a row as text, or a message that it is no object."""
    return flatten(item) if isinstance(item, dict) else Message("no_object")


def _find_lists(found: Object, path: str, depth: int) -> Iterator[tuple[str, Sequence[Any]]]:
    """The lists of objects within an object, each with its path."""
    for name, value in found.items():
        if isinstance(value, dict) and depth < MOST_DEEP:
            yield from _find_lists(value, f"{path}{name}.", depth + 1)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value[:SAMPLE]):
            yield _clean(f"{path}{name}"), value


def _find_columns(found: Object) -> Iterator[Row]:
    columns = list(found.values())
    if not columns or not all(isinstance(column, dict) and column for column in columns):
        yield flatten(found)
    elif any(map(column_of, found)):
        keys = dict.fromkeys(key for column in columns for key in column)
        yield from ({_clean(name): write(found[name].get(key)) for name in found} for key in keys)
    elif _are_alike(islice(columns, SAMPLE)) and len(columns) > 1:
        yield from ({"key": _clean(name), **flatten(column)} for name, column in found.items())
    else:
        yield flatten(found)


def _are_alike(objects: Iterable[Object]) -> bool:
    """Whether some name occurs in all objects."""
    return bool(set.intersection(*map(set, objects)))


def flatten(found: Object) -> Row:
    """The values of an object as text; nested values are named by their path.

    >>> flatten({"a": {"b": {"c": 3}}, "t": {"$date": "2023-01-02"}, "l": ["x", "y"]})
    {'a.b.c': '3', 't': '2023-01-02', 'l': 'x\\ny'}
    """
    return dict(_flatten(found, "", 0))


def _flatten(found: Object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        held = value
        # MongoDB states the type of a value as the only key of an object.
        if isinstance(held, dict) and len(held) == 1 and next(iter(held)).startswith("$"):
            held = next(iter(held.values()))
        if not isinstance(held, dict):
            yield _clean(f"{path}{name}"), write(held)
        elif depth < MOST_DEEP:
            yield from _flatten(held, f"{path}{name}.", depth + 1)


def write(value: Any) -> str:
    """A value as text: a list has one line for each item, a time is written as ``2023-01-05 10:00:00``, null is empty.

    Nested objects and lists within a list are left out.
    """
    if value is None or isinstance(value, bytes):
        return "" if value is None else decode(value)[0] if value else ""
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | tuple):
        return "\n".join(write(item) for item in value if not isinstance(item, dict | list))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """The text without lone surrogates.

    >>> _clean("年报" + chr(0xD800))
    '年报�'
    """
    return _LONE_RE.sub(BROKEN, text)
