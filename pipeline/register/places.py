"""Reads where the name of an agency says that it is: a division, a zone in it, a town.

The name is read from the left, each division within the one before. What the name leaves open (朝阳区) is decided by
the other divisions that the text names in full, or it stays open.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from pipeline.metadata import read_region
from pipeline.register.divisions import (
    Division,
    lies_within,
    load_divisions,
    named_at,
    nearest,
    outer_of,
    units_of,
    with_code,
)
from pipeline.register.rules import register_rules, write_out
from pipeline.rulebook import one_of

# How well a division fits the year of a report: valid at its end, valid at the end of the next, when it was written, or
# never near it.
VALID, WRITTEN, ELSE = 0, 1, 2
# A town has a name of so many characters and more; a shorter one is sure only before the name of its administration.
SHORTEST_TOWN = 2


class Place(NamedTuple):
    """Where an agency is: ``rest`` is what its name says behind that.

    ``unlisted`` is a place that the name gives and no list has; ``candidates`` are the divisions that it may mean.
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


class Path(NamedTuple):
    """Divisions that a name gives one behind the other, and where they end in it."""

    end: int
    divisions: tuple[Division, ...]


def read_place(name: str, year: int | None, said: str = "", *, led: bool = False) -> Place:
    """Where the name of an agency says that it is; ``said`` is the text that may decide what the name leaves open.

    Bodies that are ``led`` from above call a division by its first part alone: 国家统计局 | 宿迁调查队.

    >>> place = read_place("吉林市龙潭区湘潭街道办事处", 2008)
    >>> place.division.code, place.town, place.rest
    ('220203', '湘潭街道', '办事处')
    >>> read_place("鼓楼区财政局", 2020).division, read_place("鼓楼区财政局", 2020, "开封市鼓楼区").division.code
    (None, '410204')
    """
    zone = _read_listed_zone(name)
    if zone:
        return _read_town(zone)
    paths = list(_paths(name, 0, ()))
    if not paths:
        return _read_town(_read_without_path(name, year, said, led=led))
    place = _decide(name, paths, year, said)
    if place.division is None and place.candidates:
        return place
    return _read_town(_read_misprint(_read_zone(place), year))


def _paths(name: str, start: int, before: tuple[Division, ...]) -> Iterator[Path]:
    """Every way in which divisions stand at a place in a name, one within the other."""
    if before:
        yield Path(start, before)
    else:
        yield from _paths_behind_stem(name)
    for end, found in named_at(name, start):
        for division in found:
            if not before or lies_within(division, before[-1]):
                yield from _paths(name, end, (*before, division))


def _paths_behind_stem(name: str) -> Iterator[Path]:
    """The same behind a province that is called by its first part: 河北沧州市, 广西财政厅."""
    for province in _provinces():
        if not name.startswith(province.stem) or name.startswith(province.name):
            continue
        start = len(province.stem)
        for end, found in named_at(name, start):
            for division in found:
                if lies_within(division, province):
                    yield from _paths(name, end, (province, division))
        if name.endswith("厅"):
            yield Path(start, (province,))


@cache
def _provinces() -> tuple[Division, ...]:
    return tuple(one for some in load_divisions().by_unit.values() for one in some if one.rank == 1)


def _decide(name: str, paths: Sequence[Path], year: int | None, said: str) -> Place:
    """The division that the longest of the paths lead to, or those that they may lead to."""
    end = max(path.end for path in paths)
    longest = [path for path in paths if path.end == end]
    fit = min(_misfit(path, year) for path in longest)
    fitting = [path.divisions[-1] for path in longest if _misfit(path, year) == fit]
    rest, units = name[end:], units_of(fitting)
    readings = (f"{name[:end]}: {_say_years(fitting[0])}",) if fit == ELSE and len(units) == 1 else ()
    if len(units) == 1:
        printed = max(fitting, key=lambda one: one.last)
        of_year = printed if year is None else nearest(units[0], year)
        if not _fits(of_year, year):
            return Place(rest, candidates=(of_year,))  # merged into another before that year
        return Place(rest, of_year, readings=readings)
    found = tuple(nearest(unit, year) for unit in units)
    decided = decide_by_text(found, said)
    if decided:
        return Place(rest, decided, by_text=True, readings=(f"{name[:end]}: {full_name(decided)}",))
    return Place(rest, candidates=found)


def _say_years(division: Division) -> str:
    return f"{division.code} {division.first}-{division.last}"


def _misfit(path: Path, year: int | None) -> int:
    if year is None:
        return VALID
    return max(VALID if one.in_force(year) else WRITTEN if one.in_force(year + 1) else ELSE for one in path.divisions)


def decide_by_text(found: Sequence[Division], said: str) -> Division | None:
    """The one of several divisions that a text names with its prefecture or its province.

    These alone decide nothing: they may have been visited, or their rules passed on.

    >>> districts = [with_code(code) for code in ("110105", "220104")]
    >>> decide_by_text(districts, "在长春市朝阳区,赴北京市学习").code
    '220104'
    >>> decide_by_text(districts, "赴北京市学习")
    """
    outers = (_nearest_outer, _province)
    full = [one for one in found if any((around := outer(one)) and around.name + one.name in said for outer in outers)]
    return full[0] if len(full) == 1 else None


def _province(division: Division) -> Division | None:
    return outer_of(division)[0] if division.rank > 1 else None


def _nearest_outer(division: Division) -> Division | None:
    province, prefecture = outer_of(division)
    return prefecture if prefecture and division.rank > 2 else province if division.rank > 1 else None


