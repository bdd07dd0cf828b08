"""Computes the period that a time expression names, relative to the report and the sentence so far."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from pipeline.values import first_year_of_plan, read_small, read_year

Period = tuple[date | None, date | None]
Found = Mapping[str, str | None]

UNKNOWN: Period = (None, None)
# The days of 上旬 and 中旬; 下旬 is the rest of the month.
DECADE = {"上": (1, 10), "中": (11, 20)}


class Anchor(Struct, frozen=True, gc=False):
    """What the time expressions of a sentence are relative to.

    ``period`` applies if nothing is stated, ``named`` is the stretch that the sentence named last (else ``period``),
    ``document`` the one that the report is on, ``around`` that of the section. ``now`` is the year that 今年 means,
    ``year`` the one that 3月, 全年 and 上年 are relative to: in the work report of 2024 that reviews 2023 they are 2024
    and 2023. ``today`` is the day of the meeting that heard the report, if it is known, and ``at_hand`` is that day if
    目前 means it: the findings of an audit of a year are dated right after its end.
    """

    period: Period = UNKNOWN
    named: Period = UNKNOWN
    document: Period = UNKNOWN
    around: Period = UNKNOWN
    now: int | None = None
    year: int | None = None
    today: date | None = None
    at_hand: date | None = None


def whole_year(year: int) -> Period:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def read_span(found: Found, anchor: Anchor) -> Period | None:
    """The first and last day that the groups of a mention name, before 截至 and 以来 are applied; null if unknown."""
    if found["stock"] or found["total"]:
        return _read_sum(found, anchor)
    if found["report_day"]:
        return None, anchor.today
    if found["past"]:
        return anchor.document
    if found["plan"]:
        return read_stretch_of_plan(found["plan"], anchor.period[1] or anchor.document[1])
    if found["span"] or found["ahead"] or found["within"] or found["streak"]:
        return _read_span(found, anchor)
    if found["school_last"] or found["iso_year"] or found["last"]:
        return _read_dated(found)
    year = _read_year_word(found, anchor)
    return _read_in_year(found, year, anchor) if year else None


def _read_sum(found: Found, anchor: Anchor) -> Period:
    """A sum up to now, or over the years (or the part of a year) that the sentence is about."""
    first, last = anchor.named
    if found["total"] and found["gathered"] and first is not None and last is not None:
        years = first.year < last.year or (last.month, last.day) < (12, 31)
        if years and anchor.named == anchor.period:
            return anchor.named
    return None, last if found["total"] or found["gathered"] else present(anchor)


def _read_dated(found: Found) -> Period | None:
    """A time that names all of its years: a day in digits, a school year, a stretch of years."""
    if found["iso_year"]:
        days = found["iso_day"]
        return _read_month(int(found["iso_year"]), int(found["iso_month"] or 0), days, days)
    if found["school_last"]:
        last = read_year(found["school_last"]) + (not found["school_first"])
        return date(last - 1, 9, 1), date(last, 8, 31)
    first, last = read_year(found["first"] or ""), read_year(found["last"] or "")
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _read_in_year(found: Found, year: int, anchor: Anchor) -> Period | None:
    """A time within one year, or the whole year."""
    if found["same"]:
        return _shift(anchor.named, year)
    if found["half"] or found["quarter"] or found["months"] or found["month"]:
        return _read_part(found, year)
    return _own_year(year, anchor) if found["now"] or found["whole"] else whole_year(year)


def present(anchor: Anchor) -> date | None:
    """The last day that 目前 can mean: that of the report's stretch, unless the sentence has named another."""
    if anchor.at_hand is not None:
        return anchor.at_hand
    moved = anchor.named != anchor.period
    return anchor.named[1] if moved or anchor.document[1] is None else anchor.document[1]


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _own_year(year: int, anchor: Anchor) -> Period:
    """今年 and 全年 in a report on the last part of a year mean that part."""
    first, last = anchor.document
    own = first is not None and last is not None and first.year == last.year == year
    return anchor.document if own and last == date(year, 12, 31) else whole_year(year)


