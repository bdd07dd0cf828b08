"""Tells which figures of the prose state an indicator, by the rules of ``rules/indicators.toml``.

A wrong witness is worse than a missing one: a change is no level, a sum over years or a quarter's number is not the
year's, and of a sentence that states an indicator twice with different numbers (省提案3件、市提案5件) neither is the
whole.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from pipeline.indicators.channels import find_channel
from pipeline.indicators.figure_places import Place, bare, find_place
from pipeline.indicators.form_items import may_be_item, read_items, read_of_all
from pipeline.indicators.speakers import speaks_another
from pipeline.model import Figure, Metadata, Modality, Role, Section, Text
from pipeline.rulebook import ProseRule, compiled, indicator_rules, rule_of_indicator

# What a number of the year may be: a rate is a share of its own kind.
LEVELS = frozenset((Role.LEVEL, Role.SHARE, Role.COMPLETION))

# A year has at least so many days from its first to its last.
DAYS_OF_A_YEAR = 364


class Reading(NamedTuple):
    """A figure that a rule reads as an indicator; ``refusal`` is the reason why it states none after all."""

    indicator: str
    figure: Figure
    refusal: str | None = None


def read_prose(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> tuple[Reading, ...]:
    """The figures that state an indicator, or seem to, in the order of the text.

    There is none in a report of a family that states none.
    """
    if metadata.report_type not in indicator_rules().families:
        return ()
    found = tuple(_read_figures(figures, sections, metadata, text))
    groups: defaultdict[tuple[str, int], list[Figure]] = defaultdict(list)
    for reading in found:
        if reading.refusal is None:
            groups[reading.indicator, reading.figure.sentence_start].append(reading.figure)
    sound = {(code, figure.figure_id) for (code, _), group in groups.items() for figure in _wholes(group)}
    return tuple(reading._replace(refusal=_doubt(reading, figures, sound)) for reading in found)


def _doubt(reading: Reading, figures: Sequence[Figure], sound: Container[tuple[str, int]]) -> str | None:
    """Why a reading states nothing, in view of all others: a part of what states the indicator is not the whole."""
    code, figure, refusal = reading
    if refusal:
        return refusal
    if (code, figure.figure_id) not in sound:
        return "sentence_differs"
    while figure.parent_id is not None:
        figure = figures[figure.parent_id]
        if (code, figure.figure_id) in sound:
            return "of_another_body"
    return None


def _wholes(group: Sequence[Figure]) -> Sequence[Figure]:
    """Of the figures of a sentence those that no other contradicts, but for their own parts."""
    if len({figure.value for figure in group}) == 1:
        return group
    wholes = [figure for figure in group if figure.parent_id is None]
    return wholes if len({figure.value for figure in wholes}) == 1 else ()


def _read_figures(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> Iterator[Reading]:
    end = 0
    for figure in sorted(figures, key=attrgetter("start")):
        before, end = end, figure.end
        measure = bare(figure.measure or "")
        rules = _rules_of(measure, figure.action or "", None if figure.negated else figure.unit or "")
        if not rules and not may_be_item(figure):
            continue
        place = find_place(figure, figures, sections, text, before, metadata.report_year)
        found = dict(_read_figure(figure, measure, rules, place, text))
        for code, a_day_will_do in found.items():
            refusal = _refuse(figure, place, metadata, a_day_will_do=a_day_will_do)
            if refusal == "other_period" and rule_of_indicator(code).of_year_beside and _is_beside(figure, metadata):
                refusal = None
            yield Reading(code, figure, refusal)
            if refusal is None:
                of_all = dict.fromkeys(read_of_all(code, figure, figures, text))
                yield from (Reading(other, figure) for other in of_all if other not in found)


def _read_figure(
    figure: Figure, measure: str, rules: Sequence[ProseRule], place: Place, text: Text
) -> Iterator[tuple[str, bool]]:
    """The indicators that a figure seems to state, each with whether the number of a single day will do.

    A row of the form is what its words say, whatever the sentence is about besides.
    """
    items = read_items(figure, place, text)
    yield from ((code, False) for code in items)
    for rule in _pick_rules(rules, place, measure, is_part=figure.parent_id is not None):
        if (not items or rule.also) and not (rule.zero and figure.value):
            yield rule.indicator, rule.on_a_day


def _pick_rules(rules: Sequence[ProseRule], place: Place, measure: str, *, is_part: bool) -> Iterator[ProseRule]:
    """The first rule that fits a figure, and others that are to be tried beside it."""
    taken: set[str] = set()
    for rule in rules:
        if rule.indicator in taken or (taken and not rule.also):
            continue
        if rule.part is not None and rule.part is not is_part:
            continue
        if rule.channel and find_channel(place.since_last, measure, place.title) not in rule.channel:
            continue
        if _fits(rule, place):
            taken.add(rule.indicator)
            yield rule


def _refuse(figure: Figure, place: Place, metadata: Metadata, *, a_day_will_do: bool) -> str | None:
    """Why a figure that a rule fits does not state the indicator for the agency and the year; null where it does."""
    if not is_level(figure):
        return "no_level"
    # Where nothing says whose report it is, an office that is named may be the one that reports.
    is_other = figure.entity is not None and metadata.agency is not None
    if is_other or speaks_another(place.chunks, metadata.agency):
        return "of_another_body"
    if not _is_whole(figure, place) or not _is_of_year(figure, place, metadata, a_day_will_do=a_day_will_do):
        return "other_period"
    return None


def is_level(figure: Figure) -> bool:
    """Whether a figure says how much there was, and neither a change nor a plan."""
    return figure.change is None and figure.modality is Modality.ACTUAL and figure.role in LEVELS


def _is_whole(figure: Figure, place: Place) -> bool:
    """Whether no word says that a number is a sum over years, but for a zero, of a part of the year, or superseded."""
    rules = indicator_rules()
    is_added = compiled(rules.added).search(place.clause) is not None
    is_sum = not figure.negated and not is_added and compiled(rules.since).search(place.clause)
    is_other = compiled(rules.part_of_year).search(place.clause) or compiled(rules.began).search(place.after)
    return not is_sum and not is_other


def _is_of_year(figure: Figure, place: Place, metadata: Metadata, *, a_day_will_do: bool) -> bool:
    """Whether a figure is for the whole of the reporting year, or of the part of it that the report is for."""
    start, end = figure.period_start, figure.period_end
    is_added = start is None and compiled(indicator_rules().added).search(place.clause) is not None
    if end is not None and (figure.negated or is_added):
        # None since the beginning is none in the year; what was added until a day was added in its year.
        first = date(end.year, 1, 1)
        start = first if start is None or start < first else start
    if metadata.report_year is None or (start, end) == (metadata.period_start, metadata.period_end):
        return True
    if start is None or end is None or not start.year == end.year == metadata.report_year:
        return False
    return (a_day_will_do and start == end) or (end - start).days >= DAYS_OF_A_YEAR


def _is_beside(figure: Figure, metadata: Metadata) -> bool:
    """Whether a figure is for the year before that of the report or the one behind it, as a whole."""
    start, end, year = figure.period_start, figure.period_end, metadata.report_year
    if year is None or start is None or end is None:
        return False
    return start.year == end.year and abs(start.year - year) == 1 and (end - start).days >= DAYS_OF_A_YEAR


# Reports count the same things in the same words: hardly a figure in ten is new (2026-11).
@lru_cache(maxsize=16_384)
def _rules_of(measure: str, action: str, unit: str | None) -> tuple[ProseRule, ...]:
    """The rules that fit what a figure counts, whatever stands around it; a zero in words has no unit."""
    said = {"measure": measure, "action": action}
    return tuple(
        rule
        for rule in indicator_rules().prose
        if rule.unnamed is not bool(measure)
        and (unit is None or unit in rule.units)
        and all(compiled(pattern).fullmatch(said[key]) for key, pattern in rule.entire())
    )


def _fits(rule: ProseRule, place: Place) -> bool:
    if not all(compiled(pattern).search(getattr(place, key)) for key, pattern in rule.found()):
        return False
    return not any(compiled(pattern).search(getattr(place, key)) for key, pattern in rule.absent())
