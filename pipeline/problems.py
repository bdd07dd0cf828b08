"""Reads ``rules/problems.toml``: what each problem code means, how bad it is, and what to do."""

from collections import Counter
from functools import cache
from typing import Literal

from pydantic import field_validator

from pipeline.rulebook import Rules, read_rules

Severity = Literal["error", "warning", "info"]


class InChinese(Rules):
    """What a line says to those who read Chinese: a short name, what it means, and what to do."""

    name: str
    meaning: str
    remedy: str


class ProblemRule(Rules):
    """A line of ``rules/problems.toml``."""

    code: str
    severity: Severity
    meaning: str
    remedy: str
    zh: InChinese


class ProblemRules(Rules):
    """The shape of ``rules/problems.toml``."""

    problems: tuple[ProblemRule, ...]

    @field_validator("problems")
    @classmethod
    def _one_line_a_code(cls, problems: tuple[ProblemRule, ...]) -> tuple[ProblemRule, ...]:
        twice = [code for code, times in Counter(p.code for p in problems).items() if times > 1]
        if twice:
            raise ValueError(f"code claimed twice: {', '.join(twice)}")
        return problems


def problem_rules() -> tuple[ProblemRule, ...]:
    """Every problem that gongkai can report, in the order of the rule file."""
    rules: ProblemRules = read_rules("problems", ProblemRules)
    return rules.problems


def severity_of(code: str) -> Severity:
    """The severity of a problem code.

    >>> severity_of("numbering_gap")
    'warning'

    Raises:
        KeyError: if the code has no line in ``rules/problems.toml``.
    """
    return _severities()[code]


@cache
def _severities() -> dict[str, Severity]:
    return {rule.code: rule.severity for rule in problem_rules()}
