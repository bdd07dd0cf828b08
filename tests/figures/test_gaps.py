"""Each gap of rules/gaps.toml takes its own yes whole, in its place, and not its own no."""

import pytest

from pipeline.figures.gaps import Gap, GapRules, gap
from pipeline.rulebook import read_rules

GAPS = read_rules("gaps", GapRules).gap


def takes(rule: Gap, example: str) -> bool:
    """Whether the pattern takes all that the marks of an example hold."""
    start, end = example.index("【"), example.index("】") - 1
    text = example.replace("【", "").replace("】", "")
    found = gap(rule.name).search(text, start, end if rule.between.endswith("$") else len(text))
    return found is not None and (found.start(), found.end()) == (start, end)


@pytest.mark.parametrize("rule", GAPS, ids=lambda rule: rule.name)
def test_a_gap_takes_its_yes_and_not_its_no(rule: Gap) -> None:
    assert [e for e in rule.yes if not takes(rule, e)] == []
    assert [e for e in rule.no if takes(rule, e)] == []


def test_every_gap_has_one_name() -> None:
    assert len({rule.name for rule in GAPS}) == len(GAPS)
