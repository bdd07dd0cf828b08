"""Recognises the words between two numbers, or between a number and its name, by ``rules/gaps.toml``."""

from functools import cache
from typing import TYPE_CHECKING

from pydantic import Field

from pipeline.patterns import compile_pattern
from pipeline.rulebook import Regex, Rules, read_rules

if TYPE_CHECKING:
    import regex


class Gap(Rules):
    """Words with one meaning, an entry of ``rules/gaps.toml``; 【】 marks them in its examples."""

    name: str
    between: Regex
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)


class GapRules(Rules):
    """The structure of ``rules/gaps.toml``."""

    gap: tuple[Gap, ...]


@cache
def _patterns() -> "dict[str, regex.Pattern[str]]":
    return {each.name: compile_pattern(each.between) for each in read_rules("gaps", GapRules).gap}


@cache
def gap(name: str) -> "regex.Pattern[str]":
    """The pattern of the words with one meaning.

    >>> gap("total").fullmatch("共计") is not None, gap("total").fullmatch("总数") is not None
    (True, False)
    """
    return _patterns()[name]
