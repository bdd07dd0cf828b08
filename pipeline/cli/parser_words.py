"""Translates the messages of the command-line parser, a library with English only, to Chinese: ``rules/parser.toml``.

Its sentences contain values already, so they are matched against the templates that they were made from. Our own
messages have values, and are in ``i18n``.
"""

import os
import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from pipeline.i18n import language_of
from pipeline.resources import read_toml

NAME = "parser"

# The fields that may hold another sentence of the parser.
NESTED = frozenset({"wrong", "reason"})
DEEPEST = 2


def translate(sentence: str) -> str:
    """A sentence of the parser in the language of the user's locale: in Chinese if it has a line, else unchanged."""
    return to_chinese(sentence) if language_of(os.environ) == "zh" else sentence


def to_chinese(sentence: str, depth: int = DEEPEST) -> str:
    """A sentence of the parser in Chinese.

    >>> to_chinese("Error: Missing argument 'RAW'."), to_chinese("No such words.")
    ("错误：缺少参数 'RAW'。", 'No such words.')
    """
    for english, chinese in _sentences().items():
        match = _compile(english).fullmatch(sentence)
        if match is not None:
            values = match.groupdict()
            nested = NESTED.intersection(values) if depth else ()
            return chinese.format(**values | {name: to_chinese(values[name], depth - 1) for name in nested})
    return sentence


@cache
def _compile(template: str) -> re.Pattern[str]:
    parts = Formatter().parse(template)
    return re.compile(
        "".join(re.escape(words) + (f"(?P<{name}>.*?)" if name else "") for words, name, _, _ in parts), re.DOTALL
    )


@cache
def _sentences() -> Mapping[str, str]:
    """Every sentence with its Chinese translation, those with the most words first."""
    read = read_toml(NAME)
    return {english: read[english] for english in sorted(read, key=lambda text: -len(re.sub(r"\{\w+\}", "", text)))}
