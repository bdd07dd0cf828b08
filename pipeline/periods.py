"""Says for what stretch of time a figure is, from the report itself and never from today's date."""

from calendar import monthrange
from datetime import date

import regex

from pipeline.model import Metadata

# The last of these before a figure, in its sentence, says its period.
PERIOD_RE = regex.compile(
    r"""
    (?P<until> 截至 | 截止 | 截止到 | 累计至 )? (?:到|至)? \ ?
    (?:
        (?: (?P<year> (?:19|20)\d\d ) \ ?年 )? \ ?
        (?: (?P<month> 1[0-2] | 0?[1-9] ) \ ?月 (?: 份 )? \ ?(?: (?P<day> [12]\d | 3[01] | 0?[1-9] ) \ ?日 | (?P<end> 底|末 ) )? )
      | (?P<only> (?:19|20)\d\d ) \ ?年 (?: 度 )? (?P<edge> 底 | 末 )? (?P<since> 以来 )?
      | (?P<last> (?: 上年度? | 去年 | 上一年度? ) (?! 结转 ) )
      | (?P<this> 今年 | 本年度? | 全年 | 年内 )
      | (?P<half> 上半年 | 下半年 )
      | (?P<now> 目前 | 至今 | 迄今 )
    )
    """,
    regex.VERBOSE,
)
TOTAL_RE = regex.compile(r"历年累计|自成立以来|开通以来|以来累计")
# 较去年, 比上年: what a change is measured against is no period.
_AGAINST_RE = regex.compile(r"[比较与同]\ ?$")


def read_period(plain: str, clause: int, sentence: int, start: int, metadata: Metadata) -> tuple[date | None, date | None]:
    """The first and last day that a figure is for; the reporting period where nothing else is said."""
    default = (metadata.period_start, metadata.period_end)
    year = metadata.report_year
    if default == (None, None) and year is not None:
        default = (date(year, 1, 1), date(year, 12, 31))
    found = None
    for match in PERIOD_RE.finditer(plain, sentence, start):
        if not _AGAINST_RE.search(plain, max(sentence, match.start() - 1), match.start()) and (match["year"] or match["only"] or year):
            found = match
    if TOTAL_RE.search(plain, sentence, start):
        return None, default[1]
    return default if found is None else _read_stretch(found, year, default)


def _read_stretch(match: "regex.Match[str]", year: int | None, default: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    """The stretch that one mention names."""
    if match["now"] or match["this"]:
        return default
    named = int(match["year"] or match["only"] or year or 0)
    if match["last"]:
        first, last = date(named - 1, 1, 1), date(named - 1, 12, 31)
    elif match["half"]:
        first, last = (date(named, 1, 1), date(named, 6, 30)) if match["half"] == "上半年" else (date(named, 7, 1), date(named, 12, 31))
    elif match["only"]:
        first, last = date(named, 1, 1), date(named, 12, 31)
        if match["since"]:
            last = default[1] or last
        if match["edge"]:
            first = last
    else:
        month = int(match["month"])
        length = monthrange(named, month)[1]
        day = int(match["day"] or 0)
        if day > length:
            return default
        first, last = date(named, month, day or 1), date(named, month, day or length)
    return (None, last) if match["until"] else (first, last)