def _read_year_word(found: Found, anchor: Anchor) -> int | None:
    """The year of a mention; that of the words before if it names none."""
    if found["year"]:
        return read_year(found["year"])
    if found["now"]:
        return anchor.now
    if found["back"]:
        if found["before_last"]:
            return anchor.now - 2 if anchor.now else None
        from_year = anchor.now if found["last_year"] and anchor.now else anchor.year
        return from_year - 1 if from_year else None
    if found["next"]:
        last = anchor.document[1]
        from_year = (last.year if last else None) if found["new_year"] else anchor.now
        return (from_year if found["new_year"] or found["coming"] else anchor.year or 0) + 1 if from_year else None
    return anchor.year


def read_stretch_of_plan(plan: str, limit: date | None) -> Period:
    """The years of a five-year plan, up to the end of the reported period unless the plan is yet to come.

    >>> [day.isoformat() for day in read_stretch_of_plan("十四五", date(2023, 12, 31))]
    ['2021-01-01', '2023-12-31']
    """
    opening = first_year_of_plan(plan)
    first, last = date(opening, 1, 1), date(opening + 4, 12, 31)
    return first, limit if limit and first <= limit < last else last


def _read_span(found: Found, anchor: Anchor) -> Period | None:
    """A number of years up to that of the report (近三年), or after it (未来五年; 三年内 in a plan)."""
    count = read_small(found["span"] or found["ahead"] or found["within"] or found["streak"] or "")
    to_come = found["ahead"] or (found["within"] and _is_to_come(anchor))
    last = _earlier(date(anchor.year, 12, 31) if anchor.year else None, anchor.document[1])
    if last is None or not count:
        return None
    if to_come:
        return coming_years(last, count)
    return date(last.year - count + 1, 1, 1), date(last.year, 12, 31)


def coming_years(last: date, count: int) -> Period:
    """A number of years after the year of a day."""
    return date(last.year + 1, 1, 1), date(last.year + count, 12, 31)


def years_up_to(period: Period, count: int) -> Period:
    """A number of years up to the end of a stretch, or the stretch itself if it is that long."""
    first, last = period
    if first is None or last is None or last.year - first.year + 1 == count:
        return period
    return date(last.year - count + 1, 1, 1), last


def _is_to_come(anchor: Anchor) -> bool:
    """Whether the context of a sentence is later than the reported stretch."""
    first, last = anchor.period[0], anchor.document[1]
    return first is not None and last is not None and first > last


def _shift(period: Period, year: int) -> Period | None:
    """A stretch moved so that it ends in a year: 同期 means the same days of that year."""
    first, last = period
    if last is None:
        return None
    back = last.year - year
    return first and _in_year(first, first.year - back), _in_year(last, year)


def _in_year(day: date, year: int) -> date:
    last = monthrange(year, day.month)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if ends else min(day.day, last))


def _read_part(found: Found, year: int) -> Period | None:
    """The half, the quarters or the months of a year."""
    if found["half"]:
        return (
            (date(year, 1, 1), date(year, 6, 30)) if found["half"] == "上" else (date(year, 7, 1), date(year, 12, 31))
        )
    if found["quarter"]:
        last = 3 * read_small(found["quarter"])
        return date(year, 1 if found["firsts"] else last - 2, 1), date(year, last, monthrange(year, last)[1])
    if found["months"]:
        last = read_small(found["months"])
        return (date(year, 1, 1), date(year, last, monthrange(year, last)[1])) if 1 <= last <= 12 else None
    month = read_small(found["month"] or "")
    if found["third"]:
        first_day, last_day = DECADE.get(found["third"], (21, monthrange(year, month)[1]))
        return date(year, month, first_day), date(year, month, last_day)
    if found["day"]:
        return _read_month(year, month, found["day"], found["day2"] or found["day"])
    opening = read_small(found["from"]) if found["from"] else month
    first, last_of_month = date(year - (opening > month), opening, 1), monthrange(year, month)[1]
    return first, date(year, month, last_of_month)


def _read_month(year: int, month: int, first: str | None, last: str | None) -> Period | None:
    """Some days of a month, if the calendar has them."""
    if not 1 <= month <= 12:
        return None
    opening, closing = read_small(first or ""), read_small(last or "")
    if not 1 <= opening <= closing <= monthrange(year, month)[1]:
        return None
    return date(year, month, opening), date(year, month, closing)
