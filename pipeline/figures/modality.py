"""Decides whether a figure states a fact (actual), a target, or a norm."""

from functools import cache

import regex
from msgspec import Struct

from pipeline.characters import to_plain
from pipeline.figures.time_refusals import mark_in_clause
from pipeline.model import Modality
from pipeline.rulebook import NamedPatterns, Sieve, read_rules

# The characters examined on either side of a figure within its clause, and before it within its sentence.
CLAUSE = 60
REACH = 200
CLAUSE_SIGNS = ",;。"
CLAUSE_RE = regex.compile(f"[{CLAUSE_SIGNS}]")


class ModalityRules(NamedPatterns):
    """The structure of ``rules/modality.toml``."""


@cache
def _compiled(name: str) -> "regex.Pattern[str]":
    return read_rules("modality", ModalityRules).named(name).compile()


@cache
def _signs() -> Sieve[str]:
    """The names of the patterns that are asked of every number."""
    return Sieve((_compiled(name), name) for name in ("norms", "facts", "plans", "intents"))


def modality_of_title(title: str | None) -> Modality:
    """The modality of a document's numbers according to its title alone.

    >>> titles = ("某县2016年政府信息公开年度报告", "2024年政务公开工作要点", "政府信息公开申请办理办法")
    >>> [str(modality_of_title(title)) for title in titles]
    ['actual', 'target', 'norm']
    """
    plain = to_plain(title or "")
    if _compiled("norm_titles").search(plain):
        return Modality.NORM
    return Modality.TARGET if _compiled("plan_titles").search(plain) else Modality.ACTUAL


class Timing(Struct, frozen=True, gc=False):
    """What affects the modality of a figure: its surroundings, and whether its time is past or yet to come."""

    ground: Modality
    is_budget: bool = False
    is_to_come: bool = False
    is_past: bool = False


def read_modality(plain: str, sentence: int, end: int, span: tuple[int, int], timing: Timing) -> Modality:
    """The modality of a figure, by its clause, its time, the words before it, and its surroundings."""
    start, stop = span
    clause = _mark_clause(plain, sentence, end, span)
    signs = _signs().pick(frozenset(clause))
    if "norms" in signs and _compiled("norms").search(clause):
        return Modality.NORM
    if "facts" in signs and _compiled("facts").search(clause.partition("【")[0]):
        return Modality.ACTUAL
    if timing.is_to_come or ("plans" in signs and _compiled("plans").search(clause)):
        return Modality.TARGET
    if timing.is_past:
        return Modality.ACTUAL
    before = plain[max(sentence, start - REACH) : start]
    signs = _signs().pick(frozenset(before))
    if "intents" in signs:
        intent = max((match.start() for match in _compiled("intents").finditer(before)), default=-1)
        fact = max((match.start() for match in _compiled("facts").finditer(before)), default=-1)
        if intent > fact:
            return Modality.TARGET
    # Of a budget the sums are planned; that an office has nine rooms is none of its plans.
    return Modality.ACTUAL if timing.is_budget and not plain[start:stop].rstrip().endswith("元") else timing.ground


def _mark_clause(plain: str, sentence: int, end: int, span: tuple[int, int]) -> str:
    """The clause of a figure, with the figure in 【】."""
    start, stop = span
    first, last = max(sentence, start - CLAUSE), min(end, stop + CLAUSE)
    after = CLAUSE_RE.split(plain[stop:last], maxsplit=1)[0]
    return mark_in_clause(plain, span, first, CLAUSE_SIGNS) + after
