"""Identifies the agency of a name, its place and its type: ``read_agency``.

Two names belong to one agency only if they give the same division, zone and town, and the same office once the short
forms of ``rules/register.toml`` are written out. Nothing else merges.
"""

from typing import NamedTuple

import regex
from msgspec.structs import replace

from pipeline.characters import squeeze, to_plain
from pipeline.model import Metadata, Registration, Text
from pipeline.register.branches import BUREAU, read_branch, write_out_branch
from pipeline.register.divisions import at_year, full_name, nearest, outer_of
from pipeline.register.places import read_place
from pipeline.register.rules import first_of, register_rules, write_out_office
from pipeline.register.zones import Place

# Prefixes that mark the kind of an office before its type is looked up.
STATE, PARENT, TOWN, ZONE, PROVINCE = "STATE", "PARENT", "TOWN", "ZONE", "PROVINCE"
LEVELS = {1: "province", 2: "prefecture", 3: "county"}
# Types whose names identify an agency without a division.
SELF_NAMED = frozenset(("university", "hospital", "enterprise", "school"))
ADMINISTRATION = "管理委员会"
# Party committees are called 某市委 or 某市委员会; those of the conference only the latter.
CONFERENCE = "政协"
_COMMITTEE_RE = regex.compile(r"^委(?:员会|会$)")
# Precedes the name of a national body, and does not belong to it.
REPUBLIC = "中华人民共和国"
# Precedes the id of an agency whose place is in no list.
UNLISTED = "unlisted"
# The rule of an agency that people stated.
OVERRULED = "overruled"


class Office(NamedTuple):
    """An office without its place: written out, its type, and the lines that wrote it out."""

    name: str
    type: str | None
    readings: tuple[str, ...]


def read_agency(name: str, year: int | None = None, text: str = "") -> Registration:
    """The agency of a name in a year; ``text`` may decide what the name leaves open.

    >>> found = read_agency("河北省科技厅", 2016)
    >>> found.agency_id, found.adcode, found.level, found.agency_type
    ('130000:科学技术厅', '130000', 'province', 'department')
    >>> read_agency("静海县人民政府", 2014).agency_id == read_agency("天津市静海区人民政府", 2016).agency_id
    True
    >>> read_agency("朝阳区人民政府", 2020).candidates
    ('北京市朝阳区', '吉林省长春市朝阳区')
    """
    plain = squeeze(to_plain(name))
    state = _read_state(plain)
    if state:
        return state
    lead, body = _split_lead(plain)
    place = read_place(body, year, text, led=_is_led(lead, body))
    if not lead:
        place = read_branch(place, year, text)
    office = _read_office(lead, place, year)
    readings = (*place.readings, *office.readings)
    if place.candidates:
        names = tuple(map(full_name, place.candidates))
        return Registration(agency_type=office.type, candidates=names, readings=readings)
    if place.unlisted or place.division is None:
        return _read_unlisted(plain, place, office, readings)
    return _place_agency(place, office, year, readings)


def _read_state(plain: str) -> Registration | None:
    """A national body, which has no place in its name."""
    body = plain.removeprefix(REPUBLIC)
    if not body.endswith("部") and not body.startswith(register_rules().state_begins):
        return None
    begin = "国家" if body.startswith("国家") else ""
    written, used = write_out_office(body.removeprefix(begin))
    if begin and written.endswith("部") and _is_central(written):
        begin = ""  # 国家财政部, but not 国家安全部
    if not _is_central(begin + written):
        return None
    if read_place(body, None).division or any(_is_elsewhere(body, parent) for parent in register_rules().parents):
        return None
    name = begin + written
    readings = (f"{plain}: {name}",) if used or name != plain else ()
    return Registration(
        f"state:{name}",
        level="state",
        agency_type="central_organ",
        agency_rule="written_out" if readings else "printed",
        readings=readings,
    )


def _is_central(name: str) -> bool:
    return first_of(STATE + name, register_rules().types) == "central_organ"


def _is_elsewhere(plain: str, parent: str) -> bool:
    """Whether a name is that of a national body's office in a place: 国家统计局 | 河北调查总队."""
    office = plain.removeprefix(parent)
    if not plain.startswith(parent) or not office:
        return False
    place = read_place(office, None, led=True)
    return bool(place.division or place.candidates) or office.endswith(("局", "队", "行"))


def _split_lead(plain: str) -> tuple[str, str]:
    """The words before the place (a parent body or a party), and the rest of the name."""
    rules = register_rules()
    lead = next((lead for lead in (*rules.parents, *rules.party) if plain.startswith(lead) and plain != lead), "")
    return lead, plain.removeprefix(lead)


def _is_led(lead: str, body: str) -> bool:
    """Whether a name uses only the stem of its division, as bodies led from above do."""
    return lead in register_rules().parents or body.endswith(register_rules().stem_offices)


def _write_out(words: str, year: int | None) -> tuple[str, tuple[str, ...]]:
    """An office under its name in a year, for short forms that have had two meanings."""
    for former in register_rules().former_words:
        if year is not None and year <= former.until and words.startswith(former.short):
            return former.full + words.removeprefix(former.short), (former.short,)
    return write_out_office(words)


