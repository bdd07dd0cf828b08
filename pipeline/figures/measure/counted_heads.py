"""Ends the noun phrase behind a number at a noun that its classifier was counted with (``rules/counted_nouns.toml``).

个 counts projects and no reliability, so that 9个电网可靠性|提升项目 are projects; 件 counts works of art, and not
that they appear (4件作品|亮相). Where a phrase ends in something that the classifier was never counted with, it goes on
to the next noun that it was counted with, or else ends at the last one.
"""

from collections.abc import Sequence

from pipeline.figures.quantity import Quantity
from pipeline.language import NOMINAL, VERBAL, Pos, Sense, Token, counts_head, is_head, is_known_classifier, read_usage
from pipeline.model import Kind
from pipeline.values import nouns

# In so many documents a classifier counts a noun, at least, and a verb as it stands.
LEAST = 2
LEAST_VERBS = 5
_INSIDE = frozenset((*NOMINAL, *VERBAL, Pos.AGENT))
# What stands before a predicate.
_PREDICATES = frozenset((Pos.ADVERB, Pos.TIME, Pos.LINK, Pos.PREPOSITION))
_STOPS = frozenset((Sense.FOLLOWS, Sense.PERFECT, Sense.SETTING, Sense.BOUND))


def end_at_head(
    words: Sequence[Token], noun: tuple[int, int], quantity: Quantity, *, governed: bool
) -> tuple[int, int]:
    """The phrase up to a noun that the classifier counts, where its last word is none; else the phrase itself."""
    start, end = noun
    unit = quantity.unit
    if unit is None or quantity.kind != Kind.ITEM_COUNT or not is_known_classifier(unit):
        return noun
    closes = next((i for i in range(end, len(words)) if not _goes_on(words, i)), len(words))
    further = next(
        (i + 1 for i in range(end, closes) if _ends(words, i, closes) and _fits(words[i], unit, ends=False)), end
    )
    if _fits(words[end - 1], unit):
        whole = governed and further > end and _is_boundary(words, closes) and _is_one_name(words[end:further])
        named = whole and not _deverbal(words[further - 1 : further])
        return (start, further) if named and _deverbal(words[further:closes]) else noun
    if further > end and (governed or all(word.kind not in VERBAL for word in words[end:further])):
        return start, further
    # 实施19项|关键技术攻关: what counts things counts what is done
    if governed and (words[end - 1].kind not in VERBAL or unit in nouns().things):
        return noun
    following = words[end] if end < len(words) and not governed else None
    if following is not None and (following.kind in _PREDICATES or read_usage(following.text).governing):
        return noun  # 36项卡点攻关|取得突破, 2个专题展览|今天开幕: it has another predicate
    # 14条|机械购置补贴情况: what ends in a noun is a name, unless its verb is known to govern that
    named = words[end - 1].kind is Pos.NOUN and Sense.TOPONYM not in words[end - 1].senses
    tails = (i for i in range(end - 1, start, -1) if _may_follow(words[i]) and _fits(words[i - 1], unit))
    tail = next((i for i in tails if not named or _governs_all(words[i:end])), end)
    return start, tail


def _governs_all(words: Sequence[Token]) -> bool:
    """Whether the first of some words is known to govern, and the others are its object."""
    governs = read_usage(words[0].text).governing
    return governs and not any(map(_may_follow, words[1:]))


def _is_boundary(words: Sequence[Token], index: int) -> bool:
    return index == len(words) or words[index].kind is Pos.MARK


def _is_one_name(words: Sequence[Token]) -> bool:
    """Whether the verbs among words behind a noun are known more from names than as verbs (but 企业|入驻园区)."""
    usages = [read_usage(word.text) for word in words if word.kind in VERBAL]
    return all(usage.attributive and usage.names >= usage.governs for usage in usages)


def _deverbal(words: Sequence[Token]) -> bool:
    return all(word.kind in VERBAL or Sense.FLEXIBLE in word.senses for word in words)


def _fits(word: Token, unit: str, *, ends: bool = True) -> bool:
    """Whether the classifier counts a word: a noun by its end, a verb only as it stands.

    Unless it ``ends`` a phrase that was read, one character at its end is not enough (单位|在内).
    """
    units = nouns().pieces if unit in nouns().pieces else (unit,)
    if word.kind in VERBAL or Sense.TOPONYM in word.senses:
        least = LEAST_VERBS if word.kind in VERBAL else LEAST
        return sum(counts_head(each, word.text, whole=True) for each in units) >= least
    named = word.kind in (Pos.NOUN, Pos.HEAD) or word.text[-1] in ")”"
    return named and sum(counts_head(each, _bare(word), least=1 if ends else 2) for each in units) >= LEAST


def _bare(word: Token) -> str:
    """A word without a bracket behind and without quotation marks."""
    return word.text.partition("(")[0].strip("“”")


def _ends(words: Sequence[Token], index: int, closes: int) -> bool:
    """Whether a noun phrase may end with the word at an index: no noun goes on with it, and it names no quantity."""
    word = words[index]
    return word.kind is Pos.NOUN and not is_head(word) and (index + 1 == closes or words[index + 1].kind not in NOMINAL)


def _goes_on(words: Sequence[Token], index: int) -> bool:
    word = words[index]
    near = index == 0 or word.start == words[index - 1].end
    return near and word.kind in _INSIDE and _STOPS.isdisjoint(word.senses)


def _may_follow(word: Token) -> bool:
    """Whether a word may begin what the things did or what became of them."""
    return word.kind in (*VERBAL, Pos.AGENT) or not {Sense.FLEXIBLE, Sense.VERB_TOO}.isdisjoint(word.senses)
