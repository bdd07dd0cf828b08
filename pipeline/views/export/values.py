"""Writes a value as text for programs that know no Parquet, and keeps spreadsheets from running it.

A spreadsheet takes a text that begins with ``=`` for a formula, whoever wrote it; what begins a formula in one program
or another is listed by OWASP (https://owasp.org/www-community/attacks/CSV_Injection). Such a text gets an apostrophe in
front, unless it is a plain number. Only text can be such: numbers and dates are written by us.
"""

import re
from datetime import date

# Full-width signs are among them, since a Chinese input method takes them for the plain ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER_RE = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?%?")

# From here on float64 does not hold every whole number.
EXACT = 2**53


def to_safe_text(value: object) -> str:
    """A value as a cell of a CSV file: nothing for null, dates as ISO 8601, lists joined by ``; ``.

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
    """A value as text, whatever a spreadsheet makes of it.

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
