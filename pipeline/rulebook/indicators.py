"""Reads ``rules/indicators.toml``: the harmonised indicators, and their sources in every form and in the prose."""

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from pydantic import ConfigDict, Field, field_validator, model_validator

from pipeline.model import Kind, ReportType
from pipeline.patterns import compile_pattern
from pipeline.rulebook.forms import form_rules
from pipeline.rulebook.load import Regex, Rules, read_rules

if TYPE_CHECKING:
    import regex

Grade = Literal["exact", "sum_of_parts", "subset", "not_comparable"]
FORMS = ("F14", "F19", "F21")

# The texts in which the words of a rule for the prose may occur.
PLACES = ("clause", "near", "after", "topic", "section", "sentence", "whole")

# A pattern for each key of a rule.
KeyedPatterns = tuple[tuple[str, "regex.Pattern[str]"], ...]

_NAMED_RE = re.compile(r"<<(\w+)>>")
_SOURCE_RE = re.compile(r"(?P<grade>exact|sum_of_parts|subset|not_comparable)(?::\s*(?P<cells>.+))?")


class CellSource(NamedTuple):
    """What a form prints for an indicator: the grade of comparability, and the cells by row and column."""

    grade: Grade
    cells: tuple[tuple[str, str], ...]


class IndicatorName(Rules):
    """What a line of ``indicators`` calls an indicator: all that the columns of the panel need."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: str
    label: str
    english: str
    unit: str


class IndicatorNames(Rules):
    """The names in ``rules/indicators.toml``, read without the thousand patterns beside them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    indicators: tuple[IndicatorName, ...]


class IndicatorRule(IndicatorName):
    """A line of ``indicators``; ``break_`` is the key ``break``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    F08: str | None = None
    F14: str | None = None
    F19: str | None = None
    F21: str | None = None
    break_: str = Field(default="", alias="break")
    mention: Regex | None = None
    mention_with: str | None = None
    of_year_beside: bool = False
    stock: bool = False

    @field_validator("F14", "F19", "F21")
    @classmethod
    def _is_source(cls, source: str | None) -> str | None:
        if source is not None:
            read_source(source)
        return source

    @model_validator(mode="after")
    def _cells_are_known(self) -> "IndicatorRule":
        for form in FORMS:
            unknown = [cell for cell in self.source(form).cells if cell not in _known_cells(form)]
            if unknown:
                raise ValueError(f"{self.code}: {form} has no cell {'/'.join(unknown[0])}")
        return self

    def source(self, form: str) -> CellSource:
        """The source in a form; if none is stated, no cells and ``not_comparable``."""
        source = getattr(self, form)
        return read_source(source) if source else CellSource("not_comparable", ())


class ProseRule(Rules):
    """A ``[[prose]]``: patterns for the properties of a figure, with sentences to which it applies and does not."""

    indicator: str
    measure: Regex
    action: Regex | None = None
    clause: Regex | None = None
    not_clause: Regex | None = None
    near: Regex | None = None
    not_near: Regex | None = None
    after: Regex | None = None
    not_after: Regex | None = None
    topic: Regex | None = None
    not_topic: Regex | None = None
    section: Regex | None = None
    not_section: Regex | None = None
    sentence: Regex | None = None
    not_sentence: Regex | None = None
    whole: Regex | None = None
    not_whole: Regex | None = None
    channel: tuple[str, ...] = ()
    whole_channel: tuple[str, ...] = ()
    part: bool | None = None
    zero: bool = False
    on_a_day: bool = False
    also: bool = False
    unnamed: bool = False
    units: tuple[str, ...]
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def takes_any_measure(self) -> bool:
        """Whether the words before the number decide alone, whatever the figure's measure is."""
        return self.measure.strip().startswith(".{")

    @cached_property
    def entire(self) -> "KeyedPatterns":
        """The patterns that have to match a whole value, by key."""
        return self._patterns(("measure", "action"), "")

    @cached_property
    def found(self) -> "KeyedPatterns":
        """The patterns that have to be found in a text, by key."""
        return self._patterns(PLACES, "")

    @cached_property
    def absent(self) -> "KeyedPatterns":
        """The patterns that must not be found in a text, by key."""
        return self._patterns(PLACES, "not_")

    def _patterns(self, keys: tuple[str, ...], prefix: str) -> "KeyedPatterns":
        return tuple((key, compiled(pattern)) for key in keys if (pattern := getattr(self, prefix + key)))


