"""Says what time each sentence stands in, before its own words: that of its paragraph, its section, its document.

A review holds until a heading or a sentence turns to a plan; what stands behind is of the coming year, and a target.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import regex

from pipeline.characters import to_plain
from pipeline.figures.modality import Timing, modality_of_title
from pipeline.figures.time_expressions import Mention, find_mentions
from pipeline.figures.time_grammar import BARE_PLAN_RE
from pipeline.figures.time_reading import (
    UNKNOWN,
    Anchor,
    Period,
    coming_years,
    read_number,
    read_stretch_of_plan,
    whole_year,
    years_up_to,
)
from pipeline.figures.time_refusals import period_pattern, period_rules
from pipeline.model import Metadata, Modality, ReportType, Section, Text
from pipeline.values import find_dates

# Reports that are given to a congress, mostly in the year behind the one that they report on.
SPEECHES = frozenset(
    (
        ReportType.WORK_REPORT,
        ReportType.BUDGET_REPORT,
        ReportType.AUDIT_REPORT,
        ReportType.COURT_REPORT,
        ReportType.PROCURATORATE_REPORT,
    )
)
# The day of the meeting stands at the head of a report, beside one of these words.
HEAD = 600
MEETING_RE = regex.compile(r"[^\n。]{0,40}(?:会议|大会|讲话|作政府工作报告)")
# A report is given, signed or published within so many days of the stretch that it is on.
LATEST = timedelta(days=500)
# Most reports are read out or published within a quarter.
READ_BY = timedelta(days=90)
LONGEST_HEADING = 40
YEAR_END = (12, 31)
# A heading without a number stands alone on its line; no sentence does.
LINE_RE = regex.compile(rf"(?m)^[^\n,;。!?]{{2,{LONGEST_HEADING}}}$")
# How a sentence opens is told by so many characters.
OPENING = 30
REACH_BACK = 60
TOP = 0
FIVE = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds under a heading of a level: for when its figures are, and what they say."""

    level: int
    period: Period
    modality: Modality


@dataclass(frozen=True, slots=True)
class Scope:
    """What a sentence stands in, and the times that it names itself."""

    anchor: Anchor
    modality: Modality
    mentions: tuple[Mention, ...]
    is_budget: bool = False


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    level: int
    title: str


def read_scopes(
    text: Text, sentences: Sequence[tuple[int, int]], sections: Sequence[Section], metadata: Metadata
) -> Iterator[Scope]:
    """The scope of each sentence, given by its first and last place, in order."""
    anchor = read_document(text, metadata)
    headings = sorted(_find_headings(text, sections), key=lambda heading: heading.start)
    stack = [Ground(-1, anchor.period, modality_of_title(metadata.title or _first_line(text.plain)))]
    lead: Ground | None = None
    before: Mention | None = None
    following, closed, addressed = 0, 0, False
    for start, end in sentences:
        opened = following
        while following < len(headings) and headings[following].start <= start:
            stack = _enter(stack, headings[following], anchor, metadata)
            following += 1
        is_first = following > opened or "\n" in text.plain[closed:start] or addressed
        if is_first:
            lead = before = None
        addressed = (
            is_first and period_pattern("address").search(text.plain[start : min(end, start + OPENING)]) is not None
        )
        if (years := _looks_back(text.plain, start, end, anchor)) and stack[-1].modality is not Modality.TARGET:
            stack, lead = [*stack[:-1], replace(stack[-1], period=years)], None
        ground = lead or stack[-1]
        goes_on = before is not None and _opens_with("going_on", text.plain, start)
        anchor = replace(anchor, around=stack[-1].period)
        moment = before if before and goes_on and before.is_near and before.is_point else None
        own = _anchor_at(anchor, before.period if before and goes_on and not moment else ground.period)
        if _opens_with("plan_opening", text.plain, start):
            ground = lead = Ground(TOP, _plan_under(stack[-1], anchor), Modality.TARGET)
            own = _anchor_at(anchor, ground.period)
        mentions = find_mentions(text.plain, start, end, own)
        if metadata.report_type in SPEECHES and _turns(text.plain, start, end, mentions, anchor):
            stack = [Ground(-1, _planned(mentions, anchor), Modality.TARGET)]
            ground, lead = stack[-1], None
            own = _anchor_at(anchor, ground.period)
            mentions = find_mentions(text.plain, start, end, own)
        if moment is not None:
            # 年末人口9万人。其中,男5万人;出生人口900人: a moment goes on as it does behind a comma.
            mentions.insert(0, replace(moment, start=start, end=start))
        yield Scope(own, ground.modality, tuple(mentions), metadata.report_type is ReportType.BUDGET_REPORT)
        lead = _lead(text.plain, start, mentions, anchor, stack[-1]) or lead
        if is_first and lead and metadata.report_type in SPEECHES and _goes_past(lead, stack[-1], anchor):
            stack = [*stack[:-1], replace(lead, level=stack[-1].level)]
        before, closed = next((m for m in reversed(mentions) if _carries(m)), before), end


