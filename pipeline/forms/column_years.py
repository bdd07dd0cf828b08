"""Reads the year of a table column from its header alone: 本年数, 2015年, 历年累计."""

import re
from functools import lru_cache

from pipeline.characters import squeeze, to_plain

# Words after a time in a header that add nothing to it.
_NUMBERS = r"(?:统计)?(?:数据?|数量|数值)?"
_YEAR_RE = re.compile(rf"(?P<year>20\d\d)年?度?{_NUMBERS}")
_OWN_RE = re.compile(rf"(?:本|今)年度?{_NUMBERS}|本期{_NUMBERS}")
# Headers that begin with these are for the previous year: 上年数, 上年现行有效件数.
_OTHER_RE = re.compile(rf"(?:上一?|去|前一?)年.{{0,20}}|上?同?期{_NUMBERS}|(?:历年|历史)?累计{_NUMBERS}")


@lru_cache(maxsize=4_096)
def head_year(printed: str) -> int | None:
    """The year, if a header consists of nothing else.

    >>> head_year("2016年度统计数"), head_year("2016 年"), head_year("2016年7月"), head_year("统计数")
    (2016, 2016, None, None)
    """
    match = _YEAR_RE.fullmatch(_bare(printed))
    return int(match["year"]) if match else None


@lru_cache(maxsize=4_096)
def is_table_time(printed: str, year: int | None) -> bool:
    """Whether a header only says that its column is for the year of the table.

    >>> [is_table_time(head, 2016) for head in ("本年数", "2016年", "2015年", "上年数")]
    [True, True, False, False]
    """
    return _OWN_RE.fullmatch(_bare(printed)) is not None or (year is not None and head_year(printed) == year)


@lru_cache(maxsize=4_096)
def is_other_time(printed: str, year: int | None) -> bool:
    """Whether a header says that its column is for another year than the table, or for all years together.

    >>> [is_other_time(head, 2016) for head in ("上年数", "2015年", "历年累计", "2016年", "统计数", "备注")]
    [True, True, True, False, False, False]
    """
    return _OTHER_RE.fullmatch(_bare(printed)) is not None or head_year(printed) not in (None, year)


def _bare(printed: str) -> str:
    return squeeze(to_plain(printed))
