"""Says what time each sentence stands in, before its own words: that of its paragraph, its section, its document.

A review holds until a heading or a sentence turns to a plan; what stands behind is of the coming year, and a target.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from pipeline.figures.modality import Timing, modality_of_title
from pipeline.figures.time_expressions import Mention, find_mentions
from pipeline.figures.time_headings import (
    LONGEST_HEADING,
    SPEECHES,
    TOP,
    Ground,
    anchor_at,
    coming,
    enter,
    find_headings,
    is_passing,
    plan_under,
)
from pipeline.figures.time_reading import (
    UNKNOWN,
    Anchor,
    Period,
    read_stretch_of_plan,
    whole_year,
    years_up_to,
)
from pipeline.figures.time_refusals import period_pattern
from pipeline.model import Metadata, Modality, ReportType, Section, Text
from pipeline.values import find_dates, read_small

# The day of the meeting stands at the head of a report.
HEAD = 600
# Its words stand within so many characters behind it.
MEETING = 60
# A report is given, signed or published within so many days of the stretch that it is on.
LATEST = timedelta(days=500)
# Most reports are read out or published within a quarter.
READ_BY = timedelta(days=90)
YEAR_END = (12, 31)
# How a sentence opens is read from so many characters.
OPENING = 30
REACH_BACK = 60
FIVE = 5


class Scope(Struct, frozen=True, gc=False):
    """The anchor and the mood that a sentence inherits, and its own time expressions."""

    anchor: Anchor
    modality: Modality
    mentions: tuple[Mention, ...]
    is_budget: bool = False


def read_scopes(
    text: Text, sentences: Sequence[tuple[int, int]], sections: Sequence[Section], metadata: Metadata
) -> Iterator[Scope]:
    """The scope of each sentence, given by its span, in order."""
    anchor = read_document(text, metadata)
    headings = sorted(find_headings(text, sections), key=lambda heading: heading.start)
    stack = [Ground(-1, anchor.period, modality_of_title(metadata.title or _first_line(text.plain)))]
    planned = anchor.document if stack[0].modality is Modality.TARGET else UNKNOWN
    lead: Ground | None = None
    before: Mention | None = None
    following, closed, addressed = 0, 0, False
    for start, end in sentences:
        opened = following
        while following < len(headings) and headings[following].start <= start:
            stack = enter(stack, headings, following, text.plain, anchor, metadata)
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
        own = anchor_at(anchor, before.period if before and goes_on and not moment else ground.period)
        if _opens_with("plan_opening", text.plain, start):
            ground = lead = Ground(TOP, plan_under(stack[-1], anchor), Modality.TARGET)
            own = anchor_at(anchor, ground.period)
        mentions = find_mentions(text.plain, start, end, own)
        if metadata.report_type in SPEECHES and _turns(text.plain, start, end, mentions, anchor):
            stack = [Ground(-1, _planned(mentions, anchor), Modality.TARGET)]
            ground, lead = stack[-1], None
            own = anchor_at(anchor, ground.period)
            mentions = find_mentions(text.plain, start, end, own)
        if moment is not None:
            # 年末人口9万人。其中,男5万人;出生人口900人: a moment goes on as it does behind a comma.
            mentions.insert(0, replace(moment, start=start, end=start))
        yield Scope(own, ground.modality, tuple(mentions), metadata.report_type is ReportType.BUDGET_REPORT)
        lead = _lead(text.plain, start, mentions, anchor, stack[-1]) or lead
        if lead is not None and lead.period == planned != UNKNOWN:
            lead = replace(lead, modality=stack[-1].modality)  # a budget's own year is the one that it plans
        if is_first and lead and metadata.report_type in SPEECHES and _goes_past(lead, stack[-1], anchor):
            stack = [*stack[:-1], replace(lead, level=stack[-1].level)]
        before, closed = next((m for m in reversed(mentions) if _carries(m)), before), end


def read_own_period(metadata: Metadata) -> Period:
    """The period of a document: the one that it states, or else its report year; unknown without either.

    An annual report that says the stretch of a year before it was written over that one: what it counts in its own year
    is no plan.
    """
    period = (metadata.period_start, metadata.period_end)
    is_annual = metadata.report_type is ReportType.DISCLOSURE_ANNUAL and metadata.report_year is not None
    if is_annual and metadata.period_end and metadata.period_end.year < (metadata.report_year or 0):
        period = UNKNOWN
    return whole_year(metadata.report_year) if period == UNKNOWN and metadata.report_year is not None else period


def read_document(text: Text, metadata: Metadata) -> Anchor:
    """The anchor from which the time expressions of a document are reckoned."""
    period = read_own_period(metadata)
    last = period[1]
    if last is None:
        return Anchor()
    dates = find_dates(text.plain[:HEAD])
    meetings = (
        m.first
        for m in dates
        if m.precision == "day" and period_pattern("meeting").search(text.plain[m.end : m.end + MEETING])
    )
    days = [*meetings, metadata.signed, metadata.published]
    today = next((day for day in days if day and last - timedelta(days=60) <= day <= last + LATEST), None)
    now = last.year
    # What is on a half or a quarter is written within its year; a speech on a whole year is given in the next.
    if metadata.report_type in SPEECHES and (last.month, last.day) == YEAR_END:
        now = today.year if today and today.year in (now, now + 1) else now + 1
    at_hand = today if metadata.report_type is ReportType.AUDIT_REPORT and today and today > last else None
    return Anchor(period, period, period, period, now, last.year, today, at_hand)


def _first_line(plain: str) -> str:
    """The first line of a text, if it is short enough for a title."""
    line = plain.lstrip().partition("\n")[0].strip()
    return line if len(line) <= LONGEST_HEADING else ""


def _planned(mentions: Sequence[Mention], anchor: Anchor) -> Period:
    """The years that a turning sentence names (未来五年…主要目标是), else the coming one."""
    limit = anchor.document[1]
    named = (m.period for m in mentions if not is_passing(m) and not _is_short(m.period))
    return next((p for p in named if limit and p[0] and p[1] and p[0] > limit), coming(anchor))


def _looks_back(plain: str, start: int, end: int, anchor: Anchor) -> Period | None:
    """The years that a sentence looks back on for all that follow (这是砥砺奋进的五年); none if it does not."""
    match = period_pattern("years_turn").search(plain[start : min(end, start + REACH_BACK)])
    if match is None or anchor.document[1] is None:
        return None
    if plan := match["plan"]:
        return read_stretch_of_plan(plan, anchor.document[1])
    return years_up_to(anchor.document, read_small(match["count"]))


def _turns(plain: str, start: int, end: int, mentions: Sequence[Mention], anchor: Anchor) -> bool:
    """Whether a sentence turns a report from the year behind it to the one before it."""
    if not period_pattern("plan_turn").search(plain, start, end):
        return False
    limit = anchor.document[1]
    times = [m.period[0] for m in mentions if m.period[0] is not None and not m.is_back]
    return limit is not None and (not times or any(time > limit for time in times))


def _lead(plain: str, start: int, mentions: Sequence[Mention], anchor: Anchor, ground: Ground) -> Ground | None:
    """The ground that a sentence which opens with a time gives to the rest of its paragraph."""
    first = mentions[0] if mentions else None
    if first is None or is_passing(first) or _is_short(first.period):
        return None
    if not period_pattern("openings").search(plain[start : first.start]):
        return None
    limit = anchor.document[1]
    if limit is None or first.period[0] is None:
        return Ground(TOP, first.period, ground.modality)
    return Ground(TOP, first.period, Modality.TARGET if first.period[0] > limit else Modality.ACTUAL)


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
    """Whether a time carries over to a sentence that continues its own (其中…)."""
    return not (mention.is_held or mention.is_back or mention.is_single or mention.is_span)


def _is_short(period: Period) -> bool:
    """Whether a stretch is shorter than a quarter, and so does not carry over to other sentences."""
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
    """The time of a fact: in the middle of a plan it is that of the report (已建成1.6万个)."""
    in_plan = scope.modality is Modality.TARGET and period == scope.anchor.period
    return scope.anchor.document if in_plan and scope.anchor.document != UNKNOWN else period


def _opens_with(name: str, plain: str, start: int) -> bool:
    return period_pattern(name).search(plain[start : start + OPENING]) is not None
