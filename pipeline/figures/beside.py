"""The shape of a rule about one number: its unit and the words on either side of it."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import Field

from pipeline.patterns import compile_pattern
from pipeline.rulebook import Regex, Rules, find_edge

if TYPE_CHECKING:
    from regex import Pattern


OTHER = "other"


class BesideRule(Rules):
    """A line of a rule file; in its examples, 【】 marks the number as it is found."""

    name: str
    units: tuple[str, ...] | None = None
    before: Regex = ""
    after: Regex = ""
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def ends_before(self) -> "Pattern[str] | None":
        """The pattern that must end where the number begins."""
        return compile_pattern(f"(?:{self.before}\n)$") if self.before else None

    @cached_property
    def begins_after(self) -> "Pattern[str] | None":
        """The pattern that must begin where the number ends."""
        return compile_pattern(f"(?:{self.after}\n)") if self.after else None

    @cached_property
    def last_before(self) -> frozenset[str] | None:
        """The characters that can stand right before the number, if not all; ``$`` looks over a line end."""
        last = find_edge(self.ends_before, "last") if self.ends_before else None
        return None if last is None else last | {"\n"}

    @cached_property
    def first_after(self) -> frozenset[str] | None:
        """The characters that can stand right behind the number, if not all."""
        return find_edge(self.begins_after, "first") if self.begins_after else None

    def is_about(self, unit: str | None) -> bool:
        """Whether the rule covers a unit."""
        return self.units is None or (unit or "") in self.units


Rule = TypeVar("Rule", bound=BesideRule)


class RulesBeside(Generic[Rule]):
    """Rules in their order, by the unit of a number and the characters on its sides: few can hold of one number."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Takes the rules; which of them can hold between two characters is worked out when it is first asked."""
        self._rules = tuple(rules)
        self._lasts = frozenset().union(*(rule.last_before or () for rule in self._rules))
        self._firsts = frozenset().union(*(rule.first_after or () for rule in self._rules))
        self._known: dict[tuple[str | None, str, str], tuple[Rule, ...]] = {}

    def around(self, plain: str, start: int, end: int, unit: str | None) -> tuple[Rule, ...]:
        """The rules that can hold of the number ``plain[start:end]``; all others need not be tried."""
        before, after = plain[start - 1 : start], plain[end : end + 1]
        # Characters that no rule names are alike, so that there is an end to what is kept.
        key = unit, before if before in self._lasts else OTHER, after if after in self._firsts else OTHER
        if key not in self._known:
            self._known[key] = tuple(rule for rule in self._rules if self._may_hold(rule, *key))
        return self._known[key]

    @staticmethod
    def _may_hold(rule: Rule, unit: str | None, before: str, after: str) -> bool:
        last, first = rule.last_before, rule.first_after
        return rule.is_about(unit) and (last is None or before in last) and (first is None or after in first)
