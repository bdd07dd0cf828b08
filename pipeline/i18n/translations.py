"""Renders in Chinese what the code says in English: ``rules/renderings.toml``.

Errors are English where they are raised; where a Chinese reader sees them, they are rendered. Problems and audits are
no part of this: see ``messages``. Read without the rulebook, whose libraries would make ``--help`` wait.
"""

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from string import Formatter

from pipeline.i18n.messages import language_of
from pipeline.resources import read_toml

NAME = "renderings"

# The places where something of ours may stand, and no name of the user's: a folder may be called "tables".
NESTED = frozenset({"reason", "fault", "holder", "kind", "wrong"})
# What may stand at these places, so that a sentence that begins with one does not take in what is before it.
SHAPES = {"count": re.compile(r"[\d,.]+"), "number": re.compile(r"[\d,.]+"), "column": re.compile(r"\w+")}
# A place within a place: an error, the reason of it.
DEEPEST = 3


def render(said: str, language: str = "") -> str:
    """What is said in the language of the user's locale: Chinese where there is a rendering, else as it stands.

    >>> render("another run", "zh"), render("another run", "en")
    ('另一次运行', 'another run')
    >>> render("out cannot be written: Permission denied", "zh"), render("No such words.", "zh")
    ('out 无法写入：权限不足，请检查权限', 'No such words.')
    >>> render("tables", "zh"), render("tables cannot be written: Permission denied", "zh")
    ('表格', 'tables 无法写入：权限不足，请检查权限')
    """
    if (language or language_of(os.environ)) != "zh":
        return said
    return _to_chinese(said, DEEPEST)


def _to_chinese(said: str, depth: int) -> str:
    for english, chinese in renderings().items():
        values = fit(english, said)
        if values is not None:
            nested = NESTED.intersection(values) if depth else ()
            return chinese.format(**values | {name: _to_chinese(values[name], depth - 1) for name in nested})
    return said


def fit(template: str, said: str) -> dict[str, str] | None:
    """What stands at the places of a template; null where it does not fit. As long as what is said, not longer.

    >>> fit("{path} cannot be read: {reason}", "a.csv cannot be read: it is a folder")
    {'path': 'a.csv', 'reason': 'it is a folder'}
    >>> fit("{path} is no folder", "x is a folder")
    >>> fit("{count} fields", "7 fields"), fit("{count} fields", "a.csv: line 2: 7 fields")
    ({'count': '7'}, None)
    """
    values: dict[str, str] = {}
    position, name = 0, ""
    pieces = _pieces(template)
    for number, (words, following) in enumerate(pieces):
        is_last = number == len(pieces) - 1
        place = len(said) - len(words) if is_last and not following else said.find(words, position)
        if place < position or not said.startswith(words, place) or (not name and place != position):
            return None
        if name:
            values[name] = said[position:place]
        position, name = place + len(words), following
    if name:
        values[name] = said[position:]
    is_whole = bool(name) or position == len(said)
    return values if is_whole and all(SHAPES[one].fullmatch(values[one]) for one in SHAPES.keys() & values) else None


@cache
def _pieces(template: str) -> Sequence[tuple[str, str]]:
    """The words of a template, each with the name of the place behind it."""
    return [(words, name or "") for words, name, _, _ in Formatter().parse(template)]


@cache
def renderings() -> Mapping[str, str]:
    """Every rendering by its English words, those of the most words first."""
    read = read_toml(NAME)
    pairs = [pair for section in read.values() for pair in section.items()]
    pairs.sort(key=lambda pair: -sum(len(words) for words, _ in _pieces(pair[0])))
    return dict(pairs)
