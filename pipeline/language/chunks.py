"""Finds noun phrases by where they stand: between two boundaries everything is the phrase, and its last noun the head.

A boundary is punctuation, a number, a governing verb, a preposition, or a link to the number (共, 达, 为). No word is one
by its class alone: a link stands before its number, an adverb before its verb, a time and an agent at the head of their
clause. The same word between two parts of a noun is a part of it (预算|稳定|调节基金, 门急诊|次均|费用, 本级|支出).
"""

from collections.abc import Sequence

from pipeline.language.lexicon import Pos, Sense
from pipeline.language.tokens import Token
from pipeline.language.verbs import NOMINAL, VERBAL, is_actor, is_verb

# 规|上|工业, 县|外|务工: a place behind a noun of one character makes one word with it.
LOCALIZERS = frozenset("上下内外前后中间")
# What is a part of a phrase only between two other parts of it.
LIGHT = frozenset((Pos.LINK, Pos.ADVERB, Pos.TIME, Pos.AGENT))


def stays_inside(words: Sequence[Token], index: int, start: int, end: int) -> bool:
    """Whether a word that links, or tells a time, a manner or an agent elsewhere, is a part of a phrase.

    ``words[start:end]`` is the phrase so far, and ``words[index]`` stands right before it.

    >>> from pipeline.language.tokens import cut_words
    >>> words = cut_words("预算稳定调节基金", 0, 8)
    >>> [word.text for word in words], stays_inside(words, 1, 2, 4)
    (['预算', '稳定', '调节', '基金'], True)
    """
    word, following = words[index], words[start] if start < end else None
    before = words[index - 1] if index else None
    if following is None or word.kind not in LIGHT:
        return False
    if Sense.RATE in word.senses:
        dated = len(word.text) == 1 and word.kind is Pos.TIME and not _follows_noun(before)
        return following.kind in NOMINAL | VERBAL and not dated
    if word.kind is Pos.AGENT and end - start == 1 and following.kind is Pos.HEAD and Sense.DEICTIC not in word.senses:
        return True  # 地方财政|收入
    if before is None or Sense.BOUND in word.senses:
        return False
    if _is_piece(word, before, following):
        return True
    if Sense.LIMIT in word.senses:
        return before.kind in NOMINAL | {Pos.JOIN} and following.kind in NOMINAL
    sandwiched = _is_part(words, index - 1, end) and following.kind in NOMINAL | VERBAL
    # 农村五保人员|集中|供养率: no one acts in the name of a quantity
    acts = is_actor(before) and not (word.kind is Pos.ADVERB and Sense.VERBAL_HEAD in words[end - 1].senses)
    return len(word.text) > 1 and sandwiched and not acts


def _is_part(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the word at ``index`` is a part of a noun phrase that runs to ``end`` (预算, though it can be a verb)."""
    word = words[index]
    verbal = word.kind in VERBAL and Sense.NOMINAL in word.senses
    return word.kind in NOMINAL or (verbal and not is_verb(words, index, end))


def _follows_noun(before: Token | None) -> bool:
    """Whether 年 or 日 behind a word is no unit of a date (我国|年|进出口总额)."""
    return before is not None and before.kind in NOMINAL | {Pos.AGENT}


def _is_piece(word: Token, before: Token, following: Token) -> bool:
    """Whether a word of one character is a piece of a word that no dictionary has (还|本|支出, 规|上|工业)."""
    if len(word.text) > 1 or word.kind is Pos.AGENT:
        return False
    if word.text in LOCALIZERS:
        return before.kind is Pos.NOUN and len(before.text) == 1
    return following.kind is Pos.NOUN and len(following.text) == 1 and before.kind in NOMINAL
