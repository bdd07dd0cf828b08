"""Ends the name after a number before the predicate of the things counted (8个项目|落地)."""

from collections.abc import Sequence

from pipeline.figures.measure.classifiers import BECOMES
from pipeline.figures.measure.names import LISTED
from pipeline.figures.quantity import Quantity
from pipeline.language import VERBAL, Clause, Pos, Sense, Token, read_usage
from pipeline.model import Kind
from pipeline.values import nouns

# What leads a clause, and does not govern it.
LEADS = frozenset((Sense.FRONT, Sense.TURNS_TO, Sense.BY_MEANS, Sense.BOUND))


def is_governed(left: Clause) -> bool:
    """Whether the clause has a governing verb before its number, so that none stands behind it."""
    listed = bool(left.words) and left.words[-1].text == LISTED  # 推行一码通、改造道路等|6个项目申报
    return not listed and any(word.kind in VERBAL and word.senses.isdisjoint(LEADS) for word in left.words)


def before_predicate(
    words: Sequence[Token], noun: tuple[int, int], quantity: Quantity, left: Clause
) -> tuple[int, int]:
    """The phrase after a number without the predicate of its things, if no other verb governs its clause.

    6个项目|申报试点, 37个试点|落地; but 推进37个试点建设. A named person or body with a number has no act in its name
    (组织90家企业|招聘). A phrase after 对 has its verb after it, and may end in a verb used as a noun
    (对6项前置审批进行).
    """
    start, end = noun
    if quantity.kind is Kind.EVENT_COUNT or quantity.unit in nouns().times:
        return noun
    verbs = [i for i in range(start + 1, end) if words[i].kind in VERBAL and words[i - 1].kind is Pos.NOUN]
    singly = quantity.unit in nouns().doors
    if is_governed(left) and not (singly and verbs and words[end - 1].kind in VERBAL):
        return noun
    led = any(Sense.FRONT in word.senses for word in left.words)
    things = quantity.unit in nouns().things and Sense.NOMINAL in words[end - 1].senses  # 9篇调研报告
    closes = end
    while not (led or things) and closes - 1 > start and _says_what_became(words[closes - 1], words[closes - 2]):
        closes -= 1
    # 9项专项|清理工作: what is done there has a name
    does = (i for i in verbs if i + 1 < end and _takes_object(words[i]) and Sense.TASK not in words[i + 1].senses)
    cut = min(next(does, closes), closes)
    nobody = quantity.unit in nouns().things and words[cut - 1].text.endswith(nouns().persons)
    return noun if nobody else (start, cut)


def _takes_object(word: Token) -> bool:
    """Whether a verb with a noun on both sides is known to govern the one after it."""
    usage = read_usage(word.text)
    return usage.governing if Sense.NOMINAL in word.senses else not usage.attributive


def _says_what_became(word: Token, before: Token) -> bool:
    """Whether the last word of a phrase may say what became of its noun (落户, 申报, 规模化|运行)."""
    if word.text.endswith(BECOMES) and len(word.text) > 1:
        return True
    if Sense.NOMINAL in word.senses and word.kind is Pos.VERB:
        return before.text.endswith(BECOMES) or (word.listed and Sense.STATE in word.senses)
    return word.kind in VERBAL or (Sense.FLEXIBLE in word.senses and Sense.NOMINAL not in word.senses)
