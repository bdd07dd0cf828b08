"""Reads ``rules/problems.toml``: the meaning, severity and remedy of each problem code."""

import os
from collections import Counter
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Literal, Self

from pydantic import field_validator, model_validator

from pipeline.i18n import language_of
from pipeline.rulebook.load import Rules, read_rules

Severity = Literal["error", "warning", "info"]


class Words(Rules):
    """The texts for a code in one language: its name, its meaning, and what to do."""

    name: str
    meaning: str
    remedy: str


class Line(Rules):
    """A code with its texts in both languages; in English, the code serves as name."""

    code: str
    severity: Severity
    meaning: str
    remedy: str
    zh: Words

    def words(self, language: str = "") -> Words:
        """The texts in a language, by default that of the user's locale.

        >>> rule_of("numbering_gap").words("zh").name, rule_of("numbering_gap").words("en").name
        ('编号跳号', 'numbering_gap')
        """
        if (language or language_of(os.environ)) == "zh":
            return self.zh
        return Words(name=self.code, meaning=self.meaning, remedy=self.remedy)

    def heading(self, language: str = "") -> str:
        """The code, followed by its name if there is one.

        >>> rule_of("numbering_gap").heading("zh"), rule_of("numbering_gap").heading("en")
        ('numbering_gap（编号跳号）', 'numbering_gap')
        """
        name = self.words(language).name
        return self.code if name == self.code else f"{self.code}（{name}）"


class Wording(Rules):
    """A sentence in both languages, with the same fields for values in both."""

    en: str
    zh: str

    def fields(self) -> frozenset[str]:
        """The names of its fields."""
        return _fields_of(self.en)

    @model_validator(mode="after")
    def _has_the_same_fields(self) -> Self:
        if _fields_of(self.en) != _fields_of(self.zh):
            raise ValueError(f"fields of one language only: {self.en} / {self.zh}")
        return self


def _fields_of(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


class ProblemRule(Line):
    """A block of ``rules/problems.toml``: a code, and its sentence in each case.

    ``transient`` means that it depends on the machine or the moment, not on the file: the next run tries again.
    """

    transient: bool = False
    message: Wording | None = None
    messages: Mapping[str, Wording] = {}

    @model_validator(mode="after")
    def _has_a_message(self) -> Self:
        if self.message is None and not self.messages:
            raise ValueError(f"code {self.code} says nothing")
        return self


class ProblemRules(Rules):
    """The structure of ``rules/problems.toml``."""

    problems: tuple[ProblemRule, ...]
    words: Mapping[str, Wording]
    system: Mapping[str, Wording]

    @field_validator("problems")
    @classmethod
    def _codes_are_unique(cls, problems: tuple[ProblemRule, ...]) -> tuple[ProblemRule, ...]:
        twice = [code for code, times in Counter(p.code for p in problems).items() if times > 1]
        if twice:
            raise ValueError(f"code claimed twice: {', '.join(twice)}")
        return problems


def problem_rules() -> tuple[ProblemRule, ...]:
    """Every problem that gongkai can report, in the order of the rule file."""
    rules: ProblemRules = read_rules("problems", ProblemRules)
    return rules.problems


@cache
def rule_of(code: str) -> ProblemRule:
    """The line of a problem code.

    Raises:
        KeyError: if the code has no line in ``rules/problems.toml``.
    """
    return {rule.code: rule for rule in problem_rules()}[code]


def severity_of(code: str) -> Severity:
    """The severity of a problem code.

    >>> severity_of("numbering_gap")
    'warning'

    Raises:
        KeyError: if the code has no line in ``rules/problems.toml``.
    """
    return rule_of(code).severity
