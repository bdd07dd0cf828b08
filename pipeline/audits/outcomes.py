"""Makes an audit of its two sides: the outcome, and the Chinese sentence that says it with its numbers."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from msgspec import Struct

from pipeline.model import Audit, Outcome
from pipeline.rulebook import Relation, audit_rule
from pipeline.values import EXACT

# A number of more digits is no number of a report: arithmetic on it would round without saying so.
MOST_DIGITS = 18


class Side(Struct, frozen=True):
    """One side of a rule: its number, the words that state it, and where it stands."""

    value: Decimal | None
    words: str
    evidence: tuple[str, ...] = ()


def judge(code: str, line: str, left: Side, right: Side, *, holds: bool, note: str = "") -> Audit:
    """The audit of a rule that holds or does not.

    >>> total, parts = Side(Decimal(32), "总计32", ("cell:4",)), Side(Decimal(23), "自然人23", ("cell:2", "cell:3"))
    >>> audit = judge("requests_by_applicant", "予以公开", total, parts, holds=False)
    >>> audit.detail, audit.difference
    ('表三「予以公开」行：总计32；自然人23，不符，差9。', Decimal('9'))
    """
    difference = None if left.value is None or right.value is None else left.value - right.value
    verdict = "相符" if holds else "不符"
    if not holds and difference:
        verdict += f"，差{write_number(difference)}"
    outcome = Outcome.PASS if holds else Outcome.FAIL
    return _make(code, line, (left, right), outcome, f"{verdict}{note}", difference)


def leave_open(code: str, line: str, left: Side, right: Side, reason: str) -> Audit:
    """The audit of a rule that cannot be assessed, and the reason."""
    return _make(code, line, (left, right), Outcome.NOT_ASSESSABLE, f"不可核对：{reason}", None)


def _make(
    code: str, line: str, sides: Sequence[Side], outcome: Outcome, verdict: str, difference: Decimal | None
) -> Audit:
    rule = audit_rule(code)
    left, right = sides
    return Audit(
        rule=code,
        severity=rule.severity,
        outcome=outcome,
        detail=f"{rule.label.format(line=line, left=left.words, right=right.words)}，{verdict}。",
        left=left.value,
        right=right.value,
        difference=difference,
        evidence=(*left.evidence, *right.evidence),
    )


def holds_between(relation: Relation, left: Decimal, right: Decimal) -> bool:
    """Whether the relation holds."""
    return left <= right if relation == "<=" else left == right


def is_sound(value: Decimal | None) -> bool:
    """Whether a number can be computed with.

    >>> is_sound(Decimal("12.5")), is_sound(Decimal("9" * 40)), is_sound(None)
    (True, False, False)
    """
    # Written out it has its digits at least: so most are told without taking them apart.
    return (
        value is not None
        and value.is_finite()
        and (len(str(value)) <= MOST_DIGITS or len(value.as_tuple().digits) <= MOST_DIGITS)
    )


# A share of two whole numbers may have endless places.
MOST_PLACES = 6


def write_number(number: Decimal) -> str:
    """A number without exponent or closing zeros.

    >>> write_number(Decimal("3.50E+8")), write_number(Decimal("31.50")), write_number(Decimal("-0"))
    ('350000000', '31.5', '0')
    """
    with localcontext(EXACT):
        digits = f"{round(number, MOST_PLACES):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def say_bounds(low: Decimal | None, high: Decimal | None) -> str:
    """Bounds in words.

    >>> say_bounds(Decimal(3), Decimal(3)), say_bounds(Decimal(3), None), say_bounds(None, Decimal(4))
    ('3', '不少于3', '不多于4')
    """
    if low is None or high is None:
        one = low if high is None else high
        return "不详" if one is None else f"{'不少于' if high is None else '不多于'}{write_number(one)}"
    return write_number(low) if low == high else f"{write_number(low)}至{write_number(high)}"
