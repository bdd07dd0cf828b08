"""Reads ``rules/statuses.toml``: why the panel has a number for an indicator, or none, in two languages."""

import os
from functools import cache
from typing import Self

from pydantic import model_validator

from pipeline.i18n import language_of
from pipeline.model import Status
from pipeline.rulebook.load import Rules, read_rules


class StatusWords(Rules):
    """The texts for a status in Chinese."""

    name: str
    meaning: str


class StatusRule(Rules):
    """A line of ``statuses``."""

    code: Status
    meaning: str
    zh: StatusWords


class Reason(Rules):
    """A line of ``reasons``: its status, and its sentence in two languages."""

    code: str
    status: Status
    english: str
    zh: str

    def words(self) -> str:
        """The sentence in the language of the user's locale."""
        return self.zh if language_of(os.environ) == "zh" else self.english


class StatusRules(Rules):
    """The structure of ``rules/statuses.toml``."""

    statuses: tuple[StatusRule, ...]
    reasons: tuple[Reason, ...]

    @model_validator(mode="after")
    def _each_status_has_reasons(self) -> Self:
        codes = [rule.code for rule in self.statuses]
        if sorted(codes) != sorted(Status):
            raise ValueError(f"the statuses are not those of the panel: {', '.join(codes)}")
        reasons = [reason.code for reason in self.reasons]
        twice = {code for code in reasons if reasons.count(code) > 1}
        unused = set(Status).difference(reason.status for reason in self.reasons)
        if twice or unused:
            raise ValueError(f"reasons claimed twice: {sorted(twice)}; statuses without a reason: {sorted(unused)}")
        return self


def status_rules() -> StatusRules:
    """The rules, read once."""
    rules: StatusRules = read_rules("statuses", StatusRules)
    return rules


@cache
def reason_of(code: str) -> Reason:
    """The line of a reason.

    >>> reason_of("cell_is_blank").status.value
    'blank'

    Raises:
        KeyError: if no line has the code.
    """
    return {reason.code: reason for reason in status_rules().reasons}[code]
