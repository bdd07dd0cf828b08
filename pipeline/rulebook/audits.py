"""Reads ``rules/audits.toml``: the rules that must hold in a report, and their wording."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from pipeline.rulebook.equations import Equation, read_equation
from pipeline.rulebook.forms import Label, form_rules, strip_numbering
from pipeline.rulebook.load import Pattern, Rules, read_rules
from pipeline.rulebook.problems import Line, Wording

Each = Literal["column", "row", "single"]


class AuditRule(Line):
    """A line of ``rules/audits.toml``."""

    message: Wording


class Identity(AuditRule):
    """An equation over the cells of a statutory table."""

    forms: tuple[str, ...] = Field(min_length=1)
    table: str
    each: Each
    equation: str
    lacks: tuple[str, ...] = ()

    def read(self) -> Equation:
        """Parses an equation."""
        return read_equation(self.equation)

    @model_validator(mode="after")
    def _has_codes_of_its_forms(self) -> Self:
        for form in self.forms:
            known = term_codes(form, self.table, self.each)
            if not known:
                raise ValueError(f"audit {self.code}: form {form} has no table {self.table}")
            unknown = [code for code in (*self.read().codes, *self.lacks) if code not in known]
            if unknown:
                raise ValueError(f"audit {self.code}: form {form}, table {self.table} has no code {unknown[0]}")
        return self


class ShareRules(Rules):
    """The patterns that recognise a share of a whole."""

    before: Pattern
    measure: Pattern
    whole: Pattern
    part: Pattern


class Deadline(Rules):
    """The day of the following year by which agencies of some types must publish their reports on some years."""

    types: tuple[str, ...] = Field(min_length=1)
    first: int
    last: int
    month: int
    day: int
    law: str


class AuditRules(Rules):
    """The structure of ``rules/audits.toml``."""

    anywhere: tuple[str, ...]
    identities: tuple[Identity, ...]
    years: tuple[Identity, ...]
    checks: tuple[AuditRule, ...]
    shares: ShareRules
    deadlines: tuple[Deadline, ...]
    words: Mapping[str, Wording]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        times = Counter(rule.code for rule in (*self.identities, *self.years, *self.checks))
        twice = [code for code, count in times.items() if count > 1]
        if twice:
            raise ValueError(f"audit claimed twice: {', '.join(twice)}")
        return self


def audit_rules() -> AuditRules:
    """The rules of ``rules/audits.toml``."""
    rules: AuditRules = read_rules("audits", AuditRules)
    return rules


def all_audits() -> tuple[AuditRule, ...]:
    """Every audit, in the order of the file."""
    rules = audit_rules()
    return (*rules.identities, *rules.years, *rules.checks)


@cache
def audit_rule(code: str) -> AuditRule:
    """The rule with a code.

    >>> audit_rule("requests_balance").severity
    'error'

    Raises:
        KeyError: if no line has the code.
    """
    return {rule.code: rule for rule in all_audits()}[code]


def rows_of(form: str, table: str) -> tuple[Label, ...]:
    """The rows of a statutory table, in the order of the form; none if the form has no such table."""
    return next((t.rows for t in form_rules().tables if form in t.forms and t.table == table), ())


def columns_of(form: str, table: str) -> tuple[Label, ...]:
    """The columns of a statutory table, in the order of the form."""
    return next((t.columns for t in form_rules().tables if form in t.forms and t.table == table), ())


@cache
def term_codes(form: str, table: str, each: Each) -> tuple[str, ...]:
    """The codes that terms of an identity may use, in the order of the form."""
    labels = columns_of(form, table) if each == "row" else rows_of(form, table)
    return tuple(label.code for label in labels)


@cache
def name_of(form: str, table: str, code: str) -> str:
    """The form's name for a row or column code, without numbering; a code without a label stands for itself.

    >>> name_of("F21", "3", "handled"), name_of("F21", "3", "natural_person")
    ('总计', '自然人')
    """
    labels = (*rows_of(form, table), *columns_of(form, table))
    label = next((label.label for label in labels if label.code == code), None)
    return code if label is None else next(strip_numbering([label]))
