"""Reads the expected result of a case of the suites: one number, or the two ends of a range.

The suites write it in many ways, since each was made for another tool: ``1,100億``, ``30~40万``, ``45-6``, ``US$1``.
Only Arabic digits are read here, so that the reader under test is not tested against itself.
"""

from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.characters import to_plain

MYRIADS = {"兆": 10**12, "万": 10**4, "萬": 10**4, "W": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8}

# 72300 and 1亿72300, with what may stand around: US$1000, 13.5元; not 8点15.
_DIGITS = r"(?: \d[\d,]* (?:\.\d+)? (?:E[-+]?\d+)? | (?<!\d)\.\d+ )"
_NUMBER = rf"(?: {_DIGITS} [兆万萬亿億Ww]+ )* {_DIGITS} [兆万萬亿億Ww]*"
_STATED_RE = regex.compile(
    rf"""
    [^\d.]*? (?P<minus> [-−负負] )?
    (?P<low> {_NUMBER} )
    (?:
        [-~] (?P<high> {_NUMBER} )       # 30~40万, 45-6
        | / (?P<base> \d+ )              # 2/3
    )?
    [^\d]*
    """,
    regex.VERBOSE,
)
_INTERVAL_RE = regex.compile(r"[\[(](?P<low>-?\d+(?:\.\d+)?)?,(?P<high>-?\d+(?:\.\d+)?)?[\])]")
_PART_RE = regex.compile(r"(?P<digits>[\d,.]+(?:E[-+]?\d+)?)(?P<myriads>[兆万萬亿億Ww]*)")


@dataclass(frozen=True, slots=True)
class Stated:
    """The number that a text should give; for a single number both ends are the same, an open end is null."""

    low: Decimal | None
    high: Decimal | None


def read_stated(text: str) -> Stated | None:
    """The number that a case states in Arabic digits, or ``None`` if it states no number.

    >>> [str(read_stated(text).low) for text in ("1,100億", "US$1.5万", "1亿72300", "−23°C", "2/5", "0.1%")]
    ['110000000000', '15000.0', '100072300', '-23', '0.4', '0.1']
    >>> [(str(n.low), str(n.high)) for n in map(read_stated, ("30~40万", "63-4万", "16000-7000"))]
    [('300000', '400000'), ('630000', '640000'), ('16000', '17000')]
    >>> read_stated("[20,30)"), read_stated("(,0.5]")
    (Stated(low=Decimal('20'), high=Decimal('30')), Stated(low=None, high=Decimal('0.5')))
    >>> read_stated("8点15"), read_stated("2002-01-28")
    (None, None)
    """
    plain = to_plain(text).replace(" ", "")
    if interval := _INTERVAL_RE.fullmatch(plain):
        return Stated(*(Decimal(end) if end else None for end in interval.group("low", "high")))
    match = _STATED_RE.fullmatch(plain)
    if match is None:
        return None
    sign = -1 if match["minus"] else 1
    if match["high"]:
        return _read_range(match["low"], match["high"], sign)
    low = sign * _read_sum(match["low"])
    if match["base"]:
        low /= Decimal(match["base"])
    return Stated(low, low)


def _read_range(low: str, high: str, sign: int) -> Stated:
    """A range whose upper end may omit digits that it shares with the lower: 45-6, 63-4万."""
    low_part, high_part = _PART_RE.fullmatch(low), _PART_RE.fullmatch(high)
    if low_part is None or high_part is None:
        return Stated(sign * _read_sum(low), _read_sum(high))
    shared = low_part["digits"][: max(0, len(low_part["digits"]) - len(high_part["digits"]))]
    myriads = low_part["myriads"] or high_part["myriads"]
    return Stated(
        sign * _read_sum(low_part["digits"] + myriads), _read_sum(shared + high_part["digits"] + high_part["myriads"])
    )


def _read_sum(text: str) -> Decimal:
    """1亿72300 is the sum of its parts."""
    total = Decimal(0)
    for part in _PART_RE.finditer(text):
        value = Decimal(part["digits"].replace(",", ""))
        for myriad in part["myriads"]:
            value *= MYRIADS[myriad]
        total += value
    return total
