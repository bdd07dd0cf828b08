"""Finds what the words beside each number of a sentence offer as the thing counted."""

from collections.abc import Sequence

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.figures.changes import SHARES
from pipeline.figures.measure.names import list_items
from pipeline.figures.measure.right_candidates import read_behind
from pipeline.figures.quantity import Quantity
from pipeline.figures.roles import LEVEL, Place, read_role
from pipeline.language import (
    REACH,
    VERBAL,
    Chunk,
    Clause,
    Pos,
    Sense,
    Token,
    before_bracket,
    before_colon,
    clause_end,
    clause_start,
    cut_words,
    endings,
    having,
    head_ends,
    is_head,
    read_clause,
    shorten,
)
from pipeline.model import Kind, Role
from pipeline.values import nouns

# 县(市、区), 镇(街道), 村(社区): other names for the same.
BRACKET_RE = regex.compile(r"\([市县区镇乡街道村社、]{1,8}\)")
WHOLE_RE = regex.compile(r"(?:在|从)(.+)中")
STILL_RE = regex.compile(
    r"(?:(?:[与和同较比][^,]{2,8}|同比|环比)?(?:基本|大致)?(?:持平|相当)|(?:[较比][^,]{2,6}|同比|环比)?翻[一两]?番)$"
)
TOTAL_RE = regex.compile(r"(?:累计|总计|合计|共计|总共|共)(?:达到|达|为|有|约)*")
SHARE_OF_RE = regex.compile(r"(?:占比|比重|比例)(?:达到|约为|达|为|约|是)*")
SHARED_RE = regex.compile(r"均|都|皆|各")
NAMING = frozenset((Pos.NOUN, Pos.HEAD, Pos.AGENT, Pos.QUALITY))
# So many characters are read behind a number: the longest names there have some thirty (2026-11).
REACH_BEHIND = 40
POSTS = "编制"
# From what something rose to what (从9元提高到12元).
SOURCE = "从"
RAISED_RE = regex.compile(r"\ ?(?:左右|以上|以下)?(?:大幅)?\p{Han}{2}[到至为]")


class Phrases(Struct, frozen=True):
    """What the words beside one number offer: spans of the text, or null."""

    object: tuple[int, int] | None = None
    subject: tuple[int, int] | None = None
    outcome: tuple[int, int] | None = None
    right: tuple[int, int] | None = None
    right_is_next: bool = False
    right_is_head: bool = False
    touches_next: bool = False
    verb: str | None = None
    deed: tuple[int, int] | None = None
    acts: bool = False
    named: bool = False
    settled: bool = False
    governed: bool = False
    changes: bool = False
    bare: bool = False
    shared: bool = False
    paired: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    deals: bool = False
    linked: bool = False
    passive: bool = False
    qualifies: bool = False
    reached: bool = False
    floor: int = 0
    opening: int = 0
    place: Place = LEVEL


def find_phrases(plain: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Phrases]:
    """The phrases beside each number of the sentence ``plain[start:end]``."""
    found: list[Phrases] = []
    for index, quantity in enumerate(quantities):
        floor = quantities[index - 1].end if index else start
        place = read_role(plain, start, quantity)
        ceiling = quantities[index + 1].start if index + 1 < len(quantities) else end
        completes = place.role is Role.COMPLETION
        # 收入|完成预算60亿元的97%: what is completed stands before the plan, and its number bounds nothing.
        ends = place.start if completes else quantity.start
        if completes:
            floor = max((q.end for q in quantities[:index] if q.end <= ends), default=start)
        opening = clause_start(plain, floor, ends)
        closing = clause_end(plain, quantity.end, ceiling)
        taken = found[-1].right if found and not found[-1].right_is_next else None
        near = taken is not None and taken[0] >= opening
        if index and opening == floor and quantities[index - 1].kind is Kind.DURATION and plain[opening] == "内":
            opening += 1  # 7个工作日|内办结36件
        if taken and near:
            # What follows the number before is its own noun (33个部门共计553项).
            opening = taken[1]
        words = cut_words(plain, max(opening, ends - REACH), ends)
        whole = near and taken and "、" not in plain[slice(*taken)]
        if whole and taken and words and words[0].start == taken[1] and _only_names(words):
            words = cut_words(plain, taken[0], ends)  # 四种|肉产量9吨
        left = _subject_of_share(plain, _name_posts(words) if quantity.kind is Kind.PERSON_COUNT else words, quantity)
        # 事项分属33个部门,共计553项: what is summed up, or was reached, is what was said before that noun.
        if not near and not any(
            link.startswith(endings(Sense.REACHED)) or TOTAL_RE.fullmatch(link) for link in left.links
        ):
            taken = None
        if left.named is None and taken and index and not _words_left(left):
            earlier = quantities[index - 1].start
            floor = quantities[index - 2].end if index > 1 else start
            left = read_clause(cut_words(plain, clause_start(plain, floor, earlier), earlier))
        if left.named is None and left.verb is not None and len(left.words) == 1 + len(left.links):
            # 人员变动类信息:主动公开|2条
            named = before_colon(plain, floor, opening)
            left = replace(named, verb=left.verb) if named else left
        if not _words_left(left):
            left = before_bracket(plain, floor, opening) or before_colon(plain, floor, opening) or left
        offered = _offer(plain, left, quantity, (floor, opening), closing, ceiling if ceiling < end else None)
        found.append(replace(offered, place=place))
    return found


