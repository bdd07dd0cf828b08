"""Reads ``rules/wordings.toml``: how the prose words the rows of the statutory forms."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex
from pydantic import Field, model_validator

from pipeline.patterns import compile_pattern
from pipeline.rulebook.forms import form_rules, strip_numbering
from pipeline.rulebook.indicators import FORMS, indicator_rules, rule_of_indicator
from pipeline.rulebook.load import Regex, Rules, read_rules

# Shorter labels, in characters, are words of any sentence: 其他, 总计.
SHORTEST_LABEL = 3
# The columns that print the number of a whole row.
WHOLE_COLUMNS = ("total", "value")
# Subjects of which others are kinds, with the same results.
KINDS_OF = ("litigation",)


class Subject(Rules):
    """What items are about: requests, reviews, lawsuits."""

    name: str
    names: Regex
    unless: Regex | None = None
    turns: Regex | None = None
    into: str | None = None
    whole: tuple[str, ...]
    codes: tuple[str, ...]


class Results(Rules):
    """The rows of results, which occur with several subjects."""

    subjects: tuple[str, ...]
    codes: tuple[str, ...]


class Outcome(Rules):
    """What became of requests for a ground, by the indicators that are such grounds."""

    whole: str
    codes: tuple[str, ...] = Field(min_length=1)
    said: Regex


class Variant(Rules):
    """The prose wording for a part of a printed label."""

    printed: str
    said: Regex


class Wording(Rules):
    """Another wording for an item than its printed label."""

    indicator: str
    subjects: tuple[str, ...] = Field(min_length=1)
    said: Regex
    items: bool = True
    of_all: bool = True
    with_all: tuple[str, ...] = ()
    part: bool = False


class WordingExample(Rules):
    """A sentence with the indicators that it states, and those that it does not."""

    text: str
    yes: dict[str, int]
    no: tuple[str, ...]


class WordingRules(Rules):
    """The structure of ``rules/wordings.toml``."""

    about: Regex
    units: tuple[str, ...]
    leads: Regex
    tails: Regex
    behind: Regex
    whole_of: Regex
    right_behind: Regex
    contents: str
    links: Regex
    subjects: tuple[Subject, ...] = Field(min_length=1)
    results: Results
    outcomes: tuple[Outcome, ...]
    variants: tuple[Variant, ...]
    wordings: tuple[Wording, ...]
    examples: tuple[WordingExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_known(self) -> "WordingRules":
        subjects = {subject.name for subject in self.subjects}
        codes = {rule.code for rule in indicator_rules().indicators}
        used = {name for wording in self.wordings for name in wording.subjects} | set(self.results.subjects)
        stated = {code for each in self.wordings for code in (each.indicator, *each.with_all)} | set(self.results.codes)
        stated |= {code for subject in self.subjects for code in (*subject.whole, *subject.codes)}
        stated |= {code for outcome in self.outcomes for code in (outcome.whole, *outcome.codes)}
        if unknown := (used - subjects) | (stated - codes):
            raise ValueError(f"unknown subjects or indicators: {sorted(unknown)}")
        return self


class Item(NamedTuple):
    """The pattern of an item with its surroundings, and the indicator that its number states."""

    indicator: str
    words: "regex.Pattern[str]"
    beside: bool
    of_all: bool
    part: bool = False
    with_all: tuple[str, ...] = ()


def wording_rules() -> WordingRules:
    """The rules, read once."""
    rules: WordingRules = read_rules("wordings", WordingRules)
    return rules


@cache
def items_of(subject: str) -> tuple[Item, ...]:
    """The possible wordings for a subject: the labels of the forms first, then the others."""
    return (*_printed_items(subject), *_worded_items(subject))


def _printed_items(subject: str) -> Iterator[Item]:
    rules = wording_rules()
    codes = [code for each in rules.subjects if each.name == subject for code in each.codes]
    codes += rules.results.codes if subject in rules.results.subjects else ()
    for code in codes:
        printed = "|".join(_vary(label) for label in labels_of(code))
        if printed:
            yield Item(code, _with_surroundings(code, printed), beside=True, of_all=code in codes)


def _worded_items(subject: str) -> Iterator[Item]:
    rules = wording_rules()
    within = next((name for name in KINDS_OF if subject.startswith(f"{name}_")), None)
    for wording in rules.wordings:
        if subject in wording.subjects:
            words = _with_surroundings(wording.indicator, wording.said)
            yield Item(wording.indicator, words, wording.items, wording.of_all, wording.part, wording.with_all)
        elif within in wording.subjects:
            # A lawsuit after a review ends as any does.
            code = wording.indicator.replace(within or "", subject)
            if any(each.name == subject and code in each.codes for each in rules.subjects):
                yield Item(code, _with_surroundings(code, wording.said), wording.items, wording.of_all, wording.part)


@cache
def labels_of(code: str) -> tuple[str, ...]:
    """The labels under which forms print an indicator: those of its row, or of its column if that is specific.

    >>> labels_of("reviews_upheld"), labels_of("requests_business"), labels_of("other_uncorrected")[0]
    (('维持具体行政行为', '结果维持'), ('商业企业',), '申请人无正当理由逾期不补正')
    """
    rule = rule_of_indicator(code)
    found = [rule.label] if code in wording_rules().results.codes else []
    for form in FORMS:
        source = rule.source(form)
        if source.grade == "exact" and len(source.cells) == 1:
            found += _printed_labels(form, *source.cells[0])
    plain = (label.removesuffix("数") for label in strip_numbering(found))
    return tuple(dict.fromkeys(label for label in plain if len(label) >= SHORTEST_LABEL))


def _printed_labels(form: str, row: str, column: str) -> list[str]:
    for table in form_rules().tables:
        lines = table.rows if column in WHOLE_COLUMNS else table.columns
        code = row if column in WHOLE_COLUMNS else column
        if form in table.forms and any(line.code == row for line in table.rows):
            return [text for line in lines if line.code == code for text in line.wordings()]
    return []


def _vary(label: str) -> str:
    """The pattern of a label, with the prose variants of its parts."""
    variants = {variant.printed: f"(?:{variant.said})" for variant in wording_rules().variants}
    pieces = regex.split("(" + "|".join(sorted(map(regex.escape, variants), key=len, reverse=True)) + ")", label)
    return "".join(variants.get(piece, regex.escape(piece, literal_spaces=True)) for piece in pieces)


def _with_surroundings(code: str, words: str) -> "regex.Pattern[str]":
    """The pattern of an item with what may stand around it, and what became of requests, where it is a ground."""
    rules = wording_rules()
    became = "|".join(outcome.said for outcome in rules.outcomes if code in outcome.codes)
    behind = f"{rules.tails} | {became}" if became else rules.tails
    return compile_pattern(rf"(?: {rules.leads} )* (?: {words} ) (?: {behind} )*")


@cache
def subject_rule(name: str) -> Subject:
    """The subject with this name.

    Raises:
        KeyError: if none has it.
    """
    return {subject.name: subject for subject in wording_rules().subjects}[name]
