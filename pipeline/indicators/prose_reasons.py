"""Says what the prose has of an indicator that it does not state: a number of another period, or words left unread.

A null must not be called unmentioned where the prose does mention it: so a number that no rule takes, in a clause with
the words of an indicator (``mention`` in ``rules/indicators.toml``), is told as one that was not read.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.indicators.figure_contexts import bare, clause_of
from pipeline.indicators.form_reasons import Why
from pipeline.indicators.levels import is_level
from pipeline.indicators.prose_denials import find_denied
from pipeline.indicators.refusals import CHANNEL, ODD, WHOLE, Reading
from pipeline.model import Figure, Kind, Problem, Section, Text
from pipeline.rulebook import Sieve, compiled, indicator_rules, items_of, rule_of_indicator, wording_rules

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
# Numbers that could not be read, and so are no figures.
UNREAD = ("torn_number", "unread_number")
# What is said of all that a number counts stands within so many characters behind it.
AHEAD = 60
# So many figures and spans are named.
NAMED = 3


def why_unsaid(
    readings: Sequence[Reading],
    figures: Sequence[Figure],
    sections: Sequence[Section],
    problems: Sequence[Problem],
    text: Text,
) -> Mapping[str, Why]:
    """By indicator what the prose has of it, where it has something; also of those that it states."""
    found = {code: Why("denial_unread") for code in find_denied(figures, sections, text, _words_of(None))}
    found.update(_find_mentions(readings, figures, problems, text))
    refused: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.refusal:
            refused[reading.indicator].append(reading)
    for code, some in refused.items():
        reason = min((reading.refusal or "" for reading in some), key=ORDER.index)
        evidence = [f"figure:{one.figure.figure_id}" for one in some if one.refusal == reason]
        found[code] = Why(reason, "odd_count" if reason == ODD else None, tuple(evidence[:NAMED]))
    return found


def _find_mentions(
    readings: Sequence[Reading], figures: Sequence[Figure], problems: Sequence[Problem], text: Text
) -> dict[str, Why]:
    """The numbers that no rule reads, by the indicators whose words stand beside them.

    A number that states another indicator is read as what it is, unless that is a kind of this (requests_online of
    requests); of the whole that was made public, the number of one channel says that it is no total.
    """
    read = {(reading.indicator, reading.figure.figure_id) for reading in readings}
    stated = {reading.figure.figure_id: reading.indicator for reading in readings if reading.refusal is None}
    mentions: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        clause = clause_of(figure, text)
        in_channel = _is_in_channel(figure, figures, stated)
        reason = "words_unread" if is_level(figure) else "no_level"
        for code, words in _words_of(None if figure.negated else figure.kind).pick(frozenset(clause)):
            if (code, figure.figure_id) in read or not words.search(clause):
                continue
            if code == WHOLE and in_channel:
                mentions[code]["of_one_channel"].append(f"figure:{figure.figure_id}")
            elif _may_state_too(code, stated.get(figure.figure_id)):
                mentions[code][reason].append(f"figure:{figure.figure_id}")
    found = {code: _first_mention(evidence) for code, evidence in mentions.items()}
    for code, figure_id in _find_said_of_all(figures, stated, text):
        if (code, figure_id) not in read:
            found.setdefault(code, Why("words_unread", None, (f"figure:{figure_id}",)))
    for code, reference in _find_malformed(figures, problems, text):
        found.setdefault(code, Why("number_torn", reference))
    return found


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
    """A number that no rule reads, rather than that of one channel or the change of one."""
    reason = next(reason for reason in ("words_unread", "of_one_channel", "no_level") if reason in references)
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
