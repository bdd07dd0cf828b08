"""The audits of who reports: where that is, slips of the print, the day of publication by the law of the year."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.audits.registration import audit_registration
from pipeline.model import Audit, Metadata, Outcome, ReportType, Text
from pipeline.register import read_agency


def audits_of(
    agency: str, year: int, published: date | None = None, words: str = "", **said: ReportType
) -> list[Audit]:
    kind = said.get("report_type", ReportType.DISCLOSURE_ANNUAL)
    metadata = Metadata(agency=agency, report_year=year, published=published, report_type=kind)
    return list(audit_registration(metadata, read_agency(agency, year, words), Text(words, words)))


def outcome_of(audits: list[Audit], rule: str) -> Outcome | None:
    return next((audit.outcome for audit in audits if audit.rule == rule), None)


def test_a_known_place_is_named_with_its_code() -> None:
    (audit,) = audits_of("静海县人民政府", 2014)
    assert (audit.rule, audit.outcome) == ("region_unknown", Outcome.PASS)
    assert audit.detail_zh == "机关「静海县人民政府」应能确定所在区划：天津市静海县（120223），相符。"


def test_a_place_that_stays_open_is_told_with_its_candidates() -> None:
    (audit,) = audits_of("朝阳区人民政府", 2020)
    assert (audit.rule, audit.outcome) == ("region_unknown", Outcome.FAIL)
    assert "可能是北京市朝阳区、吉林省长春市朝阳区" in audit.detail_zh


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        ("青禾县水务局", "查无此地"),
        ("青禾县柳溪镇人民政府", "查无此地"),
        ("柳溪镇人民政府", "只写明乡镇或街道"),
        ("柳溪街道办事处", "只写明乡镇或街道"),
        ("区统计局", "没有写明地名"),
        ("水务局", "没有写明地名"),
    ],
)
def test_a_place_that_is_not_known_has_its_reason(agency: str, reason: str) -> None:
    (audit,) = audits_of(agency, 2020)
    assert (audit.rule, audit.outcome) == ("region_unknown", Outcome.FAIL)
    assert reason in audit.detail_zh


def test_a_body_of_the_state_has_no_place() -> None:
    assert audits_of("水利部", 2020) == []


def test_a_slip_of_the_print_is_counted() -> None:
    words = "沐阳县人民政府的报告由沐阳县政务办编制"
    found = [audit for audit in audits_of("沐阳县人民政府", 2023, words=words) if audit.rule == "name_misprinted"]
    assert [(audit.outcome, audit.left) for audit in found] == [(Outcome.FAIL, Decimal(2))]
    assert "沭阳县" in found[0].detail_zh
    assert outcome_of(audits_of("沭阳县人民政府", 2023, words="沭阳县人民政府"), "name_misprinted") is None


@pytest.mark.parametrize(
    ("agency", "year", "published", "outcome", "days"),
    [
        # The regulations of 2007: all agencies by 31 March.
        ("平潭县财政局", 2009, date(2010, 3, 31), Outcome.PASS, 0),
        ("平潭县财政局", 2009, date(2010, 4, 1), Outcome.FAIL, 1),
        ("平潭县人民政府", 2018, date(2019, 4, 2), Outcome.FAIL, 2),
        ("平潭县财政局", 2018, date(2019, 2, 20), Outcome.PASS, -39),
        # As revised in 2019: departments by 31 January, governments by 31 March.
        ("平潭县财政局", 2019, date(2020, 2, 1), Outcome.FAIL, 1),
        ("平潭县财政局", 2019, date(2020, 1, 31), Outcome.PASS, 0),
        ("平潭县人民政府", 2019, date(2020, 3, 20), Outcome.PASS, -11),
        ("水利部", 2023, date(2024, 2, 3), Outcome.FAIL, 3),
        # One day for all by the law of 2007, also where the report came out when the next was in force.
        ("水利部", 2015, date(2016, 4, 1), Outcome.FAIL, 1),
        ("平潭县地方税务局", 2013, date(2014, 3, 31), Outcome.PASS, 0),
        ("遂溪县建新镇人民政府", 2013, date(2014, 4, 3), Outcome.FAIL, 3),
        ("平潭综合实验区管委会", 2018, date(2019, 3, 1), Outcome.PASS, -30),
        ("平潭县财政局", 2018, date(2019, 5, 20), Outcome.FAIL, 50),
        ("平潭县人民政府", 2008, date(2009, 3, 31), Outcome.PASS, 0),
        # Since: the office of a government and what is led from above are departments; a government has longer.
        ("平潭县人民政府办公室", 2020, date(2021, 2, 1), Outcome.FAIL, 1),
        ("国家税务总局平潭县税务局", 2020, date(2021, 1, 31), Outcome.PASS, 0),
        ("平潭县人民政府", 2020, date(2021, 4, 1), Outcome.FAIL, 1),
        ("沈阳市公安局和平分局", 2020, date(2021, 2, 2), Outcome.FAIL, 2),
    ],
)
def test_the_day_is_that_of_the_law_of_the_year(
    agency: str, year: int, published: date, outcome: Outcome, days: int
) -> None:
    found = [audit for audit in audits_of(agency, year, published) if audit.rule == "late_publication"]
    assert [(audit.outcome, audit.left) for audit in found] == [(outcome, Decimal(days))]


def test_no_day_and_no_other_family_is_late() -> None:
    assert outcome_of(audits_of("平潭县财政局", 2019), "late_publication") is None
    late = date(2021, 1, 1)
    assert (
        outcome_of(audits_of("平潭县人民政府", 2019, late, report_type=ReportType.WORK_REPORT), "late_publication")
        is None
    )
    # The law sets no day for universities and towns since 2019.
    assert outcome_of(audits_of("遂溪县建新镇人民政府", 2019, late), "late_publication") is None
