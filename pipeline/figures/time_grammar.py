"""Compiles the ways to write a time from ``rules/times.toml``; ``time_reading`` reads their groups."""

from collections.abc import Mapping
from functools import cache

import regex
from pydantic import Field, model_validator

from pipeline.patterns import compile_pattern
from pipeline.rulebook import Rules, read_rules
from pipeline.values import DAY, MONTH, TO, YEAR

# A piece by its name: {small} is one, {1,3} is none.
_PIECE_RE = regex.compile(r"\{([A-Za-z_]+)\}")


class Writing(Rules):
    """A way to write a time, or the words beside one; in its examples, 【】 marks all that the pattern matches."""

    written: str
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)


class MentionWriting(Writing):
    """A line of ``[[mentions]]``."""

    name: str


class TimeRules(Rules):
    """The structure of ``rules/times.toml``."""

    begins: str
    until: str
    parts: Mapping[str, str]
    mentions: tuple[MentionWriting, ...]
    around: Mapping[str, Writing]

    @model_validator(mode="after")
    def _all_are_patterns(self) -> "TimeRules":
        for name, writing in (*((one.name, one) for one in self.mentions), *self.around.items()):
            try:
                self.compile(writing)
            except KeyError as error:
                raise ValueError(f"{name}: there is no piece {error}") from error
            except regex.error as error:
                raise ValueError(f"{name}: no regular expression: {error}") from error
        return self

    def compile(self, *writings: Writing) -> "regex.Pattern[str]":
        """One pattern for several ways to write a time, tried in order."""
        ways = "\n|".join(writing.written for writing in writings)
        written = rf"(?= [{self.begins}] ) (?: {self.until} )? \ ? (?: {ways} )"
        return compile_pattern(self.fill(written))

    def fill(self, pattern: str) -> str:
        """A pattern with the named pieces inserted.

        Raises:
            KeyError: if it names one that there is not.
        """
        pieces = {"YEAR": YEAR, "MONTH": MONTH, "DAY": DAY, "TO": TO, **self.parts}
        while _PIECE_RE.search(pattern):
            pattern = _PIECE_RE.sub(lambda match: pieces[match[1]], pattern)
        return pattern


@cache
def time_rules() -> TimeRules:
    """The rules, read once."""
    return read_rules("times", TimeRules)


@cache
def mention_pattern() -> "regex.Pattern[str]":
    """The pattern of any time expression in a sentence.

    >>> [match[0] for match in mention_pattern().finditer("截至2021年底共9件,其中上半年4件")]
    ['截至2021年底', '上半年']
    """
    return time_rules().compile(*time_rules().mentions)


@cache
def beside_time(name: str) -> "regex.Pattern[str]":
    """The pattern of words beside a time, or in place of one, by its name in ``[around]``.

    >>> beside_time("since").match("起,") is not None, beside_time("since").match("起至") is not None
    (True, False)
    """
    return compile_pattern(time_rules().fill(time_rules().around[name].written))
