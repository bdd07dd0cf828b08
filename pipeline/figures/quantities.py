"""Finds every number of a text with its unit and signs of approximation: the candidates for figures.

What a candidate means, and whether it is a figure at all, is decided later (``exclusions``, ``measure``).
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal

import regex

from pipeline.model import Kind, Qualifier
from pipeline.rulebook import Rules, one_of, read_rules
from pipeline.values import (
    DIGITS,
    MYRIADS,
    NUMERAL_RE,
    Noun,
    Number,
    Unit,
    exactly,
    find_unit,
    read_exact,
    read_number,
    signs,
    spellings,
    step_of,
)

# 10—15件, 3至5个工作日, 10%~15%
RANGE_SIGNS = frozenset(" —–-－~～―─至到")
RANGE_RE = regex.compile(r"\ ?(?:—{1,2}|--|[–\-－~～―─至到])\ ?")
# 10—15件, 约10—15件, 近10至15件, 10余至15余件: the ends of a range.
ROUGH = (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.UNDER, Qualifier.OVER)
# 30条、20条和5条: numbers in a row.
ROW_RE = regex.compile(r"\ ?[、,和及与]\ ?")
# Where the numeral begins with its place, it is a number only behind a mark: 上百条, 近千人, 突破万亿元.
_PLACE_RE = regex.compile(r"[百千万亿]+")
_MYRIADS_RE = regex.compile(r"([万亿萬億]+)[余多]?$")
_PLACES_RE = regex.compile(r"([百千佰仟万亿萬億]+)[余多]?$")
# 信息(条):1245, 经费50.5(万元): a unit that stands in a bracket beside its number.
_UNIT_BEFORE_RE = regex.compile(r"\(([万亿]?)([^()\d\n]{1,4})\)\ ?[:为]?\ ?$")
_UNIT_BEHIND_RE = regex.compile(r"\ ?\(([万亿]?)([^()\d\n]{1,4})\)")
# 至少更新信息2条: the verb and its object stand between the mark and the number.
_APART_RE = regex.compile(r"(至少|最少)[^,。;:!?()\n\d]{1,12}$")
_SIGN_RE = regex.compile(r"(?:¥|\$|€|£|CNY|RMB)\ ?$")


class Mark(Rules):
    """A sign of approximation, one line of ``rules/qualifiers.toml``."""

    mark: str
    side: Literal["before", "after"]
    qualifier: Qualifier
    bounds: tuple[str, str]
    place: bool = False
    outside: bool = False
    not_after: str = ""
    not_before: str = ""
    units: tuple[str, ...] = ()


class MarkRules(Rules):
    """The shape of ``rules/qualifiers.toml``."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and bounds, and its place in the text.

    ``number_start`` and ``number_end`` hold the numeral alone (both numerals of a range).
    ``noun`` is the noun that follows without a classifier; the span ends before it.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    number: Number
    unit: str | None
    kind: Kind
    general: bool = False
    strong: bool = False
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class _Marks:
    """The marks of one side: one pattern, each by its word, and the characters that touch the number."""

    pattern: "regex.Pattern[str]"
    by_word: dict[str, Mark]
    touching: frozenset[str]


@cache
def _marks(side: Literal["before", "after"]) -> _Marks:
    """The marks of one side. Before: the longest that ends where it is searched; after: that begins there."""
    marks = {m.mark: m for m in read_rules("qualifiers", MarkRules).marks if m.side == side}
    words = one_of(list(marks))
    pattern = regex.compile(rf"{words}\ ?$" if side == "before" else rf"\ ?{words}")
    return _Marks(pattern, marks, frozenset(" ") | {m[-1] if side == "before" else m[0] for m in marks})


def find_quantities(plain: str, start: int, end: int) -> list[Quantity]:
    """The numbers of ``plain[start:end]`` in order, with unit, qualifier and bounds.

    >>> [(q.unit, str(q.number.low), str(q.number.high)) for q in find_quantities("公开近300个,另有10—15件", 0, 16)]
    [('个', '200', '300'), ('件', '10', '15')]
    """
    found: list[Quantity] = []
    position = start
    while match := NUMERAL_RE.search(plain, position, end):
        quantity = _read_quantity(plain, match, position)
        if quantity is None:
            position = match.end()
            continue
        quantity = _join_range(plain, quantity, end) or _join_money(plain, quantity, end)
        found.append(quantity)
        position = max(quantity.end, match.end())
    return found


