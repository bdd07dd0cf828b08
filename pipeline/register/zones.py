"""Reads zones, which have no code: from our list, or after the division that they are in; and parts of zones."""

from functools import cache
from typing import NamedTuple

import regex

from pipeline.patterns import compile_pattern
from pipeline.register.divisions import (
    SHORTEST_STEM,
    Division,
    full_name,
    lies_within,
    load_divisions,
    outer_of,
    with_code,
)
from pipeline.register.rules import Zone, register_rules, write_out
from pipeline.rulebook import one_of

# A zone with this name alone, after the stem of its city, has both as its name: 长春新区.
NEW_AREA = "新区"
# A place has no office in its name: 公安局和平区 | 分局 is a branch of 公安局.
OFFICE_BEFORE_RE = regex.compile(r"\p{Han}{2}(?:局|厅|委员会|办公室)\p{Han}{2}")


class Place(NamedTuple):
    """The place of an agency; ``rest`` is the remainder of its name.

    ``unlisted`` is a place in the name that is in no list; ``candidates`` are the divisions that it may mean.
    """

    rest: str
    division: Division | None = None
    zone: str | None = None
    town: str | None = None
    unlisted: str | None = None
    misprint: str | None = None
    candidates: tuple[Division, ...] = ()
    by_text: bool = False
    readings: tuple[str, ...] = ()


def read_listed_zone(name: str) -> Place | None:
    """A zone of our list at the beginning of a name, or after its province or city."""
    if not _listed_zone_re().search(name):
        return None
    for printed, zone in _listed_zones():
        start = name.find(printed)
        end = start + len(printed)
        if start < 0 or ends_town(name, end):
            continue
        host = with_code(zone.lies_in)
        if name[:start] in _names_around(host):
            called = zone.zone.removeprefix(host.stem) if zone.of_its_city else zone.zone
            readings = (f"{printed}: {zone.zone}",) if printed != zone.zone else ()
            return _read_inner_zone(Place(name[end:], host, called, readings=readings))
    return None


@cache
def _listed_zones() -> tuple[tuple[str, Zone], ...]:
    """Every name of a zone in our list, the longest first, with the zone."""
    named = [(name, zone) for zone in register_rules().zones for name in (zone.zone, *zone.also)]
    return tuple(sorted(named, key=lambda pair: -len(pair[0])))


@cache
def _listed_zone_re() -> "regex.Pattern[str]":
    return compile_pattern(one_of([name for name, _ in _listed_zones()]), 0)


@cache
def _names_around(host: Division) -> frozenset[str]:
    """The words that may precede the name of a zone: none, or the divisions around it, in long or short form."""
    around = [division for division in (host, *outer_of(host)) if division]
    names = {"", *(words for division in around for words in (division.name, division.stem, full_name(division)))}
    return frozenset(names | {outer + division.stem for outer in names for division in around})


def read_zone(place: Place, stem: str = "", year: int | None = None) -> Place:
    """A zone after a division, with its kind written out; one that begins with an inner division's stem is there.

    A 新区 has the ``stem`` before it in its name; for other zones it only gives the location.

    >>> place = read_zone(Place("石家庄高新区", with_code("130000")))
    >>> place.division.code, place.zone
    ('130100', '高新技术产业开发区')
    >>> read_zone(Place("长春新区", with_code("220100"))).zone
    '长春新区'
    """
    host = place.division
    if host is None or not zone_re().match(place.rest):
        return place
    for length in range(min(len(place.rest), load_divisions().longest), SHORTEST_STEM - 1, -1):
        named = load_divisions().by_stem.get(place.rest[:length], ())
        inner = [
            candidate
            for candidate in named
            if _fits(candidate, year) and (candidate.unit == host.unit or lies_within(candidate, host))
        ]
        if inner and zone_re().match(place.rest, length) and not is_longer_name(place.rest, length):
            outer = min(inner, key=lambda candidate: candidate.rank)
            return read_zone(place._replace(rest=place.rest[length:], division=outer), outer.stem, year)
    match = zone_re().match(place.rest)
    if match is None or OFFICE_BEFORE_RE.search(match["zone"]) or (stem and is_longer_name(place.rest, 0)):
        return place
    zone, used = write_out(match["zone"], register_rules().zone_words)
    zone = stem + zone if zone == NEW_AREA else zone
    readings = (f"{match['zone']}: {zone}",) if used else ()
    found = place._replace(rest=place.rest[match.end() :], zone=zone, readings=(*place.readings, *readings))
    return _read_inner_zone(found)


def _fits(division: Division, year: int | None) -> bool:
    return year is None or division.in_force(year) or division.in_force(year + 1)


def _read_inner_zone(place: Place) -> Place:
    """A part of a zone with its own administration: 西咸新区 | 沣东新城管委会."""
    match = _inner_zone_re().match(place.rest)
    return place._replace(rest=place.rest[match.end() :], zone=f"{place.zone}/{match['zone']}") if match else place


def is_longer_name(name: str, end: int) -> bool:
    """Whether the stem of a division, which ends there, is that of a mountain, a lake or the like.

    >>> is_longer_name("天柱山风景区", 2), is_longer_name("石家庄高新区", 3)
    (True, False)
    """
    return register_rules().longer_names.compile().match(name[end:]) is not None


def ends_town(name: str, end: int) -> bool:
    """Whether an apparent division or zone is the beginning of a street or a town: 东区 | 街道办事处."""
    return _town_end_re().match(name, end) is not None


@cache
def zone_re() -> "regex.Pattern[str]":
    """A zone up to the word for its kind, except for streets with such names."""
    kinds, towns = one_of(register_rules().zone_kinds), _town_end_re().pattern
    return regex.compile(rf"(?:国家级|国家|省级)?(?P<zone>\p{{Han}}{{0,10}}?{kinds})(?!{towns})")


@cache
def _inner_zone_re() -> "regex.Pattern[str]":
    kinds = one_of(register_rules().inner_zone_kinds)
    return regex.compile(rf"(?P<zone>\p{{Han}}{{2,6}}?{kinds})(?={register_rules().inner_zone_ends})")


@cache
def _town_end_re() -> "regex.Pattern[str]":
    return regex.compile(rf"{one_of(register_rules().town_kinds)}(?:{register_rules().town_ends})")
