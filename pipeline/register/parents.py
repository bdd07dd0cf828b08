"""Finds the parent of an agency: its government, the government or zone around it, or a higher body of its kind."""

from pipeline.register.branches import BRANCH
from pipeline.register.divisions import COUNTY, Division, load_divisions, nearest, outer_of
from pipeline.register.rules import register_rules

GOVERNMENT, ADMINISTRATION = "人民政府", "管理委员会"
COUNCIL = "state:国务院"


def find_parent(agency_id: str, agency_type: str | None) -> str | None:
    """The parent of an agency; null if uncertain.

    For a department it is the government, and for a government that of the division around it. Tax offices are led by
    their own kind one level up, except for a province's local taxes; a branch by the bureau of its city.

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
    """The government or zone around a government, a zone or a town."""
    if len(inner) > 1:
        return f"{'/'.join((unit, *inner[:-1]))}:{ADMINISTRATION}"
    if inner:
        return _find_led_by(unit, inner[0]) or f"{unit}:{GOVERNMENT}"
    around = _find_outer(nearest(unit, None))
    return f"{around.unit}:{GOVERNMENT}" if around else COUNCIL


def _find_led_by(unit: str, zone: str) -> str | None:
    """The leader of a zone in our list, if that is not the government of the division around it."""
    known = (known_zone for known_zone in register_rules().zones if known_zone.zone == zone and known_zone.led_by)
    return next((known_zone.led_by for known_zone in known if nearest(unit, None).code == known_zone.lies_in), None)


def _find_outer(division: Division) -> Division | None:
    around = [around_it for around_it in outer_of(division) if around_it and around_it.rank < division.rank]
    return around[-1] if around else None


def _find_tax_office(base: str, office: str) -> str | None:
    """The office of the same taxes one level up; provincial offices of local taxes were led by the government."""
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
    """The city's bureau to which a district's branch belongs, if only cities have such a bureau."""
    led = office.removesuffix(BRANCH)
    district = nearest(unit, None)
    city = _find_outer(district) if district.rank == COUNTY else None
    return f"{city.unit}:{led}局" if city and led in register_rules().city_bureaus else None
