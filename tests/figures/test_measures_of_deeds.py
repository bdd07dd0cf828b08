"""What is counted by what was done, by whom it was done, or behind a verb that names nothing."""

import pytest

from tests.case_files import cases, written
from tests.figures.test_measures import read


@pytest.mark.parametrize(("text", "names"), cases("deed_names", "measures"))
def test_a_deed_names_what_nothing_else_does(text: str, names: list[str]) -> None:
    assert written([name for _, found in read(text) for name in found]) == names
