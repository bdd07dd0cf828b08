"""Chunks tile their clause and do not cross; each word is what its place makes it."""

from itertools import pairwise

import pytest

from pipeline.language import ChunkKind, chunk, cut_words
from pipeline.language.verbs import read_verb
from tests.case_files import cases

CLAUSES = (
    "共收到信息公开申请",
    "地方政府一般债务还本支出",
    "完成预算稳定调节基金调入",
    "按期答复率、满意率均为",
    "通过门户网站等渠道发布解读材料",
    "予以公开及部分公开",
    "的、和",
    "",
)


@pytest.mark.parametrize("text", CLAUSES)
def test_chunks_tile_their_clause(text: str) -> None:
    words = cut_words(text, 0, len(text))
    chunks = chunk(words)
    assert [chunk.first for chunk in chunks[:1]] == [0][: len(chunks)]
    assert all(first.last == second.first for first, second in pairwise(chunks))
    assert sum(one.last - one.first for one in chunks) == len(words)
    assert all(one.first <= one.head < one.last and one.rule for one in chunks)


@pytest.mark.parametrize(("text", "expected"), cases("chunks", "chunks"))
def test_a_clause_is_cut_where_its_words_bound_it(text: str, expected: list[str]) -> None:
    words = cut_words(text, 0, len(text))
    found = ["".join(word.text for word in words[slice(*one.span)]) + f"/{one.kind}" for one in chunk(words)]
    assert found == expected


def test_the_head_of_a_noun_phrase_is_its_last_word() -> None:
    words = cut_words("地方财政收入", 0, 6)
    (phrase,) = chunk(words)
    assert (phrase.kind, words[phrase.head].text, phrase.rule) == (ChunkKind.NOUN, "收入", "opens")


@pytest.mark.parametrize(
    ("text", "word", "verdict"),
    [
        ("整改完成率", "整改", (False, "names_quantity")),
        ("监管各类台站", "监管", (True, "before_sort")),
        ("城镇新增就业", "新增", (False, "attribute")),
        ("在社区和农村新增车站", "新增", (True, "listed")),
        ("总诊疗人次", "诊疗", (False, "totalled")),
        ("培育省级中心", "培育", (True, "before_noun")),
        ("被申请行政复议", "申请", (True, "bidden")),
        ("新建和改造公路", "改造", (True, "chained")),
        ("动态类信息发布", "发布", (True, "closing")),
    ],
)
def test_a_verb_governs_by_the_first_rule_that_holds(text: str, word: str, verdict: tuple[bool, str]) -> None:
    words = cut_words(text, 0, len(text))
    index = next(i for i, one in enumerate(words) if one.text == word)
    assert tuple(read_verb(words, index, len(words))) == verdict
