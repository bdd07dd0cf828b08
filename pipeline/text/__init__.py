"""Makes one text of a page.

Blocks go in; one string comes out, its plain form of the same length, and the regions of it that are no prose, page
furniture and tables. Every offset in later stages counts its characters.
"""

from pipeline.text.compose import (
    compose_text,
    in_region,
    make_plain,
    place_blocks,
)
from pipeline.text.form_regions import (
    forms_marked,
)
from pipeline.text.local_form_regions import (
    FORM_RULE,
)
from pipeline.text.torn_disputes import (
    TornDisputes,
    find_torn_disputes,
)

__all__ = [
    "FORM_RULE",
    "TornDisputes",
    "compose_text",
    "find_torn_disputes",
    "forms_marked",
    "in_region",
    "make_plain",
    "place_blocks",
]
