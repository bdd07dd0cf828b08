"""Tells of which year a column of a table is by the words of its head alone: 本年数, 2015年, 历年累计."""

import re
from functools import lru_cache

from pipeline.characters import squeeze, to_plain

# What stands behind a time in a head, and says nothing of it.
_NUMBERS = r"(?:统计)?(?:数据?|数量|数值)?"
_YEAR_RE = re.compile(rf"(?P<year>20\d\d)年?度?{_NUMBERS}")
_OWN_RE = re.compile(rf"(?:本|今)年度?{_NUMBERS}|本期{_NUMBERS}")
# Of last year is whatever begins so: 上年数, 上年现行有效件数.
_OTHER_RE = re.compile(rf"(?:上一?|去|前一?)年.{{0,20}}|上?同?期{_NUMBERS}|(?:历年|历史)?累计{_NUMBERS}")


@lru_cache(maxsize=4_096)
def head_year(printed: str) -> int | None:
    """The year that is all that a head says.

    >>> head_year("2016年度统计数"), head_year("2016 年"), head_year("2016年7月"), head_year("统计数")
    (2016, 2016, None, None)
    """
    match = _YEAR_RE.fullmatch(_bare(printed))
    return int(match["year"]) if match else None


@lru_cache(maxsize=4_096)
def is_own_time(printed: str, year: int | None) -> bool:
    """Whether a head says that its column is of the year of the table, and no more.

    >>> [is_own_time(head, 2016) for head in ("本年数", "2016年", "2015年", "上年数")]
    [True, True, False, False]
    """
    return _OWN_RE.fullmatch(_bare(printed)) is not None or (year is not None and head_year(printed) == year)


@lru_cache(maxsize=4_096)
def is_other_time(printed: str, year: int | None) -> bool:
    """Whether a head says that its column is of another year than that of the table, or of all years together.

    >>> [is_other_time(head, 2016) for head in ("上年数", "2015年", "历年累计", "2016年", "统计数", "备注")]
    [True, True, True, False, False, False]
    """
    return _OTHER_RE.fullmatch(_bare(printed)) is not None or head_year(printed) not in (None, year)


def _bare(printed: str) -> str:
    return squeeze(to_plain(printed))
