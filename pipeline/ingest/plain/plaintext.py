"""Reads plain text: a paragraph per line, the header that a crawler wrote, and remains of a page's markup."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import regex

from pipeline.characters import HAN
from pipeline.ingest.cut_lines import restore_lines
from pipeline.ingest.facts import Facts, read_labelled_line
from pipeline.ingest.number_lines import join_numbers
from pipeline.ingest.plain.bar_tables import close_rows, split_bars
from pipeline.ingest.plain.drawn_tables import read_drawn
from pipeline.ingest.plain.spaced_rows import close_up_rows
from pipeline.ingest.plain.tab_tables import split_tables
from pipeline.ingest.unwrap import unwrap
from pipeline.model import Block, Format, Grid, Page

# A crawler's header has at most so many lines; a horizontal rule further down is part of the document.
LONGEST_HEADER = 30

_BODY_RULE_RE = re.compile(r"[ \t]*[=＝]{4,}[ \t]*正[ \t]*文[ \t]*[=＝]{4,}[ \t]*")
_MARK_RE = re.compile(r"<U\+([0-9A-Fa-f]{4,6})>")
_ENTITY_RE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,9}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});")
# Two ideographic spaces indent a paragraph, even if a crawler lost the line end before them; but they may also space
# out the two ideographs of a word or a label (概　　述, 标　　题：). The number of spaces before them is bounded, so
# that the regex does not rescan a long run of spaces from each position; the pieces are stripped anyway.
_INDENT_RE = regex.compile(rf"(?<!(?:^|[\s、])[{HAN}])[ \t\u00a0]{{0,40}}+\u3000{{2}}\s*+(?!\S[：:])")


def read_plaintext(text: str) -> Page:
    """The paragraphs of a plain text, with its header as furniture, and the header's facts.

    >>> page = read_plaintext("标题: 年报\\n==== 正文 ====\\n　　一、概述　　全年公开3条。<!-- x -->&nbsp;")
    >>> page.facts, [block.text for block in page.blocks if not block.furniture]
    ((('title', '年报'),), ['一、概述', '全年公开3条。'])
    """
    # Rows are closed before lines are joined, since a row without outer bars looks like a wrapped line.
    lines = unmark("\n".join(restore_lines(close_rows(close_up_rows(read_drawn(text)))))).split("\n")
    header, lines = split_header(lines)
    facts: Facts = tuple(fact for line in header for fact in read_labelled_line(line.strip()))
    blocks = [Block(line.strip(), furniture="crawler_header") for line in header if line.strip()]
    for part in _split_tables(lines):
        blocks += [Block("", part)] if isinstance(part, Grid) else _read_paragraphs(part)
    return Page(Format.TEXT, None, tuple(blocks), facts)


def _split_tables(lines: Sequence[str]) -> Iterator[tuple[str, ...] | Grid]:
    """The lines in order: lines between tables as one tuple, each table (between bars or tabs) as a grid."""
    for part in split_bars(lines):
        yield from [part] if isinstance(part, Grid) else split_tables(part)


def _read_paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    for paragraph in unwrap(join_numbers(lines)):
        pieces = _INDENT_RE.split(paragraph) if "\u3000\u3000" in paragraph else [paragraph]
        yield from (Block(piece) for piece in map(str.strip, pieces) if piece)


def split_header(lines: list[str]) -> tuple[list[str], list[str]]:
    """Splits the lines at a crawler's rule above the body: the header with the rule, and the body.

    >>> split_header(["标题: 年报", "=== 其他 ==="]), split_header(["来源: 某局", "==== 正文 ====", "一、概述"])
    (([], ['标题: 年报', '=== 其他 ===']), (['来源: 某局', '==== 正文 ===='], ['一、概述']))
    """
    for i, line in enumerate(lines[:LONGEST_HEADER]):
        if _BODY_RULE_RE.fullmatch(line):
            return lines[: i + 1], lines[i + 1 :]
    return [], lines


def unmark(text: str) -> str:
    """Removes HTML comments and resolves entities and escapes of code points.

    >>> unmark("一、<U+00A0>概述<!-- 菜单 -->&lt;试行&gt; A&B; --> 正文")
    '一、\\xa0概述<试行> A&B; --> 正文'
    """
    text = _drop_comments(text)
    if "<U+" in text:
        text = _MARK_RE.sub(_read_mark, text)
    return _ENTITY_RE.sub(lambda match: unescape(match[0]), text)


def _read_mark(match: "re.Match[str]") -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _drop_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    kept = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:]
