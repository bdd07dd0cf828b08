"""Finds the agency that leads one: its government, the government or zone around it, or its own kind from above."""

from pipeline.register.branches import BRANCH
from pipeline.register.divisions import COUNTY, Division, load_divisions, nearest, outer_of
from pipeline.register.rules import register_rules

GOVERNMENT, ADMINISTRATION = "人民政府", "管理委员会"
COUNCIL = "state:国务院"


def find_parent(agency_id: str, agency_type: str | None) -> str | None:
    """The agency that leads one; null where that is not sure.

    That is the government of a department, and of a government that of the division around it; the taxes are led by
    their own kind one level up, but for the local taxes of a province; a branch by the bureau of its city.

    >>> find_parent("440823/建新镇:人民政府", "town"), find_parent("320829:人民政府", "government")
    ('440823:人民政府', '320800:人民政府')
    >>> find_parent("210100:财政局", "department"), find_parent("210100:中级人民法院", "court")
    ('210100:人民政府', None)
    >>> find_parent("320829:地方税务局", "vertical"), find_parent("320000:税务局", "vertical")
    ('320800:地方税务局', 'state:国家税务总局')
    """
    base, _, office = agency_id.partition(":")
    unit, *inner = base.split("/")
    if base == "state":
        return COUNCIL if agency_id != COUNCIL else None
    if unit not in load_divisions().by_unit:
        return None
    tax = next((tax for tax in register_rules().led_taxes if office.startswith(tax)), None)
    if tax:
        return _find_tax_office(base, tax) if office == tax else f"{base}:{tax}"
    if office.endswith(BRANCH):
        return _find_bureau(unit, office) if not inner else None
    if agency_type in ("department", "government_office", "institution"):
        is_zone = bool(inner) and not inner[-1].endswith(register_rules().town_kinds)
        return f"{base}:{ADMINISTRATION if is_zone else GOVERNMENT}"
    if agency_type in ("government", "town", "zone"):
        return _find_around(unit, inner)
    return None


def _find_around(unit: str, inner: list[str]) -> str:
    """The government or the zone around a government, a zone or a town."""
    if len(inner) > 1:
        return f"{'/'.join((unit, *inner[:-1]))}:{ADMINISTRATION}"
    if inner:
        return _find_led_by(unit, inner[0]) or f"{unit}:{GOVERNMENT}"
    around = _find_outer(nearest(unit, None))
    return f"{around.unit}:{GOVERNMENT}" if around else COUNCIL


def _find_led_by(unit: str, zone: str) -> str | None:
    """Who leads a zone of our own list, where that is not the government of the division around it."""
    known = (one for one in register_rules().zones if one.zone == zone and one.led_by)
    return next((one.led_by for one in known if nearest(unit, None).code == one.lies_in), None)


def _find_outer(division: Division) -> Division | None:
    around = [one for one in outer_of(division) if one and one.rank < division.rank]
    return around[-1] if around else None


def _find_tax_office(base: str, office: str) -> str | None:
    """The office of the same taxes one level up; the local ones of a province were led by its government."""
    unit, *inner = base.split("/")
    tax = register_rules().led_taxes[office]
    if inner:
        led_by = _find_led_by(unit, inner[0]) or f"{unit}:"
        return f"{led_by.partition(':')[0]}:{office}"
    around = _find_outer(nearest(unit, None))
    if around:
        return f"{around.unit}:{office}"
    return tax or f"{unit}:{GOVERNMENT}"


def _find_bureau(unit: str, office: str) -> str | None:
    """The bureau of the city that a branch in one of its districts is of, where only cities have such a bureau."""
    led = office.removesuffix(BRANCH)
    district = nearest(unit, None)
    city = _find_outer(district) if district.rank == COUNTY else None
    return f"{city.unit}:{led}局" if city and led in register_rules().city_bureaus else None
