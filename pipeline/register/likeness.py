"""Finds agencies of one place that may be identical, by their names alone; they are reported and not merged.

An office may be identical with another whose name contains all of its characters in order (文旅局, 文化和旅游局), or
that differs only by 和; a zone with another whose kind may be a short form of it (经开区).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

import regex

from pipeline.characters import may_be_short_for
from pipeline.register.rules import register_rules

_AND_RE = regex.compile(r"[和与及、]")
# The most characters of a short form, one for each word; 财政 is no short form of 财政监督.
LONGEST_SHORT = 5


def find_alike(offices: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The pairs of agencies in one place that may be identical, and why; ``offices`` are their zones and offices.

    >>> [why for _, _, why in find_alike({"a": "文旅局", "b": "文化和旅游局", "c": "文化局"})]
    ['文旅局 may be short for 文化和旅游局']
    >>> list(find_alike({"a": "财政局", "b": "财政监督局", "c": "财政所"}))
    []
    """
    alike = (*_differ_in_little(offices), *_short_forms(offices))
    # Pairs with small differences come first and need no second reason.
    reasons = {(first, second): reason for first, second, reason in reversed(alike)}
    yield from ((first, second, reason) for (first, second), reason in sorted(reasons.items()))


def _differ_in_little(offices: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The pairs whose names are equal except for 和 and the kind of their zone."""
    by_rest: defaultdict[str, list[str]] = defaultdict(list)
    for agency_id, name in sorted(offices.items()):
        by_rest[name[:1] + _AND_RE.sub("", _zone_free(name))].append(agency_id)
    for first, second in (pair for some in by_rest.values() for pair in combinations(some, 2)):
        short, long = _by_length(offices[first], offices[second])
        yield first, second, f"{short} and {long} differ in little"


def _short_forms(offices: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The pairs in which one may be a short form of the other.

    Only short names are compared, with those of the same first character and kind, so that the cost grows with the
    number of names and not of pairs.
    """
    by_kind: defaultdict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for agency_id, name in offices.items():
        kind = next((kind for kind in register_rules().office_kinds if name.endswith(kind)), "")
        if kind and name != kind:
            by_kind[name[:1], kind[0]].append((agency_id, name, name.removesuffix(kind)))
    for some in by_kind.values():
        for brief, short, words in some:
            if len(short) > LONGEST_SHORT:
                continue
            for other, long, full in some:
                if brief != other and (len(short), short) <= (len(long), long) and _is_short_for(words, full):
                    yield min(brief, other), max(brief, other), f"{short} may be short for {long}"


def _by_length(first: str, second: str) -> tuple[str, str]:
    short, long = sorted((first, second), key=lambda name: (len(name), name))
    return short, long


def _zone_free(name: str) -> str:
    """A name with one word for all kinds of zones that may be identical."""
    for alike in register_rules().alike_zones:
        for kind in sorted(alike, key=len, reverse=True):
            if kind in name:
                return name.replace(kind, alike[0], 1)
    return name


def _is_short_for(words: str, full: str) -> bool:
    """Whether an office's name without its kind has a character for some words of another's, in order."""
    return not (words in full and len(words) > 1) and may_be_short_for(words, full)
