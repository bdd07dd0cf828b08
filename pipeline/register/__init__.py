"""Identifies the agency that reports, and its region.

Takes the agency's name in a report, with the report's year and text; returns an id that is the same on every machine,
the division with its code in that year, the level and the type. Uncertain values are null.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.register.agencies import OVERRULED, UNLISTED, read_agency, read_id, register_agency
    from pipeline.register.directory import Agency, Mention, list_agencies
    from pipeline.register.from_lists import LISTED, place_agency, register_listed
    from pipeline.register.misprints import find_misprints
    from pipeline.register.overrules import Overrules, read_overrules
    from pipeline.register.reports import Held, Joined, is_corrected, join_documents, name_report
    from pipeline.register.rule_files import RULES
    from pipeline.register.stray_lines import Known, Stray, find_strays

__all__ = [
    "LISTED",
    "OVERRULED",
    "RULES",
    "UNLISTED",
    "Agency",
    "Held",
    "Joined",
    "Known",
    "Mention",
    "Overrules",
    "Stray",
    "find_misprints",
    "find_strays",
    "is_corrected",
    "join_documents",
    "list_agencies",
    "name_report",
    "place_agency",
    "read_agency",
    "read_id",
    "read_overrules",
    "register_agency",
    "register_listed",
]

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "agencies": (
        "OVERRULED",
        "UNLISTED",
        "read_agency",
        "read_id",
        "register_agency",
    ),
    "directory": (
        "Agency",
        "Mention",
        "list_agencies",
    ),
    "from_lists": (
        "LISTED",
        "place_agency",
        "register_listed",
    ),
    "misprints": ("find_misprints",),
    "overrules": (
        "Overrules",
        "read_overrules",
    ),
    "reports": (
        "Held",
        "Joined",
        "is_corrected",
        "join_documents",
        "name_report",
    ),
    "rule_files": ("RULES",),
    "stray_lines": (
        "Known",
        "Stray",
        "find_strays",
    ),
}

__getattr__ = open_door(__name__, _MODULES)
