"""Reads the statutory tables in a text without a grid.

Their cells are on separate lines, separated by spaces, or run together. A row is read if its digits can be split in
only one way; for rows of 表三 with several splits, the ones with which every column adds up are used. Rows that remain
ambiguous become a problem.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, islice, pairwise, product
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.forms.digit_splits import Parts, read_row
from pipeline.forms.flat_rows import Chunk, FlatRow, cut_rows, has_values, lay_parts
from pipeline.forms.flat_stretches import are_numbered, cut_out, find_stretches
from pipeline.forms.label_match import AMOUNT, label_of, money_unit, table_named, unit_of
from pipeline.forms.local_forms import LocalRow, read_local
from pipeline.forms.row_sums import columns_add_up, groups_of
from pipeline.model import Cell, CellRule, CellState, Problem, Text
from pipeline.rulebook import DISPUTES, REQUESTS, Table, form_rules, strip_numbering
from pipeline.text import FORM_RULE, SplitDisputes, find_split_disputes
from pipeline.values import Reading, blank_pages, read_cell

# The most combinations of splits that are tried to find the one with which a table adds up.
MOST_COMBINATIONS = 5_000

# The longest caption before a grid, in characters.
LONGEST_CAPTION = 30
# The header of a column of money is within so many characters before its number.
HEAD_REACH = 300
_REMARK_RE = re.compile(r"\([^()\d]{1,40}\d[^()]{0,20}\)")
# The label of an unread row, up to its first number that is not numbering.
_WORDS_RE = re.compile(r"\s*((?:其中[:：]?\s*)?(?:\d{1,2}\s*[、.．]\s*)?[^\d]{1,40})")
# The separators between cells, absent in rows whose cells ran together.
_APART_RE = re.compile(r"[\n\t|]|\s{2}")


class TextTable(Struct, frozen=True, gc=False):
    """A table in a text: its span, its cells without ids, and problems for what is not read."""

    start: int
    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]


def read_text_tables(text: Text, tables: Sequence[str], forms: Mapping[str, str | None]) -> Iterator[TextTable]:
    """The statutory tables without a grid, in text order; ``forms`` are the generations by table."""
    local = FORM_RULE + form_rules().local.form
    every = [table.name for table in form_rules().tables]
    disputes = list(find_split_disputes(text.plain))
    for is_local, found in find_stretches(text, local):
        if is_local:
            yield from (_local_table(text, start, end) for start, end in found)
            continue
        inside = [table for table in disputes if any(start <= table.start and table.end <= end for start, end in found)]
        yield from (_disputes_table(text, table, forms.get(table.table)) for table in inside)
        yield from (TextTable(start, (), tuple(_find_remarks(text, start, end))) for start, end in found)
        if stretches := list(cut_out(found, inside)):
            rows = cut_rows(text.plain, stretches, tables) if tables else []
            for row in rows if are_numbered(text.plain, stretches) else ():
                row.is_uncertain = True
            for name, group in groupby(rows, key=lambda row: row.table):
                yield _table(text, name, list(group), forms.get(name))
            start, end = stretches[0][0], stretches[-1][1]
            if not rows and not _is_caption(text, start, end) and has_values(text.plain, stretches, tables or every):
                yield TextTable(start, (), (Problem("flattened_table", start, end),))


def _find_remarks(text: Text, start: int, end: int) -> Iterator[Problem]:
    """A problem for each remark with a number among the cells (含自然失效29件), which is not on the form."""
    for match in _REMARK_RE.finditer(text.plain, start, end):
        if not any(note in squeeze(match[0]) for table in form_rules().tables for note in table.notes):
            raw = " ".join(text.text[slice(*match.span())].split())
            yield Problem("unread_cell.remark", *match.span(), raw=raw)


def _disputes_table(text: Text, table: SplitDisputes, form: str | None) -> TextTable:
    """表四 whose headers were split into characters; its row is read by its sums, as under intact headers."""
    chunks = [Chunk(text.plain[slice(*span)], *span) for span in table.values]
    return _table(text, table.table, [FlatRow(table.table, (), None, chunks, is_uncertain=not _closes(chunks))], form)


def _closes(chunks: Sequence[Chunk]) -> bool:
    """Whether each kind of dispute in a row adds up; signs for “none” count as zero."""
    values = [_value(chunk.text) or Decimal(0) for chunk in chunks]
    width = len(values) // 3
    return all(sum(values[at : at + width - 1]) == values[at + width - 1] for at in range(0, len(values), width))


def _is_caption(text: Text, start: int, end: int) -> bool:
    following = bisect_left(text.grids, end, key=lambda grid: grid.start)
    before_grid = following < len(text.grids) and not text.plain[end : text.grids[following].start].strip()
    return before_grid and end - start <= LONGEST_CAPTION


def _table(text: Text, name: str, rows: list[FlatRow], form: str | None) -> TextTable:
    readings = [() if _misses_cells(text.plain, row) else _readings(row) for row in rows]
    if table_named(name).table == REQUESTS:
        readings = _settle(name, rows, readings)
    cells: list[Cell] = []
    unread: dict[tuple[int, int], str] = {}
    for row, found in zip(rows, readings, strict=True):
        if len(found) == 1 and not row.is_uncertain:
            cells += _cells(text, row, found[0], form)
        else:
            start = row.label[0] if row.label else row.chunks[0].start
            unread[start, row.chunks[-1].end] = _name(text, row)
    return TextTable(rows[0].chunks[0].start, tuple(cells), _problems(form or name, unread, len(rows)))


def _name(text: Text, row: FlatRow) -> str:
    """The printed label of a row; empty for the single row of 表四, which stands for three."""
    if row.label:
        return squeeze(text.text[slice(*_strip(text, row.label))])
    return "、".join(label.label for label in table_named(row.table).rows if table_named(row.table).table == DISPUTES)


def _misses_cells(plain: str, row: FlatRow) -> bool:
    """Whether the cells of a row are on separate lines or in columns, and fewer than on the form."""
    width = len(_value_codes(row, table_named(row.table)))
    apart = (_APART_RE.search(plain, a.end, b.start) for a, b in pairwise(row.chunks))
    return len(row.chunks) < width and any(apart)


def _readings(row: FlatRow) -> tuple[Parts, ...]:
    table = table_named(row.table)
    chunks = [chunk.text for chunk in row.chunks]
    groups = groups_of(table)
    if row.codes:
        return read_row(chunks, len(table.columns_of(row.codes[0])), groups) if len(row.codes) == 1 else ()
    if row.label:
        # A row that the form does not have has all its columns, each in a separate cell.
        return read_row(chunks, len(table.columns)) if len(chunks) == len(table.columns) else ()
    if table.table == DISPUTES:
        # The headers of 表四 are above a single row, which has the columns of all three.
        count = len(table.columns) * len(table.rows)
        return read_row(chunks, count, groups * len(table.rows))
    return ()


def _settle(name: str, rows: Sequence[FlatRow], readings: list[tuple[Parts, ...]]) -> list[tuple[Parts, ...]]:
    """The splits of the rows of 表三 with which every column adds up, if they are unique."""
    open_rows = [index for index, found in enumerate(readings) if len(found) > 1]
    choices = prod(len(readings[index]) for index in open_rows)
    if not open_rows or choices > MOST_COMBINATIONS or any(not found for found in readings):
        return readings
    values = {
        row.codes[0]: [_value(part) for part in found[0]]
        for row, found in zip(rows, readings, strict=True)
        if row.codes and found
    }

    def fits(choice: tuple[Parts, ...]) -> bool:
        chosen = {
            rows[index].codes[0]: [_value(part) for part in parts]
            for index, parts in zip(open_rows, choice, strict=True)
        }
        return columns_add_up(name, values | chosen)

    fitting = list(islice((c for c in product(*(readings[index] for index in open_rows)) if fits(c)), 2))
    if len(fitting) != 1:
        return readings
    settled = list(readings)
    for index, parts in zip(open_rows, fitting[0], strict=True):
        settled[index] = (parts,)
    return settled


def _value(part: str) -> Decimal | None:
    return read_cell(part).value


def _cells(text: Text, row: FlatRow, parts: Parts, form: str | None) -> Iterator[Cell]:
    """The label of a row and its values, each with its span."""
    table = table_named(row.table)
    rule = CellRule.LINES if len(parts) == len(row.chunks) else CellRule.RECOVERED
    blank = Cell(0, 0, "", CellState.TEXT, rule, form, table.table)
    if row.label:
        label = _fill(text, _strip(text, row.label), replace(blank, row=row.codes[0] if row.codes else None))
        yield label
        blank = replace(blank, row_label=" ".join(label.raw.split()))
    codes = _value_codes(row, table)
    for (code, column), chunk in zip(codes, lay_parts(row.chunks, parts), strict=True):
        unit = _unit(text, row, code, column)
        yield _fill(text, (chunk.start, chunk.end), replace(blank, row=code, column=column, unit=unit))


def _unit(text: Text, row: FlatRow, code: str | None, column: str) -> str | None:
    """The unit of a value: the form's, or for money the one printed in the label or the header before it."""
    fixed = unit_of(row.table, code, column)
    if column != AMOUNT and not (fixed or "").endswith("元"):
        return fixed
    end = row.chunks[0].start
    before = squeeze(text.plain[max(0, end - HEAD_REACH) : end])
    heads = [label.label for label in table_named(row.table).columns if label.code == column]
    heads += [label_of(row.table, code).label] if code else []
    offsets = sorted(
        (at + len(core) for core in strip_numbering(heads) if (at := before.rfind(core)) >= 0), reverse=True
    )
    behind = (before[offset:].partition(")")[0] + ")" for offset in offsets)
    return next((unit for label in behind if label.startswith("(") and (unit := money_unit(label))), fixed)


