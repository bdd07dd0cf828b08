"""Finds every number of a text with its unit and signs of approximation: the candidates for figures.

What a candidate means, and whether it is a figure at all, is decided later (``exclusions``, ``measure``).
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

import regex
from msgspec.structs import replace

from pipeline.figures.gaps import gap
from pipeline.figures.joined import add, join_following
from pipeline.figures.marks import Mark, bound, counts_anywhere, mark_after, mark_apart, mark_before
from pipeline.figures.quantity import Quantity
from pipeline.model import Kind, Qualifier
from pipeline.values import (
    DIGITS,
    MYRIADS,
    Noun,
    Number,
    Numeral,
    Unit,
    exactly,
    find_numeral,
    find_unit,
    match_numeral,
    ranking,
    read_exact,
    read_number,
    signs,
    spellings,
)

# 30条、20条和5条: numbers in a row.
ROW_RE = regex.compile(r"\ ?[、,和及与]\ ?")
# Where the numeral begins with a power of ten, it is a number only behind a mark: 上百条, 近千人, 突破万亿元.
_POWER_RE = regex.compile(r"[百千万亿]+")
# 信息(条):1245, 经费50.5(万元): a unit that stands in a bracket beside its number.
_UNIT_BEFORE_RE = regex.compile(r"\(([万亿]?)([^()\d\n]{1,4})\)\ ?[:为]?\ ?$")
_UNIT_BEHIND_RE = regex.compile(r"\ ?\(([万亿]?)([^()\d\n]{1,4})\)")
# 31.4(不含民企)亿元: a bracket that stands between a number and its unit; 2021(本级) is a year.
_BRACKET_RE = regex.compile(r"\ ?\((?:[^()\d\n]{1,20}|(?:不?含|其中|包括)[^()\n]{1,20})\)\ ?(?P<powers>[万亿]{0,2})")
_YEAR_RE = regex.compile(r"(?:19|20)\d\d")
_SIGN_RE = regex.compile(r"(?:US\$|HK\$|[¥$€£₩]|CNY|RMB|USD|HKD|EUR)\ ?$")
# What stands behind places of a ranking, and so do the new ones (上升3位居第5位).
_RANKS_END_RE = regex.compile(r"\ ?(?:[,。;:、!)\n]|$|[至到居列升排])")
_LONGEST_MOVE = 5
HALVED = frozenset((Kind.DURATION, Kind.MASS, Kind.LENGTH, Kind.AREA, Kind.VOLUME, Kind.MULTIPLE))
_HALF = Decimal("0.5")
# A mark of a note that was blanked leaves as many (320[2]条).
_SPACES_RE = regex.compile(r"\ {1,4}")
_DISTRIBUTING = 40


def find_quantities(plain: str, start: int, end: int) -> list[Quantity]:
    """The numbers of ``plain[start:end]`` in order, with unit, qualifier and bounds.

    >>> [(q.unit, str(q.number.low), str(q.number.high)) for q in find_quantities("公开近300个,另有10—15件", 0, 16)]
    [('个', '200', '300'), ('件', '10', '15')]
    """
    found: list[Quantity] = []
    position = start
    read = partial(_read_at, plain, end)
    while numeral := find_numeral(plain, position, end):
        quantity = _read_quantity(plain, numeral, position)
        if quantity is None:
            position = numeral.end
            continue
        quantity = join_following(plain, quantity, read)
        found.append(quantity)
        position = max(quantity.end, numeral.end)
    return _share_marks(plain, _share_units(plain, found))


def row_end(plain: str, spans: Sequence[tuple[int, int]], start: int, join: "regex.Pattern[str]" = ROW_RE) -> int:
    """The index after the row of numbers that begins at one: those with nothing but conjunctions between them.

    >>> row_end("公开30条、20条和5条,另有9条", [(2, 5), (6, 9), (10, 12), (15, 17)], 0)
    3
    """
    end = start + 1
    while end < len(spans) and join.fullmatch(plain, spans[end - 1][1], spans[end][0]):
        end += 1
    return end


def _share_units(plain: str, found: list[Quantity]) -> list[Quantity]:
    """Gives the numbers of a row that 分别 distributes the unit of the last (分别为30、20和5条).

    So too the numbers with 个 before a number of points, whatever they are compared with
    (高于全国、全省1个、0.2个百分点).
    """
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        this, following = shared[index], shared[index + 1]
        points = this.unit == "个" and following.kind is Kind.PERCENTAGE_POINT
        if points and ROW_RE.fullmatch(plain, this.end, following.start):
            shared[index] = replace(
                this, unit=following.unit, kind=following.kind, general=following.general, strong=following.strong
            )
            continue
        is_bare = this.unit is None and this.noun is None and not this.number.share and plain[this.start].isdecimal()
        if (
            not is_bare
            or following.unit in (None, "年", "日")
            or not ROW_RE.fullmatch(plain, this.end, following.start)
        ):
            continue
        if gap("distributes").search(plain, max(0, this.start - _DISTRIBUTING), this.start):
            shared[index] = replace(
                this, unit=following.unit, kind=following.kind, general=following.general, strong=following.strong
            )
    return shared


def _share_marks(plain: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Gives the numbers of a row the bounds that the verb before the first sets (突破8万亿元、9万亿元)."""
    shared = list(found)
    mark = None
    for index, this in enumerate(found):
        before = found[index - 1] if index else this
        dealt = gap("distributes").search(plain, max(0, before.end - _DISTRIBUTING), before.start)
        row = (before.kind is this.kind or dealt) and "," not in plain[before.end : this.start]
        own, _ = mark_before(plain, this.number_start, before.end if index else 0)
        mark = own if own and own.row else mark if row and ROW_RE.fullmatch(plain, before.end, this.start) else None
        shared[index] = this if own else replace(this, number=bound(this.number, mark))
    return shared


