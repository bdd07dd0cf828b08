"""Looks up how a verb is usually used, where its position does not show whether it governs.

``rules/compounds.toml`` has the counts: names that begin with a verb, documents in which it can only be an attribute of
a noun, and documents in which it can only govern one. For 审查 the first are more (审查员, 各类审查案件), for 完善 the
last (完善制度).
"""

from functools import cache
from typing import NamedTuple

from pipeline.rulebook import Rules, read_rules

# The fewest names and documents by which a verb is known, and the ratio that shows that it is used in one way:
# reports that govern by a verb are more than those that name something by it (起诉: 6 and 12, 健全: 5 and 31; 2026-11).
KNOWN = 3
TIMES = 2


class CompoundRules(Rules):
    """The shape of ``rules/compounds.toml``."""

    date: str
    documents: int
    verbs: dict[str, tuple[int, int, int]]
    chains: dict[str, int]


class Usage(NamedTuple):
    """How often a verb is part of a name, and how often it governs."""

    names: int
    governs: int

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
        return self.governs >= KNOWN and self.names * TIMES < self.governs


@cache
def read_usage(verb: str) -> Usage:
    """What was counted of a verb; nothing of one that too few documents have."""
    names, attribute, governs = read_rules("compounds", CompoundRules).verbs.get(verb, (0, 0, 0))
    return Usage(names + attribute, governs)


def have_one_object(first: str, second: str) -> bool:
    """Whether two verbs are known to take one object together.

    >>> have_one_object("防范", "化解"), have_one_object("受理", "审查")
    (True, False)
    """
    return first + second in read_rules("compounds", CompoundRules).chains
