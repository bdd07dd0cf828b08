"""Says what the prose has of an indicator that it does not state: a number of another period, or words left unread.

A null must not be called unmentioned where the prose does mention it: so a number that no rule takes, in a clause with
the words of an indicator (``mention`` in ``rules/indicators.toml``), is told as one that was not read.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.indicators.channels import NONE, SEVERAL, find_channel
from pipeline.indicators.figure_contexts import Context, bare, clause_of, find_context, without_own_field
from pipeline.indicators.form_reasons import Why
from pipeline.indicators.frames_by_object import frames_of
from pipeline.indicators.levels import is_level
from pipeline.indicators.prose_denials import find_denied
from pipeline.indicators.refusals import CHANNEL, ODD, WHOLE, Reading, refuse
from pipeline.indicators.told_reasons import find_told, find_told_without_figure
from pipeline.model import Figure, Kind, Metadata, Problem, Report, Text
from pipeline.rulebook import (
    Sieve,
    compiled,
    frame_rules,
    indicator_rules,
    items_of,
    rule_of_indicator,
    statement_rules,
    wording_rules,
)

if TYPE_CHECKING:
    import regex

# Of several refusals the one that comes first is told.
ORDER = (
    "sentence_differs",
    "whole_differs",
    ODD,
    "other_period",
    "of_another_body",
    "of_a_group",
    "of_one_channel",
    "of_one_field",
    "of_a_part",
    "no_level",
)
# These say that a number is none of the agency's for the year, and are why there is none only if no other may be it.
OF_OTHERS = frozenset(ORDER[ORDER.index("other_period") :])
# These say no more than that no rule reads a number, or what denies one.
UNREADABLE = ("words_unread", "denial_unread")
# Numbers that could not be read, and so are no figures.
UNREAD = ("torn_number", "unread_number")
# What is said of all that a number counts stands within so many characters behind it.
AHEAD = 60
# So many figures and spans are named.
NAMED = 3


def why_unsaid(readings: Sequence[Reading], report: Report) -> Mapping[str, Why]:
    """By indicator what the prose has of it, where it has something; also of those that it states.

    A number that is refused is why there is none, unless another that no rule reads may be the one.
    """
    found = {
        code: Why("denial_unread")
        for code in find_denied(report.figures, report.sections, report.text, _words_of(None))
    }
    for code, reason in find_told_without_figure(report):
        found.setdefault(code, Why(reason))
    for code, figure_id in find_told(readings, report):
        found[code] = Why("words_unread", None, (f"figure:{figure_id}",))
    mentions, likely = _find_mentions(readings, report)
    found.update(mentions)
    refused: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.refusal:
            refused[reading.indicator].append(reading)
    for code, some in refused.items():
        reason = min((reading.refusal or "" for reading in some), key=ORDER.index)
        sentences = {reading.figure.sentence_start for reading in some}
        others = [figure for figure in likely.get(code, ()) if figure.sentence_start not in sentences]
        if reason in OF_OTHERS and others:
            found[code] = Why("words_unread", None, tuple(f"figure:{one.figure_id}" for one in others[:NAMED]))
            continue
        evidence = [f"figure:{one.figure.figure_id}" for one in some if one.refusal == reason]
        found[code] = Why(reason, "odd_count" if reason == ODD else None, tuple(evidence[:NAMED]))
    return found


def _find_mentions(
    readings: Sequence[Reading], report: Report
) -> tuple[dict[str, Why], Mapping[str, Sequence[Figure]]]:
    """The numbers that no rule reads, by the indicators whose words stand beside them; and those likely to state them.

    A number that states another indicator is read as what it is, unless that is a kind of this (requests_online of
    requests); of the whole that was made public, the number of one channel says that it is no total. What would be
    refused if it were read has that reason: it is of another year, or another body's.
    """
    figures, text = report.figures, report.text
    read = {(reading.indicator, reading.figure.figure_id) for reading in readings}
    stated = {reading.figure.figure_id: reading.indicator for reading in readings if reading.refusal is None}
    mentions: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    likely: defaultdict[str, list[Figure]] = defaultdict(list)
    before = end = 0
    for figure in sorted(figures, key=attrgetter("start")):
        before, end = (end if figure.start >= end else before), figure.end
        clause = _words_of_figure(figure, figures, text)
        in_channel = _is_in_channel(figure, figures, stated)
        context: Context | None = None
        for code, words in _words_of(None if figure.negated else figure.kind).pick(frozenset(clause)):
            if (code, figure.figure_id) in read or not words.search(clause):
                continue
            if code == WHOLE and in_channel:
                mentions[code]["of_one_channel"].append(f"figure:{figure.figure_id}")
            elif _may_state_too(code, stated.get(figure.figure_id)):
                context = context or find_context(figure, figures, report.sections, text, before, report.metadata)
                reason = _reason_of(code, figure, context, report.metadata)
                is_denial = reason == UNREADABLE[0] and figure.negated
                mentions[code][UNREADABLE[1] if is_denial else reason].append(f"figure:{figure.figure_id}")
                if reason == "words_unread" and _fits_frame(code, figure, report.metadata.agency):
                    likely[code].append(figure)
    found = {code: _first_mention(evidence) for code, evidence in mentions.items()}
    for code, figure_id in _find_said_of_all(figures, stated, text):
        if (code, figure_id) not in read:
            found.setdefault(code, Why("words_unread", None, (f"figure:{figure_id}",)))
    for code, reference in _find_malformed(figures, report.problems, text):
        found.setdefault(code, Why("number_torn", reference))
    return found, likely


def _words_of_figure(figure: Figure, figures: Sequence[Figure], text: Text) -> str:
    """The words of the clause of a figure, and what it is a part of: 其中主办9件 of 人大代表建议."""
    whole = figures[figure.parent_id].measure if figure.parent_id is not None else None
    return f"{clause_of(figure, text)}。{bare(whole or '')}"


def _reason_of(code: str, figure: Figure, context: Context, metadata: Metadata) -> str:
    """Why a number beside the words of an indicator states none: what would refuse it, if it counts the same things."""
    if not is_level(figure):
        return "no_level"
    nouns = [rule.noun for rule in frame_rules().frame if rule.indicator == code]
    nouns = nouns or [compiled(rule_of_indicator(code).mention or "")]
    measure = bare(figure.measure or "")
    if not measure or not any(noun.search(measure) for noun in nouns) or figure.unit not in _units_of(code):
        return "words_unread"
    if code == WHOLE and find_channel(context.since_last, measure, context.title) not in {NONE, SEVERAL}:
        return "of_one_channel"
    reason = refuse(code, figure, context, metadata, None)
    if reason == "of_another_body" and figure.entity and not statement_rules().body.compile().search(figure.entity):
        return "words_unread"
    return reason if reason in OF_OTHERS else "words_unread"


@cache
def _units_of(code: str) -> frozenset[str | None]:
    """The units that a number of an indicator may have."""
    units = {unit for rule in frame_rules().frame if rule.indicator == code for unit in rule.units}
    return frozenset((*units, rule_of_indicator(code).unit, None))


def _fits_frame(code: str, figure: Figure, agency: str | None) -> bool:
    """Whether a number counts what an indicator does, in a unit of it; a row of a form that ran together has none."""
    measure = without_own_field(bare(figure.measure or ""), agency)
    label = rule_of_indicator(code).F08
    if label and compiled(label).fullmatch(measure):
        return True
    frames = frames_of(measure, figure.unit or "", agency)
    return any(rule.indicator == code and not rule.listed for rule in frames)


def _find_malformed(figures: Sequence[Figure], problems: Sequence[Problem], text: Text) -> Iterator[tuple[str, str]]:
    """The indicators beside whose words a number could not be read, each with the problem."""
    begins = sorted({figure.start for figure in figures})
    for problem in problems:
        if problem.code in UNREAD and problem.start is not None:
            clause = _line_around(text.plain, problem.start, begins)
            words_of = _words_of(None).pick(frozenset(clause))
            yield from ((code, problem.code) for code, words in words_of if words.search(clause))


@cache
def _words_of(kind: Kind | None) -> "Sieve[tuple[str, regex.Pattern[str]]]":
    """The words of each indicator that a number of a kind may state; of all indicators if its kind excludes none."""
    rules = indicator_rules()
    return Sieve(
        (words, (rule.code, words))
        for rule in rules.indicators
        if rule.mention and (kind is None or kind in rules.kinds.get(rule.unit, rules.counts))
        for words in (compiled(rule.mention),)
    )


def _is_in_channel(figure: Figure, figures: Sequence[Figure], stated: Mapping[int, str]) -> bool:
    """Whether a number is what one channel published, or a part of that."""
    while not stated.get(figure.figure_id, "").startswith(CHANNEL):
        if figure.parent_id is None:
            return False
        figure = figures[figure.parent_id]
    return True


def _find_said_of_all(figures: Sequence[Figure], stated: Mapping[int, str], text: Text) -> Iterator[tuple[str, int]]:
    """The indicators whose words are said of all that a number counts, each with its figure: 收到申请6件,均已办结."""
    rules = wording_rules()
    begins = sorted({figure.start for figure in figures})
    for figure in figures:
        may_be = _items_of_all(stated.get(figure.figure_id))
        following = bisect_right(begins, figure.start)
        end = begins[following] if following < len(begins) else figure.sentence_end
        for words in bare(text.plain[figure.end : min(end, figure.sentence_end, figure.end + AHEAD)]).split(","):
            if compiled(rules.whole_of).match(words) or compiled(rules.right_behind).match(words):
                said = clause_of(figure, text)
                yield from (
                    (code, figure.figure_id)
                    for code, mention in _words_of(None).pick(frozenset(said + words))
                    if code in may_be and mention.search(said + words) and not mention.search(said)
                )


@cache
def _items_of_all(code: str | None) -> frozenset[str]:
    """The indicators that may be said of all that an indicator counts."""
    subjects = (subject.name for subject in wording_rules().subjects if code in subject.whole)
    return frozenset(item.indicator for subject in subjects for item in items_of(subject) if item.of_all)


def _first_mention(references: Mapping[str, Sequence[str]]) -> Why:
    """A number that no rule reads, rather than one that is another's or of one channel, or the change of one."""
    unread = next((reason for reason in UNREADABLE if reason in references), None)
    reason = unread or min(references, key=ORDER.index)
    return Why(reason, None, tuple(references[reason][:NAMED]))


def _may_state_too(code: str, stated: str | None) -> bool:
    """Whether a number that states an indicator, or none, may be one of another as well.

    It may be of a whole of which it states a kind (requests_online of requests), and what was issued may be disclosed.
    """
    return stated is None or stated.startswith(f"{code}_") or rule_of_indicator(code).mention_with == stated


def _line_around(plain: str, offset: int, begins: Sequence[int]) -> str:
    """The clause around an offset, up to the next of the figures that begin at some offsets."""
    first = max(plain.rfind(mark, 0, offset) for mark in ";。\n") + 1
    following = bisect_right(begins, offset)
    last = min(begins[following] if following < len(begins) else len(plain), offset + AHEAD)
    ends = (end for mark in ";。\n" if (end := plain.find(mark, offset, last)) >= 0)
    return bare(plain[first : min(ends, default=last)])
