"""Reads the clause to the left of a number, in the way that the number's role and unit allow."""

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.figures.changes import SHARES, size_nouns
from pipeline.figures.gaps import gap
from pipeline.figures.quantity import COUNTED, Quantity
from pipeline.language import (
    LIGHT_KINDS,
    NOMINAL,
    REACH,
    VERBAL,
    Clause,
    Pos,
    Sense,
    Token,
    before_bracket,
    before_colon,
    clause_start,
    cut_words,
    endings,
    is_head,
    read_clause,
)
from pipeline.model import Kind
from pipeline.values import nouns


def read_before(plain: str, opening: int, ends: int, quantity: Quantity, taken: tuple[int, int] | None) -> Clause:
    """The clause between two offsets; ``taken`` is the noun after the previous number, if it is in the clause."""
    words = cut_beside(plain, max(opening, ends - REACH), ends)
    if taken and words and "、" not in plain[slice(*taken)] and words[0].start == taken[1] and _only_names(words):
        words = cut_words(plain, taken[0], ends)  # 四种|肉产量9吨
    timed = next((i + 1 for i in range(len(words) - 1, -1, -1) if Sense.ENDS_TIME in words[i].senses), 0)
    words = words[timed:]  # 建局以来|接待来访12批次
    if quantity.kind is Kind.PERSON_COUNT:
        words = [replace(word, kind=Pos.NOUN) if Sense.POSTS in word.senses else word for word in words]
    return _read_role(plain, words, quantity)


def cut_beside(plain: str, start: int, end: int) -> list[Token]:
    """The words of a clause without what its change is compared with (起数|与上年相比|减少)."""
    words = cut_words(plain, start, end)
    held = gap("held_against").search(plain, start, end)
    return [word for word in words if held is None or not held.start() <= word.start < held.end()]


def complete(plain: str, floor: int, opening: int, left: Clause) -> Clause:
    """The clause with the name that a bracket or a colon separates from it."""
    if left.named is None and left.verb is not None and len(left.words) == 1 + len(left.links):
        # 人员变动类信息:主动公开|2条; 城区人口增加最多(增加|5万人)
        held = left.rises and plain[opening - 1 : opening] == "("
        named = before_bracket(plain, floor, opening) if held else before_colon(plain, floor, opening)
        left = replace(named, verb=left.verb) if named and named.named else left
    if left.empty:
        left = before_bracket(plain, floor, opening) or before_colon(plain, floor, opening) or left
    return left


def read_end(plain: str, floor: int, end: int) -> Clause:
    """The clause that ends before ``end``, not before ``floor``."""
    return read_clause(cut_words(plain, max(clause_start(plain, floor, end), end - REACH), end))


def find_topic(plain: str, start: int, *, by_object: bool) -> tuple[int, int] | None:
    """The topic of a clause without a number before ``start``: its subject (unless ``by_object``) or its object.

    经营主体|稳中向好。总量达9万户; 培育|企业,总数达9家.
    """
    first = clause_start(plain, max(0, start - 1 - REACH), start - 1)
    words = cut_words(plain, first, start - 1)
    words = words[next((i for i, word in enumerate(words) if word.kind not in LIGHT_KINDS), len(words)) :]
    if plain[start - 1 : start] not in (",", "。") or any(sign.isdigit() for sign in plain[first:start]):
        return None
    end = next((i for i, word in enumerate(words) if word.kind not in NOMINAL), len(words))
    while end and (Sense.FLEXIBLE in words[end - 1].senses or words[end - 1].kind is Pos.QUALITY):
        end -= 1
    left = Clause(()) if end or not words else read_clause(words)
    return (words[0].start, words[end - 1].end) if end and not by_object else left.span(left.object or left.topic)


def _only_names(words: Sequence[Token]) -> bool:
    """Whether a single name of a quantity is all that is between a noun already used and the number."""
    return words[0].kind is Pos.HEAD and all(word.kind is Pos.LINK for word in words[1:])


def _read_role(plain: str, words: Sequence[Token], quantity: Quantity) -> Clause:
    """The clause to the left of a number, without what the number is compared with.

    产能占全球30%: the capacity, not the world; 增幅高于全国0.7个百分点: the growth.
    """
    compares = Sense.COMPARES if quantity.kind in SHARES else Sense.AGAINST
    words = _without_holder(words, quantity)
    words = _behind_description(words, compares)
    held = next((i for i, word in enumerate(words) if compares in word.senses), None)
    if held is not None:
        if compares is Sense.AGAINST and _changes_object(words[held:]):
            return read_clause(words)  # 较上年增加公开信息200条
        before = read_clause(words[:held])
        last = end_share(words, held) if quantity.kind is Kind.PERCENTAGE_POINT and before.named else None
        if last is not None and before.named:
            # 产值|占全国的比重|上升2个百分点: the share rose, and not what it is of
            before = Clause(tuple(words), object=replace(before.named, last=last))
        share = last is None and Sense.SHARE in words[held].senses
        return Clause(before.words, object=before.named, verb=words[held] if share else None)
    reached = next((i for i, word in enumerate(words) if Sense.REACHED in word.senses), None)
    if reached is not None and quantity.kind is Kind.PERCENT and words[-1].kind is Pos.OF:
        # 恢复至上年同期水平的81%: the level that a share was reached of
        return replace(read_clause(words[:reached]), links=(words[reached].text,))
    source = next((i for i, word in enumerate(words) if i and Sense.SOURCE in word.senses), 0)
    if source and gap("raised").match(plain, quantity.end):
        return read_clause(words[:source])  # 低保标准|从年标准1680元提高到2760元
    if len(words) > 2 and Sense.SHARE in words[-1].senses and words[-2].kind is Pos.OF:
        words = words[:-1]  # 涉及民生的|占比46%
    left = read_clause(words)
    if left.object is None or left.head is None or left.object.last - left.object.first > 1:
        return left
    if Sense.SHARE in left.head.senses:
        return replace(left, object=None)
    if left.head.text not in size_nouns():
        return left
    risen = read_clause(words[: left.object.first])  # 案件同比|降幅9%: what fell
    return Clause(risen.words, object=risen.named, links=(left.head.text,)) if risen.named else left


