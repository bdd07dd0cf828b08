"""Rules out patterns that a text cannot match, by the characters that they require.

Hundreds of patterns apply to each clause, and one in fifty matches. The characters that a pattern requires (申 and 请
for 申请, one of 网 and 报 for 网站|公报) are first looked up in the set of the clause's characters, which is six times
as fast as a search.

Patterns are read by the parser of the standard library (``re._parser``), which is not public: there is no public one.
A Python without it, or a pattern that it cannot parse, costs time but no row, since patterns that cannot be parsed are
always searched; ``tests/rulebook/test_sieve.py`` fails if that becomes the rule.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import regex

from pipeline.disk_cache import CACHE
from pipeline.rulebook.edges import find_edge

Item = TypeVar("Item")

# Nearly every text has one of a larger choice of characters.
MOST_CHOICES = 40
_PROPERTY_RE = re.compile(r"\\[pP]\{\w+\}")
_GROUP_RE = re.compile(r"\(\?P<\w+>")


class Need(NamedTuple):
    """The characters that a match requires: ``all`` of some, and at least one from each of ``choices``."""

    all: frozenset[str]
    choices: tuple[frozenset[str], ...]


class Sieve(Generic[Item]):
    """Patterns and the items that they stand for, in their order.

    >>> rules = {"申请 .* 答复": 1, "网站 | 公报": 2, r"\\d+ 件?": 3}
    >>> sieve = Sieve((regex.compile(rule, regex.VERBOSE), number) for rule, number in rules.items())
    >>> sieve.pick(frozenset("答复申请3件")), sieve.pick(frozenset("公报"))
    ([1, 3], [2, 3])
    """

    def __init__(self, patterns: "Iterable[tuple[regex.Pattern[str], Item]]") -> None:
        """Determines the required characters of each pattern, and files it under those that it is looked up by."""
        stated = tuple(patterns)
        self._patterns = [pattern for pattern, _ in stated]
        self._rows = [(*find_need(pattern), item) for pattern, item in stated]
        self._always = [index for index, (needed, choices, _) in enumerate(self._rows) if not needed and not choices]
        self._filed: dict[str, list[int]] = {}
        common = Counter(character for needed, _, _ in self._rows for character in needed)
        for index, (needed, choices, _) in enumerate(self._rows):
            if needed:
                self._filed.setdefault(min(needed, key=lambda one: (common[one], one)), []).append(index)
            elif choices:
                for character in choices[0]:
                    self._filed.setdefault(character, []).append(index)

    def pick(self, characters: frozenset[str]) -> list[Item]:
        """The items whose patterns may match a text with these characters; only these are worth a search."""
        return [self._rows[index][2] for index in self._pick(characters)]

    def pick_whole(self, words: str) -> list[Item]:
        """The items whose patterns may match all of some words, of which there is one: also by the first and the last.

        >>> rules = {"(?:主动)? 公开 .*": 1, "网站 | 公报": 2, r"\\d+ 件?": 3}
        >>> sieve = Sieve((regex.compile(rule, regex.VERBOSE), number) for rule, number in rules.items())
        >>> sieve.pick_whole("公开网站"), sieve.pick_whole("公报"), sieve.pick_whole("申请公开3件")
        ([1, 2], [2], [])
        """
        first, last = words[0], words[-1]
        return [self._rows[index][2] for index in self._pick(frozenset(words)) if self._may_lie(index, first, last)]

    def _may_lie(self, index: int, first: str, last: str) -> bool:
        """Whether a match may begin and end with two characters."""
        begins, ends = self._edges[index]
        return (begins is None or first in begins) and (ends is None or last in ends)

    @cached_property
    def _edges(self) -> list[tuple[frozenset[str] | None, frozenset[str] | None]]:
        return [(find_edge(pattern, "first"), find_edge(pattern, "last")) for pattern in self._patterns]

    def _pick(self, characters: frozenset[str]) -> list[int]:
        """The places of the patterns that may match, in their order."""
        filed, rows = self._filed, self._rows
        picked = set(self._always)
        for character in filed.keys() & characters:
            for index in filed[character]:
                needed, choices, _ = rows[index]
                if needed <= characters:
                    for choice in choices:
                        if choice.isdisjoint(characters):
                            break
                    else:
                        picked.add(index)
        return sorted(picked)


def find_need(pattern: "regex.Pattern[str]") -> Need:
    r"""The characters that any match of a pattern requires; none if that cannot be determined.

    >>> need = find_need(regex.compile(r"(?<!不)公开(?:申请|要求)*(?=网站|[年报])\p{Han}"))
    >>> sorted(need.all), [sorted(choice) for choice in need.choices]
    (['公', '开'], [['年', '报', '网']])
    """
    return Need(*CACHE.recall((*_edition(), pattern.pattern, pattern.flags), lambda: _work_out(pattern)))


@cache
def _edition() -> tuple[str, bytes]:
    """What needs are remembered under: the text of this module, which works them out."""
    return ("need", sha256(Path(__file__).read_bytes()).digest())


def _work_out(pattern: "regex.Pattern[str]") -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    stated = _GROUP_RE.sub("(?:", _PROPERTY_RE.sub(r"\\w", pattern.pattern))
    flags = re.VERBOSE if pattern.flags & regex.VERBOSE else 0
    try:
        parsed: Any = import_module("re._parser").parse(stated, flags)
    except (ImportError, re.error):
        return frozenset(), ()
    if (pattern.flags | parsed.state.flags) & regex.IGNORECASE:
        return frozenset(), ()
    found = set(_needs(parsed))
    single = frozenset(character for need in found if len(need) == 1 for character in need)
    return single, tuple(sorted((need for need in found if need.isdisjoint(single)), key=len))


def _needs(parsed: Any) -> Iterator[frozenset[str]]:
    """Sets of characters; every match of a part of a pattern has at least one character of each set."""
    for code, argument in parsed:
        name = str(code)
        if name == "LITERAL":
            yield frozenset(chr(argument))
        elif name == "IN":
            yield from _choice(argument)
        elif name == "BRANCH":
            best = [min(_needs(branch), key=len, default=None) for branch in argument[1]]
            if all(best) and len(whole := frozenset().union(*filter(None, best))) <= MOST_CHOICES:
                yield whole
        elif name == "SUBPATTERN" and not argument[1] & re.IGNORECASE:
            yield from _needs(argument[3])
        elif name == "ATOMIC_GROUP":
            yield from _needs(argument)
        elif name == "ASSERT" and argument[0] > 0:  # a lookbehind matches text before the match
            yield from _needs(argument[1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0]:
            yield from _needs(argument[2])


def _choice(members: Any) -> Iterator[frozenset[str]]:
    """The characters of a class, if they are few."""
    choice: set[str] = set()
    for code, argument in members:
        if str(code) == "LITERAL":
            choice.add(chr(argument))
        elif str(code) == "RANGE" and argument[1] - argument[0] < MOST_CHOICES:
            choice.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return
    if len(choice) <= MOST_CHOICES:
        yield frozenset(choice)
