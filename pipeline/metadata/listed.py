"""Adds the facts of a list where the document itself states nothing, and marks them."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import fields, replace

from pipeline.characters import squeeze, to_plain
from pipeline.ingest import Facts
from pipeline.metadata.agencies import read_region
from pipeline.model import Metadata

# Columns that belong to the list anyway.
_OF_THE_LIST = frozenset(("note", "listed"))


def add_listed(metadata: Metadata, facts: Facts, own: Metadata) -> Metadata:
    """Completes what a document states with the facts of a list; ``own`` is without the list's title.

    >>> read = Metadata(agency="某县水务局", region="某县")
    >>> laid = add_listed(read, (("agency", "某局"), ("report_year", "2020"), ("note", "缺页")), read)
    >>> laid.agency, laid.report_year, laid.note, laid.listed
    ('某县水务局', 2020, '缺页', ('report_year',))
    """
    by_name = dict(facts)
    agency = metadata.agency or _read_agency(by_name.get("agency"))
    laid = replace(
        metadata,
        agency=agency,
        region=metadata.region or _find_region(agency, by_name),
        report_year=metadata.report_year if metadata.report_year is not None else _read_year(by_name),
        published=metadata.published or _read_day(by_name),
        note=by_name.get("note"),
    )
    names = [field.name for field in fields(laid) if field.name not in _OF_THE_LIST]
    return replace(laid, listed=tuple(name for name in names if getattr(laid, name) != getattr(own, name)))


def _read_agency(name: str | None) -> str | None:
    return squeeze(to_plain(name)) if name else None


def _find_region(agency: str | None, by_name: Mapping[str, str]) -> str | None:
    region = _read_agency(by_name.get("region"))
    return region or (read_region(agency) if agency else None)


def _read_year(by_name: Mapping[str, str]) -> int | None:
    return int(by_name["report_year"]) if "report_year" in by_name else None


def _read_day(by_name: Mapping[str, str]) -> date | None:
    return date.fromisoformat(by_name["published"]) if "published" in by_name else None
