"""Reads the rows of the statutory forms as reports tell them: 有1件因涉及商业秘密未予公开, 被复议9件, 微信有90条.

Rules for single sentences (``prose_statements``) and frames are asked first. What neither reads is asked what it means:
the words about a number are put into one phrase, what is divided there is what was named last (requests, reviews,
lawsuits), and a table (``rules/told_rows.toml``) says which words make an item which row. An item with the words of two
rows is none of them, and no item is larger than the whole that it is of.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from pipeline.indicators.figure_contexts import Context, bare, find_context
from pipeline.indicators.form_items import read_of_all
from pipeline.indicators.refusals import Reading, refuse
from pipeline.indicators.told_phrases import Phrase, find_phrases
from pipeline.model import Figure, Metadata, Section, Text
from pipeline.rulebook import Sieve, ToldRow, compiled, told_rules

# What is divided is named within so many characters before a number, in its paragraph.
FAR = 600
# Only these reports are about disclosure from end to end, so that their requests and reviews are those about it.
FAMILY = "disclosure_annual"
# What was carried over comes to what was received.
CARRIED = "requests_carried_in"
# What does not speak against a part of what the report's own number is of.
INHERITED = frozenset(("of_another_body", "of_a_group", "other_period"))


def read_told_rows(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text, readings: Sequence[Reading]
) -> tuple[Reading, ...]:
    """The readings, and behind them what numbers state that no other rule reads."""
    if metadata.report_type != FAMILY:
        return tuple(readings)
    readings = [
        one._replace(refusal=one.refusal or "of_another_body") if _is_excluded(one.figure, text) else one
        for one in readings
    ]
    stated = {one.indicator: one.figure.value for one in readings if one.refusal is None}
    taken: defaultdict[int, set[str]] = defaultdict(set)
    for one in readings:
        if one.refusal is None and not one.figure.negated:
            taken[one.figure.figure_id].add(one.indicator)
    found = [reading for reading in _find(figures, sections, metadata, text, taken) if reading.indicator not in stated]
    sound = tuple(_without_doubt(found, stated))
    new = {one.indicator for one in sound if one.refusal is None}
    of_all = (
        Reading(code, one.figure)
        for one in sound
        if one.refusal is None
        for code in dict.fromkeys(read_of_all(one.indicator, one.figure, figures, text))
        if code not in stated and code not in new and not _is_of_part(code, one.figure, readings)
    )
    return (*readings, *sound, *of_all)


def _is_of_part(code: str, whole: Figure, readings: Sequence[Reading]) -> bool:
    """Whether what would be said of all is said of a part: 诉讼5件,其中直接起诉3件,复议后起诉2件,均维持."""
    return any(
        one.refusal is None
        and one.figure.parent_id == whole.figure_id
        and one.indicator.endswith(code.rpartition("_")[2])
        for one in readings
    )


def _without_doubt(found: Sequence[Reading], stated: Mapping[str, Decimal | None]) -> Iterator[Reading]:
    """The readings of rows, of which those are refused that differ, or that are more than what they divide."""
    values: defaultdict[str, set[Decimal | None]] = defaultdict(set)
    for one in found:
        if one.refusal is None:
            values[one.indicator].add(one.figure.value)
    known = dict(stated) | {code: next(iter(some)) for code, some in values.items() if len(some) == 1}
    for one in found:
        if one.refusal is None and len(values[one.indicator]) > 1:
            yield one._replace(refusal="sentence_differs")
        elif one.refusal is None and _exceeds(one, known):
            yield one._replace(refusal="whole_differs")
        else:
            yield one


def _exceeds(reading: Reading, known: Mapping[str, Decimal | None]) -> bool:
    """Whether a number is larger than all that it can be a part of."""
    for division in told_rules().divisions:
        if reading.figure.unit == "%":
            return False
        wholes = [value for code in division.whole if (value := known.get(code)) is not None]
        if wholes and reading.indicator in _rows_of(division.name) and reading.indicator not in division.whole:
            return (reading.figure.value or 0) > max(wholes) + (known.get(CARRIED) or 0)
    return False


@cache
def _rows_of(division: str) -> frozenset[str]:
    return frozenset(row.indicator for row in told_rules().rows if division in row.of)


def _find(
    figures: Sequence[Figure],
    sections: Sequence[Section],
    metadata: Metadata,
    text: Text,
    taken: Mapping[int, set[str]],
) -> Iterator[Reading]:
    before = end = 0
    for phrase in find_phrases(figures, text):
        figure = phrase.figure
        before, end = (end if figure.start >= end else before), figure.end
        if figure.change is not None or _is_excluded(figure, text):
            continue
        rows = rows_for(phrase.words)
        if not rows:
            continue
        context = find_context(figure, figures, sections, text, before, metadata)
        said = _call_years(phrase.words, metadata.report_year)
        if compiled(told_rules().away).search(context.section):
            continue
        paragraph = paragraph_of(figure, text)
        already = taken.get(figure.figure_id, set())
        fitting = [
            row
            for row in rows
            if (not already or already & wholes_of(row)) and _fits(row, said, phrase, context, paragraph, metadata)
        ]
        for row in _pick(fitting, phrase):
            refusal = refuse(row.indicator, figure, context, metadata, None)
            yield Reading(
                row.indicator,
                figure,
                None if _is_made_good(refusal, row, figure, figures, taken, metadata) else refusal,
            )


def _is_made_good(
    refusal: str | None,
    row: ToldRow,
    figure: Figure,
    figures: Sequence[Figure],
    taken: Mapping[int, set[str]],
    metadata: Metadata,
) -> bool:
    """Whether what speaks against a number does not, in view of what it is a part of, or of what its row counts.

    What the report's own requests are divided into is its own, whoever is named in the grounds; what is carried over is
    counted at the turn of the year.
    """
    if refusal == "other_period" and (row.stock or (row.within_year and _is_within(figure, metadata))):
        return True
    if refusal not in INHERITED:
        return False
    whole = figures[figure.parent_id] if figure.parent_id is not None else None
    if whole is None or not taken.get(whole.figure_id):
        return row.stock and refusal != "other_period"
    is_same = (figure.period_start, figure.period_end) == (whole.period_start, whole.period_end)
    return is_same or refusal != "other_period"


def _is_excluded(figure: Figure, text: Text) -> bool:
    """Whether the clause of a number says that it is none of the report's: 此外复议7件,不计入统计."""
    ends = [end for mark in ";；。\n" if (end := text.plain.find(mark, figure.end, figure.sentence_end)) >= 0]
    words = bare(text.plain[figure.end : min(ends, default=figure.sentence_end)])
    return compiled(told_rules().excluded).search(words) is not None