def _read_quantity(plain: str, match: "regex.Match[str]", floor: int) -> Quantity | None:
    """The quantity whose numeral was matched; ``None`` where the characters are no numeral."""
    surface = match[0]
    behind = match.end() + (plain[match.end() : match.end() + 1] == " ")
    if surface in DIGITS and find_unit(plain, behind) is None:
        # 统一, 三农: most Chinese digits count nothing, and no mark stands before them.
        return Quantity(
            match.start(), match.end(), match.start(), match.end(), exactly(DIGITS[surface]), None, Kind.NUMBER
        )
    mark, start = _mark_before(plain, match.start(), floor)
    number = read_number(surface)
    if number is None and mark is not None and _PLACE_RE.match(surface):
        value = read_exact(surface, bare=True)
        number = None if value is None else exactly(value)
    elif mark is not None and mark.place:
        mark, start = None, match.start()
    if number is None:
        return None
    counted, end = _read_counted(plain, match, number)
    counted, after, end = _read_after(plain, counted, end, share=number.share)
    number = _bound(number, after or mark or _mark_apart(plain, start, floor))
    if counted is None and not number.share:
        counted, number, end = _read_bracketed(plain, number, (start, end), floor)
    if counted is None and not number.share and (sign := _SIGN_RE.search(plain, max(floor, start - 4), start)):
        counted, start = signs()[sign[0].strip()], sign.start()
    if number.share:
        return Quantity(start, end, match.start(), match.end(), number, number.share, Kind.PERCENT)
    if isinstance(counted, Unit):
        unit, kind = counted.unit, counted.kind
        return Quantity(start, end, match.start(), match.end(), number, unit, kind, counted.general, counted.strong)
    kind, noun = (Kind.NUMBER, None) if counted is None else (counted.kind, counted.noun)
    return Quantity(start, end, match.start(), match.end(), number, None, kind, noun=noun)


def _read_after(
    plain: str, counted: Unit | Noun | None, end: int, *, share: str | None
) -> tuple[Unit | Noun | None, Mark | None, int]:
    """The mark behind a number or its unit (100以上, 100件以上), the unit behind that mark, and the new end."""
    marks = _marks("after")
    behind = marks.pattern.match(plain, end) if plain[end : end + 1] in marks.touching else None
    if behind is None:
        return counted, None, end
    mark = marks.by_word[behind[0].strip()]
    unit = counted.unit if isinstance(counted, Unit) else share
    following = plain[behind.end() : behind.end() + 1]
    if (mark.units and unit not in mark.units) or (following and following in mark.not_before):
        return counted, None, end
    end = behind.end()
    if counted is None and not share and (found := find_unit(plain, end)) and isinstance(found[0], Unit):
        counted, end = found
    return counted, mark, end


def _read_counted(plain: str, match: "regex.Match[str]", number: Number) -> tuple[Unit | Noun | None, int]:
    """The unit or bare noun behind a numeral, and where the quantity then ends; a noun is no part of it."""
    end = match.end()
    if number.share:
        return None, end
    found = find_unit(plain, end + 1 if plain[end : end + 1] == " " else end)
    if found is None:
        return None, end
    counted, behind = found
    if isinstance(counted, Unit):
        return counted, behind
    # A single Chinese digit before a noun is mostly part of a name (两岸, 三农).
    lone = len(match[0]) == 1 and not match[0].isascii()
    return (None if lone and not counted.chinese else counted), end


def _mark_before(plain: str, start: int, floor: int) -> tuple[Mark | None, int]:
    """The mark of approximation that ends before ``start``, and where the quantity then begins."""
    marks = _marks("before")
    if start <= floor or plain[start - 1] not in marks.touching:
        return None, start
    match = marks.pattern.search(plain, max(floor, start - 6), start)
    if match is None:
        return None, start
    mark = marks.by_word[match[0].strip()]
    if mark.not_after and plain[match.start() - 1 : match.start()] in tuple(mark.not_after):
        return None, start
    return mark, start if mark.outside else match.start()


def _mark_apart(plain: str, start: int, floor: int) -> Mark | None:
    """The mark that bounds the object of the verb behind it (至少更新信息2条)."""
    match = _APART_RE.search(plain, max(floor, start - 14), start)
    return _marks("before").by_word[match[1]] if match else None


