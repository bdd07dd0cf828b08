"""Decides whether a figure states a change, in which direction, and compared with what."""

from collections.abc import Sequence
from functools import cache

import regex

from pipeline.figures.quantities import ROW_RE
from pipeline.figures.quantity import COUNTED, Quantity
from pipeline.model import Basis, Change, Kind
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Rules, one_of, read_rules

SHARES = frozenset((Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE))


class ChangeRules(Rules):
    """The structure of ``rules/changes.toml``."""

    increase: tuple[str, ...]
    decrease: tuple[str, ...]
    object_verbs: tuple[str, ...]
    filler: tuple[str, ...]
    increase_nouns: tuple[str, ...]
    decrease_nouns: tuple[str, ...]
    compared_more: tuple[str, ...]
    compared_less: tuple[str, ...]
    increase_signs: tuple[str, ...]
    decrease_signs: tuple[str, ...]
    holds: tuple[str, ...]
    held_at: tuple[str, ...]
    held_as: tuple[str, ...]
    year_on_year: tuple[str, ...]
    previous: tuple[str, ...]


@cache
def _patterns() -> "tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]":
    """The verb or sign of change right before a number, its basis anywhere before it, and the sign after it."""
    rules = read_rules("changes", ChangeRules)
    filler = rf"(?:{one_of(rules.filler)}|\ )*"
    reach = r"(?:达到|高达|达|为|是|约|超过|超|近|(?:控制|保持|稳定)?在|[:(]|\ )*\+?"
    held = rf"(?: [同环]比 | {one_of((*rules.year_on_year, *rules.previous))} )"
    compared = r"(?:比|较)[^,;:。]{1,10}"
    change = compile_pattern(
        rf"""
        (?: (?P<increase> {held}\ ?\+ | (?<!新){one_of(rules.increase)} {filler}
              | (?<!自然){one_of(rules.increase_nouns)} {reach}
              | {compared} {one_of(rules.compared_more)} {filler} | {one_of(rules.increase_signs)} \ ? )
          | (?P<decrease> {one_of(rules.decrease)} {filler} | {one_of(rules.decrease_nouns)} {reach}
              | {compared} {one_of(rules.compared_less)} {filler} | {one_of(rules.decrease_signs)} \ ? )
          | (?P<signed> {held} [:为]?\ ? )
        ) $
        """
    )
    basis = regex.compile(rf"(?P<year>{one_of(rules.year_on_year)})|(?P<previous>{one_of(rules.previous)})")
    signs = rf"(?P<increase> {one_of(rules.increase_signs)} ) | (?P<decrease> {one_of(rules.decrease_signs)} )"
    behind = regex.compile(rf"\ ? (?: {signs} ) (?! \ ?\d )", regex.VERBOSE)
    return change, basis, behind


@cache
def _held() -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    """A verb before a number with a change after it, and that change (保持|20%以上|的增长)."""
    rules = read_rules("changes", ChangeRules)
    rises, falls = (one_of((*rules.increase, *rules.increase_nouns)), one_of((*rules.decrease, *rules.decrease_nouns)))
    change = (
        rf"的?(?:{one_of(rules.held_at)})*(?:(?P<decrease>{falls})|{rises})(?:{one_of(rules.held_as)})?(?!\p{{Han}})"
    )
    verb = rf"{one_of(rules.holds)}(?:{one_of(rules.filler)}|\ )*$"
    return compile_pattern(verb, 0), compile_pattern(rf"\ ?{change}", 0)


def size_nouns() -> tuple[str, ...]:
    """The names of the size of a change (增幅, 降幅)."""
    rules = read_rules("changes", ChangeRules)
    return (*rules.increase_nouns, *rules.decrease_nouns)


@cache
def distributed_row() -> "regex.Pattern[str]":
    """The text between two changes that 分别 distributes over two things (上升3%和下降2%)."""
    rules = read_rules("changes", ChangeRules)
    return regex.compile(rf"\ ?[、,和及与]\ ?(?:{one_of((*rules.increase, *rules.decrease))})?\ ?")


Direction = tuple[Change | None, Basis | None]


def read_changes(
    plain: str, sentence: int, quantities: Sequence[Quantity], verbs: Sequence[str | None]
) -> list[Direction]:
    """The change that each number of a sentence states, and its basis; both null for a level.

    ``verbs`` govern the nouns of the numbers. Numbers in a row share the verb before the first (增长5%、7%).
    """
    change, basis, behind = _patterns()
    bases = (
        [
            (m.end(), Basis.YEAR_ON_YEAR if m["year"] else Basis.PREVIOUS)
            for m in basis.finditer(plain, sentence, quantities[-1].start)
        ]
        if quantities
        else []
    )
    found: list[Direction] = []
    against, position = None, 0
    for index, (quantity, verb) in enumerate(zip(quantities, verbs, strict=True)):
        while position < len(bases) and bases[position][0] <= quantity.start:
            against = bases[position][1]
            position += 1
        earlier = quantities[index - 1] if index else None
        alike = earlier and (earlier.unit == quantity.unit or {earlier.kind, quantity.kind} <= SHARES)
        # 减少9起、8人: of things that have no noun behind them
        alone = plain[quantity.end : quantity.end + 1] in ",;。、)"
        alike = alike or (earlier and alone and {earlier.kind, quantity.kind} <= COUNTED)
        if earlier and alike and ROW_RE.fullmatch(plain, earlier.end, quantity.start):
            found.append(found[-1])
            continue
        floor = max(earlier.end if earlier else sentence, quantity.start - 12)
        said = change.search(plain, floor, quantity.start)
        direction = _read_held(plain, floor, quantity) or _read_direction(said, quantity, verb)
        if said and said["signed"] and (sign := behind.match(plain, quantity.end)):
            direction = Change.INCREASE if sign["increase"] else Change.DECREASE  # 同比15%↑; 办结率95%↑ is a level
        found.append((direction, against if direction else None))
    return found


def _read_held(plain: str, floor: int, quantity: Quantity) -> Change | None:
    """The change that the words after a number state (保持20%以上的增长)."""
    holds, change = _held()
    if quantity.kind not in SHARES or holds.search(plain, floor, quantity.start) is None:
        return None
    match = change.match(plain, quantity.end)
    return None if match is None else Change.DECREASE if match["decrease"] else Change.INCREASE


def _read_direction(match: "regex.Match[str] | None", quantity: Quantity, verb: str | None) -> Change | None:
    """The direction of one number: from the words right before it, or from the verb of its noun."""
    rules = read_rules("changes", ChangeRules)
    negative = quantity.number.value is not None and quantity.number.value < 0
    if match and not (match["signed"] and not negative):
        falls = bool(match["decrease"]) or negative
        return Change.DECREASE if falls else Change.INCREASE
    if verb in rules.object_verbs and quantity.kind is not Kind.MONEY:
        return Change.DECREASE if verb in rules.decrease else Change.INCREASE
    return None
