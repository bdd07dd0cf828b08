"""Says what each number of a sentence counts: find the phrases, rank them, resolve what is carried over.

Three functions, one after the other: ``find_phrases`` reads the words beside each number,
``rank_phrases`` chooses among them, ``resolve_measures`` gives a number that says nothing of its own
the measure of an earlier one, or of the section.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.model import Kind
from pipeline.phrases import Left, head_ends, is_head, read_left, read_right
from pipeline.quantities import ROW_RE, Quantity
from pipeline.words import Class, Word, cut_words

CLAUSE_RE = regex.compile(r"[,。;:!?()\n\t|\[\]]")
SHARED_RE = regex.compile(r"均|都|皆|各")
# 其中, 包括 and 含 open the parts of a figure that stands before them.
PART_RE = regex.compile(r"其中|包括|包含|\(含|,含")
JOIN_RE = regex.compile(r"、|以及|和|及|与")
# A title is about what its verb is done to: 推进行政执法信息公开, 主动公开政府信息情况.
TOPIC_ENDS = frozenset(("公开", "情况", "工作", "方面", "数量", "类别", "形式", "建设", "统计"))
REACHED = ("达", "增至", "升至", "降至", "减至", "扩大到", "提高到", "增加到", "减少到", "下降到", "上升到")
# What a share or a difference is held against stands behind these.
COMPARES = frozenset(("占", "占全部", "高于", "低于", "快于", "慢于", "高出", "低", "比", "较", "比上年", "较上年"))
# How many characters beside a number are read for its noun: the longest lists of the corpus have some eighty (2026-11).
REACH = 100
_SPACE_RE = regex.compile(r"\s+")
_SHARE = frozenset((Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE))
# Classifiers that are used for the same things: cases, and pieces of news.
_NEWS = frozenset(("条", "篇", "则"))
_SORTS = (frozenset(("件", "起", "宗", "例")), _NEWS)
_AMOUNTS = frozenset((Kind.MONEY, Kind.AREA, Kind.LENGTH, Kind.MASS, Kind.VOLUME, Kind.ENERGY, Kind.DURATION, Kind.OTHER, *_SHARE))


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the words beside one number offer: spans of the text, or null."""

    object: tuple[int, int] | None = None
    subject: tuple[int, int] | None = None
    outcome: tuple[int, int] | None = None
    right: tuple[int, int] | None = None
    right_is_next: bool = False
    right_is_head: bool = False
    touches_next: bool = False
    verb: str | None = None
    shared: bool = False
    paired: tuple[str, ...] = ()
    deals: bool = False
    reached: bool = False
    before: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts: one name, or several that share the value; and the verb of its clause."""

    names: tuple[str, ...]
    action: str | None
    carried: bool = False


def clause_start(plain: str, floor: int, start: int) -> int:
    """Where the clause that holds ``start`` begins, not before ``floor``."""
    found = floor
    for match in CLAUSE_RE.finditer(plain, floor, start):
        found = match.end()
    return found


def clause_end(plain: str, end: int, ceiling: int) -> int:
    """Where the clause that holds ``end`` ends, not behind ``ceiling``."""
    match = CLAUSE_RE.search(plain, end, ceiling)
    return match.start() if match else ceiling


def find_phrases(plain: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Phrases]:
    """The phrases beside each number of the sentence ``plain[start:end]``."""
    found: list[Phrases] = []
    for index, quantity in enumerate(quantities):
        floor = quantities[index - 1].end if index else start
        ceiling = quantities[index + 1].start if index + 1 < len(quantities) else end
        opening = clause_start(plain, floor, quantity.start)
        closing = clause_end(plain, quantity.end, ceiling)
        taken = found[-1].right if found and not found[-1].right_is_next else None
        if taken and taken[0] >= opening:
            # What follows the number before is its own noun (33个部门共计553项).
            opening = taken[1]
        left = _subject_of_share(cut_words(plain, max(opening, quantity.start - REACH), quantity.start), quantity)
        if left.noun is None and taken and index and not _words_left(left):
            left = read_left(cut_words(plain, clause_start(plain, start, quantities[index - 1].start), quantities[index - 1].start))
        offer = _offer(plain, left, quantity, closing, next_at=ceiling if index + 1 < len(quantities) else None)
        deals = "分别" in plain[opening : quantity.start]
        found.append(replace(offer, paired=_paired(plain, opening, quantity.start), deals=deals, before=_clause_before(plain, floor, opening)))
    return found


def _clause_before(plain: str, floor: int, opening: int) -> tuple[int, int] | None:
    """The name of a quantity that ends the clause before (住房自有的比重,已经达到80%)."""
    if opening - 1 <= floor or plain[opening - 1 : opening] != ",":
        return None
    start = max(clause_start(plain, floor, opening - 1), opening - REACH)
    left = read_left(cut_words(plain, start, opening - 1))
    if left.noun is None or left.links or not is_head(left.words[left.noun[1] - 1]):
        return None
    return _span(left.words, left.noun)


def _subject_of_share(words: Sequence[Word], quantity: Quantity) -> Left:
    """The phrase left of a number; of a share or a difference, the one before what it is held against.

    产能占全球30%: the capacity, not the world; 增幅高于全国0.7个百分点: the growth.
    """
    if quantity.kind in _SHARE:
        for index, word in enumerate(words):
            if word.text in COMPARES:
                before = read_left(words[:index])
                return Left(before.words, before.noun, Word("占", Class.VERB, 0, 0) if word.text == "占" else None)
    left = read_left(words)
    if left.noun and left.noun[1] - left.noun[0] == 1 and words[left.noun[0]].text == "占比":
        return replace(left, noun=None, subject=True)
    return left


def _words_left(left: Left) -> bool:
    """Whether anything but links stands before the number."""
    return len(left.words) > len(left.links)


def _offer(plain: str, left: Left, quantity: Quantity, closing: int, *, next_at: int | None) -> Phrases:
    """The phrases of one number as spans of the text."""
    words = cut_words(plain, quantity.end, min(closing, quantity.end + REACH))
    within = quantity.kind is Kind.DURATION and plain[quantity.end : quantity.end + 1] in tuple("内里间前后")
    right = None if within else read_right(words, spans=quantity.general)
    span = _span(left.words, left.noun)
    at_next = next_at is not None and closing == next_at
    return Phrases(
        object=None if left.subject or left.outcome else span,
        subject=span if left.subject else None,
        outcome=span if left.outcome else None,
        right=_span(words, right),
        right_is_next=at_next and right is not None and right[1] == len(words),
        # 1条播放量破亿: the quantity that is named belongs to the next number.
        right_is_head=right is not None and is_head(words[right[1] - 1]),
        touches_next=at_next and not words,
        verb=left.verb.text if left.verb else _verb_behind(words),
        reached=any(link.startswith(REACHED) for link in left.links),
        shared=any(SHARED_RE.search(link) for link in left.links),
    )


def _paired(plain: str, opening: int, start: int) -> tuple[str, ...]:
    """The things that 分别 gives one number each (网站、微博分别公开30条、20条)."""
    at = plain.rfind("分别", opening, start)
    if at < 0:
        return ()
    left = read_left(cut_words(plain, opening, at))
    if left.noun is None:
        return ()
    names = _items(plain, (left.words[left.noun[0]].start, left.words[left.noun[1] - 1].end))
    last = left.words[left.noun[1] - 1]
    if is_head(last) and not any(name.endswith(head_ends()) for name in names[:-1]):
        # 鱼类和贝类产量分别为: both are of the quantity that the last one names.
        names = (*(name + last.text for name in names[:-1]), *names[-1:])
    return names


def _span(words: Sequence[Word], part: tuple[int, int] | None) -> tuple[int, int] | None:
    """Where a range of words stands in the text."""
    return (words[part[0]].start, words[part[1] - 1].end) if part else None


def _verb_behind(words: Sequence[Word]) -> str | None:
    """The verb that follows the number at once (49件|保留)."""
    return words[0].text if words and words[0].kind is Class.ACTION else None


def rank_phrases(plain: str, quantity: Quantity, phrases: Phrases) -> tuple[int, int] | None:
    """The span that names what is counted, or ``None`` where the number says nothing of its own.

    The noun right behind a classifier is its noun; an amount or a share is rather named before it.
    """
    if quantity.noun:
        return phrases.right or (quantity.end, quantity.end + len(quantity.noun))
    own = phrases.object or phrases.outcome or phrases.subject
    if quantity.kind in _SHARE and phrases.verb == "占":
        return own
    if phrases.right and not (phrases.right_is_next and (own or phrases.right_is_head)):
        if quantity.kind not in _AMOUNTS or own is None or plain[quantity.end : phrases.right[0]].strip() == "的":
            return phrases.right
    return own


def resolve_measures(
    plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases], *, topic: str | None, before: tuple[str, str | None] | None
) -> list[Measure]:
    """The measure of each number of a sentence.

    ``topic`` is what the section is about, ``before`` the last measure of the sentence before,
    with its unit: it is carried over only to a number of the same unit.
    """
    spans = [rank_phrases(plain, q, p) for q, p in zip(quantities, phrases, strict=True)]
    resolved: list[Measure] = []
    for index, (quantity, phrase, span) in enumerate(zip(quantities, phrases, spans, strict=True)):
        if phrase.right_is_next and not phrase.right_is_head and phrases[index + 1].right and not phrases[index + 1].right_is_next:
            # 53个部门2261项事项: each has a noun of its own behind it.
            span = phrase.right
        if phrase.touches_next:
            # 229大项539小项行政审批事项: both count what follows the second.
            behind = next((p for p in phrases[index + 1 :] if not p.touches_next), None)
            span = (behind.right if behind and not behind.right_is_next else None) or span
        if span is None:
            if phrase.before:
                carried: str | None = name_of(plain, *phrase.before)
            elif phrase.reached and resolved and resolved[-1].names and not phrase.object:
                # 产量增长42%,达到8000万吨: the level is of what changed.
                carried = resolved[-1].names[-1]
            else:
                carried = _carried(plain, quantities[: index + 1], resolved)
                if carried is None and quantity.unit in _NEWS:
                    carried = topic
            if carried is None and before and before[1] == quantity.unit:
                carried = before[0]
            resolved.append(Measure((carried,) if carried else (), phrase.verb, carried=True))
        elif phrase.shared and (names := _items(plain, span)) and span == phrase.object:
            resolved.append(Measure(names, phrase.verb))
        else:
            resolved.append(Measure((name_of(plain, *span),), phrase.verb))
    return _pair(plain, quantities, phrases, resolved)


def _pair(plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases], resolved: list[Measure]) -> list[Measure]:
    """The measures with each row of numbers dealt to the things that 分别 names, and so with a row of as many behind it."""
    names: tuple[str, ...] = ()
    index = 0
    while index < len(quantities):
        row = _row(plain, quantities, index)
        names = phrases[index].paired or names
        if phrases[index].deals and not names and 1 < row <= index:
            # 接待游客5万人次、收入3亿元,分别增长2%、4%: one each of the numbers before.
            names = tuple(name for measure in resolved[index - row : index] for name in measure.names[-1:])
        fits = len(names) > 1 and len(names) == row
        if fits and (phrases[index].paired or phrases[index].deals or resolved[index].carried):
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


def _carried(plain: str, quantities: Sequence[Quantity], resolved: Sequence[Measure]) -> str | None:
    """The measure of the last number before that can be meant by the last of ``quantities``.

    A share is of the number right before it. A count goes back to one of its kind, behind a semicolon
    past the parts that 其中 opened (受理749件，其中自然人741件；共办理718件).
    """
    quantity = quantities[-1]
    if len(quantities) > 1 and not plain[quantities[-2].end : quantity.start].strip() and resolved[-1].names:
        # 服务事项5大类53项
        return resolved[-1].names[-1]
    whole = ";" in plain[quantities[-2].end : quantity.start] if len(quantities) > 1 else False
    found: str | None = None
    for index in range(len(resolved) - 1, max(-1, len(resolved) - 60), -1):
        earlier = quantities[index]
        if not resolved[index].names or not (_alike(earlier, quantity) or quantity.kind in _SHARE):
            continue
        found = found or resolved[index].names[-1]
        if not whole or quantity.kind in _SHARE:
            return found
        if PART_RE.search(plain, quantities[index - 1].end if index else 0, earlier.start) and index:
            found = None
            whole = False
    return found


def _alike(first: Quantity, second: Quantity) -> bool:
    """Whether two numbers can count the same thing: by the same unit, or two classifiers of one sort."""
    return first.unit == second.unit or any(first.unit in sort and second.unit in sort for sort in _SORTS)


def _items(plain: str, span: tuple[int, int]) -> tuple[str, ...]:
    """The members of a list that share a value; none where the phrase is no list."""
    parts = tuple(name_of(p, 0, len(p)) for p in JOIN_RE.split(plain[span[0] : span[1]]))
    return tuple(p for p in parts if p) if len(parts) > 1 else ()


def name_of(plain: str, start: int, end: int) -> str:
    """A phrase as a name: without white space, quotation marks that stand at one end only, and a final 等."""
    name = _SPACE_RE.sub("", plain[start:end]).removesuffix("等")
    for opening, closing in ("“”", "《》", "()"):
        if name.count(opening) != name.count(closing):
            name = name.strip(opening + closing)
    return name


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
