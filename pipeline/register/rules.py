"""The structures of this stage's rule files: divisions, their changes, and facts about agencies."""

from functools import cache, lru_cache
from typing import Literal

from pydantic import Field

from pipeline.rulebook import Pattern, Regex, Rules, read_rules


class DivisionRules(Rules):
    """The structure of ``rules/divisions.toml``: a line for each division, name and code, with its source."""

    source: str
    licence: str
    retrieved: str
    checked_against: str
    last_year: int
    divisions: str


class Event(Rules):
    """A change of divisions that their names and codes do not show."""

    year: int
    kind: Literal["renamed", "merged", "joined", "divided"]
    of: tuple[str, ...] = Field(min_length=1)
    into: tuple[str, ...] = Field(min_length=1)


class Correction(Rules):
    """An error in the package from which the divisions come."""

    code: str
    until: int
    is_: str = Field(alias="is")
    why: str


class EventRules(Rules):
    """The structure of ``rules/division_events.toml``."""

    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]


class Wording(Pattern):
    """The full form of an abbreviation."""

    full: str


class TypeRule(Pattern):
    """A type of agency, with the pattern of its names."""

    type: str


class Zone(Rules):
    """A zone whose name does not say where it is, with the code of its division."""

    zone: str
    lies_in: str
    also: tuple[str, ...] = ()
    of_its_city: bool = False
    led_by: str | None = None


class ShortDivision(Rules):
    """Short names of a division that do not begin with its stem."""

    code: str
    names: tuple[str, ...] = Field(min_length=1)


class Succession(Rules):
    """An office that replaced another."""

    former: str
    later: str
    year: int


class FormerWording(Rules):
    """A short form that meant another office up to and including a year."""

    short: str
    full: str
    until: int


class RegisterRules(Rules):
    """The structure of ``rules/register.toml``."""

    division_kinds: tuple[str, ...]
    office_kinds: tuple[str, ...]
    street_of_government: Regex
    town_administration: Regex
    town_ends: Regex
    inner_zone_ends: Regex
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
    """The changes of divisions, as the file has them."""
    rules: EventRules = read_rules("division_events", EventRules)
    return rules


@cache
def register_rules() -> RegisterRules:
    """The facts about agencies, read once."""
    rules: RegisterRules = read_rules("register", RegisterRules)
    return rules


@lru_cache(maxsize=16_384)  # offices have few names: 财政局 is read thousands of times
def write_out_office(words: str) -> tuple[str, tuple[str, ...]]:
    """The name of an office with short forms written out, and the names of the lines used.

    >>> write_out_office("科技厅")
    ('科学技术厅', ('science_and_technology',))
    """
    return write_out(words, register_rules().words)


def write_out(words: str, wordings: tuple[Wording, ...]) -> tuple[str, tuple[str, ...]]:
    """Words with short forms written out, and the names of the lines used.

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
    """The type in the first line that matches."""
    return next((rule.type for rule in patterns if rule.compile().search(words)), None)
