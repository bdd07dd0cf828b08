"""Reads the place in an agency's name: a division, a zone in it, a town.

The name is read from the left, each division within the one before. An ambiguous name (朝阳区) is decided by other
divisions that the text names in full, or stays open.
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

# How well a division matches the year of a report: valid at its end, valid at the end of the next year, when it was
# written, or at neither.
VALID, WRITTEN, ELSE = 0, 1, 2


class Path(NamedTuple):
    """Nested divisions in a name, from the outermost, and the offset of their end."""

    end: int
    divisions: tuple[Division, ...]


def read_place(name: str, year: int | None, text: str = "", *, led: bool = False) -> Place:
    """The place in an agency's name; ``text`` may decide what the name leaves open.

    Bodies that are ``led`` from above use only the stem of a division: 国家统计局 | 宿迁调查队.

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
        return read_town(_read_without_path(name, year, text, led=led))
    place = _decide(name, paths, year, text)
    if place.division is None and place.candidates:
        return place
    return read_town(_read_misprint(read_zone(place, year=year), year))


def _paths(name: str, start: int, before: tuple[Division, ...]) -> Iterator[Path]:
    """Every sequence of nested divisions that begins at an offset."""
    if before:
        yield Path(start, before)
    yield from _paths_after_stem(name, start, before)
    for end, found in named_at(name, start):
        for division in found:
            if (not before or lies_within(division, before[-1])) and not ends_town(name, end):
                yield from _paths(name, end, (*before, division))


def _paths_after_stem(name: str, start: int, before: tuple[Division, ...]) -> Iterator[Path]:
    """The same after the stem of a province or prefecture: 河北沧州市, 广州南沙区, 广西财政厅."""
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
            yield from _paths_after_stem(name, end, around)
            for inner_end, found in named_at(name, end):
                for division in found:
                    if lies_within(division, outer) and not ends_town(name, inner_end):
                        yield from _paths(name, inner_end, (*around, division))


def _begins_with_city(name: str, start: int) -> bool:
    """Whether a word of the office that begins with 市 starts there: 北京 | 市政市容管理委员会."""
    return register_rules().words_with_city.compile().match(name, start) is not None


def _decide(name: str, paths: Sequence[Path], year: int | None, text: str) -> Place:
    """The division to which the longest paths lead, or the candidates."""
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
        printed = max(fitting, key=lambda division: division.last)
        of_year = printed if year is None else nearest(units[0], year)
        if not fits(of_year, year):
            return Place(rest, candidates=(of_year,))  # merged into another before that year
        return Place(rest, of_year, readings=readings)
    found = tuple(nearest(unit, year) for unit in units)
    decided = decide_by_text(found, text)
    if decided:
        return Place(rest, decided, by_text=True, readings=(f"{name[:end]}: {full_name(decided)}",))
    return Place(rest, candidates=found)


def _say_years(division: Division) -> str:
    return f"{division.code} {division.first}-{division.last}"


def _misfit(path: Path, year: int | None) -> int:
    if year is None:
        return VALID
    return max(VALID if d.in_force(year) else WRITTEN if d.in_force(year + 1) else ELSE for d in path.divisions)


def decide_by_text(found: Sequence[Division], text: str) -> Division | None:
    """The one of several divisions that a text names with its prefecture or province.

    A prefecture or province alone decides nothing: it may have been visited, or its rules passed on.

    >>> from pipeline.register.divisions import with_code
    >>> districts = [with_code(code) for code in ("110105", "220104")]
    >>> decide_by_text(districts, "在长春市朝阳区,赴北京市学习").code
    '220104'
    >>> decide_by_text(districts, "赴北京市学习")
    """
    outers = (_nearest_outer, _province)
    full = [
        candidate
        for candidate in found
        if any((around := outer(candidate)) and around.name + candidate.name in text for outer in outers)
    ]
    return full[0] if len(full) == 1 else None


def _province(division: Division) -> Division | None:
    return outer_of(division)[0] if division.rank > 1 else None


def _nearest_outer(division: Division) -> Division | None:
    province, prefecture = outer_of(division)
    return prefecture if prefecture and division.rank > 2 else province if division.rank > 1 else None


