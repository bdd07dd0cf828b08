"""Tells whether a line alone is the title of a report, and whose and on which year it says that report is."""

from typing import NamedTuple

from pipeline.characters import squeeze, to_plain
from pipeline.metadata.report_years import arabic_years
from pipeline.metadata.rules import compiled
from pipeline.metadata.titles import LONGEST_LINE, is_generic, read_author, tidy_title
from pipeline.values import find_dates


class Titled(NamedTuple):
    """Whose report a title says it is, as it is printed there, and the year that it names."""

    author: str
    year: int


def read_titled(line: str) -> Titled | None:
    """What a line says as the title of a report; nothing of one that is none, or says not whose or not on which year.

    >>> read_titled("某县水务局2022年政府信息公开工作年度报告"), read_titled("关于某县2021年工作报告的决议")
    (Titled(author='某县水务局', year=2022), None)
    >>> read_titled("某县水务局政府信息公开工作年度报告"), read_titled("2022年政府信息公开工作年度报告")
    (None, None)
    """
    if len(line) > LONGEST_LINE or not compiled("title_report").search(to_plain(line.rstrip())):
        return None
    title = tidy_title(line)
    plain = arabic_years(to_plain(title))
    if is_generic(title):
        return None
    years = {mention.last.year for mention in find_dates(plain)}
    author = next(filter(None, read_author(title)), None)
    return Titled(squeeze(to_plain(author)), years.pop()) if author and len(years) == 1 else None
