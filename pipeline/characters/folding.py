"""Converts a text to plain form, one character for one, so that rules match a single form of each character.

Full-width letters and signs and the digits of every script become ASCII, every space except tab and line end a space,
and radicals and compatibility ideographs, frequent in PDF files, the ideographs that they look like. Chinese
punctuation without a counterpart in ASCII stays: 。 、 《》 “” 〔〕. Traditional characters are treated as simplified
ones.
"""

import re
import sys
import unicodedata

from pipeline.characters.gb2312 import encode_simplified
from pipeline.characters.simplified import in_simplified_set, to_simplified

# Every ideograph of Unicode, as the inside of a character class: rare ones occur in place names (㵲阳).
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

_SIGNS = (range(0xFF01, 0xFF5F), range(0xFFE0, 0xFFE7), range(0xFE50, 0xFE6C))
_IDEOGRAPHS = (range(0x2E80, 0x2FD6), range(0xF900, 0xFB00))
_SPACES = (
    "".join(c for c in map(chr, range(0x80, 0x3001)) if unicodedata.category(c) == "Zs") + "\u2028\u2029\x85\v\f\r"
)
# The digits of a script are consecutive and in order (https://www.unicode.org/policies/stability_policy.html).
_TEN = 10


def _find_digits() -> dict[int, str]:
    """The digits of other scripts (٤, १), since regular expressions take them for digits.

    Ten consecutive code points always include one that is a multiple of ten, so every tenth is enough.
    """
    met = (code for code in range(0x80, sys.maxunicode + 1, _TEN) if chr(code).isdecimal())
    zeros = {code - unicodedata.decimal(chr(code)) for code in met}
    return {zero + digit: str(digit) for zero in sorted(zeros) for digit in range(_TEN)}


def _counterparts() -> dict[int, str]:
    folded = {code: unicodedata.normalize("NFKC", chr(code)) for codes in (*_SIGNS, *_IDEOGRAPHS) for code in codes}
    table = {code: plain for code, plain in folded.items() if len(plain) == 1 and plain != chr(code)}
    return table | {ord(space): " " for space in _SPACES} | _find_digits()


COUNTERPARTS = _counterparts()
_FOLDED = frozenset(map(chr, COUNTERPARTS))
# Simplified text has few of these. Sorted, they are ranges: a class of few ranges is five times as fast as the set.
_FOLDED_SIMPLIFIED_RE = re.compile(f"[{re.escape(''.join(sorted(filter(in_simplified_set, _FOLDED))))}]")


def to_plain(text: str) -> str:
    """The text in plain form, of the same length.

    >>> to_plain("１２．５％（含Ａ类）：“三公”　经费。")
    '12.5%(含A类):“三公” 经费。'
    >>> to_plain("２０１６年工作報告"), to_plain("於潜镇")
    ('2016年工作报告', '於潜镇')
    """
    # A text has few of these characters, many times each: replacing one after the other is four times as fast as
    # str.translate. A text that GB 2312 can encode has no
    # traditional characters and few of the others; encoding it is ten times as fast as looking for all of them.
    if encode_simplified(text) is None:
        for character in _FOLDED.intersection(text):
            text = text.replace(character, COUNTERPARTS[ord(character)])
        return to_simplified(text)
    if _FOLDED_SIMPLIFIED_RE.search(text):
        for character in set(_FOLDED_SIMPLIFIED_RE.findall(text)):
            text = text.replace(character, COUNTERPARTS[ord(character)])
    return text
