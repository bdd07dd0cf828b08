"""Determines the year that a report is on, and the period that it states.

The year of the meeting that heard a report is never the year reported on: a work report of 2021 is on 2020.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import regex

from pipeline.characters import to_plain
from pipeline.metadata.rules import YearRule, compiled, metadata_rules
from pipeline.model import ReportType, Text
from pipeline.values import DateMention, find_dates, first_year_of_plan, read_year

# In characters: the period is near the beginning of a report, after the title, in its preamble.
HEAD = 3000
# In characters of prose: other statements about the year are within these.
OPENING = 1500
# In characters, including furniture: the day of a meeting, which may look like that of publication, is within these.
TOP = 400
# A shorter span of days is no period of a report.
SHORTEST_PERIOD = timedelta(days=27)
# A meeting in the first half of a year hears about the year before, one in the last quarter about its own year; one
# between them hears about the past half-year, if the report states so.
LAST_OF_THE_YEAR_BEFORE = 6
FIRST_OF_THE_YEAR = 10

QUOTED_RE = regex.compile(r"《[^《》\n]{0,80}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})*》|〈[^〈〉\n]{0,80}〉")
_CHINESE_YEAR_RE = regex.compile(r"[一二][〇○零O0o九][〇○零O0o一二三四五六七八九]{2}(?=\s?年)")
# Families of reports that are delivered before a congress.
SPOKEN = (ReportType.WORK_REPORT, ReportType.COURT_REPORT, ReportType.PROCURATORATE_REPORT)


class Reported(NamedTuple):
    """The year reported on, and the period that the report states; null if it states none."""

    year: int | None = None
    first: date | None = None
    last: date | None = None


class _Found(NamedTuple):
    """A period found by a rule, and the year that follows from it; without a first day if it is as of a day."""

    year: int
    first: date | None
    last: date
    rule: str


def read_reported(title: str | None, headings: Sequence[str], text: Text, family: ReportType) -> Reported:
    """The year and period of a report, by the rules for its family in ``rules/metadata.toml``.

    >>> read_reported("某县2023年上半年工作总结", [], Text("", ""), ReportType.WORK_SUMMARY).last.isoformat()
    '2023-06-30'
    >>> read_reported("2026年某省政府工作报告", [], Text("", ""), ReportType.WORK_REPORT)
    Reported(year=2025, first=None, last=None)
    >>> read_reported("截至2021年5月底重点项目推进情况", [], Text("", ""), ReportType.WORK_SUMMARY).last.isoformat()
    '2021-05-31'
    """
    words = {ReportType.DISCLOSURE_ANNUAL: "period_word", ReportType.OTHER: None}.get(family, "period_named")
    period = find_period(text.plain, words) if words and family not in SPOKEN else None
    years = _find_years(title, headings, text, family)
    found = next(years, None)
    if found and found.first is None and any(_is_whole_year(other, found.year) for other in years):
        found = found._replace(first=date(found.year, 1, 1))
    in_title = found is not None and found.rule in ("as_of_in_title", "year_in_title")
    if found and (in_title or not period) and found.year:
        return Reported(found.year, *_period_of(found, period, headings, family))
    if period:
        return Reported(period.last.year, period.first, period.last)
    planned = compiled("plan").search(to_plain(title or ""))
    if planned and family is not ReportType.OTHER:
        first = first_year_of_plan(planned["plan"])
        return Reported(first + 4, date(first, 1, 1), date(first + 4, 12, 31))
    return Reported()


def _period_of(
    found: _Found, period: DateMention | None, headings: Sequence[str], family: ReportType
) -> tuple[date | None, date | None]:
    """The period of a report, if it states more than the year."""
    if period:
        return period.first, period.last
    first, last = found.first, found.last
    if first is None:
        return None, last
    if family in SPOKEN:
        if first.year < last.year or (last.month, last.day) != (12, 31):
            return first, last
        review = next(filter(_is_review, headings), "")
        spans = compiled("five_years").search(to_plain(review)) and not find_dates(to_plain(review))
        return (date(found.year - 4, 1, 1), date(found.year, 12, 31)) if spans else (None, None)
    return (None, None) if _is_whole_year(found, found.year) or first == last else (first, last)


def _is_whole_year(found: _Found, year: int) -> bool:
    return (found.first, found.last) == (date(year, 1, 1), date(year, 12, 31))


def _is_review(heading: str) -> bool:
    plain = to_plain(heading)
    return any(compiled(name).search(arabic_years(plain)) for name in ("five_years", "review_heading"))


def _find_years(title: str | None, headings: Sequence[str], text: Text, family: ReportType) -> Iterator[_Found]:
    """What the rules of a family find, in the order of the rules."""
    texts: dict[str, list[str]] = {
        "title": [arabic_years(to_plain(title))] if title else [],
        "heading": [arabic_years(to_plain(heading)) for heading in headings],
        "head": [opening(text)],
        "top": [arabic_years(text.plain[:TOP])],
    }
    for rule in metadata_rules().years:
        if rule.families and family not in rule.families:
            continue
        for words in texts[rule.where]:
            for match in compiled(rule.name).finditer(words):
                found = _read_found(rule, words, match)
                if found:
                    yield found


def _read_found(rule: YearRule, words: str, match: "regex.Match[str]") -> _Found | None:
    offset = match.start("year")
    mention = next((found for found in find_dates(words) if found.start <= offset < found.end), None)
    if mention is None:
        year = int(match["year"])
        return _Found(year + rule.shift, date(year, 1, 1), date(year, 12, 31), rule.name)
    if rule.meeting:
        return _of_meeting(mention, rule.name, is_half=compiled("half_year").search(words[:TOP]) is not None)
    first, last = mention.first, mention.last
    if rule.years > 1:
        year = int(match["year"]) + rule.years - 1
        return _Found(year, date(int(match["year"]), 1, 1), date(year, 12, 31), rule.name)
    if rule.as_of:
        return _Found(last.year, None, last, rule.name)
    if compiled("school_year").search(words[mention.start : mention.end + 2]) and first.year + 1 == last.year:
        first, last = date(first.year, 9, 1), date(last.year, 8, 31)
    if rule.shift:
        return _Found(
            last.year + rule.shift, date(last.year + rule.shift, 1, 1), date(last.year + rule.shift, 12, 31), rule.name
        )
    return _Found(last.year, first, last, rule.name)


def _of_meeting(day: DateMention, rule: str, *, is_half: bool) -> _Found | None:
    month = day.first.month
    if LAST_OF_THE_YEAR_BEFORE < month < FIRST_OF_THE_YEAR:
        year = day.first.year
        return _Found(year, date(year, 1, 1), date(year, 6, 30), rule) if is_half else None
    year = day.first.year - (month <= LAST_OF_THE_YEAR_BEFORE)
    return _Found(year, date(year, 1, 1), date(year, 12, 31), rule)


def opening(text: Text) -> str:
    """The first prose of a text, with years in digits: without furniture, tables and quotations in 《》.

    >>> opening(Text("", "按照《2013年要点》,二〇一四年公开3条。"))
    '按照,2014年公开3条。'
    """
    pieces: list[str] = []
    offset = size = 0
    for region in (*text.regions, None):
        end = region.start if region else len(text.plain)
        piece = text.plain[offset : min(end, offset + OPENING)]
        pieces.append(piece)
        size += len(piece)
        offset = region.end if region else end
        if size >= OPENING:
            break
    return arabic_years(QUOTED_RE.sub("", "".join(pieces)[:OPENING]))


def arabic_years(plain: str) -> str:
    """The text with years in ideographs replaced by digits, one to one.

    >>> arabic_years("二○二一年一月")
    '2021年一月'
    """
    return _CHINESE_YEAR_RE.sub(lambda match: str(read_year(match[0])), plain)


def find_period(plain: str, words: str) -> DateMention | None:
    """The period that the preamble states, in a sentence with words from a rule.

    >>> find_period("数据统计期限为2012年1月1日至2012年12月31日。", "period_word").last.isoformat()
    '2012-12-31'
    """
    for mention in find_dates(plain[:HEAD]):
        long_enough = mention.precision != "year" and mention.last - mention.first >= SHORTEST_PERIOD
        if long_enough and mention.first != mention.last and compiled(words).search(_sentence(plain, mention)):
            return mention
    return None


def _sentence(plain: str, mention: DateMention) -> str:
    start = max(plain.rfind("。", 0, mention.start), plain.rfind("\n", 0, mention.start)) + 1
    return plain[max(start, mention.start - 80) : mention.end + 20]
