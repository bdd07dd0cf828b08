"""Finds the ruled tables of a page: the slots between its lines, and the characters in each.

Adjacent slots without a line between them are one cell, which gives merged cells.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import repeat
from math import inf
from operator import attrgetter

from msgspec import Struct

from pipeline.ingest.pdf.lines import Line, glue, read_line, set_rows
from pipeline.ingest.pdf.pages import Character, Ruling, Sheet
from pipeline.ingest.pictured import mark_cell
from pipeline.model import GridCell

# Lines so near are one, in points: the two of a double line, and lines drawn slightly apart.
NEAR = 3.0
# A side of a slot is ruled if this share of it is.
LEAST_RULED = 0.6
# A page with more lines in one direction draws a chart; no printed table has more columns or slots.
MOST_RULINGS = 2000
MOST_COLUMNS = 100
MOST_SLOTS = 20_000
# Digits at the end of a line continue in the next only if the cell has less room than this, in font sizes.
ROOM = 1.5

_LEVEL, _START = attrgetter("level"), attrgetter("start")

Box = tuple[float, float, float, float]


class Table(Struct, frozen=True, gc=False):
    """A printed table on a page, or one joined from several pages.

    ``edges`` are the x coordinates of its column edges. ``open_top`` and ``open_bottom`` are the columns without a line
    there, as where a page break splits a table or a merged cell.
    """

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]
    open_top: frozenset[int] = frozenset()
    open_bottom: frozenset[int] = frozenset()


def find_tables(sheet: Sheet) -> tuple[list[Table], tuple[Character, ...], bool]:
    """The ruled tables of a page from top to bottom, the characters outside them, and whether all could be read."""
    levels, uprights = merge_rulings(sheet.rulings, horizontal=True), merge_rulings(sheet.rulings, horizontal=False)
    if max(len(levels), len(uprights)) > MOST_RULINGS:
        return [], sheet.characters, False
    tables: list[Table] = []
    left = sheet.characters
    whole = True
    for rulings in group_rulings(levels, uprights):
        xs, ys = _edges(rulings, horizontal=False), _edges(rulings, horizontal=True)
        if len(xs) > MOST_COLUMNS + 1 or len(xs) * len(ys) > MOST_SLOTS:
            whole = False
        elif len(xs) > 2 or len(ys) > 2:
            inside, outside = _part(left, (xs[0], ys[0], xs[-1], ys[-1]))
            table = read_table(inside, rulings, xs, ys, sheet.number)
            if len(table.cells) > 1 and inside:
                tables.append(table)
                left = tuple(outside)
    return sorted(tables, key=lambda table: table.box[1]), left, whole


def merge_rulings(rulings: Iterable[Ruling], *, horizontal: bool) -> list[Ruling]:
    """Merges the lines of one direction that touch end to end or overlap.

    >>> drawn = [Ruling(True, 10.0, 0.0, 50.0), Ruling(True, 10.5, 50.5, 90.0), Ruling(False, 0.0, 10.0, 30.0)]
    >>> merge_rulings(drawn, horizontal=True)
    [Ruling(horizontal=True, level=10.0, start=0.0, end=90.0)]
    """
    chosen = sorted([r for r in rulings if r.horizontal is horizontal], key=_LEVEL)
    merged: list[Ruling] = []
    index = 0
    while index < len(chosen):
        level = chosen[index].level
        band = []
        while index < len(chosen) and chosen[index].level - level <= NEAR:
            band.append(chosen[index])
            index += 1
        band.sort(key=_START)
        start, end = band[0].start, band[0].end
        for ruling in band[1:]:
            if ruling.start > end + NEAR:
                merged.append(Ruling(horizontal, level, start, end))
                start, end = ruling.start, ruling.end
            end = max(end, ruling.end)
        merged.append(Ruling(horizontal, level, start, end))
    return merged


def group_rulings(levels: Sequence[Ruling], uprights: Sequence[Ruling]) -> list[list[Ruling]]:
    """Groups the lines that meet, directly or through others; lines that meet no crossing line are dropped."""
    everything = [*levels, *uprights]
    parents = list(range(len(everything)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    starts = [ruling.level for ruling in uprights]
    for i, level in enumerate(levels):
        for j in range(bisect_right(starts, level.start - NEAR), bisect_right(starts, level.end + NEAR)):
            if uprights[j].start - NEAR <= level.level <= uprights[j].end + NEAR:
                parents[root(i)] = root(len(levels) + j)
    groups: dict[int, list[Ruling]] = {}
    for index, ruling in enumerate(everything):
        groups.setdefault(root(index), []).append(ruling)
    crossed = [group for group in groups.values() if len({ruling.horizontal for ruling in group}) == 2]
    alone = [group[0] for group in groups.values() if len(group) == 1 and not group[0].horizontal]
    return [[*group, *_find_beside(group, alone)] for group in crossed]


def _find_beside(group: Sequence[Ruling], alone: Sequence[Ruling]) -> list[Ruling]:
    """The vertical lines that meet no horizontal one but run beside a table from top to bottom.

    A merged label over a whole page looks like this: no line between rows reaches into it.
    """
    uprights = [ruling for ruling in group if not ruling.horizontal]
    first, last = min(ruling.start for ruling in uprights), max(ruling.end for ruling in uprights)
    left = min(ruling.level for ruling in uprights)
    near = max((ruling.end - ruling.start for ruling in group if ruling.horizontal), default=0.0)
    return [
        ruling
        for ruling in alone
        if ruling.start <= first + NEAR and ruling.end >= last - NEAR and 0 < left - ruling.level <= near
    ]


def _edges(rulings: Sequence[Ruling], *, horizontal: bool) -> list[float]:
    """The levels of the lines of one direction, and where the others extend beyond them: a table may be open there."""
    levels = sorted(ruling.level for ruling in rulings if ruling.horizontal is horizontal)
    across = [ruling for ruling in rulings if ruling.horizontal is not horizontal]
    first, last = min(ruling.start for ruling in across), max(ruling.end for ruling in across)
    edges: list[float] = []
    for level in (min(first, levels[0]), *levels, last):
        if not edges or level > edges[-1] + 2 * NEAR:
            edges.append(level)
        elif len(edges) == 1 and level > first:
            edges[0] = level
    return edges


def _part(characters: Iterable[Character], box: Box) -> tuple[list[Character], list[Character]]:
    """The characters whose centre is in a box, and the others."""
    first, top, last, bottom = box
    inside: list[Character] = []
    outside: list[Character] = []
    level = size = inf
    between = False
    for character in characters:
        if character.baseline != level or character.size != size:
            # Those of a line share both.
            level, size = character.baseline, character.size
            between = top <= level - size / 3 <= bottom
        within = between and first <= (character.left + character.right) / 2 <= last
        (inside if within else outside).append(character)
    return inside, outside


def read_table(
    characters: Sequence[Character], rulings: Sequence[Ruling], xs: Sequence[float], ys: Sequence[float], page: int
) -> Table:
    """The cells between lines with known coordinates, and their characters."""
    columns, rows = len(xs) - 1, len(ys) - 1
    walls = _rule_sides([r for r in rulings if not r.horizontal], xs, ys)
    floors = _rule_sides([r for r in rulings if r.horizontal], ys, xs)
    spans = merge_slots(rows, columns, walls, floors)
    printed: dict[int, list[Character]] = {}
    words: list[Character] = []
    first = last = top = bottom = -inf
    for character in characters:
        x, y = (character.left + character.right) / 2, character.baseline - character.size / 3
        if not (first <= x < last and top <= y < bottom):
            row, column = bisect_right(ys, y, 0, rows) - 1, bisect_right(xs, x, 0, columns) - 1
            first, last, top, bottom = xs[column], xs[column + 1], ys[row], ys[row + 1]
            words = printed.setdefault(spans.slots[row * columns + column], [])
        words.append(character)
    texts = {cell: mark_cell(read_cell(words, _width(spans.spans[cell], xs))) for cell, words in printed.items()}
    cells = tuple(
        GridCell(row, column, texts.get(i, ""), high, wide, page)
        for i, (row, column, high, wide) in enumerate(spans.spans)
    )
    tops = frozenset(column for column in range(columns) if (0, column) not in floors)
    bottoms = frozenset(column for column in range(columns) if (rows, column) not in floors)
    return Table(page, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), rows, cells, tops, bottoms)


def _width(span: tuple[int, int, int, int], xs: Sequence[float]) -> float:
    _, column, _, wide = span
    return xs[column + wide] - xs[column]


def _rule_sides(rulings: Sequence[Ruling], levels: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """The ruled sides of slots: the index of the level across, and of the slot along it."""
    ruled: set[tuple[int, int]] = set()
    covered: dict[tuple[int, int], float] = {}
    for ruling in rulings:
        level, start, end = _nearest(levels, ruling.level), ruling.start, ruling.end
        # The slots that it covers completely, and the two that it enters.
        first, last = bisect_left(along, start), bisect_right(along, end) - 1
        ruled.update(zip(repeat(level), range(first, last)))
        for slot in {first - 1, max(last, first - 1)}:
            if 0 <= slot < len(along) - 1:
                length = min(end, along[slot + 1]) - max(start, along[slot])
                covered[level, slot] = covered.get((level, slot), 0.0) + length
    partly = {key for key, length in covered.items() if length >= LEAST_RULED * (along[key[1] + 1] - along[key[1]])}
    return ruled | partly


def _nearest(levels: Sequence[float], level: float) -> int:
    """The index of the nearest of some levels in order.

    >>> [_nearest([0.0, 10.0, 30.0], level) for level in (-5.0, 4.0, 6.0, 99.0)]
    [0, 0, 1, 2]
    """
    above = min(bisect_left(levels, level), len(levels) - 1)
    return above - (above > 0 and level - levels[above - 1] <= levels[above] - level)


class Spans(Struct, frozen=True, gc=False):
    """Cells as (row, column, height, width), and for each slot of the grid the index of its cell."""

    spans: tuple[tuple[int, int, int, int], ...]
    slots: tuple[int, ...]


def merge_slots(rows: int, columns: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> Spans:
    """The cells of a grid, from the lines between its slots; a cell grows to the right, then down, while it can.

    >>> merge_slots(2, 2, {(1, 0), (1, 1)}, {(1, 1)}).spans  # a cell over two rows beside two cells
    ((0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1))
    """
    slots = [-1] * (rows * columns)
    spans: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        for column in range(columns):
            if slots[row * columns + column] >= 0:
                continue
            if ((column + 1, row) in walls or column + 1 == columns) and (
                (row + 1, column) in floors or row + 1 == rows
            ):
                # A slot of its own, as most are.
                slots[row * columns + column] = len(spans)
                spans.append((row, column, 1, 1))
                continue
            wide = 1
            while (
                column + wide < columns
                and (column + wide, row) not in walls
                and slots[row * columns + column + wide] < 0
            ):
                wide += 1
            high = 1
            while row + high < rows and _is_open(row + high, column, wide, walls, floors):
                high += 1
            for below in range(row, row + high):
                start = below * columns + column
                slots[start : start + wide] = [len(spans)] * wide
            spans.append((row, column, high, wide))
    return Spans(tuple(spans), tuple(slots))


def _is_open(row: int, column: int, wide: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> bool:
    """Whether a cell extends into a row: there are no lines above its slots there, nor between them."""
    if (row, column) in floors:
        return False
    across = range(column + 1, column + wide)
    return not any((row, slot) in floors or (slot, row) in walls for slot in across)


def read_cell(characters: Sequence[Character], width: float) -> str:
    """The words of a cell. Its lines are joined, but digits only if the line has no room for the next digit."""
    if len(characters) == 1:
        return characters[0].text
    text = ""
    before: Line | None = None
    rows = set_rows(characters)
    if len(rows) == 1:
        return read_line(rows[0])
    for row in rows:
        line, words = Line(0, row), read_line(row)
        full = before is not None and width - (before.right - before.left) < ROOM * before.size
        apart = before is not None and not full and text[-1].isdigit() and words[0].isdigit()
        text += (" " if apart else glue(text, words)) + words
        before = line
    return text
