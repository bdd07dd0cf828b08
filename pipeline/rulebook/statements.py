"""Reads ``rules/statements.toml``: the channels and actors by which a sentence states that something was done."""

from functools import cache

from pydantic import Field

from pipeline.rulebook.load import Pattern, Regex, Rules, read_rules


class StatementRules(Rules):
    """The structure of ``rules/statements.toml``."""

    channels: tuple[Pattern, ...] = Field(min_length=1)
    account: Pattern
    receiver: Pattern
    title: Pattern
    means: Pattern
    and_others: Pattern
    and_the_rest: Pattern
    means_of_all: Pattern
    speaker: Pattern
    body: Pattern
    channel_of: Pattern
    channel_at: Pattern
    own: Pattern
    own_zone: Pattern
    own_office: Pattern
    for_all: Pattern
    inner: Pattern
    joined: Pattern
    all_below: Pattern
    system: Pattern
    area: Pattern
    tiers: Pattern
    villages: Pattern
    branches: Pattern
    governing: Pattern
    commission: Pattern
    undivided: Pattern
    office: Pattern
    generic: Pattern
    target: Pattern
    pivot: Pattern
    attending: Pattern
    watching: Pattern
    deciding: Pattern
    anew: Pattern
    all_of: Pattern
    all_kinds: Pattern
    levels: dict[str, int]
    divisions: str
    offices: tuple[str, ...]
    government: str
    applied: Regex
    asked: Regex
    alike: dict[str, str]
    counted: str
    counted_with: str


@cache
def statement_rules() -> StatementRules:
    """The rules, read once."""
    rules: StatementRules = read_rules("statements", StatementRules)
    return rules
