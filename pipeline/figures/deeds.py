"""Completes the verb of each figure: its own, that of the level it refers to, of its whole, or of its list.

The label of a list item names a thing, and a verb within the label is part of that name. If the list has a verb, the
item takes it (发布信息90条,其中服务指南3条; 公开的信息如下:人事任免9条).
"""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from pipeline.figures.abouts import is_gap
from pipeline.figures.elisions import follows_noun, is_listed_noun
from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, counts_alike, is_amount
from pipeline.figures.quantity import COUNTED
from pipeline.language import (
    LIGHT_KINDS,
    NOMINAL,
    VERBAL,
    Pos,
    Sense,
    Token,
    cut_words,
    deed_pattern,
    find_governor,
    having,
    head_ends,
    is_channel,
    is_deed,
    parts_of_speech,
    read_usage,
)
from pipeline.model import Figure, Kind, Role
from pipeline.values import nouns

# What the name of all that there is has before its last character (总数, 总量).
TOTAL = "总"
# 信息如下:机构设置|3条: what stands between a colon and the first number of its list, and between two numbers.
LABEL_RE = regex.compile(r"\s*[^,;:。、\d()]{1,24}(?:、[^,;:。、\d()]{1,24}){0,3}\s*")
NEXT_RE = regex.compile(r"\s*(?:\([^()]*\))?\s*(?:[,;、]\s*(?:以?及|和|与)?|以?及|和|与)(?P<label>[^,;:。\d]{1,24})")
# 公开的信息主要有|:
LEAD_RE = regex.compile(r"[^,。;:!?\n()]{2,60}$")


def find_leads(plain: str, mentions: Sequence[Mention]) -> list[str | None]:
    """The verb before the colon of the list that each mention belongs to; null if there is none.

    本局公开的信息如下:机构设置3条、人事任免9条: both were made public. An item with a verb of its own ends the list.
    """
    found: list[str | None] = [None] * len(mentions)
    verb, first = None, 0
    for index, mention in enumerate(mentions):
        figure = mention.figure
        before = mentions[index - 1].figure if index else None
        same = before is not None and before.sentence_start == figure.sentence_start
        if same and figure.role in {Role.SHARE, Role.CHANGE}:
            continue
        floor = before.end if before is not None and same else figure.sentence_start
        colon = plain.rfind(":", floor, figure.start)
        if colon >= 0:
            label = LABEL_RE.fullmatch(plain, colon + 1, figure.start)
            verb, first = _lead_verb(plain, floor, colon) if label else None, index
        elif not same or not NEXT_RE.fullmatch(plain, floor, figure.start):
            verb = None
        if verb is None or figure.kind not in COUNTED or not counts_alike(figure, mentions[first].figure):
            continue
        if mention.act is not None and not mention.has_verb_in_label:
            verb = None
        elif not (figure.measure or "").endswith(head_ends()):
            found[index] = verb
    return found


def _lead_verb(plain: str, floor: int, colon: int) -> str | None:
    """The verb of the clause before a colon, or the verb that modifies the noun of the list (公开的|信息)."""
    match = LEAD_RE.search(plain, floor, colon)
    words = cut_words(plain, match.start(), colon) if match else []
    first = next((i for i, word in enumerate(words) if word.kind not in LIGHT_KINDS), len(words))
    if first + 1 < len(words) and words[first].kind is Pos.ACTION and words[first + 1].kind is Pos.OF:
        return words[first].text if _is_own_deed(words[first]) else None
    governor = find_governor(words)
    if governor is None:
        return None
    index = next(i for i, word in enumerate(words) if word.end > governor.start)
    ahead = words[index + 1] if index + 1 < len(words) else None
    # 队伍|建设情况: a title, and no clause; but 公开|情况
    titled = ahead is not None and Sense.TOPIC_END in ahead.senses and Sense.CLOSING not in words[index].senses
    doubled = ahead is not None and ahead.kind in VERBAL and Sense.NOMINAL not in ahead.senses  # 检查|发现问题
    return governor.text if not titled and not doubled and _is_own_deed(words[index]) else None


def _is_own_deed(word: Token) -> bool:
    """Whether a verb is an act of an agency, and not of its readers."""
    return is_deed(word) and word.kind is Pos.ACTION and Sense.AUDIENCE not in word.senses


