"""Compiles the patterns of the rules, or recalls them compiled (``disk_cache``)."""

import re

import regex

from pipeline.disk_cache import CACHE, Key


def compile_pattern(pattern: str, flags: int = regex.VERBOSE) -> "regex.Pattern[str]":
    """A pattern as ``regex.compile`` compiles it.

    >>> compile_pattern(r"\\d+ 件").search("申请3件")[0]
    '3件'

    Raises:
        regex.error: if it is malformed.
    """
    return CACHE.recall(_key(pattern, flags), lambda: regex.compile(pattern, flags))


def check_pattern(pattern: str) -> None:
    """Compiles a pattern, unless it is known to compile: only a tenth of a rule file's patterns are used alone.

    Raises:
        regex.error: if it is malformed.
    """
    if not CACHE.knows(_key(pattern, regex.VERBOSE)):
        compile_pattern(pattern)


def check_standard_pattern(pattern: str) -> None:
    """The same for a pattern of the standard library, which does not pickle what it compiles.

    Raises:
        re.error: if it is malformed.
    """
    key = ("standard pattern", pattern)
    if not CACHE.knows(key):
        re.compile(pattern, re.VERBOSE)
        CACHE.recall(key, bool)


def _key(pattern: str, flags: int) -> Key:
    return ("pattern", regex.__version__, pattern, int(flags))