def _value_codes(row: FlatRow, table: Table) -> list[tuple[str | None, str]]:
    """The row and column codes of each value; a row without a label is that of 表四, with all its columns."""
    if row.label and not row.codes:
        return [(None, column.code) for column in table.columns]
    codes = row.codes[:1] or tuple(label.code for label in table.rows)
    return [(code, column) for code in codes for column in table.columns_of(code)]


def _strip(text: Text, span: tuple[int, int]) -> tuple[int, int]:
    """The span of a label without surrounding white space and the point of its numbering."""
    raw = text.text[slice(*span)]
    start = span[0] + len(raw) - len(raw.lstrip(" \t\n\u3000.．、"))
    return start, span[1] - len(raw) + len(raw.rstrip())


def _fill(text: Text, span: tuple[int, int], blank: Cell) -> Cell:
    """A cell with the text of its span; only cells with a column are read as values."""
    raw = text.text[slice(*span)]
    reading = read_cell(raw) if blank.column else Reading(CellState.TEXT)
    return Cell(
        0,
        0,
        raw,
        reading.state,
        blank.rule,
        blank.form,
        blank.table,
        blank.row,
        blank.column,
        blank.row_label,
        value=reading.value,
        unit=reading.unit or blank.unit if reading.value is not None else None,
        start=span[0],
        end=span[1],
    )


