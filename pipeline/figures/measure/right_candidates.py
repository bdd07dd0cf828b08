"""Reads the noun phrase right after a number (``33个|部门``)."""

from collections.abc import Sequence

from pipeline.figures.gaps import gap
from pipeline.figures.measure.classifiers import acts_or_is_human, counts_people, end_counted, is_human
from pipeline.figures.measure.predicates import before_predicate
from pipeline.figures.measure.relative_clauses import opens_clause, past_clause
from pipeline.figures.quantity import Quantity
from pipeline.language import (
    NOMINAL,
    VERBAL,
    Clause,
    Pos,
    Sense,
    Token,
    endings,
    is_head,
    is_offence,
    read_usage,
)
from pipeline.model import Kind
from pipeline.values import nouns

# 第二批: what tells those that are counted apart.
ORDINAL = "第"
LONGEST_EVENT = 4
# 问题|解决|措施清单: so many words with the verb, at most, close a name behind one.
LONGEST_NAME = 3
# What ends a clause that describes people.
BREAKS = frozenset((Pos.ACTION, Pos.LINK, Pos.JOIN, Pos.MARK))


def read_right(words: Sequence[Token], quantity: Quantity, left: Clause) -> tuple[int, int] | None:
    """The noun after a number, in the way that its unit allows."""
    if quantity.kind is Kind.PERCENT and len(words) > 1 and Sense.BELONGS in words[0].senses:
        return _read_on(words, 1, quantity)
    times, cases = quantity.unit in nouns().times, quantity.unit in nouns().cases_by
    if named := _ends_held(words) if times else _ends_case(words) if cases else None:
        return named  # 9次|委员考察活动, 6起|公安部督办案件
    held = left.head is not None and left.head.text.endswith(endings(Sense.HELD))
    is_deed = times and held and _opens_deed(words)  # 常务会议4次|专题听取汇报
    # 比全省的36%|低9个百分点
    right = None if is_deed or (words and Sense.COMPARES in words[0].senses) else _read_right(words, quantity)
    bare = quantity.kind is Kind.NUMBER and quantity.unit is None
    human = right is not None and acts_or_is_human(words[right[1] - 1])
    if not human and (bare or counts_people(quantity)) and (right is None or bare or words[0].kind in VERBAL):
        who = _find_people(words)
        if who or not (right and bare):
            return who  # 90户|受灾群众, 9万离校未就业|毕业生; but 90户|享受低保: they do it
    # 3次|网上监测, 3次组织|集中宣判
    first = 1 if words and words[0].kind is Pos.ACTION and Sense.NOMINAL not in words[0].senses else 0
    if times and not is_deed and (right or (0, 0))[1] < len(words) and _is_event(words[first:]):
        return first, len(words)
    if right is None:
        # 先后12次召开会议: the verb stands between.
        held = quantity.kind is Kind.EVENT_COUNT and left.named is None and len(words) > 1
        object_span = _read_right(words[1:], quantity) if held and words[0].kind is Pos.ACTION else None
        return (object_span[0] + 1, object_span[1] + 1) if object_span else None
    start, end = right
    joined = next((i for i in range(start, end) if words[i].kind is Pos.JOIN), end)
    if joined - start > 1 and words[joined - 1].text.endswith(endings(Sense.BODY)) and quantity.general:
        return start, joined  # 4个街道职能科室
    described = past_clause(words)
    people = quantity.kind is Kind.PERSON_COUNT and not acts_or_is_human(words[end - 1])
    body = quantity.unit in nouns().things and words[end - 1].text.endswith(endings(Sense.WHO))
    # 10所|基础好、有意愿的学校, 9个|有关改革的决定
    describes = words[end - 1].kind is Pos.QUALITY or ({Sense.FIELD, Sense.DETERMINER} <= words[0].senses and not body)
    if described > end and (
        body or describes or (people and any(acts_or_is_human(word) for word in words[described:]))
    ):
        # 12项|企业反映突出的问题, 9名|情节较轻的被告人: who, or what, is named first cannot be counted so.
        return _read_on(words, described, quantity)
    return before_predicate(words, _cut(words, right, quantity), quantity, left)


