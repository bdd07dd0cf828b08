"""Chooses what each number of a sentence counts, among the candidates that its words offer (``candidates``).

``rank_phrases`` chooses among the number's own; ``resolve_measures`` gives a number without any the measure of an
earlier one, or of the section.
"""

from collections.abc import Callable, Sequence

from pipeline.figures.changes import SHARES
from pipeline.figures.gaps import gap
from pipeline.figures.measure.antecedents import LOOK_BACK, Measure, carry, name_total
from pipeline.figures.measure.candidates import Phrases, find_before
from pipeline.figures.measure.lists import list_things
from pipeline.figures.measure.names import LISTED, list_items, name_of
from pipeline.figures.measure.rows import DEED, complete_row, distribute_rows
from pipeline.figures.quantity import Quantity
from pipeline.language import LIGHT_KINDS, REACH, VERBAL, Pos, Sense, cut_words, having, read_clause
from pipeline.model import Kind, Role, Text
from pipeline.values import Noun, nouns, spellings

# The rule of roles.toml for 完成预算60亿元的97%.
PLAN = "of_plan"
_AMOUNTS = SHARES | {Kind.MONEY, Kind.AREA, Kind.LENGTH, Kind.MASS, Kind.VOLUME, Kind.ENERGY, Kind.DURATION, Kind.OTHER}


