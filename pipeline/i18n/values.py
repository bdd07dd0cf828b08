"""Writes the values of messages: numbers and dates."""

from datetime import date
from decimal import Context, Decimal, localcontext

# A quotient of two whole numbers may have endless decimals.
MOST_DECIMALS = 6
# Enough digits that no number of a report is rounded.
_EXACT = Context(prec=120)


def write_number(number: Decimal) -> str:
    """A number without exponent or trailing zeros.

    >>> write_number(Decimal("3.50E+8")), write_number(Decimal("31.50")), write_number(Decimal("-0"))
    ('350000000', '31.5', '0')
    """
    with localcontext(_EXACT):
        digits = f"{round(number, MOST_DECIMALS):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def write_simple(value: "str | float | Decimal | date") -> str:
    """A value as both languages write it: a day as 2024-01-31, a number without trailing zeros.

    >>> write_simple("年报"), write_simple(12), write_simple(2.50), write_simple(date(2024, 1, 31))
    ('年报', '12', '2.5', '2024-01-31')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else f"{value:g}"
