"""Reads the printed tables of a text cell by cell."""

from pipeline.cells import read_cell
from pipeline.model import Cell, CellRule, Text


def find_cells(text: Text) -> tuple[Cell, ...]:
    """Every cell of every printed table, in the order of the text."""
    cells: list[Cell] = []
    for table_id, grid in enumerate(text.grids):
        for placed in grid.cells:
            state, value = read_cell(placed.cell.text)
            cells.append(
                Cell(
                    cell_id=len(cells),
                    table_id=table_id,
                    raw=placed.cell.text,
                    state=state,
                    rule=CellRule.GRID,
                    value=value,
                    page=placed.cell.page,
                    start=placed.start,
                    end=placed.end,
                )
            )
    return tuple(cells)
