"""Decodes bytes to characters, and makes one-to-one views of them.

Takes bytes; returns a string without control characters. From a string it makes the plain form (of the same length) or
the compact form (with the offsets of the characters that remain).
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

# The rule file that this stage reads, with its structure.
RULES: dict[str, type[Rules]] = {"simplified": SimplifiedRules}
