"""Finds the time expressions of a sentence: the span of each, the days that it names, and how far it applies."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.figures.time_grammar import beside_time, mention_pattern
from pipeline.figures.time_reading import Anchor, Period, present, read_span, whole_year
from pipeline.figures.time_refusals import Standing, read_standing
from pipeline.values import read_year

if TYPE_CHECKING:
    from regex import Match

# The most characters between a year without 年 and the one with it.
LONGEST_LIST = 40


class Mention(Struct, frozen=True, gc=False):
    """A time expression with its span and its period.

    ``is_near``: applies to its clause alone (a single day, 累计, 年末, 上年同期). ``is_weak``: gives way to another
    expression beside it (累计, 以来, 目前). ``is_back``: names an earlier year (去年). ``is_point``: a moment up to
    which something is counted (年末, 截至). ``is_held``: a time used for comparison. ``is_span``: a number of years up
    to this one (近三年). ``is_single``: applies to one figure (现有). ``is_moment``: a moment at which several things
    may be counted (年末, 目前).
    """

    start: int
    end: int
    period: Period
    is_near: bool = False
    is_weak: bool = False
    is_back: bool = False
    is_point: bool = False
    is_held: bool = False
    is_span: bool = False
    is_single: bool = False
    is_moment: bool = False


def find_mentions(plain: str, sentence: int, end: int, anchor: Anchor) -> list[Mention]:
    """Every time expression in a sentence; two joined by 至 are one, and those within a document's title do not count.

    >>> anchor = Anchor(*[whole_year(2016)] * 4, 2016, 2016)
    >>> plain = "2014年公开3条,上年同期2条,5月1日至6月30日公开1条"
    >>> for mention in find_mentions(plain, 0, len(plain), anchor):
    ...     print(plain[mention.start : mention.end], *mention.period)
    2014年 2014-01-01 2014-12-31
    上年同期 2013-01-01 2013-12-31
    5月1日至6月30日 2014-05-01 2014-06-30
    """
    mentions: list[Mention] = []
    for match in mention_pattern().finditer(plain, sentence, end):
        last = mentions[-1] if mentions else None
        if last is not None and match.start() < last.end:
            continue
        joined = last is not None and beside_time("to").fullmatch(plain, last.end, match.start()) is not None
        standing = read_standing(plain, sentence, end, match)
        if standing is Standing.NONE:
            continue
        mention = _read_mention(match, _move(anchor, mentions), end)
        if mention is None or (mention.is_weak and last is not None and not last.is_weak):
            continue  # 2025年,累计公开: the year says when
        if joined and last is not None and last.period[0] and mention.period[1] and last.period[0] <= mention.period[1]:
            whole = last.period[0], mention.period[1]
            mentions[-1] = replace(mention, start=last.start, period=whole, is_near=False, is_point=False)
        elif last is not None and _is_up_to(plain, last, mention):
            mentions[-1] = replace(mention, start=last.start, period=(mention.period[0], last.period[1]))
        else:
            near = mention.is_near or standing is Standing.CLAUSE
            mentions.append(replace(mention, is_near=near, is_held=standing is Standing.HELD))
    return [one for mention in mentions for one in (*_bare_years(plain, sentence, mention), mention)]


def _is_up_to(plain: str, last: Mention, mention: Mention) -> bool:
    """Whether a year is meant up to the moment that was named right before it (截至11月底,2019年共安排3亿元)."""
    near = last.is_point and not plain[last.end : mention.start].strip(" ,")
    first, end = mention.period
    return (
        near and first is not None and end is not None and last.period[1] is not None and first < last.period[1] < end
    )


def _move(anchor: Anchor, mentions: list[Mention]) -> Anchor:
    """The anchor after the mentions so far: 3月 is in the year that was named last."""
    moving = (m.period for m in reversed(mentions) if m.period[1] and not (m.is_back or m.is_held or m.is_single))
    named = next(moving, None)
    if named is None or named[1] is None:
        return anchor
    return replace(anchor, named=named, year=named[1].year)


def _bare_years(plain: str, sentence: int, mention: Mention) -> list[Mention]:
    """The years before one with 年 that are written without it (2021、2022、2023年)."""
    floor = max(sentence, mention.start - LONGEST_LIST)
    match = next(
        (m for m in beside_time("bare_years").finditer(plain, floor, mention.end) if m.end() == mention.start), None
    )
    if match is None:
        return []
    return [
        Mention(one.start(), one.end(), whole_year(read_year(one[0])))
        for one in beside_time("year").finditer(plain, match.start(), match.end())
    ]


def _read_mention(match: "Match[str]", anchor: Anchor, end: int) -> Mention | None:
    """What one mention names; null if its year is unknown, or no calendar has the day."""
    found = match.groupdict()
    period = read_span(found, anchor)
    if period is None or (period[1] is None and not found["report_day"]):
        return None  # The day of a report may be unknown; what is counted up to it is of no other time.
    first, last = period
    stop, is_day = match.end(), bool(found["day"] or found["iso_day"]) and first == last
    is_point = bool(found["until"] or found["edge"] or found["stock"] or found["report_day"])
    before = beside_time("before").match(match.string, stop, end)
    since = (
        None
        if is_point or found["total"] or found["span"] or found["streak"]
        else beside_time("since").match(match.string, stop, end)
    )
    if is_point or before:
        first, is_point, stop = None, True, before.end() if before else stop
    elif since and first:
        last, stop, is_day = _closing(first, anchor), since.end(), False
    return Mention(
        match.start(),
        stop,
        (first, last),
        is_near=(is_day and not is_point)
        or bool(found["total"] and (found["gathered"] or found["ever"]))
        or bool(found["same"] or found["streak"])
        or (is_point and not found["until"]),
        is_weak=bool((found["total"] and not found["ever"]) or (found["stock"] and not found["until"])),
        is_back=bool(found["back"] or found["same"]),
        is_point=is_point or bool(found["total"]),
        is_span=bool(found["span"]),
        is_single=bool(found["held"] or found["streak"]),
        is_moment=bool(found["edge"] or (found["stock"] and not found["gathered"])),
    )


def _closing(first: date, anchor: Anchor) -> date:
    """The last day of a period that begins on a day: the report's, or the day of its delivery if it is in this year."""
    for closing in (anchor.document[1], present(anchor), anchor.today):
        if closing is not None and first <= closing:
            return closing
    return date(first.year, 12, 31)
