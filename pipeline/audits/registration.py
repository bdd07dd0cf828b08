"""Checks the agency of a report: whether its region is known, whether a name is misprinted, whether it was late."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audits.make_audits import Side, leave_open, make_audit
from pipeline.i18n import Message
from pipeline.model import Audit, Metadata, Registration, ReportType, Text
from pipeline.register import OVERRULED, UNLISTED, find_misprints
from pipeline.rulebook import audit_rules

# The level of agencies without a division: those of the whole state, or of no place in their name.
NOWHERE = "state"
NOTHING = Side(None, "")
REGION = "region_unknown"
# The file that the detail names if people stated the agency.
BY_PEOPLE = "agencies.csv"


def audit_registration(metadata: Metadata, registration: Registration, text: Text) -> Iterator[Audit]:
    """The audits of a report's agency; if no agency is known, its region is not assessable."""
    if metadata.agency is None:
        yield audit_region("", registration)
        return
    if registration.level != NOWHERE:
        yield audit_region(metadata.agency, registration)
    for misprint in find_misprints(registration, text.plain):
        left = Side(Decimal(misprint.times), Message("misprinted", times=misprint.times))
        yield make_audit(
            "name_misprinted",
            misprint.printed,
            left,
            Side(None, Message("looks_like", meant=misprint.meant)),
            holds=False,
        )
    yield from _audit_day(metadata, registration)


def audit_region(agency: str, registration: Registration) -> Audit:
    """Whether the region of an agency is known; if people stated it, the detail says so.

    >>> from pipeline.register import read_id
    >>> stated = audit_region("朝阳区财政局", read_id("110105:财政局", 2020))
    >>> stated.outcome.value, BY_PEOPLE in stated.detail
    ('pass', True)
    """
    if not agency and registration.agency_rule != OVERRULED:
        return leave_open(REGION, "", NOTHING, Side(None, Message("unknown")), Message("no_agency_read"))
    is_stated = registration.agency_rule == OVERRULED
    division, is_known = _name_division(registration), bool(registration.adcode)
    if is_stated and registration.level == NOWHERE:
        division, is_known = Message("national"), True
    right = Side(None, Message("by_people", division=division) if is_stated else division)
    return make_audit(REGION, agency, NOTHING, right, holds=is_known)


def _name_division(registration: Registration) -> Message:
    """The division of an agency, or why it is not known."""
    if registration.adcode is None:
        return _say_why(registration)
    name = "".join(filter(None, (registration.province, registration.prefecture, registration.county)))
    return Message("division", name=name, adcode=registration.adcode)


def _say_why(registration: Registration) -> Message:
    """Why the division is not known."""
    if registration.candidates:
        return Message("candidates", names=registration.candidates)
    if (registration.agency_id or "").startswith(f"{UNLISTED}:"):
        return Message("unlisted_place")
    if registration.level == "zone" and not registration.agency_id:
        return Message("zone_alone")
    if registration.county or registration.prefecture or registration.province:
        return Message("no_code_yet")
    if registration.level == "township":
        return Message("township_alone")
    return Message("placeless_name")


def _audit_day(metadata: Metadata, registration: Registration) -> Iterator[Audit]:
    """Whether an annual report on disclosure was published in time, by the day that its page states."""
    year, published = metadata.report_year, metadata.published
    if year is None or published is None or metadata.report_type is not ReportType.DISCLOSURE_ANNUAL:
        return
    for rule in audit_rules().deadlines:
        if registration.agency_type in rule.types and rule.first <= year <= rule.last:
            last = date(year + 1, rule.month, rule.day)
            late = Decimal((published - last).days)
            left = Side(late, Message("published", day=published))
            right = Side(Decimal(0), Message("due", day=last, law=rule.law))
            yield make_audit("late_publication", Message("report_on", year=year), left, right, holds=late <= 0)
