"""Blanks footnote marks in a text in plain form without changing its length: 信息[2]320条 reads as 信息320条."""

import regex

from pipeline.characters import HAN

_MARK_RE = regex.compile(
    rf"""
    \[ (?<= [{HAN}\d%)”》] . ) (?: 注\ ? )? \d{{1,2}} \] (?! \ ? 第? \ ? \d+ \ ? 号 )  # 信息[2]320条, not 发[16]8号
  | (?<= [{HAN}\d%] ) (?<! 米 | (?<! \d ) 10 ) [⁰¹²³⁴-⁹]{{1,2}}                     # 320¹条, but not 12米²
  | (?<= [{HAN}] ) [①-⑳] (?= \d )                                                  # 信息①320条
    """,
    regex.VERBOSE,
)
# A character in every mark; most texts have none, which is a fast check.
_SIGN_RE = regex.compile(r"[\[⁰¹²³⁴-⁹①-⑳]")


def blank_marks(plain: str) -> str:
    """The text with spaces in place of its footnote marks.

    >>> blank_marks("公开信息[2]320条¹,国发[16]8号")
    '公开信息   320条 ,国发[16]8号'
    """
    if not _SIGN_RE.search(plain):
        return plain
    return _MARK_RE.sub(lambda mark: " " * len(mark[0]), plain)
