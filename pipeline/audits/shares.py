"""Checks the shares in the prose: each is between 0 and 100 percent, and follows from its part and its whole."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

import regex
from msgspec import Struct

from pipeline.audits.make_audits import Side, is_sound, make_audit
from pipeline.i18n import Message, Value, write_number
from pipeline.model import Audit, Figure, Kind, Text
from pipeline.rulebook import audit_rules

HUNDRED = Decimal(100)
# The number of characters before a share by which it is recognised.
BEFORE = 40
# The number of figures before a share among which its whole is sought.
LOOK_BACK = 12

Name = Literal["before", "measure", "whole", "part"]


@cache
def _pattern(name: Name) -> "regex.Pattern[str]":
    shares = audit_rules().shares
    return {"before": shares.before, "measure": shares.measure, "whole": shares.whole, "part": shares.part}[
        name
    ].compile()


def audit_shares(figures: Sequence[Figure], text: Text) -> Iterator[Audit]:
    """An audit for each share, and another for each whose part and whole are certain."""
    by_id = {figure.figure_id: figure for figure in figures}
    for index, figure in enumerate(figures):
        if figure.kind is not Kind.PERCENT or figure.change is not None or figure.unit != "%":
            continue
        if is_share(figure, text.plain):
            yield _audit_range(figure)
        ratio = find_ratio(figures, index, by_id, text.plain)
        if ratio is not None:
            yield _audit_ratio(figure, ratio)


def is_share(figure: Figure, plain: str) -> bool:
    """Whether a percentage is a share of a whole, which cannot exceed it."""
    before = plain[max(figure.sentence_start, figure.start - BEFORE) : figure.start]
    named = figure.measure is not None and _pattern("measure").search(figure.measure) is not None
    return named or _pattern("before").search(before) is not None


def _audit_range(figure: Figure) -> Audit:
    low, high = figure.low, figure.high
    holds = (low is None or low <= HUNDRED) and (high is None or high >= 0)
    left = Side(figure.value, f"“{figure.surface}”", (f"figure:{figure.figure_id}",))
    return make_audit("share_range", figure.measure or Message("share"), left, Side(HUNDRED, HUNDRED), holds=holds)


class Ratio(Struct, frozen=True, gc=False):
    """The part and the whole of a share."""

    part: Figure
    whole: Figure


def find_ratio(figures: Sequence[Figure], index: int, by_id: Mapping[int, Figure], plain: str) -> Ratio | None:
    """The part right before a share and its whole, if both are certain.

    The whole is the one that the text gives for the part; or, after 占总数, the only amount before it that is possible.
    """
    share, part = figures[index], figures[index - 1]
    if index == 0 or part.kind is Kind.PERCENT or not _is_amount(part) or not _has_bounds(share):
        return None
    between = plain[part.end : min(share.start, part.end + BEFORE)]
    if part.sentence_start != share.sentence_start:
        return None
    whole: Figure | None = None
    if part.parent_id is not None and _pattern("part").fullmatch(between):
        whole = by_id.get(part.parent_id)
    elif _pattern("whole").fullmatch(between):
        whole = _find_total(figures[max(0, index - 1 - LOOK_BACK) : index - 1], part)
    return Ratio(part, whole) if whole is not None and _fits(part, whole) else None


def _find_total(earlier: Sequence[Figure], part: Figure) -> Figure | None:
    """The only amount before the part, in its section, of which it can be a part."""
    wholes = [f for f in earlier if f.section_id == part.section_id and f.parent_id is None and _fits(part, f)]
    return wholes[0] if len(wholes) == 1 else None


def _fits(part: Figure, whole: Figure) -> bool:
    same = (part.unit, part.kind, part.period_end) == (whole.unit, whole.kind, whole.period_end)
    return same and _is_amount(whole) and (whole.low or 0) > 0 and (part.value or 0) <= (whole.high or 0)


def _is_amount(figure: Figure) -> bool:
    """Whether a figure is an amount with both bounds."""
    return figure.change is None and _has_bounds(figure) and (figure.low or 0) >= 0


def _has_bounds(figure: Figure) -> bool:
    """Whether a figure states one number, with both bounds."""
    return is_sound(figure.value) and is_sound(figure.low) and is_sound(figure.high)


def _audit_ratio(share: Figure, ratio: Ratio) -> Audit:
    part, whole = ratio.part, ratio.whole
    zero, one = Decimal(0), Decimal(1)
    least = (part.low or zero) / (whole.high or one) * HUNDRED
    most = (part.high or zero) / (whole.low or one) * HUNDRED
    holds = reproduces(share, least, most)
    left = Side(share.value, f"“{share.surface}”", (f"figure:{share.figure_id}",))
    right = Side(
        least if least == most else None,
        Message("equals", terms=f"{part.surface}÷{whole.surface}", total=say_percent(least, most)),
        (f"figure:{part.figure_id}", f"figure:{whole.figure_id}"),
    )
    return make_audit("share_recomputed", part.measure or part.surface, left, right, holds=holds)


def reproduces(printed: Figure, least: Decimal, most: Decimal) -> bool:
    """Whether a printed percentage can be a value between two numbers, rounded or cut to the printed digits."""
    half = step_of(printed) / 2
    low = (printed.low or Decimal(0)) - half
    high = (printed.high or Decimal(0)) + 2 * half
    return low <= most and least < high


def step_of(figure: Figure) -> Decimal:
    """The unit of the last printed digit of a percentage: 1 for 73%, a tenth for 72.9%.

    A number in words, or one with 万, counts as printed in full.
    """
    match = regex.search(r"\d+(?:[.．](?P<decimals>\d+))?\s*[%％]", figure.surface)
    return Decimal(1).scaleb(-len(match["decimals"] or "")) if match else Decimal(1)


def say_percent(least: Decimal, most: Decimal) -> Value:
    """A computed percentage to two digits, or its bounds.

    >>> from pipeline.i18n import write
    >>> say_percent(Decimal("73.026"), Decimal("73.026")), write(say_percent(Decimal(7), Decimal(8)), "zh")
    ('73.03%', '7%至8%')
    """
    low, high = (write_number(round(number, 2)) for number in (least, most))
    return f"{low}%" if low == high else Message("percent_from_to", low=low, high=high)
