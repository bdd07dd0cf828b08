"""Decides what a classifier can count: 名 and 位 people, 家 bodies; none counts what became of its noun."""

from collections.abc import Sequence

from pipeline.figures.quantity import Quantity
from pipeline.language import VERBAL, Pos, Sense, Token, endings, is_head, is_person
from pipeline.model import Kind
from pipeline.values import nouns

# 模型|规模化|应用: what ends so tells how things became.
BECOMES = "化"


def counts_people(quantity: Quantity) -> bool:
    """Whether a number counts people or households."""
    return quantity.kind is Kind.PERSON_COUNT or quantity.unit == "户"


def is_human(word: Token) -> bool:
    """Whether a word names people or a household."""
    return is_person(word) or word.text.endswith(nouns().persons)


def acts_or_is_human(word: Token) -> bool:
    """Whether a word names people, or a body that acts as people do (企业)."""
    return is_human(word) or word.text.endswith(endings(Sense.WHO))


def end_counted(words: Sequence[Token], start: int, end: int, quantity: Quantity) -> int:
    """The end of the phrase ``words[start:end]`` after a number, as far as its classifier counts it.

    156项改革|全面铺开, 60名民警|英勇负伤, 3家企业|主板上市.
    """
    end = _end_field(words, start, _before_idiom(words, start, end), quantity)
    rules = nouns()
    is_described = quantity.unit not in (*rules.pieces, *rules.things, *rules.times) and end - start > 1
    if is_described and words[end - 1].text.endswith(endings(Sense.SETTING)):
        end -= 1  # 9部法律|实施情况
    last = words[end - 1]
    bare = quantity.kind is Kind.NUMBER and quantity.unit is None  # 78万|农牧户
    if quantity.unit in rules.singly or bare:
        no_one = () if bare else rules.households
        humans = (i + 1 for i in range(end - 2, start - 1, -1) if _is_one(words[i], no_one))
        return end if acts_or_is_human(last) else next(humans, end)
    if quantity.unit in ("家", "所") and last.kind is Pos.NOUN and not last.text.endswith(rules.body_ends):
        return next((i + 1 for i in range(end - 2, start - 1, -1) if words[i].text.endswith(rules.body_ends)), end)
    return end


def _end_field(words: Sequence[Token], start: int, end: int, quantity: Quantity) -> int:
    """The end of a phrase after the places, fields or matters that its number counts, without what is done there.

    90个村|生活污水治理, 5个行业|“一业一证”改革; but 3个村|卫生室: a body is counted itself.
    """
    rules = nouns()
    if quantity.kind is Kind.PERSON_COUNT or not (quantity.general or quantity.unit in (*rules.doors, *rules.pieces)):
        return end
    field = next((i + 1 for i in range(start, end - 1) if _is_field(words, i)), end)
    matters = rules.fields if quantity.general or quantity.unit in rules.doors else rules.matters
    if field == end or not words[field - 1].text.rstrip("”").endswith(matters):
        return end
    if Sense.FIELD in words[field - 1].senses:
        return field  # 供水等9个领域|企事业单位
    if any(word.text.endswith((BECOMES, *rules.body_ends)) for word in words[field:end]):
        return end  # 90个行业大模型|规模化应用, 9家企业技术中心|升级
    last, following = words[end - 1], words[end] if end < len(words) else None
    deed = last.kind in VERBAL or Sense.FLEXIBLE in last.senses or is_head(last)
    deed = deed or last.text.endswith(rules.ends_of) or (following is not None and is_head(following))
    # 12个村屯|签订责任状
    does = words[field].kind is Pos.ACTION and Sense.NOMINAL not in words[field].senses
    return field if deed or does else end


def _is_field(words: Sequence[Token], index: int) -> bool:
    """Whether a word is the last of a row that a field ends (乡镇|社区)."""
    fields = nouns().fields
    named = words[index].text.rstrip("”").endswith(fields) and words[index].kind is Pos.NOUN
    return named and not words[index + 1].text.endswith(fields) and words[index + 1].kind not in (Pos.OF, Pos.JOIN)


def _is_one(word: Token, no_one: tuple[str, ...]) -> bool:
    """Whether a word names people, but not a household, which their classifier does not count."""
    return acts_or_is_human(word) and not word.text.endswith(no_one)


def _before_idiom(words: Sequence[Token], start: int, end: int) -> int:
    """The end of a phrase before an idiom for what became of its noun (56家企业|摆脱困境)."""
    last, closes = words[end - 1], end == len(words) or words[end].kind is Pos.MARK
    before = words[end - 2] if end - 1 > start else None
    if not closes or before is None or before.kind is not Pos.NOUN or Sense.IDIOM not in last.senses:
        return end
    acts = before.text.endswith((*nouns().persons, *endings(Sense.WHO, Sense.ORGAN)))
    return end - 1 if acts or Sense.PREDICATE in last.senses else end
