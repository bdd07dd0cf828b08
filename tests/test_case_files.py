"""The files of cases: each says what it is a case of, and no text stands twice."""

from collections import Counter

import pytest

from tests.case_files import FOLDER, read_cases

NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def test_there_are_cases() -> None:
    assert {"actions", "measures", "nouns", "numbers", "owners", "periods", "phrases", "wholes"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_case_says_what_it_is_a_case_of(name: str) -> None:
    found = read_cases(name)
    assert found
    assert all(case["mechanism"] and case["origin"] for case in found)
    assert [text for text, count in Counter(case["text"] for case in found).items() if count > 1] == []