class IndicatorRules(Rules):
    """The structure of ``rules/indicators.toml``."""

    families: tuple[ReportType, ...]
    since: str
    summed: str
    as_of: str
    ever: str
    total: str
    compared: str
    asked_to_a_day: str
    published_to_a_day: str
    added: str
    anew: Regex
    over_years: Regex
    adds_up: Regex
    timed: str
    one_way: Regex
    rest_of: Regex
    answered_by: Regex
    asked_about: Regex
    as_organ: Regex
    joined: Regex
    apiece: Regex
    in_time: Regex
    extended: Regex
    part_of_year: str
    began: str
    denies: Regex
    all_denied: Regex
    zero_alone: Regex
    titles: dict[str, Regex]
    none: Regex
    form_years: dict[str, tuple[int, int]]
    kinds: dict[str, tuple[Kind, ...]]
    counts: tuple[Kind, ...]
    words: dict[str, Regex]
    indicators: tuple[IndicatorRule, ...]
    prose: tuple[ProseRule, ...]

    @model_validator(mode="before")
    @classmethod
    def _words_are_put_in(cls, read: "dict[str, Any]") -> "dict[str, Any]":
        """Puts the lists of ``words`` where the patterns of the prose name them (``<<when>>``)."""
        lists = {name: f"(?:{pattern})" for name, pattern in read.get("words", {}).items()}
        put_in = [{key: _put_in(value, lists) for key, value in rule.items()} for rule in read.get("prose", ())]
        return {**read, "prose": put_in}

    @model_validator(mode="after")
    def _codes_are_there_once(self) -> "IndicatorRules":
        codes = [rule.code for rule in self.indicators]
        twice = {code for code in codes if codes.count(code) > 1}
        unknown = {rule.indicator for rule in self.prose}.difference(codes)
        if twice or unknown:
            raise ValueError(f"codes claimed twice: {sorted(twice)}; prose of unknown codes: {sorted(unknown)}")
        return self


def _put_in(value: object, lists: dict[str, str]) -> object:
    """A value of a rule with the lists of words that it names; of an unknown one the name stays and fits nothing.

    >>> _put_in("<<when>> 公开 $", {"when": "(?:全年|年内)"}), _put_in(True, {})
    ('(?:全年|年内) 公开 $', True)
    """
    return _NAMED_RE.sub(lambda match: lists.get(match[1], match[0]), value) if isinstance(value, str) else value


@cache
def indicator_names() -> tuple[IndicatorName, ...]:
    """The indicators by name, in the order of the rules: a tenth of what it costs to read all rules.

    >>> [name.code for name in indicator_names()] == [rule.code for rule in indicator_rules().indicators]
    True
    """
    return read_rules("indicators", IndicatorNames).indicators


@cache
def indicator_rules() -> IndicatorRules:
    """The rules, read once."""
    rules: IndicatorRules = read_rules("indicators", IndicatorRules)
    return rules


@cache
def prose_of_unit(unit: str | None, *, unnamed: bool) -> tuple[ProseRule, ...]:
    """The rules for the prose that can read a number with a unit; for a zero in words, without a unit, all of them.

    ``unnamed`` selects the rules for numbers that name nothing.
    """
    rules = (rule for rule in indicator_rules().prose if rule.unnamed is unnamed)
    return tuple(rule for rule in rules if unit is None or unit in rule.units)


def form_of_year(year: int | None) -> str | None:
    """The generation of the form for a report year; null before 2014, when there was no national form.

    >>> form_of_year(2016), form_of_year(2020), form_of_year(2030), form_of_year(2012)
    ('F14', 'F19', 'F21', None)
    """
    years = indicator_rules().form_years.items()
    return next((form for form, (first, last) in years if year and first <= year and (not last or year <= last)), None)


@cache
def rule_of_indicator(code: str) -> IndicatorRule:
    """The line of an indicator.

    Raises:
        KeyError: if no line has the code.
    """
    return {rule.code: rule for rule in indicator_rules().indicators}[code]


@cache
def read_source(source: str) -> CellSource:
    """Parses ``GRADE: CELL + CELL``.

    >>> read_source("sum_of_parts: reply_other_agency + reply_not_existing").cells
    (('reply_other_agency', 'value'), ('reply_not_existing', 'value'))

    Raises:
        ValueError: if it is malformed.
    """
    match = _SOURCE_RE.fullmatch(source)
    if match is None or (match["cells"] is None) != (match["grade"] == "not_comparable"):
        raise ValueError(f"{source!r} is not GRADE: CELL + CELL …")
    cells = [cell.strip().partition("/") for cell in (match["cells"] or "").split("+") if cell.strip()]
    grade = cast("Grade", match["grade"])
    return CellSource(grade, tuple((row, column or "value") for row, _, column in cells))


@cache
def label_of_indicator(code: str) -> str:
    """The label of an indicator.

    >>> label_of_indicator("requests")
    '本年新收政府信息公开申请'
    """
    return rule_of_indicator(code).label


@cache
def _known_cells(form: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (row.code, column)
        for table in form_rules().tables
        if form in table.forms
        for row in table.rows
        for column in table.columns_of(row.code)
    )


@cache
def compiled(pattern: str) -> "regex.Pattern[str]":
    """A pattern of the rules, compiled in verbose mode."""
    return compile_pattern(pattern)
