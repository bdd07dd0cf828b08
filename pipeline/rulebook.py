"""Reads the rules: TOML files under ``pipeline/rules/``, each checked against a shape.

A rule file that contradicts its shape stops the program with every error and its place, since a
report read by half a rulebook is worse than none.
"""

from functools import cache
from typing import Annotated, TypeVar, cast

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.rulefiles import RulebookError, read_toml

__all__ = ["Pattern", "Regex", "RulebookError", "Rules", "one_of", "read_rules"]

Shape = TypeVar("Shape", bound="Rules")


def _is_regex(pattern: str) -> str:
    try:
        regex.compile(pattern, regex.VERBOSE)
    except regex.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


# A regular expression in verbose mode: one that is none is an error of its file, and not of the report that meets it.
Regex = Annotated[str, AfterValidator(_is_regex)]


class Rules(BaseModel):
    """The base of every shape: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Pattern(Rules):
    """A named regular expression with what it must and must not match (``regex.search``)."""

    name: str
    pattern: Regex
    note: str = ""
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    def compile(self) -> "regex.Pattern[str]":
        """The pattern, compiled in verbose mode."""
        return regex.compile(self.pattern, regex.VERBOSE)


def read_rules(name: str, shape: type[Shape]) -> Shape:
    """The rules of ``rules/<name>.toml`` in their shape; a file is read once.

    Raises:
        RulebookError: if the file is no TOML or does not fit the shape.
    """
    return cast("Shape", _load(name, shape))


@cache
def _load(name: str, shape: type[Rules]) -> Rules:
    try:
        return shape.model_validate(read_toml(name))
    except ValidationError as error:
        places = (
            f"rules/{name}.toml: {_place(one['loc'])}{one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
        raise RulebookError("\n".join(places)) from error


def _place(keys: tuple[int | str, ...]) -> str:
    """Where in a file an error is: the keys, and in a list how manieth.

    >>> _place(("trap", 2, "after")), _place(())
    ('trap 3, after: ', '')
    """
    place = ", ".join(str(key) if isinstance(key, str) else f"\0{key + 1}" for key in keys).replace(", \0", " ")
    return f"{place}: " if place else ""


def one_of(words: "tuple[str, ...] | list[str]") -> str:
    """An alternation of literal words, longest first, so that no word hides a longer one.

    >>> one_of(("件", "件次"))
    '(?:件次|件)'
    """
    return "(?:" + "|".join(regex.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"
