"""Finds the antecedent of a number without a name of its own: what was counted before."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.figures.changes import SHARES
from pipeline.figures.gaps import gap
from pipeline.figures.measure.candidates import Phrases, find_before
from pipeline.figures.measure.left_candidates import find_topic
from pipeline.figures.measure.names import name_of
from pipeline.figures.quantities import ROW_RE
from pipeline.figures.quantity import COUNTED, Quantity
from pipeline.language import Pos, Sense, having
from pipeline.model import Kind, Role, Text
from pipeline.values import nouns

# How many numbers back a measure is carried at the most.
LOOK_BACK = 60


class Measure(Struct, frozen=True, gc=False):
    """What a number counts: one name, or several that share the value; and the verb that governs the name."""

    names: tuple[str, ...]
    carried: bool = False
    governor: str | None = None
    outcome: bool = False
    against: bool = False
    rule: str | None = None
    topic: str | None = None

    @property
    def last(self) -> str | None:
        """What a share refers to: the topic of its clause, whatever the number before counts (总量|跨过3大关,占9%)."""
        return self.topic or (self.names[-1] if self.names else None)


def carry(
    text: Text, quantities: Sequence[Quantity], index: int, phrase: Phrases, resolved: Sequence[Measure]
) -> str | None:
    """The measure that a number takes from its antecedent.

    A share, and a level that a change led to, refer to the number right before. A count refers to an earlier number
    that can count the same, after a semicolon skipping the parts that 其中 opened
    (受理749件,其中自然人741件;共办理718件).
    """
    name = _find(text, quantities, index, phrase, resolved)
    done = phrase.role_reading.role in (Role.BASE, Role.CHANGE) or phrase.does(Sense.CLOSING)
    plan = next((end for end in nouns().plans if name and name.endswith(end)), "") if done else ""
    return name.removesuffix(plan) or name if name else None  # 收入预算数9亿元,实际完成8亿元: what was done is no plan


def name_total(
    text: Text, quantities: Sequence[Quantity], index: int, phrase: Phrases, resolved: Sequence[Measure]
) -> str | None:
    """What a mere total, or a repeated act, counts: what was counted or changed before, or the topic before it."""
    quantity = quantities[index]
    ends = _ends_of(quantity)
    for back in range(index - 1, -1, -1):
        earlier, name = quantities[back], (resolved[back].names or ("",))[-1]
        risen = phrase.totals and back == index - 1 and earlier.kind in SHARES
        risen = risen and name.endswith((*ends, *nouns().counts)) and not name.endswith("率")
        if name and resolved[back].rule != "deed" and (risen or _alike(earlier, quantity)):
            return name
    topic = find_topic(text.plain, phrase.bounds.opening, by_object=ends == ("",))
    name = name_of(text.text, *topic) if topic else ""
    return name if name.endswith(ends) and not name.endswith("率") else None


def _ends_of(quantity: Quantity) -> tuple[str, ...]:
    """The endings of names that a number can count by its unit; empty if any name is possible."""
    rules = nouns()
    cases = rules.cases if quantity.unit in rules.sorts[0] else ("",)
    counted = rules.persons if quantity.kind is Kind.PERSON_COUNT else cases
    counted = (*rules.body_ends, *rules.persons) if quantity.unit in rules.bodies else counted
    return counted if quantity.kind in COUNTED else (*having(Pos.HEAD), *having(Sense.NOMINAL))


def _find(
    text: Text, quantities: Sequence[Quantity], index: int, phrase: Phrases, resolved: Sequence[Measure]
) -> str | None:
    """The name that a number takes from its antecedent, as it is written there."""
    quantity = quantities[index]
    plain = text.plain
    if span := find_before(plain, phrase, quantity.start):
        return name_of(text.text, *span)
    if not resolved:
        return None
    last = resolved[-1].last
    if _is_same(plain, quantities, index, phrase):
        return last
    totals = gap("total").fullmatch(plain, phrase.bounds.opening, quantity.start)
    if totals and (total := _name_total(quantities, index, resolved)):
        return total
    if phrase.acts and quantity.kind is Kind.MONEY and not phrase.does(Sense.CLOSING):
        return None  # 涉案价值8万元,挽损9万元: what was done is done to other money
    found = _look_back(plain, quantities, index, resolved)
    # 得分91.35,较去年提高2.4分; 简报7期,被采用5条: what rose, or was taken, is what was named before.
    return last if found is None and (phrase.left.rises or phrase.left.passive) else found


def _is_same(plain: str, quantities: Sequence[Quantity], index: int, phrase: Phrases) -> bool:
    """Whether a number counts what the one right before does, in another way or again."""
    before, quantity = quantities[index - 1], quantities[index]
    between = plain[before.end : quantity.start]
    # 产量增长42%,达到8000万吨; 服务事项5大类53项; 低保对象35户、56人
    goes_on = not phrase.left.object and (phrase.left.reached or _are_joined(quantities, index, between))
    # 城镇化率提高2个百分点,达到9万人: of others
    goes_on = goes_on and (before.kind is not Kind.PERCENTAGE_POINT or quantity.kind in SHARES)
    # 占46.4%,为83件; 收取2笔,计360元
    same = "that_is" if before.kind in SHARES else "sum_of_money" if quantity.kind is Kind.MONEY else None
    is_stated = same is not None and gap(same).fullmatch(plain, phrase.bounds.opening, quantity.start) is not None
    return goes_on or is_stated or gap("again").search(plain, before.end, quantity.start) is not None


def _look_back(plain: str, quantities: Sequence[Quantity], index: int, resolved: Sequence[Measure]) -> str | None:
    """The name of the last number before that can count the same, outside brackets that have closed."""
    quantity = quantities[index]
    past_parts = ";" in plain[quantities[index - 1].end : quantity.start] and quantity.kind not in SHARES
    found: str | None = None
    depth, following = 0, quantity.start
    for back in range(index - 1, max(-1, index - LOOK_BACK), -1):
        earlier = quantities[back]
        depth += _depth(plain, earlier.end, following)
        following = earlier.start
        meant = quantity.kind in SHARES or (_alike(earlier, quantity) and not resolved[back].outcome)
        # 收入70亿元,比上年60亿元增加10亿元: what is held against names nothing.
        meant = meant and not resolved[back].against
        if depth < 0 or not resolved[back].names or not meant:
            if found is None and depth >= 0 and _stands_nearer(earlier, quantity, resolved[back]):
                return None  # 来信9件,措施8项,办理7件: of which of them is not said
            if found is None and depth == 0 and not resolved[back].names and _is_unnamed(earlier, quantity):
                return None  # 措施9项。第二批取消8项,调整7项: nor is it those of a number that has no name
            continue
        found = found or (resolved[back].last if quantity.kind in SHARES else resolved[back].names[-1])
        if not past_parts:
            return found
        if back and gap("opens_part").search(plain, quantities[back - 1].end, earlier.start):
            found, past_parts = None, False
    return found


def _stands_nearer(earlier: Quantity, quantity: Quantity, measure: Measure) -> bool:
    """Whether a number in between counts named things with another classifier, so that either may be meant."""
    pieces = nouns().pieces
    named = bool(measure.names) and not measure.carried and measure.rule == "object"
    return named and earlier.unit in pieces and quantity.unit in pieces and earlier.unit != quantity.unit


def _is_unnamed(earlier: Quantity, quantity: Quantity) -> bool:
    """Whether a nameless number in between counts as this one does, or is what a share refers to (9亿度、增长5%)."""
    if quantity.kind in SHARES:
        return earlier.kind not in (*SHARES, Kind.DURATION)
    return quantity.kind in COUNTED and earlier.unit == quantity.unit and earlier.unit in nouns().things


def _are_joined(quantities: Sequence[Quantity], index: int, between: str) -> bool:
    """Whether a number counts what the one before does, by the text in between (35户、56人; but 培训班1期,60人参加)."""
    earlier = quantities[index - 1]
    apart = "," in between and earlier.kind is not quantities[index].kind
    if not between.strip() and earlier.kind is Kind.MONEY and quantities[index].kind in COUNTED:
        return False  # 收入10亿元以上5家: the amount tells apart who is counted
    units = quantities[index - 1].unit and quantities[index].unit
    return not between.strip() or bool(units and not apart and ROW_RE.fullmatch(between))


def _name_total(quantities: Sequence[Quantity], index: int, resolved: Sequence[Measure]) -> str | None:
    """The name of a sum, from the names of the numbers before it that add up to it (会议5次、专题会6次,共计11次).

    After a number of groups it counts what is grouped (职权57类,共计114项).
    """
    if resolved[-1].names and quantities[index - 1].unit in nouns().groups:
        return resolved[-1].names[-1]
    for first in range(index - 2, -1, -1):
        rows = range(first, index)
        if not all(resolved[i].names and _alike(quantities[i], quantities[index]) for i in rows):
            return None
        if sum(quantities[i].number.value or 0 for i in rows) == quantities[index].number.value:
            # 收到申请12件,上年结转2件,共计14件: what was carried in is the same.
            names = dict.fromkeys(resolved[i].names[-1] for i in rows)
            return "、".join([name for name in names if not name.startswith("上年")] or names)
    return None


def _depth(plain: str, start: int, end: int) -> int:
    """How many more brackets open than close between two offsets; negative if the earlier is in a closed one."""
    return plain.count("(", start, end) - plain.count(")", start, end)


def _alike(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers can count the same thing: by the same unit, or by two classifiers of one kind."""
    units = [_classifier(quantity.unit or "") for quantity in (first, second)]
    same = units[0] == units[1] or first.kind is second.kind is Kind.DURATION
    return same or any(first.unit in sort and second.unit in sort for sort in nouns().sorts)


def _classifier(unit: str) -> str:
    """What a unit counts, without times and remarks (件次 counts 件)."""
    plain = unit.partition("(")[0]
    return plain.removesuffix("次") or plain
