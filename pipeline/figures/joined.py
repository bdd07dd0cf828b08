"""Joins numbers that state one quantity together: a range, or a sum or a duration in several units."""

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from pipeline.figures.gaps import gap
from pipeline.figures.quantity import Quantity
from pipeline.model import Kind, Qualifier
from pipeline.values import Number, exactly, leaves_out, parts_of, read_exact

# Reads the quantity that begins at an offset.
Read = Callable[[int], Quantity | None]

# The ends of a range may be rough: 约10—15件, 近10至15件, 10余至15余件.
ROUGH = (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.UNDER, Qualifier.OVER)
# 2021年3个月 begins with a year.
LONGEST_SPAN = 100


def join_following(plain: str, first: Quantity, read: Read) -> Quantity:
    """The quantity that begins with ``first``: a range, a sum, a duration, or the number alone."""
    first = _join_span(plain, _join_money(plain, first, read), read)
    return _join_range(plain, first, read) or first


def _join_range(plain: str, first: Quantity, read: Read) -> Quantity | None:
    """The range that begins with ``first`` (10—15件, 约200至250人次, 介于7%与9%之间), or ``None`` if none does.

    The second number is larger, and both have the same unit, or only the second has one.
    """
    if first.noun or not gap("joins").match(plain, first.end):
        return None
    if (bounded := _join_bounds(plain, first, read)) is not None:
        return bounded
    to = gap("range").match(plain, first.end)
    between = None if to else gap("between").match(plain, first.end)
    if first.number.qualifier not in ROUGH or not (to or between):
        return None
    if to and to[0].strip() in ("到", "至") and plain[first.start - 1 : first.start] in ("由", "从"):
        # 由3件到9件 tells where a change began and ended.
        return None
    position = to.end() if to else between.end() if between else first.end
    second = read(position)
    second = second and _join_money(plain, second, read)
    if second and first.number.share and second.unit is None:
        # 百分之八至九
        second = replace(second, unit=first.unit, kind=first.kind, noun=None)
    if second and between:
        second = _end_between(plain, first, second)
    if not second or first.unit not in (None, second.unit):
        return None
    if second.unit is None and not between and not gap("bare_range").search(plain, first.number_start, second.end):
        return None
    return _make_range(plain, first, second)


def _make_range(plain: str, first: Quantity, second: Quantity) -> Quantity | None:
    """The range from one quantity to another, if they can be its ends."""
    # 20至30余人 goes on to where 30余 ends.
    is_over = second.number.qualifier is Qualifier.OVER
    low, high = first.number.value, second.number.high if is_over else second.number.value
    if low is None or high is None or None in (first.number.low, first.number.high):
        return None
    if second.number.qualifier not in (*ROUGH, Qualifier.AT_LEAST, Qualifier.AT_MOST):
        return None
    low = _share_myriad(plain, first, second, low, high)
    return _span(first, second, low, high) if low < high else None


def _span(first: Quantity, second: Quantity, low: Decimal, high: Decimal) -> Quantity:
    """One quantity for two, from ``low`` to ``high``, with the unit of the one that has one."""
    unit = second if second.unit is not None or first.unit is None else replace(first, end=second.end)
    return replace(
        unit,
        start=first.start,
        end=second.end,
        number_start=first.number_start,
        number_end=second.number_end,
        number=Number(None, low, high, Qualifier.RANGE),
    )


def _end_between(plain: str, first: Quantity, second: Quantity) -> Quantity | None:
    """The second end of a range with “between” (3%与5%之间, 10与20间); ``None`` if 与 joins two things."""
    if gap("between_ends").match(plain, second.end):
        return second
    if first.unit is None and second.unit == "间" and plain[second.end : second.end + 1] in ("", ",", "。", "的"):
        return replace(second, end=second.number_end, unit=None, kind=Kind.NUMBER)
    return None


def _join_bounds(plain: str, first: Quantity, read: Read) -> Quantity | None:
    """The range that two bounds state: 大于10小于20, 不少于3人且不超过5人, 低于9高于5."""
    lowest, highest = first.number.low, first.number.high
    if (lowest is None) == (highest is None):
        return None
    both = gap("both").match(plain, first.end)
    second = read(both.end()) if both else None
    if second is None or second.noun or (first.unit and second.unit and first.unit != second.unit):
        return None
    other = second.number
    if (other.low is None) == (other.high is None) or (other.low is None) == (lowest is None):
        return None
    low, high = lowest if lowest is not None else other.low, highest if highest is not None else other.high
    return _span(first, second, low, high) if low is not None and high is not None and low < high else None


def _join_money(plain: str, first: Quantity, read: Read) -> Quantity:
    """The sum of money stated in 元, 角 and 分 (9665元1角8分, 五块三, 十元零五分)."""
    joined = first
    for lesser in parts_of(first.unit):
        part = read(joined.end) if lesser.kept else None
        if part and part.unit == lesser.part and part.number.value is not None:
            total = add(joined.number, part.number.value / lesser.size)
            joined = replace(joined, end=part.end, number_end=part.number_end, number=total)
    if leaves_out(first.unit) and (short := gap("left_out").match(plain, joined.end)):
        rest = read_exact(short[0].lstrip("零"))
        if rest is not None:
            hundredth = len(short[0]) == 2 or joined is not first
            scale = Decimal("0.01") if hundredth else Decimal("0.1")
            total = add(joined.number, rest * scale)
            joined = replace(joined, end=short.end(), number_end=short.end(), number=total)
    return replace(joined, unit="元") if joined is not first and first.unit == "块" else joined


def add(number: Number, more: Decimal) -> Number:
    """A number with the value of a lesser unit added to it and to its bounds."""
    value, low, high = (None if n is None else n + more for n in (number.value, number.low, number.high))
    return replace(number, value=value, low=low, high=high)


def _join_span(plain: str, first: Quantity, read: Read) -> Quantity:
    """A duration in two units is given in the smaller one: 2年6个月 is 30 months, 1小时20分 is 80 minutes."""
    sizes = {lesser.part: lesser.size for lesser in parts_of(first.unit) if not lesser.kept}
    if not sizes or first.number.qualifier is not Qualifier.EXACT or first.number.value is None:
        return first
    also = gap("and_part").match(plain, first.end)
    part = read(also.end()) if also else None
    if part is None or part.number.value is None or part.number.qualifier is not Qualifier.EXACT:
        return first
    size = sizes.get(part.unit or "")
    whole = first.number.value == int(first.number.value) and first.number.value < LONGEST_SPAN
    if size is None or not whole or not 0 < part.number.value < size:
        return first
    unit, kind = ("分钟", Kind.DURATION) if part.unit == "分" else (part.unit, part.kind)
    total = exactly(first.number.value * size + part.number.value)
    return replace(part, start=first.start, number_start=first.number_start, number=total, unit=unit, kind=kind)


def _share_myriad(plain: str, first: Quantity, second: Quantity, low: Decimal, high: Decimal) -> Decimal:
    """The low end of a range with 万 or 亿 only at its end (5—10万元); for a single digit, any unit (两到三千元)."""
    digit = first.number_end - first.number_start == 1
    places = gap("places" if digit else "myriads").search(plain, second.number_start, second.number_end)
    own = gap("myriads").search(plain, first.number_start, first.number_end)
    scale = read_exact(places[1], bare=True) if places and not own and first.unit is None else None
    return low * scale if scale and low < high / scale else low
