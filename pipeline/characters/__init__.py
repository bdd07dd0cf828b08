"""Makes characters of bytes, and one-to-one views of them.

Bytes go in, a string without control characters comes out, and of a string its plain form (as long as it is) or its
compact form (with the offsets of what is left).
"""

from pipeline.characters.encoding import (
    BROKEN,
    UnreadableError,
    clean,
    decode,
)
from pipeline.characters.folding import (
    HAN,
    to_plain,
)
from pipeline.characters.whitespace import (
    Compact,
    compact,
    compact_cells,
    squeeze,
)

__all__ = [
    "BROKEN",
    "HAN",
    "Compact",
    "UnreadableError",
    "clean",
    "compact",
    "compact_cells",
    "decode",
    "squeeze",
    "to_plain",
]
