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
from pipeline.language.noun_phrases import (
    Left,
    head_ends,
    is_head,
    read_left,
    shorten,
)
from pipeline.language.tokens import (
    Class,
    Word,
    WordRules,
    agents,
    closing,
    cut_words,
    deeds,
    follows,
    manners,
    nominals,
    predicates,
    states,
    told,
    word_classes,
)
from pipeline.language.verbs import (
    NOMINAL,
    PASSIVE,
    VERBAL,
)
from pipeline.rulebook import (
    Rules,
)

__all__ = [
    "BRACKETED_RE",
    "DEED_RE",
    "NOMINAL",
    "PASSIVE",
    "REACH",
    "RULES",
    "VERBAL",
    "Class",
    "Governor",
    "Left",
    "Word",
    "agents",
    "before_bracket",
    "before_colon",
    "clause_end",
    "clause_start",
    "closing",
    "cut_words",
    "deeds",
    "find_behind",
    "find_governor",
    "find_predicate",
    "follows",
    "head_ends",
    "is_head",
    "manners",
    "nominals",
    "opens_front",
    "predicates",
    "read_left",
    "shorten",
    "states",
    "told",
    "word_classes",
]

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {"words": WordRules}
