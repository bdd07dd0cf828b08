"""Finds the dates in a text in plain form: days, months, years and periods between two of them.

Only dates with a year are found: the year of ``11月22日`` is known only from its sentence. Days that do not exist
(``2月30日``) are not dates.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from pipeline.patterns import compile_pattern
from pipeline.values.counting import ONES

if TYPE_CHECKING:
    import regex

Precision = Literal["day", "month", "year"]


class DateMention(Struct, frozen=True, gc=False):
    """A date or period with its span: its first and its last day."""

    start: int
    end: int
    first: date
    last: date
    precision: Precision


_DIGITS = {digit: n for n, digits in enumerate(("〇○零◯Oo0", *ONES)) for digit in digits}
_TENS = {"": 0, "十": 10, "廿": 20, "卅": 30} | {ones + "十": 10 * _DIGITS[ones] for ones in ONES[1:]}
_SMALL = {tens + ones: value + _DIGITS.get(ones, 0) for tens, value in _TENS.items() for ones in ("", *ONES)}
_SMALL |= {"元": 1, "正": 1, "两": 2}
_QUARTERS = {quarter: n for quarters in (ONES[:4], "1234") for n, quarter in enumerate(quarters)}

# A year does not begin within a longer number; in old pages the digits may be spaced (1 9 9 8 年).
YEAR = r"""(?:
    [12] (?<![\d.A-Za-z/-].) \ ?[09]\ ?\d\ ?\d
  | [一二] (?<![〇零一二三四五六七八九十].) [〇○零◯Oo0九][〇○零◯Oo0一二三四五六七八九]{2}
)"""
MONTH = r"(?: 1\ ?[0-2] | 0?[1-9] | 十[一二]? | [元正一二三四五六七八九] )"
DAY = (
    r"(?: [1-3]\ ?\d | 0?[1-9] | [二三]?十[一二三四五六七八九]? | [廿卅][一二三四五六七八九]? | [一二三四五六七八九] )"
)
TO = r"\ ? (?: 起 ,? )? \ ? (?: 至 | 到 | [—―–~-]{1,2} ) \ ?"
_CLOCK = r"(?: [\ T] \d{1,2} : \d\d (?: :\d\d )? )?"
_ISO = rf"""
    (?P<y>(?:19|20)\d\d) (?<![\d.A-Za-z/-]....)
    (?P<sep>[-/.]) (?P<m>\d\d?) (?P=sep) (?P<d>\d\d?) (?![\d/-]) {_CLOCK}
