"""Recognises verbs that are part of the name after them (审查逮捕案件), by their usage elsewhere (``usage``)."""

from collections.abc import Sequence

from pipeline.language.edges import LISTED
from pipeline.language.lexicon import Pos, Sense
from pipeline.language.tokens import Token
from pipeline.language.usage import have_one_object, read_usage
from pipeline.language.word_roles import (
    EDGES,
    NOMINAL,
    VERBAL,
    goes_on_with,
    is_actor,
    is_channel,
    is_head,
    is_person,
)
from pipeline.values import nouns


def _opens_verbs(words: Sequence[Token], index: int) -> bool:
    """Whether a word is the first verb of its clause: nothing governs it, and it may govern what follows."""
    before = words[index - 1] if index else None
    return words[index].kind in VERBAL and (before is None or before.kind in EDGES or is_channel(before))


def _is_governed(words: Sequence[Token], index: int) -> bool:
    """Whether a verb of the clause directly precedes a verb (办结|审查, 受理|决定|起诉)."""
    first = index
    while first and (words[first - 1].kind in VERBAL or (first > 1 and is_person(words[first - 1]))):
        first -= 1
    return first < index and _opens_verbs(words, first)


def is_sorted(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb follows a word that begins a noun phrase (各类|审查逮捕|案件)."""
    first = index
    while first and words[first - 1].kind in VERBAL:
        first -= 1
    return index + 1 < end and first > 0 and {Sense.SORT, Sense.DETERMINER} <= words[first - 1].senses


def is_in_gist(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb without known usage begins the noun that names a list (起诉…等|扰乱秩序犯罪), not the means."""
    word = words[index]
    known = word.listed or read_usage(word.text).governing
    if known or index + 1 >= end or not index or words[index - 1].text != LISTED:
        return False
    return not any(Sense.BY_MEANS in before.senses for before in words[:index])


def is_in_name(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is part of the noun after it: a verb before it governs, and other names contain it.

    受理|起诉案件, 审计|处罚金额: only cases and amounts are named by acts; but 检查指导|企业.
    """
    if index + 1 >= end or not _is_governed(words, index) or not read_usage(words[index].text).attributive:
        return False
    before, word, last = words[index - 1], words[index], words[end - 1]
    named = is_head(last) or (last.kind not in VERBAL and last.text.endswith(nouns().cases))
    # 查处|贪污公款案件: what is done has its object.
    whole = all(each.kind in VERBAL for each in words[index + 1 : end - 1])
    if not named or not whole or (Sense.CLOSING in word.senses and index + 2 == end):
        return False  # 受理|办理申请: it goes on
    return not goes_on_with(before, word) and not have_one_object(before.text, word.text)


def is_in_case(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb begins the name of a kind of case made of two verbs (审查起诉|案件; but 受理申诉|案件)."""
    if index + 3 != end or words[end - 1].kind in VERBAL or not words[end - 1].text.endswith(nouns().cases):
        return False
    word, following = words[index], words[index + 1]
    both = following.kind in VERBAL and all(read_usage(each.text).attributive for each in (word, following))
    alone = not goes_on_with(word, following) and not have_one_object(word.text, following.text)
    placed = _is_governed(words, index) or (_opens_verbs(words, index) and Sense.CLOSING not in word.senses)
    return both and alone and placed


def is_in_word(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is a piece of a word that no dictionary has, with a noun of one character behind (防滑|坎)."""
    if index + 2 != end or words[index].listed or len(words[index].text) == 1:
        return False
    last = words[end - 1]
    return (
        last.kind is Pos.NOUN
        and len(last.text) == 1
        and Sense.CHANNEL not in last.senses
        and not read_usage(words[index].text).governs
    )


def goes_on(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb continues the one before it, since it is known to govern (建立|完善|制度)."""
    if index + 1 >= end or is_head(words[end - 1]) or Sense.TASK in words[index + 1].senses:
        return False
    return read_usage(words[index].text).governing and _is_governed(words, index)


def is_made(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is part of the name of what the verb before it makes or hands over (发出|审议意见书).

    With a noun in between, the noun after it must be one that combines with verbs (发起部门|抽查任务; but
    发布信息|引导群众).
    """
    if index + 1 >= end or words[end - 1].kind in VERBAL:
        return False
    first = index - 1
    while first > 0 and words[first].kind in NOMINAL and not is_actor(words[first]):
        first -= 1
    if first < 0 or Sense.MAKES not in words[first].senses or goes_on_with(words[first], words[index]):
        return False
    task = Sense.TASK in words[index + 1].senses and index + 2 == end
    alone = not read_usage(words[index].text).governing and not have_one_object(words[first].text, words[index].text)
    near = first == index - 1 and alone
    return (near or task) and words[index + 1].kind in NOMINAL | VERBAL
