"""Which nouns a classifier counts."""

import pytest

from pipeline.language import counts_head, is_known_classifier


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