def find_before(plain: str, phrases: Phrases, start: int) -> tuple[int, int] | None:
    """The name of a quantity that ends the clause before, the object there of a mere total, or the whole of a part.

    住房自有的比重,已经达到80%; 报送处罚数据,累计527条; 在收到的申请中,已答复53件.
    """
    floor, opening = phrases.floor, phrases.opening
    if opening - 1 <= floor or plain[opening - 1 : opening] != ",":
        return None
    first = max(clause_start(plain, floor, opening - 1), opening - REACH)
    whole = WHOLE_RE.fullmatch(plain, first, opening - 1)
    # 申请量与上年持平,均为16件: how it compares is no part of its name.
    still = STILL_RE.search(plain, first, opening - 1)
    ends = whole.end(1) if whole else still.start() if still else opening - 1
    left = read_clause(cut_words(plain, first, ends))
    if left.named is None or not having(Sense.SUPERLATIVE).issuperset(left.links):
        return None
    if whole or SHARE_OF_RE.fullmatch(plain, opening, start):
        # 其次为办事类栏目,占比为14%
        return _span(left.words, left.named)
    totalled = left.verb is not None and left.topic is None and TOTAL_RE.fullmatch(plain, opening, start)
    return _span(left.words, left.named) if totalled or (left.head and is_head(left.head)) else None


def _name_posts(words: Sequence[Token]) -> list[Token]:
    """The words before a number of people: 编制 are posts there, and drawn up nowhere (中心编制10人)."""
    return [replace(word, kind=Pos.NOUN) if word.text == POSTS else word for word in words]


def _subject_of_share(plain: str, words: Sequence[Token], quantity: Quantity) -> Clause:
    """The phrase left of a number; of a share or a difference, the one before what it is held against.

    产能占全球30%: the capacity, not the world; 增幅高于全国0.7个百分点: the growth.
    """
    compares = Sense.COMPARES if quantity.kind in SHARES else Sense.AGAINST
    for index, word in enumerate(words):
        if compares in word.senses:
            if compares is Sense.AGAINST and _changes_object(words[index:]):
                return read_clause(words)  # 较上年增加公开信息200条
            before = read_clause(words[:index])
            held = Token("占", Pos.VERB, 0, 0) if word.text == "占" else None
            return Clause(before.words, object=before.named, verb=held)
    reached = next((i for i, word in enumerate(words) if Sense.REACHED in word.senses), None)
    if reached is not None and quantity.kind is Kind.PERCENT and words[-1].kind is Pos.OF:
        # 恢复至上年同期水平的81%: the level that a share was reached of
        return replace(read_clause(words[:reached]), links=(words[reached].text,))
    source = next((i for i, word in enumerate(words) if i and word.text == SOURCE), 0)
    if source and RAISED_RE.match(plain, quantity.end):
        return read_clause(words[:source])  # 低保标准|从年标准1680元提高到2760元
    left = read_clause(words)
    if left.object and left.object.last - left.object.first == 1 and words[left.object.first].text == "占比":
        return replace(left, object=None)
    return left


