"""Reads by its frame a number of the prose that no rule reads: by what is counted, by the verb, unit and channel.

The rules of ``rules/indicators.toml`` say which words may stand before a number, and no list of words is ever complete.
A frame asks what the figure says of itself: that it counts 规范性文件, with no word that makes them a part of all, and
that they were issued. What stands around it may be anything but a few words that say it is a part. So a frame is asked
last, and takes less: nothing that is a part, and only where the report has no other number of the kind.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from pipeline.characters import is_traditional, simplified_forms
from pipeline.indicators.channels import EACH, NONE, SEVERAL, find_channel
from pipeline.indicators.figure_contexts import (
    Context,
    bare,
    find_context,
    without_last,
    without_own_field,
    without_words,
)
from pipeline.indicators.form_items import read_of_all
from pipeline.indicators.frames_by_object import frames_of
from pipeline.indicators.levels import Levels
from pipeline.indicators.published_things import is_listed_before, lists_all_kinds
from pipeline.indicators.refusals import Reading, refuse
from pipeline.indicators.strays import own_words
from pipeline.indicators.systems import without_systems
from pipeline.indicators.year_end import counts_to_year_end, differs, values_of
from pipeline.language import RESPECTIVELY
from pipeline.model import Figure, Metadata, Section, Text
from pipeline.rulebook import FrameRule, compiled, frame_rules

# A list has so many items, at least.
FEWEST = 2
# Units of what pieces came out in, and what may stand between their number and that of the pieces (53期、168条).
ISSUES, GAPS = frozenset(("期", "次", "批", "类")), frozenset("、,")


def read_frames(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text, readings: Sequence[Reading]
) -> tuple[Reading, ...]:
    """The readings of the rules, and behind them what figures state that no rule reads, by their frames.

    A frame is asked for indicators that no rule states; of a report that has two numbers of a kind neither is told from
    the other by its frame, and both are refused. Only a total that is larger than what a rule reads says that this is
    a part of it.
    """
    stated = {reading.indicator: reading.figure.value for reading in readings if reading.refusal is None}
    wholes = {one.figure.figure_id for one in readings if one.refusal is None and one.indicator in _cores()}
    taken = frozenset(
        one.figure.figure_id
        for one in readings
        if one.refusal != "sentence_differs" or one.figure.parent_id not in wholes
    )
    found = [
        reading
        for reading in _find_frames(figures, sections, metadata, text, taken)
        if reading.indicator not in stated or _outdoes(reading, readings) or _is_core_of(reading, figures, readings)
    ]
    found = list(without_systems(list(_without_wholes(found)), readings, text, metadata.agency))
    values = values_of(reading for reading in found if reading.refusal is None)
    sound = [
        reading._replace(refusal="sentence_differs" if len(values[reading.indicator]) > 1 else "whole_differs")
        if reading.refusal is None and differs(reading, values[reading.indicator], stated)
        else reading
        for reading in found
    ]
    outdone = {reading.indicator for reading in sound if reading.refusal is None}
    kept = (
        reading._replace(refusal=reading.refusal or "sentence_differs") if reading.indicator in outdone else reading
        for reading in readings
    )
    of_all = (
        Reading(code, reading.figure)
        for reading in sound
        if reading.refusal is None
        for code in dict.fromkeys(read_of_all(reading.indicator, reading.figure, figures, text))
        if code not in stated and code not in outdone
    )
    return (*kept, *sound, *of_all)


def _outdoes(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether a total is larger than all that rules read of its kind, so that those are parts."""
    if reading.refusal or reading.indicator not in _largest():
        return False
    value = reading.figure.value
    others = [one.figure.value for one in readings if one.indicator == reading.indicator and one.refusal is None]
    return value is not None and all(other is not None and other < value for other in others)


def _without_wholes(found: Sequence[Reading]) -> Iterator[Reading]:
    """Readings, of which those are refused that another of their kind is the core of."""
    within = {(one.indicator, one.figure.parent_id) for one in found if one.refusal is None}
    for reading in found:
        is_whole = (reading.indicator, reading.figure.figure_id) in within and reading.indicator in _cores()
        yield reading._replace(refusal=reading.refusal or "sentence_differs") if is_whole else reading


def _is_core_of(reading: Reading, figures: Sequence[Figure], readings: Sequence[Reading]) -> bool:
    """Whether what rules read is all that was made public, and this is what of it was disclosed unasked."""
    figure = reading.figure
    whole = figures[figure.parent_id] if figure.parent_id is not None else None
    others = [one.figure for one in readings if one.indicator == reading.indicator and one.refusal is None]
    return reading.indicator in _cores() and whole is not None and all(one is whole for one in others)


@cache
def _cores() -> frozenset[str]:
    return frozenset(rule.indicator for rule in frame_rules().frame if rule.core)


@cache
def _largest() -> frozenset[str]:
    return frozenset(rule.indicator for rule in frame_rules().frame if rule.largest)


