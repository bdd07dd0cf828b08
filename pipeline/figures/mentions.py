"""A figure with its clause: the value that frames are read from."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import regex
from msgspec import Struct

from pipeline.figures.quantity import COUNTED
from pipeline.figures.roles import RoleReading
from pipeline.language import Sense, having, read_usage
from pipeline.model import Figure, Kind, Role
from pipeline.values import nouns

_BRACKET_RE = regex.compile(r"[()]")
# The rules of a verb that yields to that of the whole or the list: it closes a label (预决算公开197条, 人事任免5条).
YIELDING = frozenset(("behind_noun", "behind_name", "listed"))
# The rules of a verb that governs in another way than by standing at the head of what it is done to.
SURE = frozenset(("named", "front", "predicate", "times", "done"))


class Mention(Struct, frozen=True, gc=False):
    """A figure as its sentence states it, before anything is inherited.

    ``opening`` is where the words of its own begin, behind the number before or the sign that opens its clause;
    ``label`` is the noun phrase there; ``own`` says that the measure was read from them; ``brackets`` are the offsets
    of the brackets that are open; ``act`` names the rule of the governing verb.
    """

    figure: Figure
    role_reading: RoleReading
    opening: int
    label: tuple[int, int] | None = None
    own: bool = False
    outcome: bool = False
    brackets: tuple[int, ...] = ()
    act: str | None = None

    @property
    def is_level(self) -> bool:
        """Whether it states an amount that can have parts, or be one."""
        return self.figure.role is Role.LEVEL and not self.figure.negated

    @property
    def is_result(self) -> bool:
        """Whether its words state the outcome of a case, and not how it arrived."""
        return self.outcome and (self.figure.measure or "") not in nouns().ways

    @property
    def has_verb_in_label(self) -> bool:
        """Whether its verb is a part of the name that it counts: it closes it, or is a noun as well (服务|指南3条).

        Of pieces of news also where nothing else names them (其中公告|3条).
        """
        if self.act in YIELDING:
            return True
        action, name = self.figure.action, self.figure.measure
        usage = read_usage(action or "")
        done = self.act == "head" and self.own and name is not None and (action or "") not in name
        if done and 0 < usage.governs >= usage.names:
            return False  # 公示|行政处罚3条: it is done to what is counted
        noun = action in having(Sense.NOMINAL) - having(Sense.DONE) - having(Sense.CLOSING)
        alone = self.figure.unit in nouns().news and action not in having(Sense.PREDICATE)
        return noun and self.act not in SURE and (alone or (self.own and name not in {None, action}))

    @property
    def is_exact(self) -> bool:
        """Whether its value can be added."""
        figure = self.figure
        return figure.value is not None and figure.low == figure.high == figure.value


def open_brackets(plain: str, start: int, offsets: Sequence[int]) -> list[tuple[int, ...]]:
    """The brackets that are open at each of the rising ``offsets``.

    >>> open_brackets("办结9件(含结转2件),其中4件", 0, [2, 8, 15])
    [(), (4,), ()]
    """
    found: list[tuple[int, ...]] = []
    held: list[int] = []
    position = start
    for offset in offsets:
        for match in _BRACKET_RE.finditer(plain, position, offset):
            if match[0] == "(":
                held.append(match.start())
            elif held:
                held.pop()
        position = max(position, offset)
        found.append(tuple(held))
    return found


def leaves_out_unit(first: Figure, second: Figure) -> bool:
    """Whether the later of two figures is named as a number and leaves out the classifier of the one before."""
    other, bare = sorted((first, second), key=lambda figure: figure.start)
    named = (bare.measure or "").endswith(nouns().quantity) and (other.measure or "").endswith(nouns().quantity)
    return bare.kind is Kind.NUMBER and bare.unit is None and other.kind in COUNTED and named


def counts_alike(first: Figure, second: Figure) -> bool:
    """Whether two figures count by the same unit, or by two that stand for each other."""
    return leaves_out_unit(first, second) or _are_alike(first.unit, first.kind, second.unit, second.kind)


@lru_cache(maxsize=4_096)
def _are_alike(unit: str | None, kind: Kind, other_unit: str | None, other_kind: Kind) -> bool:
    units = {unit, other_unit}
    # 行政复议3起,其中维持2起: cases, though what became of them names no case
    if units <= {*nouns().cases_by} and len(units) == 1:
        return True
    sorts = (nouns().pieces, nouns().news, (*nouns().singly, "人"))
    return kind is other_kind and (len(units) == 1 or any(units <= {*sort} for sort in sorts))


def states_ratio(part: Figure, whole: Figure, share: Figure) -> bool:
    """Whether a share is the one that a part has in a whole, as far as it is printed."""
    values = part.value, whole.value, share.value
    if None in values or not whole.value:
        return False
    ratio = (part.value or Decimal(0)) / whole.value * 100
    return abs(ratio - (share.value or Decimal(0))) <= 1


def is_amount(figure: Figure) -> bool:
    """Whether a figure is no share or multiple of another."""
    return figure.kind not in {Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE}
