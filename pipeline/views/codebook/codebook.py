"""Describes every table and column, every audit and every problem, from the schemas and the rules.

``gongkai schema`` prints it in a terminal; ``python -m pipeline.views.codebook FILE`` writes it as
``docs/CODEBOOK.md``, and with ``--check`` only reports whether FILE is current.
"""

from collections.abc import Iterable, Sequence

from pipeline.i18n import count_columns, pad, say, wrap
from pipeline.rulebook import (
    FORMS,
    IndicatorRule,
    Line,
    all_audits,
    example_of,
    indicator_rules,
    problem_rules,
    status_rules,
)
from pipeline.tables import AUDITS, DAY, PANEL, PANEL_CORRECTED, PROBLEMS, TABLES, Column, Table
from pipeline.views.diff import REVISIONS

HEAD = """\
# Codebook

The tables that `gongkai run` writes, one Parquet file each. This page is made from `pipeline/tables/schema.py` and the
rules: `indicators.toml`, `statuses.toml`, `audits.toml` and `problems.toml` in `pipeline/rules/`. Regenerate it with
`make codebook`.

Rows are ordered by `document_id`, then by their own id. A type with a question mark may be null: unknown or absent,
never zero; a zero is a zero that the report states. Every `start` and `end` is a half-open range of characters of
`documents.text`, and `text[start:end] == surface` wherever there is a surface. The sections of levels 0 and 1 tile
the text. The descriptions are also stored in the files, as metadata of their Parquet fields.
"""


# An escaped bar in a cell of a Markdown table.
BAR = "\\|"


def codebook() -> str:
    """The page as Markdown."""
    parts = [
        *(_table_part(table) for table in (*TABLES, REVISIONS)),
        _indicator_part(),
        _status_part(),
        _audit_part(),
        _problem_part(),
        _chinese_part(),
    ]
    return "\n".join([HEAD, *parts])


def _table_part(table: Table) -> str:
    if table is PANEL_CORRECTED:
        return f"## {table.name}\n\n{table.row}. Its columns are those of `{PANEL.name}`.\n"
    rows = [
        f"| `{column.name}` | {type_name(column)} | {column.unit or ''} | {_example(table, column)} | "
        f"{column.description} |"
        for column in table.columns
    ]
    return _page_part(table.name, f"{table.row}.", "| column | type | unit | example | what it says |", rows)


def _example(table: Table, column: Column) -> str:
    example = example_of(table.name, column.name)
    return "" if example is None else f"`{example}`"


INDICATORS = (
    "The codes of `indicators.indicator`, which are the columns of `panel` too. For each generation of the form: the "
    "grade, and the cells by row and column. `exact`: the form prints it; `sum_of_parts`: it is the sum of these "
    "cells, all of which must be numbers; `subset`: one of the two is a part of the other; `not_comparable`: a like "
    "name for something else. An empty cell: the form does not print it, and only the prose may state it. The local "
    "forms (F08) are identified by the printed label of a row. No value is filled in: what no witness states is null."
)


def _indicator_part() -> str:
    rows = []
    for rule in indicator_rules().indicators:
        local = f"`{rule.F08.replace('|', BAR)}`" if rule.F08 else ""
        sources = (_source(rule, form) for form in FORMS)
        rows.append("| " + " | ".join((f"`{rule.code}`", rule.label, rule.unit, local, *sources, rule.break_)) + " |")
    head = "| indicator | label | unit | F08 | F14 | F19 | F21 | break |"
    return _page_part("The indicators", INDICATORS, head, rows)


def _source(rule: IndicatorRule, form: str) -> str:
    if getattr(rule, form) is None:
        return ""
    source = rule.source(form)
    return " ".join([f"{source.grade}:" if source.cells else source.grade, *_named_cells(source.cells)])


def _named_cells(cells: Sequence[tuple[str, str]]) -> list[str]:
    names = [f"`{row}/{column}`" for row, column in cells]
    return [" + ".join(names)] if names else []


STATUSES = (
    "The codes of `panel_status.status`, and below each the sentences of `panel_status.reason`. The panel has a number "
    "where the status is `stated` or `zero_stated` in the row of one of the report's documents, and nowhere else."
)


def _status_part() -> str:
    rows = _status_rows("| `{0.code}` | {0.meaning} |", "| | {0.english} |")
    return _page_part("The statuses", STATUSES, "| status | what it says, and the reasons |", rows)


