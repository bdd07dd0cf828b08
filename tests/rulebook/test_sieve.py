"""A sieve leaves out no pattern that fits: of the project's own patterns over their own examples, and of made ones."""

import pytest
import regex

from pipeline.rulebook import Sieve, compiled, indicator_rules

FITS = [
    (r"申请 .* 答复", "申请3件,答复2件"),
    (r"(?P<a>网站|公报) (?=公开)", "网站公开"),
    (r"(?<!不)公开", "全年公开"),
    (r"(?<=主动)公开", "主动公开"),
    (r"(?:无|没有)? 申请*", "申"),
    (r"\p{Han}{2}件?", "公开"),
    (r"[^,。]+", "年"),
    (r"(?:甲|乙丙|[1-5])+", "3"),
    (r"(?>甲|乙)丙++", "乙丙"),
    (r"(?i:ABC)", "abc"),
    (r"(?P<a>甲)|(?P<a>乙)", "乙"),
    (r"(?(DEFINE)(?P<n>\d+))(?&n)件", "3件"),
]


@pytest.mark.parametrize(("pattern", "text"), FITS)
def test_what_fits_is_picked(pattern: str, text: str) -> None:
    compiled_pattern = regex.compile(pattern, regex.VERBOSE)
    assert compiled_pattern.search(text)
    assert Sieve([(compiled_pattern, "it")]).pick(frozenset(text)) == ["it"]


@pytest.mark.parametrize(
    ("pattern", "text"), [("申请", "申诉"), ("网站 | 公报", "微博"), ("(?:答复)+ 申请?", "答"), ("[甲乙]丙", "丙丁")]
)
def test_what_lacks_a_character_is_put_aside(pattern: str, text: str) -> None:
    assert Sieve([(regex.compile(pattern, regex.VERBOSE), "it")]).pick(frozenset(text)) == []


def test_without_a_parser_nothing_is_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    def lack(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("pipeline.rulebook.sieve.import_module", lack)
    assert Sieve([(regex.compile("申请"), "it")]).pick(frozenset("答复")) == ["it"]


def test_the_patterns_of_the_rules_are_picked_where_they_fit() -> None:
    """Each pattern of the indicators over the examples of all: what is put aside fits nowhere."""
    rules = indicator_rules()
    texts = [text for rule in rules.prose for text in (*rule.yes, *rule.no)]
    patterns = {compiled(rule.measure) for rule in rules.prose} | {
        compiled(rule.mention) for rule in rules.indicators if rule.mention
    }
    sieve = Sieve((pattern, pattern) for pattern in patterns)
    for text in texts:
        picked = sieve.pick(frozenset(text))
        assert not [pattern.pattern for pattern in patterns.difference(picked) if pattern.search(text)]
