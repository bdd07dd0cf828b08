"""Reads what a document states about itself.

Takes a page, its text and the name of its file; returns title, agency, region, year, family, form, period and dates,
each null if the document does not state it.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.metadata.agencies import is_full_name, read_region
    from pipeline.metadata.genre import check_genre
    from pipeline.metadata.headings import Titled, read_titled, read_unsigned
    from pipeline.metadata.hint import read_hint
    from pipeline.metadata.metadata import read_metadata
    from pipeline.metadata.report_years import SPOKEN
    from pipeline.metadata.rule_files import RULES

__all__ = [
    "RULES",
    "SPOKEN",
    "Titled",
    "check_genre",
    "is_full_name",
    "read_hint",
    "read_metadata",
    "read_region",
    "read_titled",
    "read_unsigned",
]

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "agencies": (
        "is_full_name",
        "read_region",
    ),
    "genre": ("check_genre",),
    "headings": (
        "Titled",
        "read_titled",
        "read_unsigned",
    ),
    "hint": ("read_hint",),
    "metadata": ("read_metadata",),
    "report_years": ("SPOKEN",),
    "rule_files": ("RULES",),
}

__getattr__ = open_door(__name__, _MODULES)
