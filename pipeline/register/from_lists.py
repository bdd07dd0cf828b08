"""Registers the agency of a document with facts from lists, and reports contradictions between them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.characters import squeeze, to_plain
from pipeline.model import Metadata, Problem, Registration, Text
from pipeline.register.agencies import UNLISTED, read_agency, register_agency

# The rule of an agency whose region was stated by a list.
LISTED = "listed"
_GOVERNMENT = "人民政府"
_PLACES = ("province", "prefecture", "county")


class Registered(NamedTuple):
    """What a document and a list state together, the agency, and the problems where they contradict."""

    metadata: Metadata
    registration: Registration
    problems: tuple[Problem, ...] = ()


def register_listed(metadata: Metadata, text: Text, listed: tuple[tuple[str, str], ...] = ()) -> Registered:
    """The agency of a document; a region in a list decides what its name leaves open.

    >>> text = Text("鼓楼区财政局2020年公开3条。", "鼓楼区财政局2020年公开3条。")
    >>> read = Metadata(agency="鼓楼区财政局", region="鼓楼区", report_year=2020)
    >>> found = register_listed(read, text, (("region", "江苏省南京市鼓楼区"), ("report_year", "2019")))
    >>> found.registration.agency_id, found.metadata.region, found.metadata.listed
    ('320106:财政局', '江苏省南京市鼓楼区', ('region',))
    >>> [problem.message for problem in found.problems]
    ['The list gives report_year 2019; the document gives 2020, which is used.']
    """
    registration = register_agency(metadata, text)
    by_name = dict(listed)
    region = squeeze(to_plain(by_name.get("region", "")))
    if region and metadata.agency and registration.agency_id is None:
        placed = place_agency(metadata.agency, metadata.report_year, text.plain, region)
        if placed:
            registration = replace(placed, agency_start=registration.agency_start)
            columns = tuple(dict.fromkeys((*metadata.listed, "region")))
            metadata = replace(metadata, region=region, listed=columns)
    return Registered(metadata, registration, tuple(_contradict(metadata, registration, by_name, text)))


def place_agency(name: str, year: int | None, text: str, region: str) -> Registration | None:
    """The agency of a name with an ambiguous or missing place, if it is in a region stated by a list.

    >>> place_agency("水务局", 2020, "", "广西壮族自治区岑溪市").agency_id, place_agency("水务局", 2020, "", "某处")
    ('450481:水务局', None)
    """
    for words, around in ((name, f"{region}\n{text}"), (f"{region}{name}", text)):
        found = read_agency(words, year, around)
        on_register = found.agency_id and not found.agency_id.startswith(UNLISTED)
        if on_register and _is_within(found, _read_region(region, year)):
            return replace(found, agency_rule=LISTED)
    return None


def _is_within(found: Registration, region: Registration) -> bool:
    """Whether an agency is within a known region."""
    if region.agency_id is None:
        return False
    return all(inner == outer for inner, outer in _pair_places(found, region) if outer is not None)


def _read_region(region: str, year: int | None) -> Registration:
    """The place of a region in a year, taken from its government."""
    return read_agency(f"{region}{_GOVERNMENT}", year)


def _pair_places(first: Registration, second: Registration) -> list[tuple[str | None, str | None]]:
    """The province, prefecture and county of one agency, each paired with the other's."""
    return [(getattr(first, place), getattr(second, place)) for place in _PLACES]


def _contradict(
    metadata: Metadata, registration: Registration, listed: Mapping[str, str], text: Text
) -> Iterator[Problem]:
    """A problem for each column on which the document and the list differ."""
    year = metadata.report_year
    stated: dict[str, str | None] = {
        "agency": metadata.agency,
        "region": metadata.region,
        "report_year": None if year is None else str(year),
        "published": metadata.published.isoformat() if metadata.published else None,
    }
    for name, value in stated.items():
        listed_value = listed.get(name)
        if not listed_value or value is None or name in metadata.listed or listed_value == value:
            continue
        if name == "agency" and _are_one(listed_value, value, registration, year, text.plain):
            continue
        if name == "region" and _are_near(listed_value, registration, value, year):
            continue
        start = registration.agency_start if name == "agency" else None
        end = None if start is None else start + len(value)
        yield Problem("list_differs", start, end, column=name, said=listed_value, own=value)


def _are_one(listed: str, stated: str, registration: Registration, year: int | None, text: str) -> bool:
    """Whether two names belong to one agency: one has more of its place, or both have the same id."""
    name = squeeze(to_plain(listed))
    for variant in (name, f"{name}{_GOVERNMENT}"):
        if variant.endswith(stated) or stated.endswith(variant):
            return True
        if registration.agency_id and read_agency(variant, year, text).agency_id == registration.agency_id:
            return True
    return False


def _are_near(listed: str, registration: Registration, stated: str, year: int | None) -> bool:
    """Whether two regions may be identical, or one within the other."""
    region = squeeze(to_plain(listed))
    if region.endswith(stated) or stated.endswith(region) or stated.startswith(region):
        return True
    pairs = _pair_places(registration, _read_region(region, year))
    known = [pair for pair in pairs if None not in pair]
    return bool(known) and all(mine == other for mine, other in known)