def read_document(text: Text, metadata: Metadata) -> Anchor:
    """What the words of time of a document are reckoned from."""
    period = (metadata.period_start, metadata.period_end)
    if period == UNKNOWN and metadata.report_year is not None:
        period = whole_year(metadata.report_year)
    last = period[1]
    if last is None:
        return Anchor()
    said = find_dates(text.plain[:HEAD])
    meetings = (m.first for m in said if m.precision == "day" and MEETING_RE.match(text.plain, m.end))
    days = [*meetings, metadata.signed, metadata.published]
    today = next((day for day in days if day and last - timedelta(days=60) <= day <= last + LATEST), None)
    now = last.year
    # What is on a half or a quarter is written within its year; a speech on a whole year is given in the next.
    if metadata.report_type in SPEECHES and (last.month, last.day) == YEAR_END:
        now = today.year if today and today.year in (now, now + 1) else now + 1
    at_hand = today if metadata.report_type is ReportType.AUDIT_REPORT and today and today > last else None
    return Anchor(period, period, period, period, now, last.year, today, at_hand)


def _first_line(plain: str) -> str:
    """What stands where a title does, if it is short enough for one."""
    line = plain.lstrip().partition("\n")[0].strip()
    return line if len(line) <= LONGEST_HEADING else ""


def _anchor_at(anchor: Anchor, period: Period) -> Anchor:
    """The anchor of a document where a stretch holds."""
    return replace(anchor, period=period, named=period, year=period[1].year if period[1] else anchor.year)


def _coming(anchor: Anchor) -> Period:
    """The year behind the one that a document reports on."""
    last = anchor.document[1]
    return whole_year(last.year + 1) if last else UNKNOWN


def _plan_under(above: Ground, anchor: Anchor) -> Period:
    """The time of a plan that names none: that of the plan it stands in, else the coming year."""
    return above.period if above.modality is Modality.TARGET else _coming(anchor)


def _planned(mentions: Sequence[Mention], anchor: Anchor) -> Period:
    """The years that a turning sentence names (未来五年…主要目标是), else the coming one."""
    limit = anchor.document[1]
    named = (m.period for m in mentions if not _is_passing(m) and not _is_short(m.period))
    return next((p for p in named if limit and p[0] and p[1] and p[0] > limit), _coming(anchor))


def _looks_back(plain: str, start: int, end: int, anchor: Anchor) -> Period | None:
    """The years that a sentence looks back on for all that follow (这是砥砺奋进的五年); none if it does not."""
    match = period_pattern("years_turn").search(plain[start : min(end, start + REACH_BACK)])
    if match is None or anchor.document[1] is None:
        return None
    if plan := match["plan"]:
        return read_stretch_of_plan(plan, anchor.document[1])
    return years_up_to(anchor.document, read_number(match["count"]))


def _find_headings(text: Text, sections: Sequence[Section]) -> Iterator[_Heading]:
    for section in sections:
        if section.marker:
            yield _Heading(section.start, section.level, to_plain(section.title or ""))
    numbered = {section.start for section in sections if section.marker}
    for match in LINE_RE.finditer(text.plain):
        line = match[0].strip()
        if match.start() not in numbered and any(rule.compile().search(line) for rule in period_rules().headings):
            yield _Heading(match.start(), TOP, line)


def _enter(stack: list[Ground], heading: _Heading, anchor: Anchor, metadata: Metadata) -> list[Ground]:
    """The grounds that hold under a heading: those of the headings above it, and its own if it says one."""
    above = [ground for ground in stack if ground.level < heading.level or ground.level == -1]
    own = _read_heading(heading, anchor, above[-1], metadata)
    if own is None:
        return above
    # What follows a plan in a report to a congress goes on with it.
    if metadata.report_type in SPEECHES and own.modality is Modality.TARGET and heading.level <= 1:
        above = [replace(above[0], period=_coming(anchor), modality=Modality.TARGET)]
    elif heading.level <= 1 and own.modality is Modality.ACTUAL:
        above = [Ground(-1, anchor.period, Modality.ACTUAL)]
    return [*above, own]


def _read_heading(heading: _Heading, anchor: Anchor, above: Ground, metadata: Metadata) -> Ground | None:
    """What a heading says: a stretch of time, a review or a plan; none where it says neither."""
    title = heading.title
    if len(title) > LONGEST_HEADING:
        return None
    mentions = find_mentions(title, 0, len(title), _anchor_at(anchor, anchor.document))
    named = next((m.period for m in mentions if not _is_passing(m)), None)
    says = {
        rule.says
        for rule in period_rules().headings
        if (not rule.families or metadata.report_type in rule.families) and _heading_pattern(rule.name).search(title)
    }
    limit = anchor.document[1]
    if "aside" in says and "plan" not in says:
        return None
    named = named or (_bare_years(title, anchor, is_plan="plan" in says) if says else None)
    if named is not None:
        future = limit is not None and named[0] is not None and named[0] > limit
        plan = future or ("plan" in says and "review" not in says and not _is_reported(named, anchor, metadata))
        return Ground(heading.level, named, Modality.TARGET if plan else Modality.ACTUAL)
    if says - {"aside"} == {"plan"}:
        return Ground(heading.level, _plan_under(above, anchor), Modality.TARGET)
    if says == {"review"} and (heading.level <= 1 or above.modality is not Modality.TARGET):
        period = anchor.period if above.modality is Modality.TARGET else above.period
        return Ground(heading.level, period, Modality.ACTUAL)
    return None


