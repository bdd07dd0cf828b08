"""Identifies the agency that reports, and its region.

Takes the agency's name in a report, with the report's year and text; returns an id that is the same on every machine,
the division with its code in that year, the level and the type. Uncertain values are null.
"""

from pipeline.register.agencies import (
    OVERRULED,
    UNLISTED,
    read_agency,
    read_id,
    register_agency,
)
from pipeline.register.directory import (
    Agency,
    Mention,
    list_agencies,
)
from pipeline.register.listed import (
    LISTED,
    place_agency,
    register_listed,
)
from pipeline.register.misprints import (
    find_misprints,
)
from pipeline.register.overrules import (
    Overrules,
    read_overrules,
)
from pipeline.register.reports import (
    Held,
    Joined,
    is_corrected,
    join_documents,
    name_report,
)
from pipeline.register.rules import (
    DivisionRules,
    EventRules,
    RegisterRules,
)
from pipeline.register.strays import (
    Known,
    Stray,
    find_strays,
)
from pipeline.rulebook import (
    Rules,
)

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

# The rule files that this stage reads, by name, with the structure of each.
RULES: dict[str, type[Rules]] = {
    "division_events": EventRules,
    "divisions": DivisionRules,
    "register": RegisterRules,
}