def _changes_object(words: Sequence[Token]) -> bool:
    """Whether a verb of change has an object behind it."""
    changes = [index for index, word in enumerate(words) if Sense.CHANGE in word.senses]
    return bool(changes) and _names_something(words[changes[-1] + 1 :])


def _words_left(left: Clause) -> bool:
    """Whether anything but links stands before the number."""
    return len(left.words) > len(left.links)


def _offer(
    plain: str, left: Clause, quantity: Quantity, place: tuple[int, int], closing: int, next_at: int | None
) -> Phrases:
    """The phrases of one number as spans of the text; ``place`` is where its search and its clause begin."""
    words = cut_words(plain, quantity.end, min(closing, quantity.end + REACH_BEHIND)) if closing > quantity.end else []
    # 30分钟内, 连续5年: how long, and of nothing that follows.
    running = "连续" in plain[quantity.start - 2 : quantity.start]
    within = quantity.kind is Kind.DURATION and (
        running or plain[quantity.end : quantity.end + 1] in tuple("内里间前后")
    )
    # 其中3件责令改正: behind the number of a part may stand what became of it.
    tells = place[0] < place[1] and not _names_something(left.words) and _is_predicate(words)
    right = None if within or tells else read_behind(words, quantity, left)
    counts = quantity.kind in (Kind.ITEM_COUNT, Kind.PERSON_COUNT) and quantity.unit not in nouns().cases_by
    rises = left.verb is not None and Sense.CHANGE in left.verb.senses
    if left.topic and left.head and not counts and not rises and _is_someone(left.head):
        left = replace(left, topic=None)  # 主要负责人出席3场: the events are counted, not who came
    event = quantity.kind is Kind.EVENT_COUNT and left.verb is not None
    if left.topic and left.verb and event and (Sense.NOMINAL in left.verb.senses or not left.verb.listed):
        left = replace(left, topic=replace(left.topic, last=left.topic.last + 1), verb=None)  # 公务接待|15批次
    people = left.topic is not None and quantity.kind is Kind.PERSON_COUNT
    reaches = left.verb is not None and left.verb.kind is Pos.ACTION and Sense.RELATES in left.verb.senses
    if people and (reaches or (left.head and left.head.kind in VERBAL)):
        left = replace(left, topic=None)  # 决定起诉|12人, 工程惠及|12户: people are counted by what was done to them
    at_next = closing == next_at
    qualifies = right is not None and at_next and quantity.kind is Kind.DURATION and _qualifies(words)
    if qualifies:
        right = None  # 65岁以上|老年人健康管理率72%: the age tells whom the next number is of
    noun = left.named.span if left.named else None
    if noun and quantity.kind in (Kind.ITEM_COUNT, Kind.EVENT_COUNT, Kind.PERSON_COUNT):
        noun = shorten(left.words, noun)
    if at_next and right and right[1] == len(words):
        # 县直26个领域、乡镇13个领域: what stands behind 、 belongs to the next number.
        listed = next((i for i in range(*right) if words[i].text == "、"), right[1])
        right = (right[0], listed) if listed > right[0] else right
    if right and plain[quantity.start - 1 : quantity.start] == "、" and next_at is None:
        # 3个甲中心、1个乙专区和丙专区: the last of a list of counted things ends where one without a number is joined.
        joined = next((i for i in range(*right) if words[i].text in ("和", "及", "与", "以及")), right[1])
        right = (right[0], joined) if joined > right[0] else right
    span = _span(left.words, noun)
    deals = plain.find("分别", place[1], quantity.start) >= 0
    return Phrases(
        object=span if left.object else None,
        subject=span if left.topic else None,
        outcome=span if left.outcome else None,
        right=_with_bracket(plain, _span(words, right)),
        right_is_next=at_next and right is not None and right[1] == len(words),
        # 1条播放量破亿: the quantity that is named belongs to the next number.
        right_is_head=right is not None and is_head(words[right[1] - 1]),
        touches_next=at_next and not words,
        verb=left.verb.text if left.verb else _verb_behind(words),
        deed=_span(left.words, left.deed),
        acts=left.verb.kind is Pos.ACTION and Sense.CHANGE not in left.verb.senses
        if left.verb
        else _acts_behind(words),
        named=left.head is not None and is_head(left.head),
        settled=left.named is not None and any(w.kind is Pos.OUTCOME for w in left.words[slice(*left.named.span)]),
        governed=left.verb is not None and left.object is not None,
        changes=left.named is None and left.verb is not None and Sense.CHANGE in left.verb.senses,
        bare=not _names_something(left.words),
        reached=any(link.startswith(endings(Sense.REACHED)) for link in left.links),
        shared=any(SHARED_RE.search(link) for link in left.links),
        paired=_paired(plain, place[1], quantity.start) if deals else (),
        listed=() if left.outcome else _list_things(plain, left),
        deals=deals,
        linked=bool(left.links),
        passive=left.named is None
        and left.verb is not None
        and any(Sense.PASSIVE in word.senses for word in left.words),
        qualifies=qualifies,
        floor=place[0],
        opening=place[1],
    )


