"""Recognises time expressions that do not date a figure: comparisons, titles, names, carry-overs."""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.model import ReportType
from pipeline.rulebook import NamedPatterns, Pattern, Sieve, read_rules

if TYPE_CHECKING:
    from regex import Match
    from regex import Pattern as CompiledPattern

# The characters examined on either side of a mention, and those before it searched for the start of a title.
REACH = 40
LONGEST_TITLE = 80
QUOTES = (("《", "》"), ("“", "”"))


class Refusal(Pattern):
    """A line of ``[[refusals]]``; a compared time is nevertheless the time of a number right after it."""

    is_held: bool = False


class HeadingRule(Pattern):
    """A line of ``[[headings]]``; for every family if none is named."""

    says: Literal["plan", "review", "aside"]
    families: tuple[ReportType, ...] = ()


class PeriodRules(NamedPatterns):
    """The structure of ``rules/periods.toml``."""

    refusals: tuple[Refusal, ...]
    headings: tuple[HeadingRule, ...]


@cache
def period_rules() -> PeriodRules:
    """The rules, read once."""
    rules: PeriodRules = read_rules("periods", PeriodRules)
    return rules


@cache
def period_pattern(name: str) -> "CompiledPattern[str]":
    """A pattern of the rules by its name, compiled once."""
    return period_rules().named(name).compile()


@cache
def _refusals() -> Sieve[tuple["CompiledPattern[str]", bool]]:
    compiled = ((rule.compile(), rule.is_held) for rule in period_rules().refusals)
    return Sieve((pattern, (pattern, is_held)) for pattern, is_held in compiled)


def mark_in_clause(plain: str, span: tuple[int, int], floor: int, signs: str) -> str:
    """The clause before a span, not before ``floor``, and the span itself in 【】, as the patterns expect it.

    >>> mark_in_clause("全年公开9件,其中公告4件", (11, 13), 0, ",;")
    '其中公告【4件】'
    """
    start, stop = span
    opening = floor
    for sign in signs:
        opening = max(opening, plain.rfind(sign, opening, start) + 1)
    return f"{plain[opening:start]}【{plain[start:stop]}】"


class Standing(StrEnum):
    """What a time expression dates in its sentence: what follows, its clause, or what is compared with it."""

    TIME = "time"
    HELD = "held"
    CLAUSE = "clause"
    NONE = "none"


def read_standing(plain: str, sentence: int, end: int, match: "Match[str]") -> Standing:
    """What a time expression dates in its sentence.

    >>> from pipeline.figures.time_grammar import mention_pattern
    >>> def read(plain: str) -> str:
    ...     return str(read_standing(plain, 0, len(plain), mention_pattern().search(plain)))
    >>> [read(plain) for plain in ("较2015年增加3件", "《2015年要点》", "2015年公开3件")]
    ['held', 'none', 'time']
    """
    start, stop = match.span()
    if not match["plan"] and any(_is_within(plain, sentence, start, *marks) for marks in QUOTES):
        return Standing.NONE
    before, after = plain[max(sentence, start - REACH) : start], plain[stop : min(end, stop + REACH)]
    marked = f"{before}【{match[0].strip()}】{after}"
    if period_pattern("clause_only").search(marked):
        return Standing.CLAUSE
    held = next((is_held for pattern, is_held in _refusals().pick(frozenset(marked)) if pattern.search(marked)), None)
    return Standing.TIME if held is None else Standing.HELD if held else Standing.NONE


def _is_within(plain: str, sentence: int, offset: int, opening: str, closing: str) -> bool:
    """Whether an offset is within marks that open before it."""
    floor = max(sentence, offset - LONGEST_TITLE)
    return plain.rfind(opening, floor, offset) > plain.rfind(closing, floor, offset)
