"""Recognises what a page break leaves within a table: a page number, and a word that the table continues."""

import re
from functools import cache, lru_cache

from pipeline.characters import squeeze
from pipeline.rulebook import form_rules, one_of

# 第 3 页，共 28 页, followed by (续表).
LONGEST_BETWEEN = 12

_DASH = "[—―–-]{1,2}"
# A page number in a text without white space; with white space, attached to its dashes or alone on its line.
PAGE_NUMBER = rf"(?:{_DASH}\d{{1,3}}{_DASH})"
_PAGE_NUMBER_RE = re.compile(rf"^[^\S\n]*{_DASH}[^\S\n]?\d{{1,3}}[^\S\n]?{_DASH}[^\S\n]*$|{PAGE_NUMBER}", re.MULTILINE)


def may_end_page(between: str) -> bool:
    """Whether the text between two parts of a table is so short that there may be a page break.

    >>> [may_end_page(text) for text in ("", "— 2 —\\n(续表)", "四、行政复议、行政诉讼情况如下表")]
    [True, True, False]
    """
    return len(squeeze(between)) <= LONGEST_BETWEEN


# Each table of a report is looked for in the whole text.
@lru_cache(maxsize=8)
def blank_pages(plain: str) -> str:
    """The text with spaces in place of page numbers and words that a table continues.

    >>> blank_pages("规章 3\\n— 2 —\\n(续表)\\n总计 4").split()
    ['规章', '3', '总计', '4']
    """
    numbered = _PAGE_NUMBER_RE.sub(lambda match: " " * len(match[0]), plain)
    return _continued_re().sub(lambda match: " " * len(match[0]), numbered)


@cache
def _continued_re() -> re.Pattern[str]:
    return re.compile(rf"^[^\S\n]*\(?{one_of(form_rules().stretches.continued)}\)?[^\S\n]*$", re.MULTILINE)
