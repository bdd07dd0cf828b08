"""Finds the rows in an object of JSON, and writes what they hold as text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from pipeline.characters import decode
from pipeline.shelf.columns import Row, choose_columns
from pipeline.shelf.rules import column_of

# What lies deeper is left aside.
MOST_DEEP = 8
# So many rows are looked at.
SAMPLE = 50

Object = Mapping[str, Any]


def find_rows(found: Object) -> Iterator[Row]:
    """The rows that an object holds: those of its only list of objects, wherever it lies, or the only one with texts.

    Without such a list they are told by columns, or are objects under a name each, which is their ``key``; else the
    object is the only row.

    >>> list(find_rows({"data": {"list": [{"a": 3}, {"a": 4}]}})), list(find_rows({"a": {"b": 3}}))
    ([{'a': '3'}, {'a': '4'}], [{'a.b': '3'}])
    >>> list(find_rows({"标题": {"0": "年报"}, "正文": {"0": "概述"}}))
    [{'标题': '年报', '正文': '概述'}]
    >>> list(find_rows({"columns": ["标题", "正文"], "data": [["年报", "概述"]]}))
    [{'标题': '年报', '正文': '概述'}]
    """
    lists = list(_find_lists(found, 0))
    if len(lists) > 1:
        lists = [rows for rows in lists if "body" in choose_columns([*map(flatten, rows[:SAMPLE])], {}).columns]
    if len(lists) == 1:
        yield from map(flatten, lists[0])
    elif isinstance(found.get("columns"), list) and isinstance(found.get("data"), list):
        names = [write(name) for name in found["columns"]]
        yield from (dict(zip(names, map(write, row), strict=False)) for row in found["data"] if isinstance(row, list))
    else:
        yield from _find_columns(found)


def _find_lists(found: Object, depth: int) -> Iterator[Sequence[Object]]:
    for value in found.values():
        if isinstance(value, dict) and depth < MOST_DEEP:
            yield from _find_lists(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield [one for one in value if isinstance(one, dict)]


def _find_columns(found: Object) -> Iterator[Row]:
    columns = list(found.values())
    if not columns or not all(isinstance(column, dict) and column for column in columns):
        yield flatten(found)
    elif any(map(column_of, found)):
        places = dict.fromkeys(place for column in columns for place in column)
        yield from ({name: write(found[name].get(place)) for name in found} for place in places)
    elif _are_alike(islice(columns, SAMPLE)) and len(columns) > 1:
        yield from ({"key": name, **flatten(column)} for name, column in found.items())
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
            yield f"{path}{name}", write(one)
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
    return str(value)