def _local_table(text: Text, start: int, end: int) -> TextTable:
    """The local form in a span: one table, even if a page break splits it and the headers are repeated."""
    found = read_local(blank_pages(text.plain), start, end)
    cells = [cell for part in found for row in part.rows for cell in _local_cells(text, row, part.columns)]
    unread = {span: _first_words(text, span) if part.columns else "" for part in found for span in part.unread}
    count = sum(len(part.rows) + len(part.unread) for part in found)
    return TextTable(start, tuple(cells), _problems(form_rules().local.form, unread, count))


def _first_words(text: Text, span: tuple[int, int]) -> str:
    """The words of a row of a local form before its numbers."""
    match = _WORDS_RE.match(text.text, *span)
    return squeeze(match[1]) if match else ""


def _local_cells(text: Text, row: LocalRow, columns: Sequence[str | None]) -> Iterator[Cell]:
    rules = form_rules().local
    rule = CellRule.RECOVERED if row.is_split else CellRule.LINES
    label = text.text[slice(*row.label)]
    blank = Cell(0, 0, "", CellState.TEXT, rule, rules.form, rules.table, squeeze(label))
    unit = _fill(text, row.unit, blank)
    yield _fill(text, row.label, blank)
    yield unit
    for column, chunk in zip(columns, row.values, strict=True):
        template = replace(blank, column=column, row_label=" ".join(label.split()), unit=unit.raw)
        yield _fill(text, (chunk.start, chunk.end), template)


def _problems(what: str, unread: Mapping[tuple[int, int], str], count: int) -> tuple[Problem, ...]:
    """A problem that names the unread rows; those without a label are only counted."""
    if not unread:
        return ()
    start, end = min(unread)[0], max(end for _, end in unread)
    names = tuple(name for name in unread.values() if name)
    if not names:
        return (Problem("flattened_table.rows", start, end, count=len(unread), rows=count, form=what),)
    return (Problem("flattened_table.names", start, end, count=len(unread), rows=count, form=what, names=names),)
