"""Reads where the name of an agency says that it is: a division, a zone in it, a town.

The name is read from the left, each division within the one before. What the name leaves open (朝阳区) is decided by
the other divisions that the text names in full, or it stays open.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.metadata import read_region
from pipeline.register.divisions import (
    COUNTY,
    SHORTEST_STEM,
    Division,
    full_name,
    lies_within,
    load_divisions,
    named_at,
    nearest,
    outer_of,
    units_of,
)
from pipeline.register.rules import register_rules
from pipeline.register.towns import read_town
from pipeline.register.zones import (
    OFFICE_BEFORE_RE,
    Place,
    ends_town,
    is_longer_name,
    read_listed_zone,
    read_zone,
    zone_re,
)

# How well a division fits the year of a report: valid at its end, valid at the end of the next, when it was written, or
# never near it.
VALID, WRITTEN, ELSE = 0, 1, 2


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
    zone = read_listed_zone(name)
    if zone:
        return read_town(zone)
    paths = list(_paths(name, 0, ()))
    if not paths:
        return read_town(_read_without_path(name, year, said, led=led))
    place = _decide(name, paths, year, said)
    if place.division is None and place.candidates:
        return place
    return read_town(_read_misprint(read_zone(place, year=year), year))


def _paths(name: str, start: int, before: tuple[Division, ...]) -> Iterator[Path]:
    """Every way in which divisions stand at a place in a name, one within the other."""
    if before:
        yield Path(start, before)
    yield from _paths_behind_stem(name, start, before)
    for end, found in named_at(name, start):
        for division in found:
            if (not before or lies_within(division, before[-1])) and not ends_town(name, end):
                yield from _paths(name, end, (*before, division))


def _paths_behind_stem(name: str, start: int, before: tuple[Division, ...]) -> Iterator[Path]:
    """The same behind a province or prefecture that is called by its first part: 河北沧州市, 广州南沙区, 广西财政厅."""
    for end in range(min(len(name), start + load_divisions().longest), start + SHORTEST_STEM - 1, -1):
        for outer in load_divisions().by_stem.get(name[start:end], ()):
            if before and not lies_within(outer, before[-1]):
                continue
            around = (*before, outer)
            if (outer.rank == 1 or outer.name.endswith("市")) and _begins_with_city(name, end):
                yield Path(end, around)
            if outer.rank == COUNTY:
                continue
            if outer.rank == 1 and name.endswith("厅"):
                yield Path(end, around)
            yield from _paths_behind_stem(name, end, around)
            for behind, found in named_at(name, end):
                for division in found:
                    if lies_within(division, outer) and not ends_town(name, behind):
                        yield from _paths(name, behind, (*around, division))


def _begins_with_city(name: str, start: int) -> bool:
    """Whether a word of the office begins there that has 市 for its first character: 北京 | 市政市容管理委员会."""
    return register_rules().words_with_city.compile().match(name, start) is not None


def _decide(name: str, paths: Sequence[Path], year: int | None, said: str) -> Place:
    """The division that the longest of the paths lead to, or those that they may lead to."""
    end = max(path.end for path in paths)
    longest = [path for path in paths if path.end == end]
    fit = min(_misfit(path, year) for path in longest)
    fitting = [path.divisions[-1] for path in longest if _misfit(path, year) == fit]
    rest, units = name[end:], units_of(fitting)
    readings: tuple[str, ...] = ()
    if len(units) == 1:
        if fit == ELSE:
            readings = (f"{name[:end]}: {_say_years(fitting[0])}",)
        elif not name[:end].endswith(fitting[0].name):
            readings = (f"{name[:end]}: {full_name(fitting[0])}",)
        printed = max(fitting, key=lambda one: one.last)
        of_year = printed if year is None else nearest(units[0], year)
        if not fits(of_year, year):
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

    >>> from pipeline.register.divisions import with_code
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


def _read_without_path(name: str, year: int | None, said: str, *, led: bool) -> Place:
    """A place that no name of a division begins: a zone behind the first part of one, or one that no list has."""
    for length in range(min(len(name), load_divisions().longest), 1, -1):
        hosts = [one for one in load_divisions().by_stem.get(name[:length], ()) if fits(one, year)]
        zone = zone_re().match(name, length)
        if not hosts or not (zone or led) or _is_in_longer_name(name, length, hosts):
            continue
        found = [nearest(unit, year) for unit in units_of(hosts)]
        meant = _find_outer(found, name[length:], led=led)
        if meant and zone and not led and not _is_called_for(meant, zone["zone"]):
            meant = None
        host = meant or decide_by_text(found, said)
        if host is None:
            return _read_open_zone(Place(name[length:], candidates=tuple(found)))
        return read_zone(Place(name[length:], host, by_text=meant is None), host.stem, year)
    return _read_misprint(Place(name), year)


def _is_in_longer_name(name: str, end: int, hosts: Sequence[Division]) -> bool:
    """Whether what ends there is the beginning of another name, and no division within it goes on: 重庆 | 江津."""
    stems = load_divisions().by_stem
    behind = (one for last in range(end + SHORTEST_STEM, len(name)) for one in stems.get(name[end:last], ()))
    return is_longer_name(name, end) and not any(lies_within(one, host) for one in behind for host in hosts)


def _read_open_zone(place: Place) -> Place:
    match = zone_re().match(place.rest)
    return place._replace(rest=place.rest[match.end() :], zone=match["zone"]) if match else place


def _is_called_for(division: Division, zone: str) -> bool:
    """Whether nothing but a division can be meant by its first part before a zone.

    What a district or a lake is called, others are called too: 滨湖新区, 东湖高新区, 衡山风景名胜区.
    """
    if division.rank < COUNTY:
        return True
    called = register_rules().called_for_counties.compile()
    return not division.name.endswith("区") and called.search(zone) is not None


def _find_outer(found: Sequence[Division], rest: str, *, led: bool = False) -> Division | None:
    """The one of several divisions of one stem that all others lie in; of a province only where ``rest`` says so.

    吉林高新区 is of the city, and may be taken for one of the province; 吉林调查总队 is of the province.
    """
    provinces = [one for one in found if one.rank == 1]
    if led and len(provinces) == 1 and register_rules().offices_of_provinces.compile().match(rest):
        return provinces[0]
    outer = [one for one in found if all(other is one or lies_within(other, one) for other in found)]
    if not outer or len(found) == 1 or outer[0].rank > 1:
        return outer[0] if outer else None
    stems = load_divisions().by_stem
    inner = (one for end in range(SHORTEST_STEM, len(rest)) for one in stems.get(rest[:end], ()))
    return outer[0] if any(lies_within(one, outer[0]) for one in inner) else None


def fits(division: Division, year: int | None) -> bool:
    """Whether a division is in force at the end of a year, or at the end of the next, when a report is written."""
    return year is None or division.in_force(year) or division.in_force(year + 1)


def _read_misprint(place: Place, year: int | None) -> Place:
    """A place of the form of a division that no list has: a slip of the print where just one looks like it."""
    region = read_region(place.rest) if place.zone is None else None
    if not region or not _is_division_name(region) or ends_town(place.rest, len(region)):
        return place
    if OFFICE_BEFORE_RE.search(region):
        return place
    rest = place.rest[len(region) :]
    found = [
        one
        for name in look_alikes_of(region)
        for one in load_divisions().by_name.get(name, ())
        if fits(one, year) and (place.division is None or lies_within(one, place.division))
    ]
    units = units_of(found)
    if not units and place.division and register_rules().placeless.compile().search(region):
        return place
    if not units and place.division is None and _names_no_place(region):
        return place._replace(rest=rest, zone=region if zone_re().fullmatch(region) else None)
    if len(units) == 1:
        meant = nearest(units[0], year)
        return place._replace(rest=rest, division=meant, misprint=region, readings=(f"{region}: {full_name(meant)}",))
    return place._replace(rest=rest, unlisted=region)


def _names_no_place(region: str) -> bool:
    """Whether several places may be called so: 我市, 经济开发区, and a zone that no division stands before."""
    return zone_re().fullmatch(region) is not None or register_rules().placeless.compile().search(region) is not None


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
