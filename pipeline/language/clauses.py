"""Finds the clause that a number stands in, and the name before the bracket or the colon that it follows."""

import regex

from pipeline.language.lexicon import Pos
from pipeline.language.noun_phrases import Left, read_left
from pipeline.language.tokens import ALSO_RE, cut_words

# The bracket of 村(居)民 and 县(市、区) opens no clause.
CLAUSE_RE = regex.compile(
    rf"(?:(?<=[市县区镇乡村])\([市县区镇乡街道村社居、]{{1,8}}\)|(?<=\p{{Han}}){ALSO_RE})(*SKIP)(*FAIL)|[,。;:!?()\t|\[\]]"
)
# A bracket with what stands in it.
BRACKETED_RE = regex.compile(r"\([^()]*\)")
# So many characters before a number are read for its noun: the longest lists of the corpus that end there have some
# eighty (2026-11).
REACH = 100
LONGEST_BRACKET = 48
LONGEST_LABEL = 8


def clause_start(plain: str, floor: int, start: int) -> int:
    """Where the clause that holds ``start`` begins, not before ``floor``."""
    found = floor
    for match in CLAUSE_RE.finditer(plain, floor, start):
        found = match.end()
    return found


def clause_end(plain: str, end: int, ceiling: int) -> int:
    """Where the clause that holds ``end`` ends, not behind ``ceiling``."""
    match = CLAUSE_RE.search(plain, end, ceiling)
    return match.start() if match else ceiling


def before_bracket(plain: str, floor: int, opening: int) -> Left | None:
    """The phrase before a bracket that the number opens or follows (征收(56件), 专区(点)35个)."""
    sign = plain[opening - 1 : opening]
    at = opening - 1 if sign == "(" else plain.rfind("(", max(floor, opening - LONGEST_BRACKET), opening)
    if sign not in ("(", ")") or at <= floor:
        return None
    left = read_left(cut_words(plain, max(clause_start(plain, floor, at), at - REACH), at))
    label = cut_words(plain, at + 1, opening - 1) if sign == ")" and opening - at <= LONGEST_LABEL else []
    bare = plain[at - 1] == "的" or (left.noun is None and not left.outcome)
    if bare and label and label[-1].kind is Pos.NOUN:
        return Left(tuple(label), (0, len(label)))  # 已经解决的(A类)有6件
    return left


def before_colon(plain: str, floor: int, opening: int) -> Left | None:
    """The name that a colon parts from its number (主动公开的文件数量:5件, 信息(条):5)."""
    at = opening - 1
    if at <= floor or plain[at] != ":":
        return None
    at = max(plain.rfind("(", at - 6, at), floor) if plain[at - 1] == ")" else at
    left = read_left(cut_words(plain, max(clause_start(plain, floor, at), at - REACH), at))
    return left if left.noun and not left.links else None