def _only_names(words: Sequence[Token]) -> bool:
    """Whether one name of a quantity is all that stands between a noun that was taken and the number."""
    return words[0].kind is Pos.HEAD and all(word.kind is Pos.LINK for word in words[1:])


def _qualifies(words: Sequence[Token]) -> bool:
    """Whether words between two numbers are one name of a quantity, with its links, so that they name the second."""
    end = len(words)
    while end and words[end - 1].kind in (Pos.LINK, Pos.ADVERB):
        end -= 1
    return end > 1 and (is_head(words[end - 1]) or end < len(words) or words[0].kind is Pos.NOUN)


def _names_something(words: Sequence[Token]) -> bool:
    return any(word.kind in NAMING for word in words)


def _is_predicate(words: Sequence[Token]) -> bool:
    """Whether the words behind a number say what became of the things, and name none.

    An outcome alone does (3件|维持), but may also be what is counted: 1件|结转下年.
    """
    acted_on = len(words) > 1 and words[0].kind is Pos.OUTCOME
    return bool(words) and (acted_on or Sense.PREDICATE in words[0].senses)


def _is_someone(word: Token) -> bool:
    """Whether a topic names who did it, and nothing that is held or measured (主要负责人|出席3场)."""
    return word.text.endswith((*nouns().persons, *endings(Sense.WHO, Sense.ORGAN)))


def _paired(plain: str, opening: int, start: int) -> tuple[str, ...]:
    """The things that 分别 gives one number each (网站、微博分别公开30条、20条)."""
    at = plain.rfind("分别", opening, start)
    return _list_things(plain, read_clause(cut_words(plain, opening, at)))


def _list_things(plain: str, left: Clause) -> tuple[str, ...]:
    """The things that a phrase lists; none where it is no list."""
    span, last = _span(left.words, left.named), left.head
    if span is None or last is None:
        return ()
    names = list_items(plain, span)
    if names and is_head(last) and not any(name.endswith(head_ends()) for name in names[:-1]):
        # 鱼类和贝类产量分别为: both are of the quantity that the last one names.
        whole = names[-1] != last.text  # 臭氧浓度 is one word: of it, only 浓度 is shared
        shared = last.text if whole else max((e for e in head_ends() if last.text.endswith(e)), key=len)
        names = (*(name + shared for name in names[:-1]), *names[-1:])
    return names


def _span(words: Sequence[Token], part: Chunk | tuple[int, int] | None) -> tuple[int, int] | None:
    """Where a range of words stands in the text."""
    first, last = part.span if isinstance(part, Chunk) else part or (0, 0)
    return (words[first].start, words[last - 1].end) if part else None


def _with_bracket(plain: str, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """A name behind a number with the short bracket that belongs to it (9个县(市、区))."""
    match = BRACKET_RE.match(plain, span[1]) if span else None
    return (span[0], match.end()) if span and match else span


def _acts_behind(words: Sequence[Token]) -> bool:
    """Whether an agency's verb follows at once; one of change is none that the agency did."""
    return bool(words) and words[0].kind is Pos.ACTION and Sense.CHANGE not in words[0].senses


def _verb_behind(words: Sequence[Token]) -> str | None:
    """The verb that follows the number at once (49件|保留, 80人次|观看)."""
    return words[0].text if words and (words[0].kind is Pos.ACTION or Sense.TOLD in words[0].senses) else None
