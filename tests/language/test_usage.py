"""A verb between a verb and a noun is told by how it is used elsewhere."""

import pytest

from pipeline.language import (
    Usage,
    counts_head,
    cut_words,
    is_known_classifier,
    read_clause,
    read_usage,
)
from pipeline.language.usage import names_with
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
        (Usage(8, 4, 0), True, False),
        (Usage(6, 24, 0), True, False),
        (Usage(5, 31, 0), False, True),
        (Usage(5, 31, 61), False, True),
        (Usage(5, 31, 62), False, False),
        (Usage(0, 2, 0), False, False),
        (Usage(2, 0, 0), False, False),
    ],
)
def test_a_use_is_known_by_three_and_by_four_times_as_many(usage: Usage, *, attributive: bool, governing: bool) -> None:
    assert (usage.attributive, usage.governing) == (attributive, governing)


@pytest.mark.parametrize(
    ("usage", "intransitive"),
    [(Usage(0, 9, 18), True), (Usage(0, 9, 17), False), (Usage(0, 0, 3), True), (Usage(0, 0, 2), False)],
)
def test_a_verb_that_mostly_stands_alone_takes_no_object(usage: Usage, *, intransitive: bool) -> None:
    assert usage.intransitive is intransitive


@pytest.mark.parametrize(
    ("usage", "hardly"), [(Usage(2, 20, 0), True), (Usage(2, 19, 0), False), (Usage(0, 2, 0), False)]
)
def test_what_governs_ten_times_as_often_is_hardly_in_a_name(usage: Usage, *, hardly: bool) -> None:
    assert usage.hardly_named is hardly


def test_a_verb_that_nobody_counted_is_known_for_nothing() -> None:
    assert read_usage("无此动词") == Usage(0, 0, 0)


@pytest.mark.parametrize(
    ("verb", "noun", "names"),
    [("服务", "机器人", True), ("服务", "企业", False), ("完善", "制度", False), ("无此动词", "企业", False)],
)
def test_a_verb_names_with_the_nouns_that_it_was_counted_with(verb: str, noun: str, *, names: bool) -> None:
    assert names_with(verb, noun) is names


@pytest.mark.parametrize(
    ("classifier", "noun", "counted"),
    [("座", "水电站", True), ("座", "无人机", False), ("家", "企业", True), ("无此量词", "企业", False)],
)
def test_a_classifier_counts_its_nouns(classifier: str, noun: str, *, counted: bool) -> None:
    assert (counts_head(classifier, noun) > 0) is counted


def test_a_classifier_counts_a_word_by_its_end_unless_the_whole_is_asked_for() -> None:
    assert counts_head("家", "无人见过的企业") == counts_head("家", "企业") > 0
    assert counts_head("家", "无人见过的企业", whole=True) == 0
    assert is_known_classifier("家")
    assert not is_known_classifier(None)
