"""Finds where statutory tables stand in a text without a grid: stretches of characters, those of one table together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.model import Region, Text
from pipeline.text import FORM_RULE, TornDisputes
from pipeline.values import blank_pages

Spans = list[tuple[int, int]]


def find_stretches(text: Text, local: str) -> Iterator[tuple[bool, Spans]]:
    """What of the statutory regions stands in no grid; parts of one table that only furniture parts come together.

    Between two grids of one table stands nothing, or a word for it: 续表.
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


def _starts_before(grids: Spans, place: int) -> int:
    """How many grids start before a place."""
    return bisect_left(grids, place, key=lambda grid: grid[0])


def _outside(region: Region, grids: Spans) -> Iterator[tuple[int, int]]:
    place = region.start
    first = bisect_right(grids, region.start, key=lambda grid: grid[1])
    for start, end in grids[first : _starts_before(grids, region.end)]:
        if start > place:
            yield place, start
        place = end
    if place < region.end:
        yield place, region.end


def cut_out(stretches: Spans, tables: Sequence[TornDisputes]) -> Iterator[tuple[int, int]]:
    """The stretches without the tables in them."""
    for start, end in stretches:
        place = start
        for table in (table for table in tables if start <= table.start < end):
            if table.start > place:
                yield place, table.start
            place = table.end
        if place < end:
            yield place, end
