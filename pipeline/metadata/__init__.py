"""Reads what a document states about itself.

Takes a page, its text and the name of its file; returns title, agency, region, year, family, form, period and dates,
each null if the document does not state it.
"""

from pipeline.metadata.agencies import (
    RegionRules,
    is_full_name,
    read_region,
)
from pipeline.metadata.families import (
    FamilyRules,
)
from pipeline.metadata.genre import (
    check_genre,
)
from pipeline.metadata.headings import (
    Titled,
    read_titled,
    read_unsigned,
)
from pipeline.metadata.metadata import (
    read_hint,
    read_metadata,
)
from pipeline.metadata.report_years import (
    SPOKEN,
)
from pipeline.metadata.rules import (
    MetadataRules,
)
from pipeline.rulebook import (
    Rules,
)

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

# The rule files that this stage reads, by name, with the structure of each.
RULES: dict[str, type[Rules]] = {"families": FamilyRules, "metadata": MetadataRules, "regions": RegionRules}