def inherit_action(
    plain: str, mentions: Sequence[Mention], figure: Figure, before: Sequence[Figure], lead: str | None
) -> Figure:
    """The figure with its verb; ``lead`` is the verb before the colon of its list."""
    mention = mentions[figure.figure_id]
    if _is_no_deed(plain, mention, figure, before[-1] if before else None):
        return replace(figure, action=None)
    if figure.role is Role.SHARE and figure.of_id is not None:
        return replace(figure, action=_handed(plain, mentions, figure, before))  # 占|结案总数的9%
    if mention.is_result:
        # what became of it is what was done, but not what the applicant did, what was found, or what is still to do
        undone = (figure.measure or "").startswith("未")
        deed = None if undone else deed_pattern().search(figure.measure or "")
        return replace(figure, action=deed[0] if deed else None)
    whole = before[figure.parent_id] if figure.parent_id is not None else None
    if (shared := _shared(mention, figure, whole, lead)) is not None:
        return replace(figure, action=shared, measure=_with_verb(plain, figure) if shared != lead else figure.measure)
    if before and is_listed_noun(plain, figure, before[-1]):
        return replace(figure, action=before[-1].action)
    listed = mention.act == "listed" and figure.kind in COUNTED
    quantity = listed and bool(before) and _names_quantity(figure, before[-1])
    if figure.action is not None and (quantity or _is_in_name(mention, figure)):
        figure = replace(figure, action=None)
    if figure.action is not None or figure.negated or figure.role is Role.COMPLETION:
        return figure
    return replace(figure, action=_handed(plain, mentions, figure, before))


def _is_no_deed(plain: str, mention: Mention, figure: Figure, last: Figure | None) -> bool:
    """Whether a figure has no verb because it is a rate, a change, or the level that another figure led to.

    结案标的额9元: nor does a verb that includes its object count, before a sum of money.
    """
    rate = figure.kind is Kind.PERCENT and (figure.role is Role.LEVEL or mention.role_reading.rule == "of_things")
    held = figure.kind is Kind.MONEY and nouns().case in (figure.action or "")
    # 压减|开采量9立方米
    reduced = figure.action is not None and figure.measure_rule == "object" and figure.basis is None
    reduced = reduced and is_amount(figure)
    moved = (figure.role is Role.CHANGE and not reduced) or figure.role is Role.BASE
    moved = moved or (last is not None and _is_reached(plain, last, figure))
    return rate or held or moved or is_gap(mention) or figure.action in having(Sense.STATE)


def _is_reached(plain: str, base: Figure, figure: Figure) -> bool:
    """Whether a figure is the level to which another rose or fell."""
    return base.role is Role.BASE and gap("raised").match(plain, base.end, figure.start) is not None


def _shared(mention: Mention, figure: Figure, whole: Figure | None, lead: str | None) -> str | None:
    """The verb of its whole, or before the colon of its list, if a figure has none or only one in its label."""
    if whole is None or not whole.action:
        return lead
    if mention.act == "behind_noun":
        return whole.action
    name, of = figure.measure or "", whole.measure or ""
    # 检查企业90家,其中处罚企业3家: what the parts are of stands behind it.
    verb = figure.action or name
    name_only = verb in name and verb != name and verb not in having(Pos.ACTION) and not deed_pattern().search(verb)
    if name_only and counts_alike(figure, whole):
        return whole.action  # 其中突发公共事件3条: a verb that is no deed is a part of the name
    again = mention.own and bool(of) and (name.endswith(of) or of.endswith(name))
    within = figure.action is not None and mention.has_verb_in_label and mention.act != "listed"
    return whole.action if within and not again and counts_alike(figure, whole) else None


def _with_verb(plain: str, figure: Figure) -> str | None:
    """The name of an item with the verb that ends its label (其中双随机|公示7条), unless of news (预算公开9条)."""
    name, verb = figure.measure, figure.action
    news = having(Sense.CLOSING) | having(Sense.CHANGE) | having(Sense.ATTRIBUTIVE)
    closes = figure.measure_rule == "subject" and verb is not None and verb not in news
    return f"{name}{verb}" if closes and plain.endswith(f"{name}{verb}", 0, figure.start) else name