def _read_at(plain: str, end: int, position: int) -> Quantity | None:
    """The quantity that begins exactly at an offset, or with a mark there (大于10|小于20)."""
    numeral = match_numeral(plain, position, end)
    if numeral is None:
        numeral = find_numeral(plain, position, min(end, position + 16))
        if numeral is None or mark_before(plain, numeral.start, position)[1] != position:
            return None
    return _read_quantity(plain, numeral, position)


def _read_quantity(plain: str, numeral: Numeral, floor: int) -> Quantity | None:
    """The quantity of a numeral; ``None`` if its characters are no number."""
    surface = numeral.surface
    stop = numeral.end + (plain[numeral.end : numeral.end + 1] == " ")
    if surface in DIGITS and find_unit(plain, stop) is None and not gap("half_of").match(plain, numeral.end):
        # 统一, 三农: most Chinese digits count nothing, and no mark stands before them.
        number = exactly(DIGITS[surface])
        return Quantity(numeral.start, numeral.end, numeral.start, numeral.end, number, None, Kind.NUMBER)
    stated, mark, start = _read_marked(plain, numeral, floor)
    if stated is None:
        return None
    number, counted, end = _read_counted(plain, numeral, stated)
    unit = counted.unit if isinstance(counted, Unit) else number.share
    if after := mark_after(plain, end, unit):
        mark, end = after
        if counted is None and not number.share and (found := find_unit(plain, end)) and isinstance(found[0], Unit):
            counted, end = found
    number = bound(number, mark or mark_apart(plain, start, floor))
    if counted is None and not number.share:
        counted, number, end = _read_bracketed(plain, number, (start, end), floor)
    if counted is None and not number.share and (sign := _SIGN_RE.search(plain, max(floor, start - 5), start)):
        counted, start = signs()[sign[0].strip()], sign.start()
    spans = start, end, numeral.start, numeral.end
    if number.share:
        return Quantity(*spans, number, number.share, Kind.PERCENT)
    if isinstance(counted, Unit):
        kind = Kind.OTHER if _is_rank(plain, counted.unit, spans[:2]) else counted.kind
        return Quantity(*spans, number, counted.unit, kind, counted.general, counted.strong)
    kind, noun = (Kind.NUMBER, None) if counted is None else (counted.kind, counted.noun)
    return Quantity(*spans, number, None, kind, noun=noun)


