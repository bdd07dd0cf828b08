"""Tells text in traditional characters, and gives each of its characters the simplified form, one for one.

Whether a text is in traditional characters is told by those that GB 2312, the set of simplified ones, has no place
for. A rare name in a simplified text (朱镕堃) has such characters too, and keeps them.
"""

import codecs
import re
from functools import cache

from pydantic import field_validator

from pipeline.resources import RulebookError
from pipeline.rulebook import Rules, read_rules

# Of a text in traditional characters a tenth to a third has no place in GB 2312; of no real report one in a thousand,
# since rare names are rare (2026-11).
LEAST_SHARE = 0.05
# Of a title or a line one such character may be a rare name; two are none, nor is one of so few (工作報告).
LEAST_COUNT, FEW = 2, 6

# 〇 is written by all.
_IDEOGRAPH_RE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


# Looked up at once: where memory is short later, Python would say that there is no such encoding.
_GB2312 = codecs.lookup("gb2312")


class SimplifiedRules(Rules):
    """The shape of ``rules/simplified.toml``: pairs of a traditional character and its simplified form, or of words."""

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
    """Whether a character stands in GB 2312, the set that simplified text is written with.

    >>> in_simplified_set("国"), in_simplified_set("國")
    (True, False)
    """
    return bool(_GB2312.encode(character, "ignore")[0])


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters.

    >>> (
    ...     is_traditional("關於審計工作的報告"),
    ...     is_traditional("关于审计工作的报告"),
    ...     is_traditional("朱镕堃同志在昇平街道"),
    ... )
    (True, False, False)
    """
    try:
        _GB2312.encode(text)
    except UnicodeEncodeError:
        found = _telling().intersection(text)
    else:
        return False  # to encode a text is fifty times as fast as to look at each of its characters
    if not found:
        return False
    count = sum(map(text.count, found))
    ideographs = len(_IDEOGRAPH_RE.findall(text))
    enough = count >= LEAST_COUNT or count * FEW >= ideographs
    return enough and count > LEAST_SHARE * ideographs


def count_ideographs(text: str) -> tuple[int, int]:
    """How many ideographs a text has, and how many of them no simplified text is written with.

    >>> count_ideographs("2016年工作報告")
    (5, 1)
    """
    ideographs = _IDEOGRAPH_RE.findall(text)
    return len(ideographs), sum(not in_simplified_set(character) for character in ideographs)


def to_simplified(text: str) -> str:
    """A text in traditional characters in simplified ones, of the same length; any other as it is.

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
    """The simplified form of each traditional character, by its code point.

    Raises:
        RulebookError: if a pair is none.
    """
    rules: SimplifiedRules = read_rules("simplified", SimplifiedRules)
    wrong = [pair for pair in rules.pairs.split() if len(pair) != 2]
    if wrong:
        raise RulebookError(f"rules/simplified.toml: {wrong[0]} is no pair of characters")
    return {ord(pair[0]): pair[1] for pair in rules.pairs.split()}


@cache
def _telling() -> frozenset[str]:
    """The traditional characters that no simplified text is written with."""
    return frozenset(chr(code) for code in simplified_forms() if not in_simplified_set(chr(code)))
