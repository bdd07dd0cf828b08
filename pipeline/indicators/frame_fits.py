"""Tells whether the verb of a figure and the words around it fit a frame: a part or another channel does not."""

import re

from pipeline.indicators.channels import EACH, NONE, SEVERAL, find_channel
from pipeline.indicators.figure_contexts import Context, bare
from pipeline.indicators.published_things import is_listed_before, lists_all_kinds
from pipeline.language import RESPECTIVELY
from pipeline.model import Figure
from pipeline.rulebook import FrameRule, compiled, frame_rules


def may_be_part(rule: FrameRule, whole: Figure | None, context: Context) -> bool:
    """Whether a figure is a part of nothing, or of what leaves it what it is.

    A kind of its own, as interpretations are, may be a part of all that was made public; and what was disclosed unasked
    a part of all that was made, or of all that was made public where the rest of it was asked for.
    """
    if whole is None:
        return True
    counted, done = bare(whole.measure or ""), whole.action or ""
    if _is_of_year(rule, context):
        return True
    if rule.whole:
        return compiled(rule.whole).search(counted) is not None
    if rule.within:
        is_all = any(one.core and one.object.fullmatch(counted) for one in frame_rules().frame)
        return is_all and (bool(rule.channel) or find_channel(context.whole_chunks, counted) in {NONE, SEVERAL})
    if not rule.core:
        return False
    is_made = compiled(frame_rules().made).search(f"{done}{counted}") is not None
    return is_made or _is_core(rule, context)


def _is_of_year(rule: FrameRule, context: Context) -> bool:
    """Whether a part is what the year added to the same since years: 累计公开6300条,其中2022年公开412条."""
    is_same = bool(context.whole) and rule.object.fullmatch(context.whole) is not None
    return is_same and compiled(frame_rules().of_year).search(context.spelled) is not None


def _is_core(rule: FrameRule, context: Context) -> bool:
    """Whether words say of what was disclosed unasked that it is a part, and that the rest of it was asked for."""
    rules = frame_rules()
    is_stated = compiled(rules.core).search(context.near) and compiled(rules.rest).search(context.sentence)
    return rule.core and bool(is_stated)


def is_done(rule: FrameRule, action: str, context: Context) -> bool:
    """Whether the verb of a figure is one of a frame, or the last of several is (审核发布信息30条)."""
    if not action or rule.action.fullmatch(action):
        return True
    if compiled(frame_rules().foreign).search(action):
        return False
    if _is_of_year(rule, context) and rule.action.search(",".join(context.whole_chunks)):
        return True  # 累计公开58条,其中2022年新增11条
    return rule.any_deed or (action in context.near and rule.last_deed.search(context.near) is not None)


def fits_around(rule: FrameRule, figure: Figure, context: Context, measure: str) -> bool:
    """Whether nothing around a figure makes it a part, or a number of another channel than its frame asks for."""
    if rule.zero and not (figure.negated or (rule.counted and figure.value == 0)):
        return False
    adds_up = rule.listed and is_listed_before(context.near, measure)
    said = f"{measure},{context.clause if adds_up else context.near}"
    if not (figure.action or rule.unsaid or rule.action.search(said)):
        return False
    is_named = (
        rule.unnamed
        or rule.listed
        or _is_core(rule, context)
        or rule.noun.search(_words_about(context)) is not None
        or compiled(frame_rules().of_year).search(context.spelled) is not None
        or (EACH in rule.channel and rule.noun.search(context.clause) is not None)
    )
    if not figure.negated and (_is_part(rule, context) or not is_named):
        return False
    if rule.channel and _channel_of(context, measure) not in rule.channel:
        return False
    if rule.listed and not adds_up and not lists_all_kinds(context.near):
        return False
    if rule.anywhere and any(find_channel([chunk], "") not in rule.channel for chunk in context.chunks):
        return False
    asked = (
        (rule.topic, context.topic),
        (rule.clause, context.clause),
        (rule.near, context.near),
        (rule.after, context.after),
    )
    # One denial may deny several things: 未收到申请、行政复议.
    near = measure if figure.negated and not rule.zero else context.near
    barred = (
        (rule.not_near, near),
        (rule.not_after, context.after),
        (rule.not_clause, context.clause),
        (rule.not_sentence, context.sentence),
    )
    return all(compiled(words).search(said) for words, said in asked if words) and not any(
        compiled(words).search(said) for words, said in barred if words
    )


def _channel_of(context: Context, measure: str) -> str:
    """The channel of a figure, or that of the issues that it was published in (公众号编辑9期,推送信息30篇)."""
    found = find_channel(context.since_last, measure, context.title)
    match = compiled(frame_rules().issues).search(context.clause) if found == NONE else None
    return find_channel([match[0].split(",")[0]], "") if match else found


def _is_part(rule: FrameRule, context: Context) -> bool:
    """Whether words up to a figure, behind it or above it say that it is a part of something, or another's.

    A title of its own says which field it is of (重点领域).
    """
    rules = frame_rules()
    if rule.titled and context.title and not compiled(rules.titles).search(context.title):
        return True
    if not rule.event and not rule.listed and compiled(rules.fields).search(context.near):
        return True
    if _is_core(rule, context) or (rule.whole and context.whole) or _is_of_year(rule, context):
        return False
    near = context.near.replace(RESPECTIVELY, "") if EACH in rule.channel else context.near
    if rule.channel and rule.within:
        # What a channel had may be called a part of all: 其中网站占30条.
        return compiled(rules.parts).search(compiled(rules.shared).sub("", near)) is not None
    is_opened = context.clause[: len(context.clause) - len(context.near)].endswith(("其中,", "其中:"))
    return is_opened or compiled(rules.parts).search(near) is not None


def _words_about(context: Context) -> str:
    """The words up to a figure and those behind it to the next mark: what it counts is named in them, or was before."""
    return context.near + re.split("[,;。、()]", context.after, maxsplit=1)[0]