def _read_marked(plain: str, numeral: Numeral, floor: int) -> tuple[Number | None, Mark | None, int]:
    """The number of a numeral, the mark before it, and the offset at which the quantity begins."""
    mark, start = mark_before(plain, numeral.start, floor)
    number = read_number(numeral.surface)
    if number is None and mark is not None and _POWER_RE.match(numeral.surface):
        value = read_exact(numeral.surface, bare=True)
        return None if value is None else exactly(value), mark, start
    if mark is not None and not counts_anywhere(plain, mark, start):
        return number, None, numeral.start
    return number, mark, start


def _read_counted(plain: str, numeral: Numeral, number: Number) -> tuple[Number, Unit | Noun | None, int]:
    """The unit or bare noun after a numeral, the number with half a unit more, and the end of the quantity.

    A noun is not part of the quantity.
    """
    end = numeral.end
    if number.share:
        return number, None, end
    if number.value is not None and (half := gap("half_of").match(plain, end)):
        counted = spellings()["个月" if half["unit"] == "月" else half["unit"] or "个"]
        return _add_half(number), counted, half.end()
    spaces = _SPACES_RE.match(plain, end)
    found = find_unit(plain, spaces.end() if spaces else end)
    if found is None:
        return number, None, end
    counted, stop = found
    if isinstance(counted, Unit):
        if counted.kind in HALVED and number.qualifier is Qualifier.EXACT and gap("half").match(plain, stop):
            return _add_half(number), counted, stop + 1
        return number, counted, stop
    # A single Chinese digit before a noun is mostly part of a name (两岸, 三农).
    lone = len(numeral.surface) == 1 and not numeral.surface.isascii()
    return number, None if lone and not counted.chinese else counted, end


def _is_rank(plain: str, unit: str, span: tuple[int, int]) -> bool:
    """Whether a number says by how many places something rose or fell: 排名上升3位, but no people (提升7位教师)."""
    moves, units = ranking()
    if unit not in units or not _RANKS_END_RE.match(plain, span[1]):
        return False
    return plain[max(0, span[0] - _LONGEST_MOVE) : span[0]].rstrip(" 了").endswith(moves)


def _add_half(number: Number) -> Number:
    """两年半 is 2.5 years."""
    return add(number, _HALF)


def _read_bracketed(plain: str, number: Number, span: tuple[int, int], floor: int) -> tuple[Unit | None, Number, int]:
    """The unit in a bracket right before or after a number, or after one, the number in it, and the new end."""
    start, end = span
    following = _UNIT_BEHIND_RE.match(plain, end)
    bracket = following or _UNIT_BEFORE_RE.search(plain, max(floor, start - 8), start)
    found = spellings().get(bracket[2]) if bracket else None
    if bracket is not None and isinstance(found, Unit):
        return found, _scale(number, bracket[1]), following.end() if following else end
    between = _BRACKET_RE.match(plain, end)
    unit = find_unit(plain, between.end()) if between and not _YEAR_RE.fullmatch(plain, start, end) else None
    if between is None or unit is None or not isinstance(unit[0], Unit) or unit[0].kind is Kind.DURATION:
        return None, number, end
    return unit[0], _scale(number, between["powers"]), unit[1]


def _scale(number: Number, powers: str) -> Number:
    """The number in 万 or 亿."""
    scale = Decimal(1)
    for power in powers:
        scale *= MYRIADS[power]
    value, low, high = (None if n is None else n * scale for n in (number.value, number.low, number.high))
    return replace(number, value=value, low=low, high=high)
