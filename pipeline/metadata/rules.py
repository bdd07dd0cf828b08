"""The structure of ``rules/metadata.toml``: titles, the year reported on, and statements of authorship."""

from functools import cache
from typing import Literal

import regex
from pydantic import Field

from pipeline.model import ReportType
from pipeline.patterns import compile_pattern
from pipeline.rulebook import NamedPatterns, Pattern, Regex, Rules, read_rules


class YearRule(Pattern):
    """A line of ``[[years]]``: where a text states the year it reports on, and for which families."""

    families: tuple[ReportType, ...] = ()
    where: Literal["title", "heading", "head", "top"]
    shift: int = 0
    years: int = 1
    meeting: bool = False
    as_of: bool = False


class AuthorRule(Rules):
    """A line of ``[[authors]]``: a sentence that states whose report it is; AGENCY stands for the name in its form."""

    name: str
    families: tuple[ReportType, ...] = ()
    where: Literal["opening", "head", "text"]
    weight: int
    times: int = 1
    short: bool = False
    form: Regex
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)


class MetadataRules(NamedPatterns):
    """The structure of ``rules/metadata.toml``."""

    enough: int
    subjects: tuple[str, ...]
    truncated: dict[str, str]
    behind_signature: tuple[str, ...]
    heads: tuple[str, ...]
    administrations: tuple[str, ...]
    years: tuple[YearRule, ...]
    authors: tuple[AuthorRule, ...]


def metadata_rules() -> MetadataRules:
    """The rules, read once."""
    rules: MetadataRules = read_rules("metadata", MetadataRules)
    return rules


@cache
def compiled(name: str) -> "regex.Pattern[str]":
    """The pattern of ``rules/metadata.toml`` with this name.

    >>> compiled("title_generic").search("信息公开年报") is not None
    True
    """
    rules = metadata_rules()
    found = next(rule for rule in (*rules.patterns, *rules.years) if rule.name == name)
    return compile_pattern(found.pattern, regex.VERBOSE | regex.MULTILINE)