def _without_holder(words: Sequence[Token], quantity: Quantity) -> Sequence[Token]:
    """The words before a share without the one who has most or least of it (入学率|最高的为城区98%)."""
    most = next((i for i in range(len(words) - 2) if Sense.SUPERLATIVE in words[i].senses), 0)
    held = most and quantity.kind in SHARES and words[most + 1].kind is Pos.OF and words[most + 2].kind is Pos.LINK
    return words[:most] if held else words


def _behind_description(words: Sequence[Token], compares: Sense) -> Sequence[Token]:
    """The words before a share without a comparison that only defines what it is of (含量低于限值的|点位占比)."""
    held = next((i for i, word in enumerate(words) if compares in word.senses), len(words))
    of = next((i for i in range(len(words) - 2, held, -1) if words[i].kind is Pos.OF), None)
    head = next((word for word in reversed(words) if word.kind is not Pos.LINK), None)
    tells = of is not None and Sense.SHARE not in words[held].senses and head is not None and is_head(head)
    return words[of + 1 :] if of is not None and tells else words


def end_share(words: Sequence[Token], held: int) -> int | None:
    """The end of a name of a share that its verb begins (占全国的|比重); null if there is none."""
    if Sense.SHARE not in words[held].senses:
        return None
    joined = next((i for i in range(held, len(words)) if words[i].kind is Pos.JOIN), len(words))  # 产值占比、|税收占比
    return next((i + 1 for i in range(held + 1, joined) if words[i].kind is Pos.HEAD), None)


def _changes_object(words: Sequence[Token]) -> bool:
    """Whether a verb of change has an object after it."""
    changes = [index for index, word in enumerate(words) if Sense.CHANGE in word.senses]
    return bool(changes) and Clause(tuple(words[changes[-1] + 1 :])).names


def fit(left: Clause, quantity: Quantity) -> Clause:
    """The clause, limited to what its number can count."""
    if left.object and left.verb and left.head and quantity.unit in nouns().things:
        # 转派区县9件: to whom things go is not counted by their classifier
        bodies = left.head.text.endswith(endings(Sense.ORGAN, Sense.PLACE))
        return replace(left, object=None) if bodies else left
    several = left.object is not None and left.object.last - left.object.first > 1
    anew = left.object and several and Sense.ASPECT in left.words[left.object.last - 2].senses  # 新|竣工9个
    deed = left.head if left.object and (anew or not several) else None
    follows = quantity.kind is Kind.PERSON_COUNT and deed is not None and Sense.FOLLOWS in deed.senses
    alone = (anew and quantity.kind in COUNTED) or (quantity.unit in nouns().doors if left.verb else follows)
    if deed is not None and deed.kind in VERBAL and alone:
        return replace(
            left, object=None, verb=deed
        )  # 退出374户, 责令整改|12家: who did it is counted, and not the deed
    if left.topic is None or left.head is None or left.verb is None:
        return left
    verb, person = left.verb, left.head.text.endswith((*nouns().persons, *endings(Sense.WHO, Sense.ORGAN)))
    counts = quantity.kind in {Kind.ITEM_COUNT, Kind.PERSON_COUNT} and quantity.unit not in nouns().cases_by
    if person and not counts and Sense.CHANGE not in verb.senses:
        return replace(left, topic=None)  # 主要负责人出席3场: the events are counted, not who came
    if quantity.kind is Kind.EVENT_COUNT and (Sense.NOMINAL in verb.senses or not verb.listed):
        # 公务接待|15批次
        return replace(left, topic=replace(left.topic, last=left.topic.last + 1), verb=None)
    whole = left.words[left.topic.head] is verb  # 主动|撤回起诉
    if Sense.CHARGES in verb.senses and not whole and not (person or left.head.text.endswith(nouns().cases)):
        # 重大刑事犯罪|批捕, 附条件不起诉: what was decided, with what tells it apart
        named = left.head.kind not in VERBAL
        return replace(left, topic=replace(left.topic, last=len(left.words) - len(left.links)) if named else None)
    reaches = verb.kind is Pos.ACTION and Sense.RELATES in verb.senses
    if quantity.kind is Kind.PERSON_COUNT and (reaches or left.head.kind in VERBAL):
        return replace(left, topic=None)  # 决定起诉|12人, 工程惠及|12户: people are counted by what was done to them
    return left
