"""Says what each number of a sentence counts, among what its words offer.

``rank_phrases`` chooses, ``resolve_measures`` gives a number that says nothing of its own the measure
of an earlier one, or of the section. What there is to choose from is found by ``contexts``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.contexts import SHARES, Phrases, find_before, list_items, name_of
from pipeline.model import Kind, Text
from pipeline.parts import PART_RE
from pipeline.phrases import read_left
from pipeline.quantities import ROW_RE, Quantity
from pipeline.words import closing, cut_words, nominals, told

# How many numbers back a measure is carried at the most.
LOOK_BACK = 60
# A title is about what its verb is done to: 推进行政执法信息公开, 主动公开政府信息情况.
TOPIC_ENDS = frozenset(("公开", "情况", "工作", "方面", "数量", "类别", "形式", "建设", "统计"))
# Classifiers that are used for the same things: cases, pieces of news, and printed matter.
_NEWS = frozenset(("条", "篇", "则"))
_SORTS = (frozenset(("件", "起", "宗", "例")), _NEWS, frozenset(("期", "份", "册", "本", "套")))
_AMOUNTS = SHARES | {Kind.MONEY, Kind.AREA, Kind.LENGTH, Kind.MASS, Kind.VOLUME, Kind.ENERGY, Kind.DURATION, Kind.OTHER}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts: one name, or several that share the value; the agency's verb, and the one that governs."""

    names: tuple[str, ...]
    action: str | None
    carried: bool = False
    governor: str | None = None
    outcome: bool = False


def rank_phrases(plain: str, quantity: Quantity, phrases: Phrases) -> tuple[int, int] | None:
    """The span that names what is counted, or ``None`` where the number says nothing of its own.

    The noun right behind a classifier is its noun; an amount or a share is rather named before it.
    """
    if quantity.noun:
        return phrases.right or (quantity.end, quantity.end + len(quantity.noun))
    own = phrases.object or phrases.outcome or phrases.subject
    if quantity.kind in SHARES and phrases.verb == "占":
        return own
    if phrases.right is None or (phrases.right_is_next and (own or phrases.right_is_head)):
        return own
    # 总投资410亿元的项目: an amount that has its name needs no other; 300元的费用 does.
    described = not phrases.named and plain[quantity.end : phrases.right[0]].strip() == "的"
    return phrases.right if quantity.kind not in _AMOUNTS or own is None or described else own


def resolve_measures(
    text: Text,
    quantities: Sequence[Quantity],
    phrases: Sequence[Phrases],
    *,
    topic: Callable[[], str | None],
    before: tuple[str, str | None] | None,
) -> list[Measure]:
    """The measure of each number of a sentence, in the words that the report prints.

    ``topic`` says what the section is about, where it is asked; ``before`` is the last measure of the sentence before,
    with its unit: it is carried over only to a number of the same unit.
    """
    plain, printed = text.plain, text.text
    spans = _choose(plain, quantities, phrases)
    resolved: list[Measure] = []
    for index, (phrase, span) in enumerate(zip(phrases, spans, strict=True)):
        action = phrase.verb if phrase.acts else None
        if span is None:
            name = _carry(text, quantities, index, phrase, resolved) or _fall_back(quantities[index], phrase, topic)
            if name is None and before and before[1] == quantities[index].unit and phrase.bare and not index:
                name = before[0]
            resolved.append(Measure((name,) if name else (), action, carried=True))
            continue
        listed = phrase.verb is None and span == phrase.object and not phrase.settled
        if listed and index and _goes_on(plain, quantities, index):
            # 公开规章13件、文件60件: the verb governs the whole list; but 公开文件5件,不公开文件8件.
            action = resolved[-1].action
        names = list_items(printed, span) if span == phrase.object else ()
        if not phrase.shared and not (len(names) > 1 and all(name.endswith("率") for name in names)):
            names = ()
        outcome = span == phrase.outcome
        names = names or (name_of(printed, *span),)
        resolved.append(Measure(names, action, governor=phrase.verb if phrase.governed else None, outcome=outcome))
    return _pair(plain, quantities, phrases, resolved)


