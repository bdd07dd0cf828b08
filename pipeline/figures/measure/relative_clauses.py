"""Finds the noun after a clause that describes it (2个|无人维护的|政务新媒体)."""

from collections.abc import Sequence

from pipeline.language import NOMINAL, VERBAL, Pos, Sense, Token


def opens_clause(word: Token) -> bool:
    """Whether a word right after a number begins a clause that describes what is counted."""
    verbal = Sense.OPENS_CLAUSE in word.senses or word.kind in (Pos.ADVERB, Pos.PREPOSITION, *VERBAL)
    return verbal and Sense.NOMINAL not in word.senses


def past_clause(words: Sequence[Token]) -> int:
    """The index of the noun that a relative clause describes (2个|无人维护的|政务新媒体); 0 if there is none."""
    ends = [i + 1 for i in range(len(words) - 1) if words[i].kind is Pos.OF and _opens_noun(words, i + 1)]
    return ends[-1] if ends else 0


def _opens_noun(words: Sequence[Token], index: int) -> bool:
    """Whether a noun begins at an index, perhaps with a verb as its attribute (的|退休医生)."""
    word = words[index]
    if Sense.SETTING in word.senses:
        return False  # 在重建的|基础上
    attribute = word.kind in VERBAL and index + 1 < len(words) and words[index + 1].kind is Pos.NOUN
    return word.kind in NOMINAL or Sense.NOMINAL in word.senses or attribute
