"""Checks who reports: whether it is known where that is, whether a place is a slip of print, whether it was late."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audits.outcomes import Side, judge, leave_open
from pipeline.model import Audit, Metadata, Registration, ReportType, Text
from pipeline.register import OVERRULED, UNLISTED, find_misprints
from pipeline.rulebook import audit_rules

# What has no division: these are of the whole state, or of no place that their names tell.
NOWHERE = "state"
NOTHING = Side(None, "")
REGION = "region_unknown"
# What the detail says where data/agencies.csv tells the agency.
BY_PEOPLE = "，据agencies.csv"


def audit_registration(metadata: Metadata, registration: Registration, text: Text) -> Iterator[Audit]:
    """The audits of the agency of a report; where nothing says whose it is, that its place cannot be assessed."""
    if metadata.agency is None:
        yield audit_region("", registration)
        return
    if registration.level != NOWHERE:
        yield audit_region(metadata.agency, registration)
    for misprint in find_misprints(registration, text.plain):
        left = Side(Decimal(misprint.times), f"文中出现{misprint.times}次，没有这个区划")
        yield judge("name_misprinted", misprint.printed, left, Side(None, f"形近的是{misprint.meant}"), holds=False)
    yield from _audit_day(metadata, registration)


def audit_region(agency: str, registration: Registration) -> Audit:
    """Whether it is known where an agency is; where people told it, the detail says so.

    >>> from pipeline.register import read_id
    >>> told = audit_region("朝阳区财政局", read_id("110105:财政局", 2020))
    >>> told.outcome.value, BY_PEOPLE in told.detail
    ('pass', True)
    """
    if not agency and registration.agency_rule != OVERRULED:
        return leave_open(REGION, "", NOTHING, Side(None, "不详"), "没有读出机关名称")
    told = BY_PEOPLE if registration.agency_rule == OVERRULED else ""
    if told and registration.level == NOWHERE:
        return judge(REGION, agency, NOTHING, Side(None, f"全国性机关{told}"), holds=True)
    where = "".join(filter(None, (registration.province, registration.prefecture, registration.county)))
    if registration.adcode:
        words = f"{where}（{registration.adcode}）{told}"
        return judge(REGION, agency, NOTHING, Side(None, words), holds=True)
    return judge(REGION, agency, NOTHING, Side(None, f"{_say_why(registration)}{told}"), holds=False)


def _say_why(registration: Registration) -> str:
    """Why the division is not known."""
    if registration.candidates:
        return f"可能是{'、'.join(registration.candidates)}"
    if (registration.agency_id or "").startswith(f"{UNLISTED}:"):
        return "2007年以来的区划名录中查无此地"
    if registration.level == "zone" and not registration.agency_id:
        return "只写明开发区等名称，没有写明所在的区划"
    if registration.county or registration.prefecture or registration.province:
        return "报告年度末还没有这个区划的代码"
    if registration.level == "township":
        return "只写明乡镇或街道，名称和正文都没有写明所属的县、区"
    return "名称没有写明地名"


def _audit_day(metadata: Metadata, registration: Registration) -> Iterator[Audit]:
    """Whether an annual report on disclosure was published in time, as its page states the day."""
    year, published = metadata.report_year, metadata.published
    if year is None or published is None or metadata.report_type is not ReportType.DISCLOSURE_ANNUAL:
        return
    for rule in audit_rules().deadlines:
        if registration.agency_type in rule.types and rule.first <= year <= rule.last:
            last = date(year + 1, rule.month, rule.day)
            late = Decimal((published - last).days)
            left = Side(late, f"{published.isoformat()}公布")
            right = Side(Decimal(0), f"应在{last.isoformat()}前公布，{rule.law}")
            yield judge("late_publication", f"{year}年度报告", left, right, holds=late <= 0)
