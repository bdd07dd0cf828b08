"""Checks the identities of the statutory tables: the sums that must hold in every column and row.

A blank is unknown, not zero: an identity with a blank is not assessable, whatever the other numbers are.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.audits.form_instances import FormInstance, add_term, name_cell, name_line, say_term, say_unread
from pipeline.audits.make_audits import Side, holds_between, leave_open, make_audit
from pipeline.i18n import Message, Value
from pipeline.model import Audit, Cell, Outcome
from pipeline.rulebook import Identity, Term, audit_rules, name_of, rows_of, spread_terms, term_codes

# Up to so many terms of a side are written out even if they are zero.
FEW_TERMS = 4
# The number of unreadable cells named in a reason.
NAMED = 3


class Operand(Struct, frozen=True, gc=False):
    """A cell on one side of an identity."""

    cell: Cell
    negative: bool = False


class Check(Struct, frozen=True, gc=False):
    """An identity on one column or row of a printed table; ``reason`` is why it cannot be assessed, or null."""

    rule: Identity
    line: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    reason: Message | None

    @property
    def outcome(self) -> Outcome:
        """Whether it holds, fails or cannot be assessed."""
        if self.reason is not None:
            return Outcome.NOT_ASSESSABLE
        relation = self.rule.read().relation
        return Outcome.PASS if holds_between(relation, add(self.left), add(self.right)) else Outcome.FAIL

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The cells of both sides."""
        return (*self.left, *self.right)


def add(operands: Sequence[Operand]) -> Decimal:
    """The sum of a side; a cell without a number adds nothing."""
    total = Decimal(0)
    for operand in operands:
        if value := operand.cell.value:
            total = total - value if operand.negative else total + value
    return total


def check_identities(instance: FormInstance) -> tuple[Check, ...]:
    """Every identity of a printed table, on each of its columns or rows."""
    return tuple(
        check
        for rule in audit_rules().identities
        if instance.form in rule.forms and instance.table == rule.table
        for line in instance.lines(rule.each)
        if has_terms(rule, instance, line)
        for check in _check_line(rule, instance, line)
    )


def has_terms(rule: Identity, instance: FormInstance, line: str) -> bool:
    """Whether the form has all columns of the rule in a row: the rows of table 2 have different columns."""
    row = next((row for row in rows_of(instance.form, instance.table) if row.code == line), None)
    return rule.each != "row" or row is None or not row.columns or set(rule.read().codes) <= set(row.columns)


def _check_line(rule: Identity, instance: FormInstance, line: str) -> Iterator[Check]:
    """The check of one line; none if the line prints no cell of the rule."""
    equation = rule.read()
    order = term_codes(instance.form, instance.table, rule.each)
    reasons: list[Message] = []
    absent: list[str] = []
    sides: list[tuple[Operand, ...]] = []
    for terms in (equation.left, equation.right):
        summed = any(term.until for term in terms)
        operands = []
        for term in spread_terms(terms, order):
            cells = instance.cells_at(rule.each, line, term.code)
            if cells:
                operands.append(Operand(cells[0], negative=term.negative))
                reasons += _find_reasons(rule, cells)
            elif not summed:
                reasons.append(Message("not_read", name=_name_term(instance, term)))
            elif term.code not in rule.lacks:
                absent.append(_name_term(instance, term))
        sides.append(tuple(operands))
    left, right = sides
    if not (left or right):
        return
    if not right:
        reasons.append(Message("parts_not_read"))
    check = Check(
        rule, line, left, right, _join_reasons(reasons, fits=holds_between(equation.relation, add(left), add(right)))
    )
    yield check if check.outcome is not Outcome.FAIL else _doubt(check, instance, absent)


def _name_term(instance: FormInstance, term: Term) -> str:
    return name_of(instance.form, instance.table, term.code)


def _find_reasons(rule: Identity, cells: Sequence[Cell]) -> Iterator[Message]:
    """Why the cells at one coordinate give no number."""
    name = name_cell(cells[0], by_row=rule.each != "row")
    if any(cell.value != cells[0].value or cell.state is not cells[0].state for cell in cells):
        yield Message("two_numbers", name=name)
    elif unread := say_unread(cells[0]):
        yield Message("cell_without_number", name=name, reason=unread)


def _join_reasons(reasons: Sequence[Message], *, fits: bool) -> Message | None:
    """Joins the reasons; ``fits`` is whether the identity holds if blanks count as nothing."""
    if not reasons:
        return None
    named: Value = tuple(reasons[:NAMED])
    if len(reasons) > NAMED:
        named = Message("reasons_and_more", reasons=named, count=len(reasons))
    blank = [("reason", Message("blank")) in reason.values for reason in reasons]
    if not any(blank):
        return Message("reasons", reasons=named)
    return Message("blanks_that_fit", reasons=named) if all(blank) and fits else Message("blanks", reasons=named)


def _doubt(check: Check, instance: FormInstance, absent: Sequence[str]) -> Check:
    """A failed check, made unassessable if a row that was not read, or that the form lacks, may explain it."""
    strays = [cell for cell in instance.strays if cell.value and cell.column == check.line]
    if absent:
        names = tuple(Message("quoted", name=name) for name in absent[:NAMED])
        difference = add(check.left) - add(check.right)
        reason = Message("rows_not_read", names=names, difference=difference)
        if len(absent) > NAMED:
            reason = Message("rows_not_read_and_more", names=names, difference=difference)
    elif strays and any(term.until for term in check.rule.read().right):
        label: Value = (strays[0].row_label or "").strip() or Message("nameless")
        reason = Message("row_of_no_form", label=label, raw=strays[0].raw.strip())
    else:
        return check
    return Check(check.rule, check.line, check.left, check.right, reason)


def audit_check(check: Check, instance: FormInstance) -> Audit:
    """The audit of a check."""
    each = check.rule.each
    line = name_line(instance, each, check.line, (operand.cell for operand in check.operands))
    left, right = (_side(operands, check) for operands in (check.left, check.right))
    if check.reason is not None:
        return leave_open(check.rule.code, line, left, right, check.reason)
    return make_audit(check.rule.code, line, left, right, holds=check.outcome is Outcome.PASS)


def _side(operands: Sequence[Operand], check: Check) -> Side:
    by_row = check.rule.each != "row"
    words: Message | None = None
    shown = [o for o in operands if len(operands) <= FEW_TERMS or o.cell.value]
    for operand in shown:
        term = say_term(name_cell(operand.cell, by_row=by_row), operand.cell)
        words = add_term(words, term, negative=operand.negative)
    unread = any(say_unread(operand.cell) for operand in operands)
    value = None if unread or not operands else add(operands)
    if len(operands) > 1 and value is not None:
        words = Message("equals", terms=words, total=value) if words else Message("sum_of_zeros", total=value)
    evidence = tuple(f"cell:{operand.cell.cell_id}" for operand in operands)
    return Side(value, words or Message("no_numbers"), evidence)
