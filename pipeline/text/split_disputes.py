"""Finds 表四 in a text that broke its headers: vertical headers are extracted from PDF one character per line.

In whatever order, the pieces have exactly the characters of the form's headers, and the row below has all its numbers.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct

from pipeline.characters import squeeze
from pipeline.rulebook import DISPUTES, Table, form_rules
from pipeline.values import SIGNS

# A number, or a sign for “none”; in the row below the headers they are separated.
_VALUE = rf"(?:\d[\d,]*|[{SIGNS}]{{1,2}})"


class SplitDisputes(Struct, frozen=True, gc=False):
    """表四 of a form in a text: its span, and the spans of the values of its single row, one per header."""

    table: str
    start: int
    end: int
    values: tuple[tuple[int, int], ...]


def find_split_disputes(plain: str) -> Iterator[SplitDisputes]:
    """The tables of disputes with broken headers in a text in plain form.

    >>> piece = "结果 结果 其他 尚未 总\\n维持 纠正 结果 审结 计\\n"
    >>> text = f"行政复议 行政诉讼\\n未经复议直接起诉 复议后起诉\\n{piece * 3}{' 0' * 15}"
    >>> [len(found.values) for found in find_split_disputes(text)], list(find_split_disputes(text.replace("纠", "结")))
    ([15], [])
    """
    for table in (table for table in form_rules().tables if table.table == DISPUTES):
        for match in _row_re(table.name).finditer(plain):
            heads = squeeze(match["heads"])
            if Counter(heads) == _characters(table) and _is_in_order(heads, table):
                values = tuple(value.span() for value in re.compile(_VALUE).finditer(plain, *match.span("values")))
                yield SplitDisputes(table.name, match.start(), match.end(), values)


def _is_in_order(heads: str, table: Table) -> bool:
    """Whether the intact headers of the disputes are in the order of the form: those of the columns once for each."""
    first, *others = (row.label for row in table.rows)
    found = [offset for name in (first, *table.groups, *others) if (offset := heads.find(name)) >= 0]
    labels = [column.label for column in table.columns]
    results = [labels.index(match[0]) for match in re.finditer("|".join(map(re.escape, labels)), heads)]
    anew = sum(right < left for left, right in pairwise(results))
    return found == sorted(found) and anew < len(table.rows)


def _characters(table: Table) -> Counter[str]:
    columns = Counter("".join(column.label for column in table.columns))
    counts = Counter("".join((*table.groups, *(row.label for row in table.rows))))
    for _ in table.rows:
        counts += columns
    return counts


@cache
def _row_re(name: str) -> re.Pattern[str]:
    table = next(table for table in form_rules().tables if table.name == name)
    characters = _characters(table)
    count = len(table.rows) * len(table.columns)
    return re.compile(
        rf"(?P<heads>(?<!\S){table.rows[0].label}(?:\s*+[{re.escape(''.join(characters))}]){{1,{characters.total()}}}?)"
        rf"\s++(?P<values>{_VALUE}(?:\s+{_VALUE}){{{count - 1}}})(?!\S)"
    )
