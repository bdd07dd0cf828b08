"""Says in Chinese what the parser of the command line says, a library that speaks English alone: ``rules/parser.toml``.

Its sentences come with the values in them, so they are taken apart by the texts that they were made of. All that is our
own to say is a message with values, in ``i18n``.
"""

import os
import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from pipeline.i18n import language_of
from pipeline.resources import read_toml

NAME = "parser"

# The fields in which another sentence of the parser may stand.
NESTED = frozenset({"wrong", "reason"})
DEEPEST = 2


def translate(said: str) -> str:
    """What the parser says in the language of the user's locale: in Chinese where it has a line, else as it stands."""
    return to_chinese(said) if language_of(os.environ) == "zh" else said


def to_chinese(said: str, depth: int = DEEPEST) -> str:
    """A sentence of the parser in Chinese.

    >>> to_chinese("Error: Missing argument 'RAW'."), to_chinese("No such words.")
    ("错误：缺少参数 'RAW'。", 'No such words.')
    """
    for english, chinese in _sentences().items():
        match = _compile(english).fullmatch(said)
        if match is not None:
            values = match.groupdict()
            nested = NESTED.intersection(values) if depth else ()
            return chinese.format(**values | {name: to_chinese(values[name], depth - 1) for name in nested})
    return said


@cache
def _compile(template: str) -> re.Pattern[str]:
    parts = Formatter().parse(template)
    return re.compile(
        "".join(re.escape(words) + (f"(?P<{name}>.*?)" if name else "") for words, name, _, _ in parts), re.DOTALL
    )


@cache
def _sentences() -> Mapping[str, str]:
    """Every sentence with its Chinese, those of the most words first."""
    read = read_toml(NAME)
    return {english: read[english] for english in sorted(read, key=lambda one: -len(re.sub(r"\{\w+\}", "", one)))}
