"""Compares each expectation of the suites with what gongkai reads in its text."""

from dataclasses import dataclass
from decimal import Decimal

import regex

from bench.conventions import Convention, find_convention
from bench.stated import Stated
from bench.suites import Expectation, Group, group_of
from pipeline.characters import to_plain
from pipeline.figures import Quantity
from pipeline.figures.quantities import find_quantities
from pipeline.report import extract_text

PER_MILLE = "‰"
# 伍元整: the sum is told to the end.
WHOLE_RE = regex.compile(r"[整正]$")
# What is no unit: the characters of numerals themselves, and signs of approximation.
_UNITLESS_RE = regex.compile(r"[-−\d\s,.:/~至到〇零○一二两兩三四五六七八九十百千万萬亿億点點负負几幾余多约近]*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """An expectation, whether it is met, what was read instead, and the convention that excludes it, if any."""

    expectation: Expectation
    group: Group
    right: bool
    got: str
    convention: Convention | None


def judge(expectation: Expectation) -> Verdict | None:
    """Whether an expectation is met; ``None`` if it belongs to no group."""
    group = group_of(expectation)
    if group is None:
        return None
    convention = find_convention(expectation)
    if group.name in {"numerals", "units", "shares"}:
        found = _quantities_at(expectation)
        right = any(_is_right(expectation, group, quantity) for quantity in found)
        return Verdict(expectation, group, right, "; ".join(map(_print, found)) or "nothing", convention)
    figures = [f for f in extract_text(expectation.text).figures if _overlap(expectation, f.start, f.end)]
    return Verdict(expectation, group, not figures, "; ".join(f.surface for f in figures) or "nothing", convention)


def _quantities_at(expectation: Expectation) -> list[Quantity]:
    """The quantities that the finder finds at the span of an expectation."""
    plain = to_plain(expectation.text)
    return [q for q in find_quantities(plain, 0, len(plain)) if _overlap(expectation, q.start, q.end)]


def _overlap(expectation: Expectation, start: int, end: int) -> bool:
    if expectation.start is None or expectation.end is None:
        return True
    return start < expectation.end and expectation.start < end


def _is_right(expectation: Expectation, group: Group, quantity: Quantity) -> bool:
    """Whether a quantity states the expected number; without one, whether it is the whole span."""
    if group.name == "units" and quantity.unit is None and not _UNITLESS_RE.fullmatch(to_plain(expectation.surface)):
        return False
    stated, number = expectation.stated, quantity.number
    if stated is None:
        return quantity.start == expectation.start and expectation.text[quantity.start : quantity.end] == WHOLE_RE.sub(
            "", expectation.surface
        )
    if group.name == "shares":
        return _says_share(expectation, stated, quantity)
    ends = [end for end in (stated.low, stated.high) if end is not None]
    if number.value is not None and len(set(ends)) == 1:
        # An open interval names one end: what the guide knows of the other (十几万) is no other number.
        return _same(number.value, ends[0]) or _same_share(quantity, ends[0])
    return _same(number.low, stated.low) and _same(number.high, stated.high)


def _says_share(expectation: Expectation, stated: Stated, quantity: Quantity) -> bool:
    """Whether a quantity states the share: here in percent, to two decimals if it was a fraction."""
    if quantity.number.value is None or quantity.unit is None or stated.low is None:
        return False
    percent = quantity.number.value / 10 if quantity.unit == PER_MILLE else quantity.number.value
    if "/" not in expectation.printed:
        return _same(percent, stated.low)
    return abs(percent - stated.low * 100) <= Decimal("0.005")


def _same_share(quantity: Quantity, stated: Decimal) -> bool:
    """Whether a quantity states in percent, to two decimals, what the suite states as a fraction of one."""
    if quantity.number.value is None or quantity.unit not in ("%", PER_MILLE):
        return False
    whole = 1000 if quantity.unit == PER_MILLE else 100
    return abs(quantity.number.value / whole - stated) <= Decimal("0.00005")


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    """Equal as the tables store them: to nine decimals."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= Decimal("1e-9") * max(Decimal(1), abs(one), abs(other))


def _print(quantity: Quantity) -> str:
    """A quantity as the list of misses shows it: ``15000 元``, ``2–3 升``."""
    number = quantity.number
    value = f"{number.low}–{number.high}" if number.value is None else f"{number.value}"
    return f"{value} {quantity.unit}" if quantity.unit else value
