"""Finds the characters that a match of a pattern can begin or end with, in a text in plain form.

A rule about what stands right behind a number, or right before it, is asked of every number, and holds of one in a
hundred. The one character there rules out nearly all rules, so that no search is needed.
"""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import regex

from pipeline.disk_cache import CACHE

Side = Literal["first", "last"]
# The characters at one side of a match, none if any may be there, and whether the match may be empty.
Edge = tuple[frozenset[str] | None, bool]

# In plain form all digits and nearly all spaces are ASCII (``characters.to_plain``).
_CATEGORIES = {
    "CATEGORY_DIGIT": frozenset("0123456789"),
    "CATEGORY_SPACE": frozenset(" \t\n\r\f\v\x1c\x1d\x1e\x1f\x85"),
}
_PROPERTY_RE = re.compile(r"\\[pP]\{\w+\}")
_GROUP_RE = re.compile(r"\(\?P<\w+>")
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_WIDTHLESS = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
_NOTHING: Edge = (frozenset(), True)
_ANYTHING: Edge = (None, False)


def find_edge(pattern: "regex.Pattern[str]", side: Side) -> frozenset[str] | None:
    r"""The characters that a match can begin or end with; ``None`` if any, or if that cannot be determined.

    >>> pattern = regex.compile(r"(?:\ ?[年月]|届)(?!会)(?:\d+|级?)$", regex.VERBOSE)
    >>> sorted(find_edge(pattern, "first")), "3" in find_edge(pattern, "last"), "会" in find_edge(pattern, "last")
    ([' ', '届', '年', '月'], True, False)
    >>> find_edge(regex.compile("年?"), "first"), find_edge(regex.compile(r"\p{Han}年"), "first")
    (None, None)
    """
    key = ("edge", _edition(), side, pattern.pattern, pattern.flags)
    return CACHE.recall(key, lambda: _work_out(pattern, side))


@cache
def _edition() -> bytes:
    """What edges are remembered under: the text of this module, which works them out."""
    return sha256(Path(__file__).read_bytes()).digest()


def _work_out(pattern: "regex.Pattern[str]", side: Side) -> frozenset[str] | None:
    stated = _GROUP_RE.sub("(?:", _PROPERTY_RE.sub(r"\\w", pattern.pattern))
    flags = re.VERBOSE if pattern.flags & regex.VERBOSE else 0
    try:
        # Not public: there is no public parser. Without it every rule is searched for.
        parsed: Any = import_module("re._parser").parse(stated, flags)
    except (ImportError, re.error):
        return None
    if (pattern.flags | parsed.state.flags) & (re.IGNORECASE | regex.V1):
        return None
    characters, may_be_empty = _edge_of(list(parsed), side)
    return None if may_be_empty else characters


def _edge_of(parts: Sequence[Any], side: Side) -> Edge:
    """The edge of parts in a row: of the first that cannot be empty, and of all before it."""
    found: frozenset[str] = frozenset()
    for code, argument in parts if side == "first" else reversed(parts):
        characters, may_be_empty = _edge_of_part(str(code), argument, side)
        if characters is None:
            return _ANYTHING
        found |= characters
        if not may_be_empty:
            return found, False
    return found, True


def _edge_of_part(name: str, argument: Any, side: Side) -> Edge:
    if name in _WIDTHLESS:
        return _NOTHING
    if name == "LITERAL":
        return frozenset(chr(argument)), False
    if name == "IN":
        return _edge_of_class(argument)
    if name == "SUBPATTERN" and not argument[1]:
        return _edge_of(list(argument[3]), side)
    if name == "ATOMIC_GROUP":
        return _edge_of(list(argument), side)
    if name == "BRANCH":
        edges = [_edge_of(list(branch), side) for branch in argument[1]]
        sets = [characters for characters, _ in edges if characters is not None]
        may_be_empty = any(empty for _, empty in edges)
        return (frozenset().union(*sets), may_be_empty) if len(sets) == len(edges) else _ANYTHING
    if name in _REPEATS:
        characters, may_be_empty = _edge_of(list(argument[2]), side)
        return characters, may_be_empty or not argument[0]
    return _ANYTHING


def _edge_of_class(members: Any) -> Edge:
    found: set[str] = set()
    for code, argument in members:
        name = str(code)
        if name == "LITERAL":
            found.add(chr(argument))
        elif name == "RANGE" and argument[1] < 0x80:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        elif name == "CATEGORY" and str(argument) in _CATEGORIES:
            found |= _CATEGORIES[str(argument)]
        else:
            return _ANYTHING
    return frozenset(found), False
