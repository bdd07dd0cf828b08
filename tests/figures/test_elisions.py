"""What a number counts whose own words leave the thing out, or say only what became of it or of what sort it is."""

import pytest

from pipeline.report import extract_text
from tests.case_files import cases, written


def measures(text: str) -> list[str | None]:
    figures = extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures
    return [figure.measure for figure in figures]


@pytest.mark.parametrize(("text", "expected"), cases("elisions", "measures"))
def test_a_number_has_the_object_that_its_clause_omits(text: str, expected: list[str | None]) -> None:
    assert written(measures(text)) == expected