@cache
def wholes_of(row: ToldRow) -> frozenset[str]:
    """The indicators that a row is a part of."""
    return frozenset(code for division in told_rules().divisions if division.name in row.of for code in division.whole)


def _pick(rows: Sequence[ToldRow], phrase: Phrase) -> Sequence[ToldRow]:
    """Of the rows that fit the one that is meant: a ground before what became of it; all of what is none.

    What one number is in all may be told with what became of it: 有1件被申请复议,区政府予以维持.
    """
    if phrase.figure.value == 0:
        return rows
    wholes = [row for row in rows if row.indicator in _all_wholes()]
    if phrase.is_first and wholes and not phrase.of_all:
        return (*_one_of(wholes), *_one_of([row for row in rows if row not in wholes]))
    return _one_of(rows)


@cache
def _all_wholes() -> frozenset[str]:
    return frozenset(code for division in told_rules().divisions for code in division.whole)


def _one_of(rows: Sequence[ToldRow]) -> Sequence[ToldRow]:
    for group in ([row for row in rows if not row.general], [row for row in rows if row.general]):
        codes = {row.indicator for row in group}
        if codes:
            return group[:1] if len(codes) == 1 else ()
    return ()


def _fits(row: ToldRow, said: str, phrase: Phrase, context: Context, paragraph: str, metadata: Metadata) -> bool:
    """Whether a phrase says a row, and nothing about it says that it is none."""
    asked = (
        (row.said, said),
        (row.clause, phrase.clause),
        (row.topic, f"{context.section}\n{paragraph}{phrase.clause}"),
    )
    barred = ((row.not_said, said), (row.not_clause, phrase.clause), (told_rules().foreign, said))
    if not _may_count(row, phrase, metadata) or not all(compiled(one).search(words) for one, words in asked if one):
        return False
    if any(compiled(one).search(words) for one, words in barred if one):
        return False
    if not row.stock and compiled(told_rules().earlier).search(said):
        return False
    named = said if phrase.is_first else said.partition("@")[0]
    return not row.of or find_division(f"{paragraph}{named}", context.section) in row.of