def _read_office(lead: str, place: Place, year: int | None) -> Office:
    rules = register_rules()
    written, used = _write_out(place.rest, year)
    written = write_out_branch(written)
    if place.town and place.town.endswith("街道") and written in ("办", "办公室", "街道办事处", "人民政府"):
        written = "办事处"
    if place.zone and not place.town and written in ("", "管理委员会机关"):
        written = ADMINISTRATION
    led = lead in rules.parents
    marks = PARENT if led else TOWN if place.town else ZONE if place.zone else ""
    by_rank = (*rules.led_taxes, *rules.led_in_provinces)
    if not marks and written in by_rank and place.division and place.division.rank == 1:
        marks = PROVINCE
    party = rules.party.get(lead, "")
    if rules.party.get(lead, CONFERENCE) != CONFERENCE:
        written = _COMMITTEE_RE.sub("委", written)
    kind = first_of(party + marks + written, rules.types) or first_of(written, rules.types)
    if kind == "party_organ" and not lead:
        lead = "中共"
    lead = (rules.party | rules.parents_in_full).get(lead, lead)
    readings = (f"{place.rest}: {written}",) if used else ()
    if led and written == BUREAU:
        written = ""  # 国家矿山安全监察局 | 河北 | 局
    if lead and lead != REPUBLIC and not (led and written.startswith("税务局")):
        written = lead + written
    return Office(written, kind, readings)


def _place_agency(place: Place, office: Office, year: int | None, readings: tuple[str, ...]) -> Registration:
    division = place.division
    if division is None:
        raise ValueError("a place without a division")
    now = at_year(division.unit, year)
    valid = now or (nearest(division.unit, year) if year is not None else division)
    province, prefecture = outer_of(valid)
    level = "township" if place.town else "zone" if place.zone else LEVELS[valid.rank]
    base = "/".join(filter(None, (division.unit, place.zone, place.town)))
    return Registration(
        agency_id=f"{base}:{office.name}" if office.name else None,
        province=province.name if province else None,
        prefecture=prefecture.name if prefecture else None,
        county=valid.name if valid.rank == 3 else None,
        adcode=valid.code if now or year is None else None,
        level=level,
        agency_type=office.type,
        agency_rule=_name_rule(place, readings),
        misprint=place.misprint,
        readings=readings,
    )


def _name_rule(place: Place, readings: tuple[str, ...]) -> str:
    """How a name was read: the strongest means needed besides its own words."""
    if place.misprint:
        return "misprint"
    return "text" if place.by_text else "written_out" if readings else "printed"


def _read_unlisted(plain: str, place: Place, office: Office, readings: tuple[str, ...]) -> Registration:
    """An agency whose place is in no list: identified by its place as printed, or by a proper name."""
    level = "township" if place.town else "zone" if place.zone else None
    if place.unlisted:
        outer = (*outer_of(place.division)[: place.division.rank],) if place.division else ()
        around = full_name(place.division) if place.division else ""
        words = "".join(filter(None, (around, place.unlisted, place.zone, place.town, office.name)))
        names = [division.name if division else None for division in outer] + [None, None]
        return Registration(
            f"{UNLISTED}:{words}",
            names[0],
            names[1],
            level=level,
            agency_type=office.type,
            agency_rule="printed",
            readings=readings,
        )
    is_self_named = office.type in SELF_NAMED or (office.type == "institution" and plain.startswith("国家"))
    is_self_named = is_self_named and not place.town and not register_rules().nameless.compile().search(plain)
    return Registration(
        f"name:{plain}" if is_self_named else None,
        level=level,
        agency_type=office.type,
        agency_rule="printed" if is_self_named else None,
        readings=readings,
    )


def read_id(agency_id: str, year: int | None) -> Registration:
    """The agency with an id in a year, as people state it to overrule what was read.

    >>> found = read_id("120223:人民政府", 2020)
    >>> found.county, found.adcode, found.agency_type
    ('静海区', '120118', 'government')

    Raises:
        KeyError: if the id begins with the code of no division.
    """
    base, _, office = agency_id.partition(":")
    if base == "state":
        return Registration(agency_id, level="state", agency_type="central_organ", agency_rule=OVERRULED)
    if base in (UNLISTED, "name"):
        return Registration(agency_id, agency_rule=OVERRULED)
    unit, *inner = base.split("/")
    town = next((name for name in inner if name.endswith(register_rules().town_kinds)), None)
    zone = "/".join(name for name in inner if name != town) or None
    place = Place(office, nearest(unit, year), zone, town)
    marks = TOWN if town else ZONE if zone else ""
    kind = first_of(marks + office, register_rules().types) or first_of(office, register_rules().types)
    return replace(_place_agency(place, Office(office, kind, ()), year, ()), agency_rule=OVERRULED)


def register_agency(metadata: Metadata, text: Text) -> Registration:
    """The agency of a report, and the first offset of its name in the text; empty if the report names none.

    >>> words = "鼓楼区人民政府报告\\n福州市鼓楼区人民政府门户网站"
    >>> found = register_agency(Metadata(agency="鼓楼区人民政府", report_year=2020), Text(words, words))
    >>> found.agency_id, found.agency_start
    ('350102:人民政府', 0)
    """
    if metadata.agency is None:
        return Registration()
    found = read_agency(metadata.agency, metadata.report_year, text.plain)
    start = text.plain.find(metadata.agency)
    return replace(found, agency_start=start if start >= 0 else None)
