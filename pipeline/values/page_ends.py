"""Tells what pages print where they end within a table: their number, and a word that the table goes on."""

import re
from functools import cache

from pipeline.characters import squeeze
from pipeline.rulebook import form_rules, one_of

# 第 3 页，共 28 页, and (续表) in the same place.
LONGEST_BETWEEN = 12

_DASH = "[—―–-]{1,2}"
# The number of a page in a text without white space; with it, glued to its dashes or alone on its line.
PAGE_NUMBER = rf"(?:{_DASH}\d{{1,3}}{_DASH})"
_PAGE_NUMBER_RE = re.compile(rf"^[^\S\n]*{_DASH}[^\S\n]?\d{{1,3}}[^\S\n]?{_DASH}[^\S\n]*$|{PAGE_NUMBER}", re.MULTILINE)


def may_end_page(between: str) -> bool:
    """Whether what stands between two parts of a table is nothing, or so little that a page may have ended there.

    >>> [may_end_page(text) for text in ("", "— 2 —\\n(续表)", "四、行政复议、行政诉讼情况如下表")]
    [True, True, False]
    """
    return len(squeeze(between)) <= LONGEST_BETWEEN


def blank_pages(plain: str) -> str:
    """The text with spaces in place of what stands where a page ends: its number, and a word that a table goes on.

    >>> blank_pages("规章 3\\n— 2 —\\n(续表)\\n总计 4").split()
    ['规章', '3', '总计', '4']
    """
    numbered = _PAGE_NUMBER_RE.sub(lambda match: " " * len(match[0]), plain)
    return _continued_re().sub(lambda match: " " * len(match[0]), numbered)


@cache
def _continued_re() -> re.Pattern[str]:
    return re.compile(rf"^[^\S\n]*\(?{one_of(form_rules().stretches.continued)}\)?[^\S\n]*$", re.MULTILINE)
