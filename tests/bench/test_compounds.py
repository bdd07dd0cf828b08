"""What is counted of verbs: where they can only be one thing."""

import pytest

from bench.compounds import count_uses, write_counts
from pipeline.resources import read_toml


@pytest.mark.parametrize(
    ("text", "attribute", "governs"),
    [
        ("收到3件审查意见。", True, False),
        ("收到各类审查意见。", True, False),
        ("他们的审查意见。", True, False),
        ("审查了意见。", False, True),
        ("审查意见3条。", False, True),
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
    assert counts.governs["审查"] == {0, 1}


def test_writes_what_enough_documents_have() -> None:
    texts = ["排查、化解纠纷。检查了隐患。"] * 3
    lines = list(write_counts(count_uses(texts), {"检查": 1}, len(texts)))
    assert '"检查" = [1, 0, 3]' in lines
    assert '"排查化解" = 3' in lines
    assert '"排查化解" = 2' not in list(write_counts(count_uses(texts[:2]), {}, 2))


def test_the_file_says_when_and_over_how_many_documents_it_was_counted() -> None:
    stated = read_toml("compounds")
    assert stated["documents"] > 100
    assert min(stated["chains"].values()) >= 3
    assert all(sum(counts) >= 3 for counts in stated["verbs"].values())
