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
    by_first: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for agency_id, name in sorted(offices.items()):
        by_first[name[:1]].append((agency_id, name))
    for (one, first), (other, second) in (pair for some in by_first.values() for pair in combinations(some, 2)):
        short, long = sorted((first, second), key=lambda name: (len(name), name))
        if _AND_RE.sub("", _zone_free(short)) == _AND_RE.sub("", _zone_free(long)):
            yield one, other, f"{short} and {long} differ in little"
        elif _is_short_for(short, long):
            yield one, other, f"{short} may be short for {long}"


def _zone_free(name: str) -> str:
    """A name with one word for the kinds of zones that may be one."""
    for alike in register_rules().alike_zones:
        for kind in sorted(alike, key=len, reverse=True):
            if kind in name:
                return name.replace(kind, alike[0], 1)
    return name


def _is_short_for(short: str, long: str) -> bool:
    """Whether a name has a character for some words of another, in their order, and the same word for what it is."""
    kind, kind_in_full = _KIND_RE.search(short), _KIND_RE.search(long)
    if not kind or not kind_in_full or kind[0][0] != kind_in_full[0][0] or len(short) > LONGEST_SHORT:
        return False
    words, full = short[: kind.start()], long[: kind_in_full.start()]
    if not words or words[0] != full[:1] or (words in full and len(words) > 1):
        return False
    return may_be_short_for(words, full)
