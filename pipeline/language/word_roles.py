"""Decides by part of speech and ending what a word can be: an agent, the head of a name, the start of a phrase."""

from functools import cache

from pipeline.language.lexicon import CHAINS, Pos, Sense, endings, having
from pipeline.language.tokens import Token
from pipeline.values import nouns

NOMINAL = frozenset((Pos.NOUN, Pos.HEAD, Pos.QUALITY))
VERBAL = frozenset((Pos.ACTION, Pos.VERB))
# What may stand before the verb or the noun of a clause, and is neither.
LIGHT_KINDS = frozenset((Pos.JOIN, Pos.MARK, Pos.TIME, Pos.LINK, Pos.ADVERB, Pos.AGENT))
# Behind these a clause begins.
EDGES = frozenset((Pos.LINK, Pos.ADVERB, Pos.TIME, Pos.AGENT, Pos.MARK))
# Before a number they are no part of a name: 环比+3%, “5个….
SIGNS = frozenset("“+-−±")


def opens_noun(word: Token) -> bool:
    """Whether a word begins a noun phrase, so that a verb before it is no attribute (省级, 全国, 政策性)."""
    level = word.kind is Pos.QUALITY and word.text.endswith("级")
    kind = word.kind in NOMINAL and len(word.text) > 2 and word.text.endswith("性")
    return word.kind is Pos.AGENT or Sense.SORT in word.senses or level or kind


def goes_on_with(first: Token, word: Token) -> bool:
    """Whether two successive verbs have one object (新建 before 改造)."""
    return first.text != word.text and not CHAINS.isdisjoint(first.senses & word.senses)


def is_actor(word: Token) -> bool:
    """Whether a word names a possible agent of the verb after it (教育厅, 志愿者), and is no attribute of a thing."""
    return is_channel(word) or word.text.endswith((*endings(Sense.WHO, Sense.ORGAN), *nouns().people))


def is_person(word: Token) -> bool:
    """Whether a word names people (未成年人)."""
    return word.kind is Pos.NOUN and word.text.endswith(nouns().people)


def is_offence(word: Token) -> bool:
    """Whether a word names an offence, or a case of one (盗窃案件)."""
    return word.kind is Pos.NOUN and word.text.endswith(nouns().offences)


def is_channel(word: Token) -> bool:
    """Whether a word names the channel or the body through which something is done (门户网站, 教育厅)."""
    if word.text.startswith("“") or Sense.CHANNEL in word.senses:
        return True
    # 教育厅 and 平潭县 act; 小区 and 社区 do not.
    return len(word.text) > 2 and word.text.rstrip("》").endswith(endings(Sense.CHANNEL))


@cache
def head_ends() -> tuple[str, ...]:
    """The endings of names of quantities."""
    return tuple(sorted(having(Pos.HEAD)))


def is_head(word: Token) -> bool:
    """Whether the word names a quantity (人数, 办结时长)."""
    return word.kind is Pos.HEAD or (word.kind is Pos.NOUN and len(word.text) > 2 and word.text.endswith(head_ends()))


def is_light(word: Token) -> bool:
    """Whether a word between a thing and its number is not part of the thing's name (共, 由, 上年)."""
    return word.kind in (Pos.LINK, Pos.ADVERB, Pos.TIME) or word.text in SIGNS
