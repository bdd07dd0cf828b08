"""Names the one cell of a printed table whose change would satisfy the failing identities, and the likely cause.

Printed values are not changed: a suggestion is a text for a person who has the document.
"""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.audits.column_shifts import suggest_shift
from pipeline.audits.form_instances import name_cell
from pipeline.audits.identities import Check
from pipeline.audits.repairs import Repair, find_repairs
from pipeline.i18n import Message, Value, write_number
from pipeline.model import Cell, CellRule, Outcome, Suggestion


def suggest_repairs(checks: Sequence[Check]) -> tuple[Suggestion | None, ...]:
    """The suggestion for each check of a printed table; null if it does not fail, or no single cell explains it.

    Failures without a common cell are treated separately: each group needs a cell of its own.
    """
    failed = [index for index, check in enumerate(checks) if check.outcome is Outcome.FAIL]
    suggestions: list[Suggestion | None] = [None] * len(checks)
    for group in _group_failures(checks, failed):
        repairs = find_repairs(checks, [checks[index] for index in group])
        for index in group:
            suggestions[index] = _suggest(repairs[0]) if len(repairs) == 1 else None
    if failed and not any(suggestions):
        shift = suggest_shift(checks)
        suggestions = [shift if check.outcome is Outcome.FAIL else None for check in checks]
    return tuple(suggestions)


def _group_failures(checks: Sequence[Check], failed: Sequence[int]) -> list[list[int]]:
    """Groups the failing checks that share cells."""
    groups: list[tuple[set[int], list[int]]] = []
    for index in failed:
        cells = _cells_of(checks[index])
        joined = [group for group in groups if group[0] & cells]
        groups = [group for group in groups if not group[0] & cells]
        groups.append((cells.union(*(g[0] for g in joined)), [*(p for g in joined for p in g[1]), index]))
    return [group for _, group in groups]


def _cells_of(check: Check) -> set[int]:
    return {operand.cell.cell_id for operand in check.operands}


def _suggest(repair: Repair) -> Suggestion:
    cell = repair.cell
    message = Message(
        "repair",
        cell_id=cell.cell_id,
        coordinate=_name_coordinate(cell),
        printed=cell.raw.strip(),
        fitting=repair.value,
        cause=_read_cause(repair),
    )
    return Suggestion(message, cell.cell_id, repair.value)


def _name_coordinate(cell: Cell) -> Value:
    row = name_cell(cell, by_row=True)
    if cell.form == "F14":
        return row
    table = Message(f"table_{cell.table}")
    return Message("coordinate_in_table", table=table, row=row, column=name_cell(cell, by_row=False))


def _read_cause(repair: Repair) -> Message:
    """Whether it looks like a misprint or a reading error, by the digits and by how the cell was read."""
    slip = name_slip(write_number(repair.cell.value or Decimal(0)), write_number(repair.value))
    if repair.cell.rule is CellRule.RECOVERED:
        return Message("reading_slip", slip=slip) if slip else Message("reading_error")
    return Message("printing_error", slip=slip) if slip else Message("unknown_cause")


def name_slip(printed: str, fitting: str) -> Message | None:
    """The slip that turns one number into the other; null if there is none.

    >>> pairs = (("32", "23"), ("1", "11"), ("130", "13"), ("7", "8"), ("0", "140"), ("5", "8"))
    >>> [slip and slip.key for slip in (name_slip(*pair) for pair in pairs)]
    ['slip_turned', 'slip_lost', 'slip_added', 'slip_one', 'slip_zero', None]
    """
    if printed == "0":
        return Message("slip_zero")
    if sorted(printed) == sorted(fitting):
        return Message("slip_turned")
    if _is_less_a_digit(printed, fitting):
        return Message("slip_lost")
    if _is_less_a_digit(fitting, printed):
        return Message("slip_added")
    if abs(Decimal(printed) - Decimal(fitting)) == 1:
        return Message("slip_one")
    return None


def _is_less_a_digit(short: str, long: str) -> bool:
    """Whether the first is the second without one of its digits."""
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
