"""Names the one cell of a printed table whose change would satisfy the identities that fail, and what it looks like.

Nothing printed is changed: a suggestion is words for a person who has the document.
"""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.audits.column_shifts import suggest_shift
from pipeline.audits.form_instances import name_cell
from pipeline.audits.identities import Check
from pipeline.audits.outcomes import write_number
from pipeline.audits.repairs import Repair, find_repairs
from pipeline.model import CellRule, Outcome

NUMERALS = {"1": "一", "2": "二", "3": "三", "4": "四"}


def suggest_repairs(checks: Sequence[Check]) -> tuple[str | None, ...]:
    """The suggestion for each check of a printed table; null where it does not fail, or no one cell is the cause.

    Failures that share no cell are judged apart: each group needs a cell of its own.
    """
    failed = [place for place, check in enumerate(checks) if check.outcome is Outcome.FAIL]
    suggestions: list[str | None] = [None] * len(checks)
    for group in _group_failures(checks, failed):
        repairs = find_repairs(checks, [checks[place] for place in group])
        for place in group:
            suggestions[place] = _write_repair(repairs[0]) if len(repairs) == 1 else None
    if failed and not any(suggestions):
        shift = suggest_shift(checks)
        suggestions = [shift if check.outcome is Outcome.FAIL else None for check in checks]
    return tuple(suggestions)


def _group_failures(checks: Sequence[Check], failed: Sequence[int]) -> list[list[int]]:
    """The failing checks, together where they share cells."""
    groups: list[tuple[set[int], list[int]]] = []
    for place in failed:
        cells = _cells_of(checks[place])
        joined = [group for group in groups if group[0] & cells]
        groups = [group for group in groups if not group[0] & cells]
        groups.append((cells.union(*(g[0] for g in joined)), [*(p for g in joined for p in g[1]), place]))
    return [group for _, group in groups]


def _cells_of(check: Check) -> set[int]:
    return {operand.cell.cell_id for operand in check.operands}


def _write_repair(repair: Repair) -> str:
    cell = repair.cell
    place = name_cell(cell, by_row=True)
    if cell.form != "F14":
        place = f"第{NUMERALS.get(cell.table or '', cell.table)}表 {place}/{name_cell(cell, by_row=False)}"
    printed, fitting = cell.raw.strip(), write_number(repair.value)
    return f"cell:{cell.cell_id} {place}：印作 {printed}，若为 {fitting} 则全部相符；{_read_cause(repair)}"


def _read_cause(repair: Repair) -> str:
    """Whether it looks like an error of print or of reading, by the digits and by how the cell was read."""
    slip = name_slip(write_number(repair.cell.value or Decimal(0)), write_number(repair.value))
    if repair.cell.rule is CellRule.RECOVERED:
        return f"像是读取错误（该格由连写的数字复原{'，' + slip if slip else ''}）"
    return f"像是印刷错误（{slip}）" if slip else "原因不明，须对照原文"


def name_slip(printed: str, fitting: str) -> str | None:
    """The slip of a pen that makes one number of another; null where none does.

    >>> name_slip("32", "23"), name_slip("1", "11"), name_slip("130", "13"), name_slip("7", "8")
    ('数字颠倒', '漏印一位数字', '多印一位数字', '差一')
    >>> name_slip("0", "11"), name_slip("0", "140")
    ('印作零，漏填', '印作零，漏填')
    """
    if printed == "0":
        return "印作零，漏填"
    if sorted(printed) == sorted(fitting):
        return "数字颠倒"
    if _is_less_a_digit(printed, fitting):
        return "漏印一位数字"
    if _is_less_a_digit(fitting, printed):
        return "多印一位数字"
    if abs(Decimal(printed) - Decimal(fitting)) == 1:
        return "差一"
    return None


def _is_less_a_digit(short: str, long: str) -> bool:
    """Whether the one is the other without one of its digits."""
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
