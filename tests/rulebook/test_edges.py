"""A match begins and ends with one of the characters that are worked out: of our own patterns, and of made ones."""

from typing import Literal

import pytest
import regex

from pipeline.figures.exclusions import exclusion_rules
from pipeline.figures.roles import role_rules
from pipeline.rulebook import Sieve, find_edge

MATCHES = [
    (r"(?:\ ?[年月])? 共", "共"),
    (r"(?:甲|乙丙|[1-5])+", "3乙丙"),
    (r"(?<!主动)公开(?!信息)", "公开"),
    (r"\d+ (?:\.\d+)? %?", "3.5%"),
    (r"\p{Han}{2}件?", "公开"),
    (r"(?i:ABC)", "aBc"),
    (r"(?>甲|乙)丙++丁*", "乙丙"),
    (r"[^,。]+", "年"),
    (r"(?:无|没有)?", ""),
    (r"(?(DEFINE)(?P<n>\d+))(?&n)件", "3件"),
]


@pytest.mark.parametrize(("pattern", "text"), MATCHES)
def test_a_match_has_its_edges(pattern: str, text: str) -> None:
    compiled = regex.compile(pattern, regex.VERBOSE)
    match = compiled.fullmatch(text)
    assert match is not None
    sides: tuple[tuple[Literal["first", "last"], str], ...] = ("first", text[:1]), ("last", text[-1:])
    for side, end in sides:
        edge = find_edge(compiled, side)
        assert edge is None or end in edge


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [("[年月]末?", "年月", "年月末"), (r"\ ?\d", " 0123456789", "0123456789"), ("届$", "届", "届")],
)
def test_the_edges_are_no_wider_than_they_must_be(pattern: str, first: str, last: str) -> None:
    compiled = regex.compile(pattern, regex.VERBOSE)
    assert (find_edge(compiled, "first"), find_edge(compiled, "last")) == (frozenset(first), frozenset(last))


def test_most_rules_about_what_stands_beside_a_number_have_an_edge() -> None:
    rules = (*exclusion_rules().exclusion, *exclusion_rules().quantity, *role_rules())
    stated = [rule.last_before for rule in rules if rule.before] + [rule.first_after for rule in rules if rule.after]
    assert sum(edge is not None for edge in stated) > len(stated) / 2


def test_whole_words_are_picked_by_their_ends() -> None:
    sieve = Sieve(
        (regex.compile(words, regex.VERBOSE), words) for words in ("公开 .* 信息", "信息 公开?", "(?:主动)? 公开")
    )
    assert sieve.pick_whole("公开信息") == ["公开 .* 信息"]
    assert sieve.pick_whole("主动公开") == ["(?:主动)? 公开"]
    assert sieve.pick_whole("申请公开") == []
