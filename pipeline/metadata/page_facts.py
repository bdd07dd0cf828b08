"""Reads the facts within a text: in the furniture at its beginning, in labelled lines, in index tables.

They have the same form in every file format: with or without a colon, in a list, or in cells.
"""

from collections.abc import Iterator
from itertools import pairwise, takewhile

from pipeline.ingest import Facts, read_cells, read_facts, read_label, read_publication
from pipeline.model import PlacedGrid, RegionKind, Text

# Facts are within this many first lines.
FIRST_LINES = 20
HEAD = 1500

_PUBLICATION = ("publication", "head_run", "head_crumb")


def find_facts(text: Text) -> Facts:
    """The facts in the text of a page, the most reliable first.

    >>> plain = "名称 某县2017年年报\\n发布机构 某县人民政府办公室 发文日期 2018-02-26\\n一、概述"
    >>> find_facts(Text(plain, plain))
    (('title', '某县2017年年报'), ('issuer', '某县人民政府办公室'), ('published', '2018-02-26'))
    """
    return tuple(dict.fromkeys((*_of_tables(text), *_of_furniture(text), *_of_lines(text))))


def _of_furniture(text: Text) -> Iterator[tuple[str, str]]:
    """The facts in the furniture within the text, except for header lines, which the source has read."""
    for region in text.regions:
        if region.kind is RegionKind.FURNITURE and region.rule in _PUBLICATION:
            yield from read_publication(text.plain[region.start : region.end])


def _of_lines(text: Text) -> Iterator[tuple[str, str]]:
    """The facts in the first lines that begin with a label, up to the first section."""
    first = (line.strip(" •·-*|") for line in text.plain[:HEAD].split("\n")[:FIRST_LINES])
    lines = list(takewhile(lambda line: not line.startswith(("一、", "第一章")), first))
    for line in lines:
        if ":" in line and read_label(line.partition(":")[0]):
            yield from read_facts(line)
    cells = [line.split("|") if "|" in line else line.split() for line in lines]
    # A label may be on a line of its own, above its value.
    stacked = [[label, value] for label, value in pairwise(lines) if read_label(label)]
    yield from read_cells([*(row for row in cells if len(row) > 1 and read_label(row[0])), *stacked])


def _of_tables(text: Text) -> Iterator[tuple[str, str]]:
    """The facts in tables at the beginning, with the label in the cell before its value."""
    for grid in text.grids:
        if grid.start < HEAD:
            yield from read_cells(_rows(grid))


def _rows(grid: PlacedGrid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for placed in grid.cells:
        rows.setdefault(placed.cell.row, []).append(placed.cell.text)
    return list(rows.values())