def rank_phrases(plain: str, quantity: Quantity, phrases: Phrases) -> tuple[int, int] | None:
    """The span that names what is counted, or ``None`` if the number has no name of its own.

    The noun right after a classifier is its noun; an amount or a share is more often named before it.
    """
    if quantity.noun:
        counted, itself = spellings().get(quantity.noun), (quantity.end, quantity.end + len(quantity.noun))
        return itself if isinstance(counted, Noun) and counted.alone else phrases.right or itself
    own = phrases.own
    cuts_number = quantity.is_rank and own is not None and plain[own[0] - 1 : own[0]].isdecimal()  # 500|强排名
    if cuts_number or (phrases.qualifies and not phrases.named):
        return None
    if quantity.kind in SHARES and phrases.does(Sense.SHARE):
        return own
    if phrases.left.words and phrases.left.words[-1].text == LISTED:
        # 在建项目尚有甲馆、乙馆等|9个: a list that no verb governs names nothing; but 刊登规章、公报等|9件
        opener = next((word for word in phrases.left.words if word.kind not in LIGHT_KINDS), None)
        held = (opener is None or opener.kind not in VERBAL) and quantity.unit in nouns().pieces
        if phrases.right or held:
            return phrases.right  # 审判、调解等6项|工作10次获奖: what a list is named by
    if phrases.right is None or (phrases.right_is_next and (own or phrases.right_is_head)):
        return own
    # 总投资410亿元的项目: an amount that has its name needs no other; 300元的费用 does.
    described = not phrases.named and not phrases.left.links and plain[quantity.end : phrases.right[0]].strip() == "的"
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

    ``topic`` returns the topic of the section when it is called; ``before`` is the last measure of the previous
    sentence with its unit, and is carried over only to a number with the same unit.
    """
    plain, printed = text.plain, text.text
    spans = _find_spans(plain, quantities, phrases)
    resolved: list[Measure] = []
    for index, (phrase, span) in enumerate(zip(phrases, spans, strict=True)):
        if span is not None or quantities[index].is_rank:
            # 产值增长5%,排名上升3位: of a ranking, and of no other number
            resolved.append(_read_own(printed, phrase, span) if span else Measure(()))
            continue
        name = None if phrase.qualifies else _inherit(text, quantities, index, phrases, resolved)
        last = before if before and not index and not phrase.left.ordered else None
        if name is None and last and _goes_on_from(plain, quantities[0], phrase, last[1]):
            name = last[0]
        deed = None if name or phrase.qualifies else _fall_back(text, quantities[index], phrase, topic)
        name = name or deed
        bare = (
            last is not None and _is_bare(quantities[0], phrase, last[1]) and not (phrase.qualifies or phrase.left.led)
        )
        if name is None and last and bare and not _names_before(plain, phrase):
            name = last[0]
        rule = (DEED if name == deed else "carried") if name else None
        resolved.append(Measure((name,) if name else (), carried=rule != DEED, rule=rule))
    return distribute_rows(plain, quantities, phrases, complete_row(plain, quantities, phrases, resolved))


def _find_spans(plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases]) -> list[tuple[int, int] | None]:
    """The span that names what each number counts; null for a total, or for a repetition."""
    spans = _choose(plain, quantities, phrases)
    for index, quantity in enumerate(quantities):
        if index and spans[index] and gap("again").search(plain, quantities[index - 1].end, quantity.start):
            spans[index] = None  # 人均产值4.2万元,折合6000美元
        if spans[index] and gap("in_batches").search(plain, phrases[index].bounds.floor, quantity.start):
            spans[index] = phrases[index].right
        if quantity.kind is Kind.DURATION and gap("from_day").search(
            plain, phrases[index].bounds.floor, quantity.start
        ):
            spans[index] = None  # 自变更之日起9日内
        bare = not plain[phrases[index].bounds.opening : quantity.start].strip()
        if spans[index] is None and bare and plain[quantity.end : quantity.end + 1] in ",。;":
            spans[index] = find_before(plain, phrases[index], quantity.start, quantity.end)  # 信箱收到来信,9封
    return spans


def _read_own(printed: str, phrase: Phrases, span: tuple[int, int]) -> Measure:
    """The measure of a number that is named by words of its own."""
    left = phrase.left
    slots = {left.span(left.object): "object", left.span(left.outcome): "outcome", left.span(left.topic): "subject"}
    rule = slots.get(span, "behind")
    names = list_items(printed, span) if rule in ("object", "subject") else ()
    if not phrase.shared and not (len(names) > 1 and all(name.endswith("率") for name in names)):
        names = ()
    if any(len(name) == 1 for name in names) or (names and LISTED in names[-1]):
        names = ()  # 省、县政府公开率, 许可、处罚等公示率: one name
    names = list_things(printed, span) if names else ()  # 铁路、公路里程均达9公里
    names = names or tuple(filter(None, (name_of(printed, *span),)))
    return Measure(
        names,
        governor=left.verb_text if left.object else None,
        outcome=rule == "outcome",
        against=phrase.role_reading.role is Role.BASE and phrase.role_reading.rule == PLAN,
        rule=rule if names else None,
        topic=name_of(printed, *phrase.own) if rule == "behind" and phrase.own and phrase.named else None,
    )


def _inherit(
    text: Text, quantities: Sequence[Quantity], index: int, phrases: Sequence[Phrases], resolved: Sequence[Measure]
) -> str | None:
    """What a number without words of its own counts: its verb, or what was counted before in its sentence."""
    quantity, phrase = quantities[index], phrases[index]
    if phrase.totals or phrase.left.anew:
        name = name_total(text, quantities, index, phrase, resolved)
        if name or phrase.totals:
            return name
    if phrase.left.led or phrase.left.ordered:
        return None  # 向90人发放补贴, 第二批取消9项: others than those before
    if _says_anew(quantity, phrase, phrases[:index]):
        return None  # 公告9条、更正公告3条: others than those before
    people = _counts_deeds(quantity, phrase) and phrase.left.deed and phrase.acts and not phrase.left.links
    if people and not gap("opens_part").search(text.plain, phrase.bounds.floor, quantity.start):
        return None  # 提起公诉9人,不批准逮捕2人: others than those before
    name = _deed(text.plain, quantity, phrase) or carry(text, quantities, index, phrase, resolved)
    if name and phrase.acts and any(each in name for each in having(Sense.AVERAGE)):
        return None  # 法官人均结案9件,全院结案90件
    # 批准逮捕20人、起诉36人: what was done to the ones before names nothing here
    deeds = (measure.names for measure in resolved[-LOOK_BACK:] if measure.rule == DEED)
    done = name in having(Pos.ACTION) or any(name in names for names in deeds)
    return None if done and phrase.verb and phrase.verb.text != name and not phrase.left.rises else name


def _says_anew(quantity: Quantity, phrase: Phrases, before: Sequence[Phrases]) -> bool:
    """Whether a piece of news has a verb that none before it has, and whose object is not what came in."""
    verb = phrase.left.verb
    if verb is None or quantity.unit not in nouns().news or quantity.kind in SHARES or phrase.left.passive:
        return False
    is_verbal = verb.kind is Pos.ACTION and not {Sense.NOMINAL, Sense.CLOSING}.isdisjoint(verb.senses)
    return is_verbal and Sense.DONE not in verb.senses and all(verb.text != other.left.verb_text for other in before)


def _goes_on_from(plain: str, quantity: Quantity, phrase: Phrases, unit: str | None) -> bool:
    """Whether the first number of a sentence certainly counts what the last one of the previous sentence does.

    来信168件。其中,本级登记办理103件: parts do; 收到申请14件。依法办结12件: so do acts on them.
    """
    opens_parts = quantity.kind not in SHARES and gap("parts").match(plain, phrase.bounds.floor) is not None
    return opens_parts or (phrase.does(Sense.DONE) and _is_bare(quantity, phrase, unit))


def _names_before(plain: str, phrase: Phrases) -> bool:
    """Whether a clause before that of the first number names what may be counted (惩治涉农犯罪,起诉9人)."""
    floor, opening = phrase.bounds.floor, phrase.bounds.opening
    words = cut_words(plain, max(floor, opening - REACH), opening)
    return any(word.kind is Pos.NOUN and len(word.text) > 1 for word in words)


def _is_bare(quantity: Quantity, phrase: Phrases, unit: str | None) -> bool:
    return not phrase.left.names and quantity.unit == unit


def _choose(plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases]) -> list[tuple[int, int] | None]:
    """The span that names what each number counts, given that of its neighbour."""
    spans = [rank_phrases(plain, q, p) for q, p in zip(quantities, phrases, strict=True)]
    last_right: tuple[int, int] | None = None
    for index in range(len(spans) - 1, -1, -1):
        phrase = phrases[index]
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        if phrase.touches_next:
            # 229大项539小项行政审批事项: both count what follows the second.
            spans[index] = last_right or spans[index]
            continue
        described = following.right if following and plain.startswith("的", quantities[index + 1].end) else None
        if following and phrase.right_is_next and phrase.right_is_head and described and not phrase.left.object:
            spans[index], last_right = described, None  # 5条|总长51公里的道路
            spans[index + 1] = following.left.span(following.left.object) or phrase.right
            continue
        own_next = following is not None and following.right is not None and not following.right_is_next
        if phrase.right_is_next and not phrase.right_is_head and own_next:
            # 53个部门2261项事项: each has a noun of its own behind it.
            spans[index] = phrase.right
        last_right = None if phrase.right_is_next else phrase.right
    return spans


def _counts_deeds(quantity: Quantity, phrase: Phrases) -> bool:
    """Whether the verb names what is counted: people, and cases against them (批准逮捕8件9人)."""
    return quantity.kind is Kind.PERSON_COUNT or phrase.does(Sense.CHARGES)


def _deed(plain: str, quantity: Quantity, phrase: Phrases) -> str | None:
    """The verb that a number of times counts, if nothing else is named (检查7次,通报5次) and it is no part."""
    acts = phrase.acts and phrase.does(Sense.NOMINAL) and not phrase.left.passive
    is_part = gap("opens_part").search(plain, phrase.bounds.floor, quantity.start) is not None
    return phrase.verb.text if phrase.verb and acts and quantity.unit in nouns().times and not is_part else None


def _fall_back(text: Text, quantity: Quantity, phrase: Phrases, topic: Callable[[], str | None]) -> str | None:
    """What a number counts if neither its clause nor an earlier number names it: the section's topic, or its verbs."""
    if quantity.unit in nouns().news and (news := topic()):
        return news
    if _counts_deeds(quantity, phrase) and phrase.acts and (deed := phrase.left.span(phrase.left.deed)):
        return name_of(text.text, *deed) or None  # 批准逮捕12人, 惠及12户
    if phrase.does(Sense.DONE) and quantity.kind is Kind.ITEM_COUNT and _names_before(text.plain, phrase):
        return None  # 对积案开展清理,办结31件: what was done to things that were named names others
    # 培训120人次: the verb is all that is said.
    named = phrase.verb is not None and phrase.verb.listed and phrase.does(Sense.NOMINAL) and not phrase.left.anew
    names_itself = phrase.does(Sense.TOLD) or (named and not phrase.does(Sense.CLOSING))
    # 死亡26人, 26人脱贫: people, by what became of them
    became = phrase.verb is not None and (not phrase.verb.listed or phrase.does(Sense.FOLLOWS))
    names_itself = names_itself or (quantity.kind is Kind.PERSON_COUNT and became)
    # 90名|服务代表: the word behind is no verb of theirs; but 90人|参加
    apart = quantity.kind is Kind.ITEM_COUNT or quantity.unit in nouns().singly
    names_itself = names_itself and not (apart and phrase.left.verb is None)
    return phrase.verb.text if phrase.verb and names_itself else None


def read_topic(title: str) -> str | None:
    """The topic of the news under a title, as a noun phrase; ``None`` if the title names no news.

    >>> read_topic("推进行政执法信息公开"), read_topic("主动公开政府信息情况"), read_topic("总体情况")
    ('行政执法信息', '政府信息', None)
    """
    while len(title) > 2 and title[-2:] in having(Sense.TOPIC_END):
        title = title[:-2].removesuffix("的")
    left = read_clause(cut_words(title, 0, len(title)))
    if left.named is None or left.head is None or not title.endswith("信息"):
        return None
    return name_of(title, left.words[left.named.first].start, left.head.end)
