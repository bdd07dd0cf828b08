"""Finds the spans of statutory tables in a text without a grid, grouped by table."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.model import Region, Text
from pipeline.rulebook import form_rules, one_of
from pipeline.text import FORM_RULE, SplitDisputes
from pipeline.values import blank_pages

Spans = list[tuple[int, int]]
# The head of the first column may stand so many characters before the first label.
BEFORE = 10


def find_stretches(text: Text, local: str) -> Iterator[tuple[bool, Spans]]:
    """The spans of statutory regions outside grids; parts of a table separated only by furniture are grouped.

    Between two grids of one table there is nothing, or only 续表.
    """
    grids = [(grid.start, grid.end) for grid in text.grids]
    current: Spans = []
    rule = ""
    for region in text.regions:
        if region.rule.startswith(FORM_RULE):
            for start, end in _outside(region, grids):
                between = blank_pages(text.plain[start:end]).strip()
                if not between or (region.rule == local and not any(map(str.isdigit, between))):
                    continue
                parted = bool(current) and _starts_before(grids, start) > _starts_before(grids, current[-1][1])
                if current and (parted or local in (rule, region.rule)):
                    yield rule == local, current
                    current = []
                current.append((start, end))
                rule = region.rule
    if current:
        yield rule == local, current


def _starts_before(grids: Spans, offset: int) -> int:
    """The number of grids that start before an offset."""
    return bisect_left(grids, offset, key=lambda grid: grid[0])


def _outside(region: Region, grids: Spans) -> Iterator[tuple[int, int]]:
    offset = region.start
    first = bisect_right(grids, region.start, key=lambda grid: grid[1])
    for start, end in grids[first : _starts_before(grids, region.end)]:
        if start > offset:
            yield offset, start
        offset = end
    if offset < region.end:
        yield offset, region.end


def cut_out(stretches: Spans, tables: Sequence[SplitDisputes]) -> Iterator[tuple[int, int]]:
    """The spans without the tables in them."""
    for start, end in stretches:
        offset = start
        for table in (table for table in tables if start <= table.start < end):
            if table.start > offset:
                yield offset, table.start
            offset = table.end
        if offset < end:
            yield offset, end


def are_numbered(plain: str, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a column of numbers that count nothing (序号) stands before the labels: they end the rows above them."""
    first, last = (stretches[0][0], stretches[-1][1]) if stretches else (0, 0)
    return _numbers_re().search(plain, max(0, first - BEFORE), last) is not None


@cache
def _numbers_re() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){one_of(form_rules().local.others)}(?!\S)")
