"""Reads the rules: TOML files under ``pipeline/rules/``, each checked against a shape.

A rule file that contradicts its shape stops the program with every error and its place, since a
report read by half a rulebook is worse than none.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Annotated, TypeVar, cast

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.resources import RulebookError, read_toml

__all__ = ["Pattern", "Regex", "RulebookError", "Rules", "StandardPattern", "StandardRegex", "one_of", "read_rules"]

Shape = TypeVar("Shape", bound="Rules")

# So many places of a file that does not fit its shape are named: a key that is misspelt may be so in every line.
MOST_PLACES = 5
# A line of a file is told by so many characters of what it says first.
LONGEST_NAME = 30


class Rules(BaseModel):
    """The base of every shape: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_regex(pattern: str) -> str:
    try:
        regex.compile(pattern, regex.VERBOSE)
    except regex.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


def _check_standard_regex(pattern: str) -> str:
    try:
        re.compile(pattern, re.VERBOSE)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


# A regular expression in verbose mode, refused where it is read if it is none.
Regex = Annotated[str, AfterValidator(_check_regex)]
# The same for what the standard library compiles, which knows less.
StandardRegex = Annotated[str, AfterValidator(_check_standard_regex)]


@cache
def _compile_verbose(pattern: str) -> "regex.Pattern[str]":
    """A pattern compiled once: the library's own cache takes longer to ask than a short search."""
    return regex.compile(pattern, regex.VERBOSE)


class Pattern(Rules):
    """A named regular expression with what it must and must not match (``regex.search``)."""

    name: str
    pattern: Regex
    note: str = ""
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    def compile(self) -> "regex.Pattern[str]":
        """The pattern, compiled in verbose mode."""
        return _compile_verbose(self.pattern)


class StandardPattern(Pattern):
    """A pattern that becomes a part of one which the standard library compiles."""

    pattern: StandardRegex


def read_rules(name: str, shape: type[Shape]) -> Shape:
    """The rules of ``rules/<name>.toml`` in their shape; a file is read once.

    Raises:
        RulebookError: if the file cannot be read, is no TOML or does not fit the shape.
    """
    return cast("Shape", _load(name, shape))


@cache
def _load(name: str, shape: type[Rules]) -> Rules:
    file = f"rules/{name}.toml"
    stated = read_toml(name)
    try:
        return shape.model_validate(stated)
    except ValidationError as error:
        places = error.errors(include_url=False, include_input=False)
        said = [
            ": ".join(filter(None, (file, _name_place(one["loc"], stated), one["msg"].removeprefix("Value error, "))))
            for one in places[:MOST_PLACES]
        ]
        if len(places) > MOST_PLACES:
            said.append(f"{file}: … and {len(places) - MOST_PLACES} places more")
        raise RulebookError("\n".join(said)) from error


def _name_place(steps: Sequence[str | int], stated: object) -> str:
    """A place in a file as a person looks for it: entries are counted from 1, and called by what they say first.

    >>> _name_place(("units", 1, "signs", 0), {"units": [{"unit": "条"}, {"unit": "件", "signs": [3]}]})
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
    return "(?:" + "|".join(regex.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"
