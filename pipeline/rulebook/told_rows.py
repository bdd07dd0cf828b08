"""Reads ``rules/told_rows.toml``: what the rows of the statutory forms mean, in whatever words a report tells them."""

from functools import cache

from pydantic import Field, model_validator

from pipeline.rulebook.indicators import indicator_rules
from pipeline.rulebook.load import Regex, Rules, read_rules


class Division(Rules):
    """What a report divides: its requests, reviews, lawsuits, staff."""

    name: str
    names: Regex
    whole: tuple[str, ...] = ()


class ToldRow(Rules):
    """One row: the words about a number that say that it is this."""

    indicator: str
    of: tuple[str, ...] = ()
    units: str
    said: Regex
    not_said: Regex | None = None
    clause: Regex | None = None
    not_clause: Regex | None = None
    topic: Regex | None = None
    general: bool = False
    part: bool = False
    zero: bool = False
    within_year: bool = False
    stock: bool = False
    since: int = 0
    until: int = 9999


class ToldDenial(Rules):
    """Words of a clause that are no figure, and say that there was none of an indicator, or that speak of it."""

    indicator: str
    said: Regex
    spoken: bool = False


class ToldRules(Rules):
    """The structure of ``rules/told_rows.toml``."""

    leads: Regex
    sums: Regex
    changed: Regex
    since_base: Regex
    marks: Regex
    headers: Regex
    excluded: Regex
    of_all: Regex
    away: Regex
    dealt: Regex
    foreign: Regex
    earlier: Regex
    joins: Regex
    units: dict[str, tuple[str, ...]]
    divisions: tuple[Division, ...] = Field(min_length=1)
    rows: tuple[ToldRow, ...] = Field(min_length=1)
    denials: tuple[ToldDenial, ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> "ToldRules":
        codes = {rule.code for rule in indicator_rules().indicators}
        names = {division.name for division in self.divisions}
        named = ({row.indicator for row in self.rows} | {one.indicator for one in self.denials}) - codes
        divided = {name for row in self.rows for name in row.of} - names
        unknown = named | divided | ({row.units for row in self.rows} - set(self.units))
        if unknown:
            raise ValueError(f"unknown indicators, divisions or units: {sorted(unknown)}")
        return self


@cache
def told_rules() -> ToldRules:
    """The rules, read once."""
    rules: ToldRules = read_rules("told_rows", ToldRules)
    return rules
