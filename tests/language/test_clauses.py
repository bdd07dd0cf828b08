"""The slots of a clause are spans of its words, and at most one of them names what is counted."""

import pytest

from pipeline.language import cut_words, read_clause


def slots(text: str) -> dict[str, str]:
    clause = read_clause(cut_words(text, 0, len(text)))
    found = {"object": clause.object, "topic": clause.topic, "outcome": clause.outcome}
    words = {slot: "".join(word.text for word in clause.words[slice(*one.span)]) for slot, one in found.items() if one}
    verb = {"verb": clause.verb.text} if clause.verb else {}
    return words | verb | ({"links": "".join(clause.links)} if clause.links else {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我局共收到公开申请", {"object": "公开申请", "verb": "收到"}),
        ("复议案件审结", {"topic": "复议案件", "verb": "审结"}),
        ("其中不予公开", {"outcome": "不予公开"}),
        ("办结率均为", {"object": "办结率", "links": "均为"}),
        ("由我局承办的建议共", {"object": "建议", "links": "共", "verb": "承办"}),
        ("属于国家秘密", {"outcome": "属于国家秘密"}),
        ("共", {"links": "共"}),
        # who turns up before the verb is no topic: whom it was done to, a cause, a preposition's noun
        ("向社会征求意见", {"verb": "征求意见"}),
        ("受减税影响减收", {"verb": "减收"}),
        ("因人员调资增支", {"verb": "增支"}),
        ("网站发布", {"verb": "发布"}),
    ],
)
def test_a_clause_has_its_slots(text: str, expected: dict[str, str]) -> None:
    assert slots(text) == expected


@pytest.mark.parametrize("text", ["复议案件审结", "由我局承办的建议共", "其中不予公开", "办结率均为", "的", ""])
def test_slots_are_spans_and_one_names(text: str) -> None:
    clause = read_clause(cut_words(text, 0, len(text)))
    filled = [one for one in (clause.object, clause.topic, clause.outcome) if one]
    assert len(filled) <= 1
    assert all(0 <= one.first < one.last <= len(clause.words) - len(clause.links) for one in filled)
