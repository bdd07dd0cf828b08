"""An alias never merges two agencies: a hundred pairs that are hard to tell, and some that must be told as one."""

import pytest

from pipeline.model import Registration
from pipeline.register import read_agency
from tests.register.hard_pairs import DIFFERENT, SAME


def read(said: str) -> Registration:
    """The agency of a name @ year | text."""
    name, _, rest = said.partition("@")
    year, _, text = rest.partition("|")
    return read_agency(name, int(year), text)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_agencies_are_never_one(one: str, other: str) -> None:
    first, second = read(one).agency_id, read(other).agency_id
    assert first is None or first != second


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_each_of_a_hard_pair_is_known(one: str, other: str) -> None:
    assert None not in (read(one).agency_id, read(other).agency_id)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_agency_is_one(one: str, other: str) -> None:
    assert read(one).agency_id == read(other).agency_id is not None
