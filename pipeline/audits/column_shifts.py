"""Detects a number in the wrong column: two cells of one row are wrong by the same amount in opposite directions.

The total of the row then holds, while two columns fail.
"""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.audits.form_instances import name_cell
from pipeline.audits.identities import Check
from pipeline.audits.repairs import Repair, breaks_none, find_repair
from pipeline.i18n import Message
from pipeline.model import Cell, Outcome, Suggestion


def suggest_shift(checks: Sequence[Check]) -> Suggestion | None:
    """The suggestion for a number in the wrong column, if exactly two columns of a table fail and no row.

    The two cells are named if only one row is possible.
    """
    failed = [check for check in checks if check.outcome is Outcome.FAIL]
    lines = list(dict.fromkeys(check.line for check in failed))
    if len(lines) != 2 or any(check.rule.each != "column" for check in failed):
        return None
    first, second = ([check for check in failed if check.line == line] for line in lines)
    pairs = [pair for left in _cells_of(first) for right in _cells_of(second) for pair in _pair(left, right)]
    shifts = [pair for pair in pairs if _is_shift(pair, (first, second), checks)]
    if not shifts:
        return None
    names = [name_cell(cell, by_row=False) for cell in shifts[0]]
    change = find_repair(shifts[0][0], first)
    amount = abs(change.value - (change.cell.value or Decimal(0))) if change else ""
    where = Message("same_row")
    if len(shifts) == 1:
        left, right = shifts[0]
        row = name_cell(left, by_row=True)
        where = Message("row_of_cells", row=row, first=left.cell_id, second=right.cell_id)
    return Suggestion(Message("shift", first=names[0], second=names[1], amount=amount, where=where))


def _cells_of(checks: Sequence[Check]) -> tuple[Cell, ...]:
    return tuple({o.cell.cell_id: o.cell for check in checks for o in check.operands}.values())


def _pair(left: Cell, right: Cell) -> tuple[tuple[Cell, Cell], ...]:
    return ((left, right),) if left.row == right.row else ()


def _is_shift(
    pair: tuple[Cell, Cell], failed: tuple[Sequence[Check], Sequence[Check]], checks: Sequence[Check]
) -> bool:
    """Whether moving an amount from one cell to the other satisfies both columns and keeps the row valid."""
    repairs = [find_repair(cell, column) for cell, column in zip(pair, failed, strict=True)]
    left, right = repairs
    if left is None or right is None:
        return False
    return _change(left) + _change(right) == 0 and breaks_none((left, right), checks)


def _change(repair: Repair) -> Decimal:
    return repair.value - (repair.cell.value or Decimal(0))
