"""Whose number a figure is: the place, the office or the group that its clause names, and whom it is inherited from."""

import pytest

from pipeline.report import extract_text
from tests.case_files import cases, written

COUNTY = "柳溪县人民政府2023年工作报告"
COURT = "东湖市中级人民法院2023年工作报告"


def owners(text: str, title: str = COUNTY) -> list[str | None]:
    return [figure.entity for figure in extract_text(f"{title}\n{text}").figures]


@pytest.mark.parametrize(("text", "expected"), cases("subjects", "entities"))
def test_a_subject_owns_the_numbers_of_its_clause(text: str, expected: list[str | None]) -> None:
    assert written(owners(text)) == expected


def test_the_court_that_reports_is_told_from_all_courts() -> None:
    text = "全市法院受理案件90件，审结80件；其中市中院受理9件。云台县法院受理7件。"
    assert owners(text, COURT) == ["全市法院", "全市法院", None, "云台县法院"]


def test_a_part_of_another_body_is_not_the_owners_of_its_whole() -> None:
    assert owners("全市法院受理案件90件，其中基层法院收案70件。", COURT)[1] != "全市法院"


def test_the_name_of_the_agency_names_no_measure() -> None:
    figures = extract_text(f"{COURT}\n全市法院受理案件90件，其中市中院受理9件。").figures
    assert [figure.measure for figure in figures] == ["案件", "案件"]


def test_parts_that_may_each_be_the_agency_are_told_apart_where_it_is_not_known() -> None:
    """Two of them are not it; one alone may be."""
    several = extract_text("共办理建议9件，其中市财政局承办5件，市民政局承办4件。").figures
    alone = extract_text("共办理建议9件，其中市财政局承办5件。").figures
    assert [figure.entity for figure in several] == [None, "市财政局", "市民政局"]
    assert [figure.entity for figure in alone] == [None, None]


def test_what_another_did_is_no_more_the_subjects() -> None:
    text = "公安机关破获案件90件，抓获嫌疑人20人。居民满意率98%，结案率90%。"
    assert owners(text) == ["公安机关", "公安机关", None, None]
