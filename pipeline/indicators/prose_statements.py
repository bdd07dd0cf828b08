"""Decides which figures of the prose state an indicator, by the rules of ``rules/indicators.toml``.

A wrong witness is worse than a missing one: a change is no level, a sum over years or a quarter's number is not the
year's, and if a sentence states an indicator twice with different numbers (省提案3件、市提案5件), neither is the total.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from operator import attrgetter

from pipeline.characters import is_traditional, simplified_forms
from pipeline.indicators.channels import find_channel
from pipeline.indicators.figure_contexts import Context, bare, find_context, put_noun_first, without_own_field
from pipeline.indicators.form_items import may_be_item, read_items, read_of_all
from pipeline.indicators.frame_statements import read_frames
from pipeline.indicators.refusals import Reading, refuse
from pipeline.indicators.told_rows import read_told_rows
from pipeline.indicators.wholes import lies_in, refuse_all_kinds, refuse_lesser_bodies, refuse_short_wholes
from pipeline.indicators.year_end import counts_to_year_end, take_to_year_end
from pipeline.indicators.zeros_of_titles import read_zeros_of_titles
from pipeline.model import JUDGED, Figure, Metadata, Section, Text
from pipeline.rulebook import (
    ProseRule,
    Sieve,
    compiled,
    indicator_rules,
    prose_of_unit,
    statement_rules,
)


def read_prose(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> tuple[Reading, ...]:
    """The figures that state an indicator, or seem to: those that rules read, then those that frames read.

    There are none in a report of a family that states none.
    """
    if metadata.report_type not in indicator_rules().families:
        return ()
    found = (
        *_read_figures(figures, sections, metadata, text),
        *read_zeros_of_titles(figures, sections, metadata, text),
    )
    groups: defaultdict[tuple[str, int], list[Figure]] = defaultdict(list)
    for reading in found:
        if reading.refusal is None:
            groups[reading.indicator, reading.figure.sentence_start].append(reading.figure)
    whole: defaultdict[str, list[Figure]] = defaultdict(list)
    for (code, _), group in groups.items():
        whole[code] += _wholes(_called_as_asked(group), figures, text)
    sound = {
        (code, figure.figure_id)
        for code, some in whole.items()
        for figure in _as_the_form_asks(_of_the_whole(some, figures))
    }
    readings = tuple(reading._replace(refusal=_doubt(reading, figures, sound)) for reading in found)
    readings = read_frames(figures, sections, metadata, text, refuse_all_kinds(readings, figures))
    readings = take_to_year_end(refuse_all_kinds(readings, figures), figures)
    readings = refuse_short_wholes(refuse_lesser_bodies(readings, figures, metadata.agency), text)
    apart = {figure.figure_id for group in groups.values() if _are_different_deeds(group) for figure in group}
    readings = tuple(
        one._replace(refusal="of_a_part")
        if one.refusal == "sentence_differs" and one.figure.figure_id in apart
        else one
        for one in readings
    )
    return read_told_rows(figures, sections, metadata, text, readings)


def _doubt(reading: Reading, figures: Sequence[Figure], sound: Container[tuple[str, int]]) -> str | None:
    """Why a reading states nothing in view of all others: a part of what states the indicator is not the total."""
    code, figure, refusal, _ = reading
    if refusal:
        return refusal
    if (code, figure.figure_id) not in sound:
        return "sentence_differs"
    while figure.parent_id is not None:
        figure = figures[figure.parent_id]
        if (code, figure.figure_id) in sound:
            return "of_another_body"
    return None


def _are_different_deeds(group: Sequence[Figure]) -> bool:
    """Whether each figure of a sentence has a verb of its own: 举办发布会8场,参加发布会4次 are parts of both."""
    deeds = [figure.action for figure in group]
    return len(deeds) > 1 and None not in deeds and len(set(deeds)) == len(deeds)


def _called_as_asked(group: Sequence[Figure]) -> Sequence[Figure]:
    """Of the figures of a sentence those that are called as the form calls them, where others are only called alike.

    Beside 8 新闻发布会 the 4 新闻发布活动 are something else.
    """
    alike = statement_rules().alike
    others = [figure for figure in group if bare(figure.measure or "") in alike]
    named = [figure for figure in group if figure not in others]
    wanted = {alike[bare(figure.measure or "")] for figure in others}
    return named if any(bare(figure.measure or "") in wanted for figure in named) else group


def _wholes(group: Sequence[Figure], figures: Sequence[Figure], text: Text) -> Sequence[Figure]:
    """The figures of a sentence that only their own parts contradict."""
    if len({figure.value for figure in group}) == 1:
        return () if _are_items(group, text) else group
    within = {figure.figure_id for figure in group}
    wholes = [figure for figure in _of_the_whole(group, figures) if not lies_in(figure, figures, within)]
    return wholes if len({figure.value for figure in wholes}) == 1 else ()


def _are_items(group: Sequence[Figure], text: Text) -> bool:
    """Whether figures are items of a list, of which none is the whole though all are equal: 省提案1件、市提案1件."""
    ordered = sorted((figure for figure in group if not figure.negated), key=attrgetter("start"))
    between = (bare(text.plain[one.end : other.start]) for one, other in pairwise(ordered))
    named = ((words, bare(other.measure or "")) for words, other in zip(between, ordered[1:], strict=True))
    return any(words == f"{mark}{measure}" for words, measure in named if measure for mark in "、和及")


def _of_the_whole(group: Sequence[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """The figures without those that are parts of what other figures among them are parts of as well.

    Of 900 items 55 are normative documents, and of the city's 400 among them 25: the first number is the total.
    """
    wholes = {figure.parent_id for figure in group if figure.parent_id is not None}
    return [figure for figure in group if not _lies_deeper(figure, figures, wholes)]


def _lies_deeper(figure: Figure, figures: Sequence[Figure], wholes: Container[int]) -> bool:
    """Whether what a figure is a part of is itself a part of one of some wholes, or of a part of it."""
    return figure.parent_id is not None and lies_in(figures[figure.parent_id], figures, wholes)


def _as_the_form_asks(group: Sequence[Figure]) -> Sequence[Figure]:
    """Of several figures those that count government information, as the forms do, if others count any information.

    Of a website's 393 pieces of 政府信息 and 2139 of 信息, the first are used.
    """
    rules = statement_rules()
    named = [figure for figure in group if rules.counted in bare(figure.measure or "")]
    others = [figure for figure in group if rules.counted_with in bare(figure.measure or "") and figure not in named]
    return [figure for figure in group if figure not in others] if named and others else group


def _read_figures(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> Iterator[Reading]:
    before = end = 0
    # A measure is too short to tell by itself that it is in traditional characters.
    forms = simplified_forms() if is_traditional(text.text) else {}
    for figure in sorted(figures, key=attrgetter("start")):
        before, end = (end if figure.start >= end else before), figure.end
        measure = without_own_field(bare(figure.measure or "").translate(forms), metadata.agency)
        rules = _rules_of(measure, figure.action or "", None if figure.negated else figure.unit or "")
        if not rules and not may_be_item(figure):
            continue
        context = find_context(figure, figures, sections, text, before, metadata)
        found = dict(_read_figure(figure, measure, rules, context, text))
        turned = None if found else put_noun_first(context, measure)
        if turned is not None:
            # The rules say what stands before a number; 公开45条政府信息 says the same as 公开政府信息45条.
            context = turned
            found = dict(_read_figure(figure, measure, rules, context, text))
        for code, rule in found.items():
            refusal = refuse(code, figure, context, metadata, rule)
            to_year_end = refusal == "other_period" and counts_to_year_end(code, figure, context, metadata)
            yield Reading(code, figure, refusal, to_year_end)
            if refusal is None:
                of_all = dict.fromkeys(read_of_all(code, figure, figures, text))
                yield from (Reading(other, figure) for other in of_all if other not in found)


def _read_figure(
    figure: Figure, measure: str, rules: Sequence[ProseRule], context: Context, text: Text
) -> Iterator[tuple[str, ProseRule | None]]:
    """The indicators that a figure seems to state, each with its rule; none if it is a row of the form.

    A row of the form is what its words say, whatever else the sentence is about.
    """
    items = read_items(figure, context, text)
    yield from ((code, None) for code in items)
    judged = figure.measure_rule == JUDGED
    fitting = [rule for rule in rules if not (rule.zero and figure.value) and not (judged and rule.takes_any_measure)]
    for rule in _pick_rules(fitting, context, measure, is_part=figure.parent_id is not None):
        if not items or rule.also:
            yield rule.indicator, rule


def _pick_rules(rules: Sequence[ProseRule], context: Context, measure: str, *, is_part: bool) -> Iterator[ProseRule]:
    """The first rule that fits a figure, and others to be tried besides it."""
    taken: set[str] = set()
    channel: str | None = None
    for rule in rules:
        if rule.indicator in taken or (taken and not rule.also):
            continue
        if rule.part is not None and rule.part is not is_part:
            continue
        if rule.channel:
            channel = channel or find_channel(context.since_last, measure, context.title)
            if channel not in rule.channel:
                continue
        if _fits(rule, context):
            taken.add(rule.indicator)
            yield rule


# Reports count the same things in the same words: hardly a figure in ten is new (2026-11).
@lru_cache(maxsize=16_384)
def _rules_of(measure: str, action: str, unit: str | None) -> tuple[ProseRule, ...]:
    """The rules that fit what a figure counts, in any context; a zero in words has no unit."""
    words = {"measure": measure, "action": action}
    sieve = _sieve_of(unit, unnamed=not measure)
    return tuple(
        rule
        for rule in (sieve.pick_whole(measure) if measure else sieve.pick(frozenset()))
        if all(pattern.fullmatch(words[key]) for key, pattern in rule.entire)
    )


@cache
def _sieve_of(unit: str | None, *, unnamed: bool) -> Sieve[ProseRule]:
    """The rules of the prose for numbers of a unit, by what these count."""
    return Sieve((compiled(rule.measure), rule) for rule in prose_of_unit(unit, unnamed=unnamed))


def _fits(rule: ProseRule, context: Context) -> bool:
    if not all(pattern.search(getattr(context, key)) for key, pattern in rule.found):
        return False
    return not any(pattern.search(getattr(context, key)) for key, pattern in rule.absent)
