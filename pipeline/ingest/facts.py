"""Reads the facts that page furniture carries: label and value, as printed.

The names of facts (``title``, ``published``, ``signed``, ``issuer``, ``source``, ``number``) and their labels
stand in ``rules/facts.toml``.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from pipeline.characters import HAN, squeeze
from pipeline.rulebook import Rules, read_rules
from pipeline.values import find_dates

Facts = tuple[tuple[str, str], ...]

LONGEST_VALUE = 300
# A line without colons, and a table, needs so many labels to be one of facts.
FEWEST_LABELS = 2

# These hold a date, in which there may be spaces; the others, but for a title, end at the first space.
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
    """The facts in a stretch of furniture in plain form, in the order of the stretch.

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
    """The facts of a line under a title, where a date needs no label to be that of publication.

    >>> read_publication("2017年03月17日来源:办公室")
    (('source', '办公室'), ('published', '2017年03月17日'))
    """
    facts = read_facts(plain)
    if any(name == "published" for name, _ in facts):
        return facts
    days = (plain[mention.start : mention.end] for mention in find_dates(plain) if mention.precision == "day")
    return facts + tuple(("published", day) for day in days)[:1]


def read_labelled_line(line: str) -> Facts:
    """The fact of a header line that a crawler wrote, of which all behind the label is the value.

    >>> read_labelled_line("标题: 某区 年度报告"), read_labelled_line("文号: ")
    ((('title', '某区 年度报告'),), ())
    """
    match = _label_re().match(line)
    if not match:
        return ()
    value = line[match.end() :].strip()
    return ((_label_names()[squeeze(match["label"])], value),) if value else ()


def read_label(words: str) -> str | None:
    """The name of the fact that words alone label, with or without a colon or brackets.

    >>> read_label("发 布 机 构:"), read_label("[ 发布机构 ]"), read_label("发布机构是")
    ('issuer', 'issuer', None)
    """
    return _label_names().get(squeeze(words).strip("[]【】:："))


def is_index_line(line: str) -> bool:
    """Whether a line is one of the index above a document: a label and its value, or several of them.

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
    """The facts of rows of cells in which labels and values take turns; one label alone is none.

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
        for place, name in enumerate(names[:-1]):
            if name and row[place + 1].strip() and not names[place + 1]:
                value = _read_value(name, row[place + 1])
                found += [(name, value)] if value else []
    return tuple(found)


def values_of(facts: Iterable[tuple[str, str]], name: str) -> list[str]:
    """The values of the facts of a name, the surest first."""
    return [value for fact, value in facts if fact == name]


def fact_of_meta(meta: str) -> str | None:
    """The name of the fact that an HTML meta element of that name holds.

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
    """A label and its colon; the characters of a label may stand apart (标  题:)."""
    spread = r"\s{0,4}"
    labels = "|".join(spread.join(map(regex.escape, label)) for label in sorted(_label_names(), key=len, reverse=True))
    return regex.compile(rf"(?<![{HAN}](?<!日))(?P<label>{labels})\s?[:：]")
