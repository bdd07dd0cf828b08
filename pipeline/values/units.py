"""Provides the units, classifiers and countable nouns of ``rules/units.toml`` and ``rules/nouns.toml``."""

from decimal import Decimal
from functools import cache

import regex

from pipeline.model import Kind
from pipeline.resources import RulebookError
from pipeline.rulebook import Rules, read_rules

# The value of each unit of money in 元.
IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

# The traditional forms of the characters that units are written with.
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
    though: tuple[str, ...] = ()


class Noun(Rules):
    """A noun that follows a number without a classifier, one line of ``rules/nouns.toml``."""

    noun: str
    kind: Kind
    chinese: bool = False
    alone: bool = False
    unless: str = ""


class Sign(Rules):
    """A currency sign before a number, one line of ``rules/units.toml``."""

    sign: str
    unit: str


class Part(Rules):
    """How many of a smaller unit make a larger one, one line of ``rules/units.toml``."""

    whole: str
    part: str
    size: int
    kept: bool = False


class UnitRules(Rules):
    """The structure of ``rules/units.toml``."""

    units: tuple[Unit, ...]
    signs: tuple[Sign, ...]
    parts: tuple[Part, ...]
    leaving_out: tuple[str, ...]
    moves: tuple[str, ...]
    places: tuple[str, ...]
    no_units: tuple[str, ...]


class NounRules(Rules):
    """The structure of ``rules/nouns.toml``."""

    bare: tuple[Noun, ...]
    persons: tuple[str, ...]
    cases: tuple[str, ...]
    no_cases: tuple[str, ...]
    spans: tuple[str, ...]
    quantity: tuple[str, ...]
    sorts: tuple[tuple[str, ...], ...]
    news: tuple[str, ...]
    cases_by: tuple[str, ...]
    pieces: tuple[str, ...]
    groups: tuple[str, ...]
    times: tuple[str, ...]
    things: tuple[str, ...]
    body_ends: tuple[str, ...]
    brought: tuple[str, ...]
    fields: tuple[str, ...]
    matters: tuple[str, ...]
    ends_of: tuple[str, ...]
    doors: tuple[str, ...]
    plans: tuple[str, ...]
    people: tuple[str, ...]
    counts: tuple[str, ...]
    totals: tuple[str, ...]
    singly: tuple[str, ...]
    households: tuple[str, ...]
    offences: tuple[str, ...]
    bodies: tuple[str, ...]
    ways: tuple[str, ...]
    case: str
    sort_ends: str


@cache
def nouns() -> NounRules:
    """The nouns that decide what a number counts."""
    return read_rules("nouns", NounRules)


@cache
def parts_of(unit: str | None) -> tuple[Part, ...]:
    """The smaller units in which an amount may continue, the largest first.

    >>> [(lesser.part, lesser.size) for lesser in parts_of("元")]
    [('角', 10), ('分', 100)]
    """
    return tuple(part for part in read_rules("units", UnitRules).parts if part.whole == unit)


def leaves_out(unit: str | None) -> bool:
    """Whether a smaller unit may be omitted after this one (五块三, 三米九)."""
    return unit in read_rules("units", UnitRules).leaving_out


