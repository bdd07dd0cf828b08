"""Detects text in traditional characters, and converts each of its characters to the simplified form.

Traditional text is detected by characters outside GB 2312, the set of simplified ones. A rare name in a simplified text
(朱镕堃) has such characters too, and keeps them.
"""

import re
from functools import cache, lru_cache

from pydantic import field_validator

from pipeline.characters.gb2312 import encode_simplified
from pipeline.resources import RulebookError
from pipeline.rulebook import Rules, read_rules

# In text in traditional characters, a tenth to a third is outside GB 2312; in no real report more than one in a
# thousand, since rare names are rare (2026-11).
LEAST_SHARE = 0.05
# In a title or a line, one such character may be a rare name; two are not, nor is one among so few (工作報告).
LEAST_COUNT, FEW = 2, 6

# 〇 belongs to both.
_IDEOGRAPH_RE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


# Looked up in advance: when memory is short later, Python would report that the encoding does not exist.


class SimplifiedRules(Rules):
    """The structure of ``rules/simplified.toml``: pairs of traditional and simplified characters, or words."""

    source: str
    licence: str
    retrieved: str
    words: tuple[tuple[str, str], ...]
    pairs: str

    @field_validator("words")
    @classmethod
    def _lengths_are_the_same(cls, words: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        if any(len(word) != len(other) for word, other in words):
            raise ValueError("a word and what it is read as must be of the same length")
        return words


def in_simplified_set(character: str) -> bool:
    """Whether a character is in GB 2312, the set of simplified text.

    >>> in_simplified_set("国"), in_simplified_set("國")
    (True, False)
    """
    return encode_simplified(character) is not None


# Several stages ask it of one text.
@lru_cache(maxsize=2)
def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters.

    >>> (
    ...     is_traditional("關於審計工作的報告"),
    ...     is_traditional("关于审计工作的报告"),
    ...     is_traditional("朱镕堃同志在昇平街道"),
    ... )
    (True, False, False)
    """
    found = _only_traditional().intersection(text) if encode_simplified(text) is None else None
    if not found:
        return False
    count = sum(map(text.count, found))
    ideographs = len(_IDEOGRAPH_RE.findall(text))
    enough = count >= LEAST_COUNT or count * FEW >= ideographs
    return enough and count > LEAST_SHARE * ideographs


def count_ideographs(text: str) -> tuple[int, int]:
    """The number of ideographs in a text, and of those that do not occur in simplified text.

    >>> count_ideographs("2016年工作報告")
    (5, 1)
    """
    ideographs = _IDEOGRAPH_RE.findall(text)
    foreign = () if encode_simplified(text) is not None else set(ideographs)
    return len(ideographs), sum(text.count(each) for each in foreign if not in_simplified_set(each))


def to_simplified(text: str) -> str:
    """Converts traditional text to simplified characters, keeping its length; other text is unchanged.

    >>> to_simplified("關於後續審計的報告"), to_simplified("乾隆年间的碑")
    ('关于后续审计的报告', '乾隆年间的碑')
    >>> to_simplified("透過政府入口網站公開資訊"), to_simplified("发布政务资讯")
    ('通过政府门户网站公开信息', '发布政务资讯')
    """
    if not is_traditional(text):
        return text
    text = text.translate(simplified_forms())
    for word, other in read_rules("simplified", SimplifiedRules).words:
        text = text.replace(word, other)
    return text


@cache
def simplified_forms() -> dict[int, str]:
    """The simplified form of each traditional character, by code point.

    Raises:
        RulebookError: if a pair is none.
    """
    rules: SimplifiedRules = read_rules("simplified", SimplifiedRules)
    wrong = [pair for pair in rules.pairs.split() if len(pair) != 2]
    if wrong:
        raise RulebookError(f"rules/simplified.toml: {wrong[0]} is no pair of characters")
    return {ord(pair[0]): pair[1] for pair in rules.pairs.split()}


@cache
def _only_traditional() -> frozenset[str]:
    """The traditional characters that do not occur in simplified text."""
    return frozenset(chr(code) for code in simplified_forms() if not in_simplified_set(chr(code)))
