"""The structure of ``rules/shelf.toml``."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.ingest import read_label
from pipeline.rulebook import Rules, read_rules

# A remark after the name of a column.
_NOTE_RE = re.compile(r"\s*(?:\([^()]*\)|（[^（）]*）)\s*$")


class ColumnRule(Rules):
    """A line of ``[[columns]]``."""

    name: str
    labels: tuple[str, ...]


class ShelfRules(Rules):
    """Which members of a container are documents, and the names of columns in a table of texts."""

    hidden_folders: frozenset[str]
    nothing: frozenset[str]
    media: frozenset[str]
    undecided_media: frozenset[str]
    roles: dict[str, str]
    columns: tuple[ColumnRule, ...]
    listed: tuple[ColumnRule, ...]


@cache
def shelf_rules() -> ShelfRules:
    """The rules, read once."""
    rules: ShelfRules = read_rules("shelf", ShelfRules)
    return rules


def column_of(label: str) -> tuple[str, int] | None:
    """The role of a column label, and its rank: 0 is the likeliest label.

    >>> column_of("正文"), column_of("Publish_Time"), column_of("发布时间"), column_of("备注")
    (('body', 0), ('published', 4), ('published', 100), None)
    >>> column_of("标题（必填）")
    ('title', 100)
    """
    label = _NOTE_RE.sub("", label)
    found = _labels().get(_squeeze(label))
    if found is None and (fact := read_label(label)):
        return fact, 100
    return found


def name_roles(roles: Sequence[str]) -> tuple[str, ...]:
    """Roles of columns, each with a Chinese name.

    >>> name_roles(("body", "issuer", "number"))
    ('body (正文)', 'issuer (机关)', 'number (文号)')
    """
    named = {rule.name: rule.labels[0] for rule in shelf_rules().columns} | shelf_rules().roles
    return tuple(f"{role} ({named[role]})" for role in roles)


def listed_column_of(label: str) -> tuple[str, int] | None:
    """The same for a column of a metadata list, which states whose report each is, and for which year.

    >>> listed_column_of("报告年度"), listed_column_of("source"), listed_column_of("发布机构"), listed_column_of("序号")
    (('year', 2), ('origin', 0), ('agency', 100), None)
    """
    found = _listed_labels().get(_squeeze(label)) or column_of(label)
    return ("agency", found[1]) if found and found[0] == "issuer" else found


def _squeeze(label: str) -> str:
    return "".join(label.split()).replace("_", "").replace("-", "").lower()


@cache
def _labels() -> dict[str, tuple[str, int]]:
    return _rank_labels(shelf_rules().columns)


@cache
def _listed_labels() -> dict[str, tuple[str, int]]:
    return _rank_labels(shelf_rules().listed)


def _rank_labels(rules: tuple[ColumnRule, ...]) -> dict[str, tuple[str, int]]:
    return {label: (rule.name, rank) for rule in rules for rank, label in enumerate(rule.labels)}
