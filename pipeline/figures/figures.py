"""Finds the figures of a text: quantities and zeros in words, with what they count, in document order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.figures.acts import read_acts
from pipeline.figures.changes import SHARES, Direction, read_changes
from pipeline.figures.exclusions import find_exclusion, find_names
from pipeline.figures.frames import read_frames
from pipeline.figures.gaps import gap
from pipeline.figures.malformed import damage_at, find_malformed
from pipeline.figures.measure import Measure, Phrases, find_phrases, read_topic, resolve_measures
from pipeline.figures.mentions import Mention, open_brackets
from pipeline.figures.modality import read_modality
from pipeline.figures.negations import Zero, find_zeros
from pipeline.figures.periods import read_periods
from pipeline.figures.quantities import find_quantities
from pipeline.figures.quantity import COUNTED, Quantity
from pipeline.figures.roles import RoleReading
from pipeline.figures.time_reading import Period
from pipeline.figures.time_scopes import Scope, read_scopes, read_timing, time_of_fact
from pipeline.figures.torn_dates import find_torn_dates
from pipeline.figures.unread import find_bare, find_unread_measures, find_unread_periods
from pipeline.model import Figure, Kind, LeftOut, Metadata, Modality, Problem, Qualifier, Role, Section, Text
from pipeline.values import Number, exactly, is_unit, nouns

# A line that breaks off within a sentence, as the prints of some offices do at the end of a page: it has signs of
# prose, is no title, and ends in none that closes; 其中: is never the end.
BREAK_RE = r"(?<=[,、。][^,、。;:!?\n]{0,60}[\p{Han}\d,、])\n(?=[\p{Han}\d])|(?<=其中:?)\n"
SENTENCE_RE = regex.compile(rf"[^。!?\n](?:[^。!?\n]|{BREAK_RE})*[。!?]?")

Time = tuple[Period, Modality]


class Sentence(Struct, frozen=True, gc=False):
    """A sentence of the prose: its span and its section."""

    start: int
    end: int
    section: Section


def find_figures(
    text: Text, sections: Sequence[Section], metadata: Metadata
) -> tuple[tuple[Figure, ...], tuple[LeftOut, ...], tuple[Problem, ...]]:
    """The figures of a text in document order, the numbers that are no figures, and those that cannot be read."""
    found: list[Mention] = []
    left_out: list[LeftOut] = []
    names, cursor = find_names(text.plain), 0
    malformed = find_malformed(text)
    before: tuple[str, str | None] | None = None
    sentences = tuple(split_sentences(text, sections))
    scopes = read_scopes(text, [(sentence.start, sentence.end) for sentence in sentences], sections, metadata)
    for sentence, scope in zip(sentences, scopes, strict=True):
        quantities: list[Quantity] = []
        for quantity in find_quantities(text.plain, sentence.start, sentence.end):
            name, cursor = names.around(quantity.start, quantity.end, cursor)
            damage = damage_at(malformed, quantity.start, quantity.end)
            exclusion = damage or find_exclusion(text.plain, quantity, name)
            if exclusion:
                left_out.append(LeftOut(quantity.start, quantity.end, exclusion))
            else:
                quantities.append(quantity)
        zeros = find_zeros(text.plain, sentence.start, sentence.end)
        quantities = [q for q in quantities if not _in_zero(q, zeros)] if zeros else quantities
        if not quantities and not zeros:
            continue
        phrases = find_phrases(text.plain, sentence.start, sentence.end, quantities)
        topic = partial(topic_of, sentence.section, sections)
        measures = resolve_measures(text, quantities, phrases, topic=topic, before=before)
        found += _read_sentence(text, sentence, quantities, (measures, phrases), zeros, scope)
        # 18项指标正常,达标率100%。其中13项: parts are of what was counted last, and of no share.
        named = [(m.names[-1], q) for m, q in zip(measures, quantities, strict=True) if m.names]
        if measures and measures[-1].names:
            name, last = next((pair for pair in reversed(named) if pair[1].kind not in SHARES), named[-1])
            before = name, last.unit
    figures = read_frames(text, found, metadata)
    dates = find_torn_dates(text)
    unread = (*find_unread_periods(figures), *find_unread_measures(figures), *find_bare(text.plain, left_out))
    return figures, tuple(left_out), (*malformed, *dates, *unread)


def _read_sentence(
    text: Text,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    read: tuple[Sequence[Measure], Sequence[Phrases]],
    zeros: Sequence[Zero],
    scope: Scope,
) -> list[Mention]:
    """The figures of a sentence in order, as its own words state them: numbers, and zeros in words."""
    measures, phrases = read
    found: list[Mention] = []
    changes = read_changes(text.plain, sentence.start, quantities, [m.governor for m in measures])
    times = _read_times(text, sentence, [(q.start, q.end) for q in quantities], scope)
    acts = read_acts(text.plain, sentence.start, sentence.end, quantities)
    rows = zip(quantities, measures, phrases, changes, times, acts, strict=True)
    for quantity, measure, phrase, change, time, act in rows:
        # 提升3个查阅中心的质效: what is counted has its noun behind it, and something else of it rose.
        named = measure.rule == "behind" and quantity.kind in COUNTED and quantity.unit is not None
        risen = named and gap("rises").search(text.plain, max(0, quantity.start - 2), quantity.start)
        stated: Direction = (None, None) if risen else change
        role = Role.CHANGE if stated[0] else phrase.role_reading.role
        for figure in _figures_of(text, sentence, quantity, measure, stated, time):
            own = not measure.carried and measure.rule != "carried"
            stated_figure = replace(figure, role=role, action=act.text if act else None)
            found.append(
                Mention(
                    stated_figure,
                    phrase.role_reading,
                    phrase.bounds.opening,
                    phrase.own,
                    own,
                    measure.outcome,
                    act=act.rule if act else None,
                )
            )
    for zero, time in zip(zeros, _read_times(text, sentence, [(z.start, z.end) for z in zeros], scope), strict=True):
        reading = RoleReading(Role.LEVEL, zero.start, "zero")
        found.append(Mention(_zero_figure(text, sentence, zero, time), reading, zero.start, own=True))
    found.sort(key=lambda mention: (mention.figure.start, mention.figure.end))
    brackets = open_brackets(text.plain, sentence.start, [mention.figure.start for mention in found])
    return [replace(mention, brackets=held) for mention, held in zip(found, brackets, strict=True)]


def _read_times(text: Text, sentence: Sentence, spans: Sequence[tuple[int, int]], scope: Scope) -> Iterator[Time]:
    """The period of each figure of a sentence, and whether it states a fact, a target or a norm."""
    periods = read_periods(text.plain, sentence.end, spans, scope.anchor, scope.mentions)
    for span, period in zip(spans, periods, strict=True):
        modality = read_modality(text.plain, sentence.start, sentence.end, span, read_timing(period, scope))
        yield (time_of_fact(period, scope) if modality is Modality.ACTUAL else period), modality


def split_sentences(text: Text, sections: Sequence[Section]) -> Iterator[Sentence]:
    """The sentences of the prose in order; none crosses the start of a section, a table or furniture."""
    cuts = sorted(
        {s.start for s in sections}
        | {r.start for r in text.regions}
        | {r.end for r in text.regions}
        | {0, len(text.plain)}
    )
    regions = {r.start for r in text.regions}
    ordered = sorted(sections, key=lambda s: (s.start, s.level))
    index = -1
    for start, end in pairwise(cuts):
        while index + 1 < len(ordered) and ordered[index + 1].start <= start:
            index += 1
        if start in regions or index < 0:
            continue
        section = ordered[index]
        for first, last in _stretches(text, section, start, end):
            for match in SENTENCE_RE.finditer(text.plain, first, last):
                yield Sentence(match.start(), match.end(), section)


def _in_zero(quantity: Quantity, zeros: Sequence[Zero]) -> bool:
    """Whether a number is part of a denial (没有1起诉讼)."""
    index = bisect_left(zeros, quantity.end, key=lambda zero: zero.end)
    return index < len(zeros) and zeros[index].start <= quantity.start


def _stretches(text: Text, section: Section, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The text of a section without its marker; the title is separate if the text follows it on the same line.

    A title that a colon separates from its number is one sentence with it: (一)主动公开信息总数:35条.
    """
    if section.start != start or not section.marker:
        return ((start, end),)
    body = start + len(section.marker)
    if section.title and (at := text.text.find(section.title, body, body + len(section.title) + 4)) >= 0:
        title = at + len(section.title)
        if not gap("stated").match(text.plain, title):
            return ((body, title), (title, end))
    return ((body, end),)


