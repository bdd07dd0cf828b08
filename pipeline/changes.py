"""Tells whether a figure states a change, in which direction, and against what."""

from collections.abc import Sequence
from functools import cache

import regex

from pipeline.model import Basis, Change, Kind
from pipeline.quantities import ROW_RE, Quantity
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


Direction = tuple[Change | None, Basis | None]


def read_changes(plain: str, sentence: int, quantities: Sequence[Quantity], verbs: Sequence[str | None]) -> list[Direction]:
    """The change that each number of a sentence states, and its basis; both null where it states a level.

    ``verbs`` govern the nouns of the numbers. Numbers in a row share the verb before the first (增长5%、7%).
    """
    found: list[Direction] = []
    for index, (quantity, verb) in enumerate(zip(quantities, verbs, strict=True)):
        earlier = quantities[index - 1] if index else None
        if earlier and earlier.unit == quantity.unit and ROW_RE.fullmatch(plain, earlier.end, quantity.start):
            found.append(found[-1])
        else:
            floor = earlier.end if earlier else sentence
            found.append(_read_change(plain, floor, sentence, quantity, verb))
    return found


def _read_change(plain: str, floor: int, sentence: int, quantity: Quantity, verb: str | None) -> Direction:
    """The change of one number, from the words between ``floor`` and it."""
    change, basis = _patterns()
    match = change.search(plain, max(floor, quantity.start - 12), quantity.start)
    rules = read_rules("changes", ChangeRules)
    if match:
        direction = Change.DECREASE if match["decrease"] else Change.INCREASE
    elif verb in rules.object_verbs and quantity.kind not in (Kind.PERCENT, Kind.MONEY):
        direction = Change.DECREASE if verb in rules.decrease else Change.INCREASE
    else:
        return None, None
    against = None
    for against in basis.finditer(plain, sentence, quantity.start):
        pass
    if against is None:
        return direction, None
    return direction, Basis.YEAR_ON_YEAR if against["year"] else Basis.PREVIOUS