def _is_in_name(mention: Mention, figure: Figure) -> bool:
    """Whether the verb of a figure is a noun within its name: between its nouns, after the number, or of a quantity.

    农业|服务组织9个, 9个|服务领域, 服务采购金额9万元.
    """
    verb, name = figure.action or "", figure.measure or ""
    nominal = having(Sense.NOMINAL) - having(Sense.ATTRIBUTIVE) - having(Sense.CLOSING)
    listed = verb in parts_of_speech()
    if (listed and verb not in nominal) or mention.act == "named" or read_usage(verb).governing:
        return False
    at = name.find(verb)
    if at < 0 or len(verb) == len(name):
        return False
    if figure.measure_rule == "behind":
        return True
    inside = 0 < at < len(name) - len(verb)
    words = cut_words(name, 0, at) if inside else []
    noun = bool(words) and (words[0].kind in NOMINAL or Sense.NOMINAL in words[0].senses)
    is_name = noun and words[0].senses.isdisjoint((Sense.ASPECT, Sense.MANNER))
    first = not at or all(word.kind is Pos.TIME for word in words)  # 上年结转收入9元
    return is_name or (listed and first and name.endswith(head_ends()))


def _handed(plain: str, mentions: Sequence[Mention], figure: Figure, before: Sequence[Figure]) -> str | None:
    """The verb that a figure without one takes from the figure it belongs to, or from the list before it."""
    mention = mentions[figure.figure_id]
    if figure.role is Role.SHARE:
        about = before[figure.of_id] if figure.of_id is not None and figure.of_id < figure.figure_id else None
        # 公开9条,占3%; but 收入完成9元,占3%: a share of an amount was not done
        return about.action if about is not None and about.kind in COUNTED else None
    if figure.parent_id is not None:
        # 新增种植6000亩,其中蔬菜3800亩: a verb is done to things, and not to an amount of them.
        # 公开文件9条,全部实现100%解读,其中图解5条: what was done last is told by a share
        other = before[-1].kind is Kind.PERCENT and gap("told").match(plain, before[-1].end, figure.start) is not None
        return before[figure.parent_id].action if figure.kind in COUNTED and not other else None
    if not before or before[-1].sentence_start != figure.sentence_start:
        return None
    last = before[-1]
    between = plain[last.end : figure.start]
    if follows_noun(between, figure, last) and last.kind is figure.kind:
        return last.action
    alike = (last.kind, last.unit) == (figure.kind, figure.unit) or {last.unit, figure.unit} <= _counted_in()
    own = mention.figure.measure_rule == "object" if mention.own else _names_channel(plain, last, figure)
    listed = own and alike and between[:1] in ("、", ",")
    named = mentions[last.figure_id].act == "behind_name"
    if listed and not named and _is_label(plain, last, figure):
        return last.action
    return last.action if not between.strip() else None


def _names_channel(plain: str, before: Figure, figure: Figure) -> bool:
    """Whether a list item names only the channel of publication (网站公开信息9条,公众号|3条)."""
    words = [word for word in cut_words(plain, before.end, figure.start) if word.kind not in LIGHT_KINDS]
    return bool(words) and is_channel(words[-1]) and all(word.kind in NOMINAL for word in words)


def _counted_in() -> set[str | None]:
    """The classifiers of news and of printed matter, which one verb publishes."""
    return {unit for sort in nouns().sorts if not set(sort) & set(nouns().cases_by) for unit in sort}


def _is_label(plain: str, before: Figure, figure: Figure) -> bool:
    """Whether only a name is between two numbers of a list, and not that of a quantity that the first is not."""
    words = cut_words(plain, before.end, figure.start)
    says_outcome = any(word.kind is Pos.OUTCOME or Sense.ASPECT in word.senses for word in words)
    # 预警可能引发案件的纠纷9起: they have a verb of their own
    verbs = (i for i, word in enumerate(words) if word.kind is Pos.VERB and Sense.NOMINAL not in word.senses)
    says_outcome = says_outcome or any(words[i + 1].kind in VERBAL for i in verbs if i + 1 < len(words))
    says_outcome = says_outcome or (
        bool(words) and words[-1].kind is Pos.VERB and Sense.NOMINAL in words[-1].senses
    )  # 法答网答疑9个
    return not says_outcome and not _names_quantity(figure, before)


def _names_quantity(figure: Figure, before: Figure) -> bool:
    """Whether a figure names a quantity, unlike the one before it (发布信息9条、访问量90次).

    Of figures with the same classifier only a total does (新增企业9家,企业总数90家; but 预算经费9篇 of news).
    """
    name = figure.measure or ""
    if not name.endswith(head_ends()) or (before.measure or "").endswith(head_ends()):
        return False
    return figure.kind not in COUNTED or figure.unit != before.unit or name[-2:-1] == TOTAL
