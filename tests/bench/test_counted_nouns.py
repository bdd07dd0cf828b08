"""What is counted of classifiers: the nouns that stand alone beside them."""

import pytest

from bench.counted_nouns import count_heads, leave_out, write_counts
from pipeline.resources import read_toml


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("建成3个示范区、2座水厂,5人。", {("个", "示范区"), ("座", "水厂")}),
        ("示范区共3个。", {("个", "示范区")}),
        # with a verb among the words it is unclear what is counted
        ("3个项目开工。", set()),
        ("3个审查中心。", set()),
        ("第3个中心。", set()),
        ("8次检查,", {("次", "检查")}),
        ("3个的中心。", {("个", "中心")}),
    ],
)
def test_counts_nouns_that_stand_alone_beside_a_classifier(text: str, heads: set[tuple[str, str]]) -> None:
    assert set(count_heads([text])) == heads


def test_counts_documents_and_not_places_of_nouns() -> None:
    counts = count_heads(["建成3个示范区。新增2个示范区。", "建成5个示范区。"])
    assert counts["个", "示范区"] == 2


def test_writes_the_nouns_of_classifiers_that_enough_documents_have() -> None:
    texts = ["建成3个示范区。"] * 20
    lines = list(write_counts(count_heads(texts), len(texts), ["甲", "乙"]))
    assert '"个" = "示范区20"' in lines
    assert 'sources = ["甲", "乙"]' in lines
    assert not any("示范区" in line for line in write_counts(count_heads(texts[:19]), 19, []))


def test_leaves_out_texts_of_others_and_shorter_doubles() -> None:
    long, other = "这是一篇文档里的第一个长句子。" * 3, "那是另一篇文档里的一个长句子。"
    assert leave_out([long, long + other, other], []) == [long + other]


def test_the_file_says_over_what_it_was_counted() -> None:
    stated = read_toml("counted_nouns")
    assert stated["documents"] > 1000
    assert stated["sources"]
