"""Composes a page into one text: paragraphs as lines, tables as lines of cells, and regions that are not prose."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.characters import to_plain
from pipeline.ingest import find_furniture
from pipeline.model import Block, Gap, Grid, Page, PlacedCell, PlacedGrid, Region, RegionKind, Text
from pipeline.text.flattened_forms import find_flattened_forms
from pipeline.text.note_marks import blank_marks


class PlacedBlock(NamedTuple):
    """A block, its offset in the text, its printed text (``None`` if nothing), and its grid with offsets."""

    block: Block
    start: int
    printed: str | None
    grid: PlacedGrid | None = None


def compose_text(page: Page) -> Text:
    """The text of a page with its plain form, its tables and its regions.

    >>> from pipeline.model import Block, Format, GridCell
    >>> grid = Grid((GridCell(0, 0, "规章"), GridCell(0, 1, "３"), GridCell(1, 0, "合计")))
    >>> text = compose_text(Page(Format.HTML, "utf-8", (Block("一、情况"), Block("", grid), Block("附件下载"))))
    >>> text.text, [(region.rule, text.plain[region.start : region.end]) for region in text.regions]
    ('一、情况\\n规章\\t３\\n合计\\n附件下载', [('grid', '规章\\t3\\n合计'), ('attachment', '附件下载')])
    """
    lines: list[str] = []
    grids: list[PlacedGrid] = []
    tables: list[Region] = []
    furniture: list[Region] = []
    gaps: list[Gap] = []
    for block, start, printed, grid in place_blocks(page):
        if block.gap:
            gaps.append(Gap(block.gap, start))
        if grid and grid.start < grid.end:  # of one blank cell nothing is printed
            grids.append(grid)
            tables.append(Region(RegionKind.TABLE, grid.start, grid.end, "grid"))
        elif block.furniture and printed is not None:
            furniture.append(Region(RegionKind.FURNITURE, start, start + len(printed), block.furniture))
        if printed is not None:
            lines.append(printed)
    text = "\n".join(lines)
    plain = make_plain(text)
    tables = join_tables(tables, find_flattened_forms(plain))
    regions = overlay(tables, overlay(furniture, find_furniture(plain)))
    return Text(text, plain, regions, tuple(grids), tuple(gaps))


def place_blocks(page: Page) -> Iterator[PlacedBlock]:
    """The blocks of a page with their offsets in its text.

    >>> from pipeline.model import Block, Format
    >>> blocks = (Block("一、情况"), Block("", gap="picture"), Block("公开3条"))
    >>> [(one.start, one.printed) for one in place_blocks(Page(Format.HTML, "utf-8", blocks))]
    [(0, '一、情况'), (5, None), (5, '公开3条')]
    """
    position = 0
    for block in page.blocks:
        if block.gap and not block.text:
            yield PlacedBlock(block, position, None)
            continue
        grid, printed = place_grid(block.grid, position) if block.grid else (None, block.text)
        yield PlacedBlock(block, position, printed, grid)
        position += len(printed) + 1


def make_plain(text: str) -> str:
    """The plain form of a text, of the same length, without footnote marks in numbers.

    >>> make_plain("公开信息①３２０条")
    '公开信息 320条'
    """
    return blank_marks(to_plain(text))


def place_grid(grid: Grid, start: int) -> tuple[PlacedGrid, str]:
    """The grid with offsets, and its text: one line per row, cells separated by tabs.

    >>> from pipeline.model import GridCell
    >>> placed, printed = place_grid(Grid((GridCell(0, 0, "甲"), GridCell(0, 2, "乙"), GridCell(1, 0, "丙"))), 10)
    >>> printed, [(cell.start, cell.end) for cell in placed.cells]
    ('甲\\t乙\\n丙', [(10, 11), (12, 13), (14, 15)])
    """
    pieces: list[str] = []
    cells: list[PlacedCell] = []
    position, row = start, None
    for cell in grid.cells:
        if row is not None:
            pieces.append("\t" if cell.row == row else "\n")
            position += 1
        row = cell.row
        pieces.append(cell.text)
        cells.append(PlacedCell(cell, position, position + len(cell.text)))
        position += len(cell.text)
    return PlacedGrid(tuple(cells), start, position), "".join(pieces)


def join_tables(grids: Iterable[Region], forms: Iterable[Region]) -> list[Region]:
    """Merges both in order; overlapping regions become one, named after the form if there is one.

    >>> grids = [Region(RegionKind.TABLE, 5, 20, "grid"), Region(RegionKind.TABLE, 30, 40, "grid")]
    >>> [(r.start, r.end, r.rule) for r in join_tables(grids, [Region(RegionKind.TABLE, 7, 25, "form:F21")])]
    [(5, 25, 'form:F21'), (30, 40, 'grid')]
    """
    joined: list[Region] = []
    for region in sorted((*grids, *forms), key=lambda region: (region.start, region.end)):
        if joined and region.start < joined[-1].end:
            last = joined[-1]
            rule = region.rule if last.rule == "grid" else last.rule
            joined[-1] = replace(last, end=max(last.end, region.end), rule=rule)
        else:
            joined.append(region)
    return joined


def overlay(upper: Sequence[Region], lower: Iterable[Region]) -> tuple[Region, ...]:
    """Merges both in order; the upper regions hide what they cover of the lower. Each input is sorted and disjoint.

    >>> table, bar = RegionKind.TABLE, RegionKind.FURNITURE
    >>> [(r.start, r.end, r.rule) for r in overlay([Region(bar, 3, 5, "bar")], [Region(table, 0, 9, "form")])]
    [(0, 3, 'form'), (3, 5, 'bar'), (5, 9, 'form')]
    """
    merged: list[Region] = []
    index = 0
    for region in lower:
        start = region.start
        while index < len(upper) and upper[index].end <= start:
            merged.append(upper[index])
            index += 1
        while index < len(upper) and upper[index].start < region.end:
            if start < upper[index].start:
                merged.append(replace(region, start=start, end=upper[index].start))
            start = upper[index].end
            if start > region.end:
                break
            merged.append(upper[index])
            index += 1
        if start < region.end:
            merged.append(replace(region, start=start))
    return (*merged, *upper[index:])


def in_region(text: Text, position: int) -> bool:
    """Whether the character at an offset is in furniture or in a table.

    >>> in_region(Text("一、附件下载", "一、附件下载", (Region(RegionKind.FURNITURE, 2, 6, "attachment"),)), 2)
    True
    """
    index = bisect_right(text.regions, position, key=lambda region: region.start) - 1
    return index >= 0 and position < text.regions[index].end
