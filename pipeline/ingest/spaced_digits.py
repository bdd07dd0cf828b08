"""Closes up numbers in tables whose digits are printed with spaces between them (4 5 2 9).

One such cell alone may hold several numbers. Spaced digits are how the tables are set where no cell of a table has
two adjacent digits and some cell of the page has three or more spaced ones.
"""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from pipeline.model import Grid

_SPACED_RE = regex.compile(r"[-－−+＋]? ?[0-9０-９](?: [0-9０-９.．,，])* [0-9０-９]")
_NUMBER_RE = regex.compile(r"[-－−+＋]?[0-9０-９][0-9０-９.．,，]*")
FEWEST = 3


def close_digits(grids: Sequence[Grid]) -> list[Grid]:
    """Returns the grids of a page with the numbers closed up in those grids that space all their digits.

    >>> from pipeline.model import GridCell
    >>> def texts(*tables):
    ...     grids = [Grid(tuple(GridCell(row, 0, text) for row, text in enumerate(cells))) for cells in tables]
    ...     return [[cell.text for cell in grid.cells] for grid in close_digits(grids)]
    >>> texts(["4 5 2", "0"], ["1 8", "3"]), texts(["4 5 2", "12"]), texts(["1 2", "3 4"])
    ([['452', '0'], ['18', '3']], [['4 5 2', '12']], [['1 2', '3 4']])
    """
    apart = [not any(len(cell.text) > 1 and _NUMBER_RE.fullmatch(cell.text) for cell in grid.cells) for grid in grids]
    longest = max((_longest(grid) for grid, is_apart in zip(grids, apart, strict=True) if is_apart), default=0)
    if longest < FEWEST:
        return list(grids)
    return [_close(grid) if is_apart else grid for grid, is_apart in zip(grids, apart, strict=True)]


def _longest(grid: Grid) -> int:
    """The number of digits of the longest spaced number of a grid."""
    spaced = (cell.text for cell in grid.cells if _SPACED_RE.fullmatch(cell.text))
    return max((sum(map(str.isdecimal, text)) for text in spaced), default=0)


def _close(grid: Grid) -> Grid:
    return Grid(
        tuple(
            replace(cell, text=cell.text.replace(" ", "")) if _SPACED_RE.fullmatch(cell.text) else cell
            for cell in grid.cells
        )
    )
