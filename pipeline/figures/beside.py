"""The shape of a rule about one number: its unit and the words on either side of it."""

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field

from pipeline.patterns import compile_pattern
from pipeline.rulebook import Regex, Rules

if TYPE_CHECKING:
    from regex import Pattern


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

    def is_about(self, unit: str | None) -> bool:
        """Whether the rule covers a unit."""
        return self.units is None or (unit or "") in self.units
