"""Weighs the evidence for each possible author of a report: page, signature, first lines, sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.characters import to_plain
from pipeline.ingest import Facts, values_of
from pipeline.metadata.agencies import (
    administration_of,
    agency_pattern,
    is_agency,
    is_full_name,
    region_rules,
    short_pattern,
    town_pattern,
    whole_names,
)
from pipeline.metadata.families import is_news
from pipeline.metadata.report_years import QUOTED_RE
from pipeline.metadata.rules import AuthorRule, compiled, metadata_rules
from pipeline.model import ReportType, Text
from pipeline.patterns import compile_pattern

if TYPE_CHECKING:
    import regex

# In characters: the opening, the part that names the report, and the part examined for who acts.
OPENING = 600
HEAD = 1500
NAMING = 6000
# The weights of the page's publisher, a signature, and a first line that is a name.
ISSUER, SOURCE, SIGNATURE, BYLINE = 6, 5, 7, 5
# A department's page often gives the government as source: that is the site, and not enough alone.
SITE = 3
FIRST_LINES = 8


def weigh_witnesses(facts: Facts, signatory: str | None, text: Text, family: ReportType) -> Counter[str]:
    """The weight of each name: from the publisher's field, the signature and the sentences."""
    weights = _weigh_page(facts, signatory, text)
    # News and its title name those it tells of; its author is on its page.
    return weights if tells_of_others(text, family) else weights + _weigh_sentences(text, family)


def tells_of_others(text: Text, family: ReportType) -> bool:
    """Whether a document is news, with a title and sentences about others."""
    return family is ReportType.OTHER and is_news(text)


def _weigh_page(facts: Facts, signatory: str | None, text: Text) -> Counter[str]:
    """The weights from the publisher on the page, the signature, and first lines that are names."""
    weights: Counter[str] = Counter()
    for fact, weight in (("issuer", ISSUER), ("source", SOURCE)):
        for name in {to_plain(value) for value in values_of(facts, fact)}:
            if is_agency(name) and (fact == "issuer" or is_full_name(name)):
                weights[name] += SITE if fact == "source" and compiled("government_site").search(name) else weight
    if signatory:
        weights[signatory] += SIGNATURE
    for line in {line.strip() for line in text.plain[:HEAD].split("\n")[:FIRST_LINES]}:
        if is_full_name(line):
            weights[line] += BYLINE
    return weights


def _weigh_sentences(text: Text, family: ReportType) -> Counter[str]:
    """The weights from sentences, by the lines of ``[[authors]]``."""
    weights: Counter[str] = Counter()
    prose = prose_of(text)
    bare = QUOTED_RE.sub("", prose)
    for rule in metadata_rules().authors:
        if not rule.families or family in rule.families:
            reach = {"opening": OPENING, "head": HEAD, "text": NAMING}[rule.where]
            words = (prose if rule.name == "named" else bare)[:reach]
            for name, count in _names_in(rule, words, text.plain).items():
                weights[name] += rule.weight * min(count, rule.times)
    return weights


def _names_in(rule: AuthorRule, words: str, plain: str) -> Counter[str]:
    """The full names that a line finds, with counts; a short name counts for the full one in the text."""
    found = Counter(match["agency"] for match in _compiled(rule.name).finditer(words, overlapped=True))
    names = Counter({name: count for name, count in found.items() if is_full_name(name)})
    if rule.short:
        for match in _compiled_short(rule.name).finditer(words):
            names.update(whole_names(match["agency"], plain))
        may_name = any(town in words for town in region_rules().towns)
        matches = _compiled_town(rule.name).finditer(words) if may_name else ()
        towns = (administration_of(match["agency"]) for match in matches)
        names.update(town for town in towns if town)
    return names


def prose_of(text: Text) -> str:
    """The first prose of a text, without furniture and tables.

    >>> prose_of(Text("", "公开3条。"))
    '公开3条。'
    """
    return "".join(_pieces(text))[:NAMING]


def _pieces(text: Text) -> Iterator[str]:
    offset = size = 0
    for region in text.regions:
        yield text.plain[offset : region.start]
        size += region.start - offset
        offset = region.end
        if size > NAMING:
            return
    yield text.plain[offset : offset + NAMING]


@cache
def _compiled(name: str) -> "regex.Pattern[str]":
    rule: AuthorRule = next(rule for rule in metadata_rules().authors if rule.name == name)
    return author_pattern(rule)


@cache
def _compiled_town(name: str) -> "regex.Pattern[str]":
    rule: AuthorRule = next(rule for rule in metadata_rules().authors if rule.name == name)
    return compile_pattern(rule.form.replace("AGENCY", town_pattern()))


@cache
def _compiled_short(name: str) -> "regex.Pattern[str]":
    rule: AuthorRule = next(rule for rule in metadata_rules().authors if rule.name == name)
    return compile_pattern(rule.form.replace("AGENCY", short_pattern()))


def author_pattern(rule: AuthorRule) -> "regex.Pattern[str]":
    """The pattern of a line of ``[[authors]]``, with the pattern for a name of its form."""
    return compile_pattern(rule.form.replace("AGENCY", agency_pattern()))


def names_of(plain: str, rules: Sequence[AuthorRule]) -> list[str]:
    """The names that lines find in a text, in the order of the lines.

    >>> names_of("由某县水务局编制", metadata_rules().authors)
    ['某县水务局']
    """
    return [match["agency"] for rule in rules for match in author_pattern(rule).finditer(plain)]
