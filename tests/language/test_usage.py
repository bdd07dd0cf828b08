"""A verb between a verb and a noun is told by how it is used elsewhere."""

import pytest

from pipeline.language import Usage, cut_words, read_clause, read_usage
from tests.case_files import cases


def name(text: str) -> str:
    clause = read_clause(cut_words(text, 0, len(text)))
    assert clause.named is not None
    return "".join(word.text for word in clause.words[slice(*clause.named.span)])


@pytest.mark.parametrize(("text", "named"), cases("usage", "named"))
def test_a_verb_before_a_noun_governs_it_or_is_in_its_name(text: str, named: str) -> None:
    assert name(text) == named


@pytest.mark.parametrize(
    ("usage", "attributive", "governing"),
    [
        (Usage(8, 4), True, False),
        (Usage(6, 12), True, False),
        (Usage(5, 31), False, True),
        (Usage(0, 2), False, False),
        (Usage(2, 0), False, False),
    ],
)
def test_a_use_is_known_by_three_and_by_twice_as_many(usage: Usage, *, attributive: bool, governing: bool) -> None:
    assert (usage.attributive, usage.governing) == (attributive, governing)


def test_a_verb_that_nobody_counted_is_known_for_nothing() -> None:
    assert read_usage("无此动词") == Usage(0, 0)
