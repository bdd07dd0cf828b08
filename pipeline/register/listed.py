"""Registers the agency of a document of which a list says something, and tells where the two contradict each other."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.characters import squeeze, to_plain
from pipeline.model import Metadata, Problem, Registration, Text
from pipeline.register.agencies import UNLISTED, read_agency, register_agency

# By what an agency was told: by the region that a list says.
LISTED = "listed"
_GOVERNMENT = "人民政府"
_PLACES = ("province", "prefecture", "county")


class Registered(NamedTuple):
    """What a document and a list say together, which agency that is, and what the list contradicts."""

    metadata: Metadata
    registration: Registration
    problems: tuple[Problem, ...] = ()


def register_listed(metadata: Metadata, text: Text, said: tuple[tuple[str, str], ...] = ()) -> Registered:
    """The agency of a document; a region that a list ``said`` decides what its name leaves open.

    >>> text = Text("鼓楼区财政局2020年公开3条。", "鼓楼区财政局2020年公开3条。")
    >>> read = Metadata(agency="鼓楼区财政局", region="鼓楼区", report_year=2020)
    >>> found = register_listed(read, text, (("region", "江苏省南京市鼓楼区"), ("report_year", "2019")))
    >>> found.registration.agency_id, found.metadata.region, found.metadata.listed
    ('320106:财政局', '江苏省南京市鼓楼区', ('region',))
    >>> [problem.message for problem in found.problems]
    ['The list says report_year 2019, and the document 2020, which is taken.']
    """
    registration = register_agency(metadata, text)
    told = dict(said)
    region = squeeze(to_plain(told.get("region", "")))
    if region and metadata.agency and registration.agency_id is None:
        placed = place_agency(metadata.agency, metadata.report_year, text.plain, region)
        if placed:
            registration = replace(placed, agency_start=registration.agency_start)
            listed = tuple(dict.fromkeys((*metadata.listed, "region")))
            metadata = replace(metadata, region=region, listed=listed)
    return Registered(metadata, registration, tuple(_contradict(metadata, registration, told, text)))


def place_agency(name: str, year: int | None, text: str, region: str) -> Registration | None:
    """The agency of a name that leaves its place open or out, if it lies in a region that a list says.

    >>> place_agency("水务局", 2020, "", "广西壮族自治区岑溪市").agency_id, place_agency("水务局", 2020, "", "某处")
    ('450481:水务局', None)
    """
    for words, around in ((name, f"{region}\n{text}"), (f"{region}{name}", text)):
        found = read_agency(words, year, around)
        listed = found.agency_id and not found.agency_id.startswith(UNLISTED)
        if listed and _is_within(found, _read_region(region, year)):
            return replace(found, agency_rule=LISTED)
    return None


def _is_within(found: Registration, region: Registration) -> bool:
    """Whether an agency lies in a region that is known."""
    if region.agency_id is None:
        return False
    return all(own == outer for own, outer in _pair_places(found, region) if outer is not None)


def _read_region(region: str, year: int | None) -> Registration:
    """The place of a region in a year: that of its government."""
    return read_agency(f"{region}{_GOVERNMENT}", year)


def _pair_places(one: Registration, other: Registration) -> list[tuple[str | None, str | None]]:
    """The province, the prefecture and the county of one agency, each beside the other's."""
    return [(getattr(one, place), getattr(other, place)) for place in _PLACES]


def _contradict(
    metadata: Metadata, registration: Registration, told: Mapping[str, str], text: Text
) -> Iterator[Problem]:
    """A problem for each column of which the document says one thing and the list another."""
    year = metadata.report_year
    own: dict[str, str | None] = {
        "agency": metadata.agency,
        "region": metadata.region,
        "report_year": None if year is None else str(year),
        "published": metadata.published.isoformat() if metadata.published else None,
    }
    for name, value in own.items():
        said = told.get(name)
        if not said or value is None or name in metadata.listed or said == value:
            continue
        if name == "agency" and _are_one(said, value, registration, year, text.plain):
            continue
        if name == "region" and _are_near(said, registration, value, year):
            continue
        start = registration.agency_start if name == "agency" else None
        end = None if start is None else start + len(value)
        yield Problem("list_differs", start, end, column=name, said=said, own=value)


def _are_one(said: str, own: str, registration: Registration, year: int | None, text: str) -> bool:
    """Whether two names are of one agency: one has more of its place than the other, or both have one id."""
    name = squeeze(to_plain(said))
    for one in (name, f"{name}{_GOVERNMENT}"):
        if one.endswith(own) or own.endswith(one):
            return True
        if registration.agency_id and read_agency(one, year, text).agency_id == registration.agency_id:
            return True
    return False


def _are_near(said: str, registration: Registration, own: str, year: int | None) -> bool:
    """Whether two regions may be one, or one lie in the other."""
    region = squeeze(to_plain(said))
    if region.endswith(own) or own.endswith(region) or own.startswith(region):
        return True
    pairs = _pair_places(registration, _read_region(region, year))
    known = [pair for pair in pairs if None not in pair]
    return bool(known) and all(mine == other for mine, other in known)