def _bare_years(title: str, anchor: Anchor, *, is_plan: bool) -> Period | None:
    """The years that a heading of a review or a plan names in short (“十五五”主要目标, 五年工作回顾)."""
    last = anchor.document[1]
    if last is None:
        return None
    if plan := BARE_PLAN_RE.search(title):
        return read_stretch_of_plan(plan["plan"], None if is_plan else last)
    years = period_pattern("heading_years").search(title)
    if years is None:
        return None
    count = read_number(years["count"])
    return coming_years(last, count) if is_plan else years_up_to(anchor.document, count)


def _is_reported(period: Period, anchor: Anchor, metadata: Metadata) -> bool:
    """Whether a stretch is the one that a report to a congress looks back on: 2020年主要工作 is no plan there."""
    return metadata.report_type in SPEECHES and period[1] is not None and period[1] <= (anchor.document[1] or date.max)


def _turns(plain: str, start: int, end: int, mentions: Sequence[Mention], anchor: Anchor) -> bool:
    """Whether a sentence turns a report from the year behind it to the one before it."""
    if not period_pattern("plan_turn").search(plain, start, end):
        return False
    limit = anchor.document[1]
    times = [m.period[0] for m in mentions if m.period[0] is not None and not m.is_back]
    return limit is not None and (not times or any(time > limit for time in times))


def _lead(plain: str, start: int, mentions: Sequence[Mention], anchor: Anchor, ground: Ground) -> Ground | None:
    """What a sentence that opens with a time gives to those behind it in its paragraph."""
    first = mentions[0] if mentions else None
    if first is None or _is_passing(first) or _is_short(first.period):
        return None
    if not period_pattern("openings").search(plain[start : first.start]):
        return None
    limit = anchor.document[1]
    if limit is None or first.period[0] is None:
        return Ground(TOP, first.period, ground.modality)
    return Ground(TOP, first.period, Modality.TARGET if first.period[0] > limit else Modality.ACTUAL)


def _is_passing(mention: Mention) -> bool:
    """Whether a time holds for its clause at most, and for nothing behind it."""
    return mention.is_near or mention.is_weak or mention.is_point or mention.is_held


def _goes_past(lead: Ground, ground: Ground, anchor: Anchor) -> bool:
    """Whether the time of a paragraph holds for those behind it: of the review itself, of five years, of a plan.

    刚刚过去的2025年,… within 十四五时期工作回顾 turns from the five years to the last.
    """
    if ground.modality is Modality.TARGET and lead.modality is not Modality.TARGET:
        return False
    first, last = lead.period
    years = last.year - first.year + 1 if first and last else 0
    return lead.period == anchor.document or years == FIVE or (lead.modality is Modality.TARGET and years > 0)


def _carries(mention: Mention) -> bool:
    """Whether a time holds for a sentence that goes on with its own (其中…)."""
    return not (mention.is_held or mention.is_back or mention.is_single or mention.is_span)


def _is_short(period: Period) -> bool:
    """Whether a stretch is shorter than a quarter, and so no time for what follows its sentence."""
    first, last = period
    return first is not None and last is not None and last - first < timedelta(days=80)


def read_timing(period: Period, scope: Scope) -> Timing:
    """Whether a figure's own time is past or yet to come, as seen from the report."""
    limit = scope.anchor.document[1]
    first, last = period
    if limit is None or last is None or period == scope.anchor.period:
        return Timing(scope.modality, scope.is_budget)
    today = scope.anchor.today or limit + READ_BY
    opening = first or last
    return Timing(scope.modality, scope.is_budget, is_to_come=opening > limit and last > today, is_past=last <= limit)


def time_of_fact(period: Period, scope: Scope) -> Period:
    """The time of what is no plan: in the middle of one, that of the report (已建成1.6万个)."""
    in_plan = scope.modality is Modality.TARGET and period == scope.anchor.period
    return scope.anchor.document if in_plan and scope.anchor.document != UNKNOWN else period


def _opens_with(name: str, plain: str, start: int) -> bool:
    return period_pattern(name).search(plain[start : start + OPENING]) is not None


@cache
def _heading_pattern(name: str) -> "regex.Pattern[str]":
    return next(rule for rule in period_rules().headings if rule.name == name).compile()
