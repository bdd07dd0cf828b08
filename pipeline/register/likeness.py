"""Finds agencies of one place that may be one, by their names alone: what is only likely, and is told and not merged.

An office may be one with another whose name has all of its characters in their order (文旅局, 文化和旅游局), or that
differs in 和 alone; a zone with another whose kind may be short for it (经开区).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

import regex

from pipeline.characters import may_be_short_for
from pipeline.register.rules import register_rules

# The words for what an office is, which are the same in a short form but for their length: 委, 委员会.
_KIND_RE = regex.compile(r"(?:委员会|办公室|联合社|[局委厅办社院])$")
_AND_RE = regex.compile(r"[和与及、]")
# A short form has a character for each of so many words; 财政 is no short form of 财政监督.
LONGEST_SHORT = 5


def find_alike(offices: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The pairs of agencies of one place that may be one, and why; ``offices`` has the zone and office of each.

    >>> [why for _, _, why in find_alike({"a": "文旅局", "b": "文化和旅游局", "c": "文化局"})]
    ['文旅局 may be short for 文化和旅游局']
    >>> list(find_alike({"a": "财政局", "b": "财政监督局", "c": "财政所"}))
    []
    """
    alike = (*_differ_in_little(offices), *_short_forms(offices))
    # A pair that differs in little needs no second reason, and comes first of the two.
    reasons = {(one, other): reason for one, other, reason in reversed(alike)}
    yield from ((one, other, reason) for (one, other), reason in sorted(reasons.items()))


def _differ_in_little(offices: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The pairs whose names are the same but for 和 and the kind of their zone, found by what is left of them."""
    by_rest: defaultdict[str, list[str]] = defaultdict(list)
    for agency_id, name in sorted(offices.items()):
        by_rest[name[:1] + _AND_RE.sub("", _zone_free(name))].append(agency_id)
    for one, other in (pair for some in by_rest.values() for pair in combinations(some, 2)):
        short, long = _by_length(offices[one], offices[other])
        yield one, other, f"{short} and {long} differ in little"


def _short_forms(offices: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The pairs of which one may be short for the other.

    Only names of a few characters are short forms: each is held against those that begin as it does and are of its
    kind, so that the cost grows with the number of names and not with that of their pairs.
    """
    by_kind: defaultdict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for agency_id, name in offices.items():
        if (kind := _KIND_RE.search(name)) and kind.start():
            by_kind[name[:1], kind[0][0]].append((agency_id, name, name[: kind.start()]))
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
    """A name with one word for the kinds of zones that may be one."""
    for alike in register_rules().alike_zones:
        for kind in sorted(alike, key=len, reverse=True):
            if kind in name:
                return name.replace(kind, alike[0], 1)
    return name


def _is_short_for(words: str, full: str) -> bool:
    """Whether what an office is for, without the word for what it is, has a character for some words of another's."""
    return not (words in full and len(words) > 1) and may_be_short_for(words, full)
