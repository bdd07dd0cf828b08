"""The verb of a number that stands in a list, among examples, behind what it is done to, or behind 不."""

import pytest

from pipeline.report import extract_text
from tests.case_files import cases, written


def actions(text: str) -> list[str | None]:
    return [figure.action for figure in extract_text(f"某县2023年工作报告\n{text}").figures]


@pytest.mark.parametrize(("text", "expected"), cases("acts", "actions"))
def test_each_number_has_the_verb_of_its_clause(text: str, expected: list[str | None]) -> None:
    assert written(actions(text)) == expected
