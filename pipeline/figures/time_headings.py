"""Reads what the headings of a report say of time: a stretch, a review of what was, a plan of what shall be."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import to_plain
from pipeline.figures.time_expressions import Mention, find_mentions
from pipeline.figures.time_grammar import beside_time
from pipeline.figures.time_reading import (
    UNKNOWN,
    Anchor,
    Period,
    coming_years,
    read_stretch_of_plan,
    whole_year,
    years_up_to,
)
from pipeline.figures.time_refusals import period_pattern, period_rules
from pipeline.model import Metadata, Modality, ReportType, Section, Text
from pipeline.values import read_small

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
LONGEST_HEADING = 40
# A heading without a number stands alone on its line; no sentence does.
LINE_RE = regex.compile(rf"(?m)^[^\n,;。!?]{{2,{LONGEST_HEADING}}}$")
TOP = 0


class Ground(Struct, frozen=True, gc=False):
    """What holds under a heading of a level: the period and the mood of its figures."""

    level: int
    period: Period
    modality: Modality


class Heading(Struct, frozen=True, gc=False):
    """A heading with the offset of its first character; a line without a number has level 0."""

    start: int
    level: int
    title: str


def find_headings(text: Text, sections: Sequence[Section]) -> Iterator[Heading]:
    """The numbered headings of a text, and the lines without a number by which a rule of time is met."""
    for section in sections:
        if section.marker:
            yield Heading(section.start, section.level, to_plain(section.title or ""))
    numbered = {section.start for section in sections if section.marker}
    for match in LINE_RE.finditer(text.plain):
        line = match[0].strip()
        if match.start() not in numbered and any(rule.compile().search(line) for rule in period_rules().headings):
            yield Heading(match.start(), TOP, line)


def enter(
    stack: list[Ground], headings: Sequence[Heading], at: int, plain: str, anchor: Anchor, metadata: Metadata
) -> list[Ground]:
    """The grounds that hold under a heading: those of the headings above it, and its own if it has one."""
    heading = headings[at]
    above = [ground for ground in stack if ground.level < heading.level or ground.level == -1]
    own = _read_heading(heading, anchor, above[-1], metadata)
    if own is None:
        strives = metadata.report_type in SPEECHES and len(above) == 1 and _strives(headings, at, plain)
        return [replace(above[0], period=coming(anchor), modality=Modality.TARGET)] if strives else above
    # What follows a plan in a report to a congress goes on with it.
    if metadata.report_type in SPEECHES and own.modality is Modality.TARGET and heading.level <= 1:
        above = [replace(above[0], period=coming(anchor), modality=Modality.TARGET)]
    elif heading.level <= 1 and own.modality is Modality.ACTUAL:
        above = [Ground(-1, anchor.period, Modality.ACTUAL)]
    return [*above, own]


def _strives(headings: Sequence[Heading], at: int, plain: str) -> bool:
    """Whether a section only says what shall be done."""
    start, level = headings[at].start, headings[at].level
    end = next((other.start for other in headings[at + 1 :] if other.level <= level), len(plain))
    done = period_pattern("tells_done").search(plain, start, end)
    return done is None and period_pattern("strives").search(plain, start, end) is not None


def _read_heading(heading: Heading, anchor: Anchor, above: Ground, metadata: Metadata) -> Ground | None:
    """The ground that a heading states (a stretch of time, a review, a plan); null where it states none."""
    title = heading.title
    if len(title) > LONGEST_HEADING:
        return None
    mentions = find_mentions(title, 0, len(title), anchor_at(anchor, anchor.document))
    named = next((m.period for m in mentions if not is_passing(m)), None)
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
        return Ground(heading.level, plan_under(above, anchor), Modality.TARGET)
    if says == {"review"} and (heading.level <= 1 or above.modality is not Modality.TARGET):
        period = anchor.period if above.modality is Modality.TARGET else above.period
        return Ground(heading.level, period, Modality.ACTUAL)
    return None


def _bare_years(title: str, anchor: Anchor, *, is_plan: bool) -> Period | None:
    """The years that a heading of a review or a plan names in short (“十五五”主要目标, 五年工作回顾)."""
    last = anchor.document[1]
    if last is None:
        return None
    if plan := beside_time("bare_plan").search(title):
        return read_stretch_of_plan(plan["plan"], None if is_plan else last)
    years = period_pattern("heading_years").search(title)
    if years is None:
        return None
    count = read_small(years["count"])
    return coming_years(last, count) if is_plan else years_up_to(anchor.document, count)


def _is_reported(period: Period, anchor: Anchor, metadata: Metadata) -> bool:
    """Whether a stretch is the one that a report to a congress looks back on: 2020年主要工作 is no plan there."""
    return metadata.report_type in SPEECHES and period[1] is not None and period[1] <= (anchor.document[1] or date.max)


def anchor_at(anchor: Anchor, period: Period) -> Anchor:
    """The anchor of a document where a stretch holds."""
    return replace(anchor, period=period, named=period, year=period[1].year if period[1] else anchor.year)


def coming(anchor: Anchor) -> Period:
    """The year behind the one that a document reports on."""
    last = anchor.document[1]
    return whole_year(last.year + 1) if last else UNKNOWN


def plan_under(above: Ground, anchor: Anchor) -> Period:
    """The time of a plan that names none: that of the plan it stands in, else the coming year."""
    return above.period if above.modality is Modality.TARGET else coming(anchor)


def is_passing(mention: Mention) -> bool:
    """Whether a time holds for its clause at most, and for nothing behind it."""
    return mention.is_near or mention.is_weak or mention.is_point or mention.is_held


@cache
def _heading_pattern(name: str) -> "regex.Pattern[str]":
    return next(rule for rule in period_rules().headings if rule.name == name).compile()
