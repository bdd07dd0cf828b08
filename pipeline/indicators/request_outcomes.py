"""Converts table 3 of the form to rows: requests and their outcomes by kind of applicant, one row per cell."""

from collections.abc import Iterator, Sequence

from pipeline.indicators.ranking import is_unproved
from pipeline.model import Cell, CellState, RequestOutcome
from pipeline.rulebook import REQUESTS, form_rules
from pipeline.values import cells_by_coordinate, contradict

CONTRADICTED, UNPROVED = "contradicted", "unproved"


def find_outcomes(cells: Sequence[Cell], trusted: frozenset[int]) -> Iterator[RequestOutcome]:
    """Every printed cell of table 3, in the order of the form.

    ``cells`` are those of the report's own year, ``trusted`` the ids of those that audits confirmed.
    """
    placed = cells_by_coordinate(cells)
    for table in form_rules().tables:
        if table.table != REQUESTS:
            continue
        for form in table.forms:
            for row in table.rows:
                for column in table.columns_of(row.code):
                    if at := placed.get((form, row.code, column)):
                        yield _outcome(form, row.code, column, at, trusted)


def _outcome(form: str, row: str, column: str, at: Sequence[Cell], trusted: frozenset[int]) -> RequestOutcome:
    cell = next((cell for cell in at if cell.value is not None), at[0])
    state: str = cell.state.value
    if contradict(at):
        state = CONTRADICTED
    elif cell.value is not None and is_unproved(cell, trusted):
        state = UNPROVED
    value = cell.value if state == CellState.NUMBER.value else None
    return RequestOutcome(form, row, column, value, state, cell.cell_id)
