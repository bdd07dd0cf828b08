"""The verb that the items of a list share, and the verbs that are parts of names."""

import pytest

from pipeline.report import extract_text
from tests.case_files import cases, written


def actions(text: str) -> list[str | None]:
    return [figure.action for figure in extract_text(f"某县2023年工作报告\n{text}").figures]


@pytest.mark.parametrize(("text", "expected"), cases("deeds", "actions"))
def test_each_number_has_the_verb_of_its_list_or_clause(text: str, expected: list[str | None]) -> None:
    assert written(actions(text)) == expected
