"""One entry a word: sorted, with at most one part of speech, and every sense in use."""

from pathlib import Path

import pytest

from pipeline.language.lexicon import CHAINS, LexiconRules, Pos, Sense, endings, having, parts_of_speech, senses
from pipeline.rulebook import read_rules


def entries() -> dict[str, tuple[Pos | Sense, ...]]:
    return read_rules("lexicon", LexiconRules).words


def test_entries_are_sorted_and_say_nothing_twice() -> None:
    assert list(entries()) == sorted(entries())
    assert [word for word, tags in entries().items() if not tags or len(set(tags)) < len(tags)] == []


def test_a_word_has_at_most_one_part_of_speech_and_it_comes_first() -> None:
    for word, tags in entries().items():
        assert not any(isinstance(tag, Pos) for tag in tags[1:]), word
        assert (word in parts_of_speech()) == isinstance(tags[0], Pos)


@pytest.mark.parametrize("sense", Sense)
def test_each_sense_is_had_by_a_word_and_asked_for_by_the_reading(sense: Sense) -> None:
    root = Path(__file__).parents[2] / "pipeline"
    code = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py") if path.name != "lexicon.py")
    # what is flexible, jieba says
    assert having(sense) or sense in (Sense.FLEXIBLE, Sense.IDIOM)
    assert sense in CHAINS or f"Sense.{sense.name}" in code


def test_a_word_keeps_all_that_it_may_be() -> None:
    assert {Sense.NOMINAL, Sense.CLOSING} <= senses()["公开"]
    assert parts_of_speech()["公开"] is Pos.ACTION
    assert "专题会议".endswith(endings(Sense.HELD))
