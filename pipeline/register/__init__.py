"""Tells which agency reports and where that is.

The name that a report gives its agency goes in, with its year and its text; an id that is the same on every machine
comes out, with the division and its code as valid in that year, the level and the type; what is not sure is null.
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

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {
    "division_events": EventRules,
    "divisions": DivisionRules,
    "register": RegisterRules,
}