def _status_rows(status: str, reason: str) -> list[str]:
    """A row for each status and, below it, for each of its reasons, by their templates."""
    rules, rows = status_rules(), list[str]()
    for rule in rules.statuses:
        rows.append(status.format(rule))
        rows += (reason.format(one) for one in rules.reasons if one.status == rule.code)
    return rows


def _chinese_statuses() -> str:
    rows = _status_rows("| `{0.code}` | {0.zh.name} | {0.zh.meaning} |", "| | | {0.zh} |")
    sentence = "`panel_status.status` 的代码：panel 表为什么有数或者没有数。"
    return _page_part("取数状态", sentence, "| 代码 | 名称 | 含义与理由 |", rows)


def _audit_part() -> str:
    rows = [f"| `{rule.code}` | {rule.severity} | {rule.meaning} | {rule.remedy} |" for rule in all_audits()]
    head = "| audit | severity | what must hold | what to do where it does not |"
    return _page_part("The audits", "The codes of `audits.rule`.", head, rows)


def _problem_part() -> str:
    rows = [f"| `{rule.code}` | {rule.severity} | {rule.meaning} | {rule.remedy} |" for rule in problem_rules()]
    head = "| problem | severity | what it means | what to do |"
    return _page_part("The problems", "The codes of `problems.problem`.", head, rows)


def _chinese_part() -> str:
    """The codes with their Chinese names."""
    parts = [_chinese_statuses()]
    for title, sentence, rules, holds in (
        ("核对规则", "`audits.rule` 的代码：应当成立的关系，不成立时怎么办。", all_audits(), "应当成立"),
        ("问题代码", "`problems.problem` 的代码：含义与处理办法。", problem_rules(), "含义"),
    ):
        rows = [f"| {' | '.join(_chinese_cells(rule))} |" for rule in rules]
        parts.append(_page_part(title, sentence, f"| 代码 | 名称 | 程度 | {holds} | 处理办法 |", rows))
    return "\n".join(parts)


def _chinese_cells(rule: Line) -> tuple[str, ...]:
    zh = rule.zh
    return f"`{rule.code}`", zh.name, say(f"severity_{rule.severity}", "zh"), zh.meaning, zh.remedy


def _page_part(title: str, sentence: str, head: str, rows: list[str]) -> str:
    return "\n".join([f"## {title}", "", sentence, "", head, "| --- " * (head.count("|") - 1) + "|", *rows, ""])


def describe(tables: Iterable[Table], *, width: int) -> str:
    """Describes tables and columns as text of ``width`` columns; ``audits`` and ``problems`` include their codes."""
    return "\n".join(line for table in tables for line in _describe_table(table, width))


def _describe_table(table: Table, width: int) -> list[str]:
    rows = [(column.name, type_name(column), column.description) for column in table.columns]
    lines = [*wrap(f"{table.name}: {table.row[0].lower()}{table.row[1:]}", width), *_lay_out(rows, width), ""]
    if table is AUDITS:
        lines += [say("codes_of_rule")]
        lines += [*_lay_out([_code_row(rule) for rule in all_audits()], width), ""]
    if table is PROBLEMS:
        lines += [say("codes_of_problem")]
        lines += [*_lay_out([_code_row(rule) for rule in problem_rules()], width), ""]
    return lines


def _code_row(rule: Line) -> tuple[str, str, str]:
    words = rule.words()
    stop = "。" if words is rule.zh else ". "
    return rule.code, say(f"severity_{rule.severity}"), f"{words.meaning}{stop}{words.remedy}{stop}".rstrip()


def type_name(column: Column) -> str:
    """The column's type in short; a question mark means that it may be null.

    >>> type_name(PROBLEMS.columns[0]), type_name(PROBLEMS.columns[1])
    ('string?', 'string')
    """
    return ("date" if column.type == DAY else str(column.type)) + ("?" if column.nullable else "")


# On a narrow terminal, the description still gets this many columns, enough for a long word.
NARROWEST = 26


def _lay_out(rows: Sequence[tuple[str, str, str]], width: int) -> list[str]:
    """Lays out rows of three columns and wraps the last one."""
    first, second = (max(count_columns(row[column]) for row in rows) for column in (0, 1))
    lines = []
    for name, kind, words in rows:
        heads = [f"  {pad(name, first)}  {pad(kind, second)}  "]
        indent = count_columns(heads[0])
        wrapped = wrap(words, max(NARROWEST, width - indent))
        heads += [" " * indent] * (len(wrapped) - 1)
        lines += [head + line for head, line in zip(heads, wrapped, strict=True)]
    return lines
