"""Reads ``conventions.toml``: the conventions of the suites that gongkai does not follow, each with its reason."""

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from bench.suites import Expectation, group_of
from pipeline.rulebook import Pattern, Rules

if TYPE_CHECKING:
    import regex

CONVENTIONS = Path(__file__).with_name("conventions.toml")


class Convention(Pattern):
    """A convention that is not followed, one entry of ``conventions.toml``."""

    reason: str = Field(min_length=1)
    groups: tuple[str, ...] = Field(min_length=1)


class ConventionRules(Rules):
    """The structure of ``conventions.toml``."""

    conventions: tuple[Convention, ...]


@cache
def read_conventions() -> tuple[Convention, ...]:
    """The conventions in the order of the file."""
    return ConventionRules.model_validate(tomllib.loads(CONVENTIONS.read_text("utf-8"))).conventions


@cache
def _compiled() -> "tuple[tuple[Convention, regex.Pattern[str]], ...]":
    return tuple((convention, convention.compile()) for convention in read_conventions())


def find_convention(expectation: Expectation) -> Convention | None:
    """The first convention that excludes an expectation, if there is one."""
    group = group_of(expectation)
    for convention, pattern in _compiled():
        if group is not None and group.name in convention.groups and pattern.search(expectation.line):
            return convention
    return None
