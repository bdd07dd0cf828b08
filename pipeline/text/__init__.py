"""Makes one text of a page.

In: blocks. Out: one string, its plain form of the same length, and the regions that are not prose (page furniture and
tables). All offsets in later stages count the characters of this string.
"""

from pipeline.text.compose import (
    compose_text,
    in_region,
    make_plain,
    place_blocks,
)
from pipeline.text.flattened_forms import (
    forms_marked,
)
from pipeline.text.flattened_local_forms import (
    FORM_RULE,
)
from pipeline.text.split_disputes import (
    SplitDisputes,
    find_split_disputes,
)

__all__ = [
    "FORM_RULE",
    "SplitDisputes",
    "compose_text",
    "find_split_disputes",
    "forms_marked",
    "in_region",
    "make_plain",
    "place_blocks",
]
