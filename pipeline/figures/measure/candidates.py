"""Finds what the words beside each number of a sentence offer as the thing counted."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.figures.gaps import gap
from pipeline.figures.measure.counted_heads import end_at_head
from pipeline.figures.measure.items import name_item
from pipeline.figures.measure.left_candidates import complete, cut_beside, end_share, fit, read_before, read_end
from pipeline.figures.measure.lists import list_things
from pipeline.figures.measure.predicates import is_governed
from pipeline.figures.measure.right_candidates import read_right
from pipeline.figures.measure.whole_phrases import before_pivot, read_whole
from pipeline.figures.quantity import COUNTED, Quantity
from pipeline.figures.roles import RoleReading, read_role
from pipeline.language import (
    RESPECTIVELY,
    Clause,
    Pos,
    Sense,
    Token,
    clause_end,
    clause_start,
    cut_words,
    having,
    is_head,
    read_clause,
    shorten,
)
from pipeline.model import Kind, Role
from pipeline.values import nouns

# So many characters are read behind a number: the longest names there have some thirty (2026-11).
REACH_BEHIND = 40


class Bounds(Struct, frozen=True, gc=False):
    """Where the words of one number are looked for.

    ``floor`` is where the number before ends, ``opening`` and ``closing`` where its clause begins and ends, and
    ``following`` where the next number begins.
    """

    floor: int
    opening: int
    closing: int
    following: int | None


class Phrases(Struct, frozen=True, gc=False):
    """What the words beside one number offer: the clause left of it, and the noun right of it as a span of the text.

    ``verb`` is that of the clause, or the one right behind the number; ``listed`` are the things that the clause lists,
    ``paired`` those that 分别 gives a number each.
    """

    left: Clause
    role_reading: RoleReading
    bounds: Bounds
    verb: Token | None = None
    right: tuple[int, int] | None = None
    right_is_next: bool = False
    right_is_head: bool = False
    touches_next: bool = False
    qualifies: bool = False
    distributes: bool = False
    totals: bool = False
    listed: tuple[str, ...] = ()
    paired: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[int, int] | None:
        """What the clause names."""
        return self.left.span(self.left.named)

    @property
    def named(self) -> bool:
        """Whether the clause names a quantity (办结率, 收入)."""
        return self.left.head is not None and is_head(self.left.head)

    @property
    def shared(self) -> bool:
        """Whether all that the clause lists have the value (均为, 都达到)."""
        return any(gap("shared").search(link) for link in self.left.links)

    @property
    def acts(self) -> bool:
        """Whether the verb is one of an agency; one of change is none that the agency did."""
        return self.verb is not None and self.verb.kind is Pos.ACTION and Sense.CHANGE not in self.verb.senses

    def does(self, sense: Sense) -> bool:
        """Whether the verb may be something."""
        return self.verb is not None and sense in self.verb.senses


def find_phrases(plain: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Phrases]:
    """The phrases beside each number of the sentence ``plain[start:end]``."""
    found: list[Phrases] = []
    for index, quantity in enumerate(quantities):
        floor = quantities[index - 1].end if index else start
        role_reading = read_role(plain, start, quantity)
        ends = quantity.start
        if role_reading.role is Role.COMPLETION:
            # 收入|完成预算60亿元的97%: what is completed stands before the plan, and its number bounds nothing.
            ends = role_reading.start
            floor = max((q.end for q in quantities[:index] if q.end <= ends), default=start)
        opening = clause_start(plain, floor, ends)
        following = quantities[index + 1].start if index + 1 < len(quantities) else None
        taken = found[-1].right if found and not found[-1].right_is_next else None
        near = taken is not None and taken[0] >= opening
        if index and opening == floor and quantities[index - 1].kind is Kind.DURATION:
            within = gap("within").match(plain, opening)
            opening = within.end() if within else opening  # 7个工作日|内办结36件
        if taken and near:
            # What follows the number before is its own noun (33个部门共计553项).
            opening = taken[1]
        left = read_before(plain, opening, ends, quantity, taken if near else None)
        is_total = left.reached or any(gap("total").fullmatch(link) for link in left.links)
        if left.empty and left.named is None and taken and index and (near or is_total):
            # 事项分属33个部门,共计553项: what is summed up, or was reached, is what was said before that noun.
            floor = quantities[index - 2].end if index > 1 else start
            left = read_end(plain, floor, quantities[index - 1].start)
        left = complete(plain, floor, opening, left)
        closing = clause_end(plain, quantity.end, end if following is None else following)
        sign = plain[floor : quantity.start].lstrip()[:1]
        left = name_item(
            left, quantity, quantities[index - 1] if index else None, found[-1].left if found else None, sign
        )
        bounds = Bounds(floor, opening, closing, following)
        found.append(_offer(plain, fit(left, quantity), quantity, role_reading, bounds))
    return found


def find_before(plain: str, phrases: Phrases, start: int, end: int = 0) -> tuple[int, int] | None:
    """The name of a quantity that ends the clause before, the object there of a mere total, or the whole of a part.

    住房自有的比重,已经达到80%; 报送处罚数据,累计527条; 在收到的申请中,已答复53件.
    """
    floor, opening = phrases.bounds.floor, phrases.bounds.opening
    if opening - 1 <= floor or plain[opening - 1 : opening] != ",":
        return None
    first = clause_start(plain, floor, opening - 1)
    whole = gap("whole").fullmatch(plain, first, opening - 1)
    # 申请量与上年持平,均为16件: how it compares is no part of its name.
    still = gap("still").search(plain, first, opening - 1)
    left = read_end(plain, first, whole.end(1) if whole else still.start() if still else opening - 1)
    if left.named is None or not having(Sense.SUPERLATIVE).issuperset(left.links):
        return None
    # 其次为办事类栏目,占比为14%
    shared = whole or gap("share_of").fullmatch(plain, opening, start)
    # 信箱收到来信,9封: nothing but a comma parts the number from what came
    parted = end > 0 and plain[end : end + 1] in ",。;" and not plain[opening:start].strip() and left.object is not None
    counted = parted or gap("total").fullmatch(plain, opening, start) is not None
    totalled = left.verb is not None and left.topic is None and counted
    return left.span(left.named) if shared or totalled or (left.head and is_head(left.head)) else None


def _offer(plain: str, left: Clause, quantity: Quantity, role_reading: RoleReading, bounds: Bounds) -> Phrases:
    """The phrases of one number: its clause, fitted to what it can count, and the noun behind it."""
    words = cut_words(plain, quantity.end, max(quantity.end, min(bounds.closing, quantity.end + REACH_BEHIND)))
    at_next = bounds.closing == bounds.following
    right = _read_right(plain, words, quantity, left, bounds)
    qualifies = right is not None and at_next and quantity.kind is Kind.DURATION and _qualifies(words)
    if qualifies:
        right = None  # 65岁以上|老年人健康管理率72%: the age tells whom the next number is of
    does = bool(words) and (words[0].kind is Pos.ACTION or Sense.TOLD in words[0].senses)
    became = quantity.kind is Kind.PERSON_COUNT and len(words) == 1 and words[0].kind is Pos.VERB  # 9户|脱贫
    verb_after = words[0] if does or became else None
    respectively = plain.rfind(RESPECTIVELY, bounds.opening, quantity.start)
    counted = quantity.kind in COUNTED
    span = (words[right[0]].start, words[right[1] - 1].end) if right else None
    own = left.span(left.object or left.topic)
    led = left.words[left.object.first - 1] if left.object and left.object.first else None
    if led and left.head and Sense.BY_MEANS in led.senses and gap("size").fullmatch(left.head.text):
        left, own = replace(left, object=None), None  # 在全省占比9%: it does not say of what
    totals = own is not None and plain[slice(*own)] in nouns().totals
    if totals and left.object:  # 收入增长5%,总量|达9亿元: it does not say of what
        left = Clause(left.words[: left.object.first], links=left.links)
    left = replace(left, topic=None) if totals else left
    # 9个县(市、区)
    bracket = gap("other_name").match(plain, span[1]) if span else None
    return Phrases(
        left=shorten_name(left, counted=counted) if counted or respectively < 0 else left,
        role_reading=role_reading,
        bounds=bounds,
        verb=left.verb or verb_after,
        right=(span[0], bracket.end()) if span and bracket else span,
        right_is_next=at_next and right is not None and right[1] == len(words),
        # 1条播放量破亿: the quantity that is named belongs to the next number.
        right_is_head=right is not None and is_head(words[right[1] - 1]),
        touches_next=at_next and not words,
        qualifies=qualifies,
        distributes=respectively >= 0,
        totals=totals,
        listed=() if left.outcome else list_things(plain, own),
        # 网站、微博分别公开30条、20条
        paired=_read_paired(plain, cut_beside(plain, bounds.opening, respectively), left, respectively)
        if respectively >= 0
        else (),
    )


def _read_paired(plain: str, words: Sequence[Token], left: Clause, dealt: int) -> tuple[str, ...]:
    """The things over which 分别 distributes numbers, with their common share (甲、乙产值|占全国的比重).

    So with what each did something to, behind it (交通、水利分别完成|投资).
    """
    clause = read_clause(words)
    names = list_things(plain, clause.span(clause.named))
    span = left.span(left.object)
    if span and span[0] > dealt:
        return tuple(name if _is_medium(name) else name + plain[slice(*span)] for name in names)
    held = next((i for i, word in enumerate(words) if Sense.SHARE in word.senses), None)
    last = end_share(words, held) if held is not None and names else None
    share = plain[words[held].start : words[last - 1].end] if held is not None and last else ""
    return tuple(name + share for name in names)


def _is_medium(name: str) -> bool:
    """Whether a name is that of a channel, by which news is told itself (网站, 微信公众号“甲”)."""
    last = cut_words(name, 0, len(name))[-1]
    channel = Sense.CHANNEL in last.senses and Sense.ORGAN not in last.senses and len(last.text) > 1
    return last.text[0] == "“" or channel


def _read_right(
    plain: str, words: Sequence[Token], quantity: Quantity, left: Clause, bounds: Bounds
) -> tuple[int, int] | None:
    """The noun behind a number, as a range of the words there, up to where a list goes on with another number."""
    # 30分钟内, 连续5年: how long, and of nothing that follows.
    within = gap("within").match(plain, quantity.end) or gap("running").search(plain, bounds.floor, quantity.start)
    # 10万元以上的村: what the amount tells apart is no measure of it.
    bound = quantity.kind is Kind.MONEY and quantity.number.high is None
    distinguishes = bound and plain.startswith("的", quantity.end)
    # 其中3件责令改正: behind the number of a part may stand what became of it.
    describes = bounds.floor < bounds.opening and not left.names and _is_predicate(words)
    describes = describes or distinguishes or (quantity.kind is Kind.DURATION and within is not None)
    right = None if describes else read_right(words, quantity, left)
    # 打造9个旅游提升示范村、|8个示范镇: the clause goes on with another number, behind a join that ends the name
    joins = [index for index, word in enumerate(words) if word.kind is Pos.JOIN]
    parted = bounds.closing != bounds.following or joins == [len(words) - 1]
    if not describes and parted:
        whole = words[: joins[0]] if bounds.closing == bounds.following else words
        right = before_pivot(whole, read_whole(whole, right, quantity, left), left)
    if right is None:
        return None
    listed = plain[quantity.start - 1 : quantity.start] == "、"
    right = end_at_head(words, right, quantity, governed=listed or is_governed(left))
    ends = right[1]
    if bounds.closing == bounds.following and all(word.kind is Pos.MARK for word in words[ends:]):
        # 县直26个领域、乡镇13个领域: what stands behind 、 or 与 belongs to the next number.
        ends = next((i for i in range(*right) if words[i].text == "、" or Sense.TURNS_TO in words[i].senses), ends)
    elif bounds.closing != bounds.following and plain[quantity.start - 1 : quantity.start] == "、":
        # 3个甲中心、1个乙专区和丙专区: the last of a list of counted things ends where one without a number is joined.
        ends = next((i for i in range(*right) if words[i].kind is Pos.JOIN and words[i].text != "、"), ends)
    return (right[0], ends) if ends > right[0] else right


def _qualifies(words: Sequence[Token]) -> bool:
    """Whether words between two numbers are one name of a quantity, with its links, so that they name the second."""
    end = len(words)
    while end and words[end - 1].kind in (Pos.LINK, Pos.ADVERB):
        end -= 1
    return end > 1 and (is_head(words[end - 1]) or end < len(words) or words[0].kind is Pos.NOUN)


def _is_predicate(words: Sequence[Token]) -> bool:
    """Whether the words behind a number say what became of the things, and name none.

    An outcome alone does (3件|维持), but may also be what is counted: 1件|结转下年.
    """
    acted_on = len(words) > 1 and words[0].kind is Pos.OUTCOME
    return bool(words) and (acted_on or Sense.PREDICATE in words[0].senses)


def shorten_name(left: Clause, *, counted: bool) -> Clause:
    """The clause with a name that is not preceded by a long list of examples; of an amount, by two words at least."""
    if left.named is None:
        return left
    first, last = shorten(left.words, left.named.span)
    if not counted and (last - first == 1 or is_head(left.words[last - 1])):
        return left  # 教育、卫生等|支出
    chunk = replace(left.named, first=first, last=last)
    return replace(left, object=left.object and chunk, topic=left.topic and chunk, outcome=left.outcome and chunk)
