"""Finds two cells of one row that are wrong by the same amount in opposite directions: a number in the wrong column.

The total of the row then holds, and two columns fail.
"""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.audits.form_instances import name_cell
from pipeline.audits.identities import Check
from pipeline.audits.repairs import Repair, breaks_none, find_repair
from pipeline.i18n import Message
from pipeline.model import Cell, Outcome, Suggestion


def suggest_shift(checks: Sequence[Check]) -> Suggestion | None:
    """What looks like a number in the wrong column, where just two columns of a table fail and no row.

    The two cells are named where only one row can be meant.
    """
    failed = [check for check in checks if check.outcome is Outcome.FAIL]
    lines = list(dict.fromkeys(check.line for check in failed))
    if len(lines) != 2 or any(check.rule.each != "column" for check in failed):
        return None
    first, second = ([check for check in failed if check.line == line] for line in lines)
    pairs = [pair for one in _cells_of(first) for other in _cells_of(second) for pair in _pair(one, other)]
    shifts = [pair for pair in pairs if _is_shift(pair, (first, second), checks)]
    if not shifts:
        return None
    names = [name_cell(cell, by_row=False) for cell in shifts[0]]
    change = find_repair(shifts[0][0], first)
    amount = abs(change.value - (change.cell.value or Decimal(0))) if change else ""
    where = Message("same_row")
    if len(shifts) == 1:
        one, other = shifts[0]
        row = name_cell(one, by_row=True)
        where = Message("row_of_cells", row=row, first=one.cell_id, second=other.cell_id)
    return Suggestion(Message("shift", first=names[0], second=names[1], amount=amount, where=where))


def _cells_of(checks: Sequence[Check]) -> tuple[Cell, ...]:
    return tuple({o.cell.cell_id: o.cell for check in checks for o in check.operands}.values())


def _pair(one: Cell, other: Cell) -> tuple[tuple[Cell, Cell], ...]:
    return ((one, other),) if one.row == other.row else ()


def _is_shift(
    pair: tuple[Cell, Cell], failed: tuple[Sequence[Check], Sequence[Check]], checks: Sequence[Check]
) -> bool:
    """Whether moving a part of one cell to the other satisfies both columns and leaves the row as it is."""
    repairs = [find_repair(cell, column) for cell, column in zip(pair, failed, strict=True)]
    one, other = repairs
    if one is None or other is None:
        return False
    return _change(one) + _change(other) == 0 and breaks_none((one, other), checks)


def _change(repair: Repair) -> Decimal:
    return repair.value - (repair.cell.value or Decimal(0))