def topic_of(section: Section, sections: Sequence[Section]) -> str | None:
    """The topic of a section, from the nearest title above (推进行政执法信息公开 is about 行政执法信息)."""
    current: Section | None = section
    while current is not None:
        if current.title and (topic := read_topic(current.title)):
            return topic
        current = sections[current.parent_id] if current.parent_id is not None else None
    return None


def _figures_of(
    text: Text, sentence: Sentence, quantity: Quantity, measure: Measure, change: Direction, time: Time
) -> Iterator[Figure]:
    """One figure for each thing that shares the value, or one without a measure if none is named."""
    ranged = quantity.number.qualifier is Qualifier.RANGE
    rule = "range" if ranged else "noun" if quantity.noun else "unit" if quantity.unit else "number"
    for name in measure.names or (None,):
        figure = _figure(text, sentence, (quantity.start, quantity.end), quantity.number, time)
        yield replace(
            figure,
            unit=quantity.unit if is_unit(quantity.unit) else None,
            kind=kind_of(quantity, name, behind=measure.rule == "behind"),
            rule=rule,
            measure=name,
            measure_rule=measure.rule if name else None,
            negated=text.plain[quantity.start : quantity.end] == "零",
            change=change[0],
            basis=change[1],
        )


def _figure(text: Text, sentence: Sentence, span: tuple[int, int], number: Number, time: Time) -> Figure:
    """A number with its span and its time; what it counts is added later."""
    start, end = span
    (first, last), modality = time
    return Figure(
        figure_id=0,
        section_id=sentence.section.section_id,
        start=start,
        end=end,
        surface=text.text[start:end],
        value=number.value,
        low=number.low,
        high=number.high,
        qualifier=number.qualifier,
        unit=None,
        kind=Kind.NUMBER,
        rule="number",
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        period_start=first,
        period_end=last,
        modality=modality,
    )