def _read_bracketed(plain: str, number: Number, place: tuple[int, int], floor: int) -> tuple[Unit | None, Number, int]:
    """The unit in a bracket right before or behind a number, the number in it, and where the quantity then ends."""
    start, end = place
    behind = _UNIT_BEHIND_RE.match(plain, end)
    bracket = behind or _UNIT_BEFORE_RE.search(plain, max(floor, start - 8), start)
    found = spellings().get(bracket[2]) if bracket else None
    if bracket is None or not isinstance(found, Unit):
        return None, number, end
    scale = Decimal(MYRIADS.get(bracket[1], 1))
    value, low, high = (None if n is None else n * scale for n in (number.value, number.low, number.high))
    return found, replace(number, value=value, low=low, high=high), behind.end() if behind else end


def _bound(number: Number, mark: Mark | None) -> Number:
    """The number within the bounds of its mark; a number that bounds itself (数十, 十余) keeps its own."""
    if mark is None or number.value is None or number.qualifier is not Qualifier.EXACT:
        return number
    step = step_of(number.value)
    places = {
        "": None,
        "n": number.value,
        "n-u": number.value - step,
        "n+u": number.value + step,
        "n-u/2": number.value - step / 2,
        "n+u/2": number.value + step / 2,
    }
    low, high = (places[b] for b in mark.bounds)
    return replace(number, low=low, high=high, qualifier=mark.qualifier)


def _join_range(plain: str, first: Quantity, end: int) -> Quantity | None:
    """The range that begins with ``first`` (10—15件, 约200至250人次), or ``None`` where none does.

    The two numbers rise, and share their unit or give it once, behind the second.
    """
    if plain[first.end : first.end + 1] not in RANGE_SIGNS:
        return None
    gap = RANGE_RE.match(plain, first.end)
    if gap is None or first.number.qualifier not in ROUGH or first.noun:
        return None
    if gap[0].strip() in ("到", "至") and plain[first.start - 1 : first.start] in ("由", "从"):
        # 由3件到9件 tells where a change began and ended.
        return None
    match = NUMERAL_RE.match(plain, gap.end(), end)
    second = match and _read_quantity(plain, match, gap.end())
    if second and first.number.share and second.unit is None:
        # 百分之八至九
        second = replace(second, unit=first.unit, kind=first.kind, noun=None)
    if not second or second.unit is None or first.unit not in (None, second.unit):
        return None
    # 20至30余人 goes on to where 30余 ends.
    is_over = second.number.qualifier is Qualifier.OVER
    low, high = first.number.value, second.number.high if is_over else second.number.value
    if low is None or high is None or None in (first.number.low, first.number.high):
        return None
    if second.number.qualifier not in (*ROUGH, Qualifier.AT_LEAST, Qualifier.AT_MOST):
        return None
    low = _share_myriad(plain, first, second, low, high)
    if not low < high:
        return None
    return replace(
        second,
        start=first.start,
        number_start=first.number_start,
        number=Number(None, low, high, Qualifier.RANGE),
    )


def _join_money(plain: str, first: Quantity, end: int) -> Quantity:
    """The sum of money that is told in 元, 角 and 分, one behind the other (9665元1角8分)."""
    joined = first
    for unit, places in (("角", 1), ("分", 2)):
        if first.unit != "元" or joined.number.value is None:
            break
        match = NUMERAL_RE.match(plain, joined.end, end)
        part = match and _read_quantity(plain, match, joined.end)
        if part and part.unit == unit and part.number.value is not None:
            total = joined.number.value + part.number.value.scaleb(-places)
            joined = replace(joined, end=part.end, number_end=part.number_end, number=exactly(total))
    return joined


def _share_myriad(plain: str, first: Quantity, second: Quantity, low: Decimal, high: Decimal) -> Decimal:
    """The low end of a range that names its 万 or 亿 once, at its end (5—10万元); a digit any place (两到三千元)."""
    digit = first.number_end - first.number_start == 1
    places = (_PLACES_RE if digit else _MYRIADS_RE).search(plain, second.number_start, second.number_end)
    own = _MYRIADS_RE.search(plain, first.number_start, first.number_end)
    scale = read_exact(places[1], bare=True) if places and not own and first.unit is None else None
    return low * scale if scale and low < high / scale else low
