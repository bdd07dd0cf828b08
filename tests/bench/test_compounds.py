"""What is counted of verbs: where they can only be one thing."""

import pytest

from bench.compounds import count_uses, leave_out, write_counts
from pipeline.resources import read_toml


@pytest.mark.parametrize(
    ("text", "attribute", "governs"),
    [
        ("收到3件审查意见。", True, False),
        ("收到各类审查意见。", True, False),
        ("他们的审查意见。", True, False),
        ("审查了意见。", False, True),
        ("审查3件案件。", False, True),
        ("审查意见。", False, True),
        # what is measured at the head of a clause may be named by its verb
        ("审查意见3条。", False, False),
        ("依法审查材料。", False, True),
        # neither alone: what governs stands before it
        ("提出审查意见。", False, False),
    ],
)
def test_counts_a_verb_where_it_can_be_one_thing_only(text: str, *, attribute: bool, governs: bool) -> None:
    counts = count_uses([text])
    assert ("审查" in counts.attribute, "审查" in counts.governs) == (attribute, governs)


def test_counts_documents_and_not_places() -> None:
    counts = count_uses(["审查了方案。审查了材料。", "审查了合同。"])
    assert counts.governs["审查"] == 2


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
    assert set(count_uses([text]).heads) == heads


def test_counts_the_noun_that_a_verb_is_an_attribute_of() -> None:
    counts = count_uses(["各类审查意见。", "依法审查意见。"])
    assert dict(counts.named) == {("审查", "意见"): 1}
    assert dict(counts.governed) == {("审查", "意见"): 1}


def test_counts_a_verb_that_ends_its_clause() -> None:
    assert count_uses(["资金到位,"]).alone["到位"] == 1


def test_writes_pairs_and_heads_of_enough_documents() -> None:
    texts = ["各类审查意见。建成3个示范区。"] * 20
    lines = list(write_counts(count_uses(texts), {}, len(texts), []))
    assert '"审查" = "意见20/0"' in lines
    assert '"个" = "示范区20"' in lines
    assert not any("示范区" in line for line in write_counts(count_uses(texts[:19]), {}, 19, []))


def test_leaves_out_texts_of_others_and_shorter_doubles() -> None:
    long, other = "这是一篇文档里的第一个长句子。" * 3, "那是另一篇文档里的一个长句子。"
    assert leave_out([long, long + other, other], []) == [long + other]


def test_writes_what_enough_documents_have() -> None:
    texts = ["排查、化解纠纷。检查了隐患。"] * 3
    lines = list(write_counts(count_uses(texts), {"检查": 1}, len(texts), ["甲", "乙"]))
    assert '"检查" = [1, 0, 3, 0]' in lines
    assert '"排查化解" = 3' in lines
    assert 'sources = ["甲", "乙"]' in lines
    assert '"排查化解" = 2' not in list(write_counts(count_uses(texts[:2]), {}, 2, []))


def test_the_file_says_when_and_over_how_many_documents_it_was_counted() -> None:
    stated = read_toml("compounds")
    assert stated["documents"] > 100
    assert min(stated["chains"].values()) >= 3
    assert all(sum(counts) >= 3 for counts in stated["verbs"].values())
