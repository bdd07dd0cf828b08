"""Reads rule files: TOML under ``pipeline/rules/``, each validated against a structure.

A rule file that does not fit its structure stops the program with the location of each error, since a report read with
half a rulebook is worse than one not read.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, TypeVar

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.patterns import check_pattern, check_standard_pattern, compile_pattern
from pipeline.resources import RulebookError, read_toml

__all__ = [
    "NamedPatterns",
    "Pattern",
    "Regex",
    "RulebookError",
    "Rules",
    "StandardPattern",
    "StandardRegex",
    "one_of",
    "one_of_many",
    "read_rules",
]

Shape = TypeVar("Shape", bound="Rules")

# The number of errors reported for a file: a misspelt key may occur in every line.
MOST_ERRORS = 5
# The number of characters of its first value by which a line is named.
LONGEST_NAME = 30


class Rules(BaseModel):
    """The base of every structure: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_regex(pattern: str) -> str:
    return _check_compiles(check_pattern, pattern)


def _check_standard_regex(pattern: str) -> str:
    return _check_compiles(check_standard_pattern, pattern)


def _check_compiles(check: Callable[[str], None], pattern: str) -> str:
    try:
        check(pattern)
    except (regex.error, re.error) as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


# A regular expression in verbose mode, rejected on loading if malformed.
Regex = Annotated[str, AfterValidator(_check_regex)]
# The same for the standard library, which supports less.
StandardRegex = Annotated[str, AfterValidator(_check_standard_regex)]


# Kept, since a lookup in the library's own cache takes longer than a short search.
_compile_verbose = cache(compile_pattern)


class Pattern(Rules):
    """A named regular expression with texts that it must and must not match (``regex.search``)."""

    name: str
    pattern: Regex
    note: str = ""
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    def compile(self) -> "regex.Pattern[str]":
        """The pattern, compiled in verbose mode."""
        return _compile_verbose(self.pattern)


class NamedPatterns(Rules):
    """A rule file with ``[[patterns]]``, which the code asks for by their names."""

    patterns: tuple[Pattern, ...]

    def named(self, name: str) -> Pattern:
        """The pattern with a name.

        Raises:
            KeyError: if none has it.
        """
        for pattern in self.patterns:
            if pattern.name == name:
                return pattern
        raise KeyError(name)


class StandardPattern(Pattern):
    """A pattern that becomes part of one compiled by the standard library."""

    pattern: StandardRegex


@cache
def _load(name: str, shape: type[Rules]) -> Rules:
    """The rules of ``rules/<name>.toml`` in their structure; each file is read once.

    Raises:
        RulebookError: if the file cannot be read, is no TOML or does not fit the shape.
    """
    file = f"rules/{name}.toml"
    stated = read_toml(name)
    try:
        return shape.model_validate(stated)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        messages = [
            ": ".join(
                filter(None, (file, _name_location(each["loc"], stated), each["msg"].removeprefix("Value error, ")))
            )
            for each in errors[:MOST_ERRORS]
        ]
        if len(errors) > MOST_ERRORS:
            messages.append(f"{file}: … and {len(errors) - MOST_ERRORS} more errors")
        raise RulebookError("\n".join(messages)) from error


if TYPE_CHECKING:

    def read_rules(name: str, shape: type[Shape]) -> Shape:
        """The rules of a file; ``functools.cache`` forgets that they are of the shape."""
else:
    read_rules = _load


def _name_location(steps: Sequence[str | int], stated: object) -> str:
    """A location in a file as a person looks for it: entries are counted from 1, and named by their first value.

    >>> _name_location(("units", 1, "signs", 0), {"units": [{"unit": "条"}, {"unit": "件", "signs": [3]}]})
    'units 2 (件), signs 1'
    """
    words: list[str] = []
    for step in steps:
        stated = _enter(stated, step)
        if isinstance(step, str) or not words:
            words.append(str(step))
            continue
        values = stated.values() if isinstance(stated, dict) else ()
        name = next((value for value in values if isinstance(value, str)), "")[:LONGEST_NAME]
        words[-1] += f" {step + 1}" + (f" ({name})" if name else "")
    return ", ".join(words)


def _enter(stated: object, step: str | int) -> object:
    if isinstance(stated, dict):
        return stated.get(step)
    return stated[step] if isinstance(stated, list) and isinstance(step, int) and step < len(stated) else None


def one_of(words: "tuple[str, ...] | list[str]") -> str:
    """An alternation of literal words, longest first, so that no word hides a longer one.

    >>> one_of(("件", "件次"))
    '(?:件次|件)'
    """
    return f"(?:{'|'.join(map(regex.escape, _longest_first(words)))})"


def one_of_many(words: "tuple[str, ...] | list[str]") -> str:
    """The same for ``regex``, which tries the words one after the other: first looks for what one of them begins with.

    ``re`` does so by itself, unless something stands before the words.

    >>> one_of_many(("件", "件次", "人"))
    '(?:(?=[人件])(?:件次|人|件))'
    """
    begins = "".join(sorted({regex.escape(word[0]) for word in words}))
    return f"(?:(?=[{begins}]){one_of(words)})"


def _longest_first(words: "tuple[str, ...] | list[str]") -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))
