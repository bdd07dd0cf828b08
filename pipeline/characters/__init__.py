"""Makes characters of bytes, and one-to-one views of them.

Bytes go in, a string without control characters comes out, and of a string its plain form (as long as it is) or its
compact form (with the offsets of what is left).
"""

from pipeline.characters.abbreviations import (
    may_be_short_for,
)
from pipeline.characters.encoding import (
    BROKEN,
    PICTURED,
    UnreadableError,
    clean,
    decode,
)
from pipeline.characters.folding import (
    HAN,
    to_plain,
)
from pipeline.characters.simplified import (
    SimplifiedRules,
    count_ideographs,
    in_simplified_set,
    is_traditional,
    simplified_forms,
)
from pipeline.characters.whitespace import (
    Compact,
    compact,
    compact_cells,
    squeeze,
)
from pipeline.rulebook import Rules

__all__ = [
    "BROKEN",
    "HAN",
    "PICTURED",
    "RULES",
    "Compact",
    "UnreadableError",
    "clean",
    "compact",
    "compact_cells",
    "count_ideographs",
    "decode",
    "in_simplified_set",
    "is_traditional",
    "may_be_short_for",
    "simplified_forms",
    "squeeze",
    "to_plain",
]

# The rule file that this room reads, by its name, and its shape.
RULES: dict[str, type[Rules]] = {"simplified": SimplifiedRules}
