"""Writes values as text for other programs, and keeps spreadsheets from running them as formulas.

A spreadsheet takes text that begins with ``=`` for a formula, whoever wrote it; OWASP lists the characters that begin a
formula in any program (https://owasp.org/www-community/attacks/CSV_Injection). Such text gets an apostrophe in front,
unless it is a plain number. This concerns text only: numbers and dates are our own.
"""

import re
from datetime import date

# Includes full-width signs, since spreadsheets with Chinese input take them for the ASCII ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER_RE = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?%?")

# The first whole number whose successor float64 cannot represent.
EXACT = 2**53


def to_safe_text(value: object) -> str:
    """A value as a cell of a CSV file: empty for null, ISO 8601 for dates, ``; `` between items of a list.

    >>> (
    ...     to_safe_text(15000.0),
    ...     to_safe_text(31.5),
    ...     to_safe_text(None),
    ...     to_safe_text(True),
    ...     to_safe_text(date(2016, 3, 1)),
    ... )
    ('15000', '31.5', '', 'true', '2016-03-01')
    >>> to_safe_text("=1+1"), to_safe_text("-12.5"), to_safe_text("-"), to_safe_text(["cell:3", "cell:4"])
    ("'=1+1", '-12.5', "'-", 'cell:3; cell:4')
    """
    text = to_text(value)
    if isinstance(value, str | list) and text.startswith(FORMULA_SIGNS) and not NUMBER_RE.fullmatch(text):
        return f"'{text}"
    return text


def to_text(value: object) -> str:
    """A value as text, without protection against formulas.

    >>> to_text("=1+1"), to_text(1e22), to_text(False)
    ('=1+1', '1e+22', 'false')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < EXACT:
            return str(int(value))
        case date():
            return value.isoformat()
        case list():
            return "; ".join(to_text(part) for part in value)
        case _:
            return str(value)
