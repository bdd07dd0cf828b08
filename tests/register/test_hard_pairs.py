"""An alias never merges two agencies: a hundred pairs that are hard to tell, and some that must be told as one."""

import csv
from pathlib import Path

import pytest

from pipeline.model import Registration
from pipeline.register import read_agency
from tests.register.hard_pairs import DIFFERENT, OPEN, SAME

PAIRS = Path(__file__).with_name("second_reader_pairs.csv")
# The second reader calls a county and the district that it became two; here a division goes on under another status.
CHANGED_THEIR_STATUS = {
    frozenset(("四川省宜宾县人民政府", "宜宾市叙州区人民政府")),
    frozenset(("江苏省铜山县人民政府", "徐州市铜山区人民政府")),
    frozenset(("苏州市吴江区人民政府", "吴江市人民政府")),
}


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


@pytest.mark.parametrize("said", OPEN)
def test_a_place_that_is_named_in_passing_decides_nothing(said: str) -> None:
    assert read(said).agency_id is None


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_agency_is_one(one: str, other: str) -> None:
    assert read(one).agency_id == read(other).agency_id is not None


def written_by_a_second_reader() -> list[dict[str, str]]:
    """A hundred pairs that a second reader wrote from memory, who had seen neither the matcher nor the pairs above."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("pair", written_by_a_second_reader(), ids=lambda pair: f"{pair['one']}-{pair['other']}")
def test_a_pair_of_a_second_reader(pair: dict[str, str]) -> None:
    names = frozenset((pair["one"], pair["other"]))
    one = read_agency(pair["one"], int(pair["one_year"]), "").agency_id
    other = read_agency(pair["other"], int(pair["other_year"]), "").agency_id
    if pair["verdict"] == "same" or names in CHANGED_THEIR_STATUS:
        assert one == other is not None
    else:
        assert one is None or one != other
