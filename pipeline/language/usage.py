"""Looks up how a verb is usually used, where its position does not show whether it governs.

``rules/compounds.toml`` has the counts: names that begin with a verb, documents in which it can only be an attribute of
a noun, and documents in which it can only govern one. For 审查 the first are more (审查员, 各类审查案件), for 完善 the
last (完善制度).
"""

from functools import cache
from typing import NamedTuple

import regex

from pipeline.rulebook import Rules, read_rules

# A verb is known by so many names and documents at least, and used in one way where there are so many times as many:
# reports that govern by a verb are more than those that name something by it (起诉: 6 and 12, 健全: 5 and 31; 2026-11).
KNOWN = 3
TIMES = 4
# A verb that stands so many times as often without an object takes none.
MORE = 2
# A verb that governs so many times as often is hardly a part of a name.
HARDLY = 10
_PAIR_RE = regex.compile(r"(\p{Han}+)(\d+)/(\d+)")
# From so many documents the nouns of a classifier are known.
MANY = 100
_HEAD_RE = regex.compile(r"(\p{Han}+)(\d+)")


class CompoundRules(Rules):
    """The shape of ``rules/compounds.toml``."""

    date: str
    documents: int
    sources: tuple[str, ...] = ()
    verbs: dict[str, tuple[int, int, int, int]]
    chains: dict[str, int]
    pairs: dict[str, str]
    heads: dict[str, str]


class Usage(NamedTuple):
    """How often a verb is part of a name, and how often it governs."""

    names: int
    governs: int
    alone: int

    @property
    def attributive(self) -> bool:
        """Whether a verb is known to stand in names.

        >>> read_usage("审查").attributive, read_usage("完善").attributive
        (True, False)
        """
        return self.names >= KNOWN and self.names * TIMES >= self.governs

    @property
    def governing(self) -> bool:
        """Whether a verb is known to govern, and hardly to stand in names.

        >>> read_usage("审查").governing, read_usage("完善").governing
        (False, True)
        """
        return self.governs >= KNOWN and self.names * TIMES < self.governs and not self.intransitive

    @property
    def hardly_named(self) -> bool:
        """Whether a verb governs so often that a name with it may be chance.

        >>> read_usage("加强").hardly_named, read_usage("购置").hardly_named
        (True, False)
        """
        return self.governs >= KNOWN and self.names * HARDLY <= self.governs

    @property
    def intransitive(self) -> bool:
        """Whether a verb mostly stands without an object, so that it is an attribute of a noun behind it.

        >>> read_usage("到位").intransitive, read_usage("完善").intransitive
        (True, False)
        """
        return self.alone >= KNOWN and self.alone >= self.governs * MORE


@cache
def read_usage(verb: str) -> Usage:
    """What was counted of a verb; nothing of one that too few documents have."""
    names, attribute, governs, alone = read_rules("compounds", CompoundRules).verbs.get(verb, (0, 0, 0, 0))
    return Usage(names + attribute, governs, alone)


@cache
def _read_pairs(verb: str) -> dict[str, tuple[int, int]]:
    stated = read_rules("compounds", CompoundRules).pairs.get(verb, "")
    return {match[1]: (int(match[2]), int(match[3])) for match in _PAIR_RE.finditer(stated)}


def names_with(verb: str, noun: str) -> bool:
    """Whether a verb is known as an attribute of a noun, and hardly to govern it.

    >>> names_with("服务", "机器人"), names_with("服务", "企业")
    (True, False)
    """
    named, governed = _read_pairs(verb).get(noun, (0, 0))
    return named >= KNOWN and named >= governed * TIMES


@cache
def _read_heads(classifier: str) -> dict[str, int]:
    """The nouns that a classifier was found to count, each with the number of documents."""
    stated = read_rules("compounds", CompoundRules).heads.get(classifier, "")
    return {match[1]: int(match[2]) for match in _HEAD_RE.finditer(stated)}


def is_known_classifier(classifier: str | None) -> bool:
    """Whether enough was counted by a classifier for a noun that it never counted to be none of its nouns."""
    return classifier is not None and sum(_read_heads(classifier).values()) >= MANY


def counts_head(classifier: str, noun: str, *, whole: bool = False) -> int:
    """In how many documents a classifier counts a noun, or its end unless the ``whole`` is asked for.

    >>> counts_head("座", "水电站") > 0, counts_head("座", "无人机")
    (True, 0)
    """
    heads = _read_heads(classifier)
    if whole:
        return heads.get(noun, 0)
    return max((heads.get(noun[first:], 0) for first in range(len(noun))), default=0)


def have_one_object(first: str, second: str) -> bool:
    """Whether two verbs are known to have one object together.

    >>> have_one_object("防范", "化解"), have_one_object("受理", "审查")
    (True, False)
    """
    return first + second in read_rules("compounds", CompoundRules).chains
