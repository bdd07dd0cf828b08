"""Tells dates that lost a part, or that the end of a line parts: which day is meant is left to who looks at the page.

Their digits are no figures; without a word they would be lost with the stretch of time that they state.
"""

from collections.abc import Iterator

import regex

from pipeline.model import Problem, Text
from pipeline.text import in_region

_YEAR = r"(?:19|20)\d{2}"
# Signs between their digits are lost (201711日; whole as 20171231日), their month (2017年11日, 2017年日) or their year
# (自年1月1日起), or spaces stand for signs (2017 1 1 日).
_LOST_RE = regex.compile(
    rf"""
    (?<![\d.,/-]) {_YEAR} \d{{1,3}} 日
  | (?<![\d.,/-]) {_YEAR} (?: 0[1-9] | 1[0-2] | [1-9] )? 月 \d{{0,2}} 日
  | (?<!\d) {_YEAR} \ ? 年 \ ? (?: \d{{1,4}} )? 日 (?! 常 | 志 | 报 | 记 | 均 | 平均 | 处理 )
  | (?<= [为自从至到] ) 年 \d{{1,2}} 月 \d{{1,2}} 日
  | (?<![\d.,/-]) {_YEAR} \ \d{{1,2}} \ \d{{1,2}} \ ? 日
    """,
    regex.VERBOSE,
)
_PARTED_RE = regex.compile(
    rf"""
    (?<!\d) {_YEAR} \n [ \t]* 年 [ \t]* \d{{1,2}} [ \t]* 月
  | (?<= 年 [ \t]* \d{{1,2}} ) \n [ \t]* 月 [ \t]* \d{{1,2}} [ \t]* [日号]
  | (?<= [年至到—–-] [ \t]* ) \d{{1,2}} \n [ \t]* 月 [ \t]* \d{{1,2}} [ \t]* [日号]
  | (?<= \d 月 [ \t]* \d{{1,2}} ) \n [ \t]* [日号]
  | (?<!\d) {_YEAR} \. \d{{0,2}} \n [ \t]* \.? \d{{1,2}} (?: \. \d{{1,2}} )? (?= [至到—–-] )
    """,
    regex.VERBOSE,
)


def find_torn_dates(text: Text) -> Iterator[Problem]:
    """A problem for every date in the prose that lost a part or is parted by the end of a line.

    >>> for plain in ("期限为201711日至20171231日", "自2017年11日起", "到2017\\n年1月1日", "2017年1月1日至31日"):
    ...     print([plain[found.start : found.end] for found in find_torn_dates(Text(plain, plain))])
    ['201711日']
    ['2017年11日']
    ['2017\\n年1月']
    []
    """
    for match in _LOST_RE.finditer(text.plain):
        if not in_region(text, match.start()):
            yield Problem("torn_date", *match.span())
    for match in _PARTED_RE.finditer(text.plain):
        if not in_region(text, match.start()):
            yield Problem("torn_date.line", *match.span())