def _lone(words: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a word that jieba tags as an adverb is all that a number counts (3条|高速)."""
    ends = len(words) == 1 or (len(words) > 1 and words[1].kind is Pos.JOIN)
    lone = ends and words[0].kind is Pos.ADVERB and not words[0].listed
    return lone and quantity.kind is Kind.ITEM_COUNT and len(words[0].text) > 1


def _opens_deed(words: Sequence[Token]) -> bool:
    """Whether an adverb of manner, a verb and its object follow a number directly."""
    return len(words) > 2 and Sense.MANNER in words[0].senses and words[1].kind in VERBAL


def _ends_held(words: Sequence[Token]) -> tuple[int, int] | None:
    """The words after a number up to the event that was held, if only nouns and their verbs precede it."""
    if not words or not (words[0].kind in NOMINAL or Sense.NOMINAL in words[0].senses):
        return None
    ends = next((i for i, w in enumerate(words) if w.kind not in NOMINAL and w.kind is not Pos.VERB), len(words))
    held = [i for i in range(1, ends) if words[i].kind is Pos.NOUN and words[i].text.endswith(endings(Sense.HELD))]
    return (0, held[0] + 1) if held else None


def _ends_case(words: Sequence[Token]) -> tuple[int, int] | None:
    """The words after a number up to the offence or case that its classifier counts, whoever handles it."""
    named = {*NOMINAL, *VERBAL, Pos.AGENT}  # 9起轻微|刑事案件
    ends = next(
        (i for i, w in enumerate(words) if w.kind not in named and Sense.ADJECTIVAL not in w.senses), len(words)
    )
    return next(((0, i + 1) for i in range(ends) if is_offence(words[i])), None)


def _find_people(words: Sequence[Token]) -> tuple[int, int] | None:
    """The people after a description of them, before their verb (9名|有就业意向返乡农民工|参加)."""
    last = next((i for i, word in enumerate(words) if word.text.endswith(nouns().persons)), -1)
    opens = words[0].kind if words else Pos.MARK
    # 9名留守、困境|儿童: what describes them may be a list
    apart = any(word.kind in BREAKS and word.text != "、" for word in words[1:last])
    if last < 0 or opens in BREAKS - {Pos.LINK} or apart:
        return None
    start = max((i + 1 for i in range(last) if words[i].kind not in NOMINAL), default=0)
    start = 0 if start == 1 and Sense.NOMINAL in words[0].senses else start  # 9户|受灾群众
    return start, last + 1


def _cut(words: Sequence[Token], right: tuple[int, int], quantity: Quantity) -> tuple[int, int]:
    """The phrase after a number, as far as the number counts it."""
    start, end = right
    end = end_counted(words, start, end, quantity)
    for index in range(start, end):
        word = words[index]
        after_person = index > start and is_human(words[index - 1])
        does = word.kind in (Pos.ACTION, Pos.VERB) or not {Sense.MANNER, Sense.FLEXIBLE}.isdisjoint(word.senses)
        if quantity.kind is Kind.PERSON_COUNT and after_person and does:
            return start, index  # 3位专家解读文件, 3名村民实地观摩
        organ = Sense.PLACE if len(words) == end + 1 and Sense.EACH in words[end].senses else Sense.ORGAN
        alone = index + 1 < end and words[index + 1].kind is not Pos.JOIN
        # 13个乡(镇)|服务站 are stations
        held = word.text.endswith(")") and words[end - 1].text.endswith(nouns().body_ends)
        body = word.text.endswith((*endings(organ), ")")) and not held
        if body and alone and (quantity.general or quantity.unit in ("家", None)):
            return start, index + 1  # 56个部门政府信息公开工作
    return start, end


def _read_right(words: Sequence[Token], quantity: Quantity) -> tuple[int, int] | None:
    """The noun phrase that begins right after a number, without a name of a quantity at its end."""
    if _lone(words, quantity):
        return 0, 1
    times = next((i for i, word in enumerate(words) if word.kind is not Pos.TIME), 0)
    start = times + 1 if words and (words[times].kind is Pos.OF or Sense.PASSED in words[times].senses) else 0
    start = 1 if times == 1 and words[0].text[0] == ORDINAL else start  # 9个第二批|试点单位
    if len(words) == start + 1 and words[start].kind is Pos.ACTION:
        return (start, start + 1) if Sense.NOMINAL in words[start].senses else None
    if words and opens_clause(words[0]):
        start = past_clause(words) or start
    if quantity.general and len(words) > start and Sense.SPAN in words[start].senses:
        return start, start + 1
    end = _run_on(words, start, start)
    if start < end < len(words) - 2 and words[end].kind is Pos.ADVERB and words[end + 1].kind is Pos.OF:
        # 72条权威准确的|解读
        start = end + 2
        end = _run_on(words, start, start + 1)
    verb = words[start] if start < end < len(words) else None
    # 3例|确诊患者: who it happened to
    of_people = start + 1 < len(words) and words[start + 1].text.endswith(nouns().persons)
    if verb and verb.kind is Pos.VERB and not verb.listed and Sense.NOMINAL not in verb.senses and not of_people:
        # 5件责令学校重新处理: a verb that goes on is the clause's, and begins no name.
        return None
    # 11项困难群众保障|标准: nobody is counted by the classifier of things
    dropped = _drop_end(words, start, end)
    people = quantity.unit in nouns().things and dropped > start and words[dropped - 1].text.endswith(nouns().persons)
    # 52名建档立卡|贫困人口: that are people, and the name of no quantity
    counts = counts_people(quantity) or (quantity.kind is Kind.NUMBER and quantity.unit is None)
    people = people or (counts and end > start and is_human(words[end - 1]))
    end = end if people else dropped
    # 1件涉及信息公开的行政复议: what begins with a verb describes the noun behind its 的.
    if end > start and words[start].kind in VERBAL:
        start = max((i + 1 for i in range(start, end - 1) if words[i].kind is Pos.OF), default=start)
    return (start, end) if end > start else None


def _is_event(words: Sequence[Token]) -> bool:
    """Whether the words up to the end of their clause name an event by its verb."""
    kinds = (Pos.ADVERB, Pos.QUALITY, Pos.NOUN)
    if not 1 < len(words) <= LONGEST_EVENT or words[-2].text.endswith(endings(Sense.HELD)):
        return False
    return words[-1].kind in VERBAL and all(word.kind in kinds for word in words[:-1])


def _read_on(words: Sequence[Token], start: int, quantity: Quantity) -> tuple[int, int] | None:
    """The noun phrase after a clause that describes it, without a verb as its attribute (的退休|医生)."""
    start += start + 1 < len(words) and words[start].kind is Pos.VERB and not words[start].listed
    right = _read_right(words[start:], quantity)
    return (right[0] + start, right[1] + start) if right else None


def _drop_end(words: Sequence[Token], start: int, end: int) -> int:
    """The end of a phrase without a quantity's name, a conjunction or a slogan after its noun."""
    # 92%公共服务事项办结时长: the share is of the items, the length of time is the next figure's.
    if end > start + 1 and is_head(words[end - 1]):
        end -= 1
        while end > start + 1 and words[end - 1].kind in (*VERBAL, Pos.OF):
            end -= 1
    if end - 1 > start and words[end - 2].kind is Pos.JOIN and words[end - 1].kind is Pos.QUALITY:
        end -= 1  # 9个部门及|所属90家单位
    while end > start and (words[end - 1].kind in (Pos.JOIN, Pos.OF) or _says_manner(words, end - 1)):
        end -= 1
    if start + 1 < end and words[end - 1].text[0] == "“" and words[end - 2].text.endswith(endings(Sense.WHO)):
        end -= 1  # 66家企业“营改增”|移交: it was done to them
    # 9项高频事项“跨省通办”: a slogan behind the noun says what became of it.
    last = words[end - 1].text if start + 1 < end == len(words) and words[end - 2].kind is Pos.NOUN else ""
    if gap("slogan").fullmatch(last):
        end -= 1
    return end


def _says_manner(words: Sequence[Token], index: int) -> bool:
    """Whether a word states the manner of the verb after it (1名工作人员|具体|负责, 6次|专题|听取)."""
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or following.kind not in VERBAL:
        return False
    word = words[index]
    newly = len(word.text) == 1 and word.kind is Pos.QUALITY  # 15个平台|新|承接, 5个行业改造|全|覆盖
    return newly or (Sense.NOMINAL not in following.senses and Sense.MANNER in word.senses)


def _run_on(words: Sequence[Token], start: int, end: int) -> int:
    """The end of the phrase that began at ``start``: ``end``, or later."""
    while end < len(words) and _goes_on(words, end, start):
        end += 1
    return end


def _goes_on(words: Sequence[Token], index: int, start: int) -> bool:
    """Whether the phrase that began at ``start`` continues with the word at ``index``."""
    word = words[index]
    ahead = words[index + 1] if index + 1 < len(words) else None
    before_noun = ahead is not None and (ahead.kind in NOMINAL or Sense.NOMINAL in ahead.senses)
    # 8个抽水蓄能电站: a verb that no list has begins a name.
    begins = word.kind is Pos.VERB and not word.listed and index == start and before_noun
    if word.kind in NOMINAL or word.kind is Pos.AGENT or begins:
        return True
    if word.kind is Pos.OUTCOME:
        return before_noun
    if Sense.FOLLOWS in word.senses:
        return False  # 4个设区市|入选试点城市
    if Sense.LIMIT in word.senses and index > start and before_noun:
        return True  # 二级|以上|医院
    if Sense.LOCALIZER in word.senses:
        return index > start and len(words[index - 1].text) == 1 and before_noun  # 灾|后|农房重建
    if word.kind in VERBAL:
        return _goes_on_with_verb(words, index, start)
    if index == start or ahead is None or not before_noun:
        return False
    # 60个单位的政府信息: the classifier counts the first noun; 3项重大的改革: what comes before 的 describes;
    # 农房重建|的基础上: in what it was done.
    describes = word.kind is Pos.OF and words[index - 1].kind is not Pos.NOUN and Sense.SETTING not in ahead.senses
    return describes or word.kind is Pos.JOIN


def _goes_on_with_verb(words: Sequence[Token], index: int, start: int) -> bool:
    """Whether a verb is part of the phrase that began at ``start``, and not the verb of the clause."""
    word, before = words[index], words[index - 1] if index > start else None
    ahead = words[index + 1] if index + 1 < len(words) else None
    if before is not None and before.kind is Pos.QUALITY and _before_noun(words, index):
        return len(before.text) > 1  # 25份配套|支持政策: what tells apart ends no name
    rest = next((i for i in range(index + 1, len(words)) if words[i].kind is not Pos.NOUN), len(words))
    closes = 1 < rest - index <= LONGEST_NAME and (rest == len(words) or words[rest].kind is Pos.MARK)
    tasks = closes and Sense.TASK in words[index + 1].senses  # 9项专项|清理工作
    known = not word.listed if word.kind is Pos.VERB else tasks or (closes and not read_usage(word.text).governing)
    if (
        known
        and before is not None
        and _counts_things(before)
        and Sense.MANNER not in before.senses
        and ahead is not None
        and ahead.kind in NOMINAL
    ):
        return True  # 3个政府信息公开|查阅中心, 20余项审判|指导意见
    before_noun = ahead is not None and (ahead.kind in NOMINAL or Sense.NOMINAL in ahead.senses)
    done = ahead is not None and Sense.PERFECT in ahead.senses  # 9个乡镇|建设了工作站
    joined = ahead is not None and ahead.kind is Pos.JOIN  # 10条|服务和保障意见
    opens = index > 0 or before_noun or joined or word.kind is Pos.VERB
    return Sense.NOMINAL in word.senses and opens and not done


def _before_noun(words: Sequence[Token], index: int) -> bool:
    """Whether a noun follows a verb, perhaps with one more verb between them."""
    following = [word.kind for word in words[index + 1 : index + 3]]
    return following[:1] == [Pos.NOUN] or (len(following) > 1 and following[0] in VERBAL and following[1] is Pos.NOUN)


def _counts_things(word: Token) -> bool:
    """Whether a noun names nobody who could be the agent of the verb after it."""
    return not word.text.endswith((*nouns().persons, *endings(Sense.WHO, Sense.ORGAN))) and not word.text.endswith("”")
