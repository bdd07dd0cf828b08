"""Checks the identities of the statutory tables: what must add up in every column and row.

A blank is unknown and no zero: an identity with a blank in it is not assessable, whatever the other numbers are.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.audits.form_instances import Printing, name_cell, name_line, say_unread
from pipeline.audits.outcomes import Side, holds_between, judge, leave_open, write_number
from pipeline.model import Audit, Cell, Outcome
from pipeline.rulebook import Identity, Term, audit_rules, name_of, rows_of, spread_terms, term_codes

# Of the terms of a side so many are written even where they are zero.
FEW_TERMS = 4
# So many cells that cannot be read are named in a reason.
NAMED = 3


class Operand(Struct, frozen=True):
    """A cell on one side of an identity."""

    cell: Cell
    negative: bool = False


class Check(Struct, frozen=True):
    """An identity on one column or row of a printed table; ``reason`` says why it cannot be assessed."""

    rule: Identity
    line: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    reason: str | None

    @property
    def outcome(self) -> Outcome:
        """Whether it holds."""
        if self.reason is not None:
            return Outcome.NOT_ASSESSABLE
        relation = self.rule.read().relation
        return Outcome.PASS if holds_between(relation, add(self.left), add(self.right)) else Outcome.FAIL

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The cells of both sides."""
        return (*self.left, *self.right)


def add(operands: Sequence[Operand]) -> Decimal:
    """The sum of a side, where a cell without a number adds nothing."""
    numbers = ((operand.cell.value or Decimal(0)) * (-1 if operand.negative else 1) for operand in operands)
    return sum(numbers, Decimal(0))


def check_identities(printing: Printing) -> tuple[Check, ...]:
    """Every identity of a printed table, on each of its columns or rows."""
    return tuple(
        check
        for rule in audit_rules().identities
        if printing.form in rule.forms and printing.table == rule.table
        for line in printing.lines(rule.each)
        if has_terms(rule, printing, line)
        for check in _check_line(rule, printing, line)
    )


def has_terms(rule: Identity, printing: Printing, line: str) -> bool:
    """Whether the form gives a row all the columns of the rule: the rows of table 2 have columns of their own."""
    row = next((row for row in rows_of(printing.form, printing.table) if row.code == line), None)
    return rule.each != "row" or row is None or not row.columns or set(rule.read().codes) <= set(row.columns)


def _check_line(rule: Identity, printing: Printing, line: str) -> Iterator[Check]:
    """The check of one line; none where the line prints no cell of the rule."""
    equation = rule.read()
    order = term_codes(printing.form, printing.table, rule.each)
    reasons: list[str] = []
    absent: list[str] = []
    sides: list[tuple[Operand, ...]] = []
    for terms in (equation.left, equation.right):
        summed = any(term.until for term in terms)
        operands = []
        for term in spread_terms(terms, order):
            cells = printing.cells_at(rule.each, line, term.code)
            if cells:
                operands.append(Operand(cells[0], negative=term.negative))
                reasons += _find_reasons(rule, cells)
            elif not summed:
                reasons.append(f"表中未读到「{_name_term(printing, term)}」")
            elif term.code not in rule.lacks:
                absent.append(_name_term(printing, term))
        sides.append(tuple(operands))
    left, right = sides
    if not (left or right):
        return
    if not right:
        reasons.append("表中未读到各分项")
    check = Check(
        rule, line, left, right, _join_reasons(reasons, fits=holds_between(equation.relation, add(left), add(right)))
    )
    yield check if check.outcome is not Outcome.FAIL else _doubt(check, printing, absent)


def _name_term(printing: Printing, term: Term) -> str:
    return name_of(printing.form, printing.table, term.code)


def _find_reasons(rule: Identity, cells: Sequence[Cell]) -> Iterator[str]:
    """Why the cells at one place give no number."""
    name = name_cell(cells[0], by_row=rule.each != "row")
    if any(cell.value != cells[0].value or cell.state is not cells[0].state for cell in cells):
        yield f"「{name}」印有两个不同的数"
    elif unread := say_unread(cells[0]):
        yield f"「{name}」{unread}"


def _join_reasons(reasons: Sequence[str], *, fits: bool) -> str | None:
    """The reasons in one; ``fits`` says whether the identity holds where blanks count as nothing."""
    if not reasons:
        return None
    named = "、".join(reasons[:NAMED]) + (f"等{len(reasons)}格" if len(reasons) > NAMED else "")
    if not any(reason.endswith("空白") for reason in reasons):
        return named
    blanks_only = all(reason.endswith("空白") for reason in reasons)
    return f"{named}，空白不计为零" + ("，若计为零则相符" if blanks_only and fits else "")


def _doubt(check: Check, printing: Printing, absent: Sequence[str]) -> Check:
    """A failure, but for one that a row may explain which was not read or which the form does not have."""
    strays = [cell for cell in printing.strays if cell.value and cell.column == check.line]
    if absent:
        reason = (
            f"表中未读到「{'」「'.join(absent[:NAMED])}」{'等' * (len(absent) > NAMED)}，差{_write_difference(check)}"
        )
    elif strays and any(term.until for term in check.rule.read().right):
        label = (strays[0].row_label or "").strip() or "无名"
        reason = f"表中有表式以外的行「{label}」，印作{strays[0].raw.strip()}"
    else:
        return check
    return Check(check.rule, check.line, check.left, check.right, reason)


def _write_difference(check: Check) -> str:
    return write_number(add(check.left) - add(check.right))


def audit_check(check: Check, printing: Printing) -> Audit:
    """The audit of a check."""
    each = check.rule.each
    line = name_line(printing, each, check.line, (operand.cell for operand in check.operands))
    left, right = (_side(operands, check) for operands in (check.left, check.right))
    if check.reason is not None:
        return leave_open(check.rule.code, line, left, right, check.reason)
    return judge(check.rule.code, line, left, right, holds=check.outcome is Outcome.PASS)


def _side(operands: Sequence[Operand], check: Check) -> Side:
    by_row = check.rule.each != "row"
    words = ""
    shown = [o for o in operands if len(operands) <= FEW_TERMS or o.cell.value]
    for operand in shown:
        sign = "-" if operand.negative else "+" if words else ""
        words += f"{sign}{name_cell(operand.cell, by_row=by_row)}{_write_cell(operand.cell)}"
    unread = any(say_unread(operand.cell) for operand in operands)
    value = None if unread or not operands else add(operands)
    if len(operands) > 1 and value is not None:
        words = f"{words}={write_number(value)}" if words else f"各项合计{write_number(value)}"
    evidence = tuple(f"cell:{operand.cell.cell_id}" for operand in operands)
    return Side(value, words or "各项无数", evidence)


def _write_cell(cell: Cell) -> str:
    return f"（{unread}）" if (unread := say_unread(cell)) or cell.value is None else write_number(cell.value)
