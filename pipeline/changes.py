"""Tells whether a figure states a change, in which direction, and against what."""

from functools import cache

import regex

from pipeline.model import Basis, Change, Kind
from pipeline.quantities import Quantity
from pipeline.rulebook import Rules, one_of, read_rules


class ChangeRules(Rules):
    """The shape of ``rules/changes.toml``."""

    increase: tuple[str, ...]
    decrease: tuple[str, ...]
    object_verbs: tuple[str, ...]
    filler: tuple[str, ...]
    levels: tuple[str, ...]
    year_on_year: tuple[str, ...]
    previous: tuple[str, ...]


@cache
def _patterns() -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    """The verb of change right before a number, and the basis of a change anywhere before it."""
    rules = read_rules("changes", ChangeRules)
    change = regex.compile(
        rf"(?P<increase>{one_of(rules.increase)})(?:{one_of(rules.filler)}|\ )*$"
        rf"|(?P<decrease>{one_of(rules.decrease)})(?:{one_of(rules.filler)}|\ )*$"
    )
    basis = regex.compile(rf"(?P<year>{one_of(rules.year_on_year)})|(?P<previous>{one_of(rules.previous)})")
    return change, basis


def read_change(plain: str, clause: int, sentence: int, quantity: Quantity, verb: str | None) -> tuple[Change | None, Basis | None]:
    """The change that a figure states, and its basis; both null where it states a level.

    ``clause`` and ``sentence`` are where the figure's clause and sentence begin, ``verb`` governs its noun.
    """
    change, basis = _patterns()
    # 同比增长率为5% states a rise, 失业率为5% does not: 率 counts only behind a verb of change.
    match = change.search(plain, max(clause, quantity.start - 12), quantity.start)
    rules = read_rules("changes", ChangeRules)
    if match:
        direction = Change.DECREASE if match["decrease"] else Change.INCREASE
    elif verb in rules.object_verbs and quantity.kind not in (Kind.PERCENT, Kind.MONEY):
        direction = Change.DECREASE if verb in rules.decrease else Change.INCREASE
    else:
        return None, None
    found = None
    for found in basis.finditer(plain, sentence, quantity.start):
        pass
    if found is None:
        return direction, None
    return direction, Basis.YEAR_ON_YEAR if found["year"] else Basis.PREVIOUS
