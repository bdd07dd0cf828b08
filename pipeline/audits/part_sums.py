"""Checks the parts that the prose names against their whole: their sum is at most the whole.

Parts need not exhaust the whole, so only a larger sum is wrong. Bounds of approximations are added as such.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from pipeline.audits.make_audits import Side, is_sound, leave_open, make_audit, say_bounds
from pipeline.i18n import Message, Value
from pipeline.language import BRACKETED_RE
from pipeline.model import Audit, Figure, Kind, Text

_FRACTION_RE = regex.compile(r"[0-9]{1,15}\.(?P<decimals>[0-9]{1,9})")
# The number of parts named in a detail.
NAMED = 12
# A sum of people that exceeds the whole by more is no misprint: they are counted by post, sex and age at once.
MISPRINT = Decimal("1.05")
# A part after one of these may belong to another division of the whole.
DIVIDERS = ";；。)\n"


def audit_parts(figures: Sequence[Figure], text: Text) -> Iterator[Audit]:
    """An audit for each whole whose parts can be added."""
    by_id = {figure.figure_id: figure for figure in figures}
    parts: dict[int, list[Figure]] = {}
    for figure in figures:
        whole = by_id.get(figure.parent_id) if figure.parent_id is not None else None
        if whole is not None and can_add(figure, whole):
            parts.setdefault(whole.figure_id, []).append(figure)
    for whole_id, found in parts.items():
        yield _audit_whole(by_id[whole_id], found, text)


def can_add(part: Figure, whole: Figure) -> bool:
    """Whether a part counts the same thing as its whole, in the same unit and for the same time."""
    levels = part.change is None and whole.change is None and part.kind not in {Kind.PERCENT, Kind.PERCENTAGE_POINT}
    same = (part.unit, part.kind, part.period_start, part.period_end) == (
        whole.unit,
        whole.kind,
        whole.period_start,
        whole.period_end,
    )
    sound = all(bound is None or is_sound(bound) for bound in (part.low, part.high, whole.low, whole.high))
    return levels and same and sound


def _audit_whole(whole: Figure, parts: Sequence[Figure], text: Text) -> Audit:
    low, high = _add_bounds(parts)
    slack = sum((find_half_step(figure) for figure in (whole, *parts)), Decimal(0))
    fits = whole.high is None or low <= whole.high + slack
    if not fits and (division := _first_division(whole, parts)):
        # 50件,其中来信35件、网上15件、按时办结46件、结转4件: two divisions of the whole, each of which exhausts it.
        return _audit_whole(whole, division, text)
    divisions = _divide(parts, text.plain)
    persons = whole.kind is Kind.PERSON_COUNT and len(divisions) == 1
    if not fits and persons and whole.high is not None and low > whole.high * MISPRINT:
        divisions = _pack(parts, whole.high)
    several = not fits and len(divisions) > 1 and all(_add_bounds(d)[0] <= (whole.high or 0) for d in divisions)
    if several and (exhaustive := [d for d in divisions if _add_bounds(d) == (whole.low, whole.high)]):
        # 37件(含结转2件),其中邮寄21件,当面16件: one division exhausts the whole, and the other is of another kind.
        return _audit_whole(whole, exhaustive[0], text)
    name = whole.measure or whole.surface
    words: Value = "+".join(part.surface for part in parts[:NAMED]) + "+…" * (len(parts) > NAMED)
    if len(parts) > 1:
        words = Message("equals", terms=words, total=say_bounds(low, high))
    left = Side(low if low == high else None, words, tuple(f"figure:{part.figure_id}" for part in parts))
    right = Side(whole.value, Message("in_all", surface=whole.surface), (f"figure:{whole.figure_id}",))
    if several:
        return leave_open("parts_of_whole", name, left, right, Message("several_divisions"))
    return make_audit("parts_of_whole", name, left, right, holds=fits, well=_say_rest(whole, low, high))


def find_half_step(figure: Figure) -> Decimal:
    """Half the unit of the last printed digit of a decimal fraction, which was rounded; 0 for an integer.

    4.79万元 is printed to a hundredth of 万元, so it may be 50元 more or less.
    """
    match = _FRACTION_RE.search(figure.surface)
    if match is None or figure.value is None or not (printed := Decimal(match[0])):
        return Decimal(0)
    return figure.value / printed / 2 * Decimal(1).scaleb(-len(match["decimals"]))


def _add_bounds(parts: Sequence[Figure]) -> tuple[Decimal, Decimal | None]:
    """The bounds of the sum of the parts; if a part has no upper bound, the sum has none."""
    low = sum((part.low or Decimal(0) for part in parts), Decimal(0))
    highs = [part.high for part in parts if part.high is not None]
    return low, sum(highs, Decimal(0)) if len(highs) == len(parts) else None


def _first_division(whole: Figure, parts: Sequence[Figure]) -> Sequence[Figure]:
    """The first division of a whole, if its parts are several successive divisions that each add up to it."""
    total, first = Decimal(0), 0
    for count, part in enumerate(parts, start=1):
        if part.value is None or part.low != part.high:
            return ()
        total += part.value
        if total == whole.value:
            total, first = Decimal(0), first or count
    return parts[:first] if not total and first < len(parts) else ()


def _divide(parts: Sequence[Figure], plain: str) -> list[list[Figure]]:
    """The parts in sequences that contain no divider."""
    runs: list[list[Figure]] = []
    for part in parts:
        between = BRACKETED_RE.sub("", plain[runs[-1][-1].end : part.start]) if runs else ""
        if runs and not any(mark in between for mark in DIVIDERS):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _pack(parts: Sequence[Figure], most: Decimal) -> list[list[Figure]]:
    """The parts in sequences that do not exceed the whole: 教师90人,其中专任教师80人,女教师50人 may be two."""
    runs: list[list[Figure]] = []
    for part in parts:
        if runs and _add_bounds([*runs[-1], part])[0] <= most:
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _say_rest(whole: Figure, low: Decimal, high: Decimal | None) -> Message:
    """States that the parts fit their whole, and whether they exhaust it."""
    if low != high or whole.value is None or whole.low != whole.high:
        return Message("holds")
    if low > whole.value:
        return Message("holds_in_rounding")
    return Message("holds_in_full") if low == whole.value else Message("holds_with_rest", rest=whole.value - low)
