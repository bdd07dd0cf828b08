"""Lays what a list says of a document where the document itself is silent, and marks it."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import fields, replace

from pipeline.characters import squeeze, to_plain
from pipeline.ingest import Facts
from pipeline.metadata.agencies import read_region
from pipeline.model import Metadata

# What tells of its own that the list said it.
_OF_THE_LIST = frozenset(("note", "listed"))


def lay_said(metadata: Metadata, said: Facts, own: Metadata) -> Metadata:
    """What a document says, and where it is silent, what a list says; ``own`` is what it says without the list's title.

    >>> read = Metadata(agency="某县水务局", region="某县")
    >>> laid = lay_said(read, (("agency", "某局"), ("report_year", "2020"), ("note", "缺页")), read)
    >>> laid.agency, laid.report_year, laid.note, laid.listed
    ('某县水务局', 2020, '缺页', ('report_year',))
    """
    told = dict(said)
    agency = metadata.agency or _read_agency(told.get("agency"))
    laid = replace(
        metadata,
        agency=agency,
        region=metadata.region or _find_region(agency, told),
        report_year=metadata.report_year if metadata.report_year is not None else _read_year(told),
        published=metadata.published or _read_day(told),
        note=told.get("note"),
    )
    names = [field.name for field in fields(laid) if field.name not in _OF_THE_LIST]
    return replace(laid, listed=tuple(name for name in names if getattr(laid, name) != getattr(own, name)))


def _read_agency(said: str | None) -> str | None:
    return squeeze(to_plain(said)) if said else None


def _find_region(agency: str | None, told: Mapping[str, str]) -> str | None:
    region = _read_agency(told.get("region"))
    return region or (read_region(agency) if agency else None)


def _read_year(told: Mapping[str, str]) -> int | None:
    return int(told["report_year"]) if "report_year" in told else None


def _read_day(told: Mapping[str, str]) -> date | None:
    return date.fromisoformat(told["published"]) if "published" in told else None
