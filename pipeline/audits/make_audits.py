"""Builds an audit from its two sides: the outcome, and the message with the numbers."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.i18n import Message, Value
from pipeline.model import Audit, Outcome
from pipeline.rulebook import Relation, audit_rule

# No number of a report has more digits: arithmetic on it would round silently.
MOST_DIGITS = 18

HOLDS = Message("holds")


class Side(Struct, frozen=True, gc=False):
    """One side of a rule: its number, the words that state it, and its evidence."""

    value: Decimal | None
    words: Value
    evidence: tuple[str, ...] = ()


def make_audit(code: str, line: Value, left: Side, right: Side, *, holds: bool, well: Message = HOLDS) -> Audit:
    """The audit of a rule that holds or fails; ``well`` is the message if it holds.

    >>> total, parts = Side(Decimal(32), "总计32", ("cell:4",)), Side(Decimal(23), "自然人23", ("cell:2", "cell:3"))
    >>> audit = make_audit("requests_by_applicant", "予以公开", total, parts, holds=False)
    >>> audit.detail, audit.difference
    ('Table 3, row 予以公开: 总计32; 自然人23. It fails: the difference is 9.', Decimal('9'))
    >>> audit.detail_zh
    '表三「予以公开」行：总计32；自然人23，不符，差9。'
    """
    difference = None if left.value is None or right.value is None else left.value - right.value
    if holds:
        return _make(code, line, (left, right), Outcome.PASS, well, difference)
    ended = Message("fails_by", difference=difference) if difference else Message("fails")
    return _make(code, line, (left, right), Outcome.FAIL, ended, difference)


def leave_open(code: str, line: Value, left: Side, right: Side, reason: Value) -> Audit:
    """The audit of a rule that cannot be assessed, with the reason."""
    return _make(code, line, (left, right), Outcome.NOT_ASSESSABLE, Message("open", reason=reason), None)


def _make(
    code: str, line: Value, sides: Sequence[Side], outcome: Outcome, ended: Message, difference: Decimal | None
) -> Audit:
    left, right = sides
    finding = Message(code, line=line, left=left.words, right=right.words)
    return Audit(
        rule=code,
        severity=audit_rule(code).severity,
        outcome=outcome,
        finding=Message("finding", finding=finding, outcome=ended),
        left=left.value,
        right=right.value,
        difference=difference,
        evidence=(*left.evidence, *right.evidence),
    )


def holds_between(relation: Relation, left: Decimal, right: Decimal) -> bool:
    """Whether the relation holds."""
    return left <= right if relation == "<=" else left == right


def is_sound(value: Decimal | None) -> bool:
    """Whether a number can be used in arithmetic.

    >>> is_sound(Decimal("12.5")), is_sound(Decimal("9" * 40)), is_sound(None)
    (True, False, False)
    """
    # Its digits are a lower bound of its length, so most numbers need no closer look.
    return (
        value is not None
        and value.is_finite()
        and (len(str(value)) <= MOST_DIGITS or len(value.as_tuple().digits) <= MOST_DIGITS)
    )


def say_bounds(low: Decimal | None, high: Decimal | None) -> Value:
    """Bounds in words.

    >>> from pipeline.i18n import write
    >>> bounds = (say_bounds(Decimal(3), None), say_bounds(None, Decimal(4)), say_bounds(Decimal(3), Decimal(4)))
    >>> [write(words, "en") for words in bounds], say_bounds(Decimal(3), Decimal(3))
    (['at least 3', 'at most 4', '3 to 4'], Decimal('3'))
    """
    if low is not None and high is not None:
        return low if low == high else Message("from_to", low=low, high=high)
    if low is not None:
        return Message("at_least", low=low)
    return Message("unknown") if high is None else Message("at_most", high=high)
