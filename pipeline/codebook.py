"""Writes ``docs/CODEBOOK.md``: every table and column, and every problem, from the schemas and the rules.

``python -m pipeline.codebook FILE`` writes it; with ``--check`` it only says whether FILE is current.
"""

import argparse
import sys
from pathlib import Path

from pipeline.problems import problem_rules
from pipeline.schema import TABLES, Table, type_name

HEAD = """\
# Codebook

The tables that `gongkai run` writes, one Parquet file each. This page is made from `pipeline/schema.py` and
`pipeline/rules/problems.toml`; write it anew with `make codebook`.

Rows are ordered by `document_id`, then by their own id. A type with a question mark may be null: unknown or absent,
never zero; a zero is a zero that the report states. Every `start` and `end` is a half-open range of characters of
`documents.text`, and `text[start:end] == surface` wherever there is a surface. The sections of levels 0 and 1 tile
the text. The descriptions stand in the files too, as metadata of their Parquet fields.
"""


def codebook() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *(_table_part(table) for table in TABLES), _problem_part()])


def _table_part(table: Table) -> str:
    rows = [
        f"| `{column.name}` | {type_name(column)} | {column.unit or ''} | {column.description} |"
        for column in table.columns
    ]
    return _page_part(table.name, f"{table.row}.", "| column | type | unit | what it says |", rows)


def _problem_part() -> str:
    rows = [f"| `{rule.code}` | {rule.severity} | {rule.meaning} | {rule.remedy} |" for rule in problem_rules()]
    head = "| problem | severity | what it means | what to do |"
    return _page_part("The problems", "The codes of `problems.problem`.", head, rows)


def _page_part(title: str, sentence: str, head: str, rows: list[str]) -> str:
    return "\n".join([f"## {title}", "", sentence, "", head, "| --- " * (head.count("|") - 1) + "|", *rows, ""])


def main() -> None:
    """Writes or checks the page."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.codebook", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="only say whether FILE is current")
    arguments = parser.parse_args()
    if not arguments.check:
        arguments.file.write_text(codebook(), encoding="utf-8")
    elif not arguments.file.is_file() or arguments.file.read_text("utf-8") != codebook():
        sys.exit(f"{arguments.file} is not current: make codebook")


if __name__ == "__main__":
    main()
