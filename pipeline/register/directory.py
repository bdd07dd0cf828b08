"""Makes the directory of agencies, one row each: spellings and where they occur, the evidence, possible duplicates.

Likely relations (an office that replaced another, a district merged into another) are listed in ``likely`` and not
merged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.register.agencies import OVERRULED, read_agency
from pipeline.register.divisions import all_with_code, load_divisions
from pipeline.register.likeness import find_alike
from pipeline.register.parents import find_parent
from pipeline.register.rules import event_rules, register_rules


class Mention(NamedTuple):
    """The columns of ``documents`` that say which agency a report names."""

    document_id: str
    agency_id: str
    agency: str
    agency_start: int | None
    agency_rule: str | None
    report_year: int | None
    agency_type: str | None
    level: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    adcode: str | None


class Agency(NamedTuple):
    """A row of ``agencies``."""

    agency_id: str
    name: str
    spellings: tuple[str, ...]
    places: tuple[str, ...]
    agency_type: str | None
    level: str | None
    parent: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    adcode: str | None
    first_year: int | None
    last_year: int | None
    documents: int
    evidence: tuple[str, ...]
    likely: tuple[str, ...]


def list_agencies(
    mentions: Iterable[Mention],
    names: Mapping[str, str] | None = None,
    likely: Mapping[str, Sequence[str]] | None = None,
) -> list[Agency]:
    """The agencies of reports, in the order of their ids; ``names`` are those given by people.

    ``likely`` are the known relations between all agencies; pass them if ``mentions`` covers only some agencies.

    >>> said = [
    ...     Mention(
    ...         "0f", "130000:科学技术厅", "河北省科技厅", 6, "written_out", 2016, "department", *4 * [None], "130000"
    ...     ),
    ...     Mention(
    ...         "1e", "130000:科学技术厅", "河北省科学技术厅", 0, "printed", 2017, "department", *4 * [None], "130000"
    ...     ),
    ... ]
    >>> (agency,) = list_agencies(said)
    >>> agency.name, agency.spellings, agency.places
    ('河北省科学技术厅', ('河北省科学技术厅', '河北省科技厅'), ('河北省科技厅@0f:6', '河北省科学技术厅@1e:0'))
    >>> agency.evidence
    ('河北省科技厅: written_out (科技厅: 科学技术厅)', '河北省科学技术厅: printed')
    """
    by_agency: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_agency[mention.agency_id].append(mention)
    likely = _find_likely(by_agency) if likely is None else likely
    return [
        _make_agency(some, likely.get(agency_id, ()), (names or {}).get(agency_id))
        for agency_id, some in sorted(by_agency.items())
    ]


def _make_agency(mentions: Sequence[Mention], likely: Sequence[str], given: str | None) -> Agency:
    known = sorted(mentions, key=lambda mention: (mention.report_year or 0, mention.document_id))
    spellings = _rank_spellings(known)
    last = known[-1]
    years = [mention.report_year for mention in known if mention.report_year is not None]
    first_mentions: dict[str, str] = {}
    for mention in known:
        start = "" if mention.agency_start is None else f":{mention.agency_start}"
        first_mentions.setdefault(mention.agency, f"{mention.agency}@{mention.document_id}{start}")
    return Agency(
        agency_id=last.agency_id,
        name=given or spellings[0],
        spellings=tuple(spellings),
        places=tuple(first_mentions.values()),
        agency_type=last.agency_type,
        level=last.level,
        parent=find_parent(last.agency_id, last.agency_type),
        province=last.province,
        prefecture=last.prefecture,
        county=last.county,
        adcode=last.adcode,
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        documents=len(known),
        evidence=tuple(_find_evidence(known)),
        likely=tuple(likely),
    )


def _rank_spellings(mentions: Sequence[Mention]) -> list[str]:
    """The spellings of an agency; the first is the full one that most reports use."""
    counts = Counter(mention.agency for mention in mentions)
    in_full = {mention.agency for mention in mentions if mention.agency_rule == "printed"}
    return sorted(counts, key=lambda name: (name not in in_full, -counts[name], -len(name), name))


def _find_evidence(mentions: Sequence[Mention]) -> Iterator[str]:
    """The reason why each spelling belongs to the agency, if there are several or one differs from print."""
    by_spelling = {mention.agency: mention for mention in mentions}
    if len(by_spelling) == 1 and mentions[0].agency_rule == "printed":
        return
    for spelling, mention in by_spelling.items():
        readings: tuple[str, ...] = ()
        if len(by_spelling) > 1 and mention.agency_rule not in ("printed", OVERRULED):
            region = "".join(filter(None, (mention.province, mention.prefecture, mention.county)))
            readings = read_agency(spelling, mention.report_year, region).readings
        yield f"{spelling}: {mention.agency_rule}" + (f" ({'; '.join(readings)})" if readings else "")
    unit = mentions[0].agency_id.partition(":")[0].partition("/")[0]
    names = [
        f"{mention.name} {mention.code} {mention.first}-{mention.last}"
        for mention in load_divisions().by_unit.get(unit, ())
    ]
    if len(names) > 1:
        yield f"{unit}: {'; '.join(names)}"


def _find_likely(known: Mapping[str, object]) -> dict[str, list[str]]:
    """The agencies that may be identical: by their offices, and by changes of their divisions."""
    likely: defaultdict[str, list[str]] = defaultdict(list)
    by_tail: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for agency_id in known:
        unit, tail = _split_id(agency_id)
        by_tail[unit][tail] = agency_id
    for tails in by_tail.values():
        if len(tails) == 1:
            continue
        for first, second, reason in find_alike({agency_id: tail for tail, agency_id in tails.items()}):
            likely[first].append(f"{second} ({reason})")
            likely[second].append(f"{first} ({reason})")
        for rule in register_rules().successions:
            former, later = tails.get(rule.former), tails.get(rule.later)
            if former and later:
                reason = f"{rule.former} → {rule.later}, {rule.year}"
                likely[former].append(f"{later} ({reason})")
                likely[later].append(f"{former} ({reason})")
    for year, kind, former_unit, later_unit in _unit_events():
        for tail, former in by_tail.get(former_unit, {}).items():
            later = by_tail.get(later_unit, {}).get(tail)
            if later:
                likely[former].append(f"{later} ({kind}, {year})")
                likely[later].append(f"{former} ({kind}, {year})")
    return dict(likely)


def _split_id(agency_id: str) -> tuple[str, str]:
    """The unit at the beginning of an id, and its zone, town and office.

    >>> _split_id("430900/高新技术产业开发区:市场监督管理局")
    ('430900', '高新技术产业开发区市场监督管理局')
    """
    base, _, office = agency_id.partition(":")
    unit, _, inner = base.partition("/")
    return unit, inner.replace("/", "") + office


def _unit_events() -> Iterator[tuple[int, str, str, str]]:
    """Changes of units: the year, the kind, the unit that ended and one that absorbed it."""
    for event in event_rules().events:
        if event.kind == "renamed":
            continue
        for former in event.of:
            for later in event.into:
                before, after = _unit_at(former, event.year - 1), _unit_at(later, event.year)
                if before and after and before != after:
                    yield event.year, event.kind, before, after


def _unit_at(code: str, year: int) -> str | None:
    return next((division.unit for division in all_with_code(code) if division.in_force(year)), None)
