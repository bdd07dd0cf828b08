"""Reads numbers that no rule reads by their frames: what is counted, the verb, the unit and the channel.

The rules of ``rules/indicators.toml`` list the words that may precede a number, and no such list is ever complete. A
frame examines the figure itself: that it counts 规范性文件, without a word that makes them a part, and that they were
issued. Around it, any words may be, except a few that mark a part. So frames are tried last, and accept less: no parts,
and only if the report has no other number of the kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from pipeline.characters import is_traditional, simplified_forms
from pipeline.indicators.figure_contexts import (
    Context,
    bare,
    find_context,
    without_last,
    without_own_field,
    without_words,
)
from pipeline.indicators.form_items import read_of_all
from pipeline.indicators.frame_fits import fits_around, is_done, may_be_part
from pipeline.indicators.frames_by_object import frames_of
from pipeline.indicators.levels import Levels
from pipeline.indicators.refusals import Reading, refuse
from pipeline.indicators.systems import without_systems
from pipeline.indicators.unknown_words import own_words
from pipeline.indicators.year_end import counts_to_year_end, differs, values_of
from pipeline.model import Figure, Metadata, Section, Text
from pipeline.rulebook import FrameRule, frame_rules

# The fewest items of a list.
FEWEST = 2
# Units of what pieces came out in, and what may stand between their number and that of the pieces (53期、168条).
ISSUES, GAPS = frozenset(("期", "次", "批", "类")), frozenset("、,")


def read_frames(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text, readings: Sequence[Reading]
) -> tuple[Reading, ...]:
    """The readings of the rules, followed by figures that no rule reads and that a frame does.

    A frame is tried for indicators that no rule states. If a report has two numbers of a kind, their frames do not
    distinguish them, and both are refused. Only a total that is larger than what a rule reads shows that this is a part
    of it.
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
    """Whether a total is larger than all that rules read of its kind, which then are parts."""
    if reading.refusal or reading.indicator not in _largest():
        return False
    value = reading.figure.value
    others = [one.figure.value for one in readings if one.indicator == reading.indicator and one.refusal is None]
    return value is not None and all(other is not None and other < value for other in others)


def _without_wholes(found: Sequence[Reading]) -> Iterator[Reading]:
    """The readings, with those refused that include a core which another reading states."""
    within = {(one.indicator, one.figure.parent_id) for one in found if one.refusal is None}
    for reading in found:
        is_whole = (reading.indicator, reading.figure.figure_id) in within and reading.indicator in _cores()
        yield reading._replace(refusal=reading.refusal or "sentence_differs") if is_whole else reading


def _is_core_of(reading: Reading, figures: Sequence[Figure], readings: Sequence[Reading]) -> bool:
    """Whether the rules read all published items, and a reading only those published without a request."""
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
            and is_done(rule, action, context)
            and may_be_part(rule, whole, context)
            and fits_around(rule, figure, without_words(context, own_words(rule, measure, metadata.agency)), measure)
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


def _simplify(context: Context, forms: Mapping[int, str]) -> Context:
    """A context in simplified characters."""
    chunks = ("chunks", "since_last", "whole_chunks")
    parts: dict[str, Any] = {key: tuple(chunk.translate(forms) for chunk in getattr(context, key)) for key in chunks}
    words = {key: said.translate(forms) for key, said in context._asdict().items() if key not in chunks}
    return Context(**words, **parts)