def kind_of(quantity: Quantity, measure: str | None, *, behind: bool = False) -> Kind:
    """The kind of a figure: its unit's; but people if 个 or a mere number counts people, and cases are items."""
    rules = nouns()
    if (
        behind
        and measure
        and quantity.kind is Kind.NUMBER
        and quantity.unit is None
        and measure.endswith(rules.persons)
    ):
        return Kind.PERSON_COUNT  # 3.2万残疾人
    if measure is None or quantity.kind not in (Kind.ITEM_COUNT, Kind.EVENT_COUNT):
        return quantity.kind
    if quantity.general and measure.endswith(rules.spans):
        return Kind.DURATION
    if quantity.general and measure.endswith(rules.persons):
        return Kind.PERSON_COUNT
    if quantity.unit in ("起", "宗", "次") and measure.endswith(rules.cases) and not measure.endswith(rules.no_cases):
        return Kind.ITEM_COUNT
    return quantity.kind


def _zero_figure(text: Text, sentence: Sentence, zero: Zero, time: Time) -> Figure:
    """The figure of a zero in words."""
    return replace(
        _figure(text, sentence, (zero.start, zero.end), exactly(Decimal(0)), time),
        kind=zero.kind,
        rule="zero",
        measure=zero.measure,
        measure_rule="zero" if zero.measure else None,
        action=zero.action,
        negated=True,
    )
