"""What each number of a phrase counts, by the phrase alone (``tests/cases``: ``phrases``, ``nouns``)."""

import pytest

from pipeline.figures.measure.candidates import find_phrases
from pipeline.figures.measure.rank import read_topic, resolve_measures
from pipeline.figures.quantities import find_quantities
from pipeline.model import Text
from tests.case_files import cases


def read(text: str, *, topic: str | None = None) -> list[tuple[str, list[str]]]:
    """Every number of a sentence with its measures."""
    quantities = [q for q in find_quantities(text, 0, len(text)) if q.unit or q.noun]
    phrases = find_phrases(text, 0, len(text), quantities)
    measures = resolve_measures(Text(text, text), quantities, phrases, topic=lambda: topic, before=None)
    return [(text[q.start : q.end], list(m.names)) for q, m in zip(quantities, measures, strict=True)]


@pytest.mark.parametrize(("text", "figures"), cases("phrases", "figures"))
def test_says_what_each_number_counts(text: str, figures: list[list[object]]) -> None:
    assert [[surface, names] for surface, names in read(text)] == figures


def test_a_number_that_says_nothing_takes_the_topic_of_its_section() -> None:
    assert read("全年公布631条", topic="行政执法信息") == [("631条", ["行政执法信息"])]


def test_a_number_that_says_nothing_and_has_no_topic_has_no_measure() -> None:
    assert read("全年公布631条") == [("631条", [])]


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("推进行政执法信息公开", "行政执法信息"),
        ("主动公开政府信息情况", "政府信息"),
        ("总体情况", None),
        ("存在的主要问题", None),
        ("充分利用网站公开政府信息", "政府信息"),
    ],
)
def test_a_title_names_its_topic_or_none(title: str, topic: str | None) -> None:
    assert read_topic(title) == topic


@pytest.mark.parametrize(("text", "measures"), cases("nouns", "measures"))
def test_finds_the_noun_where_the_language_puts_it(text: str, measures: list[str]) -> None:
    assert [name for _, found in read(text) for name in found] == measures


def test_a_sentence_that_names_something_takes_no_name_of_the_one_before() -> None:
    quantities = [q for q in find_quantities("惩治涉农犯罪,起诉9人", 0, 11) if q.unit]
    phrases = find_phrases("惩治涉农犯罪,起诉9人", 0, 11, quantities)
    text = Text("惩治涉农犯罪,起诉9人", "惩治涉农犯罪,起诉9人")
    measures = resolve_measures(text, quantities, phrases, topic=lambda: None, before=("盗窃嫌疑人", "人"))
    assert [measure.names for measure in measures] == [("起诉",)]
