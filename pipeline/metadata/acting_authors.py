"""Determines the author if no sentence states it, but one town or region acts in the report as its own.

A report with 清溪镇开展检查 and 我镇 is that town's; a disclosure report compiled from those of all departments is the
government's of the one region that acts. A department is never found in this way, since others may act in its report.
"""

from functools import cache

import regex

from pipeline.metadata.agencies import administration_of, government_of, read_region, region_pattern, town_pattern
from pipeline.metadata.rules import compiled, metadata_rules
from pipeline.model import ReportType

# A town that is named only once may be merely mentioned.
LEAST_NAMED = 2


def find_speaker(plain: str, prose: str, family: ReportType) -> str | None:
    """The administration of the town or region that speaks; null if two act, or somebody else speaks.

    >>> plain = "2022年清溪镇组织检查20次。我镇印发清溪镇办事指南。"
    >>> find_speaker(plain, plain, ReportType.WORK_SUMMARY)
    '清溪镇人民政府'
    >>> find_speaker("我局指导清溪镇。2022年清溪镇组织检查20次。", "", ReportType.WORK_SUMMARY)
    """
    return _find_town(plain) or (_find_government(prose) if family is ReportType.DISCLOSURE_ANNUAL else None)


def _find_town(plain: str) -> str | None:
    """The administration of the town that acts beside 我镇."""
    levels = {match["level"] for match in compiled("town_speaks").finditer(plain)}
    if len(levels) != 1 or compiled("others_speak").search(plain):
        return None
    towns = {match["agency"] for match in _deeds_re(town_pattern()).finditer(plain)}
    named = {town for town in towns if town.endswith(tuple(levels)) and administration_of(town)}
    town = named.pop() if len(named) == 1 else None
    return administration_of(town) if town and plain.count(town) >= LEAST_NAMED else None


def _find_government(prose: str) -> str | None:
    """The government of the region that acts in a report compiled from others."""
    if not compiled("made_of_others").search(prose):
        return None
    named = {match["agency"] for match in _deeds_re(region_pattern()).finditer(prose)}
    regions = {name for name in named if read_region(name) == name}
    return government_of(regions.pop()) if len(regions) == 1 else None


@cache
def _deeds_re(name: str) -> "regex.Pattern[str]":
    """A name as the subject of an action."""
    return regex.compile(metadata_rules().named("deeds").pattern.replace("NAME", name), regex.VERBOSE)