def _may_count(row: ToldRow, phrase: Phrase, metadata: Metadata) -> bool:
    """Whether a number is one of a row by its unit and year, and by whether it is a part of anything."""
    figure, unit, year = phrase.figure, phrase.figure.unit or "", metadata.report_year
    is_part = figure.parent_id is not None
    is_counted = figure.negated or unit in told_rules().units[row.units] or (figure.value == 0 and not unit)
    if not is_counted or (row.zero and figure.value != 0):
        return False
    if year is not None and not row.since <= year <= row.until:
        return False
    if phrase.of_all and (row.general or not row.of or is_part):
        return False
    return not row.part or is_part or _is_item(phrase)


def _is_item(phrase: Phrase) -> bool:
    """Whether a number is one of a list: 答复情况:公开6件."""
    return ":" in phrase.clause or "其中" in phrase.clause


def paragraph_of(figure: Figure, text: Text) -> str:
    """The words of its paragraph up to the phrase of a number."""
    first = max(text.plain.rfind("\n", 0, figure.start) + 1, figure.start - FAR)
    return bare(text.plain[first : figure.start])


def find_division(words: str, titles: str) -> str | None:
    """What is divided where a number stands: what is named last in the words up to it, or in its titles.

    Where two were named together (复议和诉讼情况) nobody knows which.
    """
    for searched in (words, titles):
        first = last = 0
        name: str | None = None
        for division in told_rules().divisions:
            for match in compiled(division.names).finditer(searched):
                if match.end() > last:
                    first, last, name = match.start(), match.end(), division.name
        if name is not None:
            return None if _is_named_with_another(searched, first, name) else name
    return None


def _is_named_with_another(words: str, start: int, name: str) -> bool:
    """Whether what is named from a place on is named in one breath with something else that is divided."""
    joins = compiled(told_rules().joins)
    others = (division for division in told_rules().divisions if division.name != name)
    ends = (match.end() for division in others for match in compiled(division.names).finditer(words))
    return any(end <= start and joins.fullmatch(words, end, start) is not None for end in ends)


def _call_years(words: str, year: int | None) -> str:
    """Words with the years beside that of the report called by what they are to it."""
    return words if year is None else words.replace(f"{year - 1}年", "上年").replace(f"{year + 1}年", "下年")


def _is_within(figure: Figure, metadata: Metadata) -> bool:
    """Whether the time of a number lies within the year of the report."""
    ends = (figure.period_start, figure.period_end)
    return all(end is not None and end.year == metadata.report_year for end in ends)


@cache
def _sieve() -> Sieve[ToldRow]:
    """The rows, by the words that say them."""
    return Sieve((compiled(row.said), row) for row in told_rules().rows)


def rows_for(words: str) -> Sequence[ToldRow]:
    """The rows that a phrase may say, by its characters."""
    return _sieve().pick(frozenset(words))
