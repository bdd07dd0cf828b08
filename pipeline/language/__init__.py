"""Tokenises and chunks sentences.

In: a span of plain text. Out: tokens with their parts of speech, the noun phrase left of a number, and the bounds of
its clause.
"""

from pipeline.language.bounds import (
    BRACKETED_RE,
    REACH,
    clause_end,
    clause_start,
)
from pipeline.language.chunks import (
    Chunk,
    ChunkKind,
    chunk,
)
from pipeline.language.clauses import (
    Clause,
    before_bracket,
    before_colon,
    read_clause,
)
from pipeline.language.coordination import (
    AND_RE,
    OR_RE,
    RESPECTIVELY,
)
from pipeline.language.counted_nouns import CountedNounRules, counts_head, is_known_classifier
from pipeline.language.edges import (
    shorten,
)
from pipeline.language.governing import (
    Governor,
    find_governor,
    find_governor_after,
    find_predicate,
    is_deed,
    opens_front,
)
from pipeline.language.lexicon import (
    LexiconRules,
    Pos,
    Sense,
    deed_pattern,
    endings,
    having,
    parts_of_speech,
)
from pipeline.language.tokens import (
    Token,
    cut_words,
)
from pipeline.language.usage import (
    CompoundRules,
    Usage,
    read_usage,
)
from pipeline.language.verbs import (
    read_verb,
)
from pipeline.language.word_roles import (
    LIGHT_KINDS,
    NOMINAL,
    VERBAL,
    head_ends,
    is_channel,
    is_head,
    is_offence,
    is_person,
)
from pipeline.rulebook import (
    Rules,
)

__all__ = [
    "AND_RE",
    "BRACKETED_RE",
    "LIGHT_KINDS",
    "NOMINAL",
    "OR_RE",
    "REACH",
    "RESPECTIVELY",
    "RULES",
    "VERBAL",
    "Chunk",
    "ChunkKind",
    "Clause",
    "Governor",
    "Pos",
    "Sense",
    "Token",
    "Usage",
    "before_bracket",
    "before_colon",
    "chunk",
    "clause_end",
    "clause_start",
    "counts_head",
    "cut_words",
    "deed_pattern",
    "endings",
    "find_governor",
    "find_governor_after",
    "find_predicate",
    "having",
    "head_ends",
    "is_channel",
    "is_deed",
    "is_head",
    "is_known_classifier",
    "is_offence",
    "is_person",
    "opens_front",
    "parts_of_speech",
    "read_clause",
    "read_usage",
    "read_verb",
    "shorten",
]

# The rule files that this folder reads, by name, with the structure of each.
RULES: dict[str, type[Rules]] = {
    "compounds": CompoundRules,
    "counted_nouns": CountedNounRules,
    "lexicon": LexiconRules,
}
