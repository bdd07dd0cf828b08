"""Finds the rows of statutory tables in text without a grid: labels, and the chunks of digits after them.

Chunks are not read here: a chunk may be one cell, or several that ran together. White space is ignored in labels, but
always separates chunks.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.characters import Compact, compact_cells
from pipeline.forms.label_match import Seen, match_columns, pick_under, see_row, table_named
from pipeline.rulebook import DISPUTES, Table, form_rules, one_of, strip_numbering
from pipeline.values import DASHES, SIGNS, blank_pages

# A sign for “none”, or a number; a point belongs to it only before a digit.
_VALUE = rf"[-+]?\d[\d,]*(?:\.\d+)?(?:[亿万]?元)?|[{DASHES}]{{1,6}}|\*+|[{SIGNS}]"
_VALUES = ("value", "none")
# The sign after a heading within a table, which has no value.
_DASHES_RE = re.compile(rf"[{DASHES}]{{1,6}}")
_BRACKET = r"\([^()]{3,60}\)"
# Letters too, since OCR confuses digits with letters (1O).
_WORD_RE = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_NUMBERING_RE = re.compile(r"\d{1,2}(?=[.、])")
# The largest form has some eighty labels, all of which may precede a number if its rows are blank.
MOST_HEADS = 200


class Chunk(Struct, frozen=True, gc=False):
    """Digits, or a sign for “none”, with their span in the text."""

    text: str
    start: int
    end: int


class FlatRow(Struct):
    """A row of a table as found in the text.

    ``codes`` is empty if the label is not on the form, or if no label precedes the chunks. ``is_uncertain``: digits of
    a numbering may be part of the last cell, or there are words between the cells.
    """

    table: str
    codes: tuple[str, ...]
    label: tuple[int, int] | None
    chunks: list[Chunk] = field(default_factory=list)
    is_uncertain: bool = False


def cut_rows(plain: str, stretches: Sequence[tuple[int, int]], tables: Sequence[str]) -> list[FlatRow]:
    """The rows in consecutive spans of a text in plain form, for the tables with the given names.

    >>> plain = "信息内容 本年处理决定数量 行政许可 62 第二十条第(六)项 行政处罚 0"
    >>> [(row.codes, [chunk.text for chunk in row.chunks]) for row in cut_rows(plain, [(0, len(plain))], ["F21:2"])]
    [(('licensing',), ['62']), (('penalties',), ['0'])]
    """
    squeezed = compact_cells(blank_pages(plain), stretches)
    names = tuple(tables)
    rows: list[FlatRow] = []
    seen: Seen = {}
    current: FlatRow | None = None
    end, table = 0, ""
    heads: list[str] = []
    shuffled = False
    for token in _tokens(squeezed, names):
        if token.lastgroup in _VALUES:
            words = _has_words(squeezed.text[end : token.start()])
            if table and (current is None or (words and current.chunks)):
                # Words that no form prints begin a row that the form does not have.
                current = FlatRow(table, (), squeezed.span(end, token.start()) if words else None)
                rows.append(current)
                words = False
            if current is not None:
                if not current.chunks and len(heads) > 1:
                    last = heads[-MOST_HEADS - 2 : len(heads) - bool(current.codes)]
                    shuffled = _are_shuffled(last, current.table, before=shuffled)
                current.is_uncertain = current.is_uncertain or shuffled
                chunks = list(_cut(squeezed, *token.span()))
                if _opens_unknown(squeezed, token.end(), names):
                    # 4.转交有关单位: the numbering of a row that the form does not have.
                    current.is_uncertain = current.is_uncertain or not squeezed.begins_at(chunks.pop().start)
                current.chunks += chunks
                current.is_uncertain = current.is_uncertain or (words and bool(chunks))
        elif token.lastgroup == "label" and (named := _named(token.group(), names, table, seen)):
            if current is not None and current.chunks:
                _peel(squeezed, current, token.start(), named.numbering)
            # Labels without a number after them; 总计 names a row and a column.
            if current is not None and current.chunks:
                heads = []
            heads.append(token.group())
            current = _open(named, squeezed.span(*token.span()), rows, seen, current)
            table = named.table
        end = token.end()
    return [row for row in rows if row.chunks and not _is_heading(row)]


def _is_heading(row: FlatRow) -> bool:
    """Whether chunks are the dashes after a heading of the form: 二、回应解读情况 ——."""
    return not row.codes and row.label is None and all(_DASHES_RE.fullmatch(chunk.text) for chunk in row.chunks)


def has_values(plain: str, stretches: Sequence[tuple[int, int]], tables: Sequence[str]) -> bool:
    """Whether spans contain anything that may be a value, besides labels and numbering.

    >>> [has_values(text, [(0, len(text))], ["F19/F21:3"]) for text in ("1.属于国家秘密 2.重复申请", "(一)予以公开 3")]
    [False, True]
    """
    squeezed = compact_cells(blank_pages(plain), stretches)
    return any(
        token.lastgroup in _VALUES and squeezed.text[token.end() : token.end() + 1] not in (".", "、")
        for token in _tokens(squeezed, tuple(tables))
    )


def _tokens(squeezed: Compact, tables: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """The labels, values and headers; a word for “none” is a value only if it stands alone."""
    for token in _token_re(tables).finditer(squeezed.text):
        if _DASHES_RE.fullmatch(token.group()) and _is_glued(squeezed, token.end()):
            continue
        if token.group().startswith("**") and not all(map(squeezed.begins, range(token.start() + 1, token.end()))):
            continue  # **总计**: signs of Markdown
        if token.lastgroup != "none" or squeezed.is_apart(*token.span()):
            yield token


def _is_glued(squeezed: Compact, end: int) -> bool:
    """Whether a digit directly follows a dash, which then may belong to its number, unless it numbers a label."""
    numbering = _NUMBERING_RE.match(squeezed.text, end)
    numbers = numbering is not None and _WORD_RE.match(squeezed.text, numbering.end() + 1) is not None
    return squeezed.text[end : end + 1].isdigit() and not squeezed.begins(end) and not numbers


def _are_shuffled(heads: Sequence[str], table: str, *, before: bool) -> bool:
    """Whether headers are in another order than on the form, so that numbers cannot be assigned to them.

    A total that spans two header rows precedes the lower headers in a text, but never comes first; headers that are
    repeated (表四) start again, and those that name the rows of 表四 are in their order. Labels that are not headers
    keep the state ``before``. More consecutive labels than a form has cannot be assigned.
    """
    if len(heads) > MOST_HEADS or (table_named(table).table == DISPUTES and not _name_in_order(heads, table)):
        return True
    codes = [column.code for column in table_named(table).columns]
    found = [codes.index(columns[0]) for head in heads if len(columns := match_columns(table, head)) == 1]
    total = codes.index("total") if "total" in codes else -1
    if len(set(found)) < 2:
        return before
    rest = [position for position in found if position != total]
    return found[0] == total or any(right < left and right != rest[0] for left, right in pairwise(rest))


def _name_in_order(heads: Sequence[str], table: str) -> bool:
    """Whether the headers that name the rows of 表四 are in the order of the form."""
    first, *others = (row.label for row in table_named(table).rows)
    found = [heads.index(name) for name in (first, *table_named(table).groups, *others) if name in heads]
    return found == sorted(found)


def _opens_unknown(squeezed: Compact, end: int, tables: tuple[str, ...]) -> bool:
    """Whether the digits that end here are the numbering of a label that no form has."""
    if squeezed.text[end : end + 1] not in (".", "、") or not _WORD_RE.match(squeezed.text, end + 1):
        return False
    label = _token_re(tables).match(squeezed.text, end + 1)
    return label is None or label.lastgroup != "label"


def _has_words(between: str) -> bool:
    """Whether there is more than the unit between a label and its number, which may then belong to another row."""
    return _WORD_RE.search(_units_re().sub("", between)) is not None


class _Named(Struct, frozen=True, gc=False):
    """A matched label: its table, row codes and numbering; headers and groups have no codes."""

    table: str
    codes: tuple[str, ...] = ()
    numbering: str = ""
    is_rest: bool = False
    is_note: bool = False


def _named(text: str, tables: tuple[str, ...], current: str, seen: Seen) -> _Named | None:
    """The match of a label; if tables share it, the one in the current table."""
    known = _labels(tables).get(text, ())
    named = next((entry for entry in known if entry.table == current), known[0] if known else None)
    if named is None or len(named.codes) < 2:
        return named
    return replace(named, codes=pick_under(named.table, named.codes, seen))


def _open(
    named: _Named, span: tuple[int, int], rows: list[FlatRow], seen: Seen, current: FlatRow | None
) -> FlatRow | None:
    """The row for the values after a label: a new or continued one; ``None`` after a header."""
    if named.is_rest and current is not None and not current.chunks:
        current.label = ((current.label or span)[0], span[1])
        return current
    if named.codes and not named.is_rest:
        rows.append(FlatRow(named.table, named.codes, span))
        see_row(seen, named.table, named.codes[0])
        return rows[-1]
    return current if named.is_note else None


def _peel(squeezed: Compact, row: FlatRow, label: int, numbering: str) -> None:
    """Removes the numbering of a label from the last chunk of the previous row."""
    last = row.chunks[-1]
    end = label - 1
    if end < 1 or squeezed.text[end] not in ".、" or squeezed.offset(end - 1) + 1 != last.end:
        return
    if numbering and last.text.endswith(numbering):
        rest = last.text[: -len(numbering)]
        row.chunks.pop()
        if rest:
            row.chunks.append(Chunk(rest, last.start, last.end - len(numbering)))
    else:
        row.is_uncertain = True


def _cut(squeezed: Compact, start: int, end: int) -> Iterator[Chunk]:
    """Splits a run of digits into chunks at white space in the text."""
    first = start
    for index in range(start + 1, end + 1):
        if index == end or squeezed.begins(index):
            yield Chunk(squeezed.text[first:index], *squeezed.span(first, index))
            first = index


def lay_parts(chunks: Sequence[Chunk], parts: Sequence[str]) -> Iterator[Chunk]:
    """The parts of a split, each with its span in the chunks."""
    index = offset = 0
    for part in parts:
        start = chunks[index].start + offset
        yield Chunk(part, start, start + len(part))
        offset += len(part)
        if offset >= len(chunks[index].text):
            index, offset = index + 1, 0


@cache
def _labels(tables: tuple[str, ...]) -> dict[str, tuple[_Named, ...]]:
    """The possible matches of each label of the tables, by the label without its numbering."""
    found: dict[str, dict[tuple[str, bool, bool], _Named]] = {}
    for name in tables:
        table = table_named(name)
        for text, named in _entries(table):
            for core in strip_numbering([text]):
                entry = found.setdefault(core, {})
                key = (name, named.is_rest, named.is_note)
                before = entry.get(key)
                entry[key] = replace(before, codes=before.codes + named.codes) if before else named
    return {core: tuple(entry.values()) for core, entry in found.items()}


def _entries(table: Table) -> Iterator[tuple[str, _Named]]:
    for row in table.rows:
        for wording in (row.label, *row.also):
            yield wording, _Named(table.name, (row.code,), _numbering(wording))
        if row.rest:
            yield row.rest, _Named(table.name, (row.code,), is_rest=True)
    for text in (*(wording for column in table.columns for wording in (column.label, *column.also)), *table.groups):
        yield text, _Named(table.name, numbering=_numbering(text))
    for note in table.notes:
        yield note, _Named(table.name, is_note=True)


def _numbering(text: str) -> str:
    match = _NUMBERING_RE.match(text.removeprefix("其中:"))
    return match[0] if match else ""


@cache
def _units_re() -> re.Pattern[str]:
    return re.compile(one_of(form_rules().stretches.units))


@cache
def _token_re(tables: tuple[str, ...]) -> re.Pattern[str]:
    words = one_of(tuple(_labels(tables))).removeprefix("(?:").removesuffix(")")
    heads, nothing = one_of(form_rules().stretches.fragments), one_of(form_rules().stretches.nothing)
    return re.compile(
        rf"(?P<label>{words})|(?P<skip>{_BRACKET}|\d{{4}}年度?|{heads})|(?P<value>{_VALUE})|(?P<none>{nothing})"
    )
