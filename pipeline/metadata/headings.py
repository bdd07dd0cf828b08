"""Recognises a line that is the title of a report, and reads the author and the year in it."""

from typing import NamedTuple

from pipeline.characters import squeeze, to_plain
from pipeline.metadata.report_years import arabic_years
from pipeline.metadata.rules import compiled
from pipeline.metadata.title_authors import read_author
from pipeline.metadata.titles import LONGEST_LINE, is_generic, tidy_title
from pipeline.values import find_dates


class Titled(NamedTuple):
    """The author in a title as printed, its year, and whether the text is a report."""

    author: str
    year: int
    report: bool


def read_titled(line: str) -> Titled | None:
    """The content of a line as a title; null if it is no title, or lacks the author or the year.

    >>> read_titled("某县水务局2022年政府信息公开工作年度报告"), read_titled("某县水务局2022年公开情况统计表")
    (Titled(author='某县水务局', year=2022, report=True), Titled(author='某县水务局', year=2022, report=False))
    >>> read_titled("某县水务局政府信息公开工作年度报告"), read_titled("2022年政府信息公开工作年度报告")
    (None, None)
    """
    words = to_plain(line.rstrip())
    if len(line) > LONGEST_LINE or not compiled("title_end").search(words):
        return None
    title = tidy_title(line)
    plain = arabic_years(to_plain(title))
    if is_generic(title):
        return None
    years = {mention.last.year for mention in find_dates(plain)}
    author = next(filter(None, read_author(title)), None)
    if not author or len(years) != 1:
        return None
    return Titled(squeeze(to_plain(author)), years.pop(), compiled("title_report").search(words) is not None)


def read_unsigned(line: str) -> Titled | None:
    """The content of a title with a year but no author; the author is then in the signature.

    >>> read_unsigned("2022年政府信息公开工作年度报告"), read_unsigned("某县水务局2022年政府信息公开工作年度报告")
    (Titled(author='', year=2022, report=True), None)
    """
    words = to_plain(line.rstrip())
    if (
        len(line) > LONGEST_LINE
        or not compiled("title_end").search(words)
        or not compiled("title_report").search(words)
    ):
        return None
    title = tidy_title(line)
    mentions = find_dates(arabic_years(to_plain(title)))
    if any(read_author(title)) or len(mentions) != 1 or mentions[0].start:
        return None
    return Titled("", mentions[0].last.year, report=True)
