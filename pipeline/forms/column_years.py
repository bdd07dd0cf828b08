"""Reads the year of a table column from its header alone: 本年数, 2015年, 历年累计."""

import re
from functools import cache, lru_cache

from pipeline.characters import squeeze, to_plain
from pipeline.rulebook import form_rules

Pattern = re.Pattern[str]


@cache
def _patterns() -> tuple[Pattern, Pattern, Pattern]:
    """A head that names a year, the year of its table, and another time; a previous year may be said of anything."""
    words = form_rules().words
    year = rf"(?P<year>20\d\d)年?度?{words.number}"
    own = rf"(?:{words.own_year}){words.number}"
    other = rf"{words.other_year}|(?:{words.other_time}){words.number}"
    return re.compile(year), re.compile(own), re.compile(other)


@lru_cache(maxsize=4_096)
def head_year(printed: str) -> int | None:
    """The year, if a header consists of nothing else.

    >>> head_year("2016年度统计数"), head_year("2016 年"), head_year("2016年7月"), head_year("统计数")
    (2016, 2016, None, None)
    """
    match = _patterns()[0].fullmatch(_bare(printed))
    return int(match["year"]) if match else None


@lru_cache(maxsize=4_096)
def is_table_time(printed: str, year: int | None) -> bool:
    """Whether a header only says that its column is for the year of the table.

    >>> [is_table_time(head, 2016) for head in ("本年数", "2016年", "2015年", "上年数")]
    [True, True, False, False]
    """
    return _patterns()[1].fullmatch(_bare(printed)) is not None or (year is not None and head_year(printed) == year)


@lru_cache(maxsize=4_096)
def is_other_time(printed: str, year: int | None) -> bool:
    """Whether a header says that its column is for another year than the table, or for all years together.

    >>> [is_other_time(head, 2016) for head in ("上年数", "2015年", "历年累计", "2016年", "统计数", "备注")]
    [True, True, True, False, False, False]
    """
    return _patterns()[2].fullmatch(_bare(printed)) is not None or head_year(printed) not in (None, year)


def _bare(printed: str) -> str:
    return squeeze(to_plain(printed))