def _find_frames(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text, taken: frozenset[int]
) -> Iterator[Reading]:
    before = end = 0
    between = last = ""
    unit_before: str | None = None
    levels = Levels(figures)
    parts_of: defaultdict[int, list[Figure]] = defaultdict(list)
    for part in figures:
        if part.parent_id is not None:
            parts_of[part.parent_id].append(part)
    forms = simplified_forms() if is_traditional(text.text) else {}
    for figure in sorted(figures, key=attrgetter("start")):
        # 4类46条, 40期121条: what stands before the first of two numbers is said of both.
        # One number may be of two things: 行政复议、行政诉讼均为0.
        if figure.start >= end:
            gap = text.plain[end : figure.start]
            is_beside = not gap or (gap in GAPS and unit_before in ISSUES)
            before, between = (before, between + last + gap) if is_beside else (end, "")
        end, last, unit_before = figure.end, bare(figure.surface), figure.unit
        is_taken = figure.figure_id in taken
        if is_taken and not figure.negated:
            continue
        measure = without_own_field(bare(figure.measure or "").translate(forms), metadata.agency)
        measure = "" if _adds_up(figure, parts_of[figure.figure_id]) else measure
        action = (figure.action or "").translate(forms)
        # What is none needs no unit: 行政复议为零.
        unit = None if figure.negated or (figure.unit is None and figure.value == 0) else figure.unit or ""
        rules = frames_of(measure, unit, metadata.agency)
        if not rules:
            continue
        context = without_last(find_context(figure, figures, sections, text, before, metadata), between)
        if forms:
            context = _simplify(context, forms)
        whole = figures[figure.parent_id] if figure.parent_id is not None else None
        fitting = (
            rule
            for rule in rules
            if (rule.also or not is_taken)
            and _is_done(rule, action, context)
            and _may_be_part(rule, whole, context)
            and _fits(rule, figure, without_words(context, own_words(rule, measure, metadata.agency)), measure)
            and (not rule.sole or levels.is_largest(rule, figure))
        )
        for rule in _first_and_also(fitting):
            refusal = refuse(rule.indicator, figure, context, metadata, None)
            to_year_end = refusal == "other_period" and counts_to_year_end(rule.indicator, figure, context, metadata)
            yield Reading(rule.indicator, figure, refusal, to_year_end)


def _first_and_also(rules: Iterable[FrameRule]) -> Iterator[FrameRule]:
    """The first of some frames, and those that are read beside another: 没有专门机构和专职人员 denies both."""
    read: set[str] = set()
    for rule in rules:
        if not read or (rule.also and rule.indicator not in read):
            read.add(rule.indicator)
            yield rule


def _adds_up(figure: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a number is the sum of a list before it, whose names it has (机构信息5条、工作动态300条,共计305条)."""
    values = [part.value for part in parts if part.end <= figure.start]
    if len(values) < FEWEST or None in values:
        return False
    return sum(value for value in values if value is not None) == figure.value


def _may_be_part(rule: FrameRule, whole: Figure | None, context: Context) -> bool:
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


def _is_core(rule: FrameRule, context: Context) -> bool:
    """Whether words say of what was disclosed unasked that it is a part, and that the rest of it was asked for."""
    rules = frame_rules()
    is_stated = compiled(rules.core).search(context.near) and compiled(rules.rest).search(context.sentence)
    return rule.core and bool(is_stated)


def _is_of_year(rule: FrameRule, context: Context) -> bool:
    """Whether a part is what the year added to the same since years: 累计公开6300条,其中2022年公开412条."""
    is_same = bool(context.whole) and rule.object.fullmatch(context.whole) is not None
    return is_same and compiled(frame_rules().of_year).search(context.spelled) is not None


def _channel_of(context: Context, measure: str) -> str:
    """The channel of a figure, or that of the issues that it was published in (公众号编辑9期,推送信息30篇)."""
    found = find_channel(context.since_last, measure, context.title)
    match = compiled(frame_rules().issues).search(context.clause) if found == NONE else None
    return find_channel([match[0].split(",")[0]], "") if match else found


def _simplify(context: Context, forms: Mapping[int, str]) -> Context:
    """A context in simplified characters."""
    chunks = ("chunks", "since_last", "whole_chunks")
    parts: dict[str, Any] = {key: tuple(chunk.translate(forms) for chunk in getattr(context, key)) for key in chunks}
    words = {key: said.translate(forms) for key, said in context._asdict().items() if key not in chunks}
    return Context(**words, **parts)


def _is_done(rule: FrameRule, action: str, context: Context) -> bool:
    """Whether the verb of a figure is one of a frame, or the last of several is (审核发布信息30条)."""
    if not action or rule.action.fullmatch(action):
        return True
    if compiled(frame_rules().foreign).search(action):
        return False
    return rule.any_deed or (action in context.near and rule.last_deed.search(context.near) is not None)


def _fits(rule: FrameRule, figure: Figure, context: Context, measure: str) -> bool:
    """Whether nothing around a figure makes it a part, or a number of another channel than its frame asks for."""
    if rule.zero and not (figure.negated or (rule.counted and figure.value == 0)):
        return False
    adds_up = rule.listed and is_listed_before(context.near, measure)
    said = f"{measure},{context.clause if adds_up else context.near}"
    if not (figure.action or rule.unsaid or rule.action.search(said)):
        return False
    is_named = rule.unnamed or rule.listed or _is_core(rule, context) or rule.noun.search(_words_about(context))
    is_named = is_named or compiled(frame_rules().of_year).search(context.spelled)
    is_named = is_named or (EACH in rule.channel and rule.noun.search(context.clause))
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