def _goes_on(plain: str, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether a number stands in one list with the number before."""
    before, quantity = quantities[index - 1], quantities[index]
    listed = plain[before.end : before.end + 1] in ("、", ",") and before.kind is quantity.kind
    return listed and not PART_RE.search(plain, before.end, quantity.start)


def _choose(plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases]) -> list[tuple[int, int] | None]:
    """The span that names what each number counts, once its neighbour's is known."""
    spans = [rank_phrases(plain, q, p) for q, p in zip(quantities, phrases, strict=True)]
    behind: tuple[int, int] | None = None
    for index in range(len(spans) - 1, -1, -1):
        phrase = phrases[index]
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        if phrase.touches_next:
            # 229大项539小项行政审批事项: both count what follows the second.
            spans[index] = behind or spans[index]
            continue
        own_next = following is not None and following.right is not None and not following.right_is_next
        if phrase.right_is_next and not phrase.right_is_head and own_next:
            # 53个部门2261项事项: each has a noun of its own behind it.
            spans[index] = phrase.right
        behind = None if phrase.right_is_next else phrase.right
    return spans


def _fall_back(quantity: Quantity, phrase: Phrases, topic: Callable[[], str | None]) -> str | None:
    """What a number counts that neither its clause nor an earlier number says: the news of the section, or its verb."""
    if quantity.unit in _NEWS and (news := topic()):
        return news
    # 培训120人次: the verb is all that is said.
    return phrase.verb if phrase.verb in told() or phrase.verb in nominals() - closing() else None


def _pair(
    plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases], resolved: list[Measure]
) -> list[Measure]:
    """The measures with each row of numbers dealt to the things that 分别 names, and so with the next row."""
    names: tuple[str, ...] = ()
    index = 0
    while index < len(quantities):
        row = _row(plain, quantities, index)
        names = phrases[index].paired or names
        if phrases[index].deals and phrases[index].bare and not names and 1 < row <= index:
            # 接待游客5万人次、收入3亿元,分别增长2%、4%: one each of the numbers before; but 城乡居民收入分别增长5%、7%.
            names = tuple(name for measure in resolved[index - row : index] for name in measure.names[-1:])
        if 1 < row == len(phrases[index].listed) and not names and not phrases[index].shared:
            # 产业产值、用电量增长13%、9%: as many things as numbers.
            names = phrases[index].listed
        fits = len(names) > 1 and len(names) == row
        if fits and (
            phrases[index].paired or phrases[index].deals or phrases[index].listed == names or resolved[index].carried
        ):
            for offset, name in enumerate(names):
                resolved[index + offset] = Measure((name,), resolved[index].action)
        elif not resolved[index].carried:
            names = ()
        index += row
    return resolved


def _row(plain: str, quantities: Sequence[Quantity], index: int) -> int:
    """How many numbers stand in a row with nothing but joins between them (30条、20条和5条)."""
    end = index + 1
    while end < len(quantities) and ROW_RE.fullmatch(plain, quantities[end - 1].end, quantities[end].start):
        end += 1
    return end - index


def _carry(
    text: Text, quantities: Sequence[Quantity], index: int, phrase: Phrases, resolved: Sequence[Measure]
) -> str | None:
    """The measure that a number takes from what was said before it.

    A share, and a level that a change reached, are of the number right before. A count goes back to one
    that can count the same, behind a semicolon past the parts that 其中 opened
    (受理749件,其中自然人741件;共办理718件).
    """
    quantity = quantities[index]
    plain = text.plain
    if span := find_before(plain, phrase, quantity.start):
        return name_of(text.text, *span)
    if not resolved:
        return None
    gap = plain[quantities[index - 1].end : quantity.start]
    row = quantities[index - 1].unit and quantity.unit and ROW_RE.fullmatch(gap)
    joined = phrase.reached or row or not gap.strip()
    if resolved[-1].names and joined and not phrase.object:
        # 产量增长42%,达到8000万吨; 服务事项5大类53项; 低保对象35户、56人
        return resolved[-1].names[-1]
    oldest = max(0, index - LOOK_BACK + 1)
    if not any(earlier.names for earlier in resolved[oldest:index]):
        return None
    past_parts = ";" in gap and quantity.kind not in SHARES
    found: str | None = None
    depth, following = 0, quantity.start
    for back in range(index - 1, oldest - 1, -1):
        earlier = quantities[back]
        depth += _depth(plain, earlier.end, following)
        following = earlier.start
        meant = quantity.kind in SHARES or (_alike(earlier, quantity) and not resolved[back].outcome)
        if depth < 0 or not resolved[back].names or not meant:
            continue
        found = found or resolved[back].names[-1]
        if not past_parts:
            return found
        if back and PART_RE.search(plain, quantities[back - 1].end, earlier.start):
            found, past_parts = None, False
    if found is None and (phrase.changes or phrase.passive) and resolved[-1].names:
        # 得分91.35,较去年提高2.4分; 简报7期,被采用5条: what rose, or was taken, is what was named before.
        return resolved[-1].names[-1]
    return found


def _depth(plain: str, start: int, end: int) -> int:
    """How many brackets more open than close between two places: below zero, the earlier stands in a closed one."""
    return plain.count("(", start, end) - plain.count(")", start, end)


def _alike(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers can count the same thing: by the same unit, or two classifiers of one sort."""
    units = [quantity.unit and quantity.unit.partition("(")[0] for quantity in (first, second)]
    same = units[0] == units[1] or first.kind is second.kind is Kind.DURATION
    return same or any(first.unit in sort and second.unit in sort for sort in _SORTS)


def read_topic(title: str) -> str | None:
    """What the news under a title is about, as a noun phrase; ``None`` where the title names no news.

    >>> read_topic("推进行政执法信息公开"), read_topic("主动公开政府信息情况"), read_topic("总体情况")
    ('行政执法信息', '政府信息', None)
    """
    while len(title) > 2 and title[-2:] in TOPIC_ENDS:
        title = title[:-2].removesuffix("的")
    left = read_left(cut_words(title, 0, len(title)))
    if left.noun is None or not title.endswith("信息"):
        return None
    return name_of(title, left.words[left.noun[0]].start, left.words[left.noun[1] - 1].end)