def _read_without_path(name: str, year: int | None, text: str, *, led: bool) -> Place:
    """A place without the full name of a division: a zone after a stem, or a place in no list."""
    for length in range(min(len(name), load_divisions().longest), 1, -1):
        hosts = [division for division in load_divisions().by_stem.get(name[:length], ()) if fits(division, year)]
        zone = zone_re().match(name, length)
        if not hosts or not (zone or led) or _is_in_longer_name(name, length, hosts):
            continue
        found = [nearest(unit, year) for unit in units_of(hosts)]
        meant = _find_outer(found, name[length:], led=led)
        if meant and zone and not led and not _is_called_for(meant, zone["zone"]):
            meant = None
        host = meant or decide_by_text(found, text)
        if host is None:
            return _read_open_zone(Place(name[length:], candidates=tuple(found)))
        return read_zone(Place(name[length:], host, by_text=meant is None), host.stem, year)
    return _read_misprint(Place(name), year)


def _is_in_longer_name(name: str, end: int, hosts: Sequence[Division]) -> bool:
    """Whether the words that end there begin another name, and no division within follows: 重庆 | 江津."""
    stems = load_divisions().by_stem
    following = (inner for last in range(end + SHORTEST_STEM, len(name)) for inner in stems.get(name[end:last], ()))
    return is_longer_name(name, end) and not any(lies_within(inner, host) for inner in following for host in hosts)


def _read_open_zone(place: Place) -> Place:
    match = zone_re().match(place.rest)
    return place._replace(rest=place.rest[match.end() :], zone=match["zone"]) if match else place


def _is_called_for(division: Division, zone: str) -> bool:
    """Whether a stem before a zone can only mean the division.

    Districts and lakes share their names with others: 滨湖新区, 东湖高新区, 衡山风景名胜区.
    """
    if division.rank < COUNTY:
        return True
    called = register_rules().called_for_counties.compile()
    return not division.name.endswith("区") and called.search(zone) is not None


def _find_outer(found: Sequence[Division], rest: str, *, led: bool = False) -> Division | None:
    """The one of several divisions with one stem that contains all others; a province only if ``rest`` says so.

    吉林高新区 is the city's, although it could be a province's; 吉林调查总队 is the province's.
    """
    provinces = [candidate for candidate in found if candidate.rank == 1]
    if led and len(provinces) == 1 and register_rules().offices_of_provinces.compile().match(rest):
        return provinces[0]
    outer = [
        candidate for candidate in found if all(other is candidate or lies_within(other, candidate) for other in found)
    ]
    if not outer or len(found) == 1 or outer[0].rank > 1:
        return outer[0] if outer else None
    stems = load_divisions().by_stem
    inner = (candidate for end in range(SHORTEST_STEM, len(rest)) for candidate in stems.get(rest[:end], ()))
    return outer[0] if any(lies_within(candidate, outer[0]) for candidate in inner) else None


def fits(division: Division, year: int | None) -> bool:
    """Whether a division exists at the end of a year, or of the next, when a report is written."""
    return year is None or division.in_force(year) or division.in_force(year + 1)


def _read_misprint(place: Place, year: int | None) -> Place:
    """A place that looks like a division but is in no list; corrected if exactly one division resembles it."""
    region = read_region(place.rest) if place.zone is None else None
    if not region or not _is_division_name(region) or ends_town(place.rest, len(region)):
        return place
    if OFFICE_BEFORE_RE.search(region):
        return place
    rest = place.rest[len(region) :]
    found = [
        division
        for name in look_alikes_of(region)
        for division in load_divisions().by_name.get(name, ())
        if fits(division, year) and (place.division is None or lies_within(division, place.division))
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
    """Whether several places may have the name: 我市, 经济开发区, and a zone without a division before it."""
    return zone_re().fullmatch(region) is not None or register_rules().placeless.compile().search(region) is not None


def _is_division_name(region: str) -> bool:
    return region[-1] in "省市县区旗盟州"


def look_alikes_of(name: str) -> Iterator[str]:
    """The names that differ in one character that is easily confused in print.

    >>> list(look_alikes_of("沐阳县"))
    ['沭阳县']
    """
    for alike in register_rules().look_alikes:
        for index, character in enumerate(name):
            if character in alike:
                yield from (name[:index] + other + name[index + 1 :] for other in alike if other != character)
