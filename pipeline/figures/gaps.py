"""Knows what stands between two numbers, or between a number and its name, from ``rules/gaps.toml``."""

from functools import cache
from typing import TYPE_CHECKING

from pipeline.rulebook import Pattern, Rules, read_rules

if TYPE_CHECKING:
    import regex


class GapRules(Rules):
    """The shape of ``rules/gaps.toml``."""

    gap: tuple[Pattern, ...]


@cache
def _patterns() -> "dict[str, regex.Pattern[str]]":
    return {gap.name: gap.compile() for gap in read_rules("gaps", GapRules).gap}


def gap(name: str) -> "regex.Pattern[str]":
    """The words that tell one thing, as a pattern.

    >>> gap("total").fullmatch("共计") is not None, gap("total").fullmatch("总数") is not None
    (True, False)
    """
    return _patterns()[name]
