"""Text is cut as jieba cuts it, though its dictionary is not read whole."""

from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.dictionary import Dictionary, read_dictionary
from pipeline.language.lexicon import parts_of_speech

LEAST = 20_000


@pytest.fixture(scope="module")
def theirs() -> jieba.Tokenizer:
    """jieba's tokenizer with our words."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in parts_of_speech():
        if len(word) > 1:
            tokenizer.add_word(word, freq=max(tokenizer.suggest_freq(word), LEAST))
    return tokenizer


@pytest.fixture(scope="module")
def ours() -> Dictionary:
    return read_dictionary((word for word in parts_of_speech() if len(word) > 1), LEAST)


SIGNS = st.sampled_from(
    "公开政府信息受理申请的了在是有不一二三年月日件条次市县区水务局abcXYZ0123456789.%-+_#& ，。、（）\n\t龘㵲𠀀"
)


@given(text=st.text(st.one_of(SIGNS, st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.characters())))
def test_whatever_the_text_it_is_cut_as_by_jieba(text: str, ours: Dictionary, theirs: jieba.Tokenizer) -> None:
    words = list(ours.cut(text))
    assert words == list(theirs.cut(text, HMM=False))
    assert "".join(words) == text


def test_reports_are_cut_as_by_jieba(raw: Path, ours: Dictionary, theirs: jieba.Tokenizer) -> None:
    for file in sorted(raw.glob("*.txt")) + sorted(raw.glob("*.html")):
        text = file.read_bytes().decode("utf-8", "replace")
        assert list(ours.cut(text)) == list(theirs.cut(text, HMM=False))


def test_real_reports_are_cut_as_by_jieba(shared: Path, ours: Dictionary, theirs: jieba.Tokenizer) -> None:
    for file in sorted((shared / "corpus" / "disclosure").glob("*.txt")):
        text = file.read_bytes().decode("utf-8", "replace")
        assert list(ours.cut(text)) == list(theirs.cut(text, HMM=False))


def test_words_have_the_tags_that_jieba_ships(ours: Dictionary) -> None:
    with jieba.Tokenizer().get_dict_file() as lines:
        tags = dict(line.decode("utf-8").split()[::2] for line in lines)
    assert len(tags) > 300_000
    assert {word: tag for word, tag in tags.items() if ours.tag(word) != tag} == {}
    assert ours.tag("没有这个词") == ours.tag("") == ""


def test_our_words_are_cut_whole(ours: Dictionary) -> None:
    assert [word for word in parts_of_speech() if list(ours.cut(word)) != [word]] == []


def test_a_dictionary_may_be_short() -> None:
    small = Dictionary("公开 5 v\n公开信息 9 n\n信息 20 n")
    assert list(small.cut("公开信息公开，信 息AB12")) == ["公开信息", "公开", "，", "信", " ", "息", "AB12"]
    small.add("信息公开", 3)
    assert small.tag("信息") == "n"
    assert list(small.cut("信息公开")) == ["信息公开"]


@pytest.mark.parametrize("least", [1, 500, 20_000, 400_000])
def test_added_words_are_as_frequent_as_jieba_makes_them(least: int) -> None:
    """Among them words that are more frequent than that, and one that is added twice."""
    theirs = jieba.Tokenizer()
    theirs.FREQ, theirs.total = theirs.gen_pfdict(theirs.get_dict_file())
    theirs.initialized = True
    words = ["公开政府信息", "中国", "的话", "我们", "受理申请量", "的的", "是的", "公开政府信息", "ab县", "县(市)"]
    for word in words:
        theirs.add_word(word, freq=max(theirs.suggest_freq(word), least))
    ours = read_dictionary(words, least)
    for text in (*words, "我们公开政府信息的话是的受理申请量ab县(市)", "中国的的的话"):
        assert list(ours.cut(text)) == list(theirs.cut(text, HMM=False))
