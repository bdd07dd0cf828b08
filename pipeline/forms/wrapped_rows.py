"""Joins labels of the forms that stand in two or three rows of a grid, of which one has the numbers.

Typists and converters give each line of a wrapped label a row of its own, whose other cells are blank. The pieces are
joined only if together, and not by themselves, they are a whole label of the form, word for word. A row whose label is
a piece would otherwise be unknown, or take the numbers of another row: 不 above 同意公开答复数.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.characters import squeeze, to_plain
from pipeline.forms.label_match import is_whole_label, normalize
from pipeline.model import CellState, PlacedCell, PlacedGrid
from pipeline.rulebook import form_rules
from pipeline.values import read_cell

# The most rows that a label stands in, besides the one of its numbers.
MOST_PIECES = 2


def join_wrapped(grid: PlacedGrid, tables: Sequence[str]) -> PlacedGrid:
    """A grid with each wrapped label whole in the row of its numbers, and blank where its other pieces stand.

    >>> from pipeline.model import GridCell
    >>> rows = ("3.同意部分公开", "", ""), ("答复数", "件", "3"), ("4.不", "", ""), ("同意公开答复数", "件", "1")
    >>> cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    >>> joined = join_wrapped(PlacedGrid(tuple(PlacedCell(cell, 0, 0) for cell in cells), 0, 0), ["F14:1"])
    >>> [placed.cell.text for placed in joined.cells if placed.cell.column == 0]
    ['', '3.同意部分公开答复数', '', '4.不同意公开答复数']
    """
    rows = _by_row(grid)
    printed = {row: [index for index in cells if grid.cells[index].cell.text.strip()] for row, cells in rows.items()}
    pieces = {row: cells[0] for row, cells in printed.items() if len(cells) == 1 and _is_words(grid.cells[cells[0]])}
    texts: dict[int, str] = {}
    taken: set[int] = set()
    for row in sorted(rows) if pieces else ():
        if row in pieces or row in taken:
            continue
        found = next(_whole(grid, rows, pieces, row, taken, tables), None)
        if found:
            label, text, others = found
            texts[label] = text
            for other in others:
                taken.add(other)
                if pieces[other] != label:
                    texts[pieces[other]] = ""
    return _with_texts(grid, texts) if texts else grid


def _whole(
    grid: PlacedGrid,
    rows: dict[int, list[int]],
    pieces: dict[int, int],
    row: int,
    taken: set[int],
    tables: Sequence[str],
) -> Iterator[tuple[int, str, Sequence[int]]]:
    """The labels that a row has with the pieces beside it: the cell, the whole text, the rows of the pieces."""
    labels = [index for index in rows[row] if _is_words(grid.cells[index])]
    above = _next_to(pieces, row, -1, taken)[::-1]
    below = _next_to(pieces, row, 1, taken)
    for number in range(1, MOST_PIECES + 1):
        for over in range(number, -1, -1):
            under = number - over
            if over > len(above) or under > len(below):
                continue
            others = [*above[len(above) - over :], *below[:under]]
            before, after = ([pieces[other] for other in part] for part in (above[len(above) - over :], below[:under]))
            column = grid.cells[[*before, *after][0]].cell.column
            homes = [(label, [label]) for label in labels]
            homes = homes or [(label, []) for label in _blanks_at(grid, rows[row], column)]
            for home, own in homes:
                words = [squeeze(grid.cells[index].cell.text) for index in (*before, *own, *after)]
                if len(words) > 1 and _are_pieces(words, tables):
                    yield home, "".join(words), others


def _next_to(pieces: dict[int, int], row: int, step: int, taken: set[int]) -> list[int]:
    """The rows of single pieces next to a row, the nearest first."""
    found: list[int] = []
    at = row + step
    while at in pieces and at not in taken and len(found) < MOST_PIECES:
        found.append(at)
        at += step
    return found


def _are_pieces(words: Sequence[str], tables: Sequence[str]) -> bool:
    """Whether words are a label of a form together that none of them is by itself."""
    whole = "".join(words)
    if not any(is_whole_label(name, whole) for name in tables):
        return False
    alone = [word for word in words if any(is_whole_label(name, word) for name in tables)]
    # A label whose remark goes on in the next row is whole without it: 主动公开政府信息数（不同渠道 | 计1条）.
    opened = to_plain(words[0])
    if alone == words[:1]:
        return normalize(words[0]) == normalize(whole) and opened.count("(") > opened.count(")")
    is_numbering = not normalize(words[0])
    return len(alone) < len(words) and (is_numbering or normalize(whole) not in map(normalize, words))


def _blanks_at(grid: PlacedGrid, indices: Sequence[int], column: int) -> list[int]:
    """The blank cell of a row in a column, in which a label stands that has its lines above and below the numbers."""
    at = (index for index in indices if grid.cells[index].cell.column == column)
    return [index for index in at if not grid.cells[index].cell.text.strip()]


def _by_row(grid: PlacedGrid) -> dict[int, list[int]]:
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for index, placed in enumerate(grid.cells):
        rows[placed.cell.row].append(index)
    return rows


def _is_words(placed: PlacedCell) -> bool:
    """Whether a cell is a label or a piece of one, and no unit."""
    text = placed.cell.text
    is_text = bool(text.strip()) and read_cell(text).state is CellState.TEXT and placed.cell.rows == 1
    return is_text and normalize(text) not in form_rules().stretches.units


def _with_texts(grid: PlacedGrid, texts: dict[int, str]) -> PlacedGrid:
    cells = tuple(
        replace(placed, cell=replace(placed.cell, text=texts[index])) if index in texts else placed
        for index, placed in enumerate(grid.cells)
    )
    return replace(grid, cells=cells)
