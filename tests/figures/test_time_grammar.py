"""Each way of rules/times.toml to write a time takes its own yes whole, in its place, and not its own no."""

from typing import TYPE_CHECKING

import pytest

from pipeline.figures.time_grammar import MentionWriting, Writing, beside_time, mention_pattern, time_rules

if TYPE_CHECKING:
    import regex


def takes(pattern: "regex.Pattern[str]", example: str) -> bool:
    """Whether a pattern takes all that the marks of an example hold."""
    start, end = example.index("【"), example.index("】") - 1
    found = pattern.match(example.replace("【", "").replace("】", ""), start)
    return found is not None and found.end() == end


def check(pattern: "regex.Pattern[str]", rule: Writing) -> None:
    assert [e for e in rule.yes if not takes(pattern, e)] == []
    assert [e for e in rule.no if takes(pattern, e)] == []


@pytest.mark.parametrize("rule", time_rules().mentions, ids=lambda rule: rule.name)
def test_a_way_to_write_a_time_takes_its_yes_and_not_its_no(rule: MentionWriting) -> None:
    check(time_rules().compile(rule), rule)
    assert [e for e in rule.yes if not takes(mention_pattern(), e)] == []


@pytest.mark.parametrize("name", time_rules().around)
def test_what_stands_beside_a_time_takes_its_yes_and_not_its_no(name: str) -> None:
    check(beside_time(name), time_rules().around[name])


@pytest.mark.parametrize("word", ["截至", "截止到", "统计至", "累计到"])
def test_until_stands_before_any_time(word: str) -> None:
    for time in ("2021年", "3月上旬", "“十四五”末", "2021-03-05", "目前"):
        found = mention_pattern().match(word + time)
        assert found is not None
        assert (found["until"], found[0]) == (word, word + time)
