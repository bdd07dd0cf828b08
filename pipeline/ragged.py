"""Finds the rows of statutory grids that have a cell too many or too few, so that their numbers stand shifted.

Which number is under which head nobody can say then: these rows lose their columns, and are a problem.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.coding import Coded
from pipeline.columnyears import is_other_time
from pipeline.matching import table_named
from pipeline.model import CellState, Problem


def unplace_ragged(grids: Sequence[Sequence[Coded]]) -> tuple[list[list[Coded]], tuple[Problem, ...]]:
    """The grids without the columns of their ragged rows, and a problem for each of these rows."""
    problems: list[Problem] = []
    kept: list[list[Coded]] = []
    for grid in grids:
        cells = list(grid)
        for places in _ragged_rows(grid):
            placed = [cells[place].laid.placed for place in places]
            message = "A row of a statutory table has a number too many or too few for its heads; it has no columns."
            problems.append(Problem("ragged_row", message, placed[0].start, placed[-1].end))
            for place in places:
                cells[place] = replace(cells[place], column=None)
        kept.append(cells)
    return kept, tuple(problems)


def _ragged_rows(grid: Sequence[Coded]) -> list[list[int]]:
    """The places of the values of each ragged row."""
    rows: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for place, coded in enumerate(grid):
        if coded.table and coded.row and not coded.laid.in_head and coded.laid.is_value:
            rows[coded.laid.placed.cell.row, coded.table, coded.row].append(place)
    headed = {(table, grid[place].column) for (_, table, _), places in rows.items() for place in places}
    return [places for (_, table, row), places in rows.items() if _is_ragged(grid, places, table, row, headed)]


def _is_ragged(
    grid: Sequence[Coded], places: Sequence[int], table: str, row: str, headed: set[tuple[str, str | None]]
) -> bool:
    """Whether other rows show that a row has a last column, and a number of it has no head, or that column no cell."""
    last = table_named(table).columns_of(row)[-1]
    numbers = [place for place in places if grid[place].laid.state is CellState.NUMBER]
    if not numbers or (table, last) not in headed:
        return False
    unheaded = (place for place in numbers if grid[place].column is None)
    return any(not _is_of_another_year(grid[place]) for place in unheaded) or all(
        grid[place].column != last for place in places
    )


def _is_of_another_year(coded: Coded) -> bool:
    """Whether a number without a column has a head all the same: 上年数, 历年累计."""
    return any(is_other_time(head, None) for head in coded.laid.above[-1:])
