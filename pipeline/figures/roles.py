"""Tells what a number does in its clause: the base, the completion, the share and the rank are no levels."""

from functools import cache

from msgspec import Struct

from pipeline.figures.beside import BesideRule, RulesBeside
from pipeline.figures.quantity import Quantity
from pipeline.language import VERBAL, Pos, clause_end, cut_words
from pipeline.model import Role
from pipeline.rulebook import Rules, read_rules

LONGEST_DEED = 8
# So many characters before a number are read for its role: 占全市政府信息公开申请总数3,607件的 is the longest way.
REACH = 48


class RoleRule(BesideRule):
    """A rule that gives a number its role, one line of ``rules/roles.toml``."""

    role: Role
    unless_done: bool = False

    def find(self, plain: str, floor: int, quantity: Quantity) -> int | None:
        """Where the words begin that give the number this role; null where the rule does not hold."""
        if not self.is_about(quantity.unit):
            return None
        if self.begins_after and not self.begins_after.match(plain, quantity.end):
            return None
        if self.unless_done and _is_done(plain, quantity.end):
            return None
        if self.ends_before is None:
            return quantity.start
        match = self.ends_before.search(plain, max(floor, quantity.start - REACH), quantity.start)
        return match.start("gives" if "gives" in match.re.groupindex else 0) if match else None


class RoleRules(Rules):
    """The shape of ``rules/roles.toml``."""

    role: tuple[RoleRule, ...]


class RoleReading(Struct, frozen=True, gc=False):
    """The role of a number and where the words begin that give it: what stands before them can name its subject."""

    role: Role
    start: int
    rule: str


LEVEL = RoleReading(Role.LEVEL, 0, "level")


def role_rules() -> tuple[RoleRule, ...]:
    """The rules in their order."""
    return read_rules("roles", RoleRules).role


@cache
def _rules_beside() -> RulesBeside[RoleRule]:
    return RulesBeside(role_rules())


def _is_done(plain: str, end: int) -> bool:
    """Whether nothing but verbs stand behind a number, up to the end of its clause (100%|办结, 98%|得到解决)."""
    words = cut_words(plain, end, clause_end(plain, end, end + LONGEST_DEED))
    return bool(words) and all(word.kind in VERBAL or word.kind is Pos.OUTCOME for word in words)


def read_role(plain: str, floor: int, quantity: Quantity) -> RoleReading:
    """The role of a number by the words beside it, not before ``floor``; a level where no rule holds.

    >>> from pipeline.figures.quantities import find_quantities
    >>> text = "收入50亿元,完成预算的102%"
    >>> [str(read_role(text, 0, q).role) for q in find_quantities(text, 0, len(text))]
    ['level', 'completion']
    """
    for rule in _rules_beside().around(plain, quantity.start, quantity.end, quantity.unit):
        start = rule.find(plain, floor, quantity)
        if start is not None:
            return RoleReading(rule.role, start, rule.name)
    return RoleReading(Role.LEVEL, quantity.start, "level")
