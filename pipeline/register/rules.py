"""The shapes of the rule files of this room: divisions, what became of them, and what is known of agencies."""

from functools import cache, lru_cache
from typing import Literal

from pydantic import Field

from pipeline.rulebook import Pattern, Rules, read_rules


class DivisionRules(Rules):
    """The shape of ``rules/divisions.toml``: a line a division and its name and code, with where that is from."""

    source: str
    licence: str
    retrieved: str
    checked_against: str
    last_year: int
    divisions: str


class Event(Rules):
    """What became of divisions whose names and codes do not tell it."""

    year: int
    kind: Literal["renamed", "merged", "joined", "divided"]
    of: tuple[str, ...] = Field(min_length=1)
    into: tuple[str, ...] = Field(min_length=1)


class Correction(Rules):
    """Where the package that the divisions come from is wrong."""

    code: str
    until: int
    is_: str = Field(alias="is")
    why: str


class EventRules(Rules):
    """The shape of ``rules/division_events.toml``."""

    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]


class Wording(Pattern):
    """What a short form stands for."""

    full: str


class TypeRule(Pattern):
    """What kind of agency a name is of."""

    type: str


class Zone(Rules):
    """A zone whose name does not say where it lies, and the code of the division that it lies in."""

    zone: str
    lies_in: str
    also: tuple[str, ...] = ()
    of_its_city: bool = False
    led_by: str | None = None


class ShortDivision(Rules):
    """What a division is called for short, where that does not begin with the first part of its name in full."""

    code: str
    names: tuple[str, ...] = Field(min_length=1)


class Succession(Rules):
    """An office that another took the place of."""

    former: str
    later: str
    year: int


class FormerWording(Rules):
    """A short form that stood for another office up to a year, that year with it."""

    short: str
    full: str
    until: int


class RegisterRules(Rules):
    """The shape of ``rules/register.toml``."""

    words: tuple[Wording, ...]
    types: tuple[TypeRule, ...]
    zone_kinds: tuple[str, ...]
    zone_words: tuple[Wording, ...]
    zones: tuple[Zone, ...]
    inner_zone_kinds: tuple[str, ...]
    short_divisions: tuple[ShortDivision, ...]
    town_kinds: tuple[str, ...]
    not_towns: tuple[str, ...]
    parents: tuple[str, ...]
    parents_in_full: dict[str, str]
    stem_offices: tuple[str, ...]
    led_taxes: dict[str, str]
    city_bureaus: tuple[str, ...]
    led_in_provinces: tuple[str, ...]
    former_words: tuple[FormerWording, ...]
    party: dict[str, str]
    alike_zones: tuple[tuple[str, ...], ...]
    successions: tuple[Succession, ...]
    look_alikes: tuple[str, ...]
    nameless: Pattern
    placeless: Pattern
    longer_names: Pattern
    words_with_city: Pattern
    offices_of_provinces: Pattern
    called_for_counties: Pattern
    corrected: Pattern
    state_begins: tuple[str, ...]


def division_rules() -> DivisionRules:
    """The divisions, as the file has them."""
    rules: DivisionRules = read_rules("divisions", DivisionRules)
    return rules


def event_rules() -> EventRules:
    """What became of divisions, as the file has it."""
    rules: EventRules = read_rules("division_events", EventRules)
    return rules


@cache
def register_rules() -> RegisterRules:
    """What is known of agencies, read once."""
    rules: RegisterRules = read_rules("register", RegisterRules)
    return rules


@lru_cache(maxsize=16_384)  # offices have few names: 财政局 is read thousands of times
def write_out_office(words: str) -> tuple[str, tuple[str, ...]]:
    """The name of an office with its short forms written out, and the names of the lines that did it.

    >>> write_out_office("科技厅")
    ('科学技术厅', ('science_and_technology',))
    """
    return write_out(words, register_rules().words)


def write_out(words: str, wordings: tuple[Wording, ...]) -> tuple[str, tuple[str, ...]]:
    """Words with their short forms written out, and the names of the lines that did it.

    >>> write_out("高新区", register_rules().zone_words)
    ('高新技术产业开发区', ('high_technology',))
    """
    used = []
    for wording in wordings:
        written = wording.compile().sub(wording.full, words, count=1)
        if written != words:
            used.append(wording.name)
        words = written
    return words, tuple(used)


def first_of(words: str, patterns: "tuple[TypeRule, ...]") -> str | None:
    """The type of the first line that fits."""
    return next((rule.type for rule in patterns if rule.compile().search(words)), None)
