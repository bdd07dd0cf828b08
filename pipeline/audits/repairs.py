"""Finds the changes of single cells that would satisfy the failing identities of a printed table."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.audits.identities import Check, Operand, add
from pipeline.audits.make_audits import holds_between
from pipeline.model import Cell

# The columns that may be negative: a rise or a fall.
SIGNED = frozenset({"items_change"})


class Repair(Struct, frozen=True, gc=False):
    """A cell and the number that would satisfy the identities."""

    cell: Cell
    value: Decimal


def find_repairs(checks: Sequence[Check], failed: Sequence[Check]) -> tuple[Repair, ...]:
    """Every change of one cell that satisfies all failing checks and breaks none that passes."""
    repairs = (find_repair(operand.cell, failed) for operand in failed[0].operands)
    return tuple(repair for repair in repairs if repair is not None and breaks_none((repair,), checks))


def find_repair(cell: Cell, failed: Iterable[Check]) -> Repair | None:
    """The number that the failing checks require of the cell, if all require the same and a table can print it."""
    asked = {_value_asked(cell, check) for check in failed}
    value = asked.pop()
    if asked or value is None or (value < 0 and cell.column not in SIGNED):
        return None
    return Repair(cell, value)


def _value_asked(cell: Cell, check: Check) -> Decimal | None:
    """The number of the cell that makes both sides equal; null if it is on neither side."""
    difference = add(check.right) - add(check.left)
    sides = ((check.left, 1), (check.right, -1))
    signs = [-side if o.negative else side for side_of, side in sides for o in side_of if o.cell is cell]
    return (cell.value or Decimal(0)) + signs[0] * difference if signs else None


def breaks_none(repairs: Sequence[Repair], checks: Iterable[Check]) -> bool:
    """Whether every assessable check holds with the numbers of the repairs."""
    changes = {repair.cell.cell_id: repair.value - (repair.cell.value or 0) for repair in repairs}
    return all(
        holds_between(check.rule.read().relation, _add(check.left, changes), _add(check.right, changes))
        for check in checks
        if check.reason is None and any(operand.cell.cell_id in changes for operand in check.operands)
    )


def _add(operands: Sequence[Operand], changes: dict[int, Decimal]) -> Decimal:
    changed = ((-1 if o.negative else 1) * changes.get(o.cell.cell_id, Decimal(0)) for o in operands)
    return add(operands) + sum(changed, Decimal(0))
