"""Reads the whole noun phrase after a number that a verb before it governs, across verbs inside (旅游提升示范村).

If a verb precedes a number and its classifier, the clause has its predicate. The rest is one noun phrase with its last
word as head, provided that the classifier counts that word, and that nobody is named who could do what the inner verb
says.
"""

from collections.abc import Sequence

from pipeline.figures.measure.classifiers import acts_or_is_human
from pipeline.figures.quantity import Quantity
from pipeline.language import LIGHT_KINDS, NOMINAL, VERBAL, Clause, Pos, Sense, Token, endings, read_usage
from pipeline.model import Kind
from pipeline.values import nouns

# Verbs that tell how things are, or to whom and by what something is done, govern no such phrase.
_TELLS = frozenset((Sense.FRONT, Sense.TURNS_TO, Sense.BY_MEANS, Sense.BOUND, Sense.STATE, Sense.RELATES, Sense.LIGHT))
# What stands inside a name, and what a verb that follows its noun is.
_INSIDE = frozenset((*NOMINAL, *VERBAL, Pos.QUALITY))
_ENDS = frozenset((Sense.FOLLOWS, Sense.PERFECT, Sense.MANNER, Sense.SETTING))


def read_whole(
    words: Sequence[Token], noun: tuple[int, int] | None, quantity: Quantity, left: Clause
) -> tuple[int, int] | None:
    """The phrase up to the end of the clause, if the verb before the number makes it one; else the ``noun``."""
    times = quantity.unit in nouns().times
    verb = _governor(left, named=noun is not None)
    if verb and Sense.PIVOTS in verb.senses and not times:
        return noun
    if verb is None or quantity.kind in (Kind.PERSON_COUNT, Kind.NUMBER) or quantity.unit in nouns().singly:
        return noun
    end = next((i for i, word in enumerate(words) if not _stands_inside(word)), len(words))
    if (end < len(words) and words[end].kind is not Pos.MARK) or end < 2 or (noun and noun[1] > end):
        return noun
    if noun and noun[1] == end:
        # 推进3轮|督促整改工作
        opens = times and words[0].kind in VERBAL and Sense.TASK in words[end - 1].senses
        return (0, end) if opens else noun
    cut = noun[1] if noun else 0
    if any(acts_or_is_human(word) or word.text.endswith(endings(Sense.ORGAN)) for word in words[: max(cut, 1)]):
        return noun  # 组织3所高校|开展活动: who is named does what follows
    last = words[end - 1]
    if last.kind in NOMINAL:
        crossed = any(word.kind in VERBAL for word in words[cut : end - 1])
        whole = crossed and _counts_last(last, quantity)
    else:
        whole = _counts_deed(words[:end], cut, quantity, verb)
    return (noun[0] if noun and noun[0] < cut else 0, end) if whole else noun


def before_pivot(words: Sequence[Token], noun: tuple[int, int] | None, left: Clause) -> tuple[int, int] | None:
    """The phrase without what its bodies are to do, after a verb that makes them do it (支持9家企业|建设研发中心)."""
    heavy = [word for word in left.words if word.kind not in LIGHT_KINDS]
    if noun is None or not heavy or Sense.PIVOTS not in heavy[-1].senses:
        return noun
    start, end = noun
    for index in range(start + 1, end - 1):
        usage = read_usage(words[index].text)
        does = words[index].kind in VERBAL and usage.governs > usage.names and words[index + 1].kind is Pos.NOUN
        if does and words[index - 1].text.endswith((*nouns().body_ends, *nouns().fields)):
            return start, index
    return noun


def _governor(left: Clause, *, named: bool) -> Token | None:
    """The verb that governs a number, and whose object does not act itself.

    The owner of the things may come in between, if the noun after it names them (完成重点产业链36项|卡点攻关).
    """
    heavy = [word for word in left.words if word.kind not in LIGHT_KINDS]
    owned = (
        named and len(heavy) > 1 and all(word.kind is Pos.NOUN for word in heavy[1:]) and left.words[-1] is heavy[-1]
    )
    verb = heavy[0] if owned else heavy[-1] if heavy else None
    if verb is None or verb.kind is not Pos.ACTION or not verb.listed:
        return None
    return verb if verb.senses.isdisjoint(_TELLS) else None


def _stands_inside(word: Token) -> bool:
    """Whether a word may be inside a name: a noun, a verb without an object, or an adverb outside the lexicon."""
    if not _ENDS.isdisjoint(word.senses):
        return False
    return word.kind in _INSIDE or (word.kind is Pos.ADVERB and not word.listed and len(word.text) > 1)


def _counts_last(last: Token, quantity: Quantity) -> bool:
    """Whether a classifier counts the noun that ends a phrase (个|示范村, 项|工程)."""
    rules = nouns()
    if last.text.endswith(rules.persons):
        return False
    if quantity.unit in rules.times:
        return Sense.TASK in last.senses  # 3轮督促整改|工作
    if quantity.unit in rules.doors:
        return last.text.endswith(rules.body_ends)
    return quantity.general and last.text.endswith((*rules.fields, *rules.body_ends))


def _counts_deed(words: Sequence[Token], cut: int, quantity: Quantity, verb: Token) -> bool:
    """Whether a classifier of tasks counts the verb that ends a phrase (推进36项|卡点攻关)."""
    last = words[-1]
    if not {Sense.STATE, Sense.CHANGE}.isdisjoint(last.senses) or (cut and words[cut - 1].kind in VERBAL):
        return False
    if quantity.unit in nouns().times:
        held = cut > 0 and words[cut - 1].text.endswith(endings(Sense.HELD))
        return not held and Sense.NOMINAL in last.senses
    bare = last.kind is Pos.VERB and not last.listed and Sense.NOMINAL not in last.senses
    return quantity.unit == "项" and Sense.CARRIES_OUT in verb.senses and bare and len(words) - cut == 1
