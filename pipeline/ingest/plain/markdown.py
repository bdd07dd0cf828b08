"""Reads Markdown as PDF converters write it: headings, wrapped paragraphs, pipe tables."""

import re

from pipeline.ingest.cut_lines import restore_lines
from pipeline.ingest.number_lines import join_numbers
from pipeline.ingest.plain.bar_tables import close_rows
from pipeline.ingest.plain.plaintext import unmark
from pipeline.ingest.plain.spaced_rows import close_up_rows
from pipeline.ingest.unwrap import unwrap
from pipeline.model import Block, Format, Grid, GridCell, Page

_SEPARATOR_RE = re.compile(r"\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")
_HEADING_RE = re.compile(r"#{1,6}[ \t]+|#{1,6}$")
_RULE_RE = re.compile(r"(?:[-*_=][ \t]*){3,}|`{3,}.*|~{3,}.*")
_QUOTE_RE = re.compile(r"(?:>[ \t]?)+|[-*+•][ \t]+(?=\S)")
_IMAGE_RE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_LINK_RE = re.compile(r"\[([^\]\n]{1,200})\]\((?:https?:|/|\.|#)[^)\n]{0,500}\)")
_STRONG_RE = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_ESCAPE_RE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_PIPE_RE = re.compile(r"(?<!\\)\|")
_BREAK_RE = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)


def read_markdown(text: str) -> Page:
    """The paragraphs and tables of a Markdown text.

    >>> page = read_markdown("## 一、总体情况\\n**全年**公开\\n\\n| 项 | 数 |\\n|---|---|\\n| 规章 | 2 |\\n")
    >>> [block.text for block in page.blocks], [cell.text for cell in page.blocks[2].grid.cells]
    (['一、总体情况', '全年公开', ''], ['项', '数', '规章', '2'])
    """
    # Rows are closed before lines are joined, since a row without outer bars looks like a wrapped line.
    restored = restore_lines(close_rows(close_up_rows(text.split("\n"))))
    lines = close_rows(unmark("\n".join(restored)).split("\n"))
    paragraphs = unwrap(join_numbers(lines))
    blocks: list[Block] = []
    rows: list[str] = []
    for paragraph in [*paragraphs, ""]:
        if not paragraph.startswith("|"):
            blocks += _read_table(rows)
            rows = []
            if words := read_paragraph(paragraph):
                blocks.append(Block(words))
        elif _SEPARATOR_RE.fullmatch(paragraph) and len(rows) > 1:
            # The row above a separator is the header of a new table.
            blocks += _read_table(rows[:-1])
            rows = rows[-1:]
        elif not _SEPARATOR_RE.fullmatch(paragraph):
            rows.append(paragraph)
    return Page(Format.TEXT, None, tuple(blocks))


def read_paragraph(line: str) -> str:
    """The words of a line without the markup of headings, quotations, lists, emphasis, links and images.

    >>> (
    ...     read_paragraph("### （一）**主动公开**"),
    ...     read_paragraph("1\\\\. 完善[制度](http://a.cn)"),
    ...     read_paragraph("---"),
    ... )
    ('（一）主动公开', '1. 完善制度', '')
    """
    if _RULE_RE.fullmatch(line):
        return ""
    line = _QUOTE_RE.sub("", line, count=1) if line[:1] in ">-*+•" else line
    line = _HEADING_RE.sub("", line, count=1) if line[:1] == "#" else line
    return _read_inline(line)


def _read_inline(words: str) -> str:
    words = _LINK_RE.sub(r"\1", _IMAGE_RE.sub("", words)) if "](" in words else words
    words = _STRONG_RE.sub(r"\2", words) if "**" in words or "__" in words else words
    words = _ESCAPE_RE.sub(r"\1", words) if "\\" in words else words
    return words.strip()


def _read_table(rows: list[str]) -> list[Block]:
    cells = [
        GridCell(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(_split_row(line))
    ]
    return [Block("", Grid(tuple(cells)))] if cells else []


def _split_row(line: str) -> list[str]:
    """The cells of a line of a table.

    >>> _split_row("| 规章 | 22<br>件 ||")
    ['规章', '22 件', '']
    """
    inner = line.strip().removeprefix("|")
    parts = _PIPE_RE.split(inner)
    if inner.endswith("|") and not inner.endswith("\\|"):
        parts.pop()
    return [" ".join(_read_inline(_BREAK_RE.sub(" ", part)).split()) for part in parts]
