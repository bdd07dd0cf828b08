"""Reads the rules: TOML files under ``pipeline/rules/``, each checked against a shape.

A rule file that contradicts its shape stops the program with every error and its place, since a
report read by half a rulebook is worse than none.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Shape = TypeVar("Shape", bound="Rules")


class RulebookError(Exception):
    """A rule file cannot be used; the message names the file and each place."""


class Rules(BaseModel):
    """The base of every shape: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Pattern(Rules):
    """A named regular expression with what it must and must not match (``regex.search``)."""

    name: str
    pattern: str
    note: str = ""
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    def compile(self) -> "regex.Pattern[str]":
        """The pattern, compiled in verbose mode.

        Raises:
            RulebookError: if the pattern is no regular expression.
        """
        try:
            return regex.compile(self.pattern, regex.VERBOSE)
        except regex.error as error:
            raise RulebookError(f"rule {self.name}: {error}") from error


def read_rules(name: str, shape: type[Shape]) -> Shape:
    """The rules of ``rules/<name>.toml`` in their shape; a file is read once.

    Raises:
        RulebookError: if the file is no TOML or does not fit the shape.
    """
    return cast("Shape", _load(name, shape))


@cache
def _load(name: str, shape: type[Rules]) -> Rules:
    text = files("pipeline").joinpath("rules", f"{name}.toml").read_text("utf-8")
    try:
        return shape.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RulebookError(f"rules/{name}.toml: {error}") from error


def one_of(words: "tuple[str, ...] | list[str]") -> str:
    """An alternation of literal words, longest first, so that no word hides a longer one.

    >>> one_of(("件", "件次"))
    '(?:件次|件)'
    """
    return "(?:" + "|".join(regex.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"