"""

_DATE_RE = compile_pattern(
    rf"""
    (?P<y>{YEAR}) \ ? 年
    (?: \ ? (?:
        (?P<m>{MONTH}) {TO} (?P<m2>{MONTH}) \ ? 月份?                          # 2023年1-6月
      | (?P<m>{MONTH}) \ ? 月份? (?: \ ? (?P<d>{DAY}) \ ? [日号] {_CLOCK} )?    # 2017年3月17日, 二○一二年元月
      | (?P<up_to>前)? 第? (?P<quarter>[一二三四1-4]) \ ? 个? 季度                      # 第三季度, 前三季度
      | (?P<half>[上下]) 半年
      | 度
    ) )?
  | {_ISO}                                                                        # 2017-03-17 00:00, 2012/1/2
  | (?P<y>(?:19|20)\d\d) (?<!\d\d{{4}}) {TO} (?P<y2>(?:19|20)\d\d) \ ? (?: 学?年度? | (?=[)\]〕]) )  # 2015—2020年
    """
)

# The end of a period need not repeat the year or the month: 至2016年12月31日止, 至12月31日, 至31日.
_SECOND_RE = compile_pattern(
    rf"""
    {TO}
    (?: {_ISO}
      | (?: (?P<y>{YEAR}) \ ? 年 度? \ ? )? (?P<m>{MONTH}) \ ? 月份? (?: \ ? (?P<d>{DAY}) \ ? [日号] {_CLOCK} )?
      | (?P<d>{DAY}) \ ? [日号]
      | (?P<y>{YEAR}) \ ? 年 度?
    )
    (?: \ ? 止 )?
    """
)


# Several stages read the beginning of one text.
@lru_cache(maxsize=64)
def find_dates(plain: str) -> tuple[DateMention, ...]:
    """Every date of a text in plain form, in order; both ends of a period are one mention.

    >>> [m.first.isoformat() for m in find_dates("二○一二年一月二十日,2017-03-17 00:00,二〇一三年元月,2月30日")]
    ['2012-01-20', '2017-03-17', '2013-01-01']
    >>> (mention,) = find_dates("数据自2016年1月1日起至12月31日止")
    >>> mention.first.isoformat(), mention.last.isoformat(), mention.precision
    ('2016-01-01', '2016-12-31', 'day')
    """
    mentions = []
    position = 0
    while match := _DATE_RE.search(plain, position):
        position = match.end()
        first = read_date(match)
        if first is None:
            continue
        second = _SECOND_RE.match(plain, position)
        whole = second and _join(first, read_date(second, first))
        if second and whole:
            first, position = whole, second.end()
        mentions.append(DateMention(match.start(), position, *first))
    return tuple(mentions)


_Stretch = tuple[date, date, Precision]


def read_date(match: "regex.Match[str]", before: _Stretch | None = None) -> _Stretch | None:
    """The first and last day of a match; a missing year or month comes from the date before."""
    found = match.groupdict()
    year = read_year(found["y"]) if found["y"] else before and before[0].year
    if not year or not 1900 <= year <= 2099:
        return None
    if found.get("y2"):
        last = int(found["y2"])
        return (date(year, 1, 1), date(last, 12, 31), "year") if year < last else None
    if found.get("quarter"):
        quarter = _QUARTERS[found["quarter"]]
        return _months(year, 1 if found.get("up_to") else 3 * quarter + 1, 3 * quarter + 3)
    if found.get("half"):
        return _months(year, 1, 6) if found["half"] == "上" else _months(year, 7, 12)
    if not found["m"] and not found["d"]:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if before and not found["y"] and before[2] != "day" and (found["d"] or before[2] == "year"):
        return None
    month = read_small(found["m"]) if found["m"] else before and before[0].month
    return _read_month(year, month or 0, found["d"], found.get("m2"))


def _read_month(year: int, month: int, day: str | None, last: str | None) -> _Stretch | None:
    if not 1 <= month <= 12:
        return None
    if not day:
        return _months(year, month, read_small(last) if last else month)
    number = read_small(day)
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    return date(year, month, number), date(year, month, number), "day"


def _join(first: _Stretch, second: _Stretch | None) -> _Stretch | None:
    if second is None or second[1] <= first[1] or second[2] != first[2]:
        return None
    return first[0], second[1], first[2]


def _months(year: int, first: int, last: int) -> _Stretch | None:
    if first > last:
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), "month"


def read_year(digits: str) -> int:
    """The year written with four digits or ideographs.

    >>> read_year("二○一二"), read_year("1 9 9 8")
    (2012, 1998)
    """
    return int("".join(str(_DIGITS.get(c, c)) for c in digits.replace(" ", "")))


def first_year_of_plan(plan: str) -> int:
    """The first of the five years of a plan, which were numbered anew from the eleventh on.

    >>> first_year_of_plan("十一五"), first_year_of_plan("十四五")
    (2006, 2021)
    """
    return 2006 + 5 * (read_small(plan[:2]) - 11)


def read_small(numeral: str) -> int:
    """The number of a month, a day or a few years, in digits or in words.

    >>> read_small("03"), read_small("二十一"), read_small("元"), read_small("廿三"), read_small("两")
    (3, 21, 1, 23, 2)

    Raises:
        KeyError: if it is no number below 100.
    """
    number = as_small(numeral)
    if number is None:
        raise KeyError(numeral)
    return number


def as_small(numeral: str) -> int | None:
    """The same; null where it is no number below 100.

    >>> as_small("十三"), as_small("12"), as_small("十十")
    (13, 12, None)
    """
    numeral = numeral.replace(" ", "")
    return int(numeral) if numeral.isdecimal() else _SMALL.get(numeral)
