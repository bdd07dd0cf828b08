"""Looks up which nouns a classifier counts, where it is unclear with which word the noun behind a number ends.

``rules/counted_nouns.toml`` has the counts: for each classifier, the documents in which a noun stands alone beside it.
"""

from functools import cache

import regex

from pipeline.rulebook import Rules, read_rules

# From so many documents the nouns of a classifier are known.
MANY = 100
_HEAD_RE = regex.compile(r"(\p{Han}+)(\d+)")


class CountedNounRules(Rules):
    """The shape of ``rules/counted_nouns.toml``."""

    date: str
    documents: int
    sources: tuple[str, ...]
    heads: dict[str, str]


@cache
def _read_heads(classifier: str) -> dict[str, int]:
    """The nouns that a classifier was found to count, each with the number of documents."""
    stated = read_rules("counted_nouns", CountedNounRules).heads.get(classifier, "")
    return {match[1]: int(match[2]) for match in _HEAD_RE.finditer(stated)}


def is_known_classifier(classifier: str | None) -> bool:
    """Whether a classifier was seen often enough to conclude that a noun it was never seen with does not go with it."""
    return classifier is not None and sum(_read_heads(classifier).values()) >= MANY


def counts_head(classifier: str, noun: str, *, least: int = 1, whole: bool = False) -> int:
    """In how many documents a classifier counts a noun, or an end of it of ``least`` characters.

    With ``whole``, its ends do not matter.

    >>> counts_head("座", "水电站") > 0, counts_head("座", "无人机")
    (True, 0)
    """
    heads = _read_heads(classifier)
    firsts = range(1 if whole else max(1, len(noun) - least + 1))
    return max((heads.get(noun[first:], 0) for first in firsts), default=0)
