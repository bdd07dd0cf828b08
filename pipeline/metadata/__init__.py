"""Reads what a document says of itself.

A page, its text and the name of its file go in; title, agency, region, year, family, form, period and dates come out,
each null where the document does not say.
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

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {"families": FamilyRules, "metadata": MetadataRules, "regions": RegionRules}