def full_name(division: Division) -> str:
    """The name of a division behind those that it lies in.

    >>> full_name(with_code("410204"))
    '河南省开封市鼓楼区'
    """
    outer = [one.name for one in outer_of(division) if one and one.rank < division.rank]
    return "".join((*outer, division.name))


def _read_listed_zone(name: str) -> Place | None:
    """A zone of our own list, where a name begins with it or names it behind its province or city."""
    if not _listed_zone_re().search(name):
        return None
    for zone in sorted(register_rules().zones, key=lambda one: -len(one.zone)):
        place = name.find(zone.zone)
        if place < 0:
            continue
        host = with_code(zone.lies_in)
        around = {"", host.name, host.stem, full_name(host)}
        around |= {words for one in outer_of(host) if one for words in (one.name, one.stem, full_name(one))}
        if name[:place] in around:
            return Place(name[place + len(zone.zone) :], host, zone.zone)
    return None


@cache
def _listed_zone_re() -> "regex.Pattern[str]":
    return regex.compile(one_of([zone.zone for zone in register_rules().zones]))


def _read_zone(place: Place) -> Place:
    """A zone behind a division, as its kind is written out; one that begins with another inside it lies there.

    >>> place = _read_zone(Place("石家庄高新区", with_code("130000")))
    >>> place.division.code, place.zone
    ('130100', '高新技术产业开发区')
    """
    if place.division is None or not _zone_re().match(place.rest):
        return place
    for length in range(min(len(place.rest), load_divisions().longest), 1, -1):
        named = load_divisions().by_stem.get(place.rest[:length], ())
        inner = [one for one in named if lies_within(one, place.division)]
        if inner and _zone_re().match(place.rest, length):
            outer = min(inner, key=lambda one: one.rank)
            return _read_zone(place._replace(rest=place.rest[length:], division=outer))
    match = _zone_re().match(place.rest)
    if match is None:
        return place
    zone, used = write_out(match["zone"], register_rules().zone_words)
    readings = (f"{match['zone']}: {zone}",) if used else ()
    return place._replace(rest=place.rest[match.end() :], zone=zone, readings=(*place.readings, *readings))


def _read_without_path(name: str, year: int | None, said: str, *, led: bool) -> Place:
    """A place that no name of a division begins: a zone behind the first part of one, or one that no list has."""
    for length in range(min(len(name), load_divisions().longest), 1, -1):
        hosts = [one for one in load_divisions().by_stem.get(name[:length], ()) if _fits(one, year)]
        zone = _zone_re().match(name, length)
        if not hosts or not (zone or led):
            continue
        units = units_of(hosts)
        found = [nearest(unit, year) for unit in units]
        outer = [one for one in found if all(other is one or lies_within(other, one) for other in found)]
        host = outer[0] if outer else decide_by_text(found, said)
        if host is None:
            return Place(name[length:], candidates=tuple(found))
        return _read_zone(Place(name[length:], host, by_text=not outer))
    return _read_misprint(Place(name), year)


def _fits(division: Division, year: int | None) -> bool:
    return year is None or division.in_force(year) or division.in_force(year + 1)


def _read_misprint(place: Place, year: int | None) -> Place:
    """A place of the form of a division that no list has: a slip of the print where just one looks like it."""
    region = read_region(place.rest) if place.zone is None else None
    if not region or not _is_division_name(region):
        return place
    rest = place.rest[len(region) :]
    found = [
        one
        for name in look_alikes_of(region)
        for one in load_divisions().by_name.get(name, ())
        if _fits(one, year) and (place.division is None or lies_within(one, place.division))
    ]
    units = units_of(found)
    if len(units) == 1:
        meant = nearest(units[0], year)
        return place._replace(rest=rest, division=meant, misprint=region, readings=(f"{region}: {full_name(meant)}",))
    return place._replace(rest=rest, unlisted=region)


def _is_division_name(region: str) -> bool:
    return region[-1] in "省市县区旗盟州"


def look_alikes_of(name: str) -> Iterator[str]:
    """The names that differ from one in a character that print takes for another.

    >>> list(look_alikes_of("沐阳县"))
    ['沭阳县']
    """
    for alike in register_rules().look_alikes:
        for place, character in enumerate(name):
            if character in alike:
                yield from (name[:place] + other + name[place + 1 :] for other in alike if other != character)


def _read_town(place: Place) -> Place:
    """A town or a street behind the place, where what follows is its administration or one of its offices."""
    match = _town_re().match(place.rest)
    if not match or match["town"] in register_rules().not_towns:
        return place
    sure = _ADMINISTRATION_RE.match(place.rest, match.end())
    if not sure and (len(match["town"]) <= SHORTEST_TOWN or match["town"].endswith(register_rules().not_towns)):
        return place
    return place._replace(rest=place.rest[match.end() :], town=match["town"])


_ADMINISTRATION_RE = regex.compile(r"$|人民政府|政府|办事处|办$")


@cache
def _zone_re() -> "regex.Pattern[str]":
    return regex.compile(rf"(?:国家级|国家|省级)?(?P<zone>\p{{Han}}{{0,10}}?{one_of(register_rules().zone_kinds)})")


@cache
def _town_re() -> "regex.Pattern[str]":
    # A street may have 街道 in full behind a name; 乡 and 镇 stand at the end of a name of two characters and more.
    return regex.compile(
        rf"(?P<town>\p{{Han}}{{1,12}}?{one_of(register_rules().town_kinds)})(?=$|人民政府|政府|办|\p{{Han}})"
    )
