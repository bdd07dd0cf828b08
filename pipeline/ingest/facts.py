"""Reads the facts in page furniture: label and value, as printed.

``rules/facts.toml`` lists the names of facts (``title``, ``published``, ``signed``, ``issuer``, ``source``, ``number``)
and their labels.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from pipeline.characters import HAN, squeeze
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Rules, read_rules
from pipeline.values import find_dates

Facts = tuple[tuple[str, str], ...]

LONGEST_VALUE = 300
# The fewest labels that make a line without colons, or a table, one of facts.
FEWEST_LABELS = 2

# The values of these are dates, which may contain spaces; other values except titles end at the first space.
_DATES = frozenset(("published", "signed"))


class FactRule(Rules):
    """A line of ``[[facts]]``."""

    name: str
    labels: tuple[str, ...]
    metas: tuple[str, ...]


class FactRules(Rules):
    """The shape of ``rules/facts.toml``."""

    facts: tuple[FactRule, ...]


def read_facts(plain: str) -> Facts:
    """The facts in a passage of furniture in plain form, in text order.

    >>> read_facts("来源:某区管委会 时间:2013-02-25 00:00 微信 微博")
    (('source', '某区管委会'), ('published', '2013-02-25 00:00'))
    """
    labels = _label_names()
    matches = list(_label_re().finditer(plain))
    ends = [*(match.start() for match in matches), len(plain)][1:]
    facts = []
    for match, end in zip(matches, ends, strict=False):
        name = labels[squeeze(match["label"])]
        value = _read_value(name, plain[match.end() : min(end, match.end() + LONGEST_VALUE)])
        if value:
            facts.append((name, value))
    return tuple(facts)


def read_publication(plain: str) -> Facts:
    """The facts of the line below a title, where a date without a label is the day of publication.

    >>> read_publication("2017年03月17日来源:办公室")
    (('source', '办公室'), ('published', '2017年03月17日'))
    """
    facts = read_facts(plain)
    if any(name == "published" for name, _ in facts):
        return facts
    days = (plain[mention.start : mention.end] for mention in find_dates(plain) if mention.precision == "day")
    return facts + tuple(("published", day) for day in days)[:1]


def read_labelled_line(line: str) -> Facts:
    """The fact of a header line that a crawler wrote: everything after the label is the value.

    >>> read_labelled_line("标题: 某区 年度报告"), read_labelled_line("文号: ")
    ((('title', '某区 年度报告'),), ())
    """
    match = _label_re().match(line)
    if not match:
        return ()
    value = line[match.end() :].strip()
    return ((_label_names()[squeeze(match["label"])], value),) if value else ()


def read_label(words: str) -> str | None:
    """The name of the fact that a label stands for, with or without a colon or brackets; ``None`` if none.

    >>> read_label("发 布 机 构:"), read_label("[ 发布机构 ]"), read_label("发布机构是")
    ('issuer', 'issuer', None)
    """
    return _label_names().get(squeeze(words).strip("[]【】:："))


def is_index_line(line: str) -> bool:
    """Whether a line belongs to the index above a document: one label and its value, or several.

    >>> (
    ...     is_index_line("发布机构 某县水务局 发文日期 2018-02-26"),
    ...     is_index_line("名称是某县水务局年报"),
    ...     is_index_line("名称"),
    ... )
    (True, False, False)
    """
    first, _, rest = line.strip().partition(" ")
    return bool(rest) and read_label(first) is not None


def read_cells(rows: Sequence[Sequence[str]]) -> Facts:
    """The facts of rows of cells in which labels and values alternate; a single label is not a fact.

    >>> read_cells([["索引号", "0001"], ["发布机构", "某县水务局", "发文日期", "2018-02-26"]])
    (('index', '0001'), ('issuer', '某县水务局'), ('published', '2018-02-26'))
    >>> read_cells([["名称", "单位"]])
    ()
    """
    labels = [[read_label(cell) for cell in row] for row in rows]
    if sum(1 for row in labels for label in row if label) < FEWEST_LABELS:
        return ()
    found: list[tuple[str, str]] = []
    for row, names in zip(rows, labels, strict=True):
        for column, name in enumerate(names[:-1]):
            if name and row[column + 1].strip() and not names[column + 1]:
                value = _read_value(name, row[column + 1])
                found += [(name, value)] if value else []
    return tuple(found)


def values_of(facts: Iterable[tuple[str, str]], name: str) -> list[str]:
    """The values of the facts with a name, the most reliable first."""
    return [value for fact, value in facts if fact == name]


def fact_of_meta(meta: str) -> str | None:
    """The name of the fact in an HTML meta element of that name; ``None`` if none.

    >>> fact_of_meta("PUBDATE"), fact_of_meta("viewport")
    ('published', None)
    """
    return _meta_names().get(meta.lower())


def _read_value(name: str, rest: str) -> str | None:
    rest = rest.lstrip()
    if name in _DATES:
        return next((rest[d.start : d.end] for d in find_dates(rest[:40]) if d.start < 3), None)
    line = rest.split("\n", 1)[0]
    words = [line.strip()] if name == "title" else line.split(maxsplit=1)
    return words[0].rstrip(")]】|") if words else None


@cache
def _fact_rules() -> tuple[FactRule, ...]:
    rules: FactRules = read_rules("facts", FactRules)
    return rules.facts


@cache
def _label_names() -> dict[str, str]:
    return {label: rule.name for rule in _fact_rules() for label in rule.labels}


@cache
def _meta_names() -> dict[str, str]:
    return {meta.lower(): rule.name for rule in _fact_rules() for meta in rule.metas}


@cache
def _label_re() -> "regex.Pattern[str]":
    """A label and its colon; the characters of a label may be spaced out (标  题:)."""
    spread = r"\s{0,4}"
    labels = "|".join(spread.join(map(regex.escape, label)) for label in sorted(_label_names(), key=len, reverse=True))
    return compile_pattern(rf"(?<![{HAN}](?<!日))(?P<label>{labels})\s?[:：]", 0)
