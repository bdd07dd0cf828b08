"""Cuts sentences into what grammar is made of.

A stretch of plain text goes in; words with their classes, the phrase left of a number and the bounds of its clause
come out.
"""

from pipeline.language.clauses import (
    BRACKETED_RE,
    REACH,
    before_bracket,
    before_colon,
    clause_end,
    clause_start,
)
from pipeline.language.governing import (
    DEED_RE,
    Governor,
    find_behind,
    find_governor,
    find_predicate,
    opens_front,
)
from pipeline.language.lexicon import (
    LexiconRules,
    Pos,
    Sense,
    endings,
    having,
    parts_of_speech,
)
from pipeline.language.noun_phrases import (
    Left,
    head_ends,
    is_head,
    read_left,
    shorten,
)
from pipeline.language.tokens import (
    Token,
    cut_words,
)
from pipeline.language.verbs import (
    NOMINAL,
    VERBAL,
)
from pipeline.rulebook import (
    Rules,
)

__all__ = [
    "BRACKETED_RE",
    "DEED_RE",
    "NOMINAL",
    "REACH",
    "RULES",
    "VERBAL",
    "Governor",
    "Left",
    "Pos",
    "Sense",
    "Token",
    "before_bracket",
    "before_colon",
    "clause_end",
    "clause_start",
    "cut_words",
    "endings",
    "find_behind",
    "find_governor",
    "find_predicate",
    "having",
    "head_ends",
    "is_head",
    "opens_front",
    "parts_of_speech",
    "read_left",
    "shorten",
]

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {"lexicon": LexiconRules}
