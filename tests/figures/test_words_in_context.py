"""Whether a word is a verb, a name or a part of one is decided by its context, and by how it is used elsewhere."""

import pytest

from tests.case_files import cases, written
from tests.figures.test_measures import read


@pytest.mark.parametrize(("text", "names"), cases("words", "measures"))
def test_a_word_is_what_its_context_makes_it(text: str, names: list[str]) -> None:
    assert written([name for _, found in read(text) for name in found]) == names
