"""Tokens tile the text, and keep all that they may be."""

from itertools import pairwise

import pytest

from pipeline.language import Pos, Sense, cut_words

TEXTS = (
    "全年共收到政府信息公开申请,其中《工作简报》的“一件事”申请由我局办结",
    "每千人口执业(助理)医师, 年末 家禽存栏\t与上年持平;PM2.5平均浓度",
    "村(居)民代表会议审议通过上划中央收入、还本支出和在岗职工平均工资",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_tile_the_text(text: str) -> None:
    tokens = cut_words(text, 0, len(text))
    assert "".join(token.text for token in tokens) == "".join(text.split())
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(first.end <= second.start for first, second in pairwise(tokens))


@pytest.mark.parametrize("text", TEXTS)
def test_a_stretch_has_the_places_of_the_whole(text: str) -> None:
    assert [token.text for token in cut_words(f"我{text}。", 1, len(text) + 1)] == [
        token.text for token in cut_words(text, 0, len(text))
    ]


def test_a_token_says_who_named_its_part_of_speech() -> None:
    found = {token.text: token for token in cut_words("共审批《办法》高楼", 0, 9)}
    assert {text: token.source for text, token in found.items()} == {
        "共": "lexicon",
        "审批": "lexicon",
        "《办法》": "name",
        "高楼": "jieba",
    }
    assert found["审批"].kind is Pos.ACTION
    assert Sense.NOMINAL in found["审批"].senses


def test_the_name_of_an_outcome_in_quotation_marks_is_the_outcome() -> None:
    assert [(token.text, token.kind) for token in cut_words("“不予公开”", 0, 6)] == [("不予公开", Pos.OUTCOME)]