def ranking() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for going up or down a ranking, and the units of its places (排名上升3位)."""
    rules = read_rules("units", UnitRules)
    return rules.moves, rules.places


def is_unit(unit: str | None) -> bool:
    """Whether what a number is counted by is a unit, and not a word that stands like one (6大产业)."""
    return unit not in read_rules("units", UnitRules).no_units


@cache
def spellings() -> dict[str, Unit | Noun]:
    """Every spelling of a unit or bare noun, with its meaning.

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
    """The units of the signs before a number.

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


# 50千米每小时, 30元/份: one unit per another; 50公里每天3趟 is two quantities.
_PER_RE = regex.compile(r"(?:每|/|／)")
_PER = frozenset((Kind.MONEY, Kind.LENGTH, Kind.MASS, Kind.VOLUME, Kind.AREA, Kind.ENERGY, Kind.OTHER))
_PER_WHAT = frozenset((Kind.DURATION, Kind.LENGTH, Kind.MASS, Kind.VOLUME, Kind.AREA, Kind.ENERGY, Kind.PERSON_COUNT))
_PER_ITEMS = frozenset("件份页次台套个")
_GOES_ON_RE = regex.compile(r"\ ?[\d一二两三四五六七八九十百]")
# 平 方 米, 个 百 分 点: letter-spacing, in units long enough not to be separate words.
LEAST_SPACED = 3


def find_unit(plain: str, start: int) -> tuple[Unit | Noun, int] | None:
    """The longest unit or bare noun that begins at ``start``, and its end.

    A following character that makes it another word voids it: 人 is no unit in 12人大代表.

    >>> find_unit("共3个百分点", 2)[0].unit
    '百分点'
    >>> find_unit("12人大代表", 2) is None, find_unit("12人大专学历", 2)[0].unit
    (True, '人')
    >>> find_unit("平均50千米每小时。", 4)[0].unit
    '公里/小时'
    """
    found = _find_written(plain, start)
    if found is None:
        return _find_spaced(plain, start)
    unit, end = found
    for _ in range(2):
        rate = _find_rate(plain, unit, end) if isinstance(unit, Unit) and unit.kind in _PER else None
        if rate is None:
            break
        unit, end = rate
    return unit, end


def _find_written(plain: str, start: int) -> tuple[Unit | Noun, int] | None:
    """The longest unit or bare noun written at an offset."""
    table = spellings()
    for end in range(min(len(plain), start + _longest()), start, -1):
        found = table.get(plain[start:end])
        if found is None:
            continue
        # 2019 table: a letter is a unit only if no other letter follows.
        runs_on = plain[end - 1].isascii() and plain[end - 1].isalpha() and plain[end : end + 1].isascii()
        if runs_on and plain[end : end + 1].isalpha():
            continue
        if plain[end : end + 1] not in tuple(found.unless) or _begins_word(plain, found, end):
            return found, end
    return None


def _begins_word(plain: str, found: Unit | Noun, end: int) -> bool:
    """Whether a word of its own begins behind a classifier, with which it only seems to make another: 3位|居民."""
    return isinstance(found, Unit) and plain.startswith(found.though, end)


def _find_spaced(plain: str, start: int) -> tuple[Unit | Noun, int] | None:
    """A long unit with letter-spacing (百 分 点)."""
    reach = plain[start : start + 3 * LEAST_SPACED + 4]
    if " " not in reach:
        return None
    offsets = [offset for offset, letter in enumerate(reach) if letter != " "]
    found = _find_written("".join(reach[offset] for offset in offsets), 0)
    if found is None or found[1] < LEAST_SPACED or offsets[0] > LEAST_SPACED:
        return None
    return found[0], start + offsets[found[1] - 1] + 1


def _find_rate(plain: str, unit: Unit, end: int) -> tuple[Unit, int] | None:
    """The rate that begins with a unit: 千米|每小时, 元|/份."""
    per = _PER_RE.match(plain, end)
    other = _find_written(plain, per.end()) if per else None
    if other is None or not isinstance(other[0], Unit) or _GOES_ON_RE.match(plain, other[1]):
        return None
    if other[0].kind not in _PER_WHAT and other[0].unit not in _PER_ITEMS:
        return None
    return _rate(unit, other[0]), other[1]


@cache
def _rate(unit: Unit, other: Unit) -> Unit:
    """The unit of a rate: that of its own line if there is one (元/人月), else both joined."""
    name = f"{unit.unit}/{other.unit}"
    line = spellings().get(name)
    return (
        line if isinstance(line, Unit) else Unit(unit=name, kind=Kind.MONEY if unit.kind is Kind.MONEY else Kind.OTHER)
    )
