"""Separates the furniture of a page from its document, by the rules of ``rules/furniture.toml``."""

from functools import cache
from typing import Literal

import regex
from pydantic import Field

from pipeline.model import Region, RegionKind
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Pattern, Rules, Sieve, read_rules

# The lengths of the head and the tail of a text, in characters; neither is more than half of it.
HEAD = TAIL = 1000

# Longer paragraphs are never furniture.
LONGEST_LINE = 200

Where = Literal["anywhere", "head", "tail"]


class FurnitureRule(Pattern):
    """A line of ``[[lines]]`` or ``[[stretches]]``; its name is that of a group."""

    name: str = Field(pattern=r"^[a-z_]+$")
    where: Where


class FurnitureRules(Rules):
    """The shape of ``rules/furniture.toml``."""

    containers: tuple[str, ...]
    skipped: frozenset[str]
    references: tuple[str, ...]
    lines: tuple[FurnitureRule, ...]
    stretches: tuple[FurnitureRule, ...]
    elements: tuple[Pattern, ...]


@cache
def furniture_rules() -> FurnitureRules:
    """The rules, read once."""
    rules: FurnitureRules = read_rules("furniture", FurnitureRules)
    return rules


def furniture_line(plain: str, where: Where = "anywhere") -> str | None:
    """The name of the rule by which a paragraph is furniture; ``None`` if it is not.

    >>> furniture_line("附件下载"), furniture_line("附件:1、统计表")
    ('attachment', None)
    >>> furniture_line("2017年03月17日来源:办公室", "head"), furniture_line("2017年03月17日")
    ('publication', None)
    """
    if not plain or len(plain) > LONGEST_LINE or not _line_sieve(where).pick_whole(plain):
        return None
    match = _lines_re(where).match(plain)
    return match.lastgroup if match else None


def find_furniture(plain: str) -> tuple[Region, ...]:
    """The regions of a text in plain form that are furniture, sorted and disjoint.

    >>> text = "首页 -> 年报\\n2016年,本局公开信息3条。 附件下载"
    >>> [(r.rule, text[r.start : r.end]) for r in find_furniture(text)]
    [('breadcrumb', '首页 -> 年报'), ('tail_run', '附件下载')]
    """
    head, tail = min(HEAD, len(plain) // 2), len(plain) - min(TAIL, len(plain) // 2)
    found: list[Region] = []
    for match in _SHORT_LINE_RE.finditer(plain):
        start = match.start()
        where: Where = "head" if start < head else "tail" if start >= tail else "anywhere"
        rule = furniture_line(match[0].rstrip(), where)
        if rule:
            found.append(Region(RegionKind.FURNITURE, start, match.end(), rule))
    for start, end, where in ((0, head, "head"), (tail, len(plain), "tail")):
        for match in _stretches_re(where).finditer(plain, start):
            if match.start() >= end:
                break
            found.append(Region(RegionKind.FURNITURE, match.start(), match.end(), match.lastgroup or ""))
    return disjoint(found)


def disjoint(regions: list[Region]) -> tuple[Region, ...]:
    """The regions in order, each trimmed to begin where the previous one ends."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda r: (r.start, -r.end)):
        start = max(region.start, kept[-1].end) if kept else region.start
        if start < region.end:
            kept.append(region if start == region.start else Region(region.kind, start, region.end, region.rule))
    return tuple(kept)


# Bare numbers, of which tables have thousands, are not furniture.
_SHORT_LINE_RE = regex.compile(rf"^(?!\d++$)[^\n]{{1,{LONGEST_LINE}}}$", regex.MULTILINE)


@cache
def _lines_re(where: Where) -> "regex.Pattern[str]":
    return _one_of(furniture_rules().lines, where)


@cache
def _line_sieve(where: Where) -> Sieve[str]:
    """The rules of paragraphs, which are about whole ones: few can be about one paragraph."""
    holding = (rule for rule in furniture_rules().lines if rule.where in (where, "anywhere"))
    return Sieve((rule.compile(), rule.name) for rule in holding)


@cache
def _stretches_re(where: Where) -> "regex.Pattern[str]":
    return _one_of(furniture_rules().stretches, where)


def _one_of(rules: tuple[FurnitureRule, ...], where: Where) -> "regex.Pattern[str]":
    """The rules for a part of the text as one pattern; each group is named after its rule."""
    holding = [rule for rule in rules if rule.where in (where, "anywhere")]
    for rule in holding:
        rule.compile()
    return compile_pattern("|".join(f"(?P<{rule.name}>{rule.pattern}\n)" for rule in holding))
