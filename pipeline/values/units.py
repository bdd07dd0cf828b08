"""Knows the units, classifiers and countable nouns of the genre, from ``rules/units.toml`` and ``rules/nouns.toml``."""

from decimal import Decimal
from functools import cache

from pipeline.model import Kind
from pipeline.resources import RulebookError
from pipeline.rulebook import Rules, read_rules

# What a unit of money is in 元.
IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

# The traditional form of the characters that units are written with.
TRADITIONAL = str.maketrans("个圆币里点仑时钟块条项张间亩吨场届轮辆户册", "個圓幣裏點侖時鐘塊條項張間畝噸場屆輪輛戶冊")


class Unit(Rules):
    """A unit or classifier, one line of ``rules/units.toml``."""

    unit: str
    kind: Kind
    alias: tuple[str, ...] = ()
    general: bool = False
    small: bool = False
    strong: bool = False
    unless: str = ""


class Noun(Rules):
    """A noun that follows a number without a classifier, one line of ``rules/nouns.toml``."""

    noun: str
    kind: Kind
    chinese: bool = False
    unless: str = ""


class Sign(Rules):
    """A sign of money before a number, one line of ``rules/units.toml``."""

    sign: str
    unit: str


class UnitRules(Rules):
    """The shape of ``rules/units.toml``."""

    units: tuple[Unit, ...]
    signs: tuple[Sign, ...]


class NounRules(Rules):
    """The shape of ``rules/nouns.toml``."""

    bare: tuple[Noun, ...]
    persons: tuple[str, ...]
    cases: tuple[str, ...]
    spans: tuple[str, ...]
    quantity: tuple[str, ...]


@cache
def nouns() -> NounRules:
    """The nouns that decide what a number counts."""
    return read_rules("nouns", NounRules)


@cache
def spellings() -> dict[str, Unit | Noun]:
    """Every way to write a unit or a bare noun, and what it stands for.

    Raises:
        RulebookError: if two lines claim the same spelling.
    """
    table: dict[str, Unit | Noun] = {}
    for unit in read_rules("units", UnitRules).units:
        for spelling in {s.translate(form) for s in (unit.unit, *unit.alias) for form in ({}, TRADITIONAL)}:
            if spelling in table:
                raise RulebookError(f"rules/units.toml: {spelling} is claimed by {table[spelling]!r} and by {unit!r}")
            table[spelling] = unit
    for noun in nouns().bare:
        if noun.noun in table:
            raise RulebookError(f"rules/nouns.toml: {noun.noun} is a unit already: {table[noun.noun]!r}")
        table[noun.noun] = noun
    return table


@cache
def signs() -> dict[str, Unit]:
    """The units of the signs that stand before a number.

    Raises:
        RulebookError: if a sign stands for a unit that has no line.
    """
    table = spellings()
    stated = read_rules("units", UnitRules).signs
    if unknown := [s for s in stated if s.unit not in table]:
        raise RulebookError(f"rules/units.toml: {unknown[0].sign} stands for {unknown[0].unit}, which is no unit")
    found = {s.sign: table[s.unit] for s in stated}
    return {sign: unit for sign, unit in found.items() if isinstance(unit, Unit)}


@cache
def _longest() -> int:
    return max(map(len, spellings()))


def find_unit(plain: str, start: int) -> tuple[Unit | Noun, int] | None:
    """The longest unit or bare noun that begins at ``start``, and where it ends.

    A character that makes another word of a unit voids it: 人 is no unit in 12人大代表.

    >>> find_unit("共3个百分点", 2)[0].unit
    '百分点'
    >>> find_unit("12人大代表", 2) is None
    True
    """
    table = spellings()
    for end in range(min(len(plain), start + _longest()), start, -1):
        found = table.get(plain[start:end])
        if found is None:
            continue
        # 2019 table: a letter is a unit where no other follows.
        runs_on = plain[end - 1].isascii() and plain[end - 1].isalpha() and plain[end : end + 1].isascii()
        if runs_on and plain[end : end + 1].isalpha():
            continue
        if plain[end : end + 1] not in tuple(found.unless):
            return found, end
    return None
