"""Says what the prose has of an indicator that it does not state: a number of another period, or words left unread.

A null must not be called unmentioned where the prose does mention it: so a number that no rule takes, in a clause with
the words of an indicator (``mention`` in ``rules/indicators.toml``), is told as one that was not read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.indicators.figure_places import clause_of
from pipeline.indicators.form_reasons import Why
from pipeline.indicators.prose_statements import Reading, is_level
from pipeline.model import Figure, Kind, Problem, Text
from pipeline.rulebook import compiled, indicator_rules

if TYPE_CHECKING:
    import regex

# Of several refusals the one that comes first is told.
ORDER = ("sentence_differs", "other_period", "of_another_body", "of_one_channel", "no_level")
# Numbers that could not be read, and so are no figures.
UNREAD = ("torn_number", "unread_number")
# So many places are named.
NAMED = 3


def why_unsaid(
    readings: Sequence[Reading], figures: Sequence[Figure], problems: Sequence[Problem], text: Text
) -> Mapping[str, Why]:
    """By indicator what the prose has of it, where it has something; also of those that it states."""
    found = _find_mentions(readings, figures, problems, text)
    refused: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.refusal:
            refused[reading.indicator].append(reading)
    for code, some in refused.items():
        reason = min((reading.refusal or "" for reading in some), key=ORDER.index)
        told = [f"figure:{one.figure.figure_id}" for one in some if one.refusal == reason]
        found[code] = Why(reason, None, tuple(told[:NAMED]))
    return found


def _find_mentions(
    readings: Sequence[Reading], figures: Sequence[Figure], problems: Sequence[Problem], text: Text
) -> dict[str, Why]:
    """The numbers that no rule reads, by the indicators whose words stand beside them."""
    read = {(reading.indicator, reading.figure.figure_id) for reading in readings}
    mentions: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for figure in figures:
        said = clause_of(figure, text)
        if not _any_mention().search(said):
            continue
        reason = "words_unread" if is_level(figure) else "no_level"
        for code, words in _words_of(None if figure.negated else figure.kind):
            if (code, figure.figure_id) in read or len(mentions.get((reason, code), ())) == NAMED:
                continue
            if words.search(said):
                mentions[reason, code].append(f"figure:{figure.figure_id}")
    # A number that no rule reads is told rather than the change of one: words_unread comes behind no_level.
    found = {code: Why(reason, None, tuple(told)) for (reason, code), told in sorted(mentions.items())}
    for problem in problems:
        if problem.code in UNREAD and problem.start is not None:
            said = _line_to(text.plain, problem.start)
            for code, words in _words_of(None):
                if words.search(said):
                    found.setdefault(code, Why("number_torn", problem.code))
    return found


@cache
def _any_mention() -> "regex.Pattern[str]":
    """Fits where the words of at least one indicator stand: one look where most sentences have none."""
    mentions = (rule.mention for rule in indicator_rules().indicators if rule.mention)
    return compiled("|".join(f"(?:{mention}\n)" for mention in mentions))


@cache
def _words_of(kind: Kind | None) -> "tuple[tuple[str, regex.Pattern[str]], ...]":
    """The words of each indicator that a number of a kind may be of; of all where its kind says nothing."""
    rules = indicator_rules()
    return tuple(
        (rule.code, compiled(rule.mention))
        for rule in rules.indicators
        if rule.mention and (kind is None or kind in rules.kinds.get(rule.unit, rules.counts))
    )


def _line_to(plain: str, place: int) -> str:
    """The clause that a place ends."""
    first = max(plain.rfind(mark, 0, place) for mark in ";。\n") + 1
    return plain[first:place]
